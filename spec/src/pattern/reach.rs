//! How far a pattern goes into a tree of paths, for those who grow paths as patterns ask.

use super::{Part, Pattern};
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

impl Pattern {
    /// Whether it can choose something at or below the path that begins with these segments, whatever the
    /// method. A call among them counts as a function and as a key.
    pub(crate) fn reach(&self, segments: &[Segment]) -> Reach {
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
        reached.into_iter().max().unwrap_or(Reach::None)
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
