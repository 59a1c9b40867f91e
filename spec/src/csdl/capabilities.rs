//! What can be done with an entity set or a navigation property: `Org.OData.Capabilities.V1`.

use std::rc::Rc;

use super::notes::{CAPABILITIES, Notes, boolean, items, property, text, texts, words};
use super::xml::Node;
use crate::model::{Parameter, ParameterPlace, Primitive, TypeRef, ValueType};

/// What the annotations of one element say; nothing where they say nothing.
#[derive(Debug, Default)]
pub(super) struct Capabilities<'a> {
    pub(super) readable: Option<bool>,
    pub(super) readable_by_key: Option<bool>,
    pub(super) insertable: Option<bool>,
    pub(super) updatable: Option<bool>,
    pub(super) upsertable: Option<bool>,
    /// The methods of an update, if they are stated: PATCH, PUT.
    pub(super) update_methods: Option<(bool, bool)>,
    pub(super) deletable: Option<bool>,
    pub(super) referenceable: Option<bool>,
    pub(super) indexable: Option<bool>,
    pub(super) navigability: Option<&'a str>,
    pub(super) filter: Option<bool>,
    pub(super) search: Option<bool>,
    pub(super) count: Option<bool>,
    pub(super) top: Option<bool>,
    pub(super) skip: Option<bool>,
    pub(super) sort: Option<bool>,
    pub(super) select: Option<bool>,
    pub(super) expand: Option<bool>,
    /// Query options and headers of this service's own.
    pub(super) on_read: Vec<Parameter>,
    pub(super) on_read_by_key: Option<Vec<Parameter>>,
    pub(super) on_insert: Vec<Parameter>,
    pub(super) on_update: Vec<Parameter>,
    pub(super) on_delete: Vec<Parameter>,
    pub(super) said_on_read: Option<String>,
    pub(super) said_on_read_by_key: Option<String>,
    pub(super) said_on_insert: Option<String>,
    pub(super) said_on_update: Option<String>,
    pub(super) said_on_delete: Option<String>,
    /// What is said here about navigation that begins here, by its path.
    pub(super) restricted: Vec<(&'a str, Rc<Capabilities<'a>>)>,
}

impl<'a> Capabilities<'a> {
    /// Reads the annotations of an element. A restriction without a path is about the element itself.
    pub(super) fn read(notes: &Notes<'a>) -> Self {
        let mut found = Self::of(&|term| notes.get(CAPABILITIES, term));
        found.referenceable = None;
        if let Some(restrictions) = notes.get(CAPABILITIES, "NavigationRestrictions") {
            found.referenceable = said(restrictions, "Referenceable");
            found.navigability = property(restrictions, "Navigability").and_then(member);
            let restricted = property(restrictions, "RestrictedProperties").map(items).unwrap_or_default();
            for record in restricted {
                let mut inner = Self::of(&|term| property(record, term));
                inner.referenceable = said(record, "Referenceable");
                inner.navigability = property(record, "Navigability").and_then(member);
                match property(record, "NavigationProperty").and_then(text) {
                    Some(path) => found.restricted.push((path, Rc::new(inner))),
                    None => found = inner.over(found),
                }
            }
        }
        found
    }

    fn of(term: &dyn Fn(&str) -> Option<Node<'a>>) -> Self {
        let flag = |name: &str, inner: &str| term(name).and_then(|node| said(node, inner));
        let plain = |name: &str| term(name).and_then(boolean);
        let (read, insert, update, delete) = (
            term("ReadRestrictions"),
            term("InsertRestrictions"),
            term("UpdateRestrictions"),
            term("DeleteRestrictions"),
        );
        let by_key = read.and_then(|node| property(node, "ReadByKeyRestrictions"));
        let more = |node: Option<Node<'a>>| node.map(parameters).unwrap_or_default();
        Self {
            readable: flag("ReadRestrictions", "Readable"),
            readable_by_key: by_key.and_then(|node| said(node, "Readable")),
            insertable: flag("InsertRestrictions", "Insertable"),
            updatable: flag("UpdateRestrictions", "Updatable"),
            upsertable: flag("UpdateRestrictions", "Upsertable"),
            update_methods: update.and_then(|node| property(node, "UpdateMethod")).and_then(methods),
            deletable: flag("DeleteRestrictions", "Deletable"),
            referenceable: None,
            indexable: plain("IndexableByKey"),
            navigability: None,
            filter: flag("FilterRestrictions", "Filterable"),
            search: flag("SearchRestrictions", "Searchable"),
            count: flag("CountRestrictions", "Countable"),
            top: plain("TopSupported"),
            skip: plain("SkipSupported"),
            sort: flag("SortRestrictions", "Sortable"),
            select: flag("SelectSupport", "Supported"),
            expand: flag("ExpandRestrictions", "Expandable"),
            on_read: more(read),
            // without any, those of a read count
            on_read_by_key: by_key.map(parameters).filter(|all| !all.is_empty()),
            on_insert: more(insert),
            on_update: more(update),
            on_delete: more(delete),
            said_on_read: read.and_then(prose),
            said_on_read_by_key: by_key.and_then(prose),
            said_on_insert: insert.and_then(prose),
            said_on_update: update.and_then(prose),
            said_on_delete: delete.and_then(prose),
            restricted: Vec::new(),
        }
    }

