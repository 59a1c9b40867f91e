//! Nothing is lost: any object that the service can send for a type, now or later, is read and written
//! back as an equal JSON value.
//!
//! Objects are built from the model of a slice and then changed. `PROPTEST_CASES` sets how many there are
//! (640 by default for a test of the bundled slice, four times as many for its objects,
//! and half as many for the larger objects with every primitive); a failure prints the smallest object that shows it.

mod json;
mod payloads;

#[rustfmt::skip]
#[path = "../golden/online_meetings/expected/lib.rs"]
mod online_meetings;
#[rustfmt::skip]
#[path = "../golden/primitives/expected/lib.rs"]
mod primitives;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use heck::ToLowerCamelCase;
use msgraph_core::model::Record;
use msgraph_spec::Reader;
use msgraph_spec::model::{Api, StructuredType, TypeDef};
use proptest::prelude::{ProptestConfig, any};
use proptest::test_runner::{TestCaseError, TestRunner};
use serde::Serialize;
use serde::de::DeserializeOwned;

use json::Json;
use payloads::{Payloads, SECRET};

/// A type under test: its name, and how an object of it goes there and back.
type Subject = (&'static str, fn(&Json) -> Result<(), String>);

/// How an object of a type is made.
type Make = for<'a> fn(&mut Payloads<'a>, &'a StructuredType) -> Json;

/// Reads an object and writes it again, each in several ways.
fn there_and_back<T: Record + DeserializeOwned + Serialize + Debug + PartialEq>(
    object: &Json,
) -> Result<(), String> {
    let text = object.to_string();
    let value: T = serde_json::from_slice(text.as_bytes()).map_err(|fault| format!("not read: {fault}"))?;
    same(object, &value, "written")?;

    let by_reader: T =
        serde_json::from_reader(text.as_bytes()).map_err(|fault| format!("reader: {fault}"))?;
    same(object, &by_reader, "written after a reader")?;
    let written = serde_json::to_string_pretty(&value).map_err(|fault| fault.to_string())?;
    let again: T = serde_json::from_str(&written).map_err(|fault| format!("not read again: {fault}"))?;
    same(object, &again, "written again")?;
    if again != value && is_itself(&value) {
        return Err(format!("what was written is read as another value: {again:?} {value:?}"));
    }

    let shown = format!("{value:?} {value:#?}");
    if shown.contains(SECRET) { Err(format!("Debug shows a secret: {shown}")) } else { Ok(()) }
}

/// Whether a value equals itself: one that holds a number that is none does not.
fn is_itself<T: PartialEq>(value: &T) -> bool {
    #[expect(clippy::eq_op, reason = "that is the question")]
    let is_itself = value == value;
    is_itself
}

fn same<T: Serialize>(object: &Json, value: &T, when: &str) -> Result<(), String> {
    let written = serde_json::to_string(value).map_err(|fault| fault.to_string())?;
    // a name that stands twice counts as the last one does
    match Json::parse(&object.to_string()).difference(&Json::parse(&written), "object") {
        None => Ok(()),
        Some(difference) => Err(format!("{when}: {difference}")),
    }
}

/// Runs the subjects on objects made of random bytes.
fn run(api: &Api, subjects: &[Subject], cases: u32, make: Make) {
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::with_cases(cases)
    };
    let mut runner = TestRunner::new(config);
    let bytes = proptest::collection::vec(any::<u8>(), 0..500);
    let result = runner.run(&(0..subjects.len(), bytes), |(at, bytes)| {
        let (name, check) = subjects[at];
        let object = make(&mut Payloads::new(api, &bytes), structured(api, name));
        check(&object).map_err(|fault| TestCaseError::fail(format!("{name}: {fault}\n{object}")))
    });
    if let Err(fault) = result {
        let fault = fault.to_string();
        panic!("{}", fault.split("minimal failing input").next().unwrap_or_default());
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(640)
}

fn structured<'a>(api: &'a Api, name: &str) -> &'a StructuredType {
    match api.types.values().find(|ty| ty.name().as_str() == name) {
        Some(TypeDef::Structured(ty)) => ty,
        _ => panic!("{name} is no structured type of the slice"),
    }
}

