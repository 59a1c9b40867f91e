//! Rust names for the names of a spec.
//!
//! A name of the spec is data. It becomes an identifier only here, and only if it is one.

use heck::{ToSnakeCase, ToUpperCamelCase};
use msgraph_spec::model::TypeName;
use proc_macro2::{Ident, Span};

/// Names that emitted code uses bare, and that a type must not take.
const TAKEN_TYPES: [&str; 9] =
    ["Box", "From", "Into", "IntoIterator", "Option", "Result", "Self", "String", "Vec"];

/// Names that a request builder must not take: the root's own, the generic parameter, and what emitted
/// builders use bare.
const TAKEN_BUILDERS: [&str; 6] = ["A", "AsRef", "Into", "Root", "Self", "String"];

/// Methods of request builders that no way on and no argument may take: the constructor, `Clone`'s own and
/// the methods of HTTP. They are taken whether or not a path has them, so that no name depends on the
/// slice.
const TAKEN_METHODS: [&str; 7] = ["clone", "delete", "get", "new", "patch", "post", "put"];

/// Fields that every model has.
const TAKEN_FIELDS: [&str; 2] = ["additional_properties", "odata_type"];

/// Constants of the trait that every model implements: one of its own would hide them.
const TAKEN_CONSTANTS: [&str; 1] = ["ODATA_NAME"];

/// Words that cannot even be raw identifiers.
const NEVER_RAW: [&str; 5] = ["_", "Self", "crate", "self", "super"];

/// The keywords of edition 2024, strict and reserved, that can be raw identifiers. An own list, because
/// parsers follow the editions at their own pace.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The longest name of a module in bytes: with `.rs` behind it, every file system takes it.
const LONGEST_MODULE: usize = 120;

/// A name as an identifier; keywords become raw.
///
/// The names that come here are those that this module made, so they are identifiers already. Anything
/// else becomes one too, rather than stop a build script.
pub(crate) fn ident(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) || name.is_empty() {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    if KEYWORDS.contains(&name) {
        return Ident::new_raw(name, Span::call_site());
    }
    if is_word(name) {
        return Ident::new(name, Span::call_site());
    }
    let plain: String = name.chars().map(|one| if is_plain(one) { one } else { '_' }).collect();
    Ident::new(&format!("_{plain}"), Span::call_site())
}

/// `microsoft.graph.onlineMeeting` is `OnlineMeeting`; other namespaces stand in front:
/// `microsoft.graph.callRecords.session` is `CallRecordsSession`.
pub(crate) fn type_name(name: &TypeName) -> Option<String> {
    let namespace = name.namespace();
    let namespace = namespace.strip_prefix("microsoft.graph").unwrap_or(namespace);
    let camel = format!("{namespace} {}", name.short()).to_upper_camel_case();
    if TAKEN_TYPES.contains(&camel.as_str()) { Some(format!("{camel}Type")) } else { checked(camel, 'N') }
}

/// A request builder, by the words of its path: `MeOnlineMeetings`.
pub(crate) fn builder_name(camel: String) -> Option<String> {
    if TAKEN_BUILDERS.contains(&camel.as_str()) { Some(format!("{camel}Path")) } else { checked(camel, 'N') }
}

/// An operation, by its method and the words of its path: `PostMeOnlineMeetings`.
pub(crate) fn operation_name(method: &str, camel: &str) -> Option<String> {
    checked(format!("{}{camel}", method.to_upper_camel_case()), 'N')
}

/// A field of a model.
pub(crate) fn field_name(name: &str) -> Option<String> {
    let snake = snake(name)?;
    Some(if TAKEN_FIELDS.contains(&snake.as_str()) { format!("{snake}_") } else { snake })
}

/// The constant that names the property of a field. Fields are apart in lower case, so constants are too.
pub(crate) fn constant_name(field: &str) -> String {
    let upper = field.to_ascii_uppercase();
    if TAKEN_CONSTANTS.contains(&upper.as_str()) { format!("{upper}_") } else { upper }
}

/// The constant of a permission: `ONLINE_MEETINGS_READ_WRITE_ALL`.
pub(crate) fn permission_name(name: &str) -> Option<String> {
    let upper = checked(name.to_snake_case(), 'n')?.to_ascii_uppercase();
    Some(if upper == "ALL" { "ALL_".to_owned() } else { upper })
}

/// A variant of an enum.
pub(crate) fn variant_name(name: &str) -> Option<String> {
    checked(name.to_upper_camel_case(), 'N').map(|camel| match camel.as_str() {
        "Self" | "UnknownValue" => format!("{camel}_"),
        _ => camel,
    })
}

/// The method of a request builder that leads on: `new_path` for `/new`.
pub(crate) fn way_on(words: &str) -> Option<String> {
    method(words, "path")
}

/// The method of a request builder that sets an argument: `get_argument` for `get`.
pub(crate) fn setter_of_argument(name: &str) -> Option<String> {
    method(name, "argument")
}

fn method(words: &str, behind: &str) -> Option<String> {
    let snake = snake(words)?;
    Some(if TAKEN_METHODS.contains(&snake.as_str()) { format!("{snake}_{behind}") } else { snake })
}

