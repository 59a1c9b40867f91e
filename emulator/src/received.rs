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
    /// The body as it came. Nothing of a body beyond the limit of 4 MB, nor of one that is not
    /// [kept](crate::EmulatorBuilder::keep_bodies) any more; of a form, which is meant for the identity platform,
    /// and of headers and addresses in a batch, nothing that is secret.
    pub body: Vec<u8>,
    /// How many bytes the body had when it came; nothing where it was beyond the limit of 4 MB, for it was not read
    /// to its end. It differs from the length of `body` where that is not kept any more.
    pub body_length: Option<usize>,
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
            body_length: body.map(Bytes::len),
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

    /// The body as JSON, where it is that and is still kept.
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
            .field("body_length", &self.body_length)
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
/// How many bytes their bodies have in sum where nothing else is said.
pub(crate) const KEPT_BODIES: usize = 64 * 1024 * 1024;

/// By chance, and not from a seed.
fn instance() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The requests so far. Only the last ones are kept, and of those the last bodies, so that an emulator can run for
/// weeks.
pub(crate) struct Log {
    kept: VecDeque<Received>,
    limit: usize,
    /// How many bytes of bodies there are and may be.
    bytes: usize,
    limit_of_bytes: usize,
    /// The last number whose body was dropped; no request before it has one.
    bare: u64,
    last: u64,
    /// The last number when it was cleared.
    cleared: u64,
    /// Tells it from the logs of other emulators, also those that have the same port later.
    instance: u64,
    /// Counts what happened.
    watchers: watch::Sender<u64>,
}

impl Log {
    /// A log of so many requests, whose bodies have so many bytes in sum.
    pub(crate) fn new(limit: usize, limit_of_bytes: usize) -> Self {
        Self {
            kept: VecDeque::new(),
            limit: limit.max(1),
            bytes: 0,
            limit_of_bytes,
            bare: 0,
            last: 0,
            cleared: 0,
            instance: instance(),
            watchers: watch::Sender::new(0),
        }
    }

    /// Notes a request, and gives the number by which [`amend`](Self::amend) finds it.
    pub(crate) fn note(&mut self, received: Received) -> u64 {
        self.last += 1;
        while self.kept.len() >= self.limit {
            let oldest = self.kept.pop_front();
            self.bytes -= oldest.map_or(0, |one| one.body.len());
        }
        self.bytes += received.body.len();
        self.kept.push_back(Received { number: self.last, ..received });
        self.drop_bodies();
        self.tell();
        self.last
    }

    /// Drops the oldest bodies until there is room for the others.
    fn drop_bodies(&mut self) {
        let first = self.kept.front().map_or(0, |one| one.number);
        let mut number = first.max(self.bare);
        while self.bytes > self.limit_of_bytes {
            let Some(one) = self.position(number).and_then(|at| self.kept.get_mut(at)) else { return };
            self.bytes -= std::mem::take(&mut one.body).len();
            self.bare = number;
            number += 1;
        }
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
        self.bytes = 0;
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

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn note(log: &mut Log, length: usize) -> u64 {
        let (parts, ()) = Request::post("/v1.0/me").body(()).expect("a request").into_parts();
        let body = Bytes::from(vec![b'x'; length]);
        log.note(Received::new(&parts, Some(&body), None, SystemTime::UNIX_EPOCH))
    }

    /// The lengths of the bodies that are there, each with that of the body that came.
    fn lengths(log: &Log) -> Vec<(usize, usize)> {
        log.iter().map(|one| (one.body.len(), one.body_length.expect("it was read"))).collect()
    }

    #[test]
    fn the_oldest_bodies_make_room_and_leave_their_lengths() {
        let mut log = Log::new(4, 10);
        for length in [4, 0, 6] {
            note(&mut log, length);
        }
        assert_eq!(lengths(&log), [(4, 4), (0, 0), (6, 6)], "as many as there may be");
        note(&mut log, 1);
        assert_eq!(lengths(&log), [(0, 4), (0, 0), (6, 6), (1, 1)]);
        note(&mut log, 3);
        assert_eq!(lengths(&log), [(0, 0), (6, 6), (1, 1), (3, 3)], "one request too many");
        note(&mut log, 11);
        assert_eq!(lengths(&log), [(0, 6), (0, 1), (0, 3), (0, 11)], "too long for any room");
        note(&mut log, 10);
        assert_eq!(lengths(&log), [(0, 1), (0, 3), (0, 11), (10, 10)]);
        log.clear();
        for length in [9, 1, 1] {
            note(&mut log, length);
        }
        assert_eq!(lengths(&log), [(0, 9), (1, 1), (1, 1)], "room anew");
    }

    #[test]
    fn bodies_in_sum_never_have_more_bytes_than_they_may() {
        let mut log = Log::new(50, 1_000);
        for at in 0..2_000_usize {
            note(&mut log, at * 7919 % 311);
            let kept: Vec<usize> = log.iter().map(|one| one.body.len()).collect();
            assert_eq!(kept.iter().sum::<usize>(), log.bytes);
            assert!(log.bytes <= 1_000 && kept.len() <= 50);
            let oldest = log.iter().find(|one| one.body.len() < one.body_length.unwrap_or_default());
            assert!(oldest.is_none() || log.bytes > 1_000 - 311, "none goes without need");
        }
    }
}
