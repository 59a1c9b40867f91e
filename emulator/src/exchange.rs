//! One request and its answer, whether it came by itself or in a batch.

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::fault::{Cut, Delivery, Fault};
use crate::received::Received;
use crate::reply::{Reply, RequestIds};
use crate::service::{BODY_LIMIT, Service, TooLarge};
use crate::state::State;

/// What came, by itself or in a batch.
pub(crate) struct Asked<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) body: Result<Bytes, TooLarge>,
    /// Its id in the batch.
    pub(crate) batch_id: Option<&'a str>,
}

/// What there is to tell of a request beside its answer.
#[derive(Default)]
pub(crate) struct Course {
    /// How the answer gets to the client.
    pub(crate) delivery: Delivery,
    /// The operation that it meant.
    pub(crate) operation: Option<String>,
    /// What its token holds.
    pub(crate) permissions: Vec<String>,
}

/// An answer, and how it gets to the client.
pub(crate) struct Outcome {
    pub(crate) answer: Response<Bytes>,
    pub(crate) delivery: Delivery,
}

/// Notes a request and answers it, or spoils the answer where a fault waits for it.
pub(crate) fn exchange(
    service: &Service,
    state: &mut State,
    asked: &Asked<'_>,
    now: OffsetDateTime,
) -> Outcome {
    let parts = asked.parts;
    let ids = RequestIds::new(&parts.headers, &mut state.ids);
    let received = Received::new(parts, asked.body.as_ref().ok(), asked.batch_id, now.into());
    let number = state.log.note(received);
    let path = parts.uri.path();
    let path = service.slices.at(path).map_or(path, |(_, rest)| rest);
    let fault = state.faults.take(parts.method.as_str(), path);
    let fault_text = fault.as_ref().map(ToString::to_string);
    let delivery = fault.as_ref().map(Fault::delivery).unwrap_or_default();
    let mut course = Course { delivery, ..Course::default() };
    let answer = answer(service, state, asked, fault.as_ref(), &mut course, now);
    let error_code = answer.as_ref().err().map(|error| String::from(error.code));
    let mut reply = answer.unwrap_or_else(|error| error.into_reply(&ids, now));
    if let Some(fault) = fault {
        let address = format!("{}{}", service.slices.origin(), parts.uri);
        fault.spoil(&mut reply, &address);
    }
    let Course { delivery, operation, permissions } = course;
    let status = (delivery.cut != Some(Cut::Before)).then(|| reply.status.as_u16());
    state.log.amend(number, |one| {
        (one.operation, one.permissions) = (operation, permissions);
        (one.status, one.error_code, one.fault) = (status, error_code, fault_text);
    });
    Outcome { answer: reply.into_response(&ids, now), delivery }
}

/// Does what was asked, unless the fault answers in its place. What was changed is kept before anybody hears of it.
fn answer(
    service: &Service,
    state: &mut State,
    asked: &Asked<'_>,
    fault: Option<&Fault>,
    course: &mut Course,
    now: OffsetDateTime,
) -> Result<Reply, GraphError> {
    match (fault.and_then(Fault::answered_with), course.delivery.cut, &asked.body) {
        // Nobody will see it.
        (None, Some(Cut::Before), _) => Ok(Reply::no_content()),
        (Some(status), ..) if status.is_client_error() || status.is_server_error() => {
            Err(GraphError::of_status(status))
        }
        (Some(status), ..) => Ok(Reply { status, ..Reply::no_content() }),
        (None, _, Err(TooLarge)) => Err(GraphError::too_large(BODY_LIMIT)),
        (None, _, Ok(body)) => {
            state.store.check().map_err(|error| GraphError::not_kept(&error))?;
            let reply = service.answer(state, asked, body, course, now);
            state.store.commit().map_err(|error| GraphError::not_kept(&error))?;
            reply
        }
    }
}
