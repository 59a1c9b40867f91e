//! A line for each request, while the emulator runs.

use std::io::Write as _;
use std::pin::pin;
use std::time::Duration;

use msgraph_emulator::{Emulator, Received};
use serde::Serialize;
use time::OffsetDateTime;

use crate::output::Output;
use crate::text::{counted, plain};

/// How long after a request its line may come.
const PERIOD: Duration = Duration::from_millis(100);

/// Who writes the lines.
pub(super) struct Follower {
    is_json: bool,
    /// The number of the last request that has its line.
    last: u64,
}

/// What there is to say of a request. Queries, headers and bodies can hold join links, so they are left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    time: String,
    number: u64,
    method: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

impl Follower {
    pub(super) fn new(output: Output) -> Self {
        Self { is_json: output.is_json(), last: 0 }
    }

    /// Writes the lines until somebody wants the program to end.
    pub(super) async fn follow(mut self, emulator: &Emulator, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut is_running = true;
        while is_running {
            is_running = tokio::time::timeout(PERIOD, stop.as_mut()).await.is_err();
            let text = self.lines(&emulator.requests_after(self.last));
            // There is no other place to say that standard error cannot be written.
            anstream::stderr().write_all(text.as_bytes()).ok();
        }
    }

    /// The lines of requests that have none yet.
    fn lines(&mut self, requests: &[Received]) -> String {
        let mut lines = Vec::new();
        for one in requests {
            let missed = usize::try_from(one.number - self.last - 1).unwrap_or(usize::MAX);
            // Who reads JSON sees it in the numbers.
            if missed > 0 && !self.is_json {
                let requests = counted(missed, "request");
                lines.push(format!("({requests} forgotten before there was a line)\n"));
            }
            self.last = one.number;
            let line = Line::of(one);
            let json = || serde_json::to_string(&line).expect("it has no maps");
            lines.push((if self.is_json { json() } else { line.text() }) + "\n");
        }
        lines.concat()
    }
}

impl Line {
    fn of(one: &Received) -> Self {
        Self {
            time: time(one.at.into()),
            number: one.number,
            method: one.method.clone(),
            path: plain(&without_arguments(one.path.split('?').next().unwrap_or_default())),
            batch_id: one.batch_id.as_deref().map(plain),
            status: one.status,
            error_code: one.error_code.clone(),
            fault: one.fault.as_deref().map(plain),
        }
    }

    /// `2026-03-01T12:00:00.123Z POST /v1.0/me/onlineMeetings 429 TooManyRequests, fault 429`
    fn text(&self) -> String {
        let batch = self.batch_id.as_ref().map(|id| format!(" (of a batch: {id})"));
        let status = self.status.map_or_else(|| String::from("no answer"), |status| status.to_string());
        let code = self.error_code.as_ref().map(|code| format!(" {code}"));
        let fault = self.fault.as_ref().map(|fault| format!(", fault {fault}"));
        let [batch, code, fault] = [batch, code, fault].map(Option::unwrap_or_default);
        format!("{} {} {}{batch} {status}{code}{fault}", self.time, self.method, self.path)
    }
}

fn time(at: OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    let (year, month, day) = date.to_calendar_date();
    let (hour, minute, second, milli) = time.as_hms_milli();
    format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", u8::from(month))
}

/// The path without the values of arguments and of keys with names: they can be a join link, as in
/// `/me/onlineMeetings(joinWebUrl='…')`, in which a slash or a bracket may stand. What follows the last bracket stays.
fn without_arguments(path: &str) -> String {
    let lower = path.to_ascii_lowercase();
    let first = |from: usize, marks: [&str; 2]| {
        let found = marks.into_iter().filter_map(|mark| Some((lower[from..].find(mark)? + from, mark.len())));
        found.min()
    };
    let values = first(0, ["(", "%28"]).and_then(|(at, length)| first(at + length, ["=", "%3d"]));
    let Some((at, length)) = values else { return path.to_owned() };
    let end = [lower.rfind(')'), lower.rfind("%29")].into_iter().flatten().max();
    let rest = end.filter(|end| *end > at).map_or("", |end| &path[end..]);
    format!("{}…{rest}", &path[..at + length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_no_arguments() {
        for (path, shown) in [
            ("/v1.0/me/messages/AAMk==/attachments", "/v1.0/me/messages/AAMk==/attachments"),
            ("/v1.0/users('x')/onlineMeetings", "/v1.0/users('x')/onlineMeetings"),
            (
                "/me/onlineMeetings(joinWebUrl='https://t/(a)/b')/recordings",
                "/me/onlineMeetings(joinWebUrl=…)/recordings",
            ),
            (
                "/me/onlineMeetings%28joinWebUrl%3D%27https%27%29/x",
                "/me/onlineMeetings%28joinWebUrl%3D…%29/x",
            ),
            ("/f(a=1,b='2')", "/f(a=…)"),
            ("/f(a='secret", "/f(a=…"),
            ("/é(ü='x')", "/é(ü=…)"),
        ] {
            assert_eq!(without_arguments(path), shown);
        }
    }

    #[test]
    fn the_time_is_utc() {
        let at = OffsetDateTime::from_unix_timestamp(1_772_366_405).expect("a time");
        assert_eq!(time(at), "2026-03-01T12:00:05.000Z");
    }
}
