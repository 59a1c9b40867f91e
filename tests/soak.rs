//! Bulk creation over a service at fault, for as long as one has patience: every meeting exactly once, no outcome
//! lost, and no memory that grows.
//!
//! `cargo test --test soak` takes some seconds. `SOAK_SECONDS=60 cargo test --test soak -- --nocapture` takes a minute,
//! and says what happened; so does any other number, such as that of a night.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::{Duration, Instant};

use msgraph::bulk::{self, Booking};
use msgraph::models::{OnlineMeeting, OnlineMeetingPresenters};
use msgraph::{AccessToken, CredentialError, Graph, RetryPolicy, TokenRequest};
use msgraph_emulator::{App, Emulator, Fault};
use peak_alloc::PeakAlloc;

/// Of the whole process: client, emulator and the test itself.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many meetings are booked before they are counted and deleted.
const ROUND: usize = 100;
/// How many are created without an external id in each round.
const PLAIN: usize = 25;
/// What part of its memory a process may grow by, from its first third to its last: what the log holds differs from
/// round to round. A hundred bytes that were lost with each request would be a third in a minute.
const GROWTH: usize = 6;
/// How many rounds a process takes until its caches, its pools and the emulator's log are full.
const WARM_UP: usize = 4;
/// More than a round has, so that each can be counted.
const KEPT_REQUESTS: usize = 1_000;

/// A fifth of all requests goes wrong, in every way that there is for requests that do something; and a fifth of those
/// for tokens.
fn faults() -> Vec<(f64, Fault)> {
    let of = |share: f64, text: &str| (share, text.parse().expect("a fault"));
    vec![
        of(0.02, "429;retry-after=0"),
        of(0.02, "429;retry-after=0.02"),
        of(0.01, "429"),
        of(0.01, "500"),
        of(0.02, "502"),
        of(0.02, "503;retry-after=0"),
        of(0.01, "504"),
        of(0.02, "delay=20ms"),
        of(0.02, "cut-before"),
        of(0.02, "cut-body=40"),
        of(0.02, "cut-after"),
        of(0.005, "truncated"),
        of(0.005, "garbage"),
        of(0.2, "503 @token"),
    ]
}

/// How long a token is good: so short that many are fetched.
const TOKEN_LIFETIME: Duration = Duration::from_secs(2);
/// From so many requests on, each fault must have happened, and as often as it should.
const MANY: u64 = 5_000;

/// What came of all rounds.
#[derive(Default)]
struct Tally {
    booked: usize,
    runs: usize,
    created: usize,
    unclear: usize,
    requests: u64,
    faults: BTreeMap<String, u64>,
    /// Requests for tokens, and how many of them failed.
    tokens: (usize, usize),
    /// What the process held at the end of each round.
    memory: Vec<usize>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fifth_of_all_requests_fails_and_every_meeting_is_there_exactly_once() {
    // for the test's own client, which asks for the meetings
    rustls::crypto::ring::default_provider().install_default().ok();
    let seconds = std::env::var("SOAK_SECONDS");
    let seconds = seconds.map_or(5, |text| text.parse().expect("SOAK_SECONDS is a whole number"));
    let builder = Emulator::builder().seed(20).keep_requests(KEPT_REQUESTS).token_lifetime(TOKEN_LIFETIME);
    let builder =
        faults().into_iter().fold(builder, |builder, (share, fault)| builder.fault_rate(share, fault));
    let emulator = builder.start().await.expect("an emulator");
    let user = emulator.users()[0].id.clone();
    let waits =
        RetryPolicy::new().first_wait(Duration::from_millis(5)).longest_wait(Duration::from_millis(40));
    let graph = Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .credential_fn(sign_in(&emulator))
        .retry(waits)
        .build()
        .expect("a client");
    let mut tally = Tally::default();
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end || tally.memory.len() < 2 * WARM_UP {
        round(&emulator, &graph, &user, &mut tally).await;
    }
    let asked = emulator.token_requests();
    tally.tokens = (asked.len(), asked.iter().filter(|one| one.fault.is_some()).count());
    tally.tell();
    tally.check_faults();
    let memory = &tally.memory[WARM_UP..];
    let third = memory.len().div_ceil(3);
    let mean = |some: &[usize]| some.iter().sum::<usize>() / some.len();
    let (first, last) = (mean(&memory[..third]), mean(&memory[memory.len() - third..]));
    assert!(last <= first + first / GROWTH, "the process grew from {first} to {last}: {memory:?}");
}

/// Gets tokens from the emulator as an application does, once for each that is asked for.
fn sign_in(emulator: &Emulator) -> impl Fn(TokenRequest) -> Token + Send + Sync + 'static {
    let address = format!("{}/{}/oauth2/v2.0/token", emulator.authority(), emulator.tenant_id());
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
        App::DEFAULT_CLIENT_ID,
        App::DEFAULT_CLIENT_SECRET,
    );
    let client = reqwest::Client::new();
    move |_| {
        let request = client.post(&address).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(form.clone()).send();
        Box::pin(async move {
            let answer = answer.await.and_then(reqwest::Response::error_for_status);
            let body = answer.map_err(failed)?.bytes().await.map_err(failed)?;
            let body: serde_json::Value = serde_json::from_slice(&body).map_err(failed)?;
            let token = body["access_token"].as_str().expect("a token");
            Ok(AccessToken::new(token).expires_in(TOKEN_LIFETIME))
        })
    }
}

