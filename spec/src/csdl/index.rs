//! What the description declares, by name, so that only what is needed has to be read.

use std::collections::HashMap;

use super::notes::{Note, Notes};
use super::xml::{Node, children, elements, is};
use crate::check::MOST_BASES;
use crate::model::{Primitive, TypeName};

/// A type, by its place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TypeId(pub(super) usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entity,
    Complex,
    Enum,
    /// Another name for a primitive type.
    Definition,
}

/// A type that the description declares.
pub(super) struct Declared<'a> {
    pub(super) node: Node<'a>,
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    /// The base type. One that leads back to the type itself is left out here.
    pub(super) base: Option<TypeId>,
    /// Whether it has a base type that is left out, as it derives from too many.
    pub(super) is_cut_off: bool,
    pub(super) derived: Vec<TypeId>,
}

/// An action or a function.
pub(super) struct Callable<'a> {
    pub(super) node: Node<'a>,
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) is_action: bool,
    pub(super) is_bound: bool,
}

/// What a type attribute names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Primitive(Primitive),
    Untyped,
    Type(TypeId),
    /// A primitive type of OData that the model lacks.
    Unsupported(&'a str),
    /// Another name for something that is no primitive type.
    NoPrimitive(TypeId),
    Unknown,
}

type Key<'a> = (&'a str, &'a str);

#[derive(Default)]
pub(super) struct Index<'a> {
    pub(super) types: Vec<Declared<'a>>,
    by_name: HashMap<Key<'a>, TypeId>,
    pub(super) callables: Vec<Callable<'a>>,
    /// By what they are bound to.
    bound: HashMap<(TypeId, bool), Vec<usize>>,
    unbound: HashMap<Key<'a>, Vec<usize>>,
    pub(super) overloads: HashMap<Key<'a>, Vec<usize>>,
    /// The entity container: its namespace and what it holds.
    pub(super) container: Vec<(&'a str, Node<'a>)>,
    container_name: Option<Key<'a>>,
    aliases: HashMap<&'a str, &'a str>,
    annotations: HashMap<(&'a str, &'a str, &'a str), Vec<Node<'a>>>,
    of_callables: HashMap<Key<'a>, Vec<(&'a str, &'a str, Node<'a>)>>,
    /// What is wrong with the declarations as such.
    pub(super) faults: Vec<Fault<'a>>,
}

