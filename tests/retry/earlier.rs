//! What an error says of the attempts before the last one, and of a call that is given up.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph::models::OnlineMeeting;
use msgraph::{AccessToken, CredentialError, Error, RetryPolicy, TransportError};
use tokio::time::{Instant, sleep};

use crate::script::{Script, done, refusal};

/// Loses the first answer, and gives this one to all others.
fn cut_and_then(status: u16) -> Script {
    Script::new(move |number, _| match number {
        0 => Err(TransportError::new("the connection broke", "cut").into()),
        _ => Ok(refusal(status, Some("3600"))),
    })
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_was_lost_may_have_been_done_whatever_comes_then() {
    for status in [404, 409, 429] {
        let script = cut_and_then(status);
        let error = script.graph().me().online_meetings().by_id("m").delete().await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), script.sent().len()), (status, 2));
        assert!(error.may_have_been_done(), "{error:?}");
    }
    let script = Script::new(|_, _| Ok(refusal(404, None)));
    let error = script.graph().me().online_meetings().by_id("m").delete().await.unwrap_err();
    assert!(!error.may_have_been_done(), "nothing was lost: {error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_missing_later_does_not_hide_what_was_sent() {
    let asked = AtomicUsize::new(0);
    let script = cut_and_then(200);
    let builder = script.builder().credential_fn(move |_| {
        let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if is_first { Ok(AccessToken::new("t")) } else { Err(CredentialError::new("no")) } }
    });
    let error = builder.build().unwrap().me().online_meetings().by_id("m").delete().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && error.may_have_been_done(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_before_anything_left_was_not_done() {
    let meeting = OnlineMeeting::new();
    let script = Script::new(|_, _| Ok(refusal(429, None)));
    let waits_for_a_token = script.builder().credential_fn(|_| std::future::pending());
    let graph = waits_for_a_token.timeout(Duration::from_secs(1)).build().unwrap();
    let error = graph.me().online_meetings().post(&meeting).await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_done(), "{error:?}");
    assert!(script.sent().is_empty());

    // the first attempt is refused unseen, and the second one hangs
    let asked = AtomicUsize::new(0);
    let builder = script.builder().credential_fn(move |_| {
        let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if is_first { Ok(AccessToken::new("t")) } else { std::future::pending().await } }
    });
    let graph = builder.timeout(Duration::from_secs(2)).build().unwrap();
    let error = graph.me().online_meetings().post(&meeting).await.unwrap_err();
    assert_eq!(script.sent().len(), 1);
    assert!(error.is_timeout() && !error.may_have_been_done(), "{error:?}");

    // and where the first one may have been done, so may the call
    let asked = AtomicUsize::new(0);
    let script = Script::new(|_, _| Ok(refusal(500, None)));
    let builder = script.builder().credential_fn(move |_| {
        let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if is_first { Ok(AccessToken::new("t")) } else { std::future::pending().await } }
    });
    let graph = builder.timeout(Duration::from_secs(2)).build().unwrap();
    let error = graph.me().online_meetings().by_id("m").delete().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_done(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_holds_for_the_token_too() {
    let script = Script::new(|_, _| Ok(done()));
    let slow = script.builder().credential_fn(|_| async {
        sleep(Duration::from_secs(600)).await;
        Ok(AccessToken::new("t"))
    });
    let policy = RetryPolicy::new().deadline(Duration::from_secs(5));
    let graph = slow.retry(policy).build().unwrap();
    let start = Instant::now();
    let request = || graph.me().online_meetings().by_id("m").get();
    let error = request().await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_done(), "{error:?}");
    assert!(error.to_string().contains("gave no token"), "{error}");
    assert_eq!((start.elapsed().as_secs(), script.sent().len()), (5, 0));
    // one attempt has no deadline, and waits for its token
    request().retry(RetryPolicy::none()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_nothing_is_a_back_off() {
    let script = Script::new(|_, _| Ok(refusal(429, Some("0"))));
    let graph = script.builder().retry(RetryPolicy::new().attempts(1000)).build().unwrap();
    let start = Instant::now();
    assert!(graph.me().online_meetings().by_id("m").get().await.unwrap_err().is_throttled());
    let sent = script.sent().len();
    assert!(start.elapsed() > Duration::from_secs(100) && (5..30).contains(&sent), "{sent}");
}
