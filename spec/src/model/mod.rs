//! The model: what a slice of Microsoft Graph offers, in OData's words.
//!
//! Every front end lowers its input into an [`Api`], and every back end reads nothing else. The
//! model holds no nodes of OpenAPI or CSDL, and no Rust.

mod operation;
mod path;
mod permission;
mod sibling;
mod types;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

pub use operation::{
    Answer, Body, HttpMethod, Operation, OperationKind, Parameter, ParameterPlace, StatusCodes, Success,
};
pub use path::{FunctionParameter, KeyParameter, PathTemplate, Segment};
pub use permission::{
    AllOf, Choice, Fixup, OperationPermissions, PermissionInfo, Requirement, Scheme, SchemeInfo,
};
pub use sibling::Siblings;
pub use types::{
    EnumMember, EnumType, Primitive, Property, StructuredKind, StructuredType, TypeDef, TypeName, TypeRef,
    ValueType,
};

/// A slice of Graph: its types, its operations and the permissions that open them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The title that the source gives itself.
    pub title: String,
    /// The version of the service that it describes, such as `v1.0`.
    pub version: String,
    /// The root that paths are relative to, without a slash at the end:
    /// `https://graph.microsoft.com/v1.0`.
    pub service_root: String,
    /// Every type by its qualified name.
    pub types: BTreeMap<TypeName, TypeDef>,
    /// Every operation, ordered by path and then by method.
    pub operations: Vec<Operation>,
    /// Every permission that the table knows, by name, whether or not it opens an operation here.
    pub permissions: BTreeMap<String, PermissionInfo>,
}

impl Api {
    /// An API without types, operations and permissions.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        version: impl Into<String>,
        service_root: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            service_root: service_root.into(),
            types: BTreeMap::new(),
            operations: Vec::new(),
            permissions: BTreeMap::new(),
        }
    }

    /// The structured type (entity, complex or parameters) of that name.
    #[must_use]
    pub fn structured(&self, name: &TypeName) -> Option<&StructuredType> {
        match self.types.get(name) {
            Some(TypeDef::Structured(found)) => Some(found),
            _ => None,
        }
    }

    /// The properties of a structured type and of its base types, the root's first.
    ///
    /// A property that a derived type declares again stands once, where the base type has it, as
    /// the derived type declares it. A base type that is missing, or a base that leads back to the
    /// type itself, ends the walk: the check stage has reported it by then.
    #[must_use]
    pub fn properties_of<'a>(&'a self, of: &'a StructuredType) -> Vec<&'a Property> {
        let mut chain = self.bases_of(of);
        chain.reverse();
        chain.push(of);
        let declared = chain.iter().map(|one| one.properties.len()).sum();
        let mut found: Vec<&Property> = Vec::with_capacity(declared);
        let properties = chain.into_iter().flat_map(|one| &one.properties);
        // of a few names, looking at each is faster than hashing them
        if declared <= 64 {
            for property in properties {
                match found.iter().position(|one| one.name == property.name) {
                    Some(at) => found[at] = property,
                    None => found.push(property),
                }
            }
            return found;
        }
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(declared);
        for property in properties {
            match places.entry(&property.name) {
                Entry::Occupied(at) => found[*at.get()] = property,
                Entry::Vacant(free) => {
                    free.insert(found.len());
                    found.push(property);
                }
            }
        }
        found
    }

    /// The base types of a structured type, the nearest first.
    #[must_use]
    pub fn bases_of<'a>(&'a self, of: &'a StructuredType) -> Vec<&'a StructuredType> {
        let mut chain: Vec<&StructuredType> = Vec::new();
        let mut next = of.base.as_ref();
        while let Some(base) = next.and_then(|name| self.structured(name)) {
            if base.name == of.name || chain.iter().any(|seen| seen.name == base.name) {
                break;
            }
            chain.push(base);
            next = base.base.as_ref();
        }
        chain
    }

    /// Whether one type is another one or derives from it.
    #[must_use]
    pub fn is_a(&self, name: &TypeName, ancestor: &TypeName) -> bool {
        name == ancestor
            || self
                .structured(name)
                .is_some_and(|of| self.bases_of(of).iter().any(|base| base.name == *ancestor))
    }

    /// The operation with that method on that path. Placeholder names and letter case do not matter.
    #[must_use]
    pub fn operation(&self, method: HttpMethod, path: &str) -> Option<&Operation> {
        let wanted = PathTemplate::anonymous(path);
        self.operations
            .iter()
            .find(|one| one.method == method && PathTemplate::anonymous(&one.path.to_string()) == wanted)
    }
}

/// What a source says about an item in prose, and where to read more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Docs {
    /// One short line.
    pub summary: Option<String>,
    /// The long text.
    pub description: Option<String>,
    /// A page of documentation.
    pub link: Option<String>,
}

/// Where an item was read from. Two origins are always equal: where a thing stands is no part of
/// what it is, so the same slice read from two sources compares equal.
#[derive(Clone)]
pub struct Origin {
    /// The file, as the caller named it.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The JSON pointer or XML path of the item.
    pub pointer: String,
}

impl Origin {
    /// A place in a file; lines and columns count from 1.
    #[must_use]
    pub fn new(file: Arc<str>, line: usize, column: usize, pointer: impl Into<String>) -> Self {
        Self { file, line, column, pointer: pointer.into() }
    }

    /// For an item that was made, not read.
    #[must_use]
    pub fn none() -> Self {
        Self { file: Arc::from(""), line: 0, column: 0, pointer: String::new() }
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_declared_again_stands_where_the_base_has_it() {
        for count in [3, 200] {
            let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
            let names = |from: usize| (from..count).map(|at| format!("p{at}"));
            let text = || ValueType::nullable(TypeRef::Primitive(Primitive::String));
            let number = || ValueType::nullable(TypeRef::Primitive(Primitive::Int32));
            let mut base =
                StructuredType::new(TypeName::new("x.base"), StructuredKind::Entity, Origin::none());
            base.properties = names(0).map(|name| Property::new(name, text(), Origin::none())).collect();
            let mut derived =
                StructuredType::new(TypeName::new("x.derived"), StructuredKind::Entity, Origin::none());
            derived.base = Some(base.name.clone());
            derived.properties =
                ["p1", "own"].map(|name| Property::new(name, number(), Origin::none())).to_vec();
            api.types.insert(base.name.clone(), TypeDef::Structured(base));
            let found = api.properties_of(&derived);
            let wanted: Vec<String> = names(0).chain(["own".into()]).collect();
            assert_eq!(found.iter().map(|one| one.name.clone()).collect::<Vec<_>>(), wanted);
            let numbers: Vec<&str> =
                found.iter().filter(|one| one.ty == number()).map(|one| &*one.name).collect();
            assert_eq!(numbers, ["p1", "own"]);
        }
    }
}
