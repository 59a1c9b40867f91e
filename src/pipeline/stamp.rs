//! What every request gets on its way out: an id, the name of the program that asks, the token. And what a refusal
//! gets on its way back: what that token holds.

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use msgraph_core::{AccessToken, ConfigError, Error, TokenPermissions};

use crate::request_id;

/// <https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support>
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const AGENT: &str = concat!("msgraph/", env!("CARGO_PKG_VERSION"));

/// What requests say of who asks: the program, where it has a name, and this crate.
pub(crate) fn agent(program: Option<&str>) -> Result<HeaderValue, ConfigError> {
    let Some(program) = program.map(str::trim).filter(|program| !program.is_empty()) else {
        return Ok(HeaderValue::from_static(AGENT));
    };
    HeaderValue::from_str(&format!("{program} {AGENT}")).map_err(|_| {
        let message = format!(
            "`.user_agent({program:?})` has characters that HTTP does not allow in a header; it is such as \
             `lectures/2`"
        );
        ConfigError::Transport(message.into())
    })
}

/// Adds the headers that are not there yet, and gives the request's id.
pub(super) fn headers(headers: &mut HeaderMap, agent: &HeaderValue) -> HeaderValue {
    headers.entry(USER_AGENT).or_insert_with(|| agent.clone());
    headers.entry(CLIENT_REQUEST_ID).or_insert_with(request_id::new).clone()
}

/// An error of a request with that id.
pub(super) fn with_id(error: Error, id: &HeaderValue) -> Error {
    match (error, id.to_str()) {
        (Error::Transport(lost), Ok(id)) => lost.with_client_request_id(id).into(),
        (error, _) => error,
    }
}

/// The answer, and beside a refusal what the token holds: [`msgraph_core::ServiceError`] looks for it there. A batch may
/// hold refusals whatever its own answer.
pub(super) fn with_token<B>(
    mut response: http::Response<B>,
    token: Option<&AccessToken>,
    is_batch: bool,
) -> http::Response<B> {
    let refuses = [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
    if (is_batch || refuses.contains(&response.status()))
        && let Some(held) = token.and_then(TokenPermissions::of)
    {
        response.extensions_mut().insert(held);
    }
    response
}
