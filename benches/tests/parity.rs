//! The emitted models read and write what the same types with serde's derives do, and differ only where
//! they are meant to: they keep what they do not declare, and of a property that stands twice the last one
//! counts.

mod support;

use msgraph_benches::twin;
use msgraph_spec::model::{Api, Primitive, StructuredType, TypeDef, TypeName, TypeRef};
use serde_json::{Value, json};
use support::models::{MODELS, Model};
use support::payload::{declared, full, properties, without_nulls};

fn api() -> Api {
    msgraph_spec::online_meetings().read().expect("the bundled slice has no faults").api
}

fn model(name: &TypeName) -> &'static Model {
    let name = twin::type_name(name);
    MODELS.iter().find(|model| model.name == name).unwrap_or_else(|| panic!("{name} is in no list"))
}

/// The structured types that have models.
fn structured(api: &Api) -> Vec<(&'static Model, &StructuredType)> {
    let found: Vec<_> = twin::emitted(api)
        .filter_map(|ty| match ty {
            TypeDef::Structured(of) => Some((model(&of.name), of)),
            _ => None,
        })
        .collect();
    assert!(found.len() > 30, "the slice has more than {} structured types", found.len());
    found
}

/// Every way of all three gives that value.
fn all_give(model: &Model, text: &str, expected: &Value) {
    for (side, codec) in [("emitted", model.emitted), ("plain", model.plain), ("flatten", model.flatten)] {
        for (way, run) in codec.ways() {
            let found = run(text).map(|value| without_nulls(&value));
            assert_eq!(found.as_ref(), Ok(expected), "{side} {} by {way}: {text}", model.name);
        }
    }
}

#[test]
fn the_list_has_every_model() {
    let listed: Vec<&str> = MODELS.iter().map(|model| model.name).collect();
    assert_eq!(listed, twin::names(&api()).into_iter().collect::<Vec<_>>());
}

#[test]
fn every_type_full_and_empty() {
    let api = api();
    for (model, ty) in structured(&api) {
        let payload = Value::Object(full(&api, ty));
        all_give(model, &payload.to_string(), &payload);
        all_give(model, "{}", &json!({}));
        let around = json!({ "around": 7 });
        let mut payload = full(&api, ty);
        payload.extend(around.as_object().cloned().into_iter().flatten());
        let payload = Value::Object(payload);
        for codec in [model.emitted, model.plain, model.flatten] {
            assert_eq!((codec.flattened)(&payload.to_string()).as_ref(), Ok(&payload), "{}", model.name);
        }
    }
}

#[test]
fn every_property_alone_with_its_name_in_escapes() {
    let api = api();
    for (model, ty) in structured(&api) {
        for (name, value) in full(&api, ty) {
            let escaped: Vec<String> = name.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let text = format!("{{\"{}\": {value}}}", escaped.concat());
            all_give(model, &text, &json!({ name.clone(): value }));
            all_give(model, &json!({ name: null }).to_string(), &json!({}));
        }
    }
}

#[test]
fn every_member_of_every_enum_and_one_of_next_year() {
    let api = api();
    let enums = twin::emitted(&api).filter_map(|ty| match ty {
        TypeDef::Enum(of) => Some(of),
        _ => None,
    });
    let mut count = 0;
    for ty in enums {
        let members = ty.members.iter().map(|member| member.name.as_str());
        for member in members.chain(["aMemberOfNextYear", ""]) {
            all_give(model(&ty.name), &json!(member).to_string(), &json!(member));
            count += 1;
        }
    }
    assert!(count > 50, "the enums have more than {count} members");
}