/// Every type of the slice that a value can have is under test.
fn assert_complete(api: &Api, subjects: &[Subject]) {
    let tested: BTreeSet<&str> = subjects.iter().map(|(name, _)| *name).collect();
    let missing: Vec<_> = api
        .types
        .values()
        .filter(|ty| matches!(ty, TypeDef::Structured(ty) if !ty.is_abstract))
        .filter(|ty| !tested.contains(ty.name().as_str()))
        .collect();
    assert!(missing.is_empty(), "not under test: {missing:#?}");
}

macro_rules! subjects {
    ($slice:ident: $($name:ident)*) => {
        [$((
            <$slice::models::$name as Record>::ODATA_NAME,
            there_and_back::<$slice::models::$name> as fn(&Json) -> Result<(), String>,
        )),*]
    };
}

const ONLINE_MEETINGS: [Subject; 36] = subjects![online_meetings:
    AttendanceInterval AttendanceRecord AttendeeNotificationInfo AudioConferencing
    AzureCommunicationServicesUserIdentity BroadcastMeetingCaptionSettings BroadcastMeetingSettings
    CallRecording CallTranscript ChatInfo ChatRestrictions CloudVideoInteropInfo
    CommunicationsApplicationIdentity CommunicationsApplicationInstanceIdentity
    CommunicationsEncryptedIdentity CommunicationsGuestIdentity CommunicationsIdentitySet
    CommunicationsPhoneIdentity CommunicationsUserIdentity CreateOrGetParameters Identity IdentitySet
    ItemBody JoinMeetingIdSettings LobbyBypassSettings MeetingAttendanceReport MeetingParticipantInfo
    MeetingParticipants OnlineMeeting OnlineMeetingSensitivityLabelAssignment
    SendVirtualAppointmentReminderSmsParameters SendVirtualAppointmentSmsParameters TeamworkUserIdentity
    VirtualEventExternalInformation VirtualEventExternalRegistrationInformation WatermarkProtectionValues
];

fn bundled() -> Api {
    read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/online-meetings/openapi.yaml"))
}

fn every_primitive() -> Api {
    read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/primitives/openapi.yaml"))
}

fn read(slice: PathBuf) -> Api {
    Reader::openapi(slice).read().unwrap_or_else(|faults| panic!("{faults}")).api
}

const PRIMITIVES: [Subject; 5] = subjects![primitives: Sample Shape Circle Ring MeasureParameters];

#[test]
fn objects_of_the_bundled_slice() {
    let api = bundled();
    assert_complete(&api, &ONLINE_MEETINGS);
    run(&api, &ONLINE_MEETINGS, 4 * cases(), |payloads, ty| payloads.object(ty));
}

#[test]
fn objects_with_every_primitive() {
    let api = every_primitive();
    assert_complete(&api, &PRIMITIVES);
    run(&api, &PRIMITIVES, cases() / 2, |payloads, ty| payloads.object(ty));
}

#[test]
fn of_properties_that_stand_twice_the_last_counts() {
    run(&bundled(), &ONLINE_MEETINGS, cases(), |payloads, ty| payloads.with_duplicates(ty));
    run(&every_primitive(), &PRIMITIVES, cases() / 2, |payloads, ty| payloads.with_duplicates(ty));
}

/// How the property of a field is called on the wire.
fn wire(field: &str) -> String {
    field.to_lower_camel_case()
}

/// Takes each field out in turn: then its property alone is gone, and the rest is as it came.
macro_rules! cleared {
    ($name:path: $($field:ident)*) => {
        [(
            <$name as Record>::ODATA_NAME,
            (|object: &Json| {
                let value: $name =
                    serde_json::from_str(&object.to_string()).map_err(|fault| format!("not read: {fault}"))?;
                $(if value.$field.is_some() {
                    let mut changed = value.clone();
                    changed.$field = None;
                    let mut without = object.clone();
                    without.remove(&wire(stringify!($field)));
                    same(&without, &changed, concat!("without ", stringify!($field)))?;
                })*
                Ok(())
            }) as fn(&Json) -> Result<(), String>,
        )]
    };
}

