//! Holds a JSON body against the model.

use msgraph_spec::model::{
    Api, EnumType, Property, StructuredKind, StructuredType, TypeDef, TypeName, TypeRef, ValueType,
};
use serde_json::{Map, Value};

use crate::present::UNKNOWN;
use crate::primitive;

/// How many faults are named. A body can have so many that the answer would be longer than the body by far.
const MOST: usize = 20;

/// The faults of a value, each as a sentence that names the property by its path. Where there are more than
/// [`MOST`], the last sentence says so.
pub(crate) fn faults(api: &Api, ty: &ValueType, value: &Value) -> Vec<String> {
    let mut check = Check { api, faults: Vec::new() };
    check.value("", ty, value);
    if check.is_full() {
        check.faults.truncate(MOST);
        check.faults.push(String::from("There are more faults."));
    }
    check.faults
}

/// The type that an object says it is, else the declared one; nothing where the slice lacks it.
pub(crate) fn stated_type<'a>(
    api: &'a Api,
    declared: &TypeName,
    object: &Map<String, Value>,
) -> Option<&'a StructuredType> {
    let stated = object.get("@odata.type").and_then(Value::as_str);
    let stated = stated.map(|name| TypeName::new(name.trim_start_matches('#')));
    let derived = stated.filter(|name| api.is_a(name, declared));
    api.structured(derived.as_ref().unwrap_or(declared))
}

struct Check<'a> {
    api: &'a Api,
    faults: Vec<String>,
}

impl Check<'_> {
    /// Whether there are more faults than are named, and nothing is left to be looked for.
    fn is_full(&self) -> bool {
        self.faults.len() > MOST
    }

    fn fault(&mut self, path: &str, reason: &str) {
        let path = if path.is_empty() { "The body" } else { &format!("'{path}'") };
        self.faults.push(format!("{path} {reason}."));
    }

    fn value(&mut self, path: &str, ty: &ValueType, value: &Value) {
        if !ty.is_collection {
            return self.item(path, ty, value);
        }
        match value {
            Value::Array(items) => {
                for (index, one) in items.iter().enumerate() {
                    if self.is_full() {
                        return;
                    }
                    self.item(&format!("{path}[{index}]"), ty, one);
                }
            }
            // OData knows no collection that is null; Graph takes it for an empty one.
            Value::Null => {}
            other => self.fault(path, &format!("must be a list, {ty}, and is {}", sort(other))),
        }
    }

    fn item(&mut self, path: &str, ty: &ValueType, value: &Value) {
        if value.is_null() {
            if !ty.is_nullable {
                self.fault(path, "must not be null");
            }
            return;
        }
        match &ty.item {
            TypeRef::Primitive(primitive) if !primitive::fits(*primitive, value) => {
                let reason = format!("must be {} and is {}", primitive.edm_name(), shown(value));
                self.fault(path, &reason);
            }
            TypeRef::Named(name) => match self.api.types.get(name) {
                Some(TypeDef::Enum(one)) => self.member(path, one, value),
                Some(TypeDef::Structured(_)) => self.object(path, name, value),
                _ => {}
            },
            _ => {}
        }
    }

    /// `unknownFutureValue` is no choice: it stands for a member that was not sent to the client. What
    /// Graph does with it in a body is not found. It is refused here as any text that is no member:
    /// to keep it would lose the real member, and nobody would see it.
    fn member(&mut self, path: &str, ty: &EnumType, value: &Value) {
        let members = || ty.members.iter().map(|one| one.name.as_str()).filter(|one| *one != UNKNOWN);
        let is_member = |text: &str| members().any(|one| one == text.trim());
        let is_good = value
            .as_str()
            .is_some_and(|text| if ty.is_flags { text.split(',').all(is_member) } else { is_member(text) });
        if !is_good {
            let members: Vec<&str> = members().collect();
            let reason = format!("must be one of {} and is {}", members.join(", "), shown(value));
            self.fault(path, &reason);
        }
    }

    fn object(&mut self, path: &str, declared: &TypeName, value: &Value) {
        let Value::Object(object) = value else {
            let reason = format!("must be an object, {declared}, and is {}", sort(value));
            return self.fault(path, &reason);
        };
        self.stated(path, declared, object);
        let Some(ty) = stated_type(self.api, declared, object) else { return };
        let is_vague =
            ty.is_abstract && ty.kind != StructuredKind::Entity && !object.contains_key("@odata.type");
        if is_vague {
            self.fault(path, &format!("must say with @odata.type which {declared} it is"));
        }
        let takes_all = ty.is_open || self.is_foreign(declared, object);
        let known = self.api.properties_of(ty);
        let below = |name: &str| if path.is_empty() { String::from(name) } else { format!("{path}.{name}") };
        for (name, value) in object.iter().filter(|(name, _)| !name.contains('@')) {
            if self.is_full() {
                return;
            }
            match known.iter().find(|one| one.name == *name) {
                Some(property) => self.value(&below(name), &property.ty, value),
                None if takes_all => {}
                None => self.fault(&below(&cut(name)), &format!("is no property of {}", ty.name)),
            }
        }
        self.missing(path, &known, object);
    }

    /// What an object says that it is must be a type that fits, as far as the slice knows it.
    fn stated(&mut self, path: &str, declared: &TypeName, object: &Map<String, Value>) {
        match object.get("@odata.type") {
            None => {}
            Some(Value::String(name)) => {
                let name = TypeName::new(name.trim_start_matches('#'));
                if self.api.types.contains_key(&name) && !self.api.is_a(&name, declared) {
                    self.fault(path, &format!("says that it is {name}, which is no {declared}"));
                }
            }
            Some(_) if path.is_empty() => self.fault("@odata.type", "must be a text"),
            Some(_) => self.fault(&format!("{path}.@odata.type"), "must be a text"),
        }
    }

    /// Whether the object says that it is of a type that the slice left out. Nothing can then be
    /// said about properties that the declared type lacks.
    fn is_foreign(&self, declared: &TypeName, object: &Map<String, Value>) -> bool {
        let stated =
            object.get("@odata.type").and_then(Value::as_str).map(|name| name.trim_start_matches('#'));
        stated.is_some_and(|name| {
            name != declared.as_str() && !self.api.types.contains_key(&TypeName::new(name))
        })
    }

    fn missing(&mut self, path: &str, known: &[&Property], object: &Map<String, Value>) {
        for property in known.iter().filter(|one| one.is_required && !object.contains_key(&one.name)) {
            let at =
                if path.is_empty() { property.name.clone() } else { format!("{path}.{}", property.name) };
            self.fault(&at, "is required");
        }
    }
}

