//! Which value of a JSON text a fault of `serde_json` belongs to.
//!
//! The parser says where it was when it gave up, not which value it means. For a fault of syntax that
//! is the byte in question. A value of the wrong kind is told from its position so:
//!
//! - a scalar that is refused: right behind it;
//! - an object or list of the wrong kind: before its first byte;
//! - a value that was read whole and refused by its visitor later: where the object or list around it
//!   was when it noticed. That is the next comma, or right behind the bracket that ends it; a list also
//!   goes on over the comma and the white space behind it.
//!
//! So a position can mean two values: a list that ends there or its last item, an item or the one
//! before it. The kind of what was found decides, and where both have it, the value that was read
//! first: the inner one, or the item before. An object or list of which it is known how long it is, as
//! of those that models read as text, is never mistaken for another.

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::ops::Range;

/// A path is cut behind so many names and indices.
const MAX_SEGMENTS: usize = 32;
/// A longer name is not shown: in an object with names of its own it may be anything.
const MAX_NAME: usize = 64;

/// What a value is, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

/// What to look for at a position.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// A value, of this kind where it is known, that was refused.
    Value(Option<Kind>),
    /// An object or list of so many bytes that was refused after it was read whole.
    Read(usize),
    /// An object or list in which something is missing: it has just been read to its end.
    Container,
    /// The byte before the position cannot stand there.
    Syntax,
    /// The text ends.
    End,
}

/// The path of the value at fault, such as `value[3].participants.organizer.upn`; nothing where that
/// is the whole text. Lines count from 1; the column is the number of bytes before the position.
///
/// The text may be cut, no JSON, and nested to any depth.
pub(super) fn path(text: &[u8], (line, column): (usize, usize), fault: Fault) -> Option<String> {
    let position = offset(text, line, column)?;
    let end = if matches!(fault, Fault::Syntax) { position.saturating_sub(1) } else { position };
    let is_cut = matches!(fault, Fault::End);
    let mut walk = Walk { text, at: 0, end, is_cut, open: Vec::new(), closed: None };
    walk.run();
    walk.render(match fault {
        Fault::Value(kind) => walk.refused(kind),
        Fault::Read(size) => walk.refused_whole(size),
        Fault::Container => walk.incomplete(),
        Fault::Syntax | Fault::End => walk.stopped(),
    })
}

fn offset(text: &[u8], line: usize, column: usize) -> Option<usize> {
    let breaks = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0).chain(breaks).nth(line.checked_sub(1)?)?;
    Some(start + column)
}

/// An object or list, as far as it has been read.
struct Open {
    /// Where its bracket stands.
    start: usize,
    is_list: bool,
    /// Where the name of the latest property stands, without its quotes.
    name: Range<usize>,
    /// How many values are complete.
    count: usize,
    /// What the latest complete value is.
    latest: Option<Kind>,
    phase: Phase,
}

/// What has been read last in an object or list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Start,
    Name,
    Colon,
    Value,
    Comma,
}

/// Which value, seen from the innermost object or list that is open.
enum Place {
    /// That object or list.
    Container,
    /// The value in it that is read, or comes next.
    Current,
    /// The value in it that is complete.
    Latest,
    /// The last value of an object or list that ends right there, and is `Latest` itself.
    Inner,
}

struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    /// How far to go. What ends behind it is not read.
    end: usize,
    /// Whether the text ends too early.
    is_cut: bool,
    open: Vec<Open>,
    /// The object or list that ends at `end`.
    closed: Option<Open>,
}

