//! How far a pattern goes into a tree of paths, for those who grow paths as patterns ask.

use super::{Part, Pattern, bare};
use crate::model::Segment;

/// Whether a pattern can choose an operation at or below a path that begins in some way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// It cannot.
    None,
    /// It can, but only by a `**` that stands for segments of that beginning: nobody wrote this path down.
    Swept,
    /// It can, and each segment of that beginning has its own part in the pattern.
    Named,
}

/// What a part of a pattern asks for, to those who look for what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked<'a> {
    /// A name, without the namespace of Graph.
    Name(&'a str),
    /// A key.
    Key,
    /// Anything.
    Any,
}

impl Pattern {
    /// What the part at that place asks for.
    pub(crate) fn asked_at(&self, index: usize) -> Option<Asked<'_>> {
        self.parts.get(index).map(|part| match part {
            Part::AnyNumber | Part::AnyOne => Asked::Any,
            Part::Key(_) => Asked::Key,
            Part::Name { written, .. } => Asked::Name(bare(written)),
        })
    }

    /// The same pattern for all methods.
    pub(crate) fn of_any_method(&self) -> Self {
        Self { methods: Vec::new(), parts: self.parts.clone() }
    }

    /// The names that it spells out, in lower case and without namespaces.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name { written, .. } => written.rsplit('.').next().map(str::to_ascii_lowercase),
            _ => None,
        })
    }

    /// Whether the last of these segments is spelt out, and not only meant by a `*`.
    pub(crate) fn spells(&self, segments: &[Segment]) -> bool {
        let Some((last, before)) = segments.split_last() else { return false };
        let is_spelt = |at: usize| {
            let part = &self.parts[at];
            matches!(part, Part::Name { .. }) && (part.matches(last, true) || part.matches(last, false))
        };
        let reached = self.reached(before);
        (0..self.parts.len()).any(|at| reached[at] > Reach::None && is_spelt(at))
    }

    /// Whether it can choose something at or below the path that begins with these segments, whatever the
    /// method. A call among them counts as a function and as a key.
    pub(crate) fn reach(&self, segments: &[Segment]) -> Reach {
        self.reached(segments).into_iter().max().unwrap_or(Reach::None)
    }

    fn reached(&self, segments: &[Segment]) -> Vec<Reach> {
        // for each number of parts: how the beginning so far can be taken by them
        let mut reached = vec![Reach::None; self.parts.len() + 1];
        reached[0] = Reach::Named;
        self.pass(&mut reached);
        for segment in segments {
            let mut next = vec![Reach::None; self.parts.len() + 1];
            for (at, part) in self.parts.iter().enumerate() {
                if *part == Part::AnyNumber {
                    // `**` takes the segment and stays where it is
                    if reached[at] > Reach::None {
                        next[at] = next[at].max(Reach::Swept);
                    }
                } else if part.matches(segment, true) || part.matches(segment, false) {
                    next[at + 1] = next[at + 1].max(reached[at]);
                }
            }
            self.pass(&mut next);
            reached = next;
        }
        reached
    }

    /// `**` may stand for nothing.
    fn pass(&self, reached: &mut [Reach]) {
        for (at, part) in self.parts.iter().enumerate() {
            if *part == Part::AnyNumber {
                reached[at + 1] = reached[at + 1].max(reached[at]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KeyParameter;

    fn segments(path: &str) -> Vec<Segment> {
        let segment = |name: &str| match name.strip_prefix('{') {
            Some(key) => Segment::Key(KeyParameter::new(key.trim_end_matches('}'))),
            None => Segment::Literal(name.to_owned()),
        };
        path.split('/').filter(|one| !one.is_empty()).map(segment).collect()
    }

    #[test]
    fn a_beginning_is_named_swept_or_out_of_reach() {
        for (pattern, path, expected) in [
            ("/me/onlineMeetings/**", "", Reach::Named),
            ("/me/onlineMeetings/**", "/me", Reach::Named),
            ("/me/onlineMeetings/**", "/me/onlineMeetings", Reach::Named),
            ("/me/onlineMeetings/**", "/me/onlineMeetings/{id}", Reach::Swept),
            ("/me/onlineMeetings/**", "/me/messages", Reach::None),
            ("POST /users/{id}/*/send", "/users/{user-id}/messages", Reach::Named),
            ("/users/{id}/send", "/users/{user-id}/send/more", Reach::None),
            ("/**/send", "/me/anything", Reach::Swept),
            ("/**", "", Reach::Named),
        ] {
            let pattern = Pattern::parse(pattern).unwrap();
            assert_eq!(pattern.reach(&segments(path)), expected, "{pattern} at {path}");
        }
    }
}
