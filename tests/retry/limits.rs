//! What ends it: attempts, the deadline, the time for the call, the hook, the budget.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph::{AccessToken, Error, Graph, Retry, RetryPolicy, RetryReason, TransportError};
use tokio::time::Instant;

use crate::script::{Script, refusal};

async fn get(graph: &Graph) -> Result<(), Error> {
    graph.me().online_meetings().by_id("m").get().await.map(drop)
}

fn always(status: u16, retry_after: Option<&'static str>) -> Script {
    Script::new(move |_, _| Ok(refusal(status, retry_after)))
}

#[tokio::test(start_paused = true)]
async fn the_policy_of_the_client_and_that_of_the_request() {
    let script = always(500, None);
    let graph = script.builder().retry(RetryPolicy::new().attempts(2)).build().unwrap();
    get(&graph).await.unwrap_err();
    assert_eq!(script.sent().len(), 2);
    let request = || graph.me().online_meetings().by_id("m").get();
    request().retry(RetryPolicy::none()).await.unwrap_err();
    assert_eq!(script.sent().len(), 2 + 1);
    request().retry(RetryPolicy::new().attempts(7)).await.unwrap_err();
    assert_eq!(script.sent().len(), 2 + 1 + 7);
    let lost = request().retry(RetryPolicy::new().attempts(0)).await.unwrap_err();
    assert_eq!((lost.status().unwrap().as_u16(), script.sent().len()), (500, 2 + 1 + 7 + 1));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_end_behind_the_deadline_or_the_timeout_is_not_begun() {
    let script = always(429, Some("20"));
    let graph = script.graph();
    let request = || graph.me().online_meetings().by_id("m").get();
    let deadline = |seconds| RetryPolicy::new().deadline(Duration::from_secs(seconds));
    let start = Instant::now();
    let error = request().retry(deadline(10)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.sent().len()), (429, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert!(start.elapsed() < Duration::from_millis(10), "at once");

    let script = always(429, Some("20"));
    let graph = script.builder().timeout(Duration::from_secs(19)).build().unwrap();
    let error = get(&graph).await.unwrap_err();
    assert!(error.is_throttled() && script.sent().len() == 1, "no timeout: {error}");

    let script = always(429, Some("20"));
    let graph = script.graph();
    let request = graph.me().online_meetings().by_id("m").get();
    request.retry(deadline(70)).timeout(Duration::from_secs(50)).await.unwrap_err();
    assert_eq!(script.sent().len(), 3, "at 0, 20 and 40 seconds");
}

#[tokio::test(start_paused = true)]
async fn the_hook_is_told_of_each_retry() {
    let script = Script::new(|number, _| match number {
        0 => Ok(refusal(429, Some("2"))),
        1 => Err(TransportError::new("the connection broke", "reset").into()),
        _ => Ok(crate::script::done()),
    });
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let hook = move |retry: &Retry<'_>| {
        let reason = match retry.reason() {
            RetryReason::Status(status) => status.to_string(),
            RetryReason::Transport(lost) => lost.to_string(),
            other => panic!("{other:?}"),
        };
        kept.lock().unwrap().push((
            retry.operation().to_string(),
            retry.attempt(),
            retry.wait().as_secs(),
            reason,
            retry.is_wait_named(),
        ));
        ControlFlow::Continue(())
    };
    let policy = RetryPolicy::new().on_retry(hook).first_wait(Duration::from_secs(2));
    get(&script.builder().retry(policy).build().unwrap()).await.unwrap();
    let operation = "GET /me/onlineMeetings/{onlineMeeting-id}".to_owned();
    let expected_first = (operation, 1, 2, "429 Too Many Requests".to_owned(), true);
    let told = told.lock().unwrap();
    assert_eq!(told[0], expected_first);
    let (_, attempt, wait, reason, is_named) = &told[1];
    assert!((2..=4).contains(wait), "half of 4 seconds and more: {wait}");
    assert_eq!((*attempt, reason.as_str(), *is_named, told.len()), (2, "the connection broke", false, 2));
}

#[tokio::test(start_paused = true)]
async fn the_hook_can_stop_it() {
    let script = always(500, None);
    let policy = RetryPolicy::new().on_retry(|retry| {
        if retry.attempt() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let start = Instant::now();
    let error = get(&script.builder().retry(policy).build().unwrap()).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.sent().len()), (500, 3));
    assert!(start.elapsed() < Duration::from_millis(1600), "the third wait is not begun");
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_made_worse() {
    let script = always(500, None);
    let graph = script.builder().retry_budget(20).build().unwrap();
    let other = graph.with_credential(AccessToken::new("another"));
    for number in 0..50 {
        get(if number % 2 == 0 { &graph } else { &other }).await.unwrap_err();
    }
    assert_eq!(script.sent().len(), 50 + 4, "20 are four times 5");

    let script = always(504, None);
    let graph = script.builder().retry_budget(20).build().unwrap();
    for _ in 0..50 {
        get(&graph.clone()).await.unwrap_err();
    }
    assert_eq!(script.sent().len(), 50 + 2, "behind a timeout it is 10");

    let script = always(500, None);
    for _ in 0..50 {
        get(&script.graph()).await.unwrap_err();
    }
    assert_eq!(script.sent().len(), 250, "each client has a budget of its own");

    let script = always(500, None);
    let graph = script.builder().retry_budget(None).build().unwrap();
    for _ in 0..200 {
        get(&graph).await.unwrap_err();
    }
    assert_eq!(script.sent().len(), 1000, "no limit");
    let script = always(500, None);
    let graph = script.graph();
    for _ in 0..200 {
        get(&graph).await.unwrap_err();
    }
    assert_eq!(script.sent().len(), 200 + 100, "500 are a hundred times 5");
}

#[tokio::test(start_paused = true)]
async fn a_time_that_the_service_names_takes_no_budget_and_successes_give_it_back() {
    let script = Script::new(|number, _| match number % 2 {
        0 => Ok(refusal(429, Some("0.6"))),
        _ => Ok(crate::script::done()),
    });
    let graph = script.builder().retry_budget(0).build().unwrap();
    for _ in 0..20 {
        get(&graph).await.unwrap();
    }
    assert_eq!(script.sent().len(), 40);

    let script = Script::new(|number, _| match number {
        0 | 2 | 3 | 9.. => Ok(refusal(500, None)),
        _ => Ok(crate::script::done()),
    });
    let graph = script.builder().retry_budget(5).build().unwrap();
    get(&graph).await.unwrap(); // 0 and 1: takes 5, and gives them back
    get(&graph).await.unwrap_err(); // 2 and 3: takes 5, and there is no more
    for _ in 4..9 {
        get(&graph).await.unwrap(); // 4 to 8: each gives 1
    }
    get(&graph).await.unwrap_err(); // 9 and 10
    assert_eq!(script.sent().len(), 11);
}
