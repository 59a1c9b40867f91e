//! A description of our own, an emulator of it, and a small client.

#[path = "../support/answer.rs"]
mod answer;

use std::time::{Duration, SystemTime};

use msgraph_emulator::{Api, Emulator, EmulatorBuilder, User};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

pub(crate) use answer::{Answer, text};

/// Mail, tasks, groups and people, in our own words.
const DESCRIPTION: &str = include_str!("office.xml");

/// The API of the description.
pub(crate) fn api() -> Api {
    let read = msgraph_spec::Reader::csdl_text("office.xml", DESCRIPTION).read();
    read.unwrap_or_else(|faults| panic!("{faults}")).api
}

/// 2026-03-01T12:00:00Z
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_366_400)
}

/// Adele, Megan, and an emulator between them.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) adele: User,
    pub(crate) megan: User,
    http: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder().api(api()).clock(noon)).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        // another test of this process may have been first
        rustls::crypto::ring::default_provider().install_default().ok();
        let emulator = builder.start().await.expect("the emulator starts");
        let mut users = emulator.users().into_iter();
        let (adele, megan) = (users.next().expect("Adele"), users.next().expect("Megan"));
        Self { emulator, adele, megan, http: reqwest::Client::new() }
    }

    /// Adele's client. The description has no permission table, so every operation is open.
    pub(crate) fn adele(&self) -> Client {
        self.as_user(&self.adele)
    }

    pub(crate) fn as_user(&self, user: &User) -> Client {
        self.client(self.emulator.delegated_token(&user.id, &[]))
    }

    pub(crate) fn as_app(&self) -> Client {
        self.client(self.emulator.application_token(&[]))
    }

    fn client(&self, token: String) -> Client {
        Client { root: String::from(self.emulator.url()), token, http: self.http.clone() }
    }
}

/// Sends requests with one token.
pub(crate) struct Client {
    pub(crate) root: String,
    token: String,
    http: reqwest::Client,
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

    pub(crate) async fn query(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        Answer::to(self.request(Method::GET, path).query(query)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::PUT, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, path)).await
    }

    /// Creates an entity and gives its id.
    pub(crate) async fn create(&self, path: &str, body: &Value) -> String {
        text(&self.post(path, body).await.expect(201)["id"])
    }

    /// What a filter leaves of messages, by their subjects, sorted.
    pub(crate) async fn subjects(&self, query: &[(&str, &str)]) -> Vec<String> {
        self.query("/me/messages", query).await.items().iter().map(|one| text(&one["subject"])).collect()
    }
}
