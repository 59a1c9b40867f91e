//! JSON into the tree.
//!
//! YAML's grammar takes most JSON, but not all of it (pairs of surrogates, tabs), and takes more
//! than JSON; so JSON is read by its own rules.

use super::{DEEPEST, Entry, Fault, LONGEST, Node, Place, Value, repeated_keys};

pub(super) fn parse(text: &str, faults: &mut Vec<Fault>) -> Result<Node, Fault> {
    let mut reader = Reader { text, at: 0, place: Place { line: 1, column: 1 }, faults };
    reader.blanks();
    if reader.rest().is_empty() {
        return Err(Fault::empty());
    }
    let node = reader.value(0)?;
    reader.blanks();
    if reader.rest().is_empty() { Ok(node) } else { Err(reader.wrong("something stands behind the end")) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    place: Place,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn wrong(&self, what: &str) -> Fault {
        Fault::syntax(self.place, format!("this is not JSON: {what}"))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes over a text without line breaks.
    fn skip(&mut self, bytes: usize) {
        let over = &self.rest()[..bytes];
        let columns = if over.is_ascii() { bytes } else { over.chars().count() };
        self.place.column = self.place.column.saturating_add(u32::try_from(columns).unwrap_or(u32::MAX));
        self.at += bytes;
    }

    fn blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.at += 1;
            if byte == b'\n' {
                self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        if depth > DEEPEST {
            return Err(Fault::too_deep(self.place));
        }
        let place = self.place;
        let value = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Scalar { text: self.string()?.into(), is_plain: false },
            _ => self.word()?,
        };
        Ok(Node { place, value })
    }

    fn map(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut entries = Vec::new();
        self.skip(1);
        self.blanks();
        while self.peek() != Some(b'}') {
            let place = self.place;
            if self.peek() != Some(b'"') {
                return Err(self.wrong("expected a key in double quotes, or `}`"));
            }
            let key = self.string()?.into();
            self.blanks();
            if self.peek() != Some(b':') {
                return Err(self.wrong("expected `:`"));
            }
            self.skip(1);
            self.blanks();
            let value = self.value(depth + 1)?;
            entries.push(Entry { key, place, value });
            self.comma(b'}')?;
        }
        self.skip(1);
        repeated_keys(&entries, self.faults);
        Ok(Value::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut items = Vec::new();
        self.skip(1);
        self.blanks();
        while self.peek() != Some(b']') {
            items.push(self.value(depth + 1)?);
            self.comma(b']')?;
        }
        self.skip(1);
        Ok(Value::List(items))
    }

    /// A comma and something behind it, or the end.
    fn comma(&mut self, end: u8) -> Result<(), Fault> {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                self.skip(1);
                self.blanks();
                if self.peek() == Some(end) {
                    return Err(self.wrong("a comma stands before the end"));
                }
                Ok(())
            }
            Some(byte) if byte == end => Ok(()),
            _ => Err(self.wrong(&format!("expected `,` or `{}`", char::from(end)))),
        }
    }

    fn word(&mut self) -> Result<Value, Fault> {
        let rest = self.rest();
        let end = rest
            .find(|one: char| !(one.is_ascii_alphanumeric() || matches!(one, '+' | '-' | '.')))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        if !matches!(word, "null" | "true" | "false") && !is_number(word) {
            return Err(self.wrong("expected a value"));
        }
        self.skip(end);
        Ok(Value::Scalar { text: word.into(), is_plain: true })
    }

    fn string(&mut self) -> Result<String, Fault> {
        let begin = self.place;
        self.skip(1);
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let end = rest.bytes().take(LONGEST + 1).position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            if end.unwrap_or(rest.len()) + out.len() > LONGEST {
                return Err(Fault::too_long(begin));
            }
            let Some(end) = end else {
                return Err(Fault::syntax(begin, "this is not JSON: the text is not closed"));
            };
            out.push_str(&rest[..end]);
            self.skip(end);
            match rest.as_bytes()[end] {
                b'"' => {
                    self.skip(1);
                    return Ok(out);
                }
                b'\\' => self.escape(&mut out)?,
                _ => return Err(self.wrong("a control character stands in a text")),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Fault> {
        let one = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match one {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(out),
            _ => return Err(self.wrong("unknown escape")),
        };
        out.push(plain);
        self.skip(2);
        Ok(())
    }

    fn unicode(&mut self, out: &mut String) -> Result<(), Fault> {
        let unit = |from: usize| {
            let rest = self.text.get(self.at + from..)?.strip_prefix("\\u")?;
            let digits = rest.get(..4).filter(|four| four.bytes().all(|one| one.is_ascii_hexdigit()))?;
            u16::from_str_radix(digits, 16).ok()
        };
        let units: Vec<u16> = [unit(0), unit(6)].into_iter().map_while(|one| one).collect();
        let first = char::decode_utf16(units).next();
        match first {
            Some(Ok(one)) => {
                out.push(one);
                self.skip(6 * one.len_utf16());
                Ok(())
            }
            _ => Err(self.wrong("unknown character behind `\\u`")),
        }
    }
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let has_zero = digits.len() > 1
        && digits.starts_with('0')
        && !digits.starts_with("0.")
        && !digits.starts_with("0e")
        && !digits.starts_with("0E");
    let starts = digits.starts_with(|one: char| one.is_ascii_digit());
    starts
        && !has_zero
        && !digits.ends_with('.')
        && !digits.contains(".e")
        && !digits.contains(".E")
        && word.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Fault> {
        parse(text, &mut Vec::new())
    }

    fn text(source: &str) -> String {
        match read(source).unwrap().value {
            Value::Scalar { text, .. } => text.into(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_escapes() {
        assert_eq!(text(r#""a\n\u00e4\ud83d\ude00\"""#), "a\nä😀\"");
        assert!(read(r#""\ud83d""#).is_err());
        assert!(read(r#""\ud83dx""#).is_err());
        assert!(read(r#""\u12""#).is_err());
    }

    #[test]
    fn counts_columns_in_characters() {
        let node = read("{\n \"ä\": [1, \"é\", 2]}").unwrap();
        let entry = node.entry("ä").unwrap();
        assert_eq!(entry.place, Place { line: 2, column: 2 });
        let Value::List(items) = &entry.value.value else { panic!() };
        assert_eq!(items[2].place, Place { line: 2, column: 16 });
    }

    #[test]
    fn says_where_it_is_wrong() {
        let fault = |text: &str| {
            let fault = read(text).unwrap_err();
            format!("{}:{} {}", fault.place.line, fault.place.column, fault.message)
        };
        assert_eq!(fault("{\"a\": 1,}"), "1:9 this is not JSON: a comma stands before the end");
        assert_eq!(fault("[1\n 2]"), "2:2 this is not JSON: expected `,` or `]`");
        assert_eq!(fault("[01]"), "1:2 this is not JSON: expected a value");
        assert_eq!(fault("[1] x"), "1:5 this is not JSON: something stands behind the end");
        assert_eq!(fault(""), "1:1 the file is empty");
        assert_eq!(fault("{\"a"), "1:2 this is not JSON: the text is not closed");
        assert!(fault(&"[".repeat(1000)).contains("nest deeper"));
    }
}
