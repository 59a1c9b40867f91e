//! `GET /{tenant}/oauth2/v2.0/authorize`: signs somebody in at once and sends the browser back.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>.

use crate::identity::apps::App;
use crate::identity::codes::{Challenge, Code};
use crate::identity::errors::AuthError;
use crate::identity::form::Form;
use crate::identity::scope::Scopes;
use crate::identity::{Answer, Platform, Request};
use crate::percent;
use crate::users::{self, User};

/// Answers the endpoint. What is wrong with the app or its address shows here, as the service shows it to
/// the user; everything else goes back to the app.
pub(super) fn answer(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Answer, AuthError> {
    let form = &request.form;
    let app = platform.app(form.require("client_id")?, request)?;
    let redirect_uri = redirect_uri(&app, form.get("redirect_uri"))?;
    let mut parameters = match sign_in(platform, form, &app, &redirect_uri) {
        Ok(code) => vec![("code", code), ("session_state", platform.state.ids.guid())],
        Err(error) => vec![
            ("error", String::from(error.error)),
            ("error_description", error.description(platform.ids, platform.now)),
        ],
    };
    parameters.extend(form.get("state").map(|state| ("state", String::from(state))));
    Ok(Answer::Redirect(with_query(&redirect_uri, &parameters)))
}

/// The address in the request, or the only one that the app has.
fn redirect_uri(app: &App, asked: Option<&str>) -> Result<String, AuthError> {
    match (asked, &app.redirect_uris[..]) {
        (Some(asked), _) if app.may_redirect_to(asked) => Ok(String::from(asked)),
        (Some(asked), _) => {
            let message = format!(
                "The redirect URI '{asked}' specified in the request does not match the redirect URIs configured \
                 for the application '{}'.",
                app.client_id
            );
            Err(AuthError::new("invalid_request", 50_011, message))
        }
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            let message = "No reply address provided. Send the parameter 'redirect_uri'.";
            Err(AuthError::new("invalid_request", 900_971, message))
        }
    }
}

fn sign_in(
    platform: &mut Platform<'_>,
    form: &Form,
    app: &App,
    redirect_uri: &str,
) -> Result<String, AuthError> {
    let response_type = form.require("response_type")?;
    if response_type != "code" {
        let message =
            format!("The app requested an unsupported response type '{response_type}'; this is 'code'.");
        return Err(AuthError::new("unsupported_response_type", 70_005, message));
    }
    if let Some(mode) = form.get("response_mode").filter(|mode| *mode != "query") {
        let message = format!("The app requested an unsupported response_mode '{mode}'; this is 'query'.");
        return Err(AuthError::new("invalid_request", 70_007, message));
    }
    let scope = form.require("scope")?;
    let scopes = Scopes::parse(scope, &platform.state.identity.apps, platform.authority)?;
    // Where a browser would show the page of consent, there is nobody to press its button.
    scopes.grant(app).map_err(|error| error.worded("consent_required"))?;
    let challenge = Challenge::read(form)?;
    let user = chosen(&platform.state.users, form.get("login_hint"))?;
    let code = Code {
        client_id: app.client_id.clone(),
        user_id: user.id.clone(),
        redirect_uri: String::from(redirect_uri),
        scope: String::from(scope),
        challenge,
        nonce: form.get("nonce").map(String::from),
    };
    Ok(platform.code(code))
}

/// The user that the hint names, by principal name or object id; without one, the first.
fn chosen<'a>(users: &'a [User], hint: Option<&str>) -> Result<&'a User, AuthError> {
    let by_name = |hint| users.iter().find(|one| one.user_principal_name.eq_ignore_ascii_case(hint));
    let found = match hint {
        Some(hint) => by_name(hint).or_else(|| users::by_id(users, hint)),
        None => users.first(),
    };
    found.ok_or_else(|| {
        let who = hint.unwrap_or("(nobody)");
        let message = format!("The user account '{who}' does not exist in the directory.");
        AuthError::new("login_required", 50_034, message)
    })
}

/// An address with more parameters behind those that it has.
fn with_query(address: &str, parameters: &[(&str, String)]) -> String {
    let parameters = parameters.iter();
    let parameters = parameters.map(|(name, value)| format!("{name}={}", percent::encode_component(value)));
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{}", parameters.collect::<Vec<_>>().join("&"))
}
