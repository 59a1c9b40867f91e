//! Whether a tree has the forms that a description should have.
//!
//! `openapiv3` refuses most of what has another form, but not all of it: through serde it takes
//! `[text]` or `{0: text}` for a `$ref`, a `$ref` that is no text for a key that it does not know, and
//! a number for the place of a parameter. So a typed document is believed only where the tree fits.

use crate::tree::{Entry, Node, Value};

use super::forms::{Form, Object, PLACES};

/// How many parts that may be `$ref`s may stand within each other. Where one of them is faulty,
/// `openapiv3` reads it twice to find the reason, and so at every level above it. A deeper file is read part
/// by part.
const DEEPEST: usize = 8;

/// Null and scalars of the wrong sort are left to serde, which does refuse them.
pub(super) fn fits(node: &Node, form: &Form) -> bool {
    fits_within(node, form, DEEPEST)
}

/// The same, with so many levels left.
fn fits_within(node: &Node, form: &Form, room: usize) -> bool {
    match (form, &node.value) {
        (Form::Anything, _) => true,
        _ if node.is_null() => true,
        (Form::Text | Form::Flag | Form::Further, Value::Scalar { .. }) => true,
        (Form::Place, Value::Scalar { text, .. }) => PLACES.contains(&&**text),
        (Form::List(form), Value::List(items)) => items.iter().all(|item| fits_within(item, form, room)),
        (Form::Map(form), Value::Map(entries)) => {
            entries.iter().all(|one| fits_within(&one.value, form, room))
        }
        (Form::Section(form), Value::Map(entries)) => {
            entries.iter().all(|one| one.key.starts_with("x-") || fits_within(&one.value, form, room))
        }
        (Form::Object(form), Value::Map(entries)) => object_fits(entries, form, room),
        (Form::Linked(_) | Form::Further, Value::Map(_)) if room == 0 => false,
        (Form::Linked(form), Value::Map(entries)) => match node.entry("$ref") {
            Some(reference) if !reference.value.is_null() => is_reference(&reference.value),
            _ => !entries.iter().any(|one| is_number(&one.key)) && object_fits(entries, form, room - 1),
        },
        (Form::Further, Value::Map(_)) => fits_within(node, &Form::Linked(&super::forms::SCHEMA), room),
        _ => false,
    }
}

fn object_fits(entries: &[Entry], form: &Object, room: usize) -> bool {
    entries.iter().all(|one| match form.keys.iter().find(|(key, _)| *key == &*one.key) {
        Some((_, form)) => fits_within(&one.value, form, room),
        None => is_any_json(&one.key) || nests_within(&one.value, room),
    })
}

/// Keys that stand for values of any form, which `openapiv3` reads once.
fn is_any_json(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default") || key.starts_with("x-")
}

/// Whether no more mappings than that stand within each other. What has no form here, such as `not`
/// and headers, may hold parts that may be `$ref`s all the same.
fn nests_within(node: &Node, room: usize) -> bool {
    match &node.value {
        Value::Scalar { .. } => true,
        Value::List(items) => items.iter().all(|item| nests_within(item, room)),
        Value::Map(entries) => room > 0 && entries.iter().all(|one| nests_within(&one.value, room - 1)),
    }
}

/// Text that YAML cannot take for a number.
fn is_reference(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { text, .. } if text.contains(['#', '/']))
}

/// What YAML may take for a number. No key of OpenAPI begins like one.
fn is_number(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

/// YAML's `.nan` and `.inf`, quoted ones too, of which a tag makes numbers. JSON has no such numbers,
/// and `openapiv3`, which goes from one to the other to find the reason of a fault, panics where it
/// meets one in a bound.
pub(super) fn has_number_without_digits(node: &Node) -> bool {
    match &node.value {
        Value::Scalar { text, .. } => {
            let unsigned = text.trim_start_matches(['+', '-']);
            unsigned.eq_ignore_ascii_case(".nan") || unsigned.eq_ignore_ascii_case(".inf")
        }
        Value::List(items) => items.iter().any(has_number_without_digits),
        Value::Map(entries) => entries.iter().any(|one| has_number_without_digits(&one.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::forms::{DESCRIPTION, PARAMETER, SCHEMA};
    use crate::tree;

    fn node(text: &str) -> Node {
        tree::parse("a.yaml", text).expect("a tree")
    }

    #[test]
    fn what_would_be_misread_does_not_fit() {
        let schema = |text: &str| fits(&node(text), &Form::Linked(&SCHEMA));
        for sound in ["{type: string}", "{$ref: '#/x', 0: a}", "{$ref: , type: }", "{example: [[]]}"] {
            assert!(schema(sound), "{sound}");
        }
        for wrong in ["['#/x']", "{0: '#/x'}", "{0x0: '#/x'}", "{$ref: 5}", "{$ref: [x]}", "{items: [x]}"] {
            assert!(!schema(wrong), "{wrong}");
            assert!(!schema(&format!("{{allOf: [{wrong}]}}")), "{wrong}");
            assert!(!schema(&format!("{{additionalProperties: {{properties: {{a: {wrong}}}}}}}")), "{wrong}");
        }
        assert!(fits(&node("{name: a, in: path}"), &Form::Linked(&PARAMETER)));
        assert!(!fits(&node("{name: a, in: 0}"), &Form::Linked(&PARAMETER)));
        assert!(!fits(&node("components: {schemas: {a: [b]}}"), &Form::Object(&DESCRIPTION)));
    }

    #[test]
    fn what_nests_deep_does_not_fit() {
        for key in ["items", "additionalProperties", "not"] {
            let nested = |levels: usize| {
                let text =
                    format!("{}{{type: string}}{}", format!("{{{key}: ").repeat(levels), "}".repeat(levels));
                fits(&node(&text), &Form::Linked(&SCHEMA))
            };
            assert!(nested(DEEPEST - 1), "{key}");
            assert!(!nested(DEEPEST), "{key}");
        }
        let example = format!("{{example: {}{}}}", "{a: ".repeat(50), "}".repeat(50));
        assert!(fits(&node(&example), &Form::Linked(&SCHEMA)));
    }

    #[test]
    fn numbers_without_digits_are_found_wherever_they_stand() {
        for text in ["a: {b: [1, .nan]}", "[-.INF]", "+.inf", "!!float '.nan'"] {
            assert!(has_number_without_digits(&node(text)), "{text}");
        }
        assert!(!has_number_without_digits(&node("[a.inf, nan, 1e9]")));
    }
}
