//! What a client may send, but not decide: properties of the service's own, and those that stay as they were made.

use msgraph_spec::model::{Api, Property, TypeName, TypeRef};
use serde_json::{Map, Value};

use crate::{moment, validate};

/// Every read-only property that the body of a create or an update gives a value of its own, each as a sentence.
///
/// `current` is what the service has. A property that is sent as it is there is no fault, so that what was read can
/// be sent back; nor is null, nor a navigation property, which no body of Graph's sets. OData lets a service ignore
/// such values; they are named here, because a program that sends them waits for something that never happens.
pub(crate) fn faults(
    api: &Api,
    ty: &TypeName,
    body: &Map<String, Value>,
    current: Option<&Map<String, Value>>,
) -> Vec<String> {
    let is_it = |one: &Property| one.is_read_only;
    Check { api, is_it: &is_it, says: "is read-only: the service alone decides it" }.run(ty, body, current)
}

/// Every property that an update would change although it stays as it was made (`Core.Immutable`).
pub(crate) fn fixed(
    api: &Api,
    ty: &TypeName,
    body: &Map<String, Value>,
    current: &Map<String, Value>,
) -> Vec<String> {
    let is_it = |one: &Property| one.is_immutable && !one.is_read_only;
    Check { api, is_it: &is_it, says: "cannot be changed once it exists" }.run(ty, body, Some(current))
}

/// Takes out read-only properties that are null: whoever sends them says nothing, even where they are never null.
pub(crate) fn drop_nulls(api: &Api, ty: &TypeName, body: &mut Map<String, Value>) {
    let Some(ty) = validate::stated_type(api, ty, body) else { return };
    for property in api.properties_of(ty).into_iter().filter(|one| one.is_read_only) {
        if body.get(&property.name).is_some_and(Value::is_null) {
            body.remove(&property.name);
        }
    }
}

struct Check<'a> {
    api: &'a Api,
    is_it: &'a dyn Fn(&Property) -> bool,
    says: &'static str,
}

impl Check<'_> {
    fn run(
        &self,
        ty: &TypeName,
        body: &Map<String, Value>,
        current: Option<&Map<String, Value>>,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        self.object("", ty, body, current, &mut faults);
        faults
    }

    fn object(
        &self,
        path: &str,
        ty: &TypeName,
        body: &Map<String, Value>,
        current: Option<&Map<String, Value>>,
        faults: &mut Vec<String>,
    ) {
        let Some(ty) = validate::stated_type(self.api, ty, body) else { return };
        for property in self.api.properties_of(ty) {
            let Some(sent) = body.get(&property.name).filter(|sent| !sent.is_null()) else { continue };
            let now = current.and_then(|current| current.get(&property.name)).unwrap_or(&Value::Null);
            let path = format!("{path}{}", property.name);
            match (&property.ty.item, sent) {
                _ if property.is_navigation => {}
                _ if (self.is_it)(property) && !agrees(sent, now) => {
                    faults.push(format!("'{path}' {}.", self.says));
                }
                // The items of a list have nothing that ties them to those that are there.
                (TypeRef::Named(ty), Value::Object(sent)) => {
                    self.object(&format!("{path}."), ty, sent, now.as_object(), faults);
                }
                _ => {}
            }
        }
    }
}

/// Whether all that is sent is there already. Dates may be written in another way.
pub(crate) fn agrees(sent: &Value, now: &Value) -> bool {
    match (sent, now) {
        (Value::Object(sent), Value::Object(now)) => sent
            .iter()
            .all(|(name, sent)| name.contains('@') || agrees(sent, now.get(name).unwrap_or(&Value::Null))),
        (Value::Array(sent), Value::Array(now)) => {
            sent.len() == now.len() && sent.iter().zip(now).all(|(sent, now)| agrees(sent, now))
        }
        (Value::String(sent), Value::String(now)) if sent != now => {
            let sent = moment::parse(sent);
            sent.is_some() && sent == moment::parse(now)
        }
        _ => sent == now,
    }
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{
        Origin, Primitive, StructuredKind, StructuredType, TypeDef, TypeName, ValueType,
    };
    use serde_json::json;

    use super::*;

    fn api() -> Api {
        let text = || ValueType::nullable(TypeRef::Primitive(Primitive::String));
        let named = |name: &str| ValueType::nullable(TypeRef::Named(TypeName::new(name)));
        let property = |name: &str, ty| Property::new(name, ty, Origin::none());
        let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
        let mut thing = StructuredType::new(TypeName::new("x.thing"), StructuredKind::Entity, Origin::none());
        thing.properties = vec![
            property("id", text()),
            property("made", text()),
            property("kind", text()),
            property("door", named("x.door")),
            property("parts", ValueType::collection(TypeRef::Named(TypeName::new("x.thing")), false)),
        ];
        (thing.properties[0].is_read_only, thing.properties[1].is_read_only) = (true, true);
        thing.properties[2].is_immutable = true;
        (thing.properties[4].is_read_only, thing.properties[4].is_navigation) = (true, true);
        let mut door = StructuredType::new(TypeName::new("x.door"), StructuredKind::Complex, Origin::none());
        door.properties = vec![property("number", text()), property("color", text())];
        door.properties[0].is_read_only = true;
        for ty in [thing, door] {
            api.types.insert(ty.name.clone(), TypeDef::Structured(ty));
        }
        api
    }

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            other => panic!("no object: {other}"),
        }
    }

    fn check(body: Value, current: Option<Value>) -> Vec<String> {
        faults(&api(), &TypeName::new("x.thing"), &object(body), current.map(object).as_ref())
    }

    #[test]
    fn what_is_sent_as_it_was_read_is_no_fault() {
        let current = json!({"id": "1", "made": "2026-01-01T00:00:00.0000000Z", "kind": "a",
            "door": {"number": "5", "color": "red"}});
        assert_eq!(check(current.clone(), Some(current.clone())), Vec::<String>::new());
        let body = json!({"id": null, "made": "2026-01-01T01:00:00+01:00", "kind": "b",
            "door": {"color": "blue"}, "parts": [{"id": "2"}], "unknown": 1});
        assert_eq!(check(body, Some(current)), Vec::<String>::new());
    }

    #[test]
    fn a_value_of_the_clients_own_is_named_by_its_path_and_not_shown() {
        let body = json!({"id": "2", "door": {"number": "6"}});
        let wanted =
            ["id", "door.number"].map(|name| format!("'{name}' is read-only: the service alone decides it."));
        assert_eq!(check(body.clone(), Some(json!({"id": "1", "door": {"number": "5"}}))), wanted);
        assert_eq!(check(body.clone(), Some(json!({"id": "1"}))), wanted);
        assert_eq!(check(body, None), wanted);
    }

    #[test]
    fn nulls_of_what_is_read_only_say_nothing() {
        let mut body = object(json!({"id": null, "made": "x", "kind": null}));
        drop_nulls(&api(), &TypeName::new("x.thing"), &mut body);
        assert_eq!(Value::Object(body), json!({"made": "x", "kind": null}));
    }

    #[test]
    fn what_was_made_so_stays_so() {
        let current = object(json!({"kind": "a"}));
        let check = |body| fixed(&api(), &TypeName::new("x.thing"), &object(body), &current);
        assert_eq!(check(json!({"kind": "b", "id": "2"})), ["'kind' cannot be changed once it exists."]);
        assert_eq!(check(json!({"kind": "a"})), Vec::<String>::new());
        assert_eq!(check(json!({"kind": null})), Vec::<String>::new());
    }
}