fn failed(error: impl std::error::Error) -> CredentialError {
    CredentialError::new(error.to_string())
}

type Token = Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send>>;

/// Books a round of meetings, creates some, looks at them, and deletes them.
async fn round(emulator: &Emulator, graph: &Graph, user: &str, tally: &mut Tally) {
    let number = tally.memory.len();
    let booked = book(graph, user, number, tally).await;
    assert_eq!(booked.len(), ROUND, "an outcome is lost");
    let created = create(graph, user, number).await;
    tally.created += created.len();
    tally.unclear += created.values().filter(|one| **one == Created::Perhaps).count();
    let ids = check(emulator, &booked, &created).await;
    delete(graph, user, ids).await;
    for one in emulator.requests() {
        // only the last ones are kept, and each is counted once
        if one.number > tally.requests {
            tally.requests = one.number;
            if let Some(fault) = one.fault {
                *tally.faults.entry(fault).or_default() += 1;
            }
        }
    }
    drop((booked, created));
    tally.memory.push(MEMORY.current_usage());
}

/// Books a round's meetings until each is booked, and gives their ids by their external ids.
async fn book(graph: &Graph, user: &str, round: usize, tally: &mut Tally) -> BTreeMap<String, String> {
    let organizer = graph.users().by_id(user).online_meetings();
    let mut booked = BTreeMap::new();
    while booked.len() < ROUND {
        tally.runs += 1;
        let left = (0..ROUND).map(|number| format!("{round}/{number}")).filter(|id| !booked.contains_key(id));
        let left: Vec<Booking> = left.map(booking).collect();
        let asked = left.len();
        // a program that is run again after all that can go wrong, as the documentation of `book` says
        let mut outcomes = bulk::book(&organizer, bulk::iter(left)).concurrency(16).stop_on(|_| false);
        let mut told = 0;
        while let Some(outcome) = outcomes.next().await {
            told += 1;
            if let Ok(done) = outcome.result {
                let id = done.meeting.id.expect("a meeting has an id");
                assert_eq!(
                    done.meeting.subject.as_deref(),
                    Some(&*outcome.key),
                    "the answer is of another one"
                );
                assert!(booked.insert(outcome.key, id).is_none(), "two outcomes of one booking");
            }
        }
        assert_eq!(told, asked, "an outcome is lost");
    }
    tally.booked += booked.len();
    booked
}

/// Every third needs a second call, because createOrGet does not take who may present.
fn booking(id: String) -> Booking {
    let meeting = OnlineMeeting::new().set_subject(id.clone());
    let meeting = match id.bytes().last() {
        Some(digit) if digit % 3 == 0 => meeting.set_allowed_presenters(OnlineMeetingPresenters::Organizer),
        _ => meeting,
    };
    Booking::new(id, meeting)
}

