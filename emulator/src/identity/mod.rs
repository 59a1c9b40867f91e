//! The identity platform, from which clients get their tokens, on the same port as Graph.
//!
//! It follows <https://learn.microsoft.com/entra/identity-platform/>: the endpoints of version 2, below
//! the tenant. Everything is a function from a [`Platform`] and a [`Request`] to an [`Answer`]. What a token stands
//! for is looked up in [`Tokens`](crate::auth::Tokens), also where it is [signed](Signing).

mod apps;
mod authorize;
mod challenge;
mod client;
mod codes;
mod control;
mod device;
mod device_page;
mod discovery;
mod errors;
mod faults;
mod form;
mod issue;
mod obo;
mod received;
mod refresh;
mod replaced;
mod scope;
mod settings;
mod signing;
mod sweep;
mod token;

use std::collections::VecDeque;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, LOCATION, PRAGMA};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use msgraph_spec::model::Api;
use serde_json::Value;
use time::OffsetDateTime;

pub use apps::App;
pub(crate) use issue::Issued;
pub use received::TokenRequest;
pub(crate) use scope::{GRAPH_AUDIENCE, is_graph};
pub(crate) use settings::Settings;
pub(crate) use signing::Signing;

use crate::auth::AccessPolicy;
use crate::exchange::Outcome;
use crate::fault::Fault;
use crate::moment;
use crate::reply::RequestIds;
use crate::service::TooLarge;
use crate::state::State;
use crate::users;
use errors::AuthError;
use form::Form;

/// What the identity platform remembers.
#[derive(Default)]
pub(crate) struct Identity {
    settings: Settings,
    apps: Vec<App>,
    codes: codes::Codes,
    devices: device::Devices,
    refresh_tokens: refresh::RefreshTokens,
    demands: challenge::Demands,
    /// The last ones, at most as many as are kept of those to Graph.
    received: VecDeque<TokenRequest>,
    next_sweep: Option<OffsetDateTime>,
}

/// Who issues the tokens of a tenant.
pub(crate) fn issuer(authority: &str, tenant: &str) -> String {
    format!("{authority}/{tenant}/v2.0")
}

impl Identity {
    /// With the apps of the settings, and where they name none, with one that may do all that these
    /// APIs have.
    pub(crate) fn new<'a>(mut settings: Settings, apis: impl IntoIterator<Item = &'a Api>) -> Self {
        let registered = settings.apps.take().unwrap_or_else(|| vec![App::default_of(apis)]);
        Self { settings, apps: registered, ..Self::default() }
    }

    /// The application access policy of an app, if it is one.
    pub(crate) fn access_policy(&self, client_id: &str) -> Option<&AccessPolicy> {
        apps::by_id(&self.apps, client_id).map(|app| &app.access_policy)
    }

    /// Whether the tenant is one of those that name the app where they miss a policy.
    pub(crate) fn names_apps_without_policy(&self) -> bool {
        self.settings.older_policy_errors
    }
}

/// A request to one of the endpoints.
struct Request<'a> {
    /// The tenant in the path, as it came.
    tenant: &'a str,
    method: &'a Method,
    headers: &'a HeaderMap,
    form: Form,
}

/// What all endpoints work on.
struct Platform<'a> {
    state: &'a mut State,
    /// Where the identity platform is found, without a slash at the end.
    authority: &'a str,
    now: OffsetDateTime,
    ids: &'a RequestIds,
}

impl Platform<'_> {
    /// The app of that client id.
    fn app(&self, client_id: &str, request: &Request<'_>) -> Result<App, AuthError> {
        let found = apps::by_id(&self.state.identity.apps, client_id);
        found.cloned().ok_or_else(|| AuthError::unknown_app(client_id, request.tenant))
    }
}

/// What an endpoint answers.
enum Answer {
    Json(Value),
    /// 302 to that address.
    Redirect(String),
    /// A page for people.
    Page(StatusCode, String),
}

#[derive(Clone, Copy)]
enum Endpoint {
    Token,
    DeviceCode,
    DevicePage,
    Authorize,
    Configuration,
    Keys,
}

impl Endpoint {
    /// The endpoint of a path, and the tenant that it names. Nothing where it is a path of Graph.
    fn find(path: &str) -> Option<(&str, Self)> {
        let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
        let endpoint = match rest.to_ascii_lowercase().as_str() {
            "oauth2/v2.0/token" => Self::Token,
            "oauth2/v2.0/devicecode" => Self::DeviceCode,
            "oauth2/deviceauth" => Self::DevicePage,
            "oauth2/v2.0/authorize" => Self::Authorize,
            "v2.0/.well-known/openid-configuration" => Self::Configuration,
            "discovery/v2.0/keys" => Self::Keys,
            _ => return None,
        };
        Some((tenant, endpoint))
    }

