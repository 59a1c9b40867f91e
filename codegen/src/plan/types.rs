//! Models and enums.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{
    Answer, Api, Body, EnumMember, EnumType, Primitive, Property, StructuredKind, StructuredType, TypeDef,
    TypeName, TypeRef, ValueType,
};

use super::boxes::Boxes;
use super::names;
use super::scope::Scope;
use super::updates;

/// The name of a type and of the module that it stands in.
#[derive(Debug, Clone)]
pub(crate) struct RustName {
    pub(crate) ty: String,
    pub(crate) module: String,
}

impl RustName {
    pub(crate) fn new(ty: String) -> Self {
        Self { module: names::module_name(&ty), ty }
    }
}

/// A type to be emitted.
pub(crate) enum PlannedType<'a> {
    Model(PlannedModel<'a>),
    Update(PlannedUpdate<'a>),
    Enum(PlannedEnum<'a>),
}

impl<'a> PlannedType<'a> {
    pub(crate) fn name(&self) -> &RustName {
        match self {
            Self::Model(one) => &one.name,
            Self::Update(one) => &one.name,
            Self::Enum(one) => &one.name,
        }
    }

    pub(crate) fn model(&self) -> Option<&PlannedModel<'a>> {
        match self {
            Self::Model(one) => Some(one),
            _ => None,
        }
    }
}

/// A structured type with the properties of its base types.
pub(crate) struct PlannedModel<'a> {
    pub(crate) name: RustName,
    pub(crate) ty: &'a StructuredType,
    pub(crate) fields: Vec<PlannedField<'a>>,
    /// Streams have no field: their content has a path of its own.
    pub(crate) streams: Vec<&'a Property>,
}

impl<'a> PlannedModel<'a> {
    /// Whether it has `@odata.type`: the parameters of an action have none.
    pub(crate) fn has_odata_type(&self) -> bool {
        self.ty.kind != StructuredKind::Parameters
    }

    /// What an action demands.
    pub(crate) fn required(&self) -> impl Iterator<Item = &PlannedField<'a>> {
        self.fields.iter().filter(|field| field.access == Access::Required)
    }
}

/// A property that became a field.
#[derive(Clone)]
pub(crate) struct PlannedField<'a> {
    pub(crate) name: String,
    pub(crate) property: &'a Property,
    /// Whether the type would contain itself without a box.
    pub(crate) is_boxed: bool,
    /// How it is read and written.
    pub(crate) kind: FieldKind,
    pub(crate) access: Access,
    /// The page of the type that declares it, or its own.
    pub(crate) link: Option<&'a str>,
}

/// How a field is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// As its type holds it.
    Value,
    /// A collection, which may have nulls in it.
    Items,
    /// A number, which may not fit or have other digits than the field can hold.
    Number,
    /// A collection of such numbers.
    Numbers,
    /// A text that its type checks, which may be no value of it.
    Text,
    /// A collection of such texts.
    Texts,
}

impl FieldKind {
    fn of(ty: &ValueType) -> Self {
        let [one, many] = match ty.item {
            TypeRef::Primitive(
                Primitive::Byte
                | Primitive::Double
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::SByte
                | Primitive::Single,
            ) => [Self::Number, Self::Numbers],
            TypeRef::Primitive(
                Primitive::Binary
                | Primitive::Date
                | Primitive::DateTimeOffset
                | Primitive::Duration
                | Primitive::Guid
                | Primitive::TimeOfDay,
            ) => [Self::Text, Self::Texts],
            _ => [Self::Value, Self::Items],
        };
        if ty.is_collection { many } else { one }
    }
}

/// Who sets a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// The parameter of an action that demands it.
    Required,
    /// The parameter of an action that does without.
    Optional,
    /// The service alone.
    ReadOnly,
    /// Whoever creates the object: it stays as it is from then on.
    Immutable,
    /// Nobody by this object: what it leads to has paths of its own.
    Navigation,
    /// Whoever may change the object.
    Writable,
}

impl Access {
    fn of(kind: StructuredKind, property: &Property) -> Self {
        match property {
            _ if kind == StructuredKind::Parameters && property.is_required => Self::Required,
            _ if kind == StructuredKind::Parameters => Self::Optional,
            _ if property.is_navigation => Self::Navigation,
            _ if property.is_read_only => Self::ReadOnly,
            _ if property.is_immutable => Self::Immutable,
            _ => Self::Writable,
        }
    }

    /// As documentation says it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::ReadOnly => "read-only",
            Self::Immutable => "set on creation only",
            Self::Navigation => "navigation property",
            Self::Writable => "writable",
        }
    }
}

/// The body of a PATCH: the properties of a type that can be changed.
pub(crate) struct PlannedUpdate<'a> {
    pub(crate) name: RustName,
    /// The type that it changes.
    pub(crate) of: RustName,
    pub(crate) ty: &'a StructuredType,
    pub(crate) fields: Vec<PlannedField<'a>>,
    pub(crate) bases: Vec<UpdateBase>,
}

/// The update of a base type, which takes those of the types that derive from it.
pub(crate) struct UpdateBase {
    pub(crate) name: RustName,
    /// The fields that both have.
    pub(crate) shared: Vec<String>,
}

