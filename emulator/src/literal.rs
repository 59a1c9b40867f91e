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
/// Commas inside of quotes and parentheses part nothing, nor does an equals sign behind the first.
pub(crate) fn arguments(text: &str) -> Option<Vec<(&str, &str)>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    split(text, ',')?
        .into_iter()
        .map(|one| one.split_once('=').map(|(name, literal)| (name.trim(), literal.trim())))
        .collect()
}

/// The parts between separators, trimmed; those inside of quotes or parentheses part nothing.
///
/// Nothing where a quote or a parenthesis is left open, or one is closed that was never opened. A
/// doubled quote closes and opens, so it needs no rule of its own.
pub(crate) fn split(text: &str, separator: char) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut is_quoted) = (0, 0_usize, false);
    for (at, one) in text.char_indices() {
        match one {
            '\'' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ if one == separator && depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + one.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    (depth == 0 && !is_quoted).then_some(parts)
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
    fn what_is_inside_parts_nothing() {
        let list = "a($select=b,c;$filter=d eq 'O''Neil, (';$top=5), e ,f";
        let parts = ["a($select=b,c;$filter=d eq 'O''Neil, (';$top=5)", "e", "f"];
        assert_eq!(split(list, ',').as_deref(), Some(&parts[..]));
        assert_eq!(split("a=b(c;d);e=';';", ';').as_deref(), Some(&["a=b(c;d)", "e=';'", ""][..]));
        for broken in ["a(b", "a)b(", "a'b", "a('b)"] {
            assert_eq!(split(broken, ','), None, "{broken}");
        }
    }

    #[test]
    fn a_call_has_parentheses() {
        assert_eq!(call("delta()"), Some(("delta", "")));
        assert_eq!(call("delta"), None);
    }
}