    /// The methods that it takes.
    fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Token | Self::DeviceCode => &["POST"],
            Self::DevicePage => &["GET", "POST"],
            _ => &["GET"],
        }
    }

    fn answer(self, platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Answer, AuthError> {
        match self {
            Self::Token => token::answer(platform, request),
            Self::DeviceCode => device::start(platform, request),
            Self::DevicePage => device_page::answer(platform, request),
            Self::Authorize => authorize::answer(platform, request),
            Self::Configuration => Ok(discovery::configuration(platform, request)),
            Self::Keys => Ok(discovery::keys(platform)),
        }
    }
}

/// Answers a request to the identity platform; nothing where it is one to Graph.
pub(crate) fn respond(
    state: &mut State,
    authority: &str,
    parts: &Parts,
    body: &Result<Bytes, TooLarge>,
    now: OffsetDateTime,
) -> Option<Outcome> {
    let (tenant, endpoint) = Endpoint::find(parts.uri.path())?;
    let ids = &RequestIds::new(&parts.headers, &mut state.ids);
    sweep::sweep(state, now);
    let mut platform = Platform { state, authority, now, ids };
    let mut fault = None;
    let answer = read(endpoint, tenant, parts, body).and_then(|request| match endpoint {
        Endpoint::Token => faults::answer(&mut platform, &request, &mut fault),
        _ => endpoint.answer(&mut platform, &request),
    });
    let mut answer = response(answer, endpoint, ids, now);
    let delivery = fault.as_ref().map(Fault::delivery).unwrap_or_default();
    if let Some(fault) = fault {
        fault.spoil(&mut answer);
    }
    Some(Outcome { answer, delivery })
}

/// Makes sure that a request can be read.
fn read<'a>(
    endpoint: Endpoint,
    tenant: &'a str,
    parts: &'a Parts,
    body: &Result<Bytes, TooLarge>,
) -> Result<Request<'a>, AuthError> {
    if !endpoint.methods().contains(&parts.method.as_str()) {
        return Err(AuthError::method(&endpoint.methods().join(", "), parts.method.as_str()));
    }
    let names = [users::TENANT, users::DOMAIN, "common", "organizations"];
    if !names.iter().any(|name| name.eq_ignore_ascii_case(tenant)) {
        return Err(AuthError::tenant(tenant));
    }
    let headers = &parts.headers;
    let form = match body {
        Err(TooLarge) => return Err(AuthError::malformed()),
        Ok(body) if parts.method == Method::POST => Form::from_body(headers, body)?,
        Ok(_) => Form::parse(parts.uri.query().unwrap_or_default())?,
    };
    Ok(Request { tenant, method: &parts.method, headers, form })
}

/// An answer as HTTP has it. None may be kept by a cache.
fn response(
    answer: Result<Answer, AuthError>,
    endpoint: Endpoint,
    ids: &RequestIds,
    now: OffsetDateTime,
) -> Response<Bytes> {
    let json = |value: &Value| ("application/json; charset=utf-8", value.to_string());
    let (status, header, (media_type, text)) = match answer {
        Ok(Answer::Json(body)) => (StatusCode::OK, None, json(&body)),
        Ok(Answer::Page(status, text)) => {
            let policy = (CONTENT_SECURITY_POLICY, String::from(device_page::SECURITY_POLICY));
            (status, Some(policy), ("text/html; charset=utf-8", text))
        }
        Ok(Answer::Redirect(address)) => {
            let text = ("text/plain; charset=utf-8", String::new());
            (StatusCode::FOUND, Some((LOCATION, address)), text)
        }
        Err(error) => {
            let allowed = (ALLOW, endpoint.methods().join(", "));
            let header = (error.status == StatusCode::METHOD_NOT_ALLOWED).then_some(allowed);
            (error.status, header, json(&error.body(ids, now)))
        }
    };
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    let fixed = [
        (DATE, moment::http_date(now)),
        (CONTENT_TYPE, String::from(media_type)),
        (CACHE_CONTROL, String::from("no-store, no-cache")),
        (PRAGMA, String::from("no-cache")),
        (HeaderName::from_static("x-ms-request-id"), ids.request.clone()),
        (HeaderName::from_static("client-request-id"), ids.client.clone()),
    ];
    for (name, value) in fixed.into_iter().chain(header) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
