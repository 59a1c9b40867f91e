//! Requests as they come: server-sent events.
//!
//! See <https://html.spec.whatwg.org/multipage/server-sent-events.html>. A stream has a place in the log and reads on
//! from there at its own pace. So a reader that is slow holds up nobody, and is told what it missed where the log no
//! longer has it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::answer::{Answer, Refusal};
use super::{number, requests};
use crate::received::{Log, Received};
use crate::service::Service;

/// After how long without an event a comment goes out, so that nothing on the way takes the stream for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How many requests go out in one piece.
const CHUNK: usize = 100;

/// How many pieces wait for a slow reader.
const PIECES: usize = 4;

/// `GET /emulator/events`: those behind `Last-Event-ID`, else behind `after`, else the `last` so many, else those that
/// come from now on.
pub(super) fn answer(service: &Arc<Service>, headers: &HeaderMap, query: &str) -> Result<Answer, Refusal> {
    let resumed = headers.get("last-event-id").and_then(|one| Place::read(one.to_str().ok()?.trim()));
    let (after, last) = (number(query, "after")?, number(query, "last")?);
    let (cursor, wake) = {
        let state = service.state();
        let log = &state.log;
        let start = log.last().saturating_sub(last.unwrap_or(0)).max(log.cleared());
        let place = resumed.or_else(|| after.map(Place::here)).unwrap_or(Place::here(start));
        (Cursor::new(place, log), log.watch())
    };
    let (sender, pieces) = mpsc::channel(PIECES);
    tokio::spawn(run(Arc::downgrade(service), cursor, wake, sender, KEEP_ALIVE));
    Ok(Answer::Events(pieces))
}

/// Sends what happens until the reader goes away or the emulator does, which this does not keep alive.
async fn run(
    service: Weak<Service>,
    mut cursor: Cursor,
    mut wake: watch::Receiver<u64>,
    reader: mpsc::Sender<Bytes>,
    keep_alive: Duration,
) {
    // Browsers come back after so many milliseconds.
    let mut text = String::from("retry: 1000\n\n");
    loop {
        let Some(service) = service.upgrade() else { return };
        cursor.read(&service.state().log, &mut text);
        drop(service);
        if text.is_empty() {
            match tokio::time::timeout(keep_alive, wake.changed()).await {
                Ok(Ok(())) => continue,
                Ok(Err(_)) => return,
                Err(_) => text.push_str(":\n\n"),
            }
        }
        if reader.send(Bytes::from(std::mem::take(&mut text))).await.is_err() {
            return;
        }
    }
}

/// Where a reader was, as the id of an event has it: `{instance}-{number}`. A number alone is one of this emulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    instance: Option<u64>,
    number: u64,
}

impl Place {
    fn here(number: u64) -> Self {
        Self { instance: None, number }
    }

    fn read(id: &str) -> Option<Self> {
        let Some((instance, number)) = id.split_once('-') else { return Some(Self::here(id.parse().ok()?)) };
        let instance = u64::from_str_radix(instance, 16).ok()?;
        Some(Self { instance: Some(instance), number: number.parse().ok()? })
    }

    /// Whether it is of an emulator that had this port before.
    fn is_of_another(self, log: &Log) -> bool {
        self.instance.is_some_and(|one| one != log.instance()) || self.number > log.last()
    }
}

/// How far a reader has got.
struct Cursor {
    last: u64,
    /// The number up to which requests were forgotten; nothing before the reader was told of it.
    cleared: Option<u64>,
    /// Those that were sent and had no answer yet.
    open: BTreeSet<u64>,
}

impl Cursor {
    fn new(place: Place, log: &Log) -> Self {
        let is_of_another = place.is_of_another(log);
        let last = if is_of_another { log.cleared() } else { place.number };
        // Who was there before all was forgotten hears of it.
        let cleared = if is_of_another || last < log.cleared() { None } else { Some(log.cleared()) };
        Self { last, cleared, open: BTreeSet::new() }
    }

    /// Writes what is new, as much of it as goes into one piece.
    fn read(&mut self, log: &Log, text: &mut String) {
        if self.cleared != Some(log.cleared()) {
            self.last = self.last.max(log.cleared());
            self.cleared = Some(log.cleared());
            self.open.clear();
            event(text, "cleared", None, &json!({"last": self.last}));
        }
        self.open.retain(|number| {
            let Some(found) = log.get(*number) else { return false };
            if is_done(found) {
                event(text, "request", None, &requests::summary(found));
            }
            !is_done(found)
        });
        for found in log.after(self.last).take(CHUNK) {
            if found.number > self.last + 1 {
                let missed = json!({"from": self.last + 1, "to": found.number - 1});
                event(text, "missed", None, &missed);
            }
            if !is_done(found) {
                self.open.insert(found.number);
            }
            self.last = found.number;
            event(text, "request", Some((log.instance(), found.number)), &requests::summary(found));
        }
    }
}

