//! Named parts of the description, and the `$ref`s to them.

use std::borrow::Cow;
use std::collections::HashMap;

use openapiv3::{OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};

use crate::nearest::did_you_mean;
use crate::tree::At;

use super::adopted::name_of;
use super::located::{Linked, Located, Written};

/// Everything under `components`.
pub(super) struct Components<'a> {
    typed: &'a OpenAPI,
    /// Where each part stands, by section and name.
    places: HashMap<&'a str, HashMap<&'a str, At<'a>>>,
    top: At<'a>,
}

/// A part that a `$ref` can lead to.
pub(super) trait Named: Sized {
    /// The section of `components` that holds such parts.
    const SECTION: &str;
    /// What it is, for messages.
    const NOUN: &str;

    /// The part of that name.
    fn find<'a>(typed: &'a OpenAPI, name: &str) -> Option<&'a ReferenceOr<Self>>;
}

macro_rules! named {
    ($($part:ty, $noun:literal, $section:literal, $field:ident);* $(;)?) => {
        $(impl Named for $part {
            const SECTION: &str = $section;
            const NOUN: &str = $noun;

            fn find<'a>(typed: &'a OpenAPI, name: &str) -> Option<&'a ReferenceOr<Self>> {
                typed.components.as_ref()?.$field.get(name)
            }
        })*
    };
}

named! {
    Schema, "a schema", "schemas", schemas;
    Parameter, "a parameter", "parameters", parameters;
    Response, "a response", "responses", responses;
    RequestBody, "a body", "requestBodies", request_bodies;
}

/// Paths have names of their own.
impl Named for PathItem {
    const SECTION: &str = "paths";
    const NOUN: &str = "a path";

    fn find<'a>(typed: &'a OpenAPI, name: &str) -> Option<&'a ReferenceOr<Self>> {
        typed.paths.paths.get(name)
    }
}

/// What a `$ref` leads to.
pub(super) struct Target<'a, T> {
    pub(super) part: Located<'a, T>,
    /// The name of the part, where the last `$ref` of the chain leads to one with a name.
    pub(super) name: Option<&'a str>,
}

impl<'a> Components<'a> {
    pub(super) fn new(typed: &'a OpenAPI, top: &At<'a>) -> Self {
        let sections = top.entries_of("components").into_iter().filter(|(name, _)| !name.starts_with("x-"));
        let places = sections.map(|(name, section)| (name, section.entries().into_iter().collect()));
        let mut places: HashMap<_, HashMap<_, _>> = places.collect();
        places.insert(PathItem::SECTION, top.entries_of("paths").into_iter().collect());
        Self { typed, places, top: top.clone() }
    }

    /// The schema of that name, unless it only refers to another one.
    pub(super) fn schema(&self, name: &str) -> Option<Located<'a, Schema>> {
        let at = self.places.get(Schema::SECTION)?.get(name)?;
        Linked::new(Schema::find(self.typed, name)?, at.clone()).itself()
    }

    /// Whether there is a schema of that name, be it faulty or not.
    pub(super) fn has_schema(&self, name: &str) -> bool {
        self.places.get(Schema::SECTION).is_some_and(|names| names.contains_key(name))
    }

    /// The names of all schemas, faulty ones among them.
    pub(super) fn schema_names(&self) -> impl Iterator<Item = &'a str> {
        self.places.get(Schema::SECTION).into_iter().flat_map(HashMap::keys).copied()
    }

    /// Goes from `$ref` to `$ref` until something stands there itself. A part without `$ref` is
    /// its own target. What leads nowhere, or in a circle, is reported.
    pub(super) fn follow<T: Named>(&self, from: &Linked<'a, T>) -> Option<Target<'a, T>> {
        let mut link = from.clone();
        let mut name = None;
        let mut passed: Vec<&'a str> = Vec::new();
        loop {
            let to = match link.written {
                Written::Itself(value) => return Some(Target { part: Located { value, at: link.at }, name }),
                Written::Reference(to) => to,
            };
            if passed.contains(&to) {
                link.reference_at().error(
                    format!("this `$ref` leads back to itself by way of `{to}`"),
                    "let one of them define something",
                );
                return None;
            }
            passed.push(to);
            let (found, link_to) = self.look_up(&link, to)?;
            (name, link) = (found, link_to);
        }
    }

    /// One step of the way: the part, and its name where it has one.
    fn look_up<T: Named>(
        &self,
        link: &Linked<'a, T>,
        to: &'a str,
    ) -> Option<(Option<&'a str>, Linked<'a, T>)> {
        if !to.starts_with("#/") {
            link.reference_at().error(
                format!("the `$ref` `{to}` leads out of this file"),
                "put the part into this file, and write `#/components/...`",
            );
            return None;
        }
        let Some((section, name)) = named(to) else { return Some((None, self.unnamed(link, to)?)) };
        let known = self.places.get(&*section);
        if let Some((name, at)) = known.and_then(|names| names.get_key_value(&*name)) {
            if section != T::SECTION {
                wrong_section(link, to);
            }
            // A part that is there, but was not read, is faulty and was reported.
            let found = T::find(self.typed, name).filter(|_| section == T::SECTION)?;
            return Some((Some(name), Linked::new(found, at.clone())));
        }
        let names = known.into_iter().flat_map(HashMap::keys).copied();
        let help = format!("define it under `components/{section}`, or take the `$ref` out");
        link.reference_at().error(format!("`{to}` does not exist"), did_you_mean(&name, names, &help));
        None
    }

    /// What a `$ref` into the inside of something leads to.
    fn unnamed<T: Named>(&self, link: &Linked<'a, T>, to: &'a str) -> Option<Linked<'a, T>> {
        let Some(at) = walk(&self.top, to) else {
            link.reference_at().error(
                format!("`{to}` does not exist"),
                "write `#/components/` with section and name of the part",
            );
            return None;
        };
        let found = T::find(self.typed, &name_of(&at));
        if found.is_none() {
            wrong_section(link, to);
        }
        Some(Linked::new(found?, at))
    }
}

/// Section and name of what a `$ref` leads to, if that has a name.
pub(super) fn named(to: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let mut steps = to.strip_prefix("#/")?.split('/').map(decode);
    let first = steps.next()?;
    let section =
        if first == PathItem::SECTION { first } else { steps.next().filter(|_| first == "components")? };
    let name = steps.next()?;
    steps.next().is_none().then_some((section, name))
}

/// Goes where a `$ref` leads.
pub(super) fn walk<'a>(top: &At<'a>, to: &str) -> Option<At<'a>> {
    to.strip_prefix("#/")?.split('/').try_fold(top.clone(), |at, step| at.step(&decode(step)))
}

fn wrong_section<T: Named>(link: &Linked<'_, T>, to: &str) {
    link.reference_at()
        .error(format!("`{to}` is not {}", T::NOUN), format!("refer to {} here, or write it out", T::NOUN));
}

/// A step of a JSON pointer in a URL fragment as it is.
fn decode(step: &str) -> Cow<'_, str> {
    if !step.contains(['~', '%']) {
        return Cow::Borrowed(step);
    }
    let mut plain = step.replace("~1", "/").replace("~0", "~");
    for (code, character) in [("%7B", "{"), ("%7D", "}"), ("%20", " "), ("%24", "$"), ("%25", "%")] {
        plain = plain.replace(code, character);
    }
    Cow::Owned(plain)
}
