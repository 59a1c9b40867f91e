//! The text of a JSON value taken apart in one walk, down to texts: nothing of it is read as a number.

use std::borrow::Cow;

use super::raw::is_json;

/// A part of a text that is JSON. Texts are borrowed from it.
pub(super) enum Node<'a> {
    /// What is neither a list nor an object, as it is written.
    Scalar(&'a str),
    List(Vec<Node<'a>>),
    /// The members as they stand, in their order; a name may come twice.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
    /// A list or an object that lies too deep to be taken apart.
    Deep(&'a str),
    /// An object one of whose names is no text, such as half of a surrogate pair.
    Nameless(&'a str),
}

impl<'a> Node<'a> {
    /// The text, taken apart down to that depth: nothing, if it is not a single JSON value.
    pub(super) fn parse(text: &'a str, depth: usize) -> Option<Self> {
        if is_json(text) { Walk { text, at: 0 }.node(depth) } else { None }
    }
}

/// The text of a JSON string without its quotes and escapes: nothing, if it is no text.
pub(super) fn unescaped(string: &str) -> Option<Cow<'_, str>> {
    let inner = string.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { serde_json::from_str(string).ok().map(Cow::Owned) } else { Some(inner.into()) }
}

/// A place in a text that is known to be JSON; so it is told apart by single bytes.
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn node(&mut self, depth: usize) -> Option<Node<'a>> {
        match self.peek()? {
            b'{' if depth > 0 => self.object(depth - 1),
            b'[' if depth > 0 => self.list(depth - 1),
            b'{' | b'[' => self.nested().map(Node::Deep),
            b'"' => self.string().map(Node::Scalar),
            _ => self.word().map(Node::Scalar),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Node<'a>> {
        let mut items = Vec::new();
        self.at += 1;
        while !self.is_past(b']')? {
            items.push(self.node(depth)?);
        }
        Some(Node::List(items))
    }

    fn object(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.at;
        let mut members = Vec::new();
        let mut has_names = true;
        self.at += 1;
        while !self.is_past(b'}')? {
            let name = unescaped(self.string()?);
            self.peek()?;
            self.at += 1; // the colon
            let value = self.node(depth)?;
            match name {
                Some(name) => members.push((name, value)),
                None => has_names = false,
            }
        }
        Some(if has_names { Node::Object(members) } else { Node::Nameless(self.text.get(start..self.at)?) })
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Goes past the end of a list or an object, if it is there, or past the comma before the next item.
    fn is_past(&mut self, end: u8) -> Option<bool> {
        let mut next = self.peek()?;
        if next == b',' {
            self.at += 1;
            next = self.peek()?;
        }
        if next == end {
            self.at += 1;
        }
        Some(next == end)
    }

    fn string(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.at += 1;
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b'\\' => self.at += 2,
                b'"' => break,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(start..self.at)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let end = |byte: u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
        let length = rest.bytes().position(end).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length)
    }

    /// A list or an object with all that is in it, however deep.
    fn nested(&mut self) -> Option<&'a str> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'[' | b'{' => open += 1,
                b']' | b'}' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return self.text.get(start..self.at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The node in a notation of its own.
    fn shown(node: &Node<'_>) -> String {
        match node {
            Node::Scalar(text) => (*text).to_owned(),
            Node::Deep(text) => format!("deep({text})"),
            Node::Nameless(text) => format!("nameless({text})"),
            Node::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(";")),
            Node::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{name}={}", shown(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(";"))
            }
        }
    }

    #[test]
    fn a_text_is_taken_apart_to_its_depth() {
        for (text, expected) in [
            ("1", "1"),
            (" \"a,]\" ", "\"a,]\""),
            ("[]", "[]"),
            ("[ ]", "[]"),
            ("{ }", "{}"),
            (" [ 1 ,\t-2.50e+3 , null,true ]\n", "[1;-2.50e+3;null;true]"),
            (r#"{"a":1,"a" : "\"]" , "\u0062":{}}"#, r#"{a=1;a="\"]";b={}}"#),
            (r#"[[1,[2, "]"], {"a\\":[]}],[3]]"#, r#"[[1;deep([2, "]"]);deep({"a\\":[]})];[3]]"#),
            (r#"{"a":{"b":[]}}"#, "{a={b=deep([])}}"),
            (r#"[1,{"\ud800":1,"a":[2]},3]"#, r#"[1;nameless({"\ud800":1,"a":[2]});3]"#),
            (r#"["é\\",{"é":"ü"}]"#, r#"["é\\";{é="ü"}]"#),
        ] {
            assert_eq!(Node::parse(text, 2).as_ref().map(shown).as_deref(), Some(expected), "{text}");
        }
        for text in ["", " ", "[", "[1", "[1,]", "{\"a\"}", "1 2", "NaN", "+5", "\"a", "[1]]", "{a:1}"] {
            assert!(Node::parse(text, 2).is_none(), "{text}");
        }
    }

    #[test]
    fn no_depth_is_too_much() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let Some(Node::List(items)) = Node::parse(&text, 1) else { panic!("a list") };
        assert!(matches!(items[..], [Node::Deep(inner)] if inner.len() == 199_998));
    }
}