/// An enum.
pub(crate) struct PlannedEnum<'a> {
    pub(crate) name: RustName,
    pub(crate) ty: &'a EnumType,
    pub(crate) variants: Vec<(String, &'a EnumMember)>,
}

/// The Rust names of all types, whether or not they are emitted.
pub(crate) fn names<'a>(api: &'a Api, faults: &mut Diagnostics) -> BTreeMap<&'a TypeName, RustName> {
    let mut scope = Scope::new("types");
    let named = api.types.values().filter_map(|ty| {
        let (name, rust) = (ty.name(), names::type_name(ty.name()));
        Some((name, scope.take_with_module(rust, name.as_str(), ty.origin(), faults)?))
    });
    named.collect()
}

/// The models and enums to be emitted, ordered by their Rust name.
pub(crate) fn plan<'a>(
    api: &'a Api,
    type_names: &BTreeMap<&'a TypeName, RustName>,
    faults: &mut Diagnostics,
) -> Vec<PlannedType<'a>> {
    let boxes = Boxes::find(api);
    let used = used_types(api);
    let mut planned: Vec<PlannedType<'a>> = Vec::new();
    for ty in api.types.values() {
        // a type without a name of its own has been reported; what is in it is checked all the same
        let unnamed = || RustName::new("Unnamed".to_owned());
        let name = type_names.get(ty.name()).cloned().unwrap_or_else(unnamed);
        match ty {
            TypeDef::Enum(ty) => planned.push(PlannedType::Enum(plan_enum(name, ty, faults))),
            // a base that nothing names lives on in the types that derive from it
            TypeDef::Structured(ty) if ty.is_abstract && !used.contains(&ty.name) => {}
            TypeDef::Structured(ty) => {
                planned.push(PlannedType::Model(plan_model(name, api, ty, &boxes, faults)));
            }
            _ => {}
        }
    }
    planned.extend(updates::plan(api, &planned, type_names).into_iter().map(PlannedType::Update));
    planned.sort_by(|a, b| a.name().module.cmp(&b.name().module));
    planned
}

fn plan_model<'a>(
    name: RustName,
    api: &'a Api,
    ty: &'a StructuredType,
    boxes: &Boxes<'a>,
    faults: &mut Diagnostics,
) -> PlannedModel<'a> {
    let mut scope = Scope::new("properties of a type");
    let (mut fields, mut streams) = (Vec::new(), Vec::new());
    let pages = pages(api, ty);
    let page = |property: &Property| {
        let declaring = pages.get(&std::ptr::from_ref(property)).copied();
        declaring.or(ty.docs.link.as_deref())
    };
    for property in api.properties_of(ty) {
        if property.ty.item == TypeRef::Primitive(Primitive::Stream) {
            streams.push(property);
            continue;
        }
        let rust = names::field_name(&property.name);
        let Some(name) = scope.take(rust, &property.name, &property.origin, faults) else { continue };
        fields.push(PlannedField {
            name,
            property,
            is_boxed: boxes.is_boxed(property),
            kind: FieldKind::of(&property.ty),
            access: Access::of(ty.kind, property),
            link: property.docs.link.as_deref().or_else(|| page(property)),
        });
    }
    PlannedModel { name, ty, fields, streams }
}

/// The page of the base type that declares each inherited property.
fn pages<'a>(api: &'a Api, ty: &'a StructuredType) -> BTreeMap<*const Property, &'a str> {
    let bases = api.bases_of(ty).into_iter();
    let pages = bases.filter_map(|base| Some((base, base.docs.link.as_deref()?)));
    pages
        .flat_map(|(base, page)| base.properties.iter().map(move |own| (std::ptr::from_ref(own), page)))
        .collect()
}

fn plan_enum<'a>(name: RustName, ty: &'a EnumType, faults: &mut Diagnostics) -> PlannedEnum<'a> {
    let mut scope = Scope::new("members of an enum");
    let variants = ty.members.iter().filter_map(|member| {
        let rust = names::variant_name(&member.name);
        // Graph has such: `remoteControlSoftware` and `remote_Control_Software`
        Some((scope.take_numbered(rust, &member.name, &member.origin, faults)?, member))
    });
    PlannedEnum { name, ty, variants: variants.collect() }
}

/// The types that a property or an operation names.
fn used_types(api: &Api) -> BTreeSet<&TypeName> {
    let properties = api.types.values().filter_map(|ty| match ty {
        TypeDef::Structured(ty) => Some(ty),
        _ => None,
    });
    let properties = properties.flat_map(|ty| &ty.properties).map(|property| &property.ty);
    let answers =
        api.operations.iter().flat_map(|operation| &operation.successes).filter_map(|success| match &success
            .answer
        {
            Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => Some(ty),
            _ => None,
        });
    let bodies = api.operations.iter().filter_map(|operation| match &operation.body {
        Some(Body::Json { ty, .. }) => Some(ty),
        _ => None,
    });
    properties.chain(answers).chain(bodies).filter_map(named).collect()
}

fn named(ty: &ValueType) -> Option<&TypeName> {
    match &ty.item {
        TypeRef::Named(name) => Some(name),
        _ => None,
    }
}
