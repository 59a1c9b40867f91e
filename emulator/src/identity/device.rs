//! Device codes: an app without a browser shows a code, and the user signs in elsewhere.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>; `slow_down` is from
//! [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628#section-3.5).

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::error::SeedError;
use crate::identity::client::{Credentials, Proof};
use crate::identity::errors::AuthError;
use crate::identity::scope::Scopes;
use crate::identity::sweep::is_remembered;
use crate::identity::{Answer, Platform, Request};
use crate::moment;
use crate::state::State;
use crate::users;

/// How long the user has, as in the service.
const LIFETIME: Duration = Duration::from_secs(900);

/// The device codes that were given out, by their text.
#[derive(Default)]
pub(super) struct Devices {
    known: BTreeMap<String, Device>,
}

struct Device {
    user_code: String,
    client_id: String,
    scope: String,
    expires: OffsetDateTime,
    last_poll: Option<OffsetDateTime>,
    decision: Decision,
}

/// What became of a code.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Decision {
    Pending,
    /// By the user with that object id.
    Approved(String),
    Declined,
    Redeemed,
}

impl Devices {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Forgets those that ended a while ago, whatever was decided.
    pub(super) fn sweep(&mut self, now: OffsetDateTime) {
        self.known.retain(|_, one| is_remembered(one.expires, now));
    }

    /// Notes what the user decided, once and in time.
    pub(super) fn decide(
        &mut self,
        user_code: &str,
        decision: Decision,
        now: OffsetDateTime,
    ) -> Result<(), SeedError> {
        let is_it = |one: &&mut Device| {
            one.user_code.eq_ignore_ascii_case(user_code)
                && one.decision == Decision::Pending
                && now < one.expires
        };
        let device = self.known.values_mut().find(is_it).ok_or(SeedError::NotFound)?;
        device.decision = decision;
        Ok(())
    }
}

/// Signs a user in for the app that showed this code.
pub(super) fn approve(
    state: &mut State,
    user_code: &str,
    user_id: &str,
    now: OffsetDateTime,
) -> Result<(), SeedError> {
    let user = users::by_id(&state.users, user_id).ok_or(SeedError::NotFound)?;
    let decision = Decision::Approved(user.id.clone());
    state.identity.devices.decide(user_code, decision, now)
}

/// Answers `POST /{tenant}/oauth2/v2.0/devicecode`.
pub(super) fn start(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Answer, AuthError> {
    let client_id = Credentials::read(request.headers, &request.form)?.client_id;
    let app = platform.app(&client_id.ok_or_else(|| AuthError::missing("client_id"))?, request)?;
    let scope = request.form.require("scope")?;
    Scopes::parse(scope, &platform.state.identity.apps, platform.authority)?;
    let ids = &mut platform.state.ids;
    let (device_code, user_code) = (ids.letters(60), ids.letters(9).to_uppercase());
    let device = Device {
        user_code: user_code.clone(),
        client_id: app.client_id,
        scope: String::from(scope),
        expires: moment::later(platform.now, LIFETIME),
        last_poll: None,
        decision: Decision::Pending,
    };
    let identity = &mut platform.state.identity;
    identity.devices.known.insert(device_code.clone(), device);
    let interval = identity.settings.device_code_interval;
    let verification_uri = format!("{}/common/oauth2/deviceauth", platform.authority);
    let message = format!(
        "To sign in, use a web browser to open the page {verification_uri} and enter the code {user_code} to \
         authenticate."
    );
    Ok(Answer::Json(json!({
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": verification_uri,
        "expires_in": LIFETIME.as_secs(),
        "interval": interval.as_secs() + u64::from(interval.subsec_nanos() > 0),
        "message": message,
    })))
}

/// Answers `grant_type=urn:ietf:params:oauth:grant-type:device_code`.
pub(super) fn redeem(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Value, AuthError> {
    let app = platform.authenticate(request, Proof::SecretUnlessPublic)?;
    let text = request.form.require("device_code")?;
    let now = platform.now;
    let identity = &mut platform.state.identity;
    let interval = identity.settings.device_code_interval;
    let device = identity.devices.known.get_mut(text).filter(|one| one.client_id == app.client_id);
    let device = device.ok_or_else(|| {
        let message = "Invalid verification code: the device_code was not recognized.";
        AuthError::new("bad_verification_code", 70_018, message)
    })?;
    let user_id = device.poll(now, interval)?;
    let scopes = Scopes::parse(&device.scope, &identity.apps, platform.authority)?;
    let user = platform.signed_in_user(&user_id)?;
    let body = platform.answer_user(&app, &user, &scopes.grant(&app)?, None, request)?;
    if let Some(device) = platform.state.identity.devices.known.get_mut(text) {
        device.decision = Decision::Redeemed;
    }
    Ok(body)
}

impl Device {
    /// Who approved it, if somebody has and the app did not ask too soon.
    fn poll(&mut self, now: OffsetDateTime, interval: Duration) -> Result<String, AuthError> {
        let last_poll = self.last_poll.replace(now);
        let is_too_soon = last_poll.is_some_and(|last| now < moment::later(last, interval));
        let refuse = |error, code, message| Err(AuthError::new(error, code, message));
        match &self.decision {
            Decision::Redeemed => {
                refuse("invalid_grant", 54_005, "OAuth2 Authorization code was already redeemed.")
            }
            _ if now >= self.expires => {
                refuse("expired_token", 70_019, "Verification code expired. Have the user retry the sign-in.")
            }
            Decision::Declined => {
                refuse("authorization_declined", 65_004, "User declined to consent to access the app.")
            }
            _ if is_too_soon => {
                let message = "OAuth 2.0 device flow error. The app asks too often. Wait for the interval.";
                refuse("slow_down", 70_016, message)
            }
            Decision::Pending => {
                let message = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
                refuse("authorization_pending", 70_016, message)
            }
            Decision::Approved(user_id) => Ok(user_id.clone()),
        }
    }
}
