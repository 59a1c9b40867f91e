//! The identity platform's errors: status, OAuth's word, number and text.

use http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::moment;
use crate::reply::RequestIds;

/// A refusal, as the identity platform words it.
///
/// See <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AuthError {
    pub(super) status: StatusCode,
    /// OAuth's own word, such as `invalid_grant`.
    pub(super) error: &'static str,
    /// The number behind `AADSTS`.
    code: u32,
    message: String,
    suberror: Option<&'static str>,
}

impl AuthError {
    /// Most of them are a 400.
    pub(super) fn new(error: &'static str, code: u32, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, code, message: message.into(), suberror: None }
    }

    /// 400: the request breaks a rule that has no number of its own.
    pub(super) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new("invalid_request", 90_023, message)
    }

    /// 400: the grant (a code, a refresh token, a device code) is none of this app's.
    pub(super) fn invalid_grant(message: impl Into<String>) -> Self {
        Self::new("invalid_grant", 70_000, message)
    }

    /// 401: the app did not prove who it is.
    fn invalid_client(code: u32, message: impl Into<String>) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_client", code, message) }
    }

    /// 400: it cannot be read.
    pub(super) fn malformed() -> Self {
        Self::new("invalid_request", 9_002_313, "Invalid request. Request is malformed or invalid.")
    }

    /// 400: a parameter is not there.
    pub(super) fn missing(name: &str) -> Self {
        let message = format!("The request body must contain the following parameter: '{name}'.");
        Self::new("invalid_request", 900_144, message)
    }

    /// 400: a parameter is there twice.
    pub(super) fn repeated(name: &str) -> Self {
        let message = format!("The request is not properly formatted. The parameter '{name}' is duplicated.");
        Self::new("invalid_request", 9_000_411, message)
    }

    /// 405: the endpoint has another method.
    pub(super) fn method(allowed: &str, sent: &str) -> Self {
        let message = format!("The endpoint only accepts {allowed} requests. Received a {sent} request.");
        let error = Self::new("invalid_request", 900_561, message);
        Self { status: StatusCode::METHOD_NOT_ALLOWED, ..error }
    }

    /// 400: no such tenant.
    pub(super) fn tenant(tenant: &str) -> Self {
        let message = format!(
            "Tenant '{tenant}' not found. Check that the tenant ID is right and that this is the cloud it is in."
        );
        Self::new("invalid_request", 90_002, message)
    }

    /// 400: no such app in the tenant.
    pub(super) fn unknown_app(client_id: &str, tenant: &str) -> Self {
        let message =
            format!("Application with identifier '{client_id}' was not found in the directory '{tenant}'.");
        Self::new("unauthorized_client", 700_016, message)
    }

    /// 401: the secret is none of the app's.
    pub(super) fn wrong_secret(client_id: &str) -> Self {
        let message = format!(
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
             value, not the client secret ID, for a secret added to app '{client_id}'."
        );
        Self::invalid_client(7_000_215, message)
    }

    /// 401: no secret where one is needed.
    pub(super) fn no_secret() -> Self {
        let message =
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
        Self::invalid_client(7_000_218, message)
    }

    /// 401: a secret from an app that has none.
    pub(super) fn secret_of_public_client() -> Self {
        let message =
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        Self::invalid_client(700_025, message)
    }

    /// 401: a code is redeemed with another address than it was sent to. The service calls the app at fault
    /// for it, where RFC 6749 has `invalid_grant`.
    pub(super) fn reply_address(sent: &str, wanted: &str) -> Self {
        let message = format!(
            "The reply address '{sent}' does not match the reply address '{wanted}' provided when requesting \
             Authorization code."
        );
        Self::invalid_client(500_112, message)
    }

    /// 401: certificates cannot be registered with the emulator.
    pub(super) fn client_assertion() -> Self {
        let message = "Client assertion contains an invalid signature. The emulator knows no certificates; \
                       send 'client_secret'.";
        Self::invalid_client(700_027, message)
    }

    /// 400: a scope is none.
    pub(super) fn scope(scope: &str) -> Self {
        let message = format!(
            "The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid."
        );
        Self::new("invalid_scope", 70_011, message)
    }

    /// 400: client credentials take `/.default` alone.
    pub(super) fn not_default(scope: &str) -> Self {
        let message = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value \
             with /.default suffixed to the resource identifier (application ID URI)."
        );
        Self::new("invalid_scope", 1_002_012, message)
    }

    /// 400: no such API in the tenant.
    pub(super) fn resource(resource: &str, tenant: &str) -> Self {
        let message = format!(
            "The resource principal named {resource} was not found in the tenant named {tenant}. Check that the \
             application ID URI is right and that the app is registered."
        );
        Self::new("invalid_resource", 500_011, message)
    }

    /// 400: nobody consented to what the app asks for.
    pub(super) fn consent(client_id: &str, name: &str) -> Self {
        let message = format!(
            "The user or administrator has not consented to use the application with ID '{client_id}' named \
             '{name}'. Send an interactive authorization request for this user and resource."
        );
        Self { suberror: Some("consent_required"), ..Self::new("invalid_grant", 65_001, message) }
    }

    /// The same with another of OAuth's words, which `authorize` has some of its own of.
    pub(super) fn worded(self, error: &'static str) -> Self {
        Self { error, ..self }
    }

    /// What `error_description` says.
    pub(super) fn description(&self, ids: &RequestIds, now: OffsetDateTime) -> String {
        let Self { code, message, .. } = self;
        let (trace, correlation, timestamp) = (&ids.request, &ids.client, timestamp(now));
        format!(
            "AADSTS{code}: {message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}"
        )
    }

    /// The body that carries it.
    pub(super) fn body(&self, ids: &RequestIds, now: OffsetDateTime) -> Value {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(ids, now),
            "error_codes": [self.code],
            "timestamp": timestamp(now),
            "trace_id": ids.request,
            "correlation_id": ids.client,
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        body
    }
}

/// A moment as these errors write it: `2016-01-09 02:02:12Z`.
fn timestamp(now: OffsetDateTime) -> String {
    format!("{}Z", moment::seconds(now).replace('T', " "))
}
