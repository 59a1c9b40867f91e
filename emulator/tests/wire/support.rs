//! A small client, and an emulator for it to talk to.

#[path = "../support/answer.rs"]
mod answer;

use std::time::{Duration, SystemTime};

use msgraph_emulator::{Emulator, EmulatorBuilder, User};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

pub(crate) use answer::{Answer, text};

/// The delegated permission that opens meetings.
pub(crate) const READ_WRITE: &str = "OnlineMeetings.ReadWrite";
/// The application permission that opens meetings.
pub(crate) const READ_WRITE_ALL: &str = "OnlineMeetings.ReadWrite.All";

/// Every permission that a delegated caller may need here.
pub(crate) const DELEGATED: &[&str] = &[
    READ_WRITE,
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetingRecording.Read.All",
    "OnlineMeetingTranscript.Read.All",
    "VirtualAppointment.Read",
    "VirtualAppointmentNotification.Send",
];

/// Every permission that an application may need here.
pub(crate) const APPLICATION: &[&str] = &[
    READ_WRITE_ALL,
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetingRecording.Read.All",
    "OnlineMeetingTranscript.Read.All",
    "VirtualAppointment.Read.All",
];

/// 2026-03-01T12:00:00Z
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_366_400)
}

/// An emulator whose clock stands at noon.
pub(crate) fn builder() -> EmulatorBuilder {
    Emulator::builder().clock(noon)
}

/// Adele, Megan, and an emulator between them.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) adele: User,
    pub(crate) megan: User,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(builder()).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        let emulator = builder.start().await.expect("the emulator starts");
        let mut users = emulator.users().into_iter();
        let (adele, megan) = (users.next().expect("Adele"), users.next().expect("Megan"));
        Self { emulator, adele, megan }
    }

    /// A client with all delegated permissions.
    pub(crate) fn as_user(&self, user: &User) -> Client {
        self.client(self.emulator.delegated_token(&user.id, DELEGATED))
    }

    /// A client with all application permissions, and a policy for everybody.
    pub(crate) fn as_app(&self) -> Client {
        self.client(self.emulator.application_token(APPLICATION))
    }

    pub(crate) fn client(&self, token: String) -> Client {
        Client { root: String::from(self.emulator.url()), token, http: http_client() }
    }
}

/// Where the whole workspace is built, `msgraph` switches on reqwest's rustls without a provider, and
/// a client cannot be made before the program has chosen one.
fn http_client() -> reqwest::Client {
    // another test of this process may have been first
    rustls::crypto::ring::default_provider().install_default().ok();
    reqwest::Client::new()
}

/// Sends requests with one token.
pub(crate) struct Client {
    pub(crate) root: String,
    pub(crate) token: String,
    pub(crate) http: reqwest::Client,
}

impl Client {
    /// A request to a path below the service root, or to a whole address.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address =
            if path.starts_with("http") { String::from(path) } else { format!("{}{path}", self.root) };
        self.http.request(method, address).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, path)).await
    }

    /// Creates a meeting for the signed-in user and gives it back.
    pub(crate) async fn meeting(&self, body: &Value) -> Value {
        self.post("/me/onlineMeetings", body).await.expect(201)
    }

    /// Creates a meeting and gives its id.
    pub(crate) async fn meeting_id(&self) -> String {
        text(&self.meeting(&json!({})).await["id"])
    }

    /// Finds meetings by a filter, which is encoded here.
    pub(crate) async fn filter(&self, collection: &str, filter: &str) -> Answer {
        Answer::to(self.request(Method::GET, collection).query(&[("$filter", filter)])).await
    }
}
