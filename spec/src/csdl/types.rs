//! Types: those that the operations can reach, read from their elements.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Kind, TypeId};
use super::notes::{CORE, Notes, text};
use super::reading::Reading;
use super::xml::{Node, children, elements, is};
use crate::Diagnostic;
use crate::model::{
    Answer, Api, Body, EnumMember, EnumType, Property, Segment, StructuredKind, StructuredType, TypeDef,
    TypeName, TypeRef, ValueType,
};
use crate::nearest::did_you_mean;

/// Where properties and members of a type stand in annotations.
struct Owner<'a> {
    namespace: &'a str,
    name: &'a str,
}

impl<'a> Reading<'a> {
    /// Adds the types that the operations and these seeds reach: what is sent and answered, what properties hold,
    /// and base types. Navigation is not followed.
    pub(super) fn reached_types(&self, api: &mut Api, seeds: Vec<TypeId>) {
        let mut open = seeds;
        for one in &api.operations {
            for success in &one.successes {
                match &success.answer {
                    Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => {
                        self.seed(ty, &mut open);
                    }
                    Answer::Empty | Answer::Count | Answer::Content { .. } => {}
                }
            }
            if let Some(Body::Json { ty, .. }) = &one.body {
                self.seed(ty, &mut open);
            }
            for segment in &one.path.segments {
                if let Segment::Call { parameters, .. } = segment {
                    for one in parameters {
                        self.seed(&one.ty, &mut open);
                    }
                }
            }
        }
        let sent: Vec<ValueType> = api
            .types
            .values()
            .filter_map(|one| if let TypeDef::Structured(one) = one { Some(&one.properties) } else { None })
            .flat_map(|properties| properties.iter().map(|one| one.ty.clone()))
            .collect();
        for ty in &sent {
            self.seed(ty, &mut open);
        }
        while let Some(id) = open.pop() {
            let name = self.index.name(id);
            if api.types.contains_key(&name) {
                continue;
            }
            let lowered = self.lower(id, name.clone());
            if let TypeDef::Structured(ty) = &lowered {
                open.extend(ty.base.as_ref().and_then(|base| self.known(base)));
                let held = ty.properties.iter().filter(|one| !one.is_navigation);
                held.for_each(|one| self.seed(&one.ty, &mut open));
            }
            api.types.insert(name, lowered);
        }
    }

    fn seed(&self, ty: &ValueType, open: &mut Vec<TypeId>) {
        if let TypeRef::Named(name) = &ty.item {
            open.extend(self.known(name));
        }
    }

    fn known(&self, name: &TypeName) -> Option<TypeId> {
        self.index.find_exact(name.namespace(), name.short())
    }

    fn lower(&self, id: TypeId, name: TypeName) -> TypeDef {
        let declared = self.index.get(id);
        let node = declared.node;
        let owner = Owner { namespace: declared.namespace, name: declared.name };
        let notes = self.index.notes(node, owner.namespace, (owner.namespace, owner.name, ""));
        let origin = self.origin(node, name.as_str());
        match declared.kind {
            Kind::Enum => {
                let mut lowered = EnumType::new(name, origin);
                lowered.is_flags = is(node, "IsFlags");
                lowered.members = self.members(node, &owner);
                lowered.docs = notes.docs();
                TypeDef::Enum(lowered)
            }
            kind => {
                let is_entity = kind == Kind::Entity;
                let kind = if is_entity { StructuredKind::Entity } else { StructuredKind::Complex };
                let mut lowered = StructuredType::new(name, kind, origin);
                lowered.base = self.base(node, &owner, declared.is_cut_off);
                lowered.is_abstract = is(node, "Abstract");
                lowered.is_open = is(node, "OpenType");
                lowered.docs = notes.docs();
                lowered.properties = self.properties(node, &owner);
                self.check_key(id);
                TypeDef::Structured(lowered)
            }
        }
    }

    /// A key names properties of the type or of its base types.
    fn check_key(&self, id: TypeId) {
        let declared = self.index.get(id);
        let references = children(declared.node, "Key").flat_map(|one| children(one, "PropertyRef"));
        let mut references = references.peekable();
        if references.peek().is_none() {
            return;
        }
        let of = |id: TypeId| children(self.index.get(id).node, "Property");
        let known: BTreeSet<&str> =
            self.index.lineage(id).flat_map(of).filter_map(|one| one.attribute("Name")).collect();
        for one in references {
            let name = one.attribute("Name").unwrap_or_default();
            // a path into a complex property begins with its name
            let first = name.split('/').next().unwrap_or(name);
            if !known.contains(first) {
                let fault = format!(
                    "the key of `{}.{}` names `{name}`, which is no property of it",
                    declared.namespace, declared.name
                );
                let help =
                    did_you_mean(name, known.iter().copied(), "name a property that the type declares");
                let at = self.places.of_attribute(one, "Name", "");
                self.push_once(one, || Diagnostic::error(fault).at(at).help(help));
            }
        }
    }

