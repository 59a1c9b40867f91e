//! Which path of the table means which operation.

use std::fmt;

use crate::model::{OperationKind, PathTemplate, Segment};

/// A path as it is compared.
///
/// The table writes functions with arguments, with empty parentheses or bare, and means the same.
/// But `/applications(appId={value})`, one application by another key, is not `/applications`:
/// where a path has arguments is therefore kept beside its anonymous form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PathKey {
    pub(super) anonymous: String,
    has_arguments: Vec<bool>,
}

impl PathKey {
    pub(super) fn of_text(path: &str) -> Self {
        let has_arguments = |segment: &str| {
            let arguments = segment.split_once('(').map(|(_, arguments)| arguments);
            arguments.is_some_and(|arguments| !arguments.trim_end_matches(')').is_empty())
        };
        let segments = path.trim_matches('/').split('/');
        Self {
            anonymous: PathTemplate::anonymous(path),
            has_arguments: segments.map(has_arguments).collect(),
        }
    }

    pub(super) fn of(path: &PathTemplate) -> Self {
        let has_arguments =
            |segment: &Segment| matches!(segment, Segment::Call { parameters, .. } if !parameters.is_empty());
        Self {
            anonymous: PathTemplate::anonymous(&path.to_string()),
            has_arguments: path.segments.iter().map(has_arguments).collect(),
        }
    }

    /// Whether a path of the table means an operation with this path.
    ///
    /// Arguments that the table writes must be there. Arguments that it does not write are those of
    /// a function, unless the operation is none: then they are a key.
    pub(super) fn is_meant_by(&self, written: &Self, kind: OperationKind) -> bool {
        let mut pairs = self.has_arguments.iter().zip(&written.has_arguments).enumerate();
        let last = self.has_arguments.len().saturating_sub(1);
        let is_function = kind == OperationKind::Function;
        self.anonymous == written.anonymous
            && self.has_arguments.len() == written.has_arguments.len()
            && pairs.all(|(index, (ours, theirs))| match (ours, theirs) {
                (true, false) => is_function && index == last,
                (false, true) => false,
                _ => true,
            })
    }
}

impl fmt::Display for PathKey {
    /// `/applications()/owners`: the anonymous form, with `()` where arguments stand.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = self.anonymous.split('/').skip(1).zip(&self.has_arguments);
        for (segment, has_arguments) in segments {
            write!(f, "/{segment}{}", if *has_arguments { "()" } else { "" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(operation: &str, kind: OperationKind, written: &str) -> bool {
        PathKey::of_text(operation).is_meant_by(&PathKey::of_text(written), kind)
    }

    #[test]
    fn keys_are_not_functions() {
        let (get, function) = (OperationKind::Get, OperationKind::Function);
        assert!(means("/applications(appId='{a}')", get, "/applications(appid={value})"));
        assert!(!means("/applications(appId='{a}')", get, "/applications"));
        assert!(!means("/applications", get, "/applications(appid={value})"));
        assert!(means("/me/f(a={a})", function, "/ME/f"));
        assert!(means("/me/f(a={a})", function, "/me/microsoft.graph.f(b={b},c={c})"));
        assert!(means("/me/delta()", function, "/me/delta"));
        assert!(!means("/me/f(a={a})/x", get, "/me/f/x"));
    }
}
