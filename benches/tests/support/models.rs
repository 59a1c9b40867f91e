//! Every model of the slice with its two twins, and every way to read and write them.

use std::io::Cursor;

use msgraph_benches::{flatten, plain};
use msgraph_online_meetings::models as emitted;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What came out of reading a text and writing it again, or why it was refused.
pub(crate) type Outcome = Result<Value, String>;

/// A way from a text of JSON into a type and out again.
pub(crate) type Way = fn(&str) -> Outcome;

/// A model and its twins.
pub(crate) struct Model {
    pub(crate) name: &'static str,
    pub(crate) emitted: Codec,
    pub(crate) plain: Codec,
    pub(crate) flatten: Codec,
}

/// One type, read from a text of JSON and written again, on different ways through serde.
#[derive(Clone, Copy)]
pub(crate) struct Codec {
    /// Names and texts can be borrowed.
    pub(crate) text: Way,
    /// The same from bytes.
    pub(crate) slice: Way,
    /// Nothing can be borrowed.
    pub(crate) reader: Way,
    /// From and to a tree of values: everything is owned.
    pub(crate) value: Way,
    /// Another format, both ways.
    pub(crate) yaml: Way,
    /// Out of what serde has buffered for an untagged enum.
    pub(crate) untagged: Way,
    /// Out of what serde has buffered for a flattened field, and into the map of another struct.
    pub(crate) flattened: Way,
}

impl Codec {
    const fn of<T: Serialize + DeserializeOwned>() -> Self {
        Self {
            text: |text| written(serde_json::from_str::<T>(text)),
            slice: |text| written(serde_json::from_slice::<T>(text.as_bytes())),
            reader: |text| written(serde_json::from_reader::<_, T>(Cursor::new(text))),
            value: through_value::<T>,
            yaml: through_yaml::<T>,
            untagged: |text| written(serde_json::from_str::<Untagged<T>>(text)),
            flattened: |text| written(serde_json::from_str::<Flattened<T>>(text)),
        }
    }

    /// The ways that do for any value, by name.
    pub(crate) fn ways(self) -> [(&'static str, Way); 6] {
        [
            ("from_str", self.text),
            ("from_slice", self.slice),
            ("from_reader", self.reader),
            ("from_value", self.value),
            ("yaml", self.yaml),
            ("untagged", self.untagged),
        ]
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Only(T),
}

#[derive(Serialize, Deserialize)]
struct Flattened<T> {
    around: u8,
    #[serde(flatten)]
    inner: T,
}

fn written<T: Serialize>(read: serde_json::Result<T>) -> Outcome {
    let text = read.and_then(|value| serde_json::to_string(&value)).map_err(|fault| fault.to_string())?;
    serde_json::from_str(&text).map_err(|fault| fault.to_string())
}

fn through_value<T: Serialize + DeserializeOwned>(text: &str) -> Outcome {
    let value = serde_json::from_str(text).and_then(serde_json::from_value::<T>);
    value.and_then(serde_json::to_value).map_err(|fault| fault.to_string())
}

fn through_yaml<T: Serialize + DeserializeOwned>(text: &str) -> Outcome {
    let text = serde_yaml::from_str::<T>(text).and_then(|value| serde_yaml::to_string(&value));
    text.and_then(|text| serde_yaml::from_str(&text)).map_err(|fault| fault.to_string())
}

macro_rules! models {
    ($($name:ident)*) => {
        /// All of them, ordered by name.
        pub(crate) const MODELS: &[Model] = &[$(Model {
            name: stringify!($name),
            emitted: Codec::of::<emitted::$name>(),
            plain: Codec::of::<plain::$name>(),
            flatten: Codec::of::<flatten::$name>(),
        }),*];
    };
}

models! {
    AllowedLobbyAdmitterRoles
    AttendanceInterval
    AttendanceRecord
    AttendeeNotificationInfo
    AudioConferencing
    AzureCommunicationServicesUserIdentity
    BodyType
    BroadcastMeetingAudience
    BroadcastMeetingCaptionSettings
    BroadcastMeetingSettings
    CallRecording
    CallTranscript
    ChatInfo
    ChatRestrictions
    CloudVideoInteropInfo
    CommunicationsApplicationIdentity
    CommunicationsApplicationInstanceIdentity
    CommunicationsEncryptedIdentity
    CommunicationsGuestIdentity
    CommunicationsIdentitySet
    CommunicationsPhoneIdentity
    CommunicationsUserIdentity
    CreateOrGetParameters
    EndpointType
    Identity
    IdentitySet
    ItemBody
    JoinMeetingIdSettings
    LobbyBypassScope
    LobbyBypassSettings
    MeetingAttendanceReport
    MeetingChatHistoryDefaultMode
    MeetingChatMode
    MeetingLiveShareOptions
    MeetingParticipantInfo
    MeetingParticipants
    OnlineMeeting
    OnlineMeetingPresenters
    OnlineMeetingRole
    OnlineMeetingSensitivityLabelAssignment
    OnlineMeetingType
    RemindBeforeTimeInMinutesType
    SendVirtualAppointmentReminderSmsParameters
    SendVirtualAppointmentSmsParameters
    TeamworkUserIdentity
    TeamworkUserIdentityType
    VirtualAppointmentMessageType
    VirtualEventExternalInformation
    VirtualEventExternalRegistrationInformation
    WatermarkProtectionValues
}
