//! What goes wrong at the token endpoint when a test asks for it.

use http::StatusCode;

use crate::fault::{Cut, Fault, Target};
use crate::identity::errors::AuthError;
use crate::identity::{Answer, Platform, Request, TokenRequest, token};

/// Answers the token endpoint, or lets a fault answer in its place, and notes the request. What is `taken` has still
/// to spoil the answer.
pub(super) fn answer(
    platform: &mut Platform<'_>,
    request: &Request<'_>,
    taken: &mut Option<Fault>,
) -> Result<Answer, AuthError> {
    let answer = match platform.state.faults.take(Target::TokenEndpoint, request.headers) {
        Err(error) => Err(AuthError::invalid_request(format!("{}: {error}.", Fault::HEADER))),
        Ok(fault) => {
            *taken = fault;
            instead(taken.as_ref()).unwrap_or_else(|| token::answer(platform, request))
        }
    };
    let fault = taken.as_ref();
    let is_answered = fault.is_none_or(|fault| fault.delivery().cut != Some(Cut::Before));
    let usual = answer.as_ref().map_or_else(|error| error.status, |_| StatusCode::OK);
    let status = fault.and_then(Fault::status_instead).unwrap_or(usual);
    let status = is_answered.then_some(status);
    let received = TokenRequest::new(request, status, fault.map(ToString::to_string));
    platform.state.identity.note(received);
    answer
}

/// What is answered without anything being done; nobody sees it where the connection is cut.
fn instead(fault: Option<&Fault>) -> Option<Result<Answer, AuthError>> {
    let fault = fault?;
    match fault.status_instead() {
        Some(status) if status.is_client_error() || status.is_server_error() => Some(Err(refusal(status))),
        Some(status) => Some(Ok(nothing(status))),
        None => (fault.delivery().cut == Some(Cut::Before)).then_some(Ok(nothing(StatusCode::OK))),
    }
}

fn nothing(status: StatusCode) -> Answer {
    Answer::Page(status, String::new())
}

/// The words of <https://learn.microsoft.com/entra/identity-platform/reference-error-codes> for a status.
fn refusal(status: StatusCode) -> AuthError {
    let (error, code) = match status.as_u16() {
        429 => ("temporarily_unavailable", 90_055),
        500 => ("server_error", 50_000),
        501..600 => ("temporarily_unavailable", 90_006),
        _ => ("invalid_request", 90_023),
    };
    let mut error = AuthError::new(error, code, "The emulator was told to answer so.");
    error.status = status;
    error
}
