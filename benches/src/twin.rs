//! Writes the types of a slice as people write them by hand: structs and enums with serde's derives.
//!
//! A twin has the fields of the emitted model, in the same order and of the same types, so that nothing
//! but the way of reading and writing differs. It has no setters, no documentation, no masked `Debug`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use heck::{ToSnakeCase, ToUpperCamelCase};
use msgraph_spec::model::{
    Answer, Api, Body, EnumType, Primitive, Property, StructuredType, TypeDef, TypeName, TypeRef, ValueType,
};

/// What a twin does with properties that it does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Forgets them: the least that a derive can do.
    Plain,
    /// Keeps them in a `#[serde(flatten)]` map, as the emitted models keep theirs.
    Flatten,
}

/// The file of all twins of a slice, to be included as a module: a module for each type, and its name.
#[must_use]
pub fn twins(api: &Api, flavour: Flavour) -> String {
    let boxes = Boxes::find(api);
    let mut out = String::new();
    for ty in emitted(api) {
        let name = type_name(ty.name());
        let module = identifier(&format!("of_{}", name.to_snake_case()));
        let _ = write!(
            out,
            "mod {module} {{\n{}}}\npub use self::{module}::{name};\n",
            match ty {
                TypeDef::Structured(ty) => structure(api, ty, &boxes, flavour),
                TypeDef::Enum(ty) => enumeration(ty),
                _ => String::new(),
            }
        );
    }
    out
}

/// The Rust names of the types that have twins, which are those of the emitted models.
#[must_use]
pub fn names(api: &Api) -> BTreeSet<String> {
    emitted(api).map(|ty| type_name(ty.name())).collect()
}

/// The types that have models: all but the abstract ones that nothing names.
pub fn emitted(api: &Api) -> impl Iterator<Item = &TypeDef> {
    let used = used(api);
    api.types.values().filter(
        move |ty| !matches!(ty, TypeDef::Structured(ty) if ty.is_abstract && !used.contains(&ty.name)),
    )
}

/// The name of a type in Rust.
#[must_use]
pub fn type_name(name: &TypeName) -> String {
    let namespace = name.namespace();
    let namespace = namespace.strip_prefix("microsoft.graph").unwrap_or(namespace);
    let camel = format!("{namespace} {}", name.short()).to_upper_camel_case();
    let is_taken = ["Box", "From", "Into", "IntoIterator", "Option", "Result", "Self", "String", "Vec"];
    if is_taken.contains(&camel.as_str()) { format!("{camel}Type") } else { word(&camel, 'N') }
}

fn structure(api: &Api, ty: &StructuredType, boxes: &Boxes<'_>, flavour: Flavour) -> String {
    let mut fields = String::new();
    let mut taken = BTreeSet::from(["odata_type".to_owned(), "additional".to_owned()]);
    for property in api.properties_of(ty) {
        // streams are not in the JSON
        if property.ty.item != TypeRef::Primitive(Primitive::Stream) {
            field(&mut fields, api, property, boxes.is_boxed(&ty.name, &property.ty), &mut taken);
        }
    }
    let additional = match flavour {
        Flavour::Plain => "",
        Flavour::Flatten => {
            "#[serde(flatten)]\npub additional: ::serde_json::Map<String, ::serde_json::Value>,\n"
        }
    };
    let name = type_name(&ty.name);
    format!(
        "#[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]\n\
         pub struct {name} {{\n\
         #[serde(rename = \"@odata.type\", skip_serializing_if = \"Option::is_none\")]\n\
         pub odata_type: Option<String>,\n{fields}{additional}}}\n"
    )
}

fn field(out: &mut String, api: &Api, property: &Property, is_boxed: bool, taken: &mut BTreeSet<String>) {
    let mut name = word(&property.name.to_snake_case(), 'n');
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    let item = item(api, &property.ty.item);
    let ty = match (property.ty.is_collection, is_boxed) {
        (true, _) => format!("Vec<{item}>"),
        (false, true) => format!("Box<{item}>"),
        (false, false) => item,
    };
    let _ = write!(
        out,
        "#[serde(rename = {:?}, skip_serializing_if = \"Option::is_none\")]\npub {}: Option<{ty}>,\n",
        property.name,
        identifier(&name),
    );
}

/// An open enum, by derive alone: members by name, and a last variant that keeps any other text.
///
/// `#[serde(other)]` would be faster and would forget the text, which none of Graph's clients may.
fn enumeration(ty: &EnumType) -> String {
    let mut members = String::new();
    let mut taken = BTreeSet::from(["UnknownValue".to_owned()]);
    for member in &ty.members {
        let mut variant = word(&member.name.to_upper_camel_case(), 'N');
        while !taken.insert(variant.clone()) {
            variant.push('_');
        }
        let _ = writeln!(members, "#[serde(rename = {:?})]\n{},", member.name, identifier(&variant));
    }
    format!(
        "#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]\n\
         pub enum {} {{\n{members}#[serde(untagged)]\nUnknownValue(String),\n}}\n",
        type_name(&ty.name)
    )
}

