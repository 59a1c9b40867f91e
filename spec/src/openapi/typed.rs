//! From the text and its tree to the typed document.

use openapiv3::OpenAPI;

use crate::mistaken;
use crate::tree::{self, At, Document};

use super::adopted::adopt;
use super::fits::{fits, has_number_without_digits};
use super::forms::{DESCRIPTION, Form};
use super::pieces;

/// Reads the typed document; faults go to the document of the tree.
///
/// A sound description is deserialized whole. One that cannot be is put together from the parts
/// that can. Nothing comes from a file that is no description of OpenAPI 3.0.
pub(crate) fn read(document: &Document) -> Option<OpenAPI> {
    let top = document.top();
    if !has_right_version(&top) {
        return None;
    }
    let mut typed = whole(document).unwrap_or_else(|| pieces::read(&top));
    adopt(&mut typed, &top);
    Some(typed)
}

/// The whole at once, which keeps the reason to itself where it fails: it would have no place.
fn whole(document: &Document) -> Option<OpenAPI> {
    let is_sound =
        fits(&document.root, &Form::Object(&DESCRIPTION)) && !has_number_without_digits(&document.root);
    if !is_sound {
        None
    } else if tree::is_json(&document.file, &document.text) {
        serde_json::from_str(&document.text).ok()
    } else {
        serde_yaml::from_str(&document.text).ok()
    }
}

/// Only 3.0 is read: 3.1 writes null, examples and bounds in another way, and 2.0 everything.
fn has_right_version(top: &At<'_>) -> bool {
    let help = "convert the file to OpenAPI 3.0";
    if let Some(swagger) = top.get("swagger") {
        let version = swagger.as_str().unwrap_or_default();
        swagger.error(format!("this is OpenAPI {version}, but only 3.0 can be read"), help);
        return false;
    }
    let Some(openapi) = top.get("openapi") else {
        if top.get("permissions").is_some_and(|permissions| permissions.is_map()) {
            top.error("this is a permission table, and no description", mistaken::SWAPPED);
        } else if top.is_map() {
            top.error(
                "this is not an OpenAPI description: it has no `openapi` key",
                "begin the file with `openapi: 3.0.3`",
            );
        } else {
            top.expected("a mapping with the key `openapi`");
        }
        return false;
    };
    let Some(version) = openapi.as_str() else { return false };
    let is_right = version == "3.0" || version.starts_with("3.0.");
    if !is_right {
        openapi.error(format!("this is OpenAPI {version}, but only 3.0 can be read"), help);
    }
    is_right
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::openapi::lower;

    fn document(name: &str, text: &str) -> Document {
        let root = tree::parse(name, text).expect("a tree");
        Document::new(Arc::from(name), Arc::from(text), root)
    }

    #[test]
    fn a_fault_in_a_deep_schema_is_read_once() {
        for (key, levels, faults) in
            [("items", 30, 0), ("additionalProperties", 30, 0), ("items", 90, 1), ("not", 90, 0)]
        {
            let open = format!("{{{key}: ").repeat(levels);
            let schema = format!("{open}{{minLength: -1}}{}", "}".repeat(levels));
            let text = format!("{{openapi: 3.0.3, components: {{schemas: {{a: {schema}}}}}}}");
            let document = document("a.yaml", &text);
            let typed = read(&document).expect("a description");
            assert!(typed.components.is_some_and(|components| components.schemas.contains_key("a")), "{key}");
            assert_eq!(document.take_faults().len(), faults, "{key}");
        }
    }

    #[test]
    fn the_parts_together_say_what_the_whole_says() {
        let path = Path::new(crate::ONLINE_MEETINGS_DIR).join("openapi.yaml");
        let document = document("a.yaml", &std::fs::read_to_string(path).expect("the bundled slice"));
        let whole = whole(&document).expect("a sound description");
        let parts = pieces::read(&document.top());
        assert!(document.take_faults().is_empty());
        let (whole, parts) = (lower(&whole, &document), lower(&parts, &document));
        assert!(!whole.operations.is_empty());
        // With the places of everything, which `==` passes over.
        assert_eq!(format!("{whole:?}"), format!("{parts:?}"));
        assert!(document.take_faults().is_empty());
    }
}
