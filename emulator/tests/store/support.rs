//! An emulator with a file, and a small client.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use msgraph_emulator::{Api, Emulator, EmulatorBuilder, EmulatorError, Reader};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

/// Every permission that is needed here.
const PERMISSIONS: &[&str] = &[
    "OnlineMeetings.ReadWrite",
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetingRecording.Read.All",
    "OnlineMeetingTranscript.Read.All",
];

/// A folder of a test's own, with the path of a file that does not exist yet. It is in memory where that can be: a
/// disk makes each write a hundred times slower, and for a process that is killed it is the same.
pub(crate) fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let path = folder.path().join("graph.redb");
    (folder, path)
}

/// An emulator with that file, whose clock stands at 2026-03-01T12:00:00Z.
pub(crate) fn builder(path: &Path) -> EmulatorBuilder {
    let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_366_400);
    Emulator::builder().clock(move || noon).store(path)
}

pub(crate) async fn start(path: &Path) -> Emulator {
    builder(path).start().await.unwrap_or_else(|error| panic!("{error}"))
}

/// Why an emulator does not start with that file.
pub(crate) async fn refusal(path: &Path) -> EmulatorError {
    match builder(path).start().await {
        Ok(_) => panic!("the emulator started with {}", path.display()),
        Err(error) => error,
    }
}

/// A client of the first user, with all permissions.
pub(crate) fn client(emulator: &Emulator) -> Client {
    Client::new(emulator.url(), &token(emulator))
}

pub(crate) fn token(emulator: &Emulator) -> String {
    emulator.delegated_token(&emulator.users()[0].id, PERMISSIONS)
}

/// A builder of an emulator of people with shelves of books, which have a text.
pub(crate) fn shelves(path: &Path) -> EmulatorBuilder {
    static SHELVES: LazyLock<Api> = LazyLock::new(|| {
        let read = Reader::csdl_text("shelves.xml", include_str!("shelves.xml")).read();
        read.unwrap_or_else(|faults| panic!("{faults}")).api
    });
    builder(path).api(SHELVES.clone())
}

/// Sends requests with one token.
#[derive(Clone)]
pub(crate) struct Client {
    root: String,
    token: String,
    http: reqwest::Client,
}

impl Client {
    pub(crate) fn new(root: &str, token: &str) -> Self {
        // another test of this process may have been first
        rustls::crypto::ring::default_provider().install_default().ok();
        Self { root: String::from(root), token: String::from(token), http: reqwest::Client::new() }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address =
            if path.starts_with("http") { String::from(path) } else { format!("{}{path}", self.root) };
        self.http.request(method, address).bearer_auth(&self.token)
    }

    /// The answer, unless the connection broke off before it was whole.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        Self::answer(request).await
    }

    async fn answer(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let etag = response.headers().get("etag").map(|one| String::from(one.to_str().unwrap_or_default()));
        Ok(Answer { status, etag, bytes: response.bytes().await?.to_vec() })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await.expect("an answer")
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await.expect("an answer")
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await.expect("an answer")
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await.expect("an answer")
    }

    /// Sets a content, unless the connection broke off before the answer was whole.
    pub(crate) async fn put(&self, path: &str, content: String) -> Result<Answer, reqwest::Error> {
        let request = self.request(Method::PUT, path).header("content-type", "text/x-book");
        Self::answer(request.body(content)).await
    }

    /// A new meeting of the user.
    pub(crate) async fn meeting(&self, body: &Value) -> Value {
        self.post("/me/onlineMeetings", body).await.expect(201)
    }

    /// What the same path answers, told apart from where the emulator is.
    pub(crate) async fn told(&self, path: &str) -> (u16, Option<String>, String) {
        let Answer { status, etag, bytes } = self.get(path).await;
        (status, etag, String::from_utf8_lossy(&bytes).replace(&self.root, "(root)"))
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The JSON, if it came with that status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        let json = serde_json::from_slice(&self.bytes).unwrap_or(Value::Null);
        assert_eq!(self.status, status, "{json}");
        json
    }
}

/// The text of a JSON value.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    String::from(value.as_str().unwrap_or_else(|| panic!("no text: {value}")))
}