/// Whether it was answered, or never will be.
fn is_done(received: &Received) -> bool {
    received.status.is_some() || received.fault.is_some()
}

/// Writes an event. JSON has no line breaks, and so it is one line of data.
fn event(text: &mut String, name: &str, id: Option<(u64, u64)>, data: &Value) {
    let id = id.map(|(instance, number)| format!("id: {instance:x}-{number}\n")).unwrap_or_default();
    // A `String` takes everything.
    let _ = write!(text, "event: {name}\n{id}data: {data}\n\n");
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::Emulator;
    use crate::received::KEPT_BODIES;

    fn noted(log: &mut Log) -> u64 {
        let (parts, ()) = Request::get("/v1.0/me").body(()).expect("a request").into_parts();
        log.note(Received::new(&parts, None, None, std::time::SystemTime::UNIX_EPOCH))
    }

    fn read(cursor: &mut Cursor, log: &Log) -> Vec<String> {
        let mut text = String::new();
        cursor.read(log, &mut text);
        let lines = text.lines().filter(|line| line.starts_with("id") || line.starts_with("event"));
        lines.map(|line| line.replace(&format!("{:x}-", log.instance()), "")).collect()
    }

    #[test]
    fn a_place_of_another_emulator_is_known_however_far_it_was() {
        let (mut log, another) = (Log::new(10, KEPT_BODIES), Log::new(10, KEPT_BODIES));
        noted(&mut log);
        noted(&mut log);
        let place =
            |log: &Log, number| Place::read(&format!("{:x}-{number}", log.instance())).expect("a place");
        assert_eq!(read(&mut Cursor::new(place(&log, 1), &log), &log), ["event: request", "id: 2"]);
        for number in [0, 1, 2, 3] {
            let told = read(&mut Cursor::new(place(&another, number), &log), &log);
            let wanted = ["event: cleared", "event: request", "id: 1", "event: request", "id: 2"];
            assert_eq!(told, wanted, "{number}");
        }
        for nonsense in ["", "-", "1-", "-1", "x-1", "1-x", "1-2-3"] {
            assert_eq!(Place::read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_request_is_told_when_it_comes_and_when_it_is_answered() {
        let mut log = Log::new(10, KEPT_BODIES);
        let mut cursor = Cursor::new(Place::here(0), &log);
        let (first, second) = (noted(&mut log), noted(&mut log));
        assert_eq!(read(&mut cursor, &log), ["event: request", "id: 1", "event: request", "id: 2"]);
        assert_eq!(read(&mut cursor, &log), Vec::<String>::new());
        log.amend(first, |one| one.status = Some(200));
        // Without its id, which would lead a reader back who comes again.
        assert_eq!(read(&mut cursor, &log), ["event: request"]);
        log.amend(second, |one| one.fault = Some(String::from("cut-before")));
        log.amend(first, |one| one.status = Some(500));
        assert_eq!(read(&mut cursor, &log), ["event: request"]);
        assert!(cursor.open.is_empty());
    }

    #[test]
    fn what_was_open_and_is_forgotten_is_not_waited_for() {
        let mut log = Log::new(1, KEPT_BODIES);
        let mut cursor = Cursor::new(Place::here(0), &log);
        noted(&mut log);
        read(&mut cursor, &log);
        noted(&mut log);
        assert_eq!(read(&mut cursor, &log), ["event: request", "id: 2"]);
        assert_eq!(cursor.open, BTreeSet::from([2]));
        log.clear();
        assert_eq!(read(&mut cursor, &log), ["event: cleared"]);
        assert!(cursor.open.is_empty());
    }

    #[test]
    fn much_comes_in_pieces() {
        let mut log = Log::new(1000, KEPT_BODIES);
        let mut cursor = Cursor::new(Place::here(0), &log);
        for _ in 0..250 {
            noted(&mut log);
        }
        let pieces = [(); 4].map(|()| read(&mut cursor, &log).len());
        assert_eq!(pieces, [200, 200, 100, 0]);
    }

    #[tokio::test]
    async fn silence_is_broken_by_comments_and_the_end_of_the_emulator_ends_it() {
        let emulator = Emulator::start().await.expect("the emulator starts");
        let (cursor, wake) = {
            let state = emulator.service.state();
            (Cursor::new(Place::here(0), &state.log), state.log.watch())
        };
        let (sender, mut pieces) = mpsc::channel(1);
        let service = Arc::downgrade(&emulator.service);
        let running = tokio::spawn(run(service, cursor, wake, sender, Duration::from_millis(10)));
        assert_eq!(pieces.recv().await.as_deref(), Some(&b"retry: 1000\n\n"[..]));
        assert_eq!(pieces.recv().await.as_deref(), Some(&b":\n\n"[..]));
        assert_eq!(pieces.recv().await.as_deref(), Some(&b":\n\n"[..]));
        drop(emulator);
        while pieces.recv().await.is_some() {}
        running.await.expect("no panic");
    }
}
