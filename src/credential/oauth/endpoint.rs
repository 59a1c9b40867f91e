//! Questions to the identity platform.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use msgraph_core::{AccessToken, CredentialError, TokenRequest};
use oauth2::TokenResponse as _;
use oauth2::basic::BasicTokenResponse;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use url::{Url, form_urlencoded};

use super::app::{self, AppRegistration};
use super::error::IdentityError;

/// How long a question may take.
const LIMIT: Duration = Duration::from_secs(60);
/// How often a question is asked that the platform was too busy for.
const TRIES: u32 = 4;
/// The first wait between them; the next are twice as long each.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest wait that the platform is obeyed in.
const PATIENCE: Duration = Duration::from_secs(60);
/// How large an answer may be.
const SIZE: usize = 1024 * 1024;
/// The parameters whose values no error shows.
const SECRETS: [&str; 7] = [
    "client_secret",
    "assertion",
    "code",
    "code_verifier",
    "refresh_token",
    "device_code",
    "client_assertion",
];

/// Why there is no answer.
pub(super) enum Refusal {
    /// The platform says no.
    Said(IdentityError),
    /// It could not be asked, or not be understood.
    Failed(CredentialError),
}

impl From<Refusal> for CredentialError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Said(error) => error.into(),
            Refusal::Failed(error) => error,
        }
    }
}

impl From<CredentialError> for Refusal {
    fn from(error: CredentialError) -> Self {
        Self::Failed(error)
    }
}

/// A token, and the one that renews it.
pub(super) struct Granted {
    pub(super) token: AccessToken,
    pub(super) refresh: Option<String>,
}

/// Asks the token endpoint. The app, its proof and the claims are added.
pub(super) async fn token(
    app: &AppRegistration,
    request: &TokenRequest,
    grant: &[(&str, &str)],
) -> Result<Granted, Refusal> {
    let claims = app::claims(request);
    let mut form = vec![("client_id", app.client_id()), ("claims", &claims)];
    form.extend(app.secret().map(|secret| ("client_secret", secret)));
    let assertion = app.assertion().await?;
    if let Some(assertion) = &assertion {
        let of_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form.extend([("client_assertion_type", of_type), ("client_assertion", assertion)]);
    }
    form.extend(grant);
    let asked_on = OffsetDateTime::now_utc();
    let answer: BasicTokenResponse = post(app, app.endpoint("token", request.scopes())?, &form).await?;
    let token = AccessToken::new(answer.access_token().secret().as_str());
    let token = match answer.expires_in() {
        Some(life) => {
            token.with_expiry(asked_on.saturating_add(time::Duration::try_from(life).unwrap_or_default()))
        }
        None => token,
    };
    Ok(Granted { token, refresh: answer.refresh_token().map(|one| one.secret().clone()) })
}

/// Sends a form, again where the platform was too busy or could not be reached, and reads the JSON that comes.
pub(super) async fn post<T: DeserializeOwned>(
    app: &AppRegistration,
    url: Url,
    form: &[(&str, &str)],
) -> Result<T, Refusal> {
    let client = app.http(&url)?;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    for again in 1.. {
        let sent = client
            .post(url.clone())
            .timeout(LIMIT)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.clone())
            .send();
        let mut wait = PAUSE * 2_u32.pow(again - 1);
        match sent.await {
            Ok(response) if is_busy(&response) && again < TRIES => {
                wait = asked_to_wait(&response).unwrap_or(wait);
                if wait > PATIENCE {
                    return read(response, form).await;
                }
            }
            Ok(response) => return read(response, form).await,
            Err(fault) if fault.is_builder() || again == TRIES => return Err(unreached(fault).into()),
            Err(_) => {}
        }
        tracing::debug!(target: "msgraph", ?wait, again, "the identity platform is asked once more");
        tokio::time::sleep(wait).await;
    }
    Err(CredentialError::new("the identity platform was not asked").into())
}

fn is_busy(response: &reqwest::Response) -> bool {
    response.status().as_u16() == 429 || response.status().is_server_error()
}

fn asked_to_wait(response: &reqwest::Response) -> Option<Duration> {
    let seconds: f64 = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

async fn read<T: DeserializeOwned>(
    mut response: reqwest::Response,
    form: &[(&str, &str)],
) -> Result<T, Refusal> {
    let status = response.status();
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(unreached)? {
        body.extend_from_slice(&piece);
        if body.len() > SIZE {
            return Err(CredentialError::new("the identity platform's answer has no end").into());
        }
    }
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|fault| {
            // the fault may show a piece of the answer, and that may be the token
            let text =
                format!("the identity platform's answer is not understood, in column {}", fault.column());
            CredentialError::new(text).into()
        });
    }
    let secrets: Vec<&str> =
        form.iter().filter(|(name, _)| SECRETS.contains(name)).map(|(_, value)| *value).collect();
    let refusal = serde_json::from_slice(&body)
        .unwrap_or_else(|_| IdentityError::new(format!("HTTP {status}"), "the answer does not say why"));
    Err(Refusal::Said(refusal.readable(&secrets)))
}

fn unreached(fault: reqwest::Error) -> CredentialError {
    CredentialError::new("the identity platform could not be reached").caused_by(fault.without_url())
}
