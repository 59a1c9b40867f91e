//! One request and its answer, whether it came by itself or in a batch.

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use msgraph_spec::model::Scheme;
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::fault::{self, Cut, Delivery, Fault, Target};
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
    /// The scheme of its token, and what the operation needs of it.
    pub(crate) scheme: Option<Scheme>,
    pub(crate) needed: Option<Vec<Vec<String>>>,
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
    let target = Target::Graph { method: parts.method.as_str(), path };
    let (fault, misread) = match state.faults.take(target, &parts.headers) {
        Ok(fault) => (fault, None),
        Err(error) => (None, Some(GraphError::bad_request(format!("{}: {error}.", Fault::HEADER)))),
    };
    let fault_text = fault.as_ref().map(ToString::to_string);
    let delivery = fault.as_ref().map(Fault::delivery).unwrap_or_default();
    let mut course = Course { delivery, ..Course::default() };
    let answer = match misread {
        Some(error) => Err(error),
        None => answer(service, state, asked, fault.as_ref(), &mut course, now),
    };
    let error_code = answer.as_ref().err().map(|error| String::from(error.code));
    let mut reply = answer.unwrap_or_else(|error| error.into_reply(&ids, now));
    if let Some(fault) = &fault {
        fault.spoil_page(&mut reply, service.slices.origin(), &parts.uri);
    }
    let Course { delivery, operation, permissions, scheme, needed } = course;
    let status = (delivery.cut != Some(Cut::Before)).then(|| reply.status.as_u16());
    state.log.amend(number, |one| {
        (one.operation, one.permissions) = (operation, permissions);
        (one.scheme, one.needed) = (scheme.map(|scheme| String::from(scheme.label())), needed);
        (one.status, one.error_code, one.fault) = (status, error_code, fault_text);
    });
    let mut answer = reply.into_response(&ids, now);
    if let Some(fault) = fault {
        fault.spoil(&mut answer);
    }
    Outcome { answer, delivery }
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
    match (fault.and_then(Fault::instead), course.delivery.cut, &asked.body) {
        // Nobody will see it.
        (None, Some(Cut::Before), _) => Ok(Reply::no_content()),
        (Some(reply), ..) => reply,
        (None, _, Err(TooLarge)) => Err(GraphError::too_large(BODY_LIMIT)),
        (None, _, Ok(body)) => {
            state.store.check().map_err(|error| GraphError::not_kept(&error))?;
            let another = fault::unmarked(&asked.parts.uri).map(|uri| {
                let mut parts = asked.parts.clone();
                parts.uri = uri;
                parts
            });
            let parts = another.as_ref().unwrap_or(asked.parts);
            let meant = Asked { parts, body: Ok(body.clone()), batch_id: asked.batch_id };
            let reply = service.answer(state, &meant, body, course, now);
            state.store.commit().map_err(|error| GraphError::not_kept(&error))?;
            reply
        }
    }
}