    fn base(&self, node: Node<'a>, owner: &Owner<'a>, is_cut_off: bool) -> Option<TypeName> {
        let written = node.attribute("BaseType")?;
        let Some(id) = self.index.find(written, owner.namespace) else {
            self.push_once(node, || self.unknown(node, "BaseType", written));
            return None;
        };
        let base = self.index.get(id);
        if is_cut_off {
            return None;
        }
        if base.node.tag_name() != node.tag_name() {
            let at = self.places.of_attribute(node, "BaseType", "");
            let fault = format!("`{}.{}` cannot derive from `{written}`", owner.namespace, owner.name);
            let help = "let an entity type derive from an entity type, a complex type from a complex type";
            self.push_once(node, || Diagnostic::error(fault).at(at).help(help));
            return None;
        }
        Some(self.index.name(id))
    }

    fn properties(&self, node: Node<'a>, owner: &Owner<'a>) -> Vec<Property> {
        let mut found: Vec<Property> = Vec::new();
        let mut seen: BTreeMap<&str, Node<'a>> = BTreeMap::new();
        for item in elements(node) {
            let is_navigation = match item.tag_name().name() {
                "Property" => false,
                "NavigationProperty" => true,
                "Key" | "Annotation" => continue,
                _ => {
                    self.unknown_part(item);
                    continue;
                }
            };
            let Some(name) = self.own_name(item, owner, &mut seen) else { continue };
            let Some(ty) = self.value(item, owner.namespace) else { continue };
            let notes = self.index.notes(item, owner.namespace, (owner.namespace, owner.name, name));
            let pointer = format!("{}.{}/{name}", owner.namespace, owner.name);
            let mut property = Property::new(name, ty, self.origin(item, pointer));
            property.is_navigation = is_navigation;
            property.is_read_only = notes.is(CORE, "Computed") || is_never_written(&notes);
            property.is_immutable = notes.is(CORE, "Immutable");
            property.docs = notes.docs();
            found.push(property);
        }
        found
    }

    /// The name of a property or member. One without a name, or with the name of an earlier one, is reported.
    fn own_name(
        &self,
        item: Node<'a>,
        owner: &Owner<'a>,
        seen: &mut BTreeMap<&'a str, Node<'a>>,
    ) -> Option<&'a str> {
        let Some(name) = item.attribute("Name").filter(|name| !name.is_empty()) else {
            let what = item.tag_name().name();
            let fault = format!("a `{what}` of `{}.{}` has no name", owner.namespace, owner.name);
            let fault = Diagnostic::error(fault).at(self.origin(item, "")).help("give it a `Name`");
            self.push_once(item, || fault);
            return None;
        };
        if let Some(first) = seen.get(name) {
            let fault = format!("`{}.{}` declares `{name}` twice", owner.namespace, owner.name);
            let fault = Diagnostic::error(fault)
                .at(self.places.of_attribute(item, "Name", ""))
                .related(self.places.of_attribute(*first, "Name", ""), "the first one")
                .help("keep one of the two");
            self.push_once(item, || fault);
            return None;
        }
        seen.insert(name, item);
        Some(name)
    }

    fn unknown_part(&self, item: Node<'a>) {
        let fault = format!("`{}` is no part of a type, so it is left out", item.tag_name().name());
        let help = "write `Property`, `NavigationProperty`, `Key` or `Member`";
        self.push_once(item, || Diagnostic::warning(fault).at(self.origin(item, "")).help(help));
    }

    fn members(&self, node: Node<'a>, owner: &Owner<'a>) -> Vec<EnumMember> {
        let (mut found, mut seen) = (Vec::new(), BTreeMap::new());
        for item in elements(node) {
            match item.tag_name().name() {
                "Member" => {}
                "Annotation" => continue,
                _ => {
                    self.unknown_part(item);
                    continue;
                }
            }
            let Some(name) = self.own_name(item, owner, &mut seen) else { continue };
            let notes = self.index.notes(item, owner.namespace, (owner.namespace, owner.name, name));
            let pointer = format!("{}.{}/{name}", owner.namespace, owner.name);
            let mut member = EnumMember::new(name, self.origin(item, pointer));
            member.docs = notes.docs();
            found.push(member);
        }
        found
    }
}

/// `Core.Permissions` that do not let anybody write.
pub(super) fn is_never_written(notes: &Notes<'_>) -> bool {
    let said = notes.get(CORE, "Permissions").and_then(text);
    said.is_some_and(|said| !said.contains("Write"))
}
