//! Walks the tree: typed access that reports what has the wrong form.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Node, Place, Value, is_bool};
use crate::diagnostic::Diagnostic;
use crate::model::Origin;

/// A file that was read, and the faults found in it so far.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: Arc<str>,
    pub(crate) text: Arc<str>,
    pub(crate) root: Node,
    faults: RefCell<Vec<Diagnostic>>,
    /// The faulty items of lists, by address: they were reported and count as absent.
    left_out: RefCell<HashSet<*const Node>>,
}

impl Document {
    pub(crate) fn new(file: Arc<str>, text: Arc<str>, root: Node) -> Self {
        Self { file, text, root, faults: RefCell::default(), left_out: RefCell::default() }
    }

    pub(crate) fn top(&self) -> At<'_> {
        At { document: self, node: &self.root, place: self.root.place, pointer: String::new() }
    }

    pub(crate) fn push(&self, fault: Diagnostic) {
        self.faults.borrow_mut().push(fault);
    }

    /// Takes a faulty item out of its list.
    pub(crate) fn leave_out(&self, item: &Node) {
        self.left_out.borrow_mut().insert(std::ptr::from_ref(item));
    }

    fn is_left_out(&self, item: &Node) -> bool {
        let left_out = self.left_out.borrow();
        !left_out.is_empty() && left_out.contains(&std::ptr::from_ref(item))
    }

    /// How many faults were found so far.
    pub(crate) fn faults(&self) -> usize {
        self.faults.borrow().len()
    }

    /// The faults found so far. The document forgets them.
    pub(crate) fn take_faults(&self) -> Vec<Diagnostic> {
        self.faults.take()
    }
}

/// A value of a document, and the way to it.
#[derive(Debug, Clone)]
pub(crate) struct At<'a> {
    pub(crate) document: &'a Document,
    pub(crate) node: &'a Node,
    /// Where its key stands, or the value itself in a list.
    pub(crate) place: Place,
    pub(crate) pointer: String,
}

impl<'a> At<'a> {
    pub(crate) fn origin(&self) -> Origin {
        let Place { line, column } = self.place;
        Origin::new(self.document.file.clone(), line as usize, column as usize, self.pointer.clone())
    }

    /// The same, with the value itself as its place instead of its key.
    pub(crate) fn at_value(mut self) -> Self {
        self.place = self.node.place;
        self
    }

    /// Where the value itself begins.
    pub(crate) fn value_origin(&self) -> Origin {
        let Place { line, column } = self.node.place;
        Origin::new(self.document.file.clone(), line as usize, column as usize, self.pointer.clone())
    }

    /// Reports an error at the key of this value.
    pub(crate) fn error(&self, message: impl Into<String>, help: impl Into<String>) {
        self.document.push(Diagnostic::error(message).at(self.origin()).help(help));
    }

    /// Reports a warning at the key of this value.
    pub(crate) fn warn(&self, message: impl Into<String>, help: impl Into<String>) {
        self.document.push(Diagnostic::warning(message).at(self.origin()).help(help));
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.node.entry(key).is_some_and(|one| !one.value.is_null())
    }

    /// The value of a key; null counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        let entry = self.node.entry(key).filter(|one| !one.value.is_null())?;
        Some(self.child(&entry.value, entry.place, key))
    }

    /// One step of a JSON pointer: a key, or the index of an item, without a sign or zeros before it.
    pub(crate) fn step(&self, step: &str) -> Option<At<'a>> {
        match &self.node.value {
            Value::List(items) => {
                let index = step.parse::<usize>().ok().filter(|index| index.to_string() == step)?;
                let node = items.get(index)?;
                Some(self.child(node, node.place, step))
            }
            _ => self.get(step),
        }
    }

    fn child(&self, node: &'a Node, place: Place, key: &str) -> At<'a> {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        if key.contains(['~', '/']) {
            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            pointer.push_str(key);
        }
        At { document: self.document, node, place, pointer }
    }

    /// The text of this value.
    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::Scalar { text, .. } if !self.node.is_null() => Some(text),
            _ => {
                self.expected("text");
                None
            }
        }
    }

    /// The text of a key. A number or a truth value counts as the text that it is written as.
    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    /// The same, to be kept; white space around it is cut off and an empty text is none.
    pub(crate) fn words(&self, key: &str) -> Option<String> {
        let text = self.str(key)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The truth value.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match &self.node.value {
            Value::Scalar { text, .. } if is_bool(text) => Some(text.eq_ignore_ascii_case("true")),
            _ => {
                self.expected("true or false");
                None
            }
        }
    }

    /// The truth value of a key, false where it is absent.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.get(key).and_then(|found| found.as_bool()).unwrap_or_default()
    }

    /// The keys and values of this mapping, in the order of the source.
    pub(crate) fn entries(&self) -> Vec<(&'a str, At<'a>)> {
        match &self.node.value {
            Value::Map(entries) => {
                entries.iter().map(|one| (&*one.key, self.child(&one.value, one.place, &one.key))).collect()
            }
            _ if self.node.is_null() => Vec::new(),
            _ => {
                self.expected("a mapping");
                Vec::new()
            }
        }
    }

    /// The keys and values of the mapping of a key; none where it is absent.
    pub(crate) fn entries_of(&self, key: &str) -> Vec<(&'a str, At<'a>)> {
        self.get(key).map(|found| found.entries()).unwrap_or_default()
    }

    /// The items of the list of a key; none where it is absent.
    pub(crate) fn items_of(&self, key: &str) -> Vec<At<'a>> {
        self.get(key).map(|found| found.items()).unwrap_or_default()
    }

    /// The items of this list, without those that were left out.
    pub(crate) fn items(&self) -> Vec<At<'a>> {
        let Value::List(items) = &self.node.value else {
            self.expected("a list");
            return Vec::new();
        };
        let item = |(index, node): (usize, &'a Node)| self.child(node, node.place, &index.to_string());
        let kept = items.iter().enumerate().filter(|(_, node)| !self.document.is_left_out(node));
        kept.map(item).collect()
    }

    /// Whether items of the list of a key were left out, or all of it.
    pub(crate) fn lacks_items(&self, key: &str) -> bool {
        match self.node.entry(key).map(|one| &one.value) {
            Some(Node { value: Value::List(items), .. }) => {
                items.iter().any(|item| self.document.is_left_out(item))
            }
            Some(other) => !other.is_null(),
            None => false,
        }
    }

    /// The texts of the list of a key.
    pub(crate) fn strs_of(&self, key: &str) -> Vec<(&'a str, At<'a>)> {
        let items = self.items_of(key).into_iter();
        items.filter_map(|one| Some((one.as_str()?, one))).collect()
    }

    /// Whether it is a list or a mapping that holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.node.value {
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            Value::Scalar { .. } => false,
        }
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }

    /// Reports that this value has the wrong form.
    pub(crate) fn expected(&self, wanted: &str) {
        let name = self.pointer.rsplit('/').next().unwrap_or_default();
        let name = name.replace("~1", "/").replace("~0", "~");
        let what = if name.is_empty() { "the file".to_owned() } else { format!("`{name}`") };
        self.document.push(
            Diagnostic::error(format!("{what} must be {wanted}, but it is {}", self.node.noun()))
                .at(self.value_origin())
                .help(format!("write {wanted} here, or take the entry out")),
        );
    }
}