    /// What is said here, and where nothing is, what `other` says.
    fn over(self, other: Self) -> Self {
        let list = |own: Vec<Parameter>, other: Vec<Parameter>| if own.is_empty() { other } else { own };
        Self {
            readable: self.readable.or(other.readable),
            readable_by_key: self.readable_by_key.or(other.readable_by_key),
            insertable: self.insertable.or(other.insertable),
            updatable: self.updatable.or(other.updatable),
            upsertable: self.upsertable.or(other.upsertable),
            update_methods: self.update_methods.or(other.update_methods),
            deletable: self.deletable.or(other.deletable),
            referenceable: self.referenceable.or(other.referenceable),
            indexable: self.indexable.or(other.indexable),
            navigability: self.navigability.or(other.navigability),
            filter: self.filter.or(other.filter),
            search: self.search.or(other.search),
            count: self.count.or(other.count),
            top: self.top.or(other.top),
            skip: self.skip.or(other.skip),
            sort: self.sort.or(other.sort),
            select: self.select.or(other.select),
            expand: self.expand.or(other.expand),
            on_read: list(self.on_read, other.on_read),
            on_read_by_key: self.on_read_by_key.or(other.on_read_by_key),
            on_insert: list(self.on_insert, other.on_insert),
            on_update: list(self.on_update, other.on_update),
            on_delete: list(self.on_delete, other.on_delete),
            said_on_read: self.said_on_read.or(other.said_on_read),
            said_on_read_by_key: self.said_on_read_by_key.or(other.said_on_read_by_key),
            said_on_insert: self.said_on_insert.or(other.said_on_insert),
            said_on_update: self.said_on_update.or(other.said_on_update),
            said_on_delete: self.said_on_delete.or(other.said_on_delete),
            restricted: other.restricted,
        }
    }
}

fn said(node: Node<'_>, name: &str) -> Option<bool> {
    boolean(property(node, name)?)
}

fn prose(node: Node<'_>) -> Option<String> {
    let one = property(node, "LongDescription").or_else(|| property(node, "Description"))?;
    words(text(one)?)
}

/// The last part of a member of an enum.
fn member(node: Node<'_>) -> Option<&str> {
    text(node)?.rsplit('/').next()
}

/// `HttpMethod/PATCH HttpMethod/PUT`
fn methods(node: Node<'_>) -> Option<(bool, bool)> {
    let written = text(node)?;
    let has = |name: &str| written.split([' ', ',']).any(|one| one.rsplit('/').next() == Some(name));
    (has("PATCH") || has("PUT")).then(|| (has("PATCH"), has("PUT")))
}

/// `CustomQueryOptions` and `CustomHeaders`.
pub(super) fn parameters(node: Node<'_>) -> Vec<Parameter> {
    let mut found = Vec::new();
    for (name, place) in
        [("CustomHeaders", ParameterPlace::Header), ("CustomQueryOptions", ParameterPlace::Query)]
    {
        for one in property(node, name).map(items).unwrap_or_default() {
            let Some(name) = property(one, "Name").and_then(text) else { continue };
            let ty = ValueType::required(TypeRef::Primitive(Primitive::String));
            let mut parameter = Parameter::new(place, name, ty);
            parameter.is_required = said(one, "Required").unwrap_or(false);
            parameter.description = property(one, "Description").and_then(text).and_then(words);
            found.push(parameter);
        }
    }
    found
}

/// The media types of a stream; the first one counts.
pub(super) fn media_type(notes: &Notes<'_>) -> String {
    let listed = notes.get(super::notes::CORE, "AcceptableMediaTypes").map(texts).unwrap_or_default();
    let stated = notes.get(super::notes::CORE, "MediaType").and_then(text);
    let found = stated.or_else(|| listed.first().copied()).filter(|one| one.contains('/'));
    found.unwrap_or("application/octet-stream").to_owned()
}
