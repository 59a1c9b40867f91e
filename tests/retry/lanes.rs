//! What one throttled request teaches the others.

use std::time::Duration;

use base64::Engine as _;
use bytes::Bytes;
use msgraph::{AccessToken, Error, Graph, RetryPolicy};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::script::{Script, Sent, done, refusal};

const ANNA: &str = "11111111-1111-4111-8111-111111111111";
const BEN: &str = "22222222-2222-4222-8222-222222222222";
const CARA: &str = "33333333-3333-4333-8333-333333333333";

async fn meeting_of(graph: Graph, user: &'static str) -> Result<(), Error> {
    graph.users().by_id(user).online_meetings().by_id("m").get().await.map(drop)
}

async fn my_meeting(graph: Graph) -> Result<(), Error> {
    graph.me().online_meetings().by_id("m").get().await.map(drop)
}

/// Refuses everything of these users that comes before a time, in seconds.
fn closed_for(users: &'static [&'static str], seconds: u64) -> Script {
    Script::new(move |_, sent: &Sent| {
        let is_of_them = users.iter().any(|user| sent.path.contains(user));
        let left = Duration::from_secs(seconds).saturating_sub(sent.at);
        if !is_of_them || left.is_zero() {
            Ok(done())
        } else {
            Ok(refusal(429, Some(&left.as_secs_f64().to_string())))
        }
    })
}

/// The numbers that came before a time, and the times of those that came later.
fn split(script: &Script, at: u128) -> (usize, Vec<u128>) {
    let (before, behind): (Vec<u128>, Vec<u128>) = script.times().iter().partition(|time| **time < at);
    (before.len(), behind)
}

fn are_spaced(times: &[u128]) -> bool {
    times.windows(2).all(|pair| pair[1] - pair[0] >= 4) // 5, and timers go by the millisecond
}

#[tokio::test(start_paused = true)]
async fn of_64_requests_one_is_refused_and_the_others_wait() {
    let script = closed_for(&[ANNA], 2);
    let graph = script.graph();
    let mut tasks = JoinSet::new();
    tasks.spawn(meeting_of(graph.clone(), ANNA));
    sleep(Duration::from_millis(100)).await;
    for _ in 1..64 {
        tasks.spawn(meeting_of(graph.clone(), ANNA));
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    let (before, behind) = split(&script, 2000);
    assert_eq!((before, behind.len()), (1, 64));
    assert!(are_spaced(&behind), "{behind:?}");
    assert!(behind[0] <= 2002 && behind[63] < 2400, "{behind:?}");
}

#[tokio::test(start_paused = true)]
async fn requests_that_were_under_way_come_back_one_by_one_too() {
    let script = closed_for(&[ANNA], 2);
    let graph = script.graph();
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        tasks.spawn(meeting_of(graph.clone(), ANNA));
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    let (before, behind) = split(&script, 2000);
    assert_eq!((before, behind.len()), (64, 64));
    assert!(are_spaced(&behind), "{behind:?}");
}

#[tokio::test(start_paused = true)]
async fn another_owner_and_another_area_are_free() {
    let script = closed_for(&[ANNA], 2);
    let graph = script.graph();
    let throttled = tokio::spawn(meeting_of(graph.clone(), ANNA));
    sleep(Duration::from_millis(10)).await;
    let start = Instant::now();
    meeting_of(graph.clone(), BEN).await.unwrap();
    my_meeting(graph.clone()).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(10));
    meeting_of(graph.with_credential(AccessToken::new("t")), ANNA).await.unwrap();
    assert!(
        start.elapsed() > Duration::from_millis(1900),
        "the same path with another credential is one lane"
    );
    throttled.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn me_is_another_user_for_each_credential() {
    let script = Script::failing(1, || Ok(refusal(429, Some("2"))));
    let graph = script.graph();
    let throttled = tokio::spawn(my_meeting(graph.clone()));
    sleep(Duration::from_millis(10)).await;
    let start = Instant::now();
    my_meeting(graph.with_credential(AccessToken::new("of another user"))).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(10));
    my_meeting(graph.clone()).await.unwrap();
    assert!(start.elapsed() > Duration::from_millis(1900));
    throttled.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_application_or_the_tenant_holds_for_every_owner() {
    let script = Script::failing(1, || {
        let mut answer = refusal(429, Some("2"));
        let scope = "Tenant_Application/ReadWrite/9a3d526c-b3c1-4479-ba74-197b5c5751ae/0785ef7c";
        answer.headers_mut().insert("x-ms-throttle-scope", scope.parse().unwrap());
        Ok(answer)
    });
    let graph = script.graph();
    let throttled = tokio::spawn(meeting_of(graph.clone(), ANNA));
    sleep(Duration::from_millis(10)).await;
    let start = Instant::now();
    let (ben, me) = tokio::join!(meeting_of(graph.clone(), BEN), my_meeting(graph.clone()));
    assert!(ben.is_ok() && me.is_ok() && start.elapsed() > Duration::from_millis(1900));
    throttled.await.unwrap().unwrap();
    assert_eq!(split(&script, 2000).0, 1);
}

#[tokio::test(start_paused = true)]
async fn two_owners_who_are_throttled_at_once_close_nothing_for_a_third() {
    let script = closed_for(&[ANNA, BEN], 3600);
    let graph = script.graph();
    for throttled in [ANNA, BEN] {
        assert!(meeting_of(graph.clone(), throttled).await.unwrap_err().is_throttled());
    }
    let start = Instant::now();
    meeting_of(graph, CARA).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(10));
}

