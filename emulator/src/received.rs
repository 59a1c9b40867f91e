//! What came over the wire, for a test to look at.

use std::fmt;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;

/// A request that the emulator received.
///
/// `Debug` shows neither header values, nor query values, nor the body: they can hold join links.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// The method, such as `POST`.
    pub method: String,
    /// Path and query as they came, such as `/v1.0/me/onlineMeetings?$filter=…`.
    pub path: String,
    /// Names in lower case and values, in the order in which they came. The value of
    /// `authorization` is redacted.
    pub headers: Vec<(String, String)>,
    /// The body as it came. Of a body beyond the limit of 4 MB, nothing.
    pub body: Vec<u8>,
    /// The id of the request in its `$batch`; nothing where it came by itself.
    ///
    /// A batch is listed first, as the `POST` that it is, and behind it every request in it that was carried
    /// out, in that order, each with the `authorization` of the batch.
    pub batch_id: Option<String>,
}

impl Received {
    pub(crate) fn new(parts: &Parts, body: Option<&Bytes>, batch_id: Option<&str>) -> Self {
        let headers = parts.headers.iter().map(|(name, value)| {
            let shown =
                if name == AUTHORIZATION { "(redacted)" } else { &String::from_utf8_lossy(value.as_bytes()) };
            (String::from(name.as_str()), String::from(shown))
        });
        Self {
            method: String::from(parts.method.as_str()),
            path: parts.uri.to_string(),
            headers: headers.collect(),
            body: body.map(|one| one.to_vec()).unwrap_or_default(),
            batch_id: batch_id.map(String::from),
        }
    }

    /// The value of a header; the name in any case. The first one where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON, where it is that.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path.split('?').next().unwrap_or_default())
            .field("headers", &names)
            .field("body_length", &self.body.len())
            .field("batch_id", &self.batch_id)
            .finish()
    }
}
