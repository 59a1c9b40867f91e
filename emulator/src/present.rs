//! Gives an entity the shape in which Graph answers with it.

use msgraph_spec::model::{Api, EnumType, Primitive, TypeDef, TypeName, TypeRef, ValueType};
use serde_json::{Map, Value};

use crate::errors::GraphError;
use crate::moment;
use crate::query::Query;
use crate::validate;

/// What stands for a member that the client does not know yet.
pub(crate) const UNKNOWN: &str = "unknownFutureValue";

/// Writes every declared date in UTC with seven fractional digits, and every member behind
/// `unknownFutureValue` as just that, unless the client asked for the real ones.
pub(crate) fn object(api: &Api, ty: &TypeName, object: &mut Map<String, Value>, with_unknown_members: bool) {
    Present { api, with_unknown_members }.object(ty, object);
}

struct Present<'a> {
    api: &'a Api,
    with_unknown_members: bool,
}

impl Present<'_> {
    fn object(&self, declared: &TypeName, object: &mut Map<String, Value>) {
        let Some(ty) = validate::stated_type(self.api, declared, object) else { return };
        for property in self.api.properties_of(ty) {
            if let Some(value) = object.get_mut(&property.name) {
                self.value(&property.ty, value);
            }
        }
    }

    fn value(&self, ty: &ValueType, value: &mut Value) {
        match (value, &ty.item) {
            (Value::Array(items), _) => items.iter_mut().for_each(|one| self.value(ty, one)),
            (Value::String(text), TypeRef::Primitive(Primitive::DateTimeOffset)) => {
                if let Some(moment) = moment::parse(text) {
                    *text = moment::format(moment);
                }
            }
            (Value::String(text), TypeRef::Named(name)) if !self.with_unknown_members => {
                if let Some(TypeDef::Enum(ty)) = self.api.types.get(name) {
                    *text = without_unknown_members(ty, text);
                }
            }
            (Value::Object(object), TypeRef::Named(name)) => self.object(name, object),
            _ => {}
        }
    }
}

fn without_unknown_members(ty: &EnumType, text: &str) -> String {
    let is_late = |text: &str| ty.evolvable_members().iter().any(|one| one.name == text);
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let part = if is_late(part) { UNKNOWN } else { part };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(",")
}

/// Keeps what `$select` names, if the request has one, and all annotations.
///
/// A name that the type cannot have is refused; an open type can have any.
pub(crate) fn select(
    api: &Api,
    ty: Option<&TypeName>,
    query: &Query,
    object: &mut Map<String, Value>,
) -> Result<(), GraphError> {
    let Some(names) = query.names("$select")? else { return Ok(()) };
    if let Some(ty) = ty.and_then(|name| api.structured(name)).filter(|ty| !ty.is_open) {
        let known = api.properties_of(ty);
        let is_known =
            |name: &str| name == "*" || known.iter().any(|one| one.name.eq_ignore_ascii_case(name));
        if let Some(name) = names.iter().find(|name| !is_known(name)) {
            let message = format!("Could not find a property named '{name}' on type '{}'.", ty.name);
            return Err(GraphError::bad_request(message));
        }
    }
    let is_chosen = |key: &str| names.iter().any(|name| *name == "*" || name.eq_ignore_ascii_case(key));
    object.retain(|key, _| key.contains('@') || is_chosen(key));
    Ok(())
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{EnumMember, Origin, Property, StructuredKind, StructuredType};
    use serde_json::json;

    use super::*;

    fn api(is_flags: bool) -> Api {
        let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
        let mut role = EnumType::new(TypeName::new("x.role"), Origin::none());
        role.members =
            ["guest", UNKNOWN, "host", "cook"].map(|one| EnumMember::new(one, Origin::none())).to_vec();
        role.is_flags = is_flags;
        let mut person =
            StructuredType::new(TypeName::new("x.person"), StructuredKind::Complex, Origin::none());
        let role_of = ValueType::collection(TypeRef::Named(role.name.clone()), true);
        let since = ValueType::nullable(TypeRef::Primitive(Primitive::DateTimeOffset));
        person.properties = vec![
            Property::new("roles", role_of, Origin::none()),
            Property::new("since", since, Origin::none()),
        ];
        api.types.insert(role.name.clone(), TypeDef::Enum(role));
        api.types.insert(person.name.clone(), TypeDef::Structured(person));
        api
    }

    fn shown(is_flags: bool, value: Value, with_unknown_members: bool) -> Value {
        let Value::Object(mut map) = value else { return Value::Null };
        object(&api(is_flags), &TypeName::new("x.person"), &mut map, with_unknown_members);
        Value::Object(map)
    }

    #[test]
    fn enums_late_members_are_sent_only_to_those_who_ask() {
        let person = json!({"roles": ["guest", "host"]});
        assert_eq!(shown(false, person.clone(), true), person);
        assert_eq!(shown(false, person, false), json!({"roles": ["guest", UNKNOWN]}));
        let flags = json!({"roles": ["guest,host,cook"]});
        assert_eq!(shown(true, flags, false), json!({"roles": ["guest,unknownFutureValue"]}));
    }

    #[test]
    fn dates_are_rewritten_where_they_are_declared() {
        let person = json!({"since": "2026-01-01T01:00:00+01:00", "other": "2026-01-01T01:00:00+01:00"});
        let wanted = json!({"since": "2026-01-01T00:00:00.0000000Z", "other": "2026-01-01T01:00:00+01:00"});
        assert_eq!(shown(false, person, false), wanted);
    }

    #[test]
    fn select_keeps_what_it_names() {
        let query = Query::parse("$select=Since").expect("a query");
        let ty = TypeName::new("x.person");
        let mut map = Map::from_iter(
            [("@odata.context", 1), ("since", 2), ("roles", 3)].map(|(k, v)| (k.into(), v.into())),
        );
        select(&api(false), Some(&ty), &query, &mut map).expect("known names");
        assert_eq!(Value::Object(map.clone()), json!({"@odata.context": 1, "since": 2}));
        let query = Query::parse("$select=sinse").expect("a query");
        let error = select(&api(false), Some(&ty), &query, &mut map).expect_err("an unknown name");
        assert_eq!(error.message, "Could not find a property named 'sinse' on type 'x.person'.");
    }
}
