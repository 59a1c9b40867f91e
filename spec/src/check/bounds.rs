//! Bounds: how long names and texts may be, and how far types may derive. Nothing of Graph comes near them; without
//! them a broken file could cost more time and memory than anybody has.

use std::collections::HashMap;

use crate::model::{Api, Docs, Origin, TypeDef, TypeName};
use crate::{Diagnostic, Diagnostics};

/// OData's names have at most 128 characters; the longest of Graph with its namespace has about that.
const LONGEST_NAME: usize = 500;

/// No service takes longer addresses.
const LONGEST_PATH: usize = 4_000;

/// Graph's longest paths have about a dozen.
const MOST_SEGMENTS: usize = 100;

/// Graph's longest texts have a few thousand.
const LONGEST_TEXT: usize = 100_000;

/// Graph's largest types have about 200.
const MOST_PROPERTIES: usize = 5_000;

/// Graph's largest enums have some hundred.
const MOST_MEMBERS: usize = 20_000;

/// Graph's longest chain has about six.
pub(crate) const MOST_BASES: usize = 100;

/// Reports what is out of bounds, and takes it out of the model.
pub(crate) fn keep(api: &mut Api, faults: &mut Diagnostics) {
    let whole = Origin::none();
    for (text, what) in
        [(&mut api.title, "title"), (&mut api.version, "version"), (&mut api.service_root, "server")]
    {
        if !is_name(text, what, &whole, faults) {
            text.clear();
        }
    }
    let mut types = std::mem::take(&mut api.types);
    types.retain(|name, one| {
        let is_named = is_name(name.as_str(), "type", &one.origin().clone(), faults);
        is_named.then(|| type_def(one, faults)).is_some()
    });
    api.types = types;
    api.operations.retain_mut(|one| {
        docs(&mut one.docs, &one.origin, faults);
        for parameter in &mut one.parameters {
            text(&mut parameter.description, &one.origin, faults);
        }
        let names = one.parameters.iter().map(|one| one.name.as_str());
        let mut is_sound = true;
        for name in names {
            is_sound &= is_name(name, "parameter", &one.origin, faults);
        }
        let (path, segments) = (one.path.to_string(), one.path.segments.len());
        let is_short = segments <= MOST_SEGMENTS
            && within(path.len(), LONGEST_PATH, &format!("the path `{path}`"), &one.origin, faults);
        if segments > MOST_SEGMENTS {
            let message = format!("the path `{path}` has {segments} segments");
            out(message, MOST_SEGMENTS, &one.origin, faults);
        }
        is_sound && is_short
    });
    bases(api, faults);
}

fn type_def(one: &mut TypeDef, faults: &mut Diagnostics) {
    match one {
        TypeDef::Structured(one) => {
            docs(&mut one.docs, &one.origin, faults);
            let count = one.properties.len();
            if count > MOST_PROPERTIES {
                out(format!("`{}` has {count} properties", one.name), MOST_PROPERTIES, &one.origin, faults);
                one.properties.truncate(MOST_PROPERTIES);
            }
            one.properties.retain_mut(|property| {
                docs(&mut property.docs, &property.origin, faults);
                is_name(&property.name, "property", &property.origin, faults)
            });
        }
        TypeDef::Enum(one) => {
            docs(&mut one.docs, &one.origin, faults);
            let count = one.members.len();
            if count > MOST_MEMBERS {
                out(format!("`{}` has {count} members", one.name), MOST_MEMBERS, &one.origin, faults);
                one.members.truncate(MOST_MEMBERS);
            }
            one.members.retain_mut(|member| {
                docs(&mut member.docs, &member.origin, faults);
                is_name(&member.name, "enum member", &member.origin, faults)
            });
        }
    }
}

/// Cuts chains of base types that are too long, cycles among them.
fn bases(api: &mut Api, faults: &mut Diagnostics) {
    let mut depths: HashMap<&TypeName, usize> = HashMap::new();
    let mut cut: Vec<(TypeName, Origin)> = Vec::new();
    for from in api.types.keys() {
        let (mut passed, mut next) = (Vec::new(), Some(from));
        let mut depth = 0;
        while let Some(name) = next {
            if let Some(known) = depths.get(name) {
                depth = known + 1;
                break;
            }
            let Some(one) = api.structured(name) else { break };
            // one that is passed a second time closes a cycle
            depths.insert(&one.name, 0);
            passed.push(one);
            next = one.base.as_ref();
        }
        for one in passed.into_iter().rev() {
            if depth > MOST_BASES {
                cut.push((one.name.clone(), one.origin.clone()));
                depth = 0;
            }
            depths.insert(&one.name, depth);
            depth += 1;
        }
    }
    for (name, origin) in cut {
        out(
            format!("`{name}` derives from a type that derives from another, and so on"),
            MOST_BASES,
            &origin,
            faults,
        );
        if let Some(TypeDef::Structured(one)) = api.types.get_mut(&name) {
            one.base = None;
        }
    }
}

fn docs(of: &mut Docs, origin: &Origin, faults: &mut Diagnostics) {
    for one in [&mut of.summary, &mut of.description, &mut of.link] {
        text(one, origin, faults);
    }
}

fn text(text: &mut Option<String>, origin: &Origin, faults: &mut Diagnostics) {
    let length = text.as_ref().map_or(0, String::len);
    if !within(length, LONGEST_TEXT, "the text", origin, faults) {
        *text = None;
    }
}

fn is_name(name: &str, what: &str, origin: &Origin, faults: &mut Diagnostics) -> bool {
    name.len() <= LONGEST_NAME
        || within(name.len(), LONGEST_NAME, &format!("the {what} `{name}`"), origin, faults)
}

fn within(length: usize, most: usize, what: &str, origin: &Origin, faults: &mut Diagnostics) -> bool {
    if length > most {
        out(format!("{what} is {length} bytes long"), most, origin, faults);
    }
    length <= most
}

fn out(message: String, most: usize, origin: &Origin, faults: &mut Diagnostics) {
    let fault = Diagnostic::error(message).help(format!("nothing of Graph is so large: the most is {most}"));
    faults.push(if origin.line > 0 { fault.at(origin.clone()) } else { fault });
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::Reader;

    const HEAD: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths: {}
components:
  schemas:
";

    fn chain(length: usize, is_closed: bool) -> String {
        let mut text = HEAD.to_owned();
        for at in 0..length {
            let base = if is_closed && at + 1 == length { 0 } else { at + 1 };
            let _ = writeln!(text, "    t{at}: {{allOf: [{{$ref: '#/components/schemas/t{base}'}}]}}");
        }
        if !is_closed {
            let _ = writeln!(text, "    t{length}: {{type: object}}");
        }
        text
    }

    #[test]
    fn chains_of_base_types_have_an_end() {
        let read = |text: String| Reader::openapi_text("a.yaml", text).read();
        assert!(read(chain(super::MOST_BASES, false)).is_ok());
        for text in [chain(super::MOST_BASES + 1, false), chain(500, false), chain(500, true)] {
            let faults = read(text).unwrap_err().to_string();
            assert!(faults.contains("derives from a type that derives from another"), "{faults}");
        }
        let faults = read(chain(3, true)).unwrap_err().to_string();
        assert!(faults.contains("derives from itself"), "{faults}");
    }
}