#[test]
fn what_is_cleared_is_gone_and_nothing_else() {
    let samples = cleared![primitives::models::Sample:
        id made must secret anything next related shape shapes circle kind kind_list kinds binary binary_list
        flag flag_list byte byte_list date date_list moment moment_list decimal decimal_list double double_list
        duration duration_list guid guid_list int16 int16_list int32 int32_list int64 int64_list sbyte sbyte_list
        single single_list text text_list clock clock_list
    ];
    run(&every_primitive(), &samples, cases() / 2, |payloads, ty| payloads.object(ty));
}

#[test]
fn updates() {
    let bundled_updates = subjects![online_meetings: OnlineMeetingUpdate];
    run(&bundled(), &bundled_updates, cases(), |payloads, ty| payloads.update(ty));
    run(&every_primitive(), &subjects![primitives: SampleUpdate], cases() / 2, |payloads, ty| {
        payloads.update(ty)
    });
}

/// Reads an object as a derived type by way of its base, and gives it back to the base.
macro_rules! by_way_of_the_base {
    ($slice:ident: $($base:ident => $derived:ident by $method:ident;)*) => {
        [$((
            <$slice::models::$derived as Record>::ODATA_NAME,
            (|object: &Json| {
                let text = object.to_string();
                let base: $slice::models::$base =
                    serde_json::from_str(&text).map_err(|fault| format!("no base: {fault}"))?;
                let says_so = base.odata_type.as_deref().is_some_and(|said| {
                    said == $slice::models::$derived::ODATA_TYPE
                        || said == "#microsoft.graph.ring" && stringify!($derived) == "Circle"
                });
                let Some(derived) = base.$method() else {
                    return if says_so { Err("not read as what it says".to_owned()) } else { Ok(()) };
                };
                if !says_so {
                    return Err("read as what it does not say".to_owned());
                }
                let direct: $slice::models::$derived =
                    serde_json::from_str(&text).map_err(|fault| format!("not direct: {fault}"))?;
                // what holds a number that is none differs from itself
                if derived != direct && is_itself(&direct) {
                    return Err(format!("differs from direct: {derived:?} {direct:?}"));
                }
                same(object, &derived, "narrowed")?;
                let back = $slice::models::$base::from(derived);
                if back != base && is_itself(&base) {
                    return Err(format!("differs from the base: {back:?} {base:?}"));
                }
                same(object, &back, "widened")
            }) as fn(&Json) -> Result<(), String>,
        )),*]
    };
}

#[test]
fn derived_types() {
    let identities = by_way_of_the_base![online_meetings:
        IdentitySet => CommunicationsIdentitySet by as_communications_identity_set;
        Identity => AzureCommunicationServicesUserIdentity by as_azure_communication_services_user_identity;
        Identity => CommunicationsApplicationIdentity by as_communications_application_identity;
        Identity => CommunicationsApplicationInstanceIdentity by as_communications_application_instance_identity;
        Identity => CommunicationsEncryptedIdentity by as_communications_encrypted_identity;
        Identity => CommunicationsGuestIdentity by as_communications_guest_identity;
        Identity => CommunicationsPhoneIdentity by as_communications_phone_identity;
        Identity => CommunicationsUserIdentity by as_communications_user_identity;
        Identity => TeamworkUserIdentity by as_teamwork_user_identity;
    ];
    run(&bundled(), &identities, cases(), |payloads, ty| payloads.typed(ty));
    let shapes = by_way_of_the_base![primitives:
        Shape => Circle by as_circle;
        Shape => Ring by as_ring;
        Circle => Ring by as_ring;
    ];
    run(&every_primitive(), &shapes, cases(), |payloads, ty| payloads.typed(ty));
}
