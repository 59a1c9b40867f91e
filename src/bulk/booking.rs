//! A meeting to be made, taken apart into what makes it and what changes it then.

use std::collections::BTreeMap;
use std::fmt;

use msgraph_core::model::Record;
use msgraph_core::{Operation, Request, RetryPolicy, option};
use msgraph_online_meetings::models::{CreateOrGetParameters, OnlineMeeting, OnlineMeetingUpdate};
use serde_json::Value;
use serde_json::value::RawValue;

use super::BookingError;

/// A meeting to be made, and the id by which it is found again.
///
/// # The external id
///
/// The service makes one meeting for each external id of an organizer, however often it is asked: that is what a second
/// run after a crash relies on. So take it from your own data, and let it be the same in each run: the key of the row, or
/// what the meeting is about and when (`term-2026/analysis-2/2026-10-14`). Not a random number, not the time of the run,
/// not the number of a line that moves when somebody sorts the file, and not what may be corrected later, such as a
/// title. Keep personal data out of it. Two meetings with one id are one meeting: the first.
///
/// ```
/// use msgraph::RetryPolicy;
/// use msgraph::bulk::Booking;
/// use msgraph::models::OnlineMeeting;
///
/// let booking = Booking::new("term-2026/analysis-2/2026-10-14", OnlineMeeting::new().set_subject("Analysis II"))
///     .accept_language("de-DE")
///     .retry(RetryPolicy::new().attempts(8));
/// assert_eq!(booking.external_id(), "term-2026/analysis-2/2026-10-14");
/// assert_eq!(booking.meeting().subject.as_deref(), Some("Analysis II"));
/// ```
#[derive(Clone)]
pub struct Booking {
    pub(super) external_id: String,
    pub(super) meeting: OnlineMeeting,
    pub(super) language: Option<String>,
    pub(super) retry: Option<RetryPolicy>,
}

/// What [`book`](super::book) takes: a [`Booking`], or one with a key of the program's own, `(key, booking)`.
pub trait IntoBooking {
    /// What its outcome is called.
    type Key: Send + 'static;

    /// The key and the booking.
    fn into_booking(self) -> (Self::Key, Booking);
}

impl IntoBooking for Booking {
    type Key = String;

    /// The key is the external id.
    fn into_booking(self) -> (String, Booking) {
        (self.external_id.clone(), self)
    }
}

impl<K: Send + 'static> IntoBooking for (K, Booking) {
    type Key = K;

    fn into_booking(self) -> (K, Booking) {
        self
    }
}

/// The two requests that a booking takes.
pub(super) struct Parts {
    pub(super) create: CreateOrGetParameters,
    pub(super) update: Update,
}

/// What `createOrGet` does not take.
pub(super) struct Update {
    pub(super) change: OnlineMeetingUpdate,
    values: BTreeMap<String, Value>,
}

impl Booking {
    /// A meeting under an external id.
    ///
    /// ```
    /// use msgraph::bulk::Booking;
    /// use msgraph::models::{OnlineMeeting, OnlineMeetingPresenters};
    ///
    /// let lecture = OnlineMeeting::new()
    ///     .set_subject("Analysis II")
    ///     .set_allowed_presenters(OnlineMeetingPresenters::Organizer);
    /// let booking = Booking::new("term-2026/analysis-2/2026-10-14", lecture);
    /// assert!(booking.check().is_ok());
    /// ```
    #[must_use]
    pub fn new(external_id: impl Into<String>, meeting: OnlineMeeting) -> Self {
        Self { external_id: external_id.into(), meeting, language: None, retry: None }
    }