impl Walk<'_> {
    fn run(&mut self) {
        loop {
            self.at += self.text[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let Some(token) = token(self.text, self.at).filter(|token| token.end <= self.end) else { return };
            self.at = token.end;
            self.closed = None;
            self.take(token);
        }
    }

    fn take(&mut self, token: Range<usize>) {
        let byte = self.text[token.start];
        let top = self.open.last_mut();
        match (byte, top) {
            (b'{' | b'[', _) => self.open.push(Open {
                start: token.start,
                is_list: byte == b'[',
                name: 0..0,
                count: 0,
                latest: None,
                phase: Phase::Start,
            }),
            (b'}' | b']', _) => {
                let closed = self.open.pop();
                self.complete(if byte == b'}' { Kind::Object } else { Kind::List });
                self.closed = closed.filter(|_| token.end == self.end);
            }
            (b',', Some(top)) => top.phase = Phase::Comma,
            (b':', Some(top)) => top.phase = Phase::Colon,
            (b'"', Some(top)) if !top.is_list && matches!(top.phase, Phase::Start | Phase::Comma) => {
                top.name = token.start + 1..token.end - 1;
                top.phase = Phase::Name;
            }
            // a number that the text ends with may have more digits
            _ if self.is_cut && byte != b'"' && token.end == self.text.len() => {}
            _ if !is_whole(&self.text[token.clone()]) => {}
            _ => self.complete(kind(byte)),
        }
    }

    fn complete(&mut self, kind: Kind) {
        if let Some(top) = self.open.last_mut() {
            top.count += 1;
            top.latest = Some(kind);
            top.phase = Phase::Value;
        }
    }

    /// The value that a visitor refused.
    fn refused(&self, found: Option<Kind>) -> Place {
        if let Some(closed) = &self.closed {
            let is_closed = found == Some(if closed.is_list { Kind::List } else { Kind::Object });
            return if closed.latest.is_none() || (is_closed && closed.latest != found) {
                Place::Latest
            } else {
                Place::Inner
            };
        }
        let Some(top) = self.open.last() else { return Place::Container };
        let next = self.text.get(self.at).filter(|_| self.at == self.end).map(|byte| kind(*byte));
        match top.phase {
            Phase::Start if !top.is_list => Place::Container,
            Phase::Start | Phase::Name | Phase::Colon => Place::Current,
            Phase::Comma
                if matches!(next, Some(Kind::List | Kind::Object))
                    && next == found
                    && top.latest != found =>
            {
                Place::Current
            }
            Phase::Value | Phase::Comma => Place::Latest,
        }
    }

    /// The value of that length that was read before its visitor refused it.
    fn refused_whole(&self, size: usize) -> Place {
        match &self.closed {
            Some(closed) if self.end - closed.start != size => Place::Inner,
            _ => Place::Latest,
        }
    }

    fn incomplete(&self) -> Place {
        if self.closed.is_some() { Place::Latest } else { Place::Container }
    }

    /// Where the text stops to be JSON.
    fn stopped(&self) -> Place {
        let is_current = self.open.last().is_some_and(|top| match top.phase {
            Phase::Start => top.is_list && self.at < self.text.len(), // a first item has begun
            Phase::Name | Phase::Colon => true,
            Phase::Value => false,
            Phase::Comma => top.is_list,
        });
        if is_current { Place::Current } else { Place::Container }
    }

    fn render(&self, place: Place) -> Option<String> {
        let depth =
            if matches!(place, Place::Container) { self.open.len().checked_sub(1)? } else { self.open.len() };
        let is_latest = matches!(place, Place::Latest | Place::Inner);
        let mut path = String::new();
        for (level, open) in self.open[..depth].iter().enumerate() {
            if level == MAX_SEGMENTS {
                path.push('…');
                return Some(path);
            }
            self.segment(&mut path, open, is_latest && level + 1 == depth);
        }
        if let (Place::Inner, Some(closed)) = (place, &self.closed) {
            self.segment(&mut path, closed, true);
        }
        (!path.is_empty()).then_some(path)
    }

    fn segment(&self, path: &mut String, open: &Open, is_latest: bool) {
        if open.is_list {
            // to write to a text does not fail
            let _ = write!(path, "[{}]", open.count - usize::from(is_latest && open.count > 0));
            return;
        }
        match std::str::from_utf8(&self.text[open.name.clone()]) {
            Ok(name) if is_plain(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Ok(name) if is_shown(name) => {
                let _ = write!(path, "[\"{name}\"]");
            }
            _ => path.push_str("[…]"),
        }
    }
}

fn is_plain(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_shown(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_@.$-".contains(&byte))
}

fn kind(first: u8) -> Kind {
    match first {
        b'{' => Kind::Object,
        b'[' => Kind::List,
        b'"' => Kind::String,
        b't' | b'f' => Kind::Boolean,
        b'n' => Kind::Null,
        _ => Kind::Number,
    }
}

/// Whether a scalar is one, and not the beginning of one (`tru`, `1e`).
fn is_whole(scalar: &[u8]) -> bool {
    matches!(scalar, b"true" | b"false" | b"null") || matches!(scalar.last(), Some(b'"' | b'0'..=b'9'))
}

/// The sign, text or other scalar that begins there; nothing where the text ends before it does.
fn token(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = text.get(start + 1..)?;
    let length = match text[start] {
        b'{' | b'}' | b'[' | b']' | b',' | b':' => 0,
        b'"' => {
            let mut is_escaped = false;
            1 + rest.iter().position(|byte| {
                let is_end = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                is_end
            })?
        }
        _ => {
            rest.iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"{}[],:\"".contains(byte)).count()
        }
    };
    Some(start..start + 1 + length)
}
