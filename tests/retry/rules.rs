//! What is sent again at all, and after which wait.

use msgraph::models::{CreateOrGetParameters, OnlineMeeting, OnlineMeetingUpdate};
use msgraph::{Error, Graph, TransportError};

use crate::script::{Script, refusal};

type Outcome = fn() -> Result<http::Response<bytes::Bytes>, Error>;

/// The calls of the table below, by name: each with success or not.
async fn call(graph: &Graph, what: &str) -> Result<(), Error> {
    let meetings = graph.me().online_meetings();
    let meeting = OnlineMeeting::new().set_subject("Lecture");
    match what {
        "get" => meetings.by_id("m").get().await.map(drop),
        "delete" => meetings.by_id("m").delete().await.map(drop),
        "create" => meetings.post(&meeting).await.map(drop),
        "create, safely" => meetings.post(&meeting).repeat_safely().await.map(drop),
        "create or get" => meetings.create_or_get().post(&CreateOrGetParameters::new("x")).await.map(drop),
        "patch" => meetings.by_id("m").patch(&OnlineMeetingUpdate::new().clear_subject()).await.map(drop),
        other => panic!("{other}"),
    }
}

const REPEATABLE: [&str; 4] = ["get", "delete", "create, safely", "create or get"];
const OTHERS: [&str; 2] = ["create", "patch"];

/// How often a call is sent that fails once in that way.
async fn sent(what: &str, outcome: Outcome) -> usize {
    let script = Script::failing(1, outcome);
    let result = call(&script.graph(), what).await;
    let sent = script.sent().len();
    assert_eq!(result.is_ok(), sent == 2, "{what}: {result:?}");
    sent
}

#[tokio::test(start_paused = true)]
async fn what_the_service_refused_unseen_and_what_never_left_is_sent_again() {
    let outcomes: [Outcome; 5] = [
        || Ok(refusal(429, Some("1"))),
        || Ok(refusal(429, Some("0"))),
        || Ok(refusal(429, None)),
        || Ok(refusal(503, Some("2.5"))),
        || Err(TransportError::unsent("no connection", "refused").into()),
    ];
    for outcome in outcomes {
        for what in REPEATABLE.into_iter().chain(OTHERS) {
            assert_eq!(sent(what, outcome).await, 2, "{what}: {:?}", outcome());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_done_is_sent_again_only_where_that_is_safe() {
    let outcomes: [Outcome; 8] = [
        || Ok(refusal(408, None)),
        || Ok(refusal(500, None)),
        || Ok(refusal(500, Some("1"))),
        || Ok(refusal(502, None)),
        || Ok(refusal(503, None)),
        || Ok(refusal(504, Some("1"))),
        || Err(TransportError::new("the connection broke", "reset").into()),
        || Err(TransportError::new("no answer came in time", "silence").timed_out().into()),
    ];
    for outcome in outcomes {
        for what in REPEATABLE {
            assert_eq!(sent(what, outcome).await, 2, "{what}: {:?}", outcome());
        }
        for what in OTHERS {
            assert_eq!(sent(what, outcome).await, 1, "{what}: {:?}", outcome());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn other_answers_are_taken_as_they_are() {
    for status in [400, 401, 403, 404, 409, 410, 412, 423, 501, 507] {
        let script = Script::failing(1, move || Ok(refusal(status, Some("1"))));
        let error = call(&script.graph(), "get").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), script.sent().len()), (status, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_kept_to_the_millisecond() {
    let date = || {
        let mut answer = refusal(429, Some("Sun, 06 Nov 1994 08:49:40 GMT"));
        answer.headers_mut().insert("date", "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        Ok(answer)
    };
    let outcomes: [(Outcome, u128); 5] = [
        (|| Ok(refusal(429, Some("2.128"))), 2128),
        (|| Ok(refusal(429, Some("7"))), 7000),
        (|| Ok(refusal(503, Some("120"))), 120_000),
        (|| Ok(refusal(429, Some("0.5005"))), 501),
        (date, 3000),
    ];
    for (outcome, millis) in outcomes {
        let script = Script::failing(1, outcome);
        call(&script.graph(), "create").await.unwrap();
        // the answer takes a millisecond, and timers go by the millisecond
        let [first, second] = script.times()[..] else { panic!("{:?}", script.sent()) };
        let waited = second - first - 1;
        assert!((millis..=millis + 2).contains(&waited), "{waited} instead of {millis}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_named_time_the_wait_doubles_and_half_of_it_is_random() {
    let mut first_waits = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let script = Script::failing(9, || Ok(refusal(429, None)));
        let error = call(&script.graph(), "create").await.unwrap_err();
        assert!(error.is_throttled() && error.retry_after().is_none());
        let times = script.times();
        assert_eq!(times.len(), 5, "attempts of the default");
        let waits: Vec<u128> = times.windows(2).map(|pair| pair[1] - pair[0] - 1).collect();
        for (wait, whole) in waits.iter().zip([500, 1000, 2000, 4000]) {
            assert!((whole / 2..=whole + 1).contains(wait), "{waits:?}");
        }
        first_waits.insert(waits[0]);
    }
    assert!(first_waits.len() > 5, "{first_waits:?}");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_the_same_id_and_body() {
    let script = Script::failing(3, || Ok(refusal(429, Some("0.1"))));
    call(&script.graph(), "create").await.unwrap();
    call(&script.graph(), "create").await.unwrap();
    let sent = script.sent();
    assert_eq!(sent.len(), 5);
    assert!(!sent[0].body.is_empty() && !sent[0].id.is_empty());
    assert!(sent[1..4].iter().all(|again| again.id == sent[0].id && again.body == sent[0].body));
    assert_ne!(sent[4].id, sent[0].id, "another call has another id");
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_fails_is_not_asked_again() {
    let script = Script::failing(0, || Ok(refusal(500, None)));
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&asked);
    let graph = script.builder().credential_fn(move |_| {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async { Err(msgraph::CredentialError::new("no")) }
    });
    let error = call(&graph.build().unwrap(), "get").await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && script.sent().is_empty());
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 1);
}
