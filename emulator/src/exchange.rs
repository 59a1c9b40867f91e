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
    state.received.push(Received::new(parts, asked.body.as_ref().ok(), asked.batch_id));
    let path = parts.uri.path();
    let path = service.slices.at(path).map_or(path, |(_, rest)| rest);
    let fault = state.faults.take(parts.method.as_str(), path);
    let mut delivery = fault.as_ref().map(Fault::delivery).unwrap_or_default();
    let status = fault.as_ref().and_then(Fault::answered_with);
    let answer = match (status, delivery.cut, &asked.body) {
        // Nobody will see it.
        (None, Some(Cut::Before), _) => Ok(Reply::no_content()),
        (Some(status), ..) if status.is_client_error() || status.is_server_error() => {
            Err(GraphError::of_status(status))
        }
        (Some(status), ..) => Ok(Reply { status, ..Reply::no_content() }),
        (None, _, Err(TooLarge)) => Err(GraphError::too_large(BODY_LIMIT)),
        (None, _, Ok(body)) => service.answer(state, asked, body, &mut delivery, now),
    };
    let mut reply = answer.unwrap_or_else(|error| error.into_reply(&ids, now));
    if let Some(fault) = fault {
        let address = format!("{}{}", service.slices.origin(), parts.uri);
        fault.spoil(&mut reply, &address);
    }
    Outcome { answer: reply.into_response(&ids, now), delivery }
}
