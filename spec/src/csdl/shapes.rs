//! What a type offers to a path, with what it inherits: navigation, streams, keys and calls.

use std::collections::HashSet;
use std::rc::Rc;

use super::capabilities::{Capabilities, media_type};
use super::index::{Kind, TypeId, inner};
use super::notes::{CORE, Notes, VALIDATION, items, property, text, words};
use super::reading::Reading;
use super::types::is_never_written;
use super::xml::{Node, children, elements, is};
use crate::model::{FunctionParameter, Primitive, TypeRef, ValueType};

pub(super) struct Shape<'a> {
    pub(super) navigation: Vec<Rc<Navigation<'a>>>,
    pub(super) streams: Vec<Stream<'a>>,
    pub(super) has_stream: bool,
    /// The names of other properties: those that come with the entity.
    pub(super) others: Vec<&'a str>,
    /// Those of them that hold one complex value. A path goes through such a one to its navigation.
    pub(super) complex: Vec<(&'a str, TypeId)>,
    pub(super) keys: Vec<Key<'a>>,
    /// The other ways to name an entity (`Core.AlternateKeys`).
    pub(super) alternate_keys: Vec<Vec<FunctionParameter>>,
    pub(super) capabilities: Rc<Capabilities<'a>>,
    /// The calls that need it are bound only where they are listed (`Core.ExplicitOperationBindings`).
    pub(super) explicit: Vec<&'a str>,
}

pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    pub(super) ty: ValueType,
}

/// A navigation property.
pub(super) struct Navigation<'a> {
    pub(super) node: Node<'a>,
    pub(super) name: &'a str,
    pub(super) target: TypeId,
    pub(super) is_collection: bool,
    pub(super) is_contained: bool,
    pub(super) capabilities: Rc<Capabilities<'a>>,
    pub(super) explicit: Vec<&'a str>,
    /// The derived types that there can be (`Validation.DerivedTypeConstraint`); none is all.
    pub(super) casts: Vec<TypeId>,
    pub(super) description: Option<String>,
    pub(super) notes: Notes<'a>,
}

/// A property of type `Edm.Stream`.
pub(super) struct Stream<'a> {
    pub(super) node: Node<'a>,
    pub(super) name: &'a str,
    pub(super) media_type: String,
    pub(super) is_writable: bool,
    pub(super) description: Option<String>,
}

