//! Many meetings, each exactly once.

use std::error::Error as StdError;
use std::fmt;

use futures_core::Stream;
use http::StatusCode;
use msgraph_core::{Error, ServiceError};
use msgraph_online_meetings::models::OnlineMeeting;

use super::patience::Patience;
use super::{Booking, Bulk, IntoBooking, Organizer, Outcome, is_of_all};
use crate::clock::sleep;

/// A meeting that is as its booking wants it.
///
/// ```
/// # use msgraph::{Graph, models::OnlineMeeting};
/// # use msgraph_emulator::Emulator;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start().await?;
/// # let graph = Graph::builder()
/// #     .base_url(emulator.url())
/// #     .allow_http_on_loopback()
/// #     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
/// #     .build()?;
/// use msgraph::bulk::{self, Booking};
///
/// let lecture = || Booking::new("term-2026/analysis-2", OnlineMeeting::new().set_subject("Analysis II"));
/// let organizer = graph.me().online_meetings();
/// for is_new in [true, false] {
///     let mut outcomes = bulk::book(&organizer, bulk::iter([lecture()]));
///     let booked = outcomes.next().await.unwrap().result?;
///     assert_eq!(booked.is_new, is_new);
///     assert_eq!(booked.meeting.subject.as_deref(), Some("Analysis II"));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Booked {
    /// The meeting, as the service has it.
    pub meeting: OnlineMeeting,
    /// Whether it was made now (201), not found (200). Where the answer of the call that made it was lost, the next
    /// attempt finds it.
    pub is_new: bool,
}

/// Makes many meetings of one organizer, several at the same time, and each exactly once: a second run with the same
/// bookings, after a crash or a lost connection, finds what the first one made and makes what it did not.
///
/// Each is one call of `createOrGet` with its [external id](Booking). What that does not take, such as
/// `allowedPresenters`, follows in a change (PATCH), unless the meeting is that way already; so it does for a meeting
/// that was there. The rest of a meeting that was there stays as it is: `createOrGet` changes nothing.
///
/// What goes in is a stream of [bookings](Booking), and the key of an [`Outcome`] is the external id then; or one of keys
/// of your own and bookings, such as the lines of a file: `(line, booking)`. One that fails does not stop the others, unless it fails for a reason
/// that all share: those of [`bulk`](fn@super::bulk), or the organizer has no access policy, which an
/// administrator must grant first. [`Bulk::stop_on`] decides otherwise.
///
/// ```
/// use msgraph::bulk::{self, Booking};
/// use msgraph::models::{OnlineMeeting, OnlineMeetingPresenters};
/// use msgraph::Graph;
/// use msgraph_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let user = emulator.users()[0].id.clone();
/// let graph = Graph::builder()
///     .base_url(emulator.url())
///     .allow_http_on_loopback()
///     .token(emulator.application_token(&["OnlineMeetings.ReadWrite.All"]))
///     .build()?;
///
/// let lectures = (1..=14).map(|week| {
///     let lecture = OnlineMeeting::new()
///         .set_subject(format!("Analysis II, week {week}"))
///         .set_allowed_presenters(OnlineMeetingPresenters::Organizer);
///     Booking::new(format!("term-2026/analysis-2/{week}"), lecture)
/// });
/// let organizer = graph.users().by_id(&user).online_meetings();
/// let mut outcomes = bulk::book(&organizer, bulk::iter(lectures));
/// let mut made = 0;
/// while let Some(outcome) = outcomes.next().await {
///     match outcome.result {
///         Ok(booked) => made += usize::from(booked.is_new),
///         Err(error) => eprintln!("{}: {error}", outcome.key),
///     }
/// }
/// assert_eq!(made, 14);
/// # Ok(())
/// # }
/// ```
pub fn book<S, R>(organizer: &R, bookings: S) -> Bulk<S, <S::Item as IntoBooking>::Key, Booked, BookingError>
where
    S: Stream<Item: IntoBooking>,
    R: Organizer,
{
    let organizer = organizer.clone();
    let start = move |booking: S::Item, patience: Patience| -> super::outcomes::Running<_, _, _> {
        let organizer = organizer.clone();
        let (key, booking) = booking.into_booking();
        Box::pin(async move { Outcome { key, result: until_open(&organizer, &booking, patience).await } })
    };
    Bulk::new(bookings, start, stops)
}