#[test]
fn documented_answers() {
    let api = api();
    for (name, payload) in [
        ("onlineMeeting", include_str!("../../tests/fixtures/payloads/meeting.json")),
        ("onlineMeeting", include_str!("../../tests/fixtures/payloads/create_or_get.json")),
        ("meetingAttendanceReport", include_str!("../../tests/fixtures/payloads/attendance_report.json")),
        ("callTranscript", include_str!("../../tests/fixtures/payloads/transcript.json")),
        ("callRecording", include_str!("../../tests/fixtures/payloads/recording.json")),
    ] {
        let name = TypeName::new(format!("microsoft.graph.{name}"));
        let model = model(&name);
        let sent: Value = serde_json::from_str(payload).expect("a fixture is JSON");
        let known = without_nulls(&declared(&api, &TypeRef::Named(name), &sent));
        let sent = without_nulls(&sent);
        assert_ne!(sent, known, "each has something that is not declared");
        all_give(model, &known.to_string(), &known);
        for (codec, expected) in [(model.emitted, &sent), (model.plain, &known), (model.flatten, &sent)] {
            for run in [codec.text, codec.slice, codec.reader, codec.value] {
                assert_eq!(run(payload).map(|value| without_nulls(&value)).as_ref(), Ok(expected));
            }
        }
    }
}

#[test]
fn undeclared_properties_are_kept_or_forgotten() {
    let api = api();
    for (model, ty) in structured(&api) {
        let known = full(&api, ty);
        let mut sent = known.clone();
        sent.insert("aPropertyOfNextYear".to_owned(), json!({ "nested": [1, 2.5, null] }));
        let [known, sent] = [known, sent].map(Value::Object);
        let text = sent.to_string();
        for (codec, expected) in [(model.emitted, &sent), (model.plain, &known), (model.flatten, &sent)] {
            for run in [codec.text, codec.slice, codec.reader, codec.value, codec.untagged] {
                assert_eq!(run(&text).as_ref(), Ok(expected), "{}", model.name);
            }
        }
    }
}

#[test]
fn of_a_property_that_stands_twice_the_last_one_counts_and_derives_refuse_it() {
    let api = api();
    for (model, ty) in structured(&api) {
        for (name, value) in full(&api, ty) {
            for (text, expected) in [
                (format!("{{\"{name}\": null, \"{name}\": {value}}}"), json!({ name.clone(): value })),
                (format!("{{\"{name}\": {value}, \"{name}\": null}}"), json!({})),
            ] {
                for run in [model.emitted.text, model.emitted.slice, model.emitted.reader] {
                    assert_eq!(run(&text).map(|value| without_nulls(&value)), Ok(expected.clone()), "{text}");
                }
                for codec in [model.plain, model.flatten] {
                    let fault = (codec.text)(&text).expect_err(&text);
                    assert!(fault.contains("duplicate field"), "{fault}");
                }
            }
        }
    }
}

/// Whether values of the type are texts of a form.
fn is_checked_text(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::Primitive(
            Primitive::Binary
                | Primitive::Date
                | Primitive::DateTimeOffset
                | Primitive::Duration
                | Primitive::Guid
                | Primitive::TimeOfDay
        )
    )
}

#[test]
fn what_is_of_the_wrong_kind_is_refused_by_all() {
    let api = api();
    let kinds = [json!(1), json!("x"), json!(true), json!([]), json!([[1]]), json!({}), json!([null, 1.5])];
    for (model, ty) in structured(&api) {
        for property in properties(&api, ty) {
            let mut refused = 0;
            for kind in &kinds {
                let text = json!({ property.name.clone(): kind }).to_string();
                let [emitted, plain, flatten] =
                    [model.emitted, model.plain, model.flatten].map(|codec| (codec.text)(&text));
                // the emitted models keep a text that is no date and the like, which derives refuse
                let kept = emitted.as_ref().is_ok_and(|written| {
                    is_checked_text(&property.ty.item) && *written == json!({ property.name.clone(): kind })
                });
                assert!(kept || emitted.is_err() == plain.is_err(), "{text}: {emitted:?} {plain:?}");
                assert_eq!(plain.is_err(), flatten.is_err(), "{text}: {plain:?} {flatten:?}");
                refused += usize::from(emitted.is_err());
            }
            assert!(refused > 0 || property.ty.item == TypeRef::Untyped, "{} takes anything", property.name);
        }
        for text in ["null", "1", "\"x\"", "true", "[]", "[[1]]", "", "{", "{\"id\"}"] {
            for codec in [model.emitted, model.plain, model.flatten] {
                assert!((codec.text)(text).is_err(), "{} is no {text}", model.name);
            }
        }
    }
}
