//! Named JSON values, kept as their texts.

use std::ops::Range;

/// Names and JSON texts in one text, because most objects have a few short ones: many small pieces would
/// cost more than reading the object.
#[derive(Clone, Default)]
pub(super) struct Kept {
    text: String,
    /// Ordered by name, apart from the time of reading.
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
        let entry = &self.entries[self.find(name).ok()?];
        Some(&self.text[entry.value..entry.end])
    }

    /// Adds a value while an object is read. [`settle`](Self::settle) puts all of them in order.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        if self.text.capacity() == 0 {
            self.text.reserve(128.max(name.len() + value.len()));
        }
        let start = self.text.len();
        self.text.push_str(name);
        self.text.push_str(value);
        self.entries.push(Entry { start, value: start + name.len(), end: self.text.len() });
    }

    /// Ends the reading: of values of the same name, the last one counts.
    pub(super) fn settle(&mut self) {
        let Self { text, entries } = self;
        let name = |entry: &Entry| &text[entry.name()];
        if entries.is_sorted_by(|a, b| name(a) < name(b)) {
            return;
        }
        entries.reverse();
        entries.sort_by(|a, b| name(a).cmp(name(b)));
        entries.dedup_by(|later, first| name(later) == name(first));
    }

    /// Sets a value, in place of one that is there.
    pub(super) fn insert(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.push(name, value);
        self.settle();
    }

    /// Takes a value out, and says whether it was there.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let Ok(at) = self.find(name) else { return false };
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

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| self.text[entry.name()].cmp(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(kept: &Kept) -> Vec<(&str, &str)> {
        kept.iter().collect()
    }

    #[test]
    fn the_last_of_a_name_counts_and_names_are_in_order() {
        let mut kept = Kept::default();
        for (name, value) in [("b", "1"), ("a", "\"x\""), ("b", "2"), ("", "null"), ("b", "3"), ("ä", "[]")]
        {
            kept.push(name, value);
        }
        kept.settle();
        assert_eq!(all(&kept), [("", "null"), ("a", "\"x\""), ("b", "3"), ("ä", "[]")]);
        assert_eq!((kept.get("b"), kept.get("c")), (Some("3"), None));
    }

    #[test]
    fn values_are_set_and_taken_out() {
        let mut kept = Kept::default();
        for (name, value) in [("c", "3"), ("a", "1"), ("b", "22"), ("a", "111")] {
            kept.insert(name, value);
        }
        assert_eq!(all(&kept), [("a", "111"), ("b", "22"), ("c", "3")]);
        assert!(kept.remove("b") && !kept.remove("b"));
        kept.insert("b", "{}");
        assert!(kept.remove("a"));
        assert_eq!(all(&kept), [("b", "{}"), ("c", "3")]);
        assert_eq!(kept.text.len(), "b{}c3".len(), "nothing is left of what was taken out");
    }
}
