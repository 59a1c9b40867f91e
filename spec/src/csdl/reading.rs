//! What all parts of the reader share: the index, the places, and the faults found so far.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::index::{Fault, Index, Named, TypeId, inner};
use super::shapes::Shape;
use super::xml::{Node, Places};
use crate::Diagnostic;
use crate::check::MOST_BASES;
use crate::model::{Origin, TypeRef, ValueType};
use crate::nearest::did_you_mean;

pub(super) struct Reading<'a> {
    pub(super) index: Index<'a>,
    pub(super) places: Places<'a>,
    pub(super) shapes: RefCell<HashMap<TypeId, Rc<Shape<'a>>>>,
    faults: RefCell<Vec<Diagnostic>>,
    /// The elements that have been reported: a property is read as often as paths lead to it.
    reported: RefCell<HashSet<usize>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(index: Index<'a>, places: Places<'a>) -> Self {
        let (shapes, faults, reported) = Default::default();
        Self { index, places, shapes, faults, reported }
    }

    pub(super) fn push(&self, fault: Diagnostic) {
        self.faults.borrow_mut().push(fault);
    }

    /// Reports something about an element, once.
    pub(super) fn push_once(&self, node: Node<'a>, fault: impl FnOnce() -> Diagnostic) {
        if self.reported.borrow_mut().insert(node.range().start) {
            self.push(fault());
        }
    }

    pub(super) fn take_faults(self) -> Vec<Diagnostic> {
        self.faults.into_inner()
    }

    /// The type of a property, parameter or answer. One that is not known is an error, one that the model lacks a
    /// warning; both leave the item out.
    ///
    /// Without `Nullable` a value may be null, and so may the items of a collection, except those of navigation.
    pub(super) fn value(&self, node: Node<'a>, home: &'a str) -> Option<ValueType> {
        let written = node.attribute("Type").unwrap_or_default();
        let (item, is_collection) = inner(written);
        let item = match self.index.named(item, home) {
            Named::Primitive(one) => TypeRef::Primitive(one),
            Named::Untyped => TypeRef::Untyped,
            Named::Type(id) => TypeRef::Named(self.index.name(id)),
            Named::Unsupported(name) => {
                self.push_once(node, || self.unsupported(node, name));
                return None;
            }
            Named::NoPrimitive(id) => {
                let definition = self.index.get(id).node;
                self.push_once(definition, || self.no_primitive(id));
                return None;
            }
            Named::Unknown => {
                self.push_once(node, || self.unknown(node, "Type", item));
                return None;
            }
        };
        let is_navigation = node.tag_name().name() == "NavigationProperty";
        let is_nullable = !(is_navigation && is_collection) && node.attribute("Nullable") != Some("false");
        Some(ValueType { item, is_collection, is_nullable })
    }

    fn unsupported(&self, node: Node<'a>, name: &str) -> Diagnostic {
        let what = node.attribute("Name").map_or("this".to_owned(), |name| format!("`{name}`"));
        Diagnostic::warning(format!("`{name}` cannot be expressed yet, so {what} is left out"))
            .at(self.places.of_attribute(node, "Type", ""))
            .help("values of it are kept as properties that the model does not know")
    }

    /// A `TypeDefinition` of something else than a primitive type.
    fn no_primitive(&self, id: TypeId) -> Diagnostic {
        let declared = self.index.get(id);
        let name = self.index.name(id);
        let fault = match declared.node.attribute("UnderlyingType") {
            Some(written) => format!("`{name}` stands for `{written}`, which is no primitive type"),
            None => format!("`{name}` does not say what it stands for"),
        };
        Diagnostic::error(fault)
            .at(self.places.of_attribute(declared.node, "UnderlyingType", ""))
            .help("its underlying type must be primitive: write one of OData's, such as `Edm.String`")
    }

    /// An attribute that names a type that is not there.
    pub(super) fn unknown(&self, node: Node<'a>, attribute: &str, name: &str) -> Diagnostic {
        let at = self.places.of_attribute(node, attribute, "");
        if name.is_empty() {
            let fault = format!("`{}` has no `{attribute}`", node.tag_name().name());
            return Diagnostic::error(fault).at(self.origin(node, "")).help("name a type");
        }
        let short = name.rsplit('.').next().unwrap_or(name);
        let help = if name.starts_with("Edm.") {
            "write a primitive type of OData, such as `Edm.String`".to_owned()
        } else {
            let known = self.index.types.iter().map(|one| one.name);
            did_you_mean(short, known, "declare it, or write a type that a `Schema` declares")
        };
        Diagnostic::error(format!("there is no type `{name}`")).at(at).help(help)
    }

    /// The place of an element: of its name, if it has one, for an element can be as long as its line.
    pub(super) fn origin(&self, node: Node<'a>, pointer: impl Into<String>) -> Origin {
        self.places.of_attribute(node, "Name", pointer)
    }

    /// What is wrong with the declarations as such. Where a slice is cut out, such a fault is most likely in a part
    /// that the slice does not need, so it is a warning there.
    pub(super) fn report(&self, is_cut: bool) {
        for fault in &self.index.faults {
            self.push(self.described(fault, is_cut));
        }
    }

    fn described(&self, fault: &Fault<'a>, is_cut: bool) -> Diagnostic {
        let level = |message: String| {
            if is_cut { Diagnostic::warning(message) } else { Diagnostic::error(message) }
        };
        match fault {
            Fault::Twice { node, first, name } => level(format!("`{name}` is declared twice"))
                .at(self.places.of_attribute(*node, "Name", ""))
                .related(self.places.of_attribute(*first, "Name", ""), "the first one")
                .help("keep one of the two; the first one counts"),
            Fault::Unnamed { node } => level(format!("`{}` has no name", node.tag_name().name()))
                .at(self.origin(*node, ""))
                .help("give it a `Name`"),
            Fault::UnknownElement { node } => {
                let name = node.tag_name().name();
                let fault = format!("`{name}` is no element of CSDL that is known here, so it is left out");
                Diagnostic::warning(fault).at(self.origin(*node, "")).help(did_you_mean(
                    name,
                    ELEMENTS.into_iter(),
                    "take it out, or check how it is spelt",
                ))
            }
            Fault::NoNamespace { node } => Diagnostic::error("this schema has no namespace")
                .at(self.origin(*node, ""))
                .help("give it a `Namespace`, such as `microsoft.graph`"),
            Fault::UnknownBinding { node, written } => {
                let name = node.attribute("Name").unwrap_or_default();
                let fault = match *written {
                    "" => format!("`{name}` is bound, but has no parameter to be bound to"),
                    written => format!("`{name}` is bound to `{written}`, which is not declared"),
                };
                level(fault).at(self.origin(*node, "")).help("let its first parameter name a declared type")
            }
            Fault::TooManyBases { id } => {
                let declared = self.index.get(*id);
                let name = self.index.name(*id);
                let fault = format!("`{name}` derives from a type that derives from another, and so on");
                let help = format!("nothing of Graph is so large: the most is {MOST_BASES}");
                Diagnostic::error(fault)
                    .at(self.places.of_attribute(declared.node, "BaseType", ""))
                    .help(help)
            }
            Fault::NoContainer { node } => {
                Diagnostic::error("the description has no entity container, so there are no paths")
                    .at(self.origin(*node, ""))
                    .help("read the whole `$metadata` of the service")
            }
            Fault::NoSchema { node } => {
                Diagnostic::error("this is no description in CSDL: it has no `Schema`")
                    .at(self.origin(*node, ""))
                    .help("write `edmx:Edmx`, in it `edmx:DataServices`, in it `Schema`")
            }
        }
    }
}

const ELEMENTS: [&str; 9] = [
    "EntityType",
    "ComplexType",
    "EnumType",
    "TypeDefinition",
    "Action",
    "Function",
    "EntityContainer",
    "Annotations",
    "Term",
];
