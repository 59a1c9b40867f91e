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

    /// The names that it spells out, in lower case and without namespaces.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name { written, .. } => written.rsplit('.').next().map(str::to_ascii_lowercase),
            _ => None,
        })
    }

    /// For each part the name that it spells out, as [`names`](Self::names) does, where a `**` stands before it. Names
    /// of the system (`$count`) can stand anywhere.
    pub(crate) fn names_behind_sweeps(&self) -> impl Iterator<Item = Option<String>> {
        let first = self.parts.iter().position(|one| *one == Part::AnyNumber).unwrap_or(self.parts.len());
        self.parts.iter().enumerate().map(move |(at, part)| match part {
            Part::Name { written, .. } if at > first => {
                written.rsplit('.').next().filter(|one| !one.starts_with('$')).map(str::to_ascii_lowercase)
            }
            _ => None,
        })
    }

    /// How many numbers of parts can be taken: none, one, and so on.
    pub(crate) fn width(&self) -> usize {
        self.parts.len() + 1
    }

    /// Writes down, for each number of parts, how the empty path can be taken by them.
    pub(crate) fn begin(&self, into: &mut Vec<Reach>) {
        let start = into.len();
        into.resize(start + self.width(), Reach::None);
        into[start] = Reach::Named;
        self.pass(&mut into[start..]);
    }

    /// Writes down, for each number of parts, how a path with one segment more can be taken by them, and gives the
    /// furthest of these. What the path so far has taken stands from `from` on. Whether a call is a function or a
    /// key is not known here, so it counts as both.
    pub(crate) fn step(&self, from: usize, segment: &Segment, taken: &mut Vec<Reach>) -> Reach {
        let start = taken.len();
        taken.resize(start + self.width(), Reach::None);
        let (before, next) = taken.split_at_mut(start);
        for (at, part) in self.parts.iter().enumerate() {
            let so_far = before[from + at];
            if so_far == Reach::None {
                continue;
            }
            if *part == Part::AnyNumber {
                // `**` takes the segment and stays where it is
                next[at] = next[at].max(Reach::Swept);
            } else if part.matches(segment, true) || part.matches(segment, false) {
                next[at + 1] = next[at + 1].max(so_far);
            }
        }
        self.pass(next);
        next.iter().copied().max().unwrap_or(Reach::None)
    }

    /// Whether a part that can take this segment next spells it out, and does not only mean it by a `*`.
    pub(crate) fn spells(&self, taken: &[Reach], segment: &Segment) -> bool {
        let mut parts = self.parts.iter().zip(taken).filter(|(_, one)| **one > Reach::None);
        parts.any(|(part, _)| {
            matches!(part, Part::Name { .. }) && (part.matches(segment, true) || part.matches(segment, false))
        })
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
            let mut taken = Vec::new();
            pattern.begin(&mut taken);
            let mut reach = Reach::Named;
            for segment in segments(path) {
                reach = pattern.step(taken.len() - pattern.width(), &segment, &mut taken);
            }
            assert_eq!(reach, expected, "{pattern} at {path}");
        }
    }
}
