//! YAML into the tree, by the events of `saphyr-parser`.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::{DEEPEST, Entry, Fault, LONGEST, Node, Place, Value, repeated_keys};

/// How many nodes all aliases of a file together may stand for, where a long text counts as several.
const MOST_ALIASED: usize = 100_000;

pub(super) fn parse(text: &str, faults: &mut Vec<Fault>) -> Result<Node, Fault> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax(text, &error))?;
        builder.take(event, place(span.start), faults)?;
    }
    builder.root.ok_or_else(Fault::empty)
}

/// A fault at the very end of the file is shown on its last line.
fn syntax(text: &str, error: &saphyr_parser::ScanError) -> Fault {
    let mut at = place(*error.marker());
    let lines = text.lines().count().max(1);
    if let Ok(last) = u32::try_from(lines)
        && at.line > last
    {
        at = Place { line: last, column: 1 };
    }
    if let Some(tab) = tab(text, at) {
        return Fault::new(tab, "a tab indents this line, and YAML takes only spaces")
            .help("indent with spaces");
    }
    Fault::syntax(at, format!("this is not YAML: {}", error.info()))
}

/// The tab that stands right before a place, where nothing but white space precedes it on its line.
fn tab(text: &str, at: Place) -> Option<Place> {
    let line = text.lines().nth(usize::try_from(at.line).ok()?.checked_sub(1)?)?;
    let indent = line.split(|one: char| one != ' ' && one != '\t').next()?;
    let tab = u32::try_from(indent.find('\t')?).ok()?;
    let is_within = at.column as usize <= indent.len() + 1;
    is_within.then(|| Place { line: at.line, column: tab + 1 })
}

fn place(marker: Marker) -> Place {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { line: number(marker.line()), column: number(marker.col()).saturating_add(1) }
}

/// A list or mapping that is not yet closed.
enum Open {
    List { node: Vec<Node>, place: Place, anchor: usize },
    Map { entries: Vec<Entry>, key: Option<(Box<str>, Place)>, place: Place, anchor: usize },
}

/// A value that an alias can stand for.
struct Anchored {
    node: Node,
    size: usize,
    depth: usize,
}

#[derive(Default)]
struct Builder {
    stack: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, at: Place, faults: &mut Vec<Fault>) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if text.len() > LONGEST {
                    return Err(Fault::too_long(at));
                }
                let is_plain = style == ScalarStyle::Plain && !is_text(tag.as_deref());
                let value = Value::Scalar { text: text.into(), is_plain };
                self.put(Node { place: at, value }, anchor)
            }
            Event::Alias(id) => self.alias(id, at),
            Event::SequenceStart(anchor, _) => {
                self.open(Open::List { node: Vec::new(), place: at, anchor }, at)
            }
            Event::MappingStart(anchor, _) => {
                self.open(Open::Map { entries: Vec::new(), key: None, place: at, anchor }, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at, faults),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Fault::new(at, "the file holds a second document")
                    .help("keep one document in a file, without `---` between its parts"))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open, at: Place) -> Result<(), Fault> {
        if let Some(Open::Map { key: None, .. }) = self.stack.last() {
            return Err(wrong_key(at));
        }
        if self.stack.len() >= DEEPEST {
            return Err(Fault::too_deep(at));
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self, at: Place, faults: &mut Vec<Fault>) -> Result<(), Fault> {
        match self.stack.pop() {
            Some(Open::List { node, place, anchor }) => {
                self.put(Node { place, value: Value::List(node) }, anchor)
            }
            Some(Open::Map { entries, place, anchor, .. }) => {
                repeated_keys(&entries, faults);
                self.put(Node { place, value: Value::Map(entries) }, anchor)
            }
            None => Err(Fault::new(at, "this closes nothing")),
        }
    }

    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            self.remember(&node, anchor)?;
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { node: items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match (key.take(), node.value) {
                (Some((key, place)), value) => {
                    let value = Node { place: node.place, value };
                    entries.push(Entry { key, place, value });
                }
                (None, Value::Scalar { text, is_plain }) => {
                    if is_plain && &*text == "<<" {
                        return Err(Fault::new(node.place, "merge keys (`<<`) are not supported")
                            .help("write the entries out"));
                    }
                    *key = Some((text, node.place));
                }
                (None, _) => {
                    return Err(wrong_key(node.place));
                }
            },
        }
        Ok(())
    }

    /// Anchors are counted like aliases: nested ones would copy their content again and again.
    fn remember(&mut self, node: &Node, anchor: usize) -> Result<(), Fault> {
        let size = size(node);
        self.count(size, node.place)?;
        self.anchors.insert(anchor, Anchored { node: node.clone(), size, depth: depth(node) });
        Ok(())
    }

    fn alias(&mut self, id: usize, at: Place) -> Result<(), Fault> {
        let Some(Anchored { size, depth, .. }) = self.anchors.get(&id) else {
            return Err(Fault::new(at, "this alias stands inside the value that it names")
                .help("write the value out"));
        };
        if self.stack.len() + depth > DEEPEST {
            return Err(Fault::too_deep(at));
        }
        self.count(*size, at)?;
        let node = self.anchors.get(&id).map(|one| one.node.clone());
        node.map_or(Ok(()), |node| self.put(node, 0))
    }

    fn count(&mut self, size: usize, at: Place) -> Result<(), Fault> {
        self.aliased = self.aliased.saturating_add(size);
        if self.aliased > MOST_ALIASED {
            return Err(Fault::new(
                at,
                format!("the aliases of this file stand for more than {MOST_ALIASED} values"),
            )
            .help("write the values out, or give them a name under `components` and use `$ref`"));
        }
        Ok(())
    }
}

