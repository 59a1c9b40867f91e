//! Named JSON values, kept as their texts.

use std::collections::BTreeMap;
use std::ops::Range;

/// Up to so many names are held against each other, without a map of them.
const FEW: usize = 32;

/// Names and JSON texts in one text, because most objects have a few short ones: many small pieces would
/// cost more than reading the object.
#[derive(Clone, Default)]
pub(super) struct Kept {
    text: String,
    /// In the order in which they came, each name once, apart from the time of reading.
    entries: Vec<Entry>,
}

/// Where a name and the value behind it stand in the text.
#[derive(Clone)]
struct Entry {
    start: usize,
    value: usize,
    end: usize,
}

impl Entry {
    fn name(&self) -> Range<usize> {
        self.start..self.value
    }
}

impl Kept {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (&self.text[entry.name()], &self.text[entry.value..entry.end]))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let entry = &self.entries[self.find(name)?];
        Some(&self.text[entry.value..entry.end])
    }

    /// Adds a value while an object is read. [`settle`](Self::settle) takes out what came twice.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        if self.text.capacity() == 0 {
            // one allocation each for what most objects have
            self.text.reserve(128.max(name.len() + value.len()));
            self.entries.reserve(8);
        }
        let start = self.text.len();
        self.text.push_str(name);
        self.text.push_str(value);
        self.entries.push(Entry { start, value: start + name.len(), end: self.text.len() });
    }

    /// Ends the reading: of values of the same name, the last one counts.
    pub(super) fn settle(&mut self) {
        let Self { text, entries } = self;
        let name = |at: usize| &text[entries[at].name()];
        let is_superseded: Vec<bool> = if entries.len() <= FEW {
            let comes_again = |at: usize| (at + 1..entries.len()).any(|later| name(later) == name(at));
            if !(0..entries.len()).any(comes_again) {
                return;
            }
            (0..entries.len()).map(comes_again).collect()
        } else {
            let mut last = BTreeMap::new();
            for at in 0..entries.len() {
                last.insert(name(at), at);
            }
            (0..entries.len()).map(|at| last.get(name(at)) != Some(&at)).collect()
        };
        let mut is_superseded = is_superseded.into_iter();
        entries.retain(|_| !is_superseded.next().unwrap_or(false));
    }

    /// Sets a value, in place of one that is there.
    pub(super) fn insert(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.push(name, value);
    }

    /// Takes a value out, and says whether it was there.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let Some(at) = self.find(name) else { return false };
        let taken = self.entries.remove(at);
        self.text.replace_range(taken.start..taken.end, "");
        let length = taken.end - taken.start;
        for entry in self.entries.iter_mut().filter(|entry| entry.start >= taken.end) {
            entry.start -= length;
            entry.value -= length;
            entry.end -= length;
        }
        true
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| &self.text[entry.name()] == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(kept: &Kept) -> Vec<(&str, &str)> {
        kept.iter().collect()
    }

    #[test]
    fn the_last_of_a_name_counts() {
        for further in [0, 100] {
            let mut kept = Kept::default();
            for (name, value) in
                [("b", "1"), ("a", "\"x\""), ("b", "2"), ("", "null"), ("b", "3"), ("ä", "[]")]
            {
                kept.push(name, value);
            }
            (0..further).for_each(|at| kept.push(&at.to_string(), "0"));
            kept.settle();
            assert_eq!(all(&kept)[..4], [("a", "\"x\""), ("", "null"), ("b", "3"), ("ä", "[]")]);
            assert_eq!(kept.len(), 4 + further);
            assert_eq!((kept.get("b"), kept.get("c")), (Some("3"), None));
        }
    }

    #[test]
    fn values_are_set_and_taken_out() {
        let mut kept = Kept::default();
        for (name, value) in [("c", "3"), ("a", "1"), ("b", "22"), ("a", "111")] {
            kept.insert(name, value);
        }
        assert_eq!(all(&kept), [("c", "3"), ("b", "22"), ("a", "111")]);
        assert!(kept.remove("b") && !kept.remove("b"));
        kept.insert("b", "{}");
        assert!(kept.remove("a"));
        assert_eq!(all(&kept), [("c", "3"), ("b", "{}")]);
        assert_eq!(kept.text.len(), "c3b{}".len(), "nothing is left of what was taken out");
    }
}
