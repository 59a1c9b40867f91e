//! What the token endpoint was asked, for a test to look at.

use http::StatusCode;

use crate::Emulator;
use crate::identity::client::Credentials;
use crate::identity::{Identity, Request};

/// A request to the token endpoint. Those to other endpoints of the identity platform are not noted. It holds no
/// secret, code or token, so it may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// Such as `client_credentials`; empty where it was not said.
    pub grant_type: String,
    /// The app, from the body or the header; empty where it was not said.
    pub client_id: String,
    /// What was asked for, as it came; empty where nothing was.
    pub scope: String,
    /// Whether there was a parameter `claims`, as after a claims challenge.
    pub has_claims: bool,
    /// The status of the answer: 200 with tokens, 400 or 401 with an error, and that of the fault where one answered
    /// in its place. Nothing where a fault cut the connection before anything was done.
    pub status: Option<u16>,
    /// The fault that it took, in the words of [`Fault`](crate::Fault)'s `Display`.
    pub fault: Option<String>,
}

impl TokenRequest {
    pub(super) fn new(request: &Request<'_>, status: Option<StatusCode>, fault: Option<String>) -> Self {
        let text = |name| String::from(request.form.get(name).unwrap_or_default());
        let credentials = Credentials::read(request.headers, &request.form).unwrap_or_default();
        Self {
            grant_type: text("grant_type"),
            client_id: credentials.client_id.unwrap_or_default(),
            scope: text("scope"),
            has_claims: request.form.get("claims").is_some(),
            status: status.map(|one| one.as_u16()),
            fault,
        }
    }
}

impl Identity {
    /// The last requests to the token endpoint, in their order.
    pub(crate) fn token_requests(&self) -> impl Iterator<Item = &TokenRequest> {
        self.received.iter()
    }

    pub(crate) fn clear_token_requests(&mut self) {
        self.received.clear();
    }
}

/// The log.
impl Emulator {
    /// Forgets the requests to the token endpoint so far.
    pub fn clear_token_requests(&self) {
        self.service.state().identity.clear_token_requests();
    }
}
