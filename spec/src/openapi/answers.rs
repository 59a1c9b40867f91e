//! What an operation answers: one value, a page, a wrapped value, bytes or nothing.

use crate::model::{Answer, StatusCodes, Success, TypeRef, ValueType};
use crate::tree::At;

use super::Lower;
use super::types::is_wrapper;

/// The properties of a wrapper around a value.
#[derive(Default)]
struct Wrapper<'a> {
    value: Option<At<'a>>,
    has_next: bool,
    has_delta: bool,
    has_more: bool,
}

impl<'a> Lower<'a> {
    /// The answers that mean success; none where one of them cannot be expressed.
    pub(super) fn successes(&self, operation: &At<'a>, title: &str) -> Option<Vec<Success>> {
        let is_pageable = operation.has("x-ms-pageable");
        let mut found: Vec<Success> = Vec::new();
        let mut is_whole = true;
        for (code, response) in operation.entries_of("responses") {
            let Some(status) = status(code, &response) else { continue };
            let answer = self
                .components
                .follow(&response)
                .and_then(|target| self.answer(&target.at, is_pageable, title));
            match answer {
                Some(answer) => found.push(Success::new(status, answer)),
                None => is_whole = false,
            }
        }
        let is_readable = operation.get("responses").is_none_or(|found| found.is_map());
        if is_whole && is_readable && found.is_empty() {
            operation.error(
                format!("{title} has no answer that means success"),
                "declare a response such as `'200'`, `'204'` or `2XX`",
            );
            return None;
        }
        found.sort_by_key(|one| one.status);
        (is_whole && !found.is_empty()).then_some(found)
    }

    fn answer(&self, response: &At<'a>, is_pageable: bool, title: &str) -> Option<Answer> {
        let content = response.entries_of("content");
        let json = content.iter().find(|(media, _)| is_json(media));
        let Some((media, body)) = json.or(content.first()) else { return Some(Answer::Empty) };
        if !is_json(media) {
            return Some(Answer::Content { media_type: (*media).to_owned() });
        }
        let Some(schema) = body.get("schema") else {
            return Some(Answer::One(ValueType::nullable(TypeRef::Untyped)));
        };
        if schema.str("format") == Some("binary") {
            return Some(Answer::Content { media_type: (*media).to_owned() });
        }
        if let Some(wrapper) = self.wrapper(&schema) {
            return self.unwrap(&wrapper, is_pageable, &schema, title);
        }
        let ty = self.value_type(&schema);
        Some(if ty.is_collection { Answer::Wrapped(ty) } else { Answer::One(ty) })
    }

    /// Looks into a schema without a name, or with the name of a wrapper, for `value`.
    fn wrapper(&self, schema: &At<'a>) -> Option<Wrapper<'a>> {
        let target = self.components.follow(schema)?;
        if let Some(name) = target.schema
            && !is_wrapper(name, &target.at)
        {
            return None;
        }
        let is_object = ["properties", "allOf"].iter().any(|key| target.at.has(key));
        let mut wrapper = Wrapper::default();
        if is_object {
            self.collect(&target.at, &mut wrapper, 0);
        }
        is_object.then_some(wrapper)
    }

    fn collect(&self, at: &At<'a>, wrapper: &mut Wrapper<'a>, depth: usize) {
        const DEEPEST: usize = 8;
        for (name, property) in at.entries_of("properties") {
            match name {
                "value" => wrapper.value = Some(property),
                "@odata.nextLink" => wrapper.has_next = true,
                "@odata.deltaLink" => wrapper.has_delta = true,
                _ if name.starts_with("@odata.") => {}
                _ => wrapper.has_more = true,
            }
        }
        for part in at.items_of("allOf") {
            if let Some(target) = self.components.follow(&part)
                && depth < DEEPEST
            {
                self.collect(&target.at, wrapper, depth + 1);
            }
        }
    }

    fn unwrap(
        &self,
        wrapper: &Wrapper<'a>,
        is_pageable: bool,
        schema: &At<'a>,
        title: &str,
    ) -> Option<Answer> {
        let Some(value) = wrapper.value.as_ref().filter(|_| !wrapper.has_more) else {
            // One `$ref` under `allOf` is the type itself.
            if let [part] = &schema.items_of("allOf")[..]
                && part.has("$ref")
                && !schema.has("properties")
            {
                return Some(Answer::One(self.value_type(schema)));
            }
            schema.warn(
                format!("the answer has no name, so {title} is left out"),
                "give the schema a name under `components/schemas`, and refer to it",
            );
            return None;
        };
        let ty = self.value_type(value);
        let is_page = ty.is_collection && (wrapper.has_next || wrapper.has_delta || is_pageable);
        if !is_page {
            return Some(Answer::Wrapped(ty));
        }
        let item = ValueType { is_collection: false, ..ty };
        Some(Answer::Page { item, has_delta: wrapper.has_delta })
    }
}

/// The status codes that mean success. Errors, and what is meant by `default`, are the same for
/// all operations of Graph.
fn status(code: &str, at: &At<'_>) -> Option<StatusCodes> {
    if code.eq_ignore_ascii_case("2XX") {
        return Some(StatusCodes::Successful);
    }
    let is_other = code == "default" || code.starts_with("x-") || {
        let mut rest = code.chars();
        matches!(rest.next(), Some('1' | '3'..='5')) && rest.as_str().len() == 2
    };
    if is_other {
        return None;
    }
    if let Ok(exact @ 200..=299) = code.parse::<u16>() {
        return Some(StatusCodes::Exact(exact));
    }
    at.error(format!("`{code}` is no status code"), "write a code such as `'200'`, `2XX` or `default`");
    None
}

pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}
