//! A web service that makes meetings for the users who are signed in to it.
//!
//! ```text
//! cargo run -p msgraph-example-jobs --bin meeting_service
//! ```
//!
//! starts it beside an emulator on this machine, and calls it as the browsers of two users would; with `-- --serve` it
//! goes on serving then. For Microsoft Graph, register an app with the scope `access_as_user` and the delegated
//! permission below, and name it:
//!
//! ```text
//! export MSGRAPH_TENANT_ID=... MSGRAPH_CLIENT_ID=... MSGRAPH_CLIENT_SECRET=... MSGRAPH_LISTEN=127.0.0.1:8080
//! cargo run -p msgraph-example-jobs --bin meeting_service
//! ```
//!
//! `POST /meetings` takes `{"subject": .., "start": .., "end": ..}`, and behind `Authorization: Bearer` the token that
//! the browser has for this service. The service exchanges it for one of Graph (on-behalf-of), so that it can do no
//! more than the user may, and the identity platform checks it with that: a forged one gets nothing. Serve it behind TLS.

mod rehearsal;
#[cfg(test)]
mod tests;

use std::error::Error as _;
use std::process::ExitCode;
use std::time::Duration;

use axum::extract::{FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use msgraph::credential::{AppRegistration, IdentityError, OnBehalfOf};
use msgraph::models::OnlineMeeting;
use msgraph::{CredentialError, DateTimeOffset, Error, Graph, GraphBuilder, RetryPolicy};
use msgraph_example_jobs::{about, arguments, setting, told};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// What goes wrong before anybody is served.
type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

msgraph::app! {
    /// Makes meetings for its signed-in users.
    struct Meetings: Delegated { "OnlineMeetings.ReadWrite" }
}

/// What all requests share. Cheap to clone.
#[derive(Clone)]
struct Service {
    graph: Graph<Meetings>,
    app: AppRegistration,
}

/// What a user asks for.
#[derive(Deserialize)]
struct Wanted {
    subject: String,
    start: DateTimeOffset,
    end: DateTimeOffset,
}

/// What a user gets.
#[derive(Serialize)]
struct Made {
    join_url: Option<String>,
}

impl Service {
    /// A service of that app. Its client has no token of its own, because it calls for users alone; and it does not let
    /// them wait for long where Graph is busy: they get to know when to come back.
    fn new(settings: GraphBuilder, app: AppRegistration) -> Result<Self, Error> {
        let waits = RetryPolicy::new().deadline(Duration::from_secs(2));
        let graph = settings.app::<Meetings>().for_users().retry(waits).build()?;
        Ok(Self { graph, app })
    }

    fn routes(self) -> Router {
        Router::new().route("/meetings", post(create)).with_state(self)
    }
}

/// `POST /meetings`
async fn create(
    State(service): State<Service>,
    Bearer(token): Bearer,
    Json(wanted): Json<Wanted>,
) -> Result<(StatusCode, Json<Made>), Refusal> {
    let graph = service.graph.with_credential(OnBehalfOf::new(&service.app, token));
    let meeting = OnlineMeeting::new()
        .set_subject(wanted.subject)
        .set_start_date_time(wanted.start)
        .set_end_date_time(wanted.end);
    let made = graph.me().online_meetings().post(&meeting).await?;
    Ok((StatusCode::CREATED, Json(Made { join_url: made.join_web_url })))
}

/// The token that came. It stands before the body, so that nobody without one is told what is wrong with that.
struct Bearer(String);

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.split_once(' '));
        let token =
            token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let token = token.filter(|token| !token.is_empty());
        token.map(|token| Self(token.to_owned())).ok_or_else(|| Refusal::challenge("Bearer".to_owned()))
    }
}

/// An answer without success.
struct Refusal {
    status: StatusCode,
    header: Option<(HeaderName, String)>,
    text: String,
}

impl Refusal {
    fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, header: None, text: text.into() }
    }

    /// The browser has to get another token.
    fn challenge(challenge: String) -> Self {
        let text = "sign in, and send the token behind `Authorization: Bearer`";
        Self { header: Some((WWW_AUTHENTICATE, challenge)), ..Self::new(StatusCode::UNAUTHORIZED, text) }
    }

    /// The browser has to get another token, with the claims that the next sign-in must bring.
    fn demand(claims: &str) -> Self {
        let claims = BASE64_STANDARD.encode(claims);
        Self::challenge(format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\""))
    }

    /// No token of Graph. Where the user can help it, the browser is told so; else it is the service's own trouble, and
    /// for its log alone.
    fn without_token(error: &CredentialError) -> Self {
        let refusal = error.source().and_then(|source| source.downcast_ref::<IdentityError>());
        if refusal.is_some_and(IdentityError::needs_interaction) {
            return Self::challenge("Bearer error=\"invalid_token\"".to_owned());
        }
        eprintln!("no token: {}", told(error));
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "meetings cannot be made just now")
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        if let Some(claims) = error.claims() {
            return Self::demand(claims);
        }
        if let Error::Credential(error) = &error {
            return Self::without_token(error);
        }
        if error.is_throttled() {
            let wait = error.retry_after().unwrap_or(Duration::from_secs(10));
            // whole seconds, and none too few
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let busy = Self::new(StatusCode::TOO_MANY_REQUESTS, "too many meetings are made just now");
            return Self { header: Some((RETRY_AFTER, seconds.to_string())), ..busy };
        }
        match error.status() {
            Some(StatusCode::UNAUTHORIZED) => Self::challenge("Bearer error=\"invalid_token\"".to_owned()),
            // the operation, what the token holds, what would do, and where it is granted
            Some(status @ (StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST)) => {
                Self::new(status, error.to_string())
            }
            _ => {
                eprintln!("no meeting: {}", told(&error));
                Self::new(StatusCode::BAD_GATEWAY, "Microsoft Graph did not make the meeting")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, self.header.map(|header| [header]), self.text).into_response()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let goes_on = match arguments("meeting_service [--serve]", &["--serve"], 0) {
        Ok(arguments) => !arguments.is_empty(),
        Err(code) => return code,
    };
    let names = ["MSGRAPH_TENANT_ID", "MSGRAPH_CLIENT_ID", "MSGRAPH_CLIENT_SECRET"];
    let served = match names.map(setting) {
        [Some(tenant), Some(id), Some(secret)] => {
            live(AppRegistration::confidential(tenant, id, secret)).await
        }
        [None, None, None] => rehearsal::run(goes_on).await,
        _ => Err(format!("set all of {}, or none for an emulator", names.join(", ")).into()),
    };
    let Err(error) = served else { return ExitCode::SUCCESS };
    eprintln!("{}", told(&*error));
    ExitCode::FAILURE
}

/// Serves the users of Microsoft Graph.
async fn live(app: AppRegistration) -> Fallible<()> {
    let service = Service::new(Graph::builder(), app)?;
    let address = setting("MSGRAPH_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await.map_err(about("MSGRAPH_LISTEN"))?;
    println!("Serving at http://{}/meetings", listener.local_addr()?);
    Ok(axum::serve(listener, service.routes()).await?)
}
