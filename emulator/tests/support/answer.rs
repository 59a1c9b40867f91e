//! An answer, and what a test wants of it.

use reqwest::RequestBuilder;
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("a body").to_vec();
        Self { status, headers, bytes }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |one| one.to_str().expect("text"))
    }

    /// The JSON, if it came with that status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        let json = self.json();
        assert_eq!(self.status, status, "{json}");
        json
    }

    /// The items of a collection.
    #[track_caller]
    pub(crate) fn items(&self) -> Vec<Value> {
        self.expect(200)["value"].as_array().expect("a collection").clone()
    }

    /// The message of an error with that status and code.
    #[track_caller]
    pub(crate) fn error(&self, status: u16, code: &str) -> String {
        let error = self.expect(status);
        assert_eq!(error["error"]["code"], code, "{error}");
        text(&error["error"]["message"])
    }
}

/// The text of a JSON value.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    String::from(value.as_str().unwrap_or_else(|| panic!("no text: {value}")))
}
