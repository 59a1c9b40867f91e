//! Graph's own `$metadata`, read just as far as the bundled slice is compared with it.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// What the metadata says, with all names qualified.
#[derive(Default)]
pub(crate) struct Csdl {
    pub(crate) types: BTreeMap<String, Structured>,
    pub(crate) enums: BTreeMap<String, Enum>,
    pub(crate) calls: Vec<Call>,
    /// Entity sets (collections) and singletons.
    pub(crate) roots: BTreeMap<String, Type>,
}

pub(crate) struct Structured {
    pub(crate) is_entity: bool,
    pub(crate) base: Option<String>,
    pub(crate) is_abstract: bool,
    pub(crate) is_open: bool,
    pub(crate) properties: Vec<Property>,
}

pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) is_navigation: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) is_collection: bool,
    pub(crate) is_nullable: bool,
}

pub(crate) struct Enum {
    pub(crate) members: Vec<String>,
    pub(crate) is_flags: bool,
}

/// An action or a function.
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) is_action: bool,
    pub(crate) bound_to: Option<Type>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returns: Option<Type>,
}

pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) is_optional: bool,
}

impl Csdl {
    pub(crate) fn parse(text: &str) -> Self {
        let document = Document::parse(text.trim_start_matches('\u{feff}')).expect("well-formed XML");
        let schemas = document.descendants().filter(|one| one.tag_name().name() == "Schema");
        let mut csdl = Self::default();
        for schema in schemas {
            let namespace = schema.attribute("Namespace").expect("a namespace");
            for item in schema.children().filter(Node::is_element) {
                csdl.item(&Scope { namespace, alias: schema.attribute("Alias") }, item);
            }
        }
        csdl
    }

    fn item(&mut self, scope: &Scope<'_>, item: Node<'_, '_>) {
        let name = || format!("{}.{}", scope.namespace, item.attribute("Name").unwrap_or_default());
        match item.tag_name().name() {
            "EnumType" => {
                let members = children(item, "Member").map(|one| attribute(one, "Name")).collect();
                self.enums.insert(name(), Enum { members, is_flags: is(item, "IsFlags") });
            }
            "EntityType" | "ComplexType" => {
                self.types.insert(name(), scope.structured(item));
            }
            "Action" | "Function" => self.calls.push(scope.call(item, name())),
            "EntityContainer" => {
                for root in item.children().filter(Node::is_element) {
                    let ty = root.attribute("EntityType").or(root.attribute("Type")).unwrap_or_default();
                    let is_collection = root.tag_name().name() == "EntitySet";
                    let ty = Type { name: scope.qualified(ty), is_collection, is_nullable: false };
                    self.roots.insert(attribute(root, "Name"), ty);
                }
            }
            _ => {}
        }
    }

    /// The property of that name, of a type or its base types.
    pub(crate) fn property(&self, of: &str, name: &str) -> Option<&Property> {
        let one = self.types.get(of)?;
        let own = one.properties.iter().find(|property| property.name == name);
        own.or_else(|| self.property(one.base.as_deref()?, name))
    }

    /// Whether a type is another one or derives from it.
    pub(crate) fn is_a(&self, name: &str, ancestor: &str) -> bool {
        let base = || self.types.get(name)?.base.as_deref();
        name == ancestor || base().is_some_and(|base| self.is_a(base, ancestor))
    }
}

struct Scope<'a> {
    namespace: &'a str,
    alias: Option<&'a str>,
}

impl Scope<'_> {
    fn qualified(&self, name: &str) -> String {
        let (space, short) = name.rsplit_once('.').unwrap_or_default();
        match space {
            "graph" => format!("microsoft.graph.{short}"),
            alias if Some(alias) == self.alias => format!("{}.{short}", self.namespace),
            _ => name.to_owned(),
        }
    }

    fn ty(&self, item: Node<'_, '_>) -> Type {
        let written = item.attribute("Type").unwrap_or_default();
        let inner = written.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let is_navigation_collection = item.tag_name().name() == "NavigationProperty" && inner.is_some();
        Type {
            name: self.qualified(inner.unwrap_or(written)),
            is_collection: inner.is_some(),
            // The items of a navigation property are never null, and may not even say so.
            is_nullable: item.attribute("Nullable") != Some("false") && !is_navigation_collection,
        }
    }

    fn structured(&self, item: Node<'_, '_>) -> Structured {
        let is_property = |one: &Node<'_, '_>| one.tag_name().name().ends_with("Property");
        let properties = item.children().filter(is_property).map(|one| Property {
            name: attribute(one, "Name"),
            ty: self.ty(one),
            is_navigation: one.tag_name().name() == "NavigationProperty",
        });
        Structured {
            is_entity: item.tag_name().name() == "EntityType",
            base: item.attribute("BaseType").map(|base| self.qualified(base)),
            is_abstract: is(item, "Abstract"),
            is_open: is(item, "OpenType"),
            properties: properties.collect(),
        }
    }

    fn call(&self, item: Node<'_, '_>, name: String) -> Call {
        let mut parameters: Vec<Parameter> = children(item, "Parameter")
            .map(|one| Parameter {
                name: attribute(one, "Name"),
                ty: self.ty(one),
                is_optional: children(one, "Annotation")
                    .any(|one| attribute(one, "Term").ends_with("OptionalParameter")),
            })
            .collect();
        let is_bound = is(item, "IsBound") && !parameters.is_empty();
        let bound_to = is_bound.then(|| parameters.remove(0).ty);
        let returns = children(item, "ReturnType").next().map(|one| self.ty(one));
        Call { name, is_action: item.tag_name().name() == "Action", bound_to, parameters, returns }
    }
}

fn children<'a, 'i>(item: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    item.children().filter(move |one| one.tag_name().name() == name)
}

fn attribute(item: Node<'_, '_>, name: &str) -> String {
    item.attribute(name).unwrap_or_default().to_owned()
}

fn is(item: Node<'_, '_>, name: &str) -> bool {
    item.attribute(name) == Some("true")
}
