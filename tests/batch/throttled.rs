//! What batches learn of throttling, and what they teach.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use msgraph::operations::DeleteUsersByIdOnlineMeetingsById;
use msgraph::testing::Memory;
use msgraph::{AccessToken, Error, Graph, Request, RetryPolicy};
use serde_json::{Value, json};

fn refused(seconds: &'static str) -> http::Response<Bytes> {
    let mut answer = Memory::answer(429, "{}");
    answer.headers_mut().insert("retry-after", seconds.parse().unwrap());
    answer
}

/// Answers each request of a batch that is of anna with a 429, and does the others.
fn batch(request: &http::Request<Bytes>) -> http::Response<Bytes> {
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    let one = |item: &Value| {
        if item["url"].as_str().unwrap().contains("/anna/") {
            json!({"id": item["id"], "status": 429, "headers": {"Retry-After": "1000"}, "body": {}})
        } else {
            json!({"id": item["id"], "status": 204})
        }
    };
    let all: Vec<Value> = body["requests"].as_array().unwrap().iter().map(one).collect();
    Memory::answer(200, json!({ "responses": all }).to_string())
}

fn is_batch(request: &http::Request<Bytes>) -> bool {
    request.uri().path().ends_with("/$batch")
}

fn service() -> (Memory, Graph) {
    let memory = Memory::new(|request| Ok(if is_batch(request) { batch(request) } else { refused("100") }));
    let graph = Graph::builder().service(memory.clone()).retry(RetryPolicy::none()).build().unwrap();
    (memory, graph)
}

fn delete(graph: &Graph, user: &str) -> Request<DeleteUsersByIdOnlineMeetingsById> {
    graph.users().by_id(user).online_meetings().by_id("m").delete()
}

#[tokio::test(start_paused = true)]
async fn a_refusal_within_a_batch_holds_back_single_calls() {
    let (memory, graph) = service();
    let mut batch = graph.batch();
    let _ = batch.add(delete(&graph, "anna")).unwrap();
    batch.send().await.unwrap();
    let error = delete(&graph, "anna").await.unwrap_err();
    assert!(matches!(error, Error::Throttled(_)), "{error:?}");
    assert_eq!(memory.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_a_single_call_holds_back_what_is_like_it_in_batches() {
    let (memory, graph) = service();
    delete(&graph, "anna").await.unwrap_err();
    let mut batch = graph.batch();
    let anna = batch.add(delete(&graph, "anna")).unwrap();
    let ben = batch.add(delete(&graph, "ben")).unwrap();
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(anna).unwrap_err();
    assert!(matches!(error, Error::Throttled(_)) && !error.may_have_been_done(), "{error:?}");
    answers.take(ben).unwrap();
    let sent: Vec<_> = memory.requests();
    assert!(sent.len() == 2 && !String::from_utf8_lossy(sent[1].body()).contains("anna"));
}

#[tokio::test(start_paused = true)]
async fn one_batch_that_is_refused_holds_back_the_others() {
    let memory = Memory::new(|request| Ok(batch(request)));
    let graph = Graph::builder().service(memory.clone()).build().unwrap();
    let mut batch = graph.batch();
    for _ in 0..200 {
        let _ = batch.add(delete(&graph, "anna")).unwrap();
    }
    batch.send().await.unwrap();
    assert_eq!(memory.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_short_pause_is_waited_for_before_the_first_attempt() {
    let calls = AtomicUsize::new(0);
    let memory = Memory::new(move |request| {
        Ok(if is_batch(request) {
            Memory::answer(200, r#"{"responses":[{"id":"1","status":204}]}"#)
        } else if calls.fetch_add(1, Ordering::SeqCst) == 0 {
            refused("10")
        } else {
            Memory::answer(204, "")
        })
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let start = tokio::time::Instant::now();
    let alone = delete(&graph, "ben").retry(RetryPolicy::none()).await;
    assert!(alone.is_err());
    let mut batch = graph.batch();
    let ben = batch.add(delete(&graph, "ben")).unwrap();
    batch.send().await.unwrap().take(ben).unwrap();
    assert!((10..12).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_refused_batch_of_one_user_does_not_hold_back_those_of_others() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let memory = Memory::new(move |request| {
        count.fetch_add(1, Ordering::SeqCst);
        let is_anna = request.headers()["authorization"] == "Bearer anna";
        Ok(if is_anna { refused("3600") } else { batch(request) })
    });
    let graph = Graph::builder().service(memory).token("x").build().unwrap();
    for (user, is_done) in [("anna", false), ("ben", true)] {
        let own = graph.with_credential(AccessToken::new(user));
        let mut batch = own.batch();
        let gone = batch.add(own.me().online_meetings().by_id("m").delete()).unwrap();
        assert_eq!(batch.send().await.unwrap().take(gone).is_ok(), is_done, "{user}");
    }
    assert_eq!(sent.load(Ordering::SeqCst), 2);
}
