//! Every graph of dependencies: requests that wait for one another, and whatever may become of them, against a model of
//! the service.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

use msgraph::batch::{BatchError, Handle, ItemId};
use msgraph::models::{OnlineMeeting, OnlineMeetingUpdate};
use msgraph::operations::{GetMeOnlineMeetingsById, PatchMeOnlineMeetingsById};
use msgraph::{Error, Graph, RetryPolicy};
use serde_json::{Value, json};

use crate::service::{Batches, answers, done, number};

#[tokio::test(start_paused = true)]
async fn whatever_happens_each_request_has_one_answer_and_none_is_done_twice() {
    for seed in 0..250 {
        check(seed).await;
    }
}

#[test]
fn the_model_sees_all_there_is() {
    let kinds: BTreeSet<_> = (0..250).flat_map(|seed| Case::new(seed).kinds()).collect();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    assert!((0..250).any(|seed| Case::new(seed).len() == 100));
}

/// What becomes of a request that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Done,
    Throttled,
    Refused,
    /// A 500, and it was done all the same.
    Broken,
    /// Done, and no word of it.
    Unanswered,
}

/// Requests that depend on one another, and what becomes of them: all of it out of a seed.
#[derive(Clone, Copy)]
struct Case {
    seed: u64,
}

impl Case {
    fn new(seed: u64) -> Self {
        Self { seed }
    }

    fn random(self, what: impl Hash, below: usize) -> usize {
        let mut hasher = DefaultHasher::new();
        (self.seed, what).hash(&mut hasher);
        usize::try_from(hasher.finish() >> 8).unwrap() % below
    }

    fn len(self) -> usize {
        // small ones, and ones of several batches
        if self.seed.is_multiple_of(2) { 1 + self.random("len", 12) } else { 100 - self.random("len", 80) }
    }

    /// Whether doing it twice is as doing it once.
    fn can_be_repeated(self, place: usize) -> bool {
        self.random(("kind", place), 2) == 0
    }

    /// The requests that one waits for: in some cases most wait, in others few do.
    fn after(self, place: usize) -> Vec<usize> {
        let density = 1 + self.random("density", 6);
        let count = self.random(("count", place), density).saturating_sub(1).min(place);
        (0..count).map(|at| self.random(("after", place, at), place)).collect()
    }

    fn fate(self, place: usize, attempt: usize) -> Fate {
        match self.random(("fate", place, attempt), 100) {
            0..15 => Fate::Throttled,
            15..20 => Fate::Refused,
            20..26 => Fate::Broken,
            26..29 => Fate::Unanswered,
            _ => Fate::Done,
        }
    }

    fn kinds(self) -> BTreeSet<Fate> {
        (0..self.len()).map(|place| self.fate(place, 0)).collect()
    }
}

/// What the service knows.
#[derive(Default)]
struct Known {
    attempts: BTreeMap<usize, usize>,
    done: BTreeMap<usize, usize>,
    /// The last status of each that was answered; 0 where it was not.
    told: BTreeMap<usize, u16>,
}

impl Known {
    /// Answers a batch as the service would, and looks whether it may have come.
    fn answer(&mut self, case: Case, requests: &[Value]) -> Vec<Value> {
        assert!((1..=20).contains(&requests.len()), "seed {}: {}", case.seed, requests.len());
        let place = |request: &Value| number(request).parse::<usize>().unwrap();
        let places: BTreeMap<&str, usize> =
            requests.iter().map(|request| (request["id"].as_str().unwrap(), place(request))).collect();
        assert_eq!(places.len(), requests.len(), "ids are unique");
        let mut all = Vec::new();
        // each behind those that it waits for, as they were added in that order
        let mut requests: Vec<&Value> = requests.iter().collect();
        requests.sort_by_key(|request| place(request));
        for request in requests {
            let place = place(request);
            let named: BTreeSet<usize> = request["dependsOn"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|id| places[id.as_str().unwrap()])
                .collect();
            for other in case.after(place) {
                let here = named.contains(&other);
                assert!(
                    here || self.told.get(&other) == Some(&200),
                    "seed {}: {place} before {other}",
                    case.seed
                );
            }
            assert!(named.iter().all(|other| case.after(place).contains(other)), "seed {}", case.seed);
            if named.iter().any(|other| self.told[other] != 200) {
                self.told.insert(place, 424);
                all.push(json!({"id": request["id"], "status": 424}));
                continue;
            }
            all.extend(self.one(case, place, request));
        }
        // the order of the answers is nobody's business
        all.sort_by_key(|answer| case.random(answer["id"].as_str().unwrap(), 1000));
        all
    }

