//! What came over the wire, for a test to look at.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;
use tokio::sync::watch;

use crate::redaction;

/// A request that the emulator received.
///
/// `Debug` shows neither header values, nor query values, nor the body: they can hold join links.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// The method, such as `POST`.
    pub method: String,
    /// Path and query as they came, such as `/v1.0/me/onlineMeetings?$filter=…`. The values of parameters such as
    /// `access_token` are redacted.
    pub path: String,
    /// Names in lower case and values, in the order in which they came. The values of `authorization`, `cookie`
    /// and other headers that hold a secret are redacted.
    pub headers: Vec<(String, String)>,
    /// The body as it came. Of a body beyond the limit of 4 MB, nothing; of a form, which is meant for the
    /// identity platform, and of headers and addresses in a batch, nothing that is secret.
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
    /// The scheme of its token in words, such as `application`; nothing where the token was refused.
    pub scheme: Option<String>,
    /// What the permission table asks of that scheme: the alternatives, the least privileged first, each with all
    /// the permissions that it takes. An empty list where no permission of the scheme opens the operation; nothing
    /// where the table does not know it, or no operation was found.
    pub needed: Option<Vec<Vec<String>>>,
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
        Self {
            method: String::from(parts.method.as_str()),
            path: redaction::path(&parts.uri),
            headers: redaction::headers(&parts.headers),
            body: body.map(|one| redaction::body(parts, one)).unwrap_or_default(),
            batch_id: batch_id.map(String::from),
            number: 0,
            at,
            operation: None,
            permissions: Vec::new(),
            scheme: None,
            needed: None,
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

/// By chance, and not from a seed.
fn instance() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The requests so far. Only the last ones are kept, so that an emulator can run for weeks.
pub(crate) struct Log {
    kept: VecDeque<Received>,
    limit: usize,
    last: u64,
    /// The last number when it was cleared.
    cleared: u64,
    /// Tells it from the logs of other emulators, also those that have the same port later.
    instance: u64,
    /// Counts what happened.
    watchers: watch::Sender<u64>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        let watchers = watch::Sender::new(0);
        Self {
            kept: VecDeque::new(),
            limit: limit.max(1),
            last: 0,
            cleared: 0,
            instance: instance(),
            watchers,
        }
    }

    /// Notes a request, and gives the number by which [`amend`](Self::amend) finds it.
    pub(crate) fn note(&mut self, received: Received) -> u64 {
        self.last += 1;
        while self.kept.len() >= self.limit {
            self.kept.pop_front();
        }
        self.kept.push_back(Received { number: self.last, ..received });
        self.tell();
        self.last
    }

    /// Adds to a request what became of it, if it is still kept.
    pub(crate) fn amend(&mut self, number: u64, change: impl FnOnce(&mut Received)) {
        if let Some(found) = self.position(number).and_then(|at| self.kept.get_mut(at)) {
            change(found);
            self.tell();
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.kept.iter()
    }

    /// Those behind a number, in their order.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &Received> {
        let first = self.kept.front().map_or(0, |one| one.number);
        let known = usize::try_from(number.saturating_add(1).saturating_sub(first)).unwrap_or(usize::MAX);
        self.kept.range(known.min(self.kept.len())..)
    }

    /// The request of a number, if it is still kept.
    pub(crate) fn get(&self, number: u64) -> Option<&Received> {
        self.kept.get(self.position(number)?)
    }

    /// The number of the last request, 0 before the first.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// The number up to which requests were forgotten on purpose.
    pub(crate) fn cleared(&self) -> u64 {
        self.cleared
    }

    /// A number that no other log has, as far as chance goes.
    pub(crate) fn instance(&self) -> u64 {
        self.instance
    }

    /// Forgets all of them. Numbers go on where they were.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
        self.cleared = self.last;
        self.tell();
    }

    /// Wakes up when a request has come, when it has been answered, and when all are forgotten. What it was is
    /// looked up here, so that nobody who is slow holds up anything or misses what is still kept.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.watchers.subscribe()
    }

    fn position(&self, number: u64) -> Option<usize> {
        let first = self.kept.front()?.number;
        usize::try_from(number.checked_sub(first)?).ok()
    }

    fn tell(&self) {
        self.watchers.send_modify(|count| *count += 1);
    }
}
