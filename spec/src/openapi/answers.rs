//! What an operation answers: one value, a page, a wrapped value, bytes or nothing.

use std::collections::HashSet;

use openapiv3::{MediaType, Operation, Response, Schema, StatusCode};

use crate::model::{Answer, StatusCodes, Success, TypeRef, ValueType};
use crate::tree::{At, Node};

use super::Lower;
use super::located::{Linked, Located};
use super::types::is_wrapper;

/// The properties of a wrapper around a value.
#[derive(Default)]
struct Wrapper<'a> {
    value: Option<Linked<'a, Schema>>,
    has_next: bool,
    has_delta: bool,
    has_more: bool,
}

impl<'a> Lower<'a> {
    /// The answers that mean success; none where one of them cannot be expressed.
    pub(super) fn successes(&self, operation: &Located<'a, Operation>, title: &str) -> Option<Vec<Success>> {
        let is_pageable = operation.extension("x-ms-pageable").is_some();
        let declared = operation.at.get("responses").filter(At::is_map);
        let mut found: Vec<Success> = Vec::new();
        let mut is_whole = true;
        for (code, at) in declared.map(|one| one.entries()).unwrap_or_default() {
            let Some(status) = status(code, &at) else { continue };
            let response = operation.value.responses.responses.get(&match status {
                StatusCodes::Exact(code) => StatusCode::Code(code),
                StatusCodes::Successful => StatusCode::Range(2),
            });
            let target = response.and_then(|one| self.components.follow(&Linked::new(one, at)));
            match target.and_then(|target| self.answer(&target.part, is_pageable, title)) {
                Some(answer) => found.push(Success::new(status, answer)),
                None => is_whole = false,
            }
        }
        let is_readable = operation.at.get("responses").is_none_or(|found| found.is_map());
        if is_whole && is_readable && found.is_empty() {
            operation.at.error(
                format!("{title} has no answer that means success"),
                "declare a response such as `'200'`, `'204'` or `2XX`",
            );
            return None;
        }
        found.sort_by_key(|one| one.status);
        (is_whole && !found.is_empty()).then_some(found)
    }

    fn answer(&self, response: &Located<'a, Response>, is_pageable: bool, title: &str) -> Option<Answer> {
        let Some((media, body)) = json_or_first(&response.value.content, &response.at) else {
            return Some(Answer::Empty);
        };
        if !is_json(media) {
            return Some(Answer::Content { media_type: media.to_owned() });
        }
        let Some(schema) = body.schema() else {
            return Some(Answer::One(ValueType::nullable(TypeRef::Untyped)));
        };
        if schema.itself().is_some_and(|one| one.format() == Some("binary")) {
            return Some(Answer::Content { media_type: media.to_owned() });
        }
        if let Some(wrapper) = self.wrapper(&schema) {
            return self.unwrap(wrapper, is_pageable, &schema, title);
        }
        let ty = self.value_type(&schema);
        Some(if ty.is_collection { Answer::Wrapped(ty) } else { Answer::One(ty) })
    }

    /// Looks into a schema without a name, or with the name of a wrapper, for `value`.
    fn wrapper(&self, schema: &Linked<'a, Schema>) -> Option<Wrapper<'a>> {
        let target = self.components.follow(schema)?;
        if let Some(name) = target.name
            && !is_wrapper(name, &target.part)
        {
            return None;
        }
        let is_object = target.part.has_properties() || target.part.has_all_of();
        let mut wrapper = Wrapper::default();
        if is_object {
            self.collect(&target.part, &mut wrapper, &mut HashSet::new(), 0);
        }
        is_object.then_some(wrapper)
    }

    /// Each schema counts once, however often and in whatever circle `allOf` names it.
    fn collect(
        &self,
        schema: &Located<'a, Schema>,
        wrapper: &mut Wrapper<'a>,
        seen: &mut HashSet<*const Node>,
        depth: usize,
    ) {
        const DEEPEST: usize = 8;
        if depth > DEEPEST || !seen.insert(std::ptr::from_ref(schema.at.node)) {
            return;
        }
        for (name, property) in schema.properties() {
            match name {
                "value" => wrapper.value = Some(property),
                "@odata.nextLink" => wrapper.has_next = true,
                "@odata.deltaLink" => wrapper.has_delta = true,
                _ if name.starts_with("@odata.") => {}
                _ => wrapper.has_more = true,
            }
        }
        for part in schema.all_of().unwrap_or_default() {
            if let Some(target) = self.components.follow(&part) {
                self.collect(&target.part, wrapper, seen, depth + 1);
            }
        }
    }

    fn unwrap(
        &self,
        wrapper: Wrapper<'a>,
        is_pageable: bool,
        schema: &Linked<'a, Schema>,
        title: &str,
    ) -> Option<Answer> {
        let Some(value) = wrapper.value.filter(|_| !wrapper.has_more) else {
            let is_named = self.components.follow(schema).is_some_and(|target| target.name.is_some());
            if is_named || schema.itself().is_some_and(|one| is_alias(&one)) {
                return Some(Answer::One(self.value_type(schema)));
            }
            schema.at.warn(
                format!("the answer has no name, so {title} is left out"),
                "give the schema a name under `components/schemas`, and refer to it",
            );
            return None;
        };
        let ty = self.value_type(&value);
        let is_page = ty.is_collection && (wrapper.has_next || wrapper.has_delta || is_pageable);
        if !is_page {
            return Some(Answer::Wrapped(ty));
        }
        let item = ValueType { is_collection: false, ..ty };
        Some(Answer::Page { item, has_delta: wrapper.has_delta })
    }
}

/// One `$ref` under `allOf` is the type itself.
fn is_alias(schema: &Located<'_, Schema>) -> bool {
    let parts = schema.all_of().unwrap_or_default();
    matches!(&parts[..], [part] if part.reference().is_some()) && !schema.has_properties()
}

impl<'a> Located<'a, MediaType> {
    pub(super) fn schema(&self) -> Option<Linked<'a, Schema>> {
        Some(Linked::new(self.value.schema.as_ref()?, self.at.get("schema")?))
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
    if let Ok(exact @ 200..=299) = code.parse::<u16>()
        && code.len() == 3
    {
        return Some(StatusCodes::Exact(exact));
    }
    at.error(format!("`{code}` is no status code"), "write a code such as `'200'`, `2XX` or `default`");
    None
}

/// The content as JSON, or else what stands first. `of` is what has the content.
pub(super) fn json_or_first<'a>(
    content: &'a openapiv3::Content,
    of: &At<'a>,
) -> Option<(&'a str, Located<'a, MediaType>)> {
    let (media, value) = content.iter().find(|(media, _)| is_json(media)).or_else(|| content.first())?;
    let (_, at) = of.entries_of("content").into_iter().find(|(known, _)| known == media)?;
    Some((media, Located { value, at }))
}

pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}
