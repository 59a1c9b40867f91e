//! The readers: what they are given is refused with faults that have places, or is read the same way twice and
//! becomes Rust.

use std::borrow::Cow;

use msgraph_codegen::generate;
use msgraph_spec::{Diagnostics, Level, Read, Reader};

use crate::output;

/// Beside a table that is read alone.
const DESCRIPTION: &str = "
openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me:
    get: &ok {responses: {'204': {description: ok}}}
    patch: *ok
  /me/notes: {get: *ok, post: *ok}
  /users/{id}/notes:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: *ok
    post: *ok
";

/// Beside fix-ups that are read alone.
const TABLE: &str = "
permissions:
  Notes.Read:
    schemes: {DelegatedWork: {privilegeLevel: 1}, Application: {privilegeLevel: 3}}
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET], paths: {/me/notes: least=DelegatedWork}}
      - {schemeKeys: [Application], methods: [GET], paths: {'/users/{id}/notes': ''}}
  Notes.ReadWrite:
    schemes: {DelegatedWork: {privilegeLevel: 2}}
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET, POST], paths: {/me/notes: ''}}
  User.Read: {schemes: {DelegatedWork: {privilegeLevel: 1}}}
";

/// How long the text of one fault may be: a fault shows names and lines shortened.
const LONGEST_FAULT: usize = 20_000;

/// An OpenAPI description. Besides what holds of every reader, the pattern `/**` cuts nothing off but
/// types that no operation reaches.
///
/// # Panics
/// If that does not hold.
pub fn openapi(data: &[u8]) {
    let text = text(data);
    let name = if text.trim_start().starts_with('{') { "a.json" } else { "a.yaml" };
    let reader = || Reader::openapi_text(name, &text);
    if let Some(whole) = read(&text, &reader)
        && !whole.api.operations.is_empty()
    {
        let cut = reader().include("/**").read();
        let cut = cut.unwrap_or_else(|faults| panic!("`/**` was refused: {faults}"));
        assert_eq!(cut.api.operations, whole.api.operations);
        assert!(cut.api.types.keys().all(|name| whole.api.types.contains_key(name)));
    }
}

/// CSDL, whose paths are walked in two ways: as they are, and as far as some patterns ask.
///
/// # Panics
/// If that does not hold.
pub fn csdl(data: &[u8]) {
    let text = text(data);
    read(&text, &|| Reader::csdl_text("a.xml", &text));
    // a pattern that chooses nothing is a fault without a line in the description
    let cut = || Reader::csdl_text("a.xml", &text).include("/**").include("/*/{id}/socket/**");
    let (one, other) = (cut().read_partly(), cut().read_partly());
    assert_eq!(one.api, other.api);
    rendered(&one.faults);
}

/// A permission table, beside a sound description.
///
/// # Panics
/// If that does not hold.
pub fn permissions(data: &[u8]) {
    let text = text(data);
    for may_cover_more in [false, true] {
        read(&text, &|| {
            let reader = Reader::openapi_text("description.yaml", DESCRIPTION);
            reader.permissions_text("a.yaml", &text).permissions_may_cover_more(may_cover_more)
        });
    }
}

/// Corrections of a permission table, beside a sound description and a sound table.
///
/// # Panics
/// If that does not hold.
pub fn fixups(data: &[u8]) {
    let text = text(data);
    read(&text, &|| {
        let reader = Reader::openapi_text("description.yaml", DESCRIPTION);
        reader.permissions_text("table.yaml", TABLE).permission_fixups_text("a.yaml", &text)
    });
}

/// Bytes as a text, as good as it goes.
pub(crate) fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Reads twice and emits: both readings are equal, faults have places within the text, and what was read
/// without errors becomes Rust, or is refused with faults that have places.
fn read(text: &str, reader: &dyn Fn() -> Reader) -> Option<Read> {
    let (one, other) = (reader().read(), reader().read());
    match (one, other) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.api, other.api, "two readings differ");
            assert!(!one.warnings.has_errors(), "read with errors: {}", one.warnings);
            rendered(&one.warnings);
            placed(&one.warnings, text);
            emitted(&one, text);
            Some(one)
        }
        (Err(one), Err(other)) => {
            assert!(one.has_errors(), "refused without an error");
            assert_eq!(one.to_string(), other.to_string(), "two readings differ");
            rendered(&one);
            placed(&one, text);
            None
        }
        _ => panic!("read once, refused once"),
    }
}

fn emitted(read: &Read, text: &str) {
    let mut faults = read.sources.diagnostics();
    match generate(&read.api, "case", &mut faults) {
        Ok(made) => {
            assert!(faults.iter().all(|one| one.level == Level::Warning), "{faults}");
            output::check(&read.api, made.files());
        }
        Err(errors) => {
            assert!(errors.has_errors());
            faults = errors;
        }
    }
    rendered(&faults);
    placed(&faults, text);
}

/// Faults are readable: not without end, and nothing in them steers a terminal.
pub(crate) fn rendered(faults: &Diagnostics) {
    let text = faults.to_string();
    assert_eq!(text.is_empty(), faults.is_empty());
    assert!(!text.contains("fault of the generator"), "{text}");
    assert!(text.len() <= faults.len() * LONGEST_FAULT, "{} bytes for {} faults", text.len(), faults.len());
    let steers = |one: char| {
        one != '\n' && (one.is_control() || matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    assert!(!text.contains(steers), "{text:?}");
    assert_eq!(faults.colored().is_empty(), faults.is_empty());
}

/// Each fault stands on a line of its file.
fn placed(faults: &Diagnostics, text: &str) {
    // a carriage return alone ends a line, too
    let lines = text.split(['\n', '\r']).count().max(DESCRIPTION.lines().count()).max(TABLE.lines().count());
    for one in faults {
        let at = one.at.as_ref().unwrap_or_else(|| panic!("a fault without a place: {}", one.message));
        assert!((1..=lines).contains(&at.line), "{at} is no place: {}", one.message);
        assert!(at.column > 0, "{at} is no place: {}", one.message);
    }
}