impl<'a> Reading<'a> {
    /// What a type offers. It is put together once.
    pub(super) fn shape(&self, id: TypeId) -> Rc<Shape<'a>> {
        if let Some(known) = self.shapes.borrow().get(&id) {
            return known.clone();
        }
        // from the first base type on, so that a long line of base types needs no stack
        let mut lineage: Vec<TypeId> = self.index.lineage(id).collect();
        let mut base: Option<Rc<Shape<'a>>> = None;
        while let Some(one) = lineage.pop() {
            let known = self.shapes.borrow().get(&one).cloned();
            let found = known.unwrap_or_else(|| Rc::new(self.find_shape(one, base.as_deref())));
            self.shapes.borrow_mut().insert(one, found.clone());
            base = Some(found);
        }
        base.unwrap_or_else(|| Rc::new(self.find_shape(id, None)))
    }

    fn find_shape(&self, id: TypeId, base: Option<&Shape<'a>>) -> Shape<'a> {
        let declared = self.index.get(id);
        let (namespace, name) = (declared.namespace, declared.name);
        let notes = self.index.notes(declared.node, namespace, (namespace, name, ""));
        let mut found = Shape {
            navigation: base.map(|one| one.navigation.clone()).unwrap_or_default(),
            streams: Vec::new(),
            has_stream: is(declared.node, "HasStream") || base.is_some_and(|one| one.has_stream),
            others: base.map(|one| one.others.clone()).unwrap_or_default(),
            complex: base.map(|one| one.complex.clone()).unwrap_or_default(),
            keys: self.keys(declared.node, namespace),
            alternate_keys: self.alternate_keys(&notes, id),
            capabilities: Rc::new(Capabilities::read(&notes)),
            explicit: notes.names(CORE, "ExplicitOperationBindings"),
        };
        if let Some(base) = base {
            found.streams.extend(base.streams.iter().map(Stream::again));
            found.explicit.extend(&base.explicit);
            if found.keys.is_empty() {
                found.keys.extend(base.keys.iter().map(|one| Key { name: one.name, ty: one.ty.clone() }));
            }
        }
        for item in elements(declared.node) {
            let Some(name) = item.attribute("Name").filter(|name| !name.is_empty()) else { continue };
            match item.tag_name().name() {
                "NavigationProperty" => found.navigation.extend(self.navigation(id, item, name)),
                "Property" if item.attribute("Type") == Some("Edm.Stream") => {
                    found.streams.push(self.stream(id, item, name));
                }
                "Property" => {
                    found.others.push(name);
                    let written = item.attribute("Type").unwrap_or_default();
                    let complex = self.index.find(written, namespace);
                    let is_complex = |ty: &TypeId| self.index.get(*ty).kind == Kind::Complex;
                    found.complex.extend(complex.filter(is_complex).map(|ty| (name, ty)));
                }
                _ => {}
            }
        }
        // what a derived type declares again, and what stands twice, counts once
        let mut seen = HashSet::new();
        found.navigation.reverse();
        found.navigation.retain(|one| seen.insert(one.name));
        found.navigation.reverse();
        found
    }

    fn navigation(&self, of: TypeId, node: Node<'a>, name: &'a str) -> Option<Rc<Navigation<'a>>> {
        let owner = self.index.get(of);
        let (written, is_collection) = inner(node.attribute("Type")?);
        // one that leads nowhere is reported where its type is lowered
        let target = self.index.find(written, owner.namespace)?;
        let notes = self.index.notes(node, owner.namespace, (owner.namespace, owner.name, name));
        let casts = notes.names(VALIDATION, "DerivedTypeConstraint").into_iter();
        Some(Rc::new(Navigation {
            node,
            name,
            target,
            is_collection,
            is_contained: is(node, "ContainsTarget"),
            capabilities: Rc::new(Capabilities::read(&notes)),
            explicit: notes.names(CORE, "ExplicitOperationBindings"),
            casts: casts.filter_map(|one| self.index.find(one, owner.namespace)).collect(),
            description: notes.docs().description,
            notes,
        }))
    }

    fn stream(&self, of: TypeId, node: Node<'a>, name: &'a str) -> Stream<'a> {
        let owner = self.index.get(of);
        let notes = self.index.notes(node, owner.namespace, (owner.namespace, owner.name, name));
        let is_writable = !notes.is(CORE, "Computed") && !is_never_written(&notes);
        let description = notes.docs().description;
        Stream { node, name, media_type: media_type(&notes), is_writable, description }
    }

    /// The properties of the key. One that the type does not have is reported where the type is lowered.
    fn keys(&self, node: Node<'a>, namespace: &'a str) -> Vec<Key<'a>> {
        let references = children(node, "Key").flat_map(|one| children(one, "PropertyRef"));
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        let key = |one: Node<'a>| {
            let name = one.attribute("Name")?;
            let declared = children(node, "Property").find(|one| one.attribute("Name") == Some(name));
            let ty = declared.and_then(|one| self.value(one, namespace)).unwrap_or_else(|| text.clone());
            Some(Key {
                name: one.attribute("Alias").unwrap_or(name),
                ty: ValueType { is_nullable: false, ..ty },
            })
        };
        references.filter_map(key).collect()
    }

    fn alternate_keys(&self, notes: &Notes<'a>, id: TypeId) -> Vec<Vec<FunctionParameter>> {
        let keys = notes.get(CORE, "AlternateKeys").map(items).unwrap_or_default();
        let part = |one: Node<'a>| {
            let path = property(one, "Name").and_then(text)?;
            let name = property(one, "Alias").and_then(text).unwrap_or(path);
            Some(argument(name, self.type_of(id, path)))
        };
        let parts = |one: Node<'a>| {
            let parts = property(one, "Key").map(items).unwrap_or_default().into_iter();
            parts.map(part).collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
        };
        keys.into_iter().filter_map(parts).collect()
    }

    /// The type of a property of a type or its base types.
    fn type_of(&self, id: TypeId, property: &str) -> ValueType {
        let found = self.index.lineage(id).find_map(|one| {
            let declared = self.index.get(one);
            let node =
                children(declared.node, "Property").find(|one| one.attribute("Name") == Some(property))?;
            self.value(node, declared.namespace)
        });
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        found.map_or(text, |ty| ValueType { is_nullable: false, ..ty })
    }
}

/// A key in parentheses: `appId='{appId}'`.
pub(super) fn argument(name: &str, ty: ValueType) -> FunctionParameter {
    let is_quoted = is_quoted(&ty);
    FunctionParameter::new(name, ty, is_quoted)
}

/// Strings and members of enums stand in quotes.
pub(super) fn is_quoted(ty: &ValueType) -> bool {
    let is_text = matches!(ty.item, TypeRef::Primitive(Primitive::String) | TypeRef::Named(_));
    is_text && !ty.is_collection
}

impl Stream<'_> {
    fn again(&self) -> Self {
        Self {
            node: self.node,
            name: self.name,
            media_type: self.media_type.clone(),
            is_writable: self.is_writable,
            description: self.description.clone(),
        }
    }
}

/// The first line of a text, as a summary.
pub(super) fn first_line(text: &str) -> Option<String> {
    words(text.lines().next().unwrap_or_default())
}
