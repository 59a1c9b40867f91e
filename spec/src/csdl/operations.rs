//! The operations of a place: list, create, get, update, replace, delete, count, references and streams.

use super::notes::{Notes, paragraphs};
use super::place::Place;
use super::shapes::{Shape, first_line};
use super::walk::{Found, Walk};
use crate::model::{
    Answer, Body, Docs, HttpMethod, Operation, OperationKind, Origin, Parameter, ParameterPlace, Primitive,
    Segment, StatusCodes, Success, TypeName, TypeRef, ValueType,
};
use crate::pattern::Reach;

/// What is sent to refer to an entity: `{"@odata.id": ".."}`. Graph's OpenAPI files call it so.
pub(super) const REFERENCE_CREATE: &str = "ReferenceCreate";
pub(super) const REFERENCE_UPDATE: &str = "ReferenceUpdate";

impl<'a> Walk<'a, '_> {
    /// Adds an operation on the path as it is, if a pattern asks for it.
    pub(super) fn add(
        &mut self,
        method: HttpMethod,
        kind: OperationKind,
        origin: &Origin,
        fill: impl FnOnce(&mut Operation) -> Option<usize>,
    ) {
        if !self.is_asked_for(method, kind) {
            return;
        }
        let mut operation = Operation::new(method, self.path.clone(), kind, origin.clone());
        let sends = fill(&mut operation);
        self.push(Found { operation, sends });
    }

    pub(super) fn operations(&mut self, place: &Place<'a>) {
        let is_listed = !matches!(self.path.segments.last(), Some(Segment::Call { .. })) || place.is_item;
        if !is_listed {
            return;
        }
        if place.is_collection {
            self.on_collection(place);
        } else {
            self.on_entity(place);
        }
        if place.says(|one| one.referenceable) == Some(true) && !place.is_view && !place.is_contained {
            self.references(place);
        }
    }

    fn on_collection(&mut self, place: &Place<'a>) {
        let item = self.item(place);
        if place.is_readable() {
            self.add(HttpMethod::Get, OperationKind::List, &place.origin, |one| {
                one.parameters = place.read_options();
                one.successes = success(200, Answer::Page { item: item.clone(), has_delta: false });
                one.docs = docs(place, place.says(|one| one.said_on_read.clone()), "list");
                None
            });
        }
        if place.may(|one| one.insertable) {
            self.add(HttpMethod::Post, OperationKind::Create, &place.origin, |one| {
                one.parameters = place.list(|one| &one.on_insert);
                one.body = Some(Body::Json { ty: item.clone(), is_required: true });
                one.successes = success(201, Answer::One(item));
                one.docs = docs(place, place.says(|one| one.said_on_insert.clone()), "create");
                None
            });
        }
    }

    fn on_entity(&mut self, place: &Place<'a>) {
        let item = self.item(place);
        if place.is_readable() {
            self.add(HttpMethod::Get, OperationKind::Get, &place.origin, |one| {
                one.parameters = place.read_options();
                one.successes = success(200, Answer::One(item.clone()));
                let said =
                    place.says(|one| one.said_on_read_by_key.clone().or_else(|| one.said_on_read.clone()));
                one.docs = docs(place, said, "get");
                None
            });
        }
        let may_update = place.may(|one| one.updatable.or(one.upsertable));
        let stated = place.says(|one| one.update_methods);
        let is_upsert = place.says(|one| one.upsertable) == Some(true);
        let (patch, put) = stated.unwrap_or((true, is_upsert));
        let methods = [
            (HttpMethod::Patch, OperationKind::Update, patch),
            (HttpMethod::Put, OperationKind::Replace, put),
        ];
        for (method, kind, is_there) in methods {
            if may_update && is_there {
                self.add(method, kind, &place.origin, |one| {
                    one.parameters = place.list(|one| &one.on_update);
                    one.body = Some(Body::Json { ty: item.clone(), is_required: true });
                    // with the entity or without it, as the service likes
                    one.successes = vec![Success::new(StatusCodes::Successful, Answer::One(item.clone()))];
                    one.docs = docs(place, place.says(|one| one.said_on_update.clone()), "update");
                    None
                });
            }
        }
        if !place.is_singleton && place.may(|one| one.deletable) {
            self.add(HttpMethod::Delete, OperationKind::Delete, &place.origin, |one| {
                one.parameters = if_match();
                one.parameters.extend(place.list(|one| &one.on_delete));
                one.successes = success(204, Answer::Empty);
                one.docs = docs(place, place.says(|one| one.said_on_delete.clone()), "delete");
                None
            });
        }
    }

    /// `$count`: how many there are, as plain text.
    pub(super) fn count(&mut self, place: &Place<'a>) {
        if place.says(|one| one.count) == Some(false) || !place.is_readable() {
            return;
        }
        self.below("$count", |walk| {
            walk.add(HttpMethod::Get, OperationKind::Get, &place.origin, |one| {
                one.parameters = place.count_options();
                one.successes = success(200, Answer::Count);
                None
            });
        });
    }

    /// `$ref`: which entities are referred to.
    fn references(&mut self, place: &Place<'a>) {
        let id = ValueType::required(TypeRef::Primitive(Primitive::String));
        let of_type = |name| ValueType::required(TypeRef::Named(TypeName::new(name)));
        self.below("$ref", |walk| {
            let at = &place.origin;
            if place.is_collection {
                walk.add(HttpMethod::Get, OperationKind::List, at, |one| {
                    one.parameters = place.list_options();
                    one.successes = success(200, Answer::Page { item: id, has_delta: false });
                    None
                });
                walk.add(HttpMethod::Post, OperationKind::Create, at, |one| {
                    one.body = Some(Body::Json { ty: of_type(REFERENCE_CREATE), is_required: true });
                    one.successes = success(204, Answer::Empty);
                    None
                });
                return;
            }
            if !place.is_item {
                walk.add(HttpMethod::Get, OperationKind::Get, at, |one| {
                    one.successes = success(200, Answer::One(id));
                    None
                });
                walk.add(HttpMethod::Put, OperationKind::Replace, at, |one| {
                    one.body = Some(Body::Json { ty: of_type(REFERENCE_UPDATE), is_required: true });
                    one.successes = success(204, Answer::Empty);
                    None
                });
            }
            walk.add(HttpMethod::Delete, OperationKind::Delete, at, |one| {
                one.parameters = if_match();
                one.successes = success(204, Answer::Empty);
                None
            });
        });
    }

    /// The bytes of a media entity, and the properties that are streams.
    pub(super) fn contents(&mut self, place: &Place<'a>, shape: &Shape<'a>) {
        let may_write = place.may_write();
        if shape.has_stream {
            let media_type = super::capabilities::media_type(&place.notes);
            self.below("$value", |walk| {
                walk.stream(&place.origin, &media_type, may_write, None);
            });
        }
        for one in &shape.streams {
            let origin = self.reading.origin(one.node, one.name);
            let may_write = may_write && one.is_writable;
            self.below(one.name, |walk| {
                walk.stream(&origin, &one.media_type, may_write, one.description.as_deref());
            });
        }
    }

    fn stream(&mut self, at: &Origin, media_type: &str, may_write: bool, said: Option<&str>) {
        self.add(HttpMethod::Get, OperationKind::Content, at, |one| {
            one.successes = success(200, Answer::Content { media_type: media_type.to_owned() });
            one.docs.description = said.map(str::to_owned);
            None
        });
        if may_write {
            self.add(HttpMethod::Put, OperationKind::Replace, at, |one| {
                one.body = Some(Body::Binary { media_type: media_type.to_owned() });
                one.successes = success(204, Answer::Empty);
                None
            });
        }
    }

    /// Does something one segment further down.
    pub(super) fn below(&mut self, name: &str, then: impl FnOnce(&mut Self)) {
        if self.enter(Segment::Literal(name.to_owned())) > Reach::None {
            then(self);
        }
        self.leave();
    }

    pub(super) fn item(&self, place: &Place<'a>) -> ValueType {
        ValueType::required(TypeRef::Named(self.reading.index.name(place.ty)))
    }
}

pub(super) fn success(status: u16, answer: Answer) -> Vec<Success> {
    vec![Success::new(StatusCodes::Exact(status), answer)]
}

fn if_match() -> Vec<Parameter> {
    let text = ValueType::required(TypeRef::Primitive(Primitive::String));
    vec![Parameter::new(ParameterPlace::Header, "If-Match", text)]
}

/// What is said of the operation, or else of what it is about.
fn docs(place: &Place<'_>, said: Option<String>, relation: &str) -> Docs {
    let mut docs = Docs::default();
    docs.summary = said.as_deref().and_then(first_line).filter(|line| line.len() < 120);
    docs.description = match (&docs.summary, said) {
        (Some(line), Some(said)) if *line == said => place.description.clone(),
        (_, said) => paragraphs([said, place.description.clone(), None]),
    };
    docs.link = link(&place.notes, relation);
    docs
}

fn link(notes: &Notes<'_>, relation: &str) -> Option<String> {
    notes.link(relation).or_else(|| notes.link(""))
}