    /// The same with the language of the invitation, such as `de-DE` (`Accept-Language`).
    #[must_use]
    pub fn accept_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// The same with a way of its own of being sent again, for each of its calls.
    #[must_use]
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: Some(policy), ..self }
    }

    /// The external id.
    #[must_use]
    pub fn external_id(&self) -> &str {
        &self.external_id
    }

    /// The meeting that is wanted.
    #[must_use]
    pub fn meeting(&self) -> &OnlineMeeting {
        &self.meeting
    }

    /// Whether it can be booked at all, before anything is sent. [`book`](super::book) looks by itself; this is for
    /// programs that look at all bookings before they make the first one.
    ///
    /// ```
    /// use msgraph::bulk::{Booking, BookingError};
    /// use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting};
    ///
    /// let passcode = JoinMeetingIdSettings::new().set_is_passcode_required(true);
    /// let booking = Booking::new("4711", OnlineMeeting::new().set_join_meeting_id_settings(passcode));
    /// let Err(BookingError::Refused { property, .. }) = booking.check() else { panic!("it asks for a passcode") };
    /// assert_eq!(property, "joinMeetingIdSettings.isPasscodeRequired");
    /// ```
    ///
    /// # Errors
    /// [`BookingError::Refused`] with the first property that the service takes neither in `createOrGet` nor in a change.
    pub fn check(&self) -> Result<(), BookingError> {
        self.parts().map(drop)
    }

    /// One of its requests, with what it asks for of each.
    pub(super) fn request<O: Operation + option::AcceptLanguage>(&self, request: Request<O>) -> Request<O> {
        let request = match &self.language {
            Some(language) => request.accept_language(language),
            None => request,
        };
        match &self.retry {
            Some(policy) => request.retry(policy.clone()),
            None => request,
        }
    }

    pub(super) fn parts(&self) -> Result<Parts, BookingError> {
        if self.external_id.is_empty() {
            return Err(refused(
                "externalId",
                "it is empty; take a key of your own data that stays the same",
            ));
        }
        let mut create = CreateOrGetParameters::properties().iter().collect::<Vec<_>>();
        create.retain(|name| **name != "externalId");
        let (mut made, mut changed) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in self.properties()? {
            if name.contains('@') || value.get() == "null" {
                continue;
            }
            if create.iter().any(|known| **known == name) {
                made.insert(name, value);
            } else if OnlineMeetingUpdate::properties().contains(&&*name)
                || !OnlineMeeting::properties().contains(&&*name)
            {
                // what this crate does not know is the service's to judge
                changed.insert(name, value);
            } else {
                self.check_left_out(&name, &value)?;
            }
        }
        let id = RawValue::from_string(Value::from(&*self.external_id).to_string());
        made.insert("externalId".to_owned(), id.map_err(|_| refused("externalId", "it is no text of JSON"))?);
        let values = read(&changed)?;
        Ok(Parts { create: read(&made)?, update: Update { change: read(&changed)?, values } })
    }

    /// The properties as they would be sent.
    fn properties(&self) -> Result<BTreeMap<String, Box<RawValue>>, BookingError> {
        read(&self.meeting)
    }

    /// A property that is sent in neither request: an error, unless it asks for what happens anyway.
    fn check_left_out(&self, name: &str, value: &RawValue) -> Result<(), BookingError> {
        let value: Value = serde_json::from_str(value.get()).unwrap_or_default();
        match name {
            "externalId" if value == self.external_id => Ok(()),
            "externalId" => {
                Err(refused(name, "the meeting names another one than its booking; leave it out there"))
            }
            "joinMeetingIdSettings" => {
                let asks =
                    |(_, value): &(&String, &Value)| !matches!(value, Value::Null | Value::Bool(false));
                match value.as_object().and_then(|settings| settings.iter().find(asks)) {
                    None => Ok(()),
                    Some((part, _)) => Err(refused(
                        &format!("{name}.{part}"),
                        "meetings that are found by an external id have no passcode; make this one with \
                         `online_meetings().post(..)`, which makes another one each time",
                    )),
                }
            }
            _ => Err(refused(
                name,
                "the service takes it neither with an external id nor as a change; leave it out, or make this meeting \
                 with `online_meetings().post(..)`",
            )),
        }
    }
}

impl Update {
    /// Whether the meeting is already as it should be.
    pub(super) fn is_met_by(&self, meeting: &OnlineMeeting) -> bool {
        self.values.is_empty()
            || serde_json::to_value(meeting)
                .is_ok_and(|now| self.values.iter().all(|(name, value)| agrees(value, &now[name])))
    }
}

/// Whether all that is wanted is there.
fn agrees(wanted: &Value, now: &Value) -> bool {
    match (wanted, now) {
        (Value::Object(wanted), Value::Object(now)) => wanted.iter().all(|(name, wanted)| {
            name.contains('@') || agrees(wanted, now.get(name).unwrap_or(&Value::Null))
        }),
        _ => wanted == now,
    }
}

/// A value as another type that is written the same.
fn read<T: serde::de::DeserializeOwned>(value: &impl serde::Serialize) -> Result<T, BookingError> {
    let json = serde_json::to_vec(value).and_then(|json| serde_json::from_slice(&json));
    json.map_err(|_| refused("additionalProperties", "the meeting cannot be written as JSON"))
}

fn refused(property: &str, reason: &'static str) -> BookingError {
    BookingError::Refused { property: property.to_owned(), reason }
}

impl fmt::Debug for Booking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Booking")
            .field("external_id", &self.external_id)
            .field("meeting", &self.meeting)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
