//! Where a walk stands: what a path leads to, and what can be done there.

use std::rc::Rc;

use super::capabilities::Capabilities;
use super::index::TypeId;
use super::notes::Notes;
use super::shapes::Navigation;
use crate::model::{Origin, Parameter, ParameterPlace, Primitive, TypeRef, ValueType};

/// What a path leads to: an entity or a collection of entities.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the way here")]
pub(super) struct Place<'a> {
    pub(super) ty: TypeId,
    pub(super) is_collection: bool,
    /// An entity that a set or singleton holds, or that lives in another one.
    pub(super) is_contained: bool,
    /// A singleton, which can be neither created nor deleted.
    pub(super) is_singleton: bool,
    /// An item of a collection.
    pub(super) is_item: bool,
    /// A type cast, or what a function gave: to be read, and nothing else.
    pub(super) is_view: bool,
    /// Whether a sweep may go on through navigation.
    pub(super) may_go_on: bool,
    /// Whether calls that are not listed for this place can be called here.
    pub(super) may_call: bool,
    /// What is said of it, the nearest first.
    pub(super) layers: Vec<Rc<Capabilities<'a>>>,
    /// The way here from the set, singleton or navigation that says something of it: its capabilities, and the names
    /// since then.
    pub(super) outer: Vec<(Rc<Capabilities<'a>>, String)>,
    /// The calls that are listed for this place.
    pub(super) explicit: Vec<&'a str>,
    /// The derived types that there can be; none is all.
    pub(super) casts: Vec<TypeId>,
    pub(super) description: Option<String>,
    pub(super) notes: Notes<'a>,
    pub(super) origin: Origin,
}

impl<'a> Place<'a> {
    /// The first thing that is said.
    pub(super) fn says<T>(&self, of: impl Fn(&Capabilities<'a>) -> Option<T>) -> Option<T> {
        self.layers.iter().find_map(|one| of(one))
    }

    /// The first list that is not empty.
    pub(super) fn list(
        &self,
        of: impl for<'c> Fn(&'c Capabilities<'a>) -> &'c [Parameter],
    ) -> Vec<Parameter> {
        self.layers.iter().map(|one| of(one)).find(|list| !list.is_empty()).unwrap_or_default().to_vec()
    }

    /// What a step through navigation leads to.
    pub(super) fn through(&self, by: &Navigation<'a>, target: Rc<Capabilities<'a>>, origin: Origin) -> Self {
        let mut outer = self.outer_of(by.name);
        let mut layers: Vec<Rc<Capabilities<'a>>> =
            outer.iter().filter_map(|(of, path)| restricted(of, path)).collect();
        layers.extend([by.capabilities.clone(), target]);
        if !by.capabilities.restricted.is_empty() {
            outer.push((by.capabilities.clone(), String::new()));
        }
        Self {
            ty: by.target,
            is_collection: by.is_collection,
            is_contained: by.is_contained,
            is_singleton: false,
            is_item: false,
            is_view: false,
            may_go_on: true,
            may_call: true,
            layers,
            outer,
            explicit: by.explicit.clone(),
            casts: by.casts.clone(),
            description: by.description.clone(),
            notes: by.notes.clone(),
            origin,
        }
    }

    /// Inside a complex value of the entity. Nothing can be done there but go on through navigation.
    pub(super) fn inside(&self, name: &str, ty: TypeId) -> Self {
        Self { ty, outer: self.outer_of(name), may_go_on: true, is_view: true, ..self.clone() }
    }

    /// The ways here, with a name behind each of them.
    fn outer_of(&self, name: &str) -> Vec<(Rc<Capabilities<'a>>, String)> {
        let longer = |path: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        self.outer.iter().map(|(capabilities, path)| (capabilities.clone(), longer(path))).collect()
    }

    /// One entity of the collection.
    pub(super) fn item(&self) -> Self {
        Self { is_collection: false, is_item: true, ..self.clone() }
    }

    /// The same, seen as a derived type.
    pub(super) fn cast(&self, to: TypeId, target: Rc<Capabilities<'a>>) -> Self {
        let mut cast = Self { ty: to, is_view: true, casts: Vec::new(), ..self.clone() };
        cast.layers.push(target);
        cast
    }

    /// What is not said to be impossible is possible with what the service holds or contains; with what it only
    /// refers to, a change must be said to be possible.
    pub(super) fn may(&self, said: impl Fn(&Capabilities<'a>) -> Option<bool>) -> bool {
        !self.is_view && self.says(said).unwrap_or(self.is_contained)
    }

    /// Whether bytes can be written: a service refers to a file to have it read and written there (the root of a
    /// drive, the photo of a user), so that containment says nothing of them.
    pub(super) fn may_write(&self) -> bool {
        !self.is_view && self.says(|one| one.updatable) != Some(false)
    }

    pub(super) fn is_readable(&self) -> bool {
        let by_key = self.is_item.then(|| self.says(|one| one.readable_by_key)).flatten();
        by_key.or_else(|| self.says(|one| one.readable)).unwrap_or(true)
    }

    /// The options of a read.
    pub(super) fn read_options(&self) -> Vec<Parameter> {
        let by_key = self.says(|one| one.on_read_by_key.clone()).filter(|_| self.is_item);
        let mut found = by_key.unwrap_or_else(|| self.list(|one| &one.on_read));
        if self.is_collection {
            found.extend(self.list_options());
        }
        found.extend(option("$select", Form::Texts, self.says(|one| one.select)));
        found.extend(option("$expand", Form::Texts, self.says(|one| one.expand)));
        found
    }

    /// The options that choose the items of a collection.
    pub(super) fn list_options(&self) -> Vec<Parameter> {
        let all = [
            option("$top", Form::Number, self.says(|one| one.top)),
            option("$skip", Form::Number, self.says(|one| one.skip)),
            option("$search", Form::Text, self.says(|one| one.search)),
            option("$filter", Form::Text, self.says(|one| one.filter)),
            option("$count", Form::Flag, self.says(|one| one.count)),
            option("$orderby", Form::Texts, self.says(|one| one.sort)),
        ];
        all.into_iter().flatten().collect()
    }

    /// The options that choose what is counted.
    pub(super) fn count_options(&self) -> Vec<Parameter> {
        let mut found = self.list(|one| &one.on_read);
        found.retain(|one| one.place == ParameterPlace::Header);
        found.extend(option("$search", Form::Text, self.says(|one| one.search)));
        found.extend(option("$filter", Form::Text, self.says(|one| one.filter)));
        found
    }
}

/// What a set or navigation says of the navigation at the end of a path.
fn restricted<'a>(of: &Rc<Capabilities<'a>>, path: &str) -> Option<Rc<Capabilities<'a>>> {
    let at = of.restricted.iter().position(|(known, _)| *known == path)?;
    Some(of.restricted[at].1.clone())
}

/// What an option holds.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Text,
    Texts,
    Number,
    Flag,
}

/// A query option, unless it is said not to be supported.
pub(super) fn option(name: &str, form: Form, is_supported: Option<bool>) -> Option<Parameter> {
    if is_supported == Some(false) {
        return None;
    }
    let one = |primitive| ValueType::required(TypeRef::Primitive(primitive));
    let ty = match form {
        Form::Text => one(Primitive::String),
        Form::Texts => ValueType::collection(TypeRef::Primitive(Primitive::String), false),
        Form::Number => one(Primitive::Int32),
        Form::Flag => one(Primitive::Boolean),
    };
    Some(Parameter::new(ParameterPlace::Query, name, ty))
}
