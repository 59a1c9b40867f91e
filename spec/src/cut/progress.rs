//! How far the patterns of a cut have come along a path that grows and shrinks, segment by segment.
//!
//! A walk asks at each segment that it tries. So what the path so far has taken of each pattern is kept, and a
//! further segment costs one step of the patterns that are still in play, however long the path is.

use super::Cut;
use crate::model::Segment;
use crate::pattern::{Pattern, Reach};

pub(crate) struct Progress<'c> {
    cut: &'c Cut,
    /// One for each beginning of the path, from the empty one on.
    frames: Vec<Frame>,
    /// The patterns that can still be met, frame by frame.
    open: Vec<Open>,
    /// What is taken of them; see [`Pattern::begin`].
    taken: Vec<Reach>,
}

/// Where the part of a beginning starts.
struct Frame {
    open: usize,
    taken: usize,
    reach: Reach,
}

#[derive(Clone, Copy)]
struct Open {
    pattern: usize,
    taken: usize,
}

impl<'c> Progress<'c> {
    /// At the service root.
    pub(crate) fn new(cut: &'c Cut) -> Self {
        let (mut open, mut taken) = (Vec::new(), Vec::new());
        for (at, (pattern, _)) in cut.include.iter().enumerate() {
            open.push(Open { pattern: at, taken: taken.len() });
            pattern.begin(&mut taken);
        }
        Self { cut, frames: vec![Frame { open: 0, taken: 0, reach: Reach::Named }], open, taken }
    }

    /// Adds a segment to the path.
    pub(crate) fn enter(&mut self, segment: &Segment) {
        let from = self.frames.last().map_or(0, |one| one.open)..self.open.len();
        let mut frame = Frame { open: from.end, taken: self.taken.len(), reach: Reach::None };
        if self.cut.include.is_empty() {
            frame.reach = Reach::Swept;
        }
        for at in from {
            let Open { pattern, taken } = self.open[at];
            let next = self.taken.len();
            let reach = self.cut.include[pattern].0.step(taken, segment, &mut self.taken);
            if reach > Reach::None {
                self.open.push(Open { pattern, taken: next });
            } else {
                self.taken.truncate(next);
            }
            frame.reach = frame.reach.max(reach);
        }
        self.frames.push(frame);
    }

    /// Takes the last segment away again.
    pub(crate) fn leave(&mut self) {
        if self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            self.open.truncate(frame.open);
            self.taken.truncate(frame.taken);
        }
    }

    /// How far the patterns go into the path. Without any `include` all paths are swept.
    pub(crate) fn reach(&self) -> Reach {
        self.frames.last().map_or(Reach::None, |one| one.reach)
    }

    /// Whether a pattern spells a further segment out, and does not only mean it by a `*`.
    pub(crate) fn spells(&self, segment: &Segment) -> bool {
        self.open().any(|(_, pattern, taken)| pattern.spells(taken, segment))
    }

    /// The patterns that the path may meet as it is, by their number.
    pub(crate) fn met(&self) -> impl Iterator<Item = (usize, &'c Pattern)> {
        let met = self.open().filter(|(_, _, taken)| taken.last().is_some_and(|one| *one > Reach::None));
        met.map(|(at, pattern, _)| (at, pattern))
    }

    /// Whether there is a way on for one of the patterns: asked with its number and how many of its parts are taken.
    /// Where no pattern is in play, a walk is on its way to a key in parentheses, which no pattern can rule out.
    pub(crate) fn may_go_on(&self, is_way: impl Fn(usize, usize) -> bool) -> bool {
        let mut open = self.open().peekable();
        let is_open = |(at, _, taken): (usize, _, &[Reach])| {
            let parts = taken.iter().enumerate().filter(|(_, one)| **one > Reach::None);
            parts.map(|(part, _)| part).any(|part| is_way(at, part))
        };
        open.peek().is_none() || open.any(is_open)
    }

    fn open(&self) -> impl Iterator<Item = (usize, &'c Pattern, &[Reach])> {
        let from = self.frames.last().map_or(0, |one| one.open);
        self.open[from..].iter().map(|one| {
            let pattern = &self.cut.include[one.pattern].0;
            (one.pattern, pattern, &self.taken[one.taken..one.taken + pattern.width()])
        })
    }
}
