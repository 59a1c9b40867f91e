//! Lines and columns of a text.

use std::ops::Range;
use std::sync::Arc;

use crate::model::Origin;

/// A text whose bytes are asked for by line and column.
pub(super) struct Lines<'a> {
    name: Arc<str>,
    text: &'a str,
}

impl<'a> Lines<'a> {
    pub(super) fn new(name: &Arc<str>, text: &'a str) -> Self {
        Self { name: name.clone(), text }
    }

    /// Where some bytes begin. What has no place is all of the text.
    pub(super) fn origin(&self, bytes: Option<Range<usize>>, pointer: &str) -> Origin {
        let Some(bytes) = bytes else { return Origin::new(self.name.clone(), 1, 1, pointer) };
        let before = self.text.get(..bytes.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        Origin::new(self.name.clone(), line, column, pointer)
    }
}
