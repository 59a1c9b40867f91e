//! OData's literals: quoted strings, and the arguments of a function call.

/// The text of a string literal: `'O''Neil'` is `O'Neil`.
///
/// Nothing where the quotes are missing, or a quote inside is not doubled.
pub(crate) fn unquote(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(next) = rest.next() {
        if next == '\'' && rest.next() != Some('\'') {
            return None;
        }
        text.push(next);
    }
    Some(text)
}

/// Takes `name(…)` apart into the name and what stands between the parentheses.
pub(crate) fn call(text: &str) -> Option<(&str, &str)> {
    text.strip_suffix(')')?.split_once('(')
}

/// The arguments of a call, as `(name, literal)`, in the order in which they stand.
///
/// Commas and equals signs inside of quotes part nothing.
pub(crate) fn arguments(text: &str) -> Option<Vec<(&str, &str)>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    split_outside_quotes(text)
        .into_iter()
        .map(|one| one.split_once('=').map(|(name, literal)| (name.trim(), literal.trim())))
        .collect()
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    for (at, one) in text.char_indices() {
        match one {
            '\'' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_quotes_are_one() {
        assert_eq!(unquote("'O''Neil'").as_deref(), Some("O'Neil"));
        assert_eq!(unquote("''").as_deref(), Some(""));
        for broken in ["'", "x", "'x", "'a'b'", "'a'''b'"] {
            assert_eq!(unquote(broken), None, "{broken}");
        }
    }

    #[test]
    fn commas_in_quotes_part_nothing() {
        assert_eq!(arguments("a='1,2=3', b=4"), Some(vec![("a", "'1,2=3'"), ("b", "4")]));
        assert_eq!(arguments(""), Some(vec![]));
        assert_eq!(arguments("'x'"), None);
    }

    #[test]
    fn a_call_has_parentheses() {
        assert_eq!(call("delta()"), Some(("delta", "")));
        assert_eq!(call("delta"), None);
    }
}