/// A token of that user of a tenant, and another one with each number.
fn token_of(user: &str, number: u32) -> AccessToken {
    let claims = format!(r#"{{"tid":"t","oid":"{user}","iat":{number}}}"#);
    AccessToken::new(format!("e30.{}.x", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(claims)))
}

/// A service makes a client for each request of its users, as it is told to.
#[tokio::test(start_paused = true)]
async fn a_user_with_many_tokens_is_one_and_closes_nothing_for_others() {
    let script = Script::failing(1, || Ok(refusal(429, Some("3600"))));
    let graph = script.graph();
    for number in 0..5 {
        let of_anna = graph.with_credential(token_of(ANNA, number));
        let error = my_meeting(of_anna).await.unwrap_err();
        assert_eq!(matches!(error, Error::Throttled(_)), number > 0, "{error:?}");
    }
    assert_eq!(script.sent().len(), 1, "the others are not sent");
    my_meeting(graph.with_credential(token_of(BEN, 0))).await.unwrap();
    my_meeting(graph.with_credential(AccessToken::new("opaque"))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_names_no_owner_is_of_who_asks() {
    let script = Script::failing(1, || Ok(refusal(429, Some("3600"))));
    let graph = script.graph();
    let calls = |user| graph.with_credential(token_of(user, 0)).communications().online_meetings().get();
    assert!(calls(ANNA).await.unwrap_err().is_throttled());
    let of_ben = calls(BEN).await;
    assert!(
        matches!(of_ben, Ok(_) | Err(Error::Decode(_))),
        "it is sent, and one meeting is no list: {of_ben:?}"
    );
    assert!(matches!(calls(ANNA).await.unwrap_err(), Error::Throttled(_)));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_wait_so_long_fails_at_once_and_is_not_sent() {
    let script = closed_for(&[ANNA], 60);
    let graph = script.graph();
    let throttled = tokio::spawn(meeting_of(graph.clone(), ANNA));
    sleep(Duration::from_secs(10)).await;
    let request = || graph.users().by_id(ANNA).online_meetings().by_id("m").get();
    let start = Instant::now();
    for impatient in [
        request().timeout(Duration::from_secs(20)),
        request().retry(RetryPolicy::new().deadline(Duration::from_secs(20))),
        request().retry(RetryPolicy::none()),
    ] {
        let error = impatient.await.unwrap_err();
        let Error::Throttled(unsent) = &error else { panic!("{error:?}") };
        assert!(error.is_throttled() && !error.may_have_been_done() && !error.is_timeout());
        assert_eq!(error.retry_after(), Some(unsent.retry_after()));
        assert!((49..=50).contains(&unsent.retry_after().as_secs()), "{error}");
        assert!(error.to_string().contains("was not sent"), "{error}");
    }
    assert!(start.elapsed() < Duration::from_millis(10));
    assert_eq!(script.sent().len(), 1);
    request().timeout(Duration::from_secs(55)).await.unwrap();
    throttled.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn whoever_no_longer_waits_leaves_nothing_behind() {
    let script = closed_for(&[ANNA], 2);
    let graph = script.graph();
    let throttled = tokio::spawn(meeting_of(graph.clone(), ANNA));
    sleep(Duration::from_millis(10)).await;
    let mut tasks = JoinSet::new();
    for _ in 0..1000 {
        tasks.spawn(meeting_of(graph.clone(), ANNA));
    }
    sleep(Duration::from_millis(100)).await;
    tasks.shutdown().await;
    meeting_of(graph.clone(), ANNA).await.unwrap();
    throttled.await.unwrap().unwrap();
    let (before, behind) = split(&script, 2000);
    assert!(before == 1 && behind.len() == 2 && behind[1] <= 2010, "{behind:?}");
    // and all is as before
    let start = Instant::now();
    sleep(Duration::from_secs(1)).await;
    meeting_of(graph, ANNA).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(1010));
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_that_gives_up_still_tells_the_others() {
    let script = closed_for(&[ANNA], 2);
    let graph = script.builder().retry(RetryPolicy::none()).build().unwrap();
    assert_eq!(meeting_of(graph.clone(), ANNA).await.unwrap_err().status().unwrap().as_u16(), 429);
    let patient = graph.users().by_id(ANNA).online_meetings().by_id("m").get().retry(RetryPolicy::new());
    patient.await.unwrap();
    assert_eq!(split(&script, 2000).0, 1);
}

/// A limit that stays: a few are let through at a time, and all come through in the end.
#[tokio::test(start_paused = true)]
async fn a_service_that_takes_ten_requests_a_second_gets_all_of_a_hundred() {
    let script = Script::new({
        let window = std::sync::Mutex::new((0, 0));
        move |_, sent: &Sent| {
            let mut window = window.lock().unwrap();
            let second = sent.at.as_secs();
            *window = if window.0 == second { (second, window.1 + 1) } else { (second, 1) };
            let left = 1.0 - sent.at.as_secs_f64().fract();
            if window.1 <= 10 {
                Ok::<http::Response<Bytes>, Error>(done())
            } else {
                Ok(refusal(429, Some(&left.to_string())))
            }
        }
    });
    let graph = script.graph();
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        tasks.spawn(meeting_of(graph.clone(), ANNA));
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    let refused = script.sent().len() - 100;
    assert!(refused < 110, "{refused} were in vain");
}