/// The type of one item. A set of flags is its text: a derive has nothing for it.
fn item(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(*primitive).to_owned(),
        TypeRef::Named(name) => match api.types.get(name) {
            Some(TypeDef::Enum(ty)) if ty.is_flags => "String".to_owned(),
            Some(_) => format!("super::{}", type_name(name)),
            None => "::serde_json::Value".to_owned(),
        },
        _ => "::serde_json::Value".to_owned(),
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Binary => "::msgraph_core::model::Binary",
        Primitive::Boolean => "bool",
        Primitive::Byte => "u8",
        Primitive::Date => "::msgraph_core::model::Date",
        Primitive::DateTimeOffset => "::msgraph_core::model::DateTimeOffset",
        Primitive::Decimal => "::msgraph_core::model::Decimal",
        Primitive::Double => "f64",
        Primitive::Duration => "::msgraph_core::model::Duration",
        Primitive::Guid => "::msgraph_core::model::Guid",
        Primitive::Int16 => "i16",
        Primitive::Int32 => "i32",
        Primitive::Int64 => "i64",
        Primitive::SByte => "i8",
        Primitive::Single => "f32",
        Primitive::String => "String",
        Primitive::TimeOfDay => "::msgraph_core::model::TimeOfDay",
        _ => "::serde_json::Value",
    }
}

/// A name that does not start with a digit.
fn word(name: &str, number: char) -> String {
    let plain: String =
        name.chars().map(|one| if one.is_ascii_alphanumeric() || one == '_' { one } else { '_' }).collect();
    if plain.starts_with(|first: char| first.is_ascii_digit()) { format!("{number}{plain}") } else { plain }
}

/// A name as an identifier: keywords are raw, or have an underscore behind them where they cannot be.
fn identifier(name: &str) -> String {
    const KEYWORDS: &str = " abstract as async await become box break const continue do dyn else enum extern \
        false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
        static struct trait true try type typeof unsafe unsized use virtual where while yield ";
    match name {
        "Self" | "self" | "super" | "crate" | "_" => format!("{name}_"),
        _ if KEYWORDS.contains(&format!(" {name} ")) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// For each type, the types that it holds by single values, directly or through others.
struct Boxes<'a>(BTreeMap<&'a TypeName, BTreeSet<&'a TypeName>>);

impl<'a> Boxes<'a> {
    fn find(api: &'a Api) -> Self {
        let direct: BTreeMap<&TypeName, BTreeSet<&TypeName>> =
            structured(api).map(|ty| (&ty.name, singles(api, ty))).collect();
        let within = |of: &&'a TypeName| {
            let mut found = BTreeSet::new();
            let mut open: Vec<&TypeName> = direct[of].iter().copied().collect();
            while let Some(next) = open.pop() {
                if found.insert(next) {
                    open.extend(direct.get(next).into_iter().flatten());
                }
            }
            (*of, found)
        };
        Self(direct.keys().map(within).collect())
    }

    /// Whether a field of that type would make the type that has it endless.
    fn is_boxed(&self, of: &TypeName, field: &ValueType) -> bool {
        let TypeRef::Named(target) = &field.item else { return false };
        !field.is_collection && (target == of || self.0.get(target).is_some_and(|within| within.contains(of)))
    }
}

fn singles<'a>(api: &'a Api, ty: &'a StructuredType) -> BTreeSet<&'a TypeName> {
    let properties = api.properties_of(ty).into_iter().filter(|property| !property.ty.is_collection);
    properties.filter_map(|property| named(&property.ty)).collect()
}

/// The types that a property or an operation names.
fn used(api: &Api) -> BTreeSet<&TypeName> {
    let properties = structured(api).flat_map(|ty| &ty.properties).map(|property| &property.ty);
    let successes = api.operations.iter().flat_map(|operation| &operation.successes);
    let answers = successes.filter_map(|success| match &success.answer {
        Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => Some(ty),
        _ => None,
    });
    let bodies = api.operations.iter().filter_map(|operation| match &operation.body {
        Some(Body::Json { ty, .. }) => Some(ty),
        _ => None,
    });
    properties.chain(answers).chain(bodies).filter_map(named).collect()
}

fn structured(api: &Api) -> impl Iterator<Item = &StructuredType> {
    api.types.values().filter_map(|ty| match ty {
        TypeDef::Structured(ty) => Some(ty),
        _ => None,
    })
}

fn named(ty: &ValueType) -> Option<&TypeName> {
    match &ty.item {
        TypeRef::Named(name) => Some(name),
        _ => None,
    }
}