    fn one(&mut self, case: Case, place: usize, request: &Value) -> Option<Value> {
        let attempts = self.attempts.entry(place).or_default();
        let fate = case.fate(place, *attempts);
        *attempts += 1;
        if matches!(fate, Fate::Done | Fate::Broken | Fate::Unanswered) {
            *self.done.entry(place).or_default() += 1;
        }
        let status = match fate {
            Fate::Done => 200,
            Fate::Throttled => 429,
            Fate::Refused => 400,
            Fate::Broken => 500,
            Fate::Unanswered => 0,
        };
        self.told.insert(place, status);
        match fate {
            Fate::Done => Some(done(request)),
            Fate::Unanswered => None,
            Fate::Throttled => {
                Some(json!({"id": request["id"], "status": 429, "headers": {"Retry-After": "1.5"}}))
            }
            _ => Some(json!({"id": request["id"], "status": status})),
        }
    }
}

enum AnyHandle {
    Get(Handle<GetMeOnlineMeetingsById>),
    Patch(Handle<PatchMeOnlineMeetingsById>),
}

impl AnyHandle {
    fn id(&self) -> ItemId {
        match self {
            Self::Get(handle) => handle.id(),
            Self::Patch(handle) => handle.id(),
        }
    }
}

/// Sends the requests of a case, and holds what comes against the model.
async fn check(seed: u64) {
    const ATTEMPTS: usize = 3;
    let case = Case::new(seed);
    let known = Arc::new(Mutex::new(Known::default()));
    let of_service = Arc::clone(&known);
    let service = Batches::new(move |requests| answers(&of_service.lock().unwrap().answer(case, requests))).0;
    let retry = RetryPolicy::new().attempts(3);
    let graph = Graph::builder().service(service).retry(retry).retry_budget(None).build().unwrap();
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch().concurrency(1 + case.random("concurrency", 3));
    let mut handles: Vec<AnyHandle> = Vec::new();
    for place in 0..case.len() {
        let meeting = meetings.by_id(place.to_string());
        let after: Vec<ItemId> = case.after(place).iter().map(|other| handles[*other].id()).collect();
        handles.push(if case.can_be_repeated(place) {
            AnyHandle::Get(batch.add_after(meeting.get(), after).unwrap())
        } else {
            let change = OnlineMeetingUpdate::new().set_subject("x");
            AnyHandle::Patch(batch.add_after(meeting.patch(&change), after).unwrap())
        });
    }
    let mut all = batch.send().await.unwrap();
    assert_eq!(all.remaining(), case.len());
    let known = known.lock().unwrap();
    for (place, handle) in handles.into_iter().enumerate() {
        let result = match handle {
            AnyHandle::Get(handle) => all.take(handle),
            AnyHandle::Patch(handle) => all.take(handle),
        };
        let attempts = known.attempts.get(&place).copied().unwrap_or_default();
        assert!(attempts <= ATTEMPTS, "seed {seed}: {place} was tried {attempts} times");
        let done = known.done.get(&place).copied().unwrap_or_default();
        assert!(done <= 1 || case.can_be_repeated(place), "seed {seed}: {place} was done twice");
        is_as_told(case, place, attempts, known.told.get(&place).copied(), result);
    }
}

/// Whether a result is what the service said last.
fn is_as_told(
    case: Case,
    place: usize,
    attempts: usize,
    told: Option<u16>,
    result: Result<OnlineMeeting, Error>,
) {
    let whose = format!("seed {}, request {place}", case.seed);
    match (told, result) {
        (Some(200), Ok(meeting)) => assert_eq!(meeting.subject, Some(place.to_string()), "{whose}"),
        (Some(0), Err(Error::Batch(BatchError::Unanswered { .. }))) => {}
        (None | Some(424), Err(Error::Service(said))) => {
            assert_eq!(said.status, 424, "{whose}");
            assert_ne!(case.after(place).len(), 0, "{whose}");
            assert!(said.failed_dependency.is_some_and(|failed| failed.id.place() < place), "{whose}");
        }
        (Some(status), Err(Error::Service(said))) => {
            assert_eq!(said.status, status, "{whose}");
            let again = status == 429 || (status == 500 && case.can_be_repeated(place));
            assert!(!again || attempts == 3, "{whose} was given up after {attempts} attempts");
        }
        (told, result) => panic!("{whose}: {told:?}, {:?}", result.map(|_| "a meeting")),
    }
}
