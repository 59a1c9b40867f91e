//! Which app asks, and whether it is that app.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::identity::apps::App;
use crate::identity::errors::AuthError;
use crate::identity::form::Form;
use crate::identity::{Platform, Request};
use crate::percent;

/// How an app names and proves itself.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) client_id: Option<String>,
    secret: Option<String>,
}

impl Credentials {
    /// From the body (`client_secret_post`) or from the header (`client_secret_basic`).
    pub(super) fn read(headers: &HeaderMap, form: &Form) -> Result<Self, AuthError> {
        let posted = Self {
            client_id: form.get("client_id").map(String::from),
            secret: form.get("client_secret").map(String::from),
        };
        let Some(basic) = Self::basic(headers)? else { return Ok(posted) };
        if posted.secret.is_some() {
            return Err(AuthError::invalid_request(
                "The client secret stands in the body and in the header. Send it once.",
            ));
        }
        if posted.client_id.is_some() && posted.client_id != basic.client_id {
            return Err(AuthError::invalid_request(
                "The client_id of the body is not that of the Authorization header.",
            ));
        }
        Ok(basic)
    }

    /// `Authorization: Basic`, whose parts are encoded like those of a form (RFC 6749, 2.3.1).
    fn basic(headers: &HeaderMap) -> Result<Option<Self>, AuthError> {
        let header = headers.get(AUTHORIZATION).and_then(|one| one.to_str().ok()).unwrap_or_default();
        let Some((scheme, value)) = header.trim().split_once(' ') else { return Ok(None) };
        if !scheme.eq_ignore_ascii_case("Basic") {
            return Ok(None);
        }
        let read = || {
            let text = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
            let (client_id, secret) = text.split_once(':')?;
            Some((percent::decode(client_id, true)?, percent::decode(secret, true)?))
        };
        let (client_id, secret) = read().ok_or_else(AuthError::malformed)?;
        Ok(Some(Self { client_id: Some(client_id), secret: Some(secret).filter(|one| !one.is_empty()) }))
    }
}

/// What a flow asks of the app.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// A secret, always.
    Secret,
    /// A secret, unless the app is a public client.
    SecretUnlessPublic,
}

impl Platform<'_> {
    /// The app that sent a request, once it has proved itself.
    pub(super) fn authenticate(&self, request: &Request<'_>, proof: Proof) -> Result<App, AuthError> {
        let credentials = Credentials::read(request.headers, &request.form)?;
        let client_id = credentials.client_id.ok_or_else(|| AuthError::missing("client_id"))?;
        let app = self.app(&client_id, request)?;
        if request.form.get("client_assertion").is_some() {
            return Err(AuthError::client_assertion());
        }
        match credentials.secret {
            Some(_) if app.client_secrets.is_empty() => Err(AuthError::secret_of_public_client()),
            Some(secret) if app.client_secrets.contains(&secret) => Ok(app),
            Some(_) => Err(AuthError::wrong_secret(&app.client_id)),
            None if proof == Proof::SecretUnlessPublic && app.is_public_client => Ok(app),
            None => Err(AuthError::no_secret()),
        }
    }
}
