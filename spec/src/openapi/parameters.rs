//! Parameters of an operation: of its path, its query and its headers.

use openapiv3::{
    Operation, Parameter as Declaration, ParameterData, ParameterSchemaOrContent, PathItem, Schema,
};

use crate::Diagnostic;
use crate::model::{Parameter, ParameterPlace, Primitive, TypeRef, ValueType};
use crate::tree::At;

use super::Lower;
use super::located::{Linked, Located, words};

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// Those of the path.
    pub(super) path: Vec<PathParameter<'a>>,
    /// Query options and headers.
    pub(super) others: Vec<Parameter>,
    /// Whether one of them could not be read, so that it may be the one that is missed.
    pub(super) is_partial: bool,
}

pub(super) type PathParameter<'a> = Located<'a, ParameterData>;

/// A parameter that a list declares: its place, where the list names it, and its definition.
struct Declared<'a> {
    place: Place,
    listed: At<'a>,
    data: Located<'a, ParameterData>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl<'a> Declared<'a> {
    fn new(listed: At<'a>, parameter: &Located<'a, Declaration>) -> Self {
        let (place, value) = match parameter.value {
            Declaration::Path { parameter_data, .. } => (Place::Path, parameter_data),
            Declaration::Query { parameter_data, .. } => (Place::Query, parameter_data),
            Declaration::Header { parameter_data, .. } => (Place::Header, parameter_data),
            Declaration::Cookie { parameter_data, .. } => (Place::Cookie, parameter_data),
        };
        Self { place, listed, data: Located { value, at: parameter.at.clone() } }
    }

    fn is_same(&self, other: &Self) -> bool {
        self.place == other.place && self.data.value.name == other.data.value.name
    }
}

impl<'a> Lower<'a> {
    /// What the path declares for all its operations and what the operation declares, which
    /// takes precedence.
    pub(super) fn parameters(
        &self,
        item: &Located<'a, PathItem>,
        operation: &Located<'a, Operation>,
    ) -> Parameters<'a> {
        let mut found = Parameters::default();
        let list = Linked::list(&operation.value.parameters, operation.at.get("parameters"));
        let own = self.declared(&operation.at, list, &mut found.is_partial);
        let list = Linked::list(&item.value.parameters, item.at.get("parameters"));
        let shared = self.declared(&item.at, list, &mut found.is_partial).into_iter();
        let mut all: Vec<_> = shared.filter(|one| !own.iter().any(|known| known.is_same(one))).collect();
        all.extend(own);
        for one in all {
            match one.place {
                Place::Path => found.path.push(one.data),
                Place::Query => found.others.push(self.parameter(ParameterPlace::Query, &one.data)),
                Place::Header => found.others.push(self.parameter(ParameterPlace::Header, &one.data)),
                Place::Cookie => one.data.at.warn(
                    format!("the cookie `{}` cannot be expressed, so it is left out", one.data.value.name),
                    "Graph takes no cookies: take the parameter out",
                ),
            }
        }
        found
    }

    /// The parameters of one list. One that stands twice is reported.
    fn declared(
        &self,
        of: &At<'a>,
        list: Vec<Linked<'a, Declaration>>,
        is_partial: &mut bool,
    ) -> Vec<Declared<'a>> {
        *is_partial |= of.lacks_items("parameters");
        let mut found: Vec<Declared<'a>> = Vec::new();
        for listed in list {
            let Some(target) = self.components.follow(&listed) else {
                *is_partial = true;
                continue;
            };
            let one = Declared::new(listed.at, &target.part);
            if let Some(first) = found.iter().find(|known| known.is_same(&one)) {
                let message = format!("the parameter `{}` is declared twice", one.data.value.name);
                let fault = Diagnostic::error(message).at(one.listed.origin());
                let fault = fault.related(first.listed.origin(), "the first one");
                one.listed.document.push(fault.help("keep one of the two"));
                continue;
            }
            found.push(one);
        }
        found
    }

    fn parameter(&self, place: ParameterPlace, declared: &Located<'a, ParameterData>) -> Parameter {
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        let ty = schema(declared).map_or(text, |schema| self.parameter_type(&schema));
        let mut lowered = Parameter::new(place, &declared.value.name, ty);
        lowered.is_required = declared.value.required;
        lowered.description = words(declared.value.description.as_deref());
        lowered
    }

    /// `$select` and its like list the properties that they take: that is text, and the list says
    /// nothing that the types do not say.
    fn parameter_type(&self, schema: &Linked<'a, Schema>) -> ValueType {
        let string = TypeRef::Primitive(Primitive::String);
        let has_members = |one: &Located<'a, Schema>| one.is_enum();
        if let Some(one) = schema.itself() {
            let items = one.items().and_then(|items| items.itself());
            if one.type_name() == Some("array") && items.as_ref().is_some_and(has_members) {
                return ValueType::collection(string, false);
            }
            if has_members(&one) {
                return ValueType::required(string);
            }
        }
        self.value_type(schema)
    }
}

/// The schema of a parameter. One with `content` in its place has none.
pub(super) fn schema<'a>(declared: &Located<'a, ParameterData>) -> Option<Linked<'a, Schema>> {
    match &declared.value.format {
        ParameterSchemaOrContent::Schema(schema) => Some(Linked::new(schema, declared.at.get("schema")?)),
        ParameterSchemaOrContent::Content(_) => None,
    }
}