/// Makes or finds one meeting, again after each wait that there is patience for.
async fn until_open<R: Organizer>(
    organizer: &R,
    booking: &Booking,
    mut patience: Patience,
) -> Result<Booked, BookingError> {
    let mut was_made = false;
    loop {
        let mut result = one(organizer, booking).await;
        let booked = match &mut result {
            Ok(booked) => Some(booked),
            Err(BookingError::NotChanged { booked, .. }) => Some(&mut **booked),
            Err(_) => None,
        };
        if let Some(booked) = booked {
            // what was made before a wait is found after it, and is new all the same
            booked.is_new |= was_made;
            was_made = booked.is_new;
        }
        let failed = result.as_ref().err().and_then(BookingError::as_call);
        match failed.and_then(|error| patience.wait_after(error)) {
            Some(wait) => sleep(wait).await,
            None => return result,
        }
    }
}

/// Makes or finds one meeting, and changes it where it must.
async fn one<R: Organizer>(organizer: &R, booking: &Booking) -> Result<Booked, BookingError> {
    let parts = booking.parts()?;
    let create = booking.request(organizer.create(&parts.create));
    let response = create.response().await.map_err(BookingError::NotMade)?;
    let is_new = response.status() == StatusCode::CREATED;
    let meeting = response.into_body();
    if parts.update.is_met_by(&meeting) {
        return Ok(Booked { meeting, is_new });
    }
    let id = meeting.id.clone().unwrap_or_default();
    // to set what is set already changes nothing
    let update = booking.request(organizer.update(&id, &parts.update.change).repeat_safely());
    match update.await {
        Ok(meeting) => Ok(Booked { meeting, is_new }),
        Err(error) => Err(BookingError::NotChanged { booked: Box::new(Booked { meeting, is_new }), error }),
    }
}

/// Whether no other booking can go better.
fn stops(error: &BookingError) -> bool {
    error.as_call().is_some_and(|error| {
        is_of_all(error) || error.as_service().is_some_and(ServiceError::is_missing_access_policy)
    })
}

/// Why a meeting is not as its booking wants it.
///
/// ```
/// use msgraph::bulk::BookingError;
///
/// /// What is to be told of a booking that came to nothing.
/// fn tell(error: &BookingError) -> String {
///     match error {
///         BookingError::Refused { property, reason } => format!("mend the row: {property}: {reason}"),
///         BookingError::NotChanged { .. } => format!("it is there, and not complete: {error}"),
///         _ => format!("run it again: {error}"),
///     }
/// }
///
/// use msgraph::bulk::Booking;
/// use msgraph::models::OnlineMeeting;
///
/// let error = Booking::new("", OnlineMeeting::new()).check().unwrap_err();
/// assert!(tell(&error).starts_with("mend the row"));
/// assert!(error.as_call().is_none()); // nothing was sent
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum BookingError {
    /// The booking asks for what cannot be had this way; nothing was sent.
    Refused {
        /// The property, as the service calls it.
        property: String,
        /// Why not, and what to do instead.
        reason: &'static str,
    },
    /// The call of `createOrGet` failed. Where its answer was lost the meeting may be there, and another run finds it.
    NotMade(Error),
    /// The meeting is there, and the change that makes it complete failed. Another run tries again.
    NotChanged {
        /// The meeting as it is.
        booked: Box<Booked>,
        /// Why the change failed.
        error: Error,
    },
}

impl BookingError {
    /// Why a call failed, where it was a call that did.
    #[must_use]
    pub fn as_call(&self) -> Option<&Error> {
        match self {
            Self::Refused { .. } => None,
            Self::NotMade(error) | Self::NotChanged { error, .. } => Some(error),
        }
    }
}

impl fmt::Display for BookingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { property, reason } => {
                write!(f, "the meeting cannot be booked with `{property}`: {reason}")
            }
            Self::NotMade(error) => error.fmt(f),
            Self::NotChanged { .. } => f.write_str(
                "the meeting is there, but not with all that was wanted: the change failed; book it again",
            ),
        }
    }
}

impl StdError for BookingError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused { .. } => None,
            Self::NotMade(error) => error.source(),
            Self::NotChanged { error, .. } => Some(error),
        }
    }
}