/// Creates meetings that have nothing to tell them apart. Whether one that failed is there, the error says: not at all,
/// or perhaps; never is one there twice.
async fn create(graph: &Graph, user: &str, round: usize) -> BTreeMap<String, Created> {
    let organizer = graph.users().by_id(user).online_meetings();
    let subjects = (0..PLAIN).map(|number| format!("plain {round}/{number}"));
    let requests = subjects.map(|subject| {
        let request = organizer.post(&OnlineMeeting::new().set_subject(subject.clone()));
        (subject, request)
    });
    let mut outcomes = bulk::bulk(bulk::iter(requests)).concurrency(16).stop_on(|_| false);
    let mut created = BTreeMap::new();
    while let Some(outcome) = outcomes.next().await {
        let what = match outcome.result {
            Ok(_) => Created::Yes,
            Err(error) if error.may_have_been_done() => Created::Perhaps,
            Err(_) => Created::No,
        };
        assert!(created.insert(outcome.key, what).is_none(), "two outcomes of one request");
    }
    assert_eq!(created.len(), PLAIN, "an outcome is lost");
    created
}

/// What the client says of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Created {
    Yes,
    No,
    Perhaps,
}

/// Holds what the client says against what the service has, and gives the ids of all.
async fn check(
    emulator: &Emulator,
    booked: &BTreeMap<String, String>,
    created: &BTreeMap<String, Created>,
) -> Vec<String> {
    let address = format!("{}/emulator/meetings", emulator.authority());
    let answer =
        reqwest::get(address).await.and_then(reqwest::Response::error_for_status).expect("the meetings");
    let answer: serde_json::Value =
        serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("JSON");
    let mut by_subject: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in answer["meetings"].as_array().expect("a list") {
        let text = |name: &str| one[name].as_str().expect("a text").to_owned();
        by_subject.entry(text("subject")).or_default().push(text("id"));
    }
    let ids = by_subject.values().flatten().cloned().collect();
    for (subject, id) in booked {
        let there = by_subject.remove(subject).unwrap_or_default();
        assert_eq!(there, [id.as_str()], "{subject} is not there exactly once");
    }
    for (subject, what) in created {
        let there = by_subject.remove(subject).unwrap_or_default().len();
        let is_right = match what {
            Created::Yes => there == 1,
            Created::No => there == 0,
            Created::Perhaps => there <= 1,
        };
        assert!(is_right, "{subject} is there {there} times, and the client says: {what:?}");
    }
    assert!(by_subject.is_empty(), "nobody asked for these: {by_subject:?}");
    ids
}

/// Deletes meetings, each until it is gone.
async fn delete(graph: &Graph, user: &str, mut ids: Vec<String>) {
    let organizer = graph.users().by_id(user).online_meetings();
    while !ids.is_empty() {
        let requests: Vec<_> = ids.drain(..).map(|id| (id.clone(), organizer.by_id(&id).delete())).collect();
        let mut outcomes = bulk::bulk(bulk::iter(requests)).concurrency(16).stop_on(|_| false);
        while let Some(outcome) = outcomes.next().await {
            let is_gone = outcome.result.map_or_else(|error| error.is_not_found(), |_| true);
            if !is_gone {
                ids.push(outcome.key);
            }
        }
    }
}

impl Tally {
    /// Holds the faults that happened against their shares. Chance has some room.
    fn check_faults(&self) {
        assert!(self.tokens.0 > self.tokens.1, "nobody signed in");
        if self.requests < MANY {
            return assert!(!self.faults.is_empty(), "nothing went wrong");
        }
        for (share, fault) in faults().into_iter().filter(|(_, fault)| !fault.to_string().ends_with("@token"))
        {
            let happened = self.faults.get(&fault.to_string()).copied().unwrap_or_default();
            #[expect(clippy::cast_precision_loss, reason = "counts of requests are small")]
            let (happened, wanted) = (happened as f64, share * self.requests as f64);
            let room = 6.0 * wanted.sqrt();
            assert!((happened - wanted).abs() < room, "{fault}: {happened} of {wanted:.0}");
        }
    }

    fn tell(&self) {
        let faults: u64 = self.faults.values().sum();
        println!(
            "{} rounds: {} meetings booked in {} runs, {} created without a key, {} of which lost their answer for \
             good; {} requests, {faults} at fault; {} requests for tokens, {} at fault",
            self.memory.len(),
            self.booked,
            self.runs,
            self.created,
            self.unclear,
            self.requests,
            self.tokens.0,
            self.tokens.1,
        );
        for (fault, count) in &self.faults {
            println!("{count:>8} {fault}");
        }
        let memory: Vec<usize> = self.memory.iter().map(|bytes| bytes / 1024).collect();
        println!("KiB at the end of each round: {memory:?}");
    }
}
