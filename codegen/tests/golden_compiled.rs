//! Tries what is in the golden cases. That each compiles without a warning as the crate that it is, its
//! `crate.rs` shows.

#[rustfmt::skip]
#[path = "golden/count/expected/lib.rs"]
mod count;
#[rustfmt::skip]
#[path = "golden/enums/expected/lib.rs"]
mod enums;
#[rustfmt::skip]
#[path = "golden/evolvable/expected/lib.rs"]
mod evolvable;
#[rustfmt::skip]
#[path = "golden/functions/expected/lib.rs"]
mod functions;
#[rustfmt::skip]
#[path = "golden/inheritance/expected/lib.rs"]
mod inheritance;
#[rustfmt::skip]
#[path = "golden/names/expected/lib.rs"]
mod names;
#[rustfmt::skip]
#[path = "golden/online_meetings/expected/lib.rs"]
mod online_meetings;
#[rustfmt::skip]
#[path = "golden/consent/expected/lib.rs"]
mod consent;
#[rustfmt::skip]
#[path = "golden/primitives/expected/lib.rs"]
mod primitives;
#[rustfmt::skip]
#[path = "golden/streams/expected/lib.rs"]
mod streams;

use std::fs;
use std::path::Path;

use msgraph_core::{Client, IdKind, Operation, Permissions, Requirement, Scheme};
use serde_json::{Value, json};

fn client() -> Client {
    Client::detached("https://graph.microsoft.com/v1.0".parse().expect("a URL"))
}

/// The path and query that a request leaves with.
fn target<O: Operation>(request: msgraph_core::Request<O>) -> String {
    let request = request.into_http().expect("a request");
    request.uri().path_and_query().expect("a path").to_string()
}

#[test]
fn every_case_is_compiled_as_a_crate() {
    let targets = include_str!("../Cargo.toml");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for entry in fs::read_dir(folder).expect("golden cases").flatten() {
        let case = entry.file_name().to_string_lossy().into_owned();
        assert!(targets.contains(&format!("\"tests/golden/{case}/crate.rs\"")), "{case} is not compiled");
    }
}

#[test]
fn a_count_is_a_number_and_its_filter_speaks_of_what_is_counted() {
    use count::builders::Root;
    use count::models::User;
    use count::operations::{GetGroupsCount, GetUsersCount};

    fn gives_a_number<O: Operation<Answer: msgraph_core::Answer<Output = i64>>>() {}

    let root = Root::<msgraph_core::Unchecked>::new(&client());
    let request = root.users().count().get().filter(User::DISPLAY_NAME.eq("Ann")).eventual();
    let request = request.into_http().expect("a request");
    assert_eq!(
        request.uri().path_and_query().expect("a path"),
        "/v1.0/users/$count?$filter=displayName%20eq%20%27Ann%27"
    );
    assert_eq!(
        (&request.headers()["consistencylevel"], &request.headers()["accept"]),
        (&"eventual".parse().unwrap(), &"text/plain".parse().unwrap())
    );
    gives_a_number::<GetUsersCount>();
    gives_a_number::<GetGroupsCount>();
}