/// Something wrong with a declaration.
pub(super) enum Fault<'a> {
    Twice { node: Node<'a>, first: Node<'a>, name: String },
    Unnamed { node: Node<'a> },
    UnknownElement { node: Node<'a> },
    NoNamespace { node: Node<'a> },
    UnknownBinding { node: Node<'a>, written: &'a str },
    TooManyBases { id: TypeId },
    NoContainer { node: Node<'a> },
    NoSchema { node: Node<'a> },
}

impl<'a> Index<'a> {
    pub(super) fn new(root: Node<'a>) -> Self {
        let mut index = Self::default();
        let schemas: Vec<Node<'a>> = if root.tag_name().name() == "Schema" {
            vec![root]
        } else {
            children(root, "DataServices").flat_map(|one| children(one, "Schema")).collect()
        };
        if schemas.is_empty() {
            index.faults.push(Fault::NoSchema { node: root });
            return index;
        }
        let includes = children(root, "Reference").flat_map(|one| children(one, "Include"));
        for one in includes.chain(schemas.iter().copied()) {
            if let (Some(alias), Some(namespace)) = (one.attribute("Alias"), one.attribute("Namespace")) {
                index.aliases.insert(alias, namespace);
            }
        }
        for schema in schemas {
            match schema.attribute("Namespace") {
                Some(namespace) if !namespace.is_empty() => index.schema(namespace, schema),
                _ => index.faults.push(Fault::NoNamespace { node: schema }),
            }
        }
        index.link_bases();
        index.bind();
        if index.container_name.is_none() {
            index.faults.push(Fault::NoContainer { node: root });
        }
        index
    }

    fn schema(&mut self, namespace: &'a str, schema: Node<'a>) {
        for node in elements(schema) {
            let kind = match node.tag_name().name() {
                "EntityType" => Kind::Entity,
                "ComplexType" => Kind::Complex,
                "EnumType" => Kind::Enum,
                "TypeDefinition" => Kind::Definition,
                "Annotations" => {
                    self.annotate(namespace, node);
                    continue;
                }
                // terms describe annotations, which are known by name here
                "Term" | "Annotation" => continue,
                "Action" | "Function" | "EntityContainer" => {
                    match (node.attribute("Name"), node.tag_name().name()) {
                        (None | Some(""), _) => self.faults.push(Fault::Unnamed { node }),
                        (Some(name), "EntityContainer") => self.contain(namespace, name, node),
                        (Some(name), tag) => self.callable(namespace, name, tag == "Action", node),
                    }
                    continue;
                }
                _ => {
                    self.faults.push(Fault::UnknownElement { node });
                    continue;
                }
            };
            self.declare(namespace, node, kind);
        }
    }

    fn declare(&mut self, namespace: &'a str, node: Node<'a>, kind: Kind) {
        let Some(name) = node.attribute("Name").filter(|name| !name.is_empty()) else {
            return self.faults.push(Fault::Unnamed { node });
        };
        if let Some(first) = self.by_name.get(&(namespace, name)) {
            let (first, name) = (self.types[first.0].node, format!("{namespace}.{name}"));
            return self.faults.push(Fault::Twice { node, first, name });
        }
        self.by_name.insert((namespace, name), TypeId(self.types.len()));
        self.types.push(Declared {
            node,
            namespace,
            name,
            kind,
            base: None,
            is_cut_off: false,
            derived: Vec::new(),
        });
    }

    fn callable(&mut self, namespace: &'a str, name: &'a str, is_action: bool, node: Node<'a>) {
        let is_bound = is(node, "IsBound");
        self.overloads.entry((namespace, name)).or_default().push(self.callables.len());
        self.callables.push(Callable { node, namespace, name, is_action, is_bound });
    }

    fn contain(&mut self, namespace: &'a str, name: &'a str, node: Node<'a>) {
        self.container_name.get_or_insert((namespace, name));
        let mut seen: HashMap<&str, Node<'a>> =
            self.container.iter().filter_map(|(_, one)| Some((one.attribute("Name")?, *one))).collect();
        for item in elements(node) {
            match (item.tag_name().name(), item.attribute("Name")) {
                ("Annotation", _) => {}
                ("EntitySet" | "Singleton" | "ActionImport" | "FunctionImport", Some(name)) => {
                    if let Some(first) = seen.insert(name, item) {
                        let name = name.to_owned();
                        self.faults.push(Fault::Twice { node: item, first, name });
                    } else {
                        self.container.push((namespace, item));
                    }
                }
                ("EntitySet" | "Singleton" | "ActionImport" | "FunctionImport", None) => {
                    self.faults.push(Fault::Unnamed { node: item });
                }
                _ => self.faults.push(Fault::UnknownElement { node: item }),
            }
        }
    }

    /// Files what `<Annotations Target="..">` says under its target: a type, a member of one (`ns.type/property`),
    /// a part of the container (`ns.container/set`) or a call with the types it takes (`ns.f(binding, ..)`).
    fn annotate(&mut self, home: &'a str, node: Node<'a>) {
        let Some(target) = node.attribute("Target") else { return };
        let slash = target.find('/').unwrap_or(target.len());
        if let Some(open) = target.find('(').filter(|open| *open < slash) {
            let close = target.rfind(')').unwrap_or(target.len()).max(open + 1);
            let key = self.qualify(&target[..open], home);
            let rest = target.get(close + 1..).unwrap_or_default().trim_start_matches('/');
            self.of_callables.entry(key).or_default().push((&target[open + 1..close], rest, node));
            return;
        }
        let (namespace, name) = self.qualify(&target[..slash], home);
        let path = target.get(slash + 1..).unwrap_or_default();
        self.annotations.entry((namespace, name, path)).or_default().push(node);
    }

    /// Namespace and short name of what is written with an alias, a namespace or nothing before it.
    pub(super) fn qualify(&self, written: &'a str, home: &'a str) -> Key<'a> {
        match written.rsplit_once('.') {
            None => (home, written),
            Some((space, short)) => (self.aliases.get(space).copied().unwrap_or(space), short),
        }
    }

    /// What the text of a `Type` names, without `Collection(..)`.
    pub(super) fn named(&self, written: &'a str, home: &'a str) -> Named<'a> {
        if let Some(edm) = written.strip_prefix("Edm.") {
            return match Primitive::from_edm_name(written) {
                Some(one) => Named::Primitive(one),
                None => match edm {
                    "Untyped" | "PrimitiveType" | "ComplexType" | "EntityType" => Named::Untyped,
                    _ if edm.starts_with("Geo") || edm.ends_with("Path") => Named::Unsupported(written),
                    _ => Named::Unknown,
                },
            };
        }
        let Some(id) = self.find(written, home) else { return Named::Unknown };
        let declared = &self.types[id.0];
        match declared.kind {
            Kind::Definition => match declared.node.attribute("UnderlyingType") {
                Some(edm) if edm.starts_with("Edm.") => match self.named(edm, home) {
                    Named::Unknown => Named::NoPrimitive(id),
                    found => found,
                },
                _ => Named::NoPrimitive(id),
            },
            _ => Named::Type(id),
        }
    }

    pub(super) fn find(&self, written: &'a str, home: &'a str) -> Option<TypeId> {
        self.by_name.get(&self.qualify(written, home)).copied()
    }

    /// The type of a qualified name.
    pub(super) fn find_exact(&self, namespace: &str, name: &str) -> Option<TypeId> {
        self.by_name.get(&(namespace, name)).copied()
    }

    pub(super) fn get(&self, id: TypeId) -> &Declared<'a> {
        &self.types[id.0]
    }

    pub(super) fn name(&self, id: TypeId) -> TypeName {
        let declared = self.get(id);
        TypeName::new(format!("{}.{}", declared.namespace, declared.name))
    }

    /// The namespace of the entity container, which calls need not name.
    pub(super) fn default_namespace(&self) -> &'a str {
        self.container_name.map_or("microsoft.graph", |(namespace, _)| namespace)
    }

    /// The aliases of a namespace.
    pub(super) fn spellings(&self, namespace: &str) -> impl Iterator<Item = &'a str> {
        self.aliases.iter().filter(move |(_, of)| **of == namespace).map(|(alias, _)| *alias)
    }

    /// The type and its base types, the nearest first.
    pub(super) fn lineage(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        std::iter::successors(Some(id), |one| self.get(*one).base)
    }

    /// Sets base and derived types. A base that would close a circle is left out: the check stage reports it. So is
    /// one that makes a chain too long, before anybody goes along it.
    fn link_bases(&mut self) {
        let bases: Vec<Option<TypeId>> =
            self.types.iter().map(|one| self.find(one.node.attribute("BaseType")?, one.namespace)).collect();
        let mut is_passed = vec![false; bases.len()];
        // from how many types each derives, as soon as that is known
        let mut depths: Vec<Option<usize>> = vec![None; bases.len()];
        for start in 0..bases.len() {
            let (mut passed, mut next) = (Vec::new(), Some(start));
            while let Some(at) = next.filter(|at| !is_passed[*at]) {
                is_passed[at] = true;
                passed.push(at);
                next = bases[at].map(|base| base.0);
            }
            for at in passed.into_iter().rev() {
                // a base whose depth is not known yet closes a circle
                let found = bases[at].and_then(|base| Some((base, depths[base.0]? + 1)));
                depths[at] = Some(0);
                let Some((base, depth)) = found else { continue };
                if depth > MOST_BASES {
                    self.types[at].is_cut_off = true;
                    self.faults.push(Fault::TooManyBases { id: TypeId(at) });
                    continue;
                }
                depths[at] = Some(depth);
                self.types[at].base = Some(base);
                self.types[base.0].derived.push(TypeId(at));
            }
        }
    }

    fn bind(&mut self) {
        for at in 0..self.callables.len() {
            let one = &self.callables[at];
            let (node, namespace, name) = (one.node, one.namespace, one.name);
            if !one.is_bound {
                self.unbound.entry((namespace, name)).or_default().push(at);
                continue;
            }
            let written = children(node, "Parameter").next().and_then(|one| one.attribute("Type"));
            let written = written.unwrap_or_default();
            let (inner, is_collection) = inner(written);
            match self.find(inner, namespace) {
                Some(id) => self.bound.entry((id, is_collection)).or_default().push(at),
                None if inner.starts_with("Edm.") => {}
                None => self.faults.push(Fault::UnknownBinding { node, written }),
            }
        }
    }

    /// The calls that are bound to exactly that type, or to collections of it.
    pub(super) fn bound_to(&self, id: TypeId, is_collection: bool) -> &[usize] {
        self.bound.get(&(id, is_collection)).map(Vec::as_slice).unwrap_or_default()
    }

    /// All bound calls, and what each is bound to: one of it or a collection.
    pub(super) fn all_bound(&self) -> impl Iterator<Item = (TypeId, usize)> {
        self.bound.iter().flat_map(|((of, _), calls)| calls.iter().map(|call| (*of, *call)))
    }

    /// The unbound calls of a name.
    pub(super) fn unbound(&self, written: &'a str, home: &'a str) -> &[usize] {
        self.unbound.get(&self.qualify(written, home)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The annotations of a type (no path), of a member of it, or of a part of the container.
    pub(super) fn notes(
        &self,
        node: Node<'a>,
        home: &'a str,
        target: (&'a str, &'a str, &'a str),
    ) -> Notes<'a> {
        let beside = self.annotations.get(&target).map(Vec::as_slice).unwrap_or_default();
        self.notes_of([node].iter().chain(beside), home)
    }

    /// The annotations of an entity set, a singleton or an import.
    pub(super) fn notes_of_part(&self, node: Node<'a>) -> Notes<'a> {
        let (namespace, container) = self.container_name.unwrap_or_default();
        self.notes(node, namespace, (namespace, container, node.attribute("Name").unwrap_or_default()))
    }

    /// The annotations of a call, or of a part of it: a parameter, or `$ReturnType`.
    pub(super) fn notes_of_callable(&self, one: &Callable<'a>, part: Node<'a>, path: &str) -> Notes<'a> {
        let all = self.of_callables.get(&(one.namespace, one.name)).map(Vec::as_slice).unwrap_or_default();
        let is_meant =
            |(types, rest, _): &&(&'a str, &'a str, Node<'a>)| *rest == path && self.takes(one, types);
        let beside: Vec<Node<'a>> = all.iter().filter(is_meant).map(|(_, _, node)| *node).collect();
        // without types, all overloads are meant
        let any =
            self.annotations.get(&(one.namespace, one.name, path)).map(Vec::as_slice).unwrap_or_default();
        self.notes_of([part].iter().chain(&beside).chain(any), one.namespace)
    }

    /// Whether a call takes parameters of just these types, written `graph.user, Edm.String`.
    fn takes(&self, one: &Callable<'a>, types: &'a str) -> bool {
        let key = |written: &'a str| {
            let (inner, is_collection) = inner(written.trim());
            (self.qualify(inner, one.namespace), is_collection)
        };
        let declared =
            children(one.node, "Parameter").map(|one| key(one.attribute("Type").unwrap_or_default()));
        declared.eq(types.split(',').filter(|one| !one.trim().is_empty()).map(key))
    }

    fn notes_of<'n>(&self, holders: impl Iterator<Item = &'n Node<'a>>, home: &'a str) -> Notes<'a>
    where
        'a: 'n,
    {
        let annotations = holders.flat_map(|one| children(*one, "Annotation"));
        let notes = annotations.filter_map(|node| {
            let (vocabulary, term) = self.qualify(node.attribute("Term")?, home);
            node.attribute("Qualifier").is_none().then_some(Note { vocabulary, term, node })
        });
        Notes(notes.collect())
    }
}

/// What stands in `Collection(..)`, and whether it does.
pub(super) fn inner(written: &str) -> (&str, bool) {
    match written.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (written, false),
    }
}
