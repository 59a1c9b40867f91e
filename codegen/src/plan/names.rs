//! Rust names for the names of a spec.
//!
//! A name of the spec is data. It becomes an identifier only here, and only if it is one.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use msgraph_spec::model::{Origin, TypeName};
use msgraph_spec::{Diagnostic, Diagnostics};
use proc_macro2::{Ident, Span};

/// Names that emitted code uses bare, and that a type must not take.
const TAKEN_TYPES: [&str; 9] =
    ["Box", "From", "Into", "IntoIterator", "Option", "Result", "Self", "String", "Vec"];

/// Fields that every model has.
const TAKEN_FIELDS: [&str; 2] = ["additional_properties", "odata_type"];

/// Words that cannot even be raw identifiers.
const NEVER_RAW: [&str; 5] = ["_", "Self", "crate", "self", "super"];

/// An identifier of a name that is known to be one; keywords become raw.
pub(crate) fn ident(name: &str) -> Ident {
    if syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, Span::call_site())
    } else {
        Ident::new_raw(name, Span::call_site())
    }
}

/// `microsoft.graph.onlineMeeting` is `OnlineMeeting`; other namespaces stand in front:
/// `microsoft.graph.callRecords.session` is `CallRecordsSession`.
pub(crate) fn type_name(name: &TypeName) -> Option<String> {
    let namespace = name.namespace();
    let namespace = namespace.strip_prefix("microsoft.graph").unwrap_or(namespace);
    let camel = format!("{namespace} {}", name.short()).to_upper_camel_case();
    if TAKEN_TYPES.contains(&camel.as_str()) { Some(format!("{camel}Type")) } else { checked(camel, 'N') }
}

/// A field of a model.
pub(crate) fn field_name(name: &str) -> Option<String> {
    let snake = snake(name)?;
    Some(if TAKEN_FIELDS.contains(&snake.as_str()) { format!("{snake}_") } else { snake })
}

/// A variant of an enum.
pub(crate) fn variant_name(name: &str) -> Option<String> {
    checked(name.to_upper_camel_case(), 'N').map(|camel| match camel.as_str() {
        "Self" | "UnknownValue" => format!("{camel}_"),
        _ => camel,
    })
}

/// A method or an argument.
pub(crate) fn snake(name: &str) -> Option<String> {
    checked(name.to_snake_case(), 'n')
}

/// The part of a type's name that a word of a path gives.
pub(crate) fn camel(name: &str) -> Option<String> {
    let camel = name.to_upper_camel_case();
    (!camel.is_empty()).then_some(camel)
}

/// The module, and so the file, of a type.
pub(crate) fn module_name(camel: &str) -> String {
    let snake = camel.to_snake_case();
    if snake == "mod" || NEVER_RAW.contains(&snake.as_str()) { format!("{snake}_") } else { snake }
}

/// A name that is an identifier, if need be with an `n` for the number before it, in the case of the
/// name, or an underscore behind it.
fn checked(name: String, number: char) -> Option<String> {
    if NEVER_RAW.contains(&name.as_str()) {
        return (name != "_").then(|| format!("{name}_"));
    }
    let name =
        if name.starts_with(|first: char| first.is_ascii_digit()) { format!("{number}{name}") } else { name };
    let raw = format!("r#{name}");
    let is_word = name.chars().any(|one| one != '_');
    let is_name = syn::parse_str::<Ident>(&name).is_ok() || syn::parse_str::<Ident>(&raw).is_ok();
    (is_word && is_name).then_some(name)
}

/// Names that must differ from each other, and where the first of each was read.
pub(crate) struct Scope {
    what: &'static str,
    taken: BTreeMap<String, (String, Origin)>,
}

impl Scope {
    /// A scope for things of a kind, such as `types`.
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, taken: BTreeMap::new() }
    }

    /// Takes a Rust name for a name of the spec, or reports why it cannot be had.
    pub(crate) fn take(
        &mut self,
        rust: Option<String>,
        name: &str,
        origin: &Origin,
        faults: &mut Diagnostics,
    ) -> Option<String> {
        let Some(rust) = rust else {
            faults.push(
                Diagnostic::error(format!("`{}` cannot be a name in Rust", printable(name)))
                    .at(origin.clone())
                    .help("rename it in the spec: a name has at least one letter or digit"),
            );
            return None;
        };
        if let Some((other, first)) = self.taken.get(&rust) {
            faults.push(
                Diagnostic::error(format!(
                    "two {} are called `{rust}` in Rust: `{}` and `{}`",
                    self.what,
                    printable(other),
                    printable(name)
                ))
                .at(origin.clone())
                .related(first.clone(), "the first one is here")
                .help("rename one of them in the spec"),
            );
            return None;
        }
        self.taken.insert(rust.clone(), (name.to_owned(), origin.clone()));
        Some(rust)
    }
}

/// A name as a diagnostic can show it.
fn printable(name: &str) -> String {
    name.chars().flat_map(char::escape_debug).take(80).collect::<String>().replace("\\'", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_names() {
        let type_of = |name: &str| type_name(&TypeName::new(name));
        assert_eq!(type_of("microsoft.graph.onlineMeeting").as_deref(), Some("OnlineMeeting"));
        assert_eq!(type_of("microsoft.graph.callRecords.session").as_deref(), Some("CallRecordsSession"));
        assert_eq!(type_of("microsoft.graph.option").as_deref(), Some("OptionType"));
        assert_eq!(type_of("microsoft.graph.3dModel").as_deref(), Some("N3dModel"));
        assert_eq!(type_of("microsoft.graph.self").as_deref(), Some("SelfType"));
        assert_eq!(field_name("type").as_deref(), Some("type"));
        assert_eq!(field_name("self").as_deref(), Some("self_"));
        assert_eq!(field_name("additionalProperties").as_deref(), Some("additional_properties_"));
        assert_eq!(variant_name("1on1").as_deref(), Some("N1on1"));
        assert_eq!(variant_name("unknownValue").as_deref(), Some("UnknownValue_"));
        assert_eq!(module_name("Mod"), "mod_");
        assert_eq!(ident("type").to_string(), "r#type");
    }

    #[test]
    fn what_is_no_word_is_no_name() {
        for name in ["", "_", "__", "-", "\"]; fn x() {} //\u{0}", "\u{202e}", "😀"] {
            let found = field_name(name);
            assert!(
                found.as_deref().is_none_or(|found| syn::parse_str::<Ident>(found).is_ok()),
                "{name:?}: {found:?}"
            );
        }
        assert_eq!(field_name("-"), None);
        assert_eq!(field_name("😀"), None);
    }
}