fn wrong_key(at: Place) -> Fault {
    Fault::new(at, "a key must be text, not a list or a mapping").help("write the key as text")
}

fn is_text(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| tag.suffix == "str")
}

/// How many values and keys a value holds, itself included.
fn size(node: &Node) -> usize {
    let size_of = |text: &str| 1 + text.len() / 64;
    match &node.value {
        Value::Scalar { text, .. } => size_of(text),
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(entries) => {
            1 + entries.iter().map(|one| size_of(&one.key) + size(&one.value)).sum::<usize>()
        }
    }
}

/// How many lists and mappings stand within each other.
fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Scalar { .. } => 0,
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Map(entries) => 1 + entries.iter().map(|one| depth(&one.value)).max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Fault> {
        parse(text, &mut Vec::new())
    }

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Scalar { text, is_plain: true } => text.to_string(),
            Value::Scalar { text, is_plain: false } => format!("{text:?}"),
            Value::List(items) => format!("{:?}", items.iter().map(shown).collect::<Vec<_>>()),
            Value::Map(entries) => {
                let entry = |one: &Entry| format!("{}={}", one.key, shown(&one.value));
                entries.iter().map(entry).collect::<Vec<_>>().join(";")
            }
        }
    }

    #[test]
    fn keeps_order_and_tells_text_from_the_rest() {
        let node = read("b: 1\na: '1'\nc: !!str 1\nd: |\n  two\n  lines\ne:\n").unwrap();
        assert_eq!(shown(&node), "b=1;a=\"1\";c=\"1\";d=\"two\\nlines\\n\";e=");
        assert!(node.entry("e").unwrap().value.is_null());
        assert!(!node.entry("a").unwrap().value.is_null());
    }

    #[test]
    fn counts_columns_in_characters() {
        let node = read("x:\n  - ä: {é: 1, key: 2}\n").unwrap();
        let Value::List(items) = &node.entry("x").unwrap().value.value else { panic!() };
        let inner = &items[0].entry("ä").unwrap().value;
        assert_eq!(inner.entry("key").unwrap().place, Place { line: 2, column: 15 });
        assert_eq!(inner.entry("key").unwrap().value.place, Place { line: 2, column: 20 });
    }

    #[test]
    fn aliases_stand_for_their_values() {
        assert_eq!(shown(&read("a: &x {b: 1}\nc: *x\nd: [*x]\n").unwrap()), "a=b=1;c=b=1;d=[\"b=1\"]");
    }

    #[test]
    fn aliases_nest_no_deeper_than_what_is_written_out() {
        let chain = |levels: usize| {
            let level = format!("{}*a{}", "[".repeat(levels), "]".repeat(levels));
            read(&format!("x: &a {}1{}\ny: {level}\n", "[".repeat(50), "]".repeat(50)))
        };
        assert!(chain(DEEPEST - 51).is_ok());
        assert!(chain(DEEPEST - 50).unwrap_err().message.contains("nest deeper"));
    }

    #[test]
    fn long_texts_behind_aliases_count_by_their_length() {
        let text = "x".repeat(64_000);
        for anchored in [text.clone(), format!("{{{text}: 1}}")] {
            let aliased = |times: usize| read(&format!("a: &a {anchored}\nb: [{}]\n", "*a, ".repeat(times)));
            assert!(aliased(90).is_ok());
            assert!(aliased(100).unwrap_err().message.contains("stand for more than"));
        }
    }

    #[test]
    fn nesting_has_an_end() {
        for deep in ["[".repeat(150), "- ".repeat(5000), format!("{}x", "a: {".repeat(150))] {
            let fault = read(&deep).unwrap_err();
            assert!(fault.message.contains("nest deeper"), "{fault:?}");
        }
        assert!(read(&"[".repeat(5000)).is_err());
    }
}