/// What sort of JSON a value is.
fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A simple value as it is, cut where it is long; else what sort it is.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => String::from(sort(value)),
        simple => cut(&simple.to_string()),
    }
}

/// The beginning of a text that is long.
fn cut(text: &str) -> String {
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{EnumMember, Origin, Primitive};
    use serde_json::json;

    use super::*;

    fn structured(name: &str, properties: Vec<(&str, ValueType)>) -> StructuredType {
        let mut ty = StructuredType::new(TypeName::new(name), StructuredKind::Complex, Origin::none());
        ty.properties =
            properties.into_iter().map(|(name, ty)| Property::new(name, ty, Origin::none())).collect();
        ty
    }

    fn text() -> TypeRef {
        TypeRef::Primitive(Primitive::String)
    }

    fn named(name: &str) -> TypeRef {
        TypeRef::Named(TypeName::new(name))
    }

    fn api() -> Api {
        let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
        let mut color = EnumType::new(TypeName::new("x.color"), Origin::none());
        color.members = ["red", "blue"].map(|one| EnumMember::new(one, Origin::none())).to_vec();
        let mut colors = color.clone();
        colors.name = TypeName::new("x.colors");
        colors.is_flags = true;
        let base = structured("x.base", vec![("title", ValueType::nullable(text()))]);
        let mut open =
            structured("x.open", vec![("count", ValueType::required(TypeRef::Primitive(Primitive::Int32)))]);
        open.is_open = true;
        open.base = Some(TypeName::new("x.base"));
        let mut whole = structured(
            "x.whole",
            vec![
                ("color", ValueType::nullable(named("x.color"))),
                ("colors", ValueType::nullable(named("x.colors"))),
                ("parts", ValueType::collection(named("x.base"), false)),
                ("any", ValueType::nullable(TypeRef::Untyped)),
            ],
        );
        whole.properties[1].is_required = true;
        for ty in [base, open, whole] {
            api.types.insert(ty.name.clone(), TypeDef::Structured(ty));
        }
        for ty in [color, colors] {
            api.types.insert(ty.name.clone(), TypeDef::Enum(ty));
        }
        api
    }

    fn check(ty: &str, value: &Value) -> Vec<String> {
        faults(&api(), &ValueType::required(named(ty)), value)
    }

    #[test]
    fn what_fits_has_no_faults() {
        let whole = json!({
            "@odata.type": "#x.whole", "color": "red", "colors": "red, blue", "any": {"x": [1]},
            "parts": [{"title": null}, {"@odata.type": "#x.open", "count": 1, "more": true}],
        });
        assert_eq!(check("x.whole", &whole), Vec::<String>::new());
        assert_eq!(check("x.whole", &json!({"colors": null, "parts": null})), Vec::<String>::new());
    }

    #[test]
    fn every_fault_is_named_by_its_path() {
        let whole = json!({"color": "green", "parts": [{"title": 1}, {"other": 1}, null], "more": 1});
        let wanted = [
            "'color' must be one of red, blue and is \"green\".",
            "'more' is no property of x.whole.",
            "'parts[0].title' must be Edm.String and is 1.",
            "'parts[1].other' is no property of x.base.",
            "'parts[2]' must not be null.",
            "'colors' is required.",
        ];
        assert_eq!(check("x.whole", &whole), wanted);
    }

    #[test]
    fn the_sort_of_json_must_be_right() {
        assert_eq!(check("x.base", &json!([])), ["The body must be an object, x.base, and is a list."]);
        let parts = check("x.whole", &json!({"colors": "red,green", "parts": {}}));
        assert_eq!(parts[0], "'colors' must be one of red, blue and is \"red,green\".");
        assert_eq!(parts[1], "'parts' must be a list, Collection(x.base), and is an object.");
    }

    #[test]
    fn a_type_beyond_the_slice_may_have_properties_of_its_own() {
        assert_eq!(check("x.base", &json!({"@odata.type": "#x.other", "more": 1})), Vec::<String>::new());
        let still = check("x.base", &json!({"@odata.type": "#x.other", "title": 1}));
        assert_eq!(still, ["'title' must be Edm.String and is 1."]);
    }

    #[test]
    fn an_abstract_type_must_be_made_concrete() {
        let mut api = api();
        if let Some(TypeDef::Structured(base)) = api.types.get_mut(&TypeName::new("x.base")) {
            base.is_abstract = true;
        }
        let base = ValueType::required(named("x.base"));
        assert_eq!(faults(&api, &base, &json!({"@odata.type": "#x.open", "count": 1})), Vec::<String>::new());
        assert_eq!(
            faults(&api, &base, &json!({})),
            ["The body must say with @odata.type which x.base it is."]
        );
    }

    #[test]
    fn an_answer_names_a_few_of_many_faults() {
        let parts = |count: usize| json!({"colors": "red", "parts": vec![json!({"title": 1}); count]});
        assert_eq!(check("x.whole", &parts(20)).len(), 20);
        for count in [21, 200_000] {
            let faults = check("x.whole", &parts(count));
            assert_eq!(faults.len(), 21);
            assert_eq!(faults[19], "'parts[19].title' must be Edm.String and is 1.");
            assert_eq!(faults[20], "There are more faults.");
        }
        let long = check("x.base", &json!({"n".repeat(100_000): 1}));
        assert_eq!(long, [format!("'{}…' is no property of x.base.", "n".repeat(60))]);
    }

    #[test]
    fn a_type_of_the_slice_must_be_one_that_fits() {
        let stated = |ty: serde_json::Value| {
            check("x.whole", &json!({"colors": "red", "parts": [{"@odata.type": ty}]}))
        };
        for good in ["#x.base", "x.base", "#x.beyond"] {
            assert_eq!(stated(good.into()), Vec::<String>::new(), "{good}");
        }
        for bad in ["#x.whole", "x.color"] {
            let name = bad.trim_start_matches('#');
            assert_eq!(
                stated(bad.into()),
                [format!("'parts[0]' says that it is {name}, which is no x.base.")]
            );
        }
        for bad in [json!(1), json!(null), json!(["#x.base"])] {
            assert_eq!(stated(bad), ["'parts[0].@odata.type' must be a text."]);
        }
    }
}
