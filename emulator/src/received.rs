//! What came over the wire, for a test to look at.

use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tokio::sync::broadcast;

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
    /// Counts up from 1 with each request to this emulator.
    pub number: u64,
    /// When it came, by the emulator's clock.
    pub at: SystemTime,
    /// The operation of the API that it meant, such as `POST /users/{user-id}/onlineMeetings`; nothing where no
    /// operation was looked for or found.
    pub operation: Option<String>,
    /// The permissions that its token held; none where the token was refused.
    pub permissions: Vec<String>,
    /// The status that it was answered with, also where the answer was lost on its way. Nothing where a fault
    /// cut the connection before anything was done.
    pub status: Option<u16>,
    /// The code of the error that it was answered with, such as `Forbidden`.
    pub error_code: Option<String>,
    /// The fault that it took, in the words of [`Fault`](crate::Fault)'s `Display`.
    pub fault: Option<String>,
}

impl Received {
    pub(crate) fn new(parts: &Parts, body: Option<&Bytes>, batch_id: Option<&str>, at: SystemTime) -> Self {
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
            number: 0,
            at,
            operation: None,
            permissions: Vec::new(),
            status: None,
            error_code: None,
            fault: None,
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
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("error_code", &self.error_code)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// How many requests are kept where nothing else is said.
pub(crate) const KEPT: usize = 10_000;

/// How many numbers a slow watcher may be behind before it misses some.
const BACKLOG: usize = 1024;

/// The requests so far. Only the last ones are kept, so that an emulator can run for weeks.
pub(crate) struct Log {
    kept: VecDeque<Received>,
    limit: usize,
    last: u64,
    /// Tells the number of a request when it has come and when it has been answered.
    watchers: broadcast::Sender<u64>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: VecDeque::new(), limit, last: 0, watchers: broadcast::Sender::new(BACKLOG) }
    }

    /// Notes a request, and gives the number by which [`amend`](Self::amend) finds it.
    pub(crate) fn note(&mut self, received: Received) -> u64 {
        self.last += 1;
        while self.kept.len() >= self.limit.max(1) {
            self.kept.pop_front();
        }
        self.kept.push_back(Received { number: self.last, ..received });
        self.tell(self.last);
        self.last
    }

    /// Adds to a request what became of it, if it is still kept.
    pub(crate) fn amend(&mut self, number: u64, change: impl FnOnce(&mut Received)) {
        if let Some(found) = self.get_mut(number) {
            change(found);
            self.tell(number);
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.kept.iter()
    }

    /// Forgets all of them. Numbers go on where they were.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    /// Hears of every request from now on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<u64> {
        self.watchers.subscribe()
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut Received> {
        let first = self.kept.front()?.number;
        self.kept.get_mut(usize::try_from(number.checked_sub(first)?).ok()?)
    }

    fn tell(&self, number: u64) {
        // Nobody may be listening.
        let _ = self.watchers.send(number);
    }
}
