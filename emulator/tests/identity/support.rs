//! An emulator whose clock a test moves, and a client for its endpoints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use msgraph_emulator::{App, Emulator, EmulatorBuilder, User};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

/// 2026-03-01T12:00:00Z, where every clock starts.
pub(crate) const NOON: u64 = 1_772_366_400;
pub(crate) const GRAPH: &str = "https://graph.microsoft.com/.default";
pub(crate) const READ_WRITE: &str = "OnlineMeetings.ReadWrite";
pub(crate) const READ_WRITE_ALL: &str = "OnlineMeetings.ReadWrite.All";

/// An app of a web service: one secret, one address, one permission of each kind.
pub(crate) const SERVICE: &str = "11111111-2222-4333-8444-555555555555";
pub(crate) const SECRET: &str = "the secret: of a service+100%";
pub(crate) const REDIRECT: &str = "https://app.example/signed-in";
/// An app of a desktop, with no secret.
pub(crate) const DESKTOP: &str = "66666666-7777-4888-8999-aaaaaaaaaaaa";

pub(crate) fn service() -> App {
    App::confidential(SERVICE, SECRET)
        .with_display_name("Scheduler")
        .with_redirect_uri(REDIRECT)
        .with_application_permissions([READ_WRITE_ALL])
        .with_delegated_permissions([READ_WRITE, "User.Read"])
}

pub(crate) fn desktop() -> App {
    App::public(DESKTOP).with_redirect_uri("http://localhost").with_delegated_permissions([READ_WRITE])
}

pub(crate) type Form<'a> = Vec<(&'a str, &'a str)>;

pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) adele: User,
    pub(crate) megan: User,
    pub(crate) http: Client,
    clock: Arc<AtomicU64>,
}

impl World {
    /// With the two apps of this file.
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder().apps([service(), desktop()])).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        let clock = Arc::new(AtomicU64::new(NOON * 1000));
        let time = Arc::clone(&clock);
        let builder = builder
            .clock(move || SystemTime::UNIX_EPOCH + Duration::from_millis(time.load(Ordering::Relaxed)));
        let emulator = builder.start().await.expect("the emulator starts");
        let mut users = emulator.users().into_iter();
        let (adele, megan) = (users.next().expect("Adele"), users.next().expect("Megan"));
        Self { emulator, adele, megan, http: http_client(), clock }
    }

    /// Moves the clock on.
    pub(crate) fn wait(&self, duration: Duration) {
        let milliseconds = u64::try_from(duration.as_millis()).expect("a short time");
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Moves the clock back.
    #[cfg(feature = "jwt")]
    pub(crate) fn back(&self, duration: Duration) {
        let milliseconds = u64::try_from(duration.as_millis()).expect("a short time");
        self.clock.fetch_sub(milliseconds, Ordering::Relaxed);
    }

    /// An address below the tenant.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.emulator.authority(), self.emulator.tenant_id())
    }

    /// Posts a form to the token endpoint.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Answer {
        Answer::to(self.http.post(self.address("oauth2/v2.0/token")).form(form)).await
    }

    /// Creates a meeting below `/me` or below Adele.
    pub(crate) async fn create_meeting(&self, owner: &str, token: &str) -> Answer {
        let address = format!("{}/{owner}/onlineMeetings", self.emulator.url());
        Answer::to(self.http.post(address).bearer_auth(token).json(&serde_json::json!({}))).await
    }

    /// The path of Adele, as an application writes it.
    pub(crate) fn adele_path(&self) -> String {
        format!("users/{}", self.adele.id)
    }
}

fn http_client() -> Client {
    static CLIENT: OnceLock<()> = OnceLock::new();
    // Where the whole workspace is built, reqwest has a rustls without a provider.
    CLIENT.get_or_init(|| {
        rustls::crypto::ring::default_provider().install_default().ok();
    });
    Client::builder().redirect(Policy::none()).build().expect("a client")
}

/// The form of a client credentials request.
pub(crate) fn client_credentials() -> Form<'static> {
    vec![
        ("grant_type", "client_credentials"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("scope", GRAPH),
    ]
}

/// The same form with another value of one parameter; an empty one leaves it out.
pub(crate) fn replaced<'a>(form: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Form<'a> {
    let kept = form.iter().copied().filter(|(known, _)| *known != name);
    kept.chain((!value.is_empty()).then_some((name, value))).collect()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) json: Value,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a body");
        Self { status, headers, json: serde_json::from_str(&text).unwrap_or_default(), text }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |one| one.to_str().expect("text"))
    }

    /// A text of the JSON of an answer with status 200.
    #[track_caller]
    pub(crate) fn text(&self, name: &str) -> &str {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json[name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.text))
    }

    /// The same of an answer with another good status.
    #[track_caller]
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.json[name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.text))
    }

    #[track_caller]
    pub(crate) fn access_token(&self) -> &str {
        self.text("access_token")
    }

    /// Makes sure that it is this error of the identity platform.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, error: &str, code: u32) {
        assert_eq!((self.status, self.json["error"].as_str()), (status, Some(error)), "{}", self.text);
        assert_eq!(self.json["error_codes"], serde_json::json!([code]), "{}", self.text);
        let description = self.json["error_description"].as_str().unwrap_or_default();
        assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
        for name in ["timestamp", "trace_id", "correlation_id"] {
            assert!(self.json[name].is_string(), "{name}: {}", self.text);
        }
    }

    /// The message of a 401 of Graph.
    #[track_caller]
    pub(crate) fn unauthenticated(&self) -> &str {
        assert_eq!(self.status, 401, "{}", self.text);
        assert_eq!(self.json["error"]["code"], "InvalidAuthenticationToken", "{}", self.text);
        self.json["error"]["message"].as_str().expect("a message")
    }
}

/// What a token says of itself.
#[track_caller]
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64")).expect("JSON")
}
