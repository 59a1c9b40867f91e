//! Named parts of the file, and the `$ref`s to them.

use std::collections::HashMap;

use crate::nearest::did_you_mean;
use crate::tree::At;

/// Everything under `components`, by section and name.
pub(super) struct Components<'a> {
    top: At<'a>,
    sections: HashMap<&'a str, HashMap<&'a str, At<'a>>>,
}

/// What a `$ref` leads to.
pub(super) struct Target<'a> {
    pub(super) at: At<'a>,
    /// The name of the schema, where the last `$ref` of the chain leads to one with a name.
    pub(super) schema: Option<&'a str>,
}

impl<'a> Components<'a> {
    pub(super) fn new(top: &At<'a>) -> Self {
        let sections = top
            .entries_of("components")
            .into_iter()
            .filter(|(name, _)| !name.starts_with("x-"))
            .map(|(name, section)| (name, section.entries().into_iter().collect()))
            .collect();
        Self { top: top.clone(), sections }
    }

    pub(super) fn schema(&self, name: &str) -> Option<&At<'a>> {
        self.sections.get("schemas")?.get(name)
    }

    pub(super) fn schema_names(&self) -> impl Iterator<Item = &'a str> {
        self.sections.get("schemas").into_iter().flat_map(HashMap::keys).copied()
    }

    /// Goes from `$ref` to `$ref` until something stands there itself. A part without `$ref` is
    /// its own target. What leads nowhere, or in a circle, is reported.
    pub(super) fn follow(&self, from: &At<'a>) -> Option<Target<'a>> {
        let mut target = Target { at: from.clone(), schema: None };
        let mut passed: Vec<&'a str> = Vec::new();
        while let Some(reference) = target.at.get("$ref") {
            let to = reference.as_str()?;
            if passed.contains(&to) {
                reference.error(
                    format!("this `$ref` leads back to itself by way of `{to}`"),
                    "let one of them define something",
                );
                return None;
            }
            passed.push(to);
            target = self.look_up(&reference, to)?;
        }
        Some(target)
    }

    fn look_up(&self, reference: &At<'a>, to: &'a str) -> Option<Target<'a>> {
        let Some(pointer) = to.strip_prefix("#/") else {
            reference.error(
                format!("the `$ref` `{to}` leads out of this file"),
                "put the part into this file, and write `#/components/...`",
            );
            return None;
        };
        let steps: Vec<&str> = pointer.split('/').collect();
        if let ["components", section, name] = steps[..] {
            let known = self.sections.get(section);
            if let Some(at) = known.and_then(|names| names.get(&*decode(name))) {
                let schema = (section == "schemas").then_some(name);
                return Some(Target { at: at.clone(), schema });
            }
            let names = known.into_iter().flat_map(HashMap::keys).copied();
            let help = format!("define it under `components/{section}`, or take the `$ref` out");
            let help = did_you_mean(name, names, &help);
            reference.error(format!("`{to}` does not exist"), help);
            return None;
        }
        let found = steps.iter().try_fold(self.top.clone(), |at, step| at.step(&decode(step)));
        if found.is_none() {
            reference.error(
                format!("`{to}` does not exist"),
                "write `#/components/` with section and name of the part",
            );
        }
        Some(Target { at: found?, schema: None })
    }
}

/// A step of a JSON pointer in a URL fragment as it is.
fn decode(step: &str) -> String {
    let mut plain = step.replace("~1", "/").replace("~0", "~");
    for (code, character) in [("%7B", "{"), ("%7D", "}"), ("%20", " "), ("%24", "$"), ("%25", "%")] {
        plain = plain.replace(code, character);
    }
    plain
}
