//! Which types stay when operations are cut out.
//!
//! What an operation that stays sends or answers stays, and so does each type that a property of it holds, and its
//! base types. Two things do not make a type stay:
//!
//! - **a derived type** is not reached from its base: `microsoft.graph.attachment` alone does not bring
//!   `fileAttachment`, for Graph's `directoryObject` would bring dozens. It can be named as a root;
//! - **a navigation property** is not followed: from `user` it would lead to most of Graph. The property stays where
//!   its target is there anyway, and goes where it is not. Nothing is lost on the wire, because models keep
//!   properties that they do not know.

use std::collections::BTreeSet;

use crate::model::{Answer, Api, Body, Operation, Segment, TypeDef, TypeName, TypeRef, ValueType};

/// Takes out what neither the operations nor the roots can reach.
pub(super) fn prune(api: &mut Api, roots: &[TypeName]) {
    let mut reached = Reached { api, names: BTreeSet::new(), open: Vec::new() };
    for one in &api.operations {
        reached.operation(one);
    }
    for one in roots {
        reached.add(one);
    }
    let names = reached.all();
    for segment in api.operations.iter_mut().flat_map(|one| &mut one.path.segments) {
        if let Segment::Key(key) = segment {
            key.of.take_if(|of| !names.contains(of));
        }
    }
    api.types.retain(|name, _| names.contains(name));
    for ty in api.types.values_mut() {
        if let TypeDef::Structured(ty) = ty {
            ty.properties.retain(|one| match &one.ty.item {
                TypeRef::Named(name) => !one.is_navigation || names.contains(name),
                _ => true,
            });
        }
    }
}

struct Reached<'a> {
    api: &'a Api,
    names: BTreeSet<TypeName>,
    /// Reached, but not yet walked through.
    open: Vec<TypeName>,
}

impl Reached<'_> {
    fn operation(&mut self, of: &Operation) {
        for success in &of.successes {
            match &success.answer {
                Answer::One(ty) | Answer::Wrapped(ty) => self.value(ty),
                Answer::Page { item, .. } => self.value(item),
                Answer::Empty | Answer::Count | Answer::Content { .. } => {}
            }
        }
        match &of.body {
            Some(Body::Json { ty, .. }) => self.value(ty),
            Some(Body::Parameters(name)) => self.add(name),
            Some(Body::Binary { .. }) | None => {}
        }
        for parameter in &of.parameters {
            self.value(&parameter.ty);
        }
        for segment in &of.path.segments {
            if let Segment::Call { parameters, .. } = segment {
                for one in parameters {
                    self.value(&one.ty);
                }
            }
        }
    }

    fn value(&mut self, ty: &ValueType) {
        if let TypeRef::Named(name) = &ty.item {
            self.add(name);
        }
    }

    fn add(&mut self, name: &TypeName) {
        if !self.names.contains(name) {
            self.names.insert(name.clone());
            self.open.push(name.clone());
        }
    }

    fn all(mut self) -> BTreeSet<TypeName> {
        while let Some(name) = self.open.pop() {
            let Some(ty) = self.api.structured(&name) else { continue };
            if let Some(base) = &ty.base {
                self.add(base);
            }
            for property in ty.properties.iter().filter(|one| !one.is_navigation) {
                self.value(&property.ty);
            }
        }
        self.names
    }
}
