//! All faults at once, by chance, without a network: how often each comes, and what was done.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request, Response};
use serde_json::{Value, json};

use super::{Cut, Fault};
use crate::exchange::Outcome;
use crate::{Emulator, Received};

const SEEDS: u16 = 20;
/// For each seed.
const REQUESTS: u16 = 250;
const BY_ITSELF: &str = "by itself";

/// 20 % together, and whether the work is done.
fn rates() -> Vec<(f64, Fault, bool)> {
    vec![
        (0.02, Fault::throttled(Some("1")), false),
        (0.02, Fault::throttled(None), false),
        (0.02, Fault::status(503), false),
        (0.02, Fault::garbage(), false),
        (0.02, Fault::garbage_with_status(502), false),
        (0.02, Fault::cut_before(), false),
        (0.02, Fault::cut_after(), true),
        (0.02, Fault::cut_body(10), true),
        (0.02, Fault::truncated(), true),
        (0.01, Fault::delay(Duration::from_millis(1)), true),
        (0.005, Fault::repeat_next_link(), true),
        (0.005, Fault::empty_page(), true),
    ]
}

/// What became of a request.
struct Run {
    received: Received,
    answer: Response<Bytes>,
    cut: Option<Cut>,
    /// Whether its meeting was there afterwards; nothing where it was to make none, or nobody looked.
    is_there: Option<bool>,
}

/// A client of an emulator without a network between them.
struct Caller {
    emulator: Emulator,
    token: String,
}

impl Caller {
    async fn new(seed: u16) -> Self {
        let mut builder = Emulator::builder().seed(seed.into()).clock(|| SystemTime::UNIX_EPOCH);
        for (share, fault, _) in rates() {
            builder = builder.fault_rate(share, fault);
        }
        let emulator = builder.start().await.expect("the emulator starts");
        let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
        Self { emulator, token }
    }

    fn send(&self, method: Method, path: &str, body: Value) -> Outcome {
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1.0/me/onlineMeetings/{path}"))
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
            .header(CONTENT_TYPE, "application/json");
        let (parts, body) = request.body(body).expect("a request").into_parts();
        self.emulator.service.respond(&parts, Ok(Bytes::from(body.to_string())))
    }

    /// Every other request makes a meeting of its own, and the rest look for what is not there.
    fn request(&self, number: u16) -> Outcome {
        if makes_a_meeting(number) { self.make(number) } else { self.send(Method::GET, "none", json!({})) }
    }

    fn make(&self, number: u16) -> Outcome {
        self.send(Method::POST, "createOrGet", json!({"externalId": number.to_string()}))
    }

    /// Sends so many requests, and looks afterwards for the meetings of those that took a fault, and of some others.
    fn run(&self, requests: u16) -> Vec<Run> {
        let outcomes: Vec<_> = (0..requests).map(|number| self.request(number)).collect();
        let received = self.emulator.requests();
        assert_eq!(received.len(), usize::from(requests), "each was listed, once");
        self.emulator.clear_faults();
        let all = (0..requests).zip(outcomes).zip(received);
        all.map(|((number, outcome), received)| {
            let is_looked_at =
                makes_a_meeting(number) && (received.fault.is_some() || number.is_multiple_of(10));
            let is_there = is_looked_at.then(|| self.make(number).answer.status() == 200);
            Run { received, answer: outcome.answer, cut: outcome.delivery.cut, is_there }
        })
        .collect()
    }
}

fn makes_a_meeting(number: u16) -> bool {
    number.is_multiple_of(2)
}

/// The faults of the requests, in order.
fn faults(runs: &[Run]) -> Vec<&str> {
    runs.iter().map(|one| one.received.fault.as_deref().unwrap_or(BY_ITSELF)).collect()
}

fn holds(one: &Run, should_be_done: bool) {
    let (received, text) = (&one.received, one.received.fault.as_deref().unwrap_or(BY_ITSELF));
    assert_eq!(received.operation.is_some(), should_be_done, "{text}");
    assert!(one.is_there.is_none_or(|is_there| is_there == should_be_done), "{text}");
    // Work that is done twice would have found the meeting of the first time, and answered with 200.
    let usual = if received.method == "POST" { 201 } else { 404 };
    assert!(!should_be_done || received.status == Some(usual), "{text}: {:?}", received.status);
    assert_eq!(received.status.is_none(), one.cut == Some(Cut::Before), "{text}");
    let json: Option<Value> = serde_json::from_slice(one.answer.body()).ok();
    let is_spoilt = text.starts_with("garbage") || ["truncated", "cut-before"].contains(&text);
    assert_eq!(json.is_some_and(|one| one.is_object()), !is_spoilt, "{text}");
}

#[tokio::test]
async fn shares_come_out_and_work_is_done_once_or_not_at_all() {
    let rates: BTreeMap<String, (f64, bool)> =
        rates().into_iter().map(|(share, fault, is_done)| (fault.to_string(), (share, is_done))).collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..SEEDS {
        for one in Caller::new(seed).await.run(REQUESTS) {
            let text = one.received.fault.as_deref().unwrap_or(BY_ITSELF);
            *counts.entry(String::from(text)).or_default() += 1;
            holds(&one, rates.get(text).is_none_or(|(_, is_done)| *is_done));
        }
    }
    let requests = f64::from(REQUESTS) * f64::from(SEEDS);
    let shares = rates.iter().map(|(text, (share, _))| (text.as_str(), *share));
    for (text, share) in shares.chain([(BY_ITSELF, 0.8)]) {
        let count = f64::from(counts.get(text).copied().unwrap_or_default());
        let (mean, deviation) = (requests * share, (requests * share * (1.0 - share)).sqrt());
        let is_likely = (count - mean).abs() <= 4.0 * deviation;
        assert!(is_likely, "{text}: {count} where {mean} ± {deviation} are expected");
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let (first, again) = (Caller::new(3).await.run(100), Caller::new(3).await.run(100));
    let other = Caller::new(4).await.run(100);
    assert_eq!(faults(&first), faults(&again));
    assert_ne!(faults(&first), faults(&other));
    assert_eq!(first[99].answer.body(), again[99].answer.body(), "and the same answers");
}