#[test]
fn inherited_and_unknown_properties_survive() {
    use inheritance::models::Person;

    let json = json!({
        "@odata.type": "#microsoft.graph.person",
        "id": "1",
        "manager": {"id": "2", "manager": {"id": "3"}},
        "reports": [{"id": "4"}],
        "born": "1990-02-28",
        "height": 1.75,
        "logins": 9_007_199_254_740_993_i64,
        "seen": "2019-07-12T14:30:34.2444915-07:00",
        "nicknames": ["Al"],
        "pin": "1234",
        "anything": {"a": [1, null]},
        "shoeSize": 44,
        "seen@odata.type": "#DateTimeOffset"
    });
    let person: Person = serde_json::from_value(json.clone()).expect("a person");
    assert_eq!(person.manager.as_ref().and_then(|boss| boss.id.as_deref()), Some("2"));
    assert_eq!(person.additional_properties.get("shoeSize"), Some(json!(44)));
    assert_eq!(serde_json::to_value(&person).expect("JSON"), json);
    let shown = format!("{person:?}");
    assert!(shown.contains("pin: <redacted>") && !shown.contains("1234"), "{shown}");
    assert!(shown.contains(r#"{"seen@odata.type", "shoeSize"}"#), "{shown}");
}

#[test]
fn a_property_is_written_once() {
    use inheritance::models::Person;

    let mut person = Person::new().set_id("1");
    person.additional_properties.insert("id", "2");
    person.additional_properties.insert("pin", Value::Null);
    let text = serde_json::to_string(&person).expect("JSON");
    assert_eq!(text, r#"{"id":"1","pin":null}"#);
}

#[test]
fn enums_keep_what_they_do_not_know() {
    use enums::models::{Level, Right, State};

    let json = json!({"level": "nextYear", "rights": "write,admin", "history": ["low", "2nd", "self"]});
    let state: State = serde_json::from_value(json.clone()).expect("a state");
    assert_eq!(state.level, Some(Level::from("nextYear")));
    assert!(state.rights.as_ref().is_some_and(|rights| rights.contains(&Right::Write)));
    assert_eq!(state.history, Some(vec![Level::Low, Level::N2nd, Level::Self_]));
    assert_eq!(serde_json::to_value(&state).expect("JSON"), json);
    assert_eq!(Level::MEMBERS, ["low", "high", "unknownFutureValue", "urgent", "2nd", "self"]);
}

#[test]
fn enums_have_an_order_and_compare_with_texts() {
    use enums::models::Level;

    let mut levels = ["zzz", "self", "low", "nextYear", "urgent", "high"].map(Level::from);
    levels.sort();
    assert_eq!(levels, ["low", "high", "urgent", "self", "nextYear", "zzz"]);
    let unknown = Level::from("a");
    assert!(Level::High > Level::Low && unknown > Level::Self_);
    assert!(Level::High == "high" && Level::High != *"low");
    assert_eq!(Level::High.as_ref(), "high");
}

#[test]
fn the_stand_in_for_later_members_is_not_known() {
    use enums::models::Level;

    let sentinel = Level::from("unknownFutureValue");
    assert_eq!(sentinel, Level::UnknownFutureValue);
    assert!(!sentinel.is_known() && !Level::from("nextYear").is_known());
    assert!(Level::Low.is_known() && Level::Self_.is_known());
}

#[test]
fn flags_are_sets() {
    use enums::models::{Right, State};

    let json = json!({"rights": "write, read,,3"});
    let mut state: State = serde_json::from_value(json.clone()).expect("a state");
    assert_eq!(serde_json::to_value(&state).expect("JSON"), json);
    let same = State::new().set_rights([Right::Read, Right::from("3"), Right::Write]);
    assert_eq!(state, same);
    let rights = state.rights.as_mut().expect("rights");
    assert!(rights.remove(&Right::Read) && rights.contains(&Right::from("3")));
    *rights |= Right::Read;
    assert_eq!(serde_json::to_value(&state).expect("JSON"), json!({"rights": "write,3,read"}));
    assert_eq!(
        serde_json::to_value(State::new().set_rights(Right::Read)).expect("JSON"),
        json!({"rights": "read"})
    );
}

#[test]
fn names_on_the_wire_stay_what_they_are() {
    use names::models::OptionType;

    let json = json!({
        "type": "a", "self": "b", "additionalProperties": "c", "a-b.c": "d", "1st": true, "quoted\"\\": "e",
        "vec": {"mod": {"size": 1}}
    });
    let option: OptionType = serde_json::from_value(json.clone()).expect("an option");
    assert_eq!(option.additional_properties_.as_deref(), Some("c"));
    assert!(option.additional_properties.is_empty());
    assert_eq!(serde_json::to_value(&option).expect("JSON"), json);
    let built = OptionType::new().set_type("a").set_additional_properties("c").set_n1st(true);
    assert_eq!(
        serde_json::to_value(&built).expect("JSON"),
        json!({"type": "a", "additionalProperties": "c", "1st": true})
    );
    let root = names::builders::Root::<msgraph_core::Unchecked>::new(&client());
    assert_eq!(target(root.r#type().by_id("x/y").r#fn().get()), "/v1.0/type/x%2Fy/fn");
}

#[test]
fn calls_of_functions_stand_in_the_path() {
    let root = functions::builders::Root::<msgraph_core::Unchecked>::new(&client());
    let rooms = root.rooms();
    let from: msgraph_core::model::DateTimeOffset = "2026-01-01T08:00:00+01:00".parse().expect("a moment");
    assert_eq!(target(rooms.free(from).get()), "/v1.0/rooms/free(from=2026-01-01T08:00:00%2B01:00)");
    assert_eq!(
        target(rooms.free(from).to(from).get()),
        "/v1.0/rooms/free(from=2026-01-01T08:00:00%2B01:00,to=2026-01-01T08:00:00%2B01:00)"
    );
    assert_eq!(target(rooms.find_with_name("O'Hara/2").get()), "/v1.0/rooms/find(name='O''Hara%2F2')");
    assert_eq!(target(rooms.find_with_name_seats("a", 4).get()), "/v1.0/rooms/find(name='a',seats=4)");
    assert_eq!(target(rooms.delta().get().top(5)), "/v1.0/rooms/delta()?$top=5");
    let body = functions::models::BookParameters::new("a");
    let request = rooms.book().post(&body).into_http().expect("a request");
    assert_eq!(request.uri().path(), "/v1.0/rooms/microsoft.graph.book");
    assert_eq!(serde_json::from_slice::<Value>(request.body()).expect("JSON"), json!({"name": "a"}));
}

#[test]
fn properties_are_constants() {
    use evolvable::models::{Closed, Nested};
    use inheritance::models::Person;

    // what the service calls its types is no property
    assert_eq!(Closed::ODATA_TYPE, "#microsoft.graph.closed");
    assert_eq!(Closed::ODATA_TYPE_.path(), "odataType");
    assert_eq!(names::models::OptionType::QUOTED.path(), "quoted\"\\");
    // inherited ones are of the type that inherits them
    let filter = Person::ID
        .eq("1")
        .and(Person::NICKNAMES.any_is("Al"))
        .and(Person::MANAGER.then(Person::PIN).is_null());
    assert_eq!(filter.to_string(), "id eq '1' and nicknames/any(n:n eq 'Al') and manager/pin eq null");
    assert_eq!(Person::REPORTS.any(Person::HEIGHT.gt(1.5)).to_string(), "reports/any(r:r/height gt 1.5)");
    let _: msgraph_core::odata::Property<Nested, evolvable::models::Inner> = Nested::INNER;
    let root = inheritance::builders::Root::<msgraph_core::Unchecked>::new(&client());
    let request = root.people().by_id("1").get().select((Person::ID, Person::BORN, "shoeSize"));
    assert_eq!(target(request), "/v1.0/people/1?$select=id,born,shoeSize");
}

#[test]
fn later_members_are_asked_for_where_an_answer_can_hold_them() {
    let root = evolvable::builders::Root::<msgraph_core::Unchecked>::new(&client());
    let preferences = [
        root.direct().get().include_unknown_enum_members().into_http(),
        root.nested().get().include_unknown_enum_members().into_http(),
        root.derived().get().include_unknown_enum_members().into_http(),
        root.expanded().get().include_unknown_enum_members().into_http(),
    ]
    .map(|request| request.expect("a request").headers()["prefer"].clone());
    assert_eq!(preferences, ["include-unknown-enum-members"; 4]);
    // the others have no such method: the golden files show for which operations it is there
    let without: Vec<String> = ["get_closed", "delete_direct"]
        .map(|operation| format!("tests/golden/evolvable/expected/operations/{operation}.rs"))
        .map(|path| {
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a golden file")
        })
        .into();
    assert!(!without.iter().any(|text| text.contains("UnknownEnumMembers")));
}

#[test]
fn permissions_are_constants() {
    use consent::operations::{
        DeleteChatsByIdNotes, GetChatsByIdNotes, GetMeNotes, GetUsersByIdNotes, PostMeNotes,
    };
    use consent::permissions::{
        self, CHATS_READ_ALL, NOTES_READ, NOTES_READ_ALL, NOTES_READ_CHAT, NOTES_READ_WRITE,
    };

    const READ: Permissions = GetMeNotes::PERMISSIONS;
    const _: () = assert!(READ.allows(Scheme::DelegatedWork, &["Notes.Read"]));
    assert_eq!(READ.delegated_work, Requirement::OneOf(&[&[NOTES_READ], &[NOTES_READ_WRITE]]));
    assert_eq!(READ.application, Requirement::NotSupported);
    assert_eq!(PostMeNotes::PERMISSIONS.delegated_work.least().unwrap(), ["Notes.ReadWrite"]);
    let chats = GetChatsByIdNotes::PERMISSIONS;
    assert_eq!(chats.application, Requirement::OneOf(&[&[CHATS_READ_ALL, NOTES_READ_ALL]]));
    assert_eq!(chats.resource_specific, [(Scheme::Application, &[NOTES_READ_CHAT][..])]);
    assert_eq!(DeleteChatsByIdNotes::PERMISSIONS, Permissions::UNKNOWN);
    assert_eq!(permissions::ALL.len(), 5, "Unused.Read opens nothing");
    assert_eq!(NOTES_READ_CHAT.id_kind(Scheme::Application), Some(IdKind::ResourceSpecific));
    assert_eq!(NOTES_READ.privilege_level(Scheme::DelegatedPersonal), None, "the table gives no level");
    // applications have no `/me`
    let sibling = GetMeNotes::INFO.sibling.expect("users have notes too");
    assert_eq!(
        (sibling.path, sibling.permissions),
        ("/users/{user-id}/notes", GetUsersByIdNotes::PERMISSIONS)
    );
    assert_eq!(GetUsersByIdNotes::INFO.sibling, None, "it is open wherever `/me` is");
}

#[test]
fn streams_are_bytes() {
    let root = streams::builders::Root::<msgraph_core::Unchecked>::new(&client());
    let content = root.photos().by_id("1").value();
    let request = content.put(vec![1, 2, 3]).if_match("x").into_http().expect("a request");
    assert_eq!(request.headers()["content-type"], "image/jpeg");
    assert_eq!(request.headers()["if-match"], "x");
    assert_eq!(&request.body()[..], [1, 2, 3]);
    assert_eq!(target(content.get()), "/v1.0/photos/1/$value");
}

#[test]
fn the_whole_slice_is_there() {
    assert_eq!(online_meetings::operations::ALL.len(), 51);
    let titles: Vec<String> = online_meetings::operations::ALL.iter().map(ToString::to_string).collect();
    assert!(titles.contains(&"POST /me/onlineMeetings".to_owned()));
}

#[test]
fn an_update_of_a_derived_type_goes_where_the_base_is_patched() {
    use primitives::models::{CircleUpdate, RingUpdate, ShapeUpdate};

    let ring = RingUpdate::new().set_name("x").set_size(3).clear_radius().set_inner(f64::INFINITY);
    let json = json!({
        "@odata.type": "#microsoft.graph.ring", "name": "x", "size": 3, "radius": null, "inner": "INF"
    });
    let shape = ShapeUpdate::from(ring.clone());
    assert_eq!(serde_json::to_value(&shape).expect("JSON"), json);
    assert_eq!(serde_json::to_value(CircleUpdate::from(ring)).expect("JSON"), json);
    let root = primitives::builders::Root::<msgraph_core::Unchecked>::new(&client());
    let request = root.shapes().by_id("1").patch(&shape).into_http().expect("a request");
    assert_eq!(serde_json::from_slice::<Value>(request.body()).expect("JSON"), json);
}

#[test]
fn an_update_has_what_can_be_changed_and_no_more() {
    let update = include_str!("golden/primitives/expected/models/sample_update.rs");
    let model = include_str!("golden/primitives/expected/models/sample.rs");
    for (field, is_writable) in
        [("id", false), ("made", false), ("related", false), ("must", true), ("next", true)]
    {
        assert!(model.contains(&format!("    pub {field}: ")), "{field}");
        assert_eq!(update.contains(&format!("    pub {field}: ")), is_writable, "{field}");
    }
    assert!(update.contains("fn set_must") && !update.contains("fn clear_must"), "`must` is never null");
    assert!(model.contains("`made`: `Edm.DateTimeOffset`, read-only."));
    assert!(model.contains("`related`: `microsoft.graph.sample`, navigation property."));
}

#[test]
fn setters_of_numbers_take_literals() {
    use primitives::models::{Sample, SampleUpdate};

    let sample = Sample::new()
        .set_byte_list([1])
        .set_double_list(vec![0.5])
        .set_flag_list([true])
        .set_int16_list(vec![1])
        .set_int32_list([])
        .set_int64_list((1..=2).rev())
        .set_sbyte_list(Some(-1))
        .set_single_list([0.5]);
    let json = json!({
        "byteList": [1], "doubleList": [0.5], "flagList": [true], "int16List": [1], "int32List": [],
        "int64List": [2, 1], "sbyteList": [-1], "singleList": [0.5]
    });
    assert_eq!(serde_json::to_value(sample).expect("JSON"), json);
    let update = SampleUpdate::new().set_int16_list(vec![1]).set_flag_list([]);
    assert_eq!(serde_json::to_value(update).expect("JSON"), json!({"flagList": [], "int16List": [1]}));
}

/// They would hide what the trait of all models has, and what core reads of it.
#[test]
fn properties_do_not_take_the_constants_of_models() {
    use msgraph_core::rt::Record;
    use names::models::OptionType;

    assert_eq!(OptionType::PROPERTIES.path(), "properties");
    assert_eq!(OptionType::ODATA_NAME_.path(), "odataName");
    assert_eq!(OptionType::ODATA_NAME, "microsoft.graph.option");
    assert!(OptionType::properties().contains(&"properties"));
    let option = OptionType::new().set_properties("a").set_odata_name("b");
    let json = serde_json::to_value(&option).expect("JSON");
    assert_eq!(json, json!({"properties": "a", "odataName": "b"}));
    assert_eq!(serde_json::from_value::<OptionType>(json).expect("an option"), option);
}

#[test]
fn a_value_is_read_as_the_types_that_it_is_of() {
    use primitives::models::Shape;

    let read = |ty: &str| {
        let shape: Shape =
            serde_json::from_value(json!({"@odata.type": ty, "name": "x", "radius": 0.5})).expect("a shape");
        (shape.as_circle().and_then(|circle| circle.radius), shape.as_ring().is_some())
    };
    for before in ["#", "", "https://graph.microsoft.com/v1.0/$metadata#"] {
        assert_eq!(read(&format!("{before}microsoft.graph.circle")), (Some(0.5), false), "{before}");
        assert_eq!(read(&format!("{before}microsoft.graph.ring")), (Some(0.5), true), "{before}");
        assert_eq!(read(&format!("{before}microsoft.graph.shape")), (None, false), "{before}");
        assert_eq!(read(&format!("{before}microsoft.graph.circle#")), (None, false), "{before}");
    }
    let unnamed: Shape = serde_json::from_value(json!({"radius": 0.5})).expect("a shape");
    assert!(unnamed.as_circle().is_none());
    let wrong: Shape =
        serde_json::from_value(json!({"@odata.type": "#microsoft.graph.circle", "radius": "wide"}))
            .expect("a shape");
    assert!(wrong.as_circle().is_none(), "its properties do not fit");
    let why = primitives::models::Circle::try_from(wrong).expect_err("no circle").to_string();
    assert!(why.contains("radius"), "{why}");
}

/// Most values are of another type than the one that is asked for.
#[test]
fn a_value_is_not_copied_to_say_that_it_is_of_another_type() {
    let shape = include_str!("golden/primitives/expected/models/shape.rs");
    let (_, method) = shape.split_once("fn as_circle").expect("the method");
    let (question, answer) = method.split_once("=>").expect("an arm");
    assert!(question.contains("microsoft.graph.circle") && !question.contains("clone"), "{question}");
    assert!(answer.contains("try_from(self.clone())"), "{answer}");
}