/// A method or an argument.
pub(crate) fn snake(name: &str) -> Option<String> {
    checked(name.to_snake_case(), 'n')
}

/// The part of a type's name that a word of a path gives.
pub(crate) fn camel(name: &str) -> Option<String> {
    let camel = name.to_upper_camel_case();
    (!camel.is_empty() && camel.chars().all(is_plain)).then_some(camel)
}

/// The module, and so the file, of a type. A very long one is cut, and ends in a hash of the whole name.
pub(crate) fn module_name(camel: &str) -> String {
    let snake = camel.to_snake_case();
    if snake == "mod" || NEVER_RAW.contains(&snake.as_str()) {
        return format!("{snake}_");
    }
    if snake.len() <= LONGEST_MODULE {
        return snake;
    }
    let head: String = snake.chars().take(LONGEST_MODULE - 18).collect();
    format!("{}_h{:016x}", head.trim_end_matches('_'), hash(&snake))
}

/// FNV-1a: the same on every machine and with every compiler.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A name that is an identifier, if need be with an `n` for the number before it, in the case of the
/// name, or an underscore behind it.
fn checked(name: String, number: char) -> Option<String> {
    if NEVER_RAW.contains(&name.as_str()) {
        return (name != "_").then(|| format!("{name}_"));
    }
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    let name = if is_number { format!("{number}{name}") } else { name };
    is_word(&name).then_some(name)
}

/// Whether a name means something to Rust.
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name) || NEVER_RAW.contains(&name)
}

/// Whether a name is an identifier, or a keyword, with a letter or digit in it.
fn is_word(name: &str) -> bool {
    name.chars().all(is_plain)
        && name.chars().any(|one| one != '_')
        && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// What names are made of here: letters of other scripts would compile with warnings at best, and can
/// look like others.
pub(crate) fn is_plain(one: char) -> bool {
    one.is_ascii_alphanumeric() || one == '_'
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
        assert_eq!(constant_name("join_web_url"), "JOIN_WEB_URL");
        assert_eq!(constant_name("odata_name"), "ODATA_NAME_");
        assert_eq!(variant_name("1on1").as_deref(), Some("N1on1"));
        assert_eq!(variant_name("unknownValue").as_deref(), Some("UnknownValue_"));
        assert_eq!(module_name("Mod"), "mod_");
        assert_eq!(
            permission_name("OnlineMeetings.ReadWrite.All").as_deref(),
            Some("ONLINE_MEETINGS_READ_WRITE_ALL")
        );
        assert_eq!(permission_name("All").as_deref(), Some("ALL_"));
        assert_eq!(permission_name("self").as_deref(), Some("SELF_"));
    }

    #[test]
    fn what_is_taken_gets_a_word_behind_it() {
        for (name, expected) in [("A", "APath"), ("Root", "RootPath"), ("Self", "SelfPath"), ("2fa", "N2fa")]
        {
            assert_eq!(builder_name(name.to_owned()).as_deref(), Some(expected));
        }
        assert_eq!(way_on("new").as_deref(), Some("new_path"));
        assert_eq!(way_on("2fa").as_deref(), Some("n2fa"));
        assert_eq!(setter_of_argument("get").as_deref(), Some("get_argument"));
    }

    #[test]
    fn what_is_no_word_is_no_name() {
        for name in ["", "_", "__", "-", "\u{202e}", "😀", "größe", "ѕсоре", "x²"] {
            assert_eq!(field_name(name), None, "{name:?}");
            assert_eq!(variant_name(name), None, "{name:?}");
            assert_eq!(camel(name), None, "{name:?}");
        }
        let found = field_name("\"]; fn x() {} //\u{0}").unwrap();
        assert!(is_word(&found), "{found}");
    }

    #[test]
    fn keywords_are_raw_and_nothing_panics() {
        for word in KEYWORDS {
            assert_eq!(ident(word).to_string(), format!("r#{word}"));
        }
        // those that the parser knows are in the list
        for word in "as break const continue crate dyn else enum extern false fn for if impl in let loop match \
             mod move mut pub ref return self Self static struct super trait true type unsafe use where while \
             async await try abstract become box do final macro override priv typeof unsized virtual yield"
            .split_whitespace()
        {
            assert!(KEYWORDS.contains(&word) || NEVER_RAW.contains(&word), "{word}");
        }
        for name in ["", "_", "Self", "crate", "2fa", "a b", "größe", "\"", "🦀"] {
            ident(name);
        }
    }

    #[test]
    fn long_modules_are_cut_and_stay_apart() {
        let long = |end: &str| module_name(&format!("{}{end}", "SegmentNumber".repeat(30)));
        assert_eq!(long("A").len(), LONGEST_MODULE);
        assert!(long("A").starts_with("segment_number_segment"), "{}", long("A"));
        assert_ne!(long("A"), long("B"));
        assert_eq!(module_name(&"a".repeat(121)), format!("{}_hea8a536aa68d0114", "a".repeat(102)));
    }
}
