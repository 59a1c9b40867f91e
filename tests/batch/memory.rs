//! Services in memory, which answer in ways that an emulator does not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use msgraph::batch::{BatchError, Handle};
use msgraph::operations::GetMeOnlineMeetingsById;
use msgraph::testing::Memory;
use msgraph::{Batch, Error, Graph, RetryPolicy, TransportError};
use serde_json::{Value, json};

use crate::service::{Batches, answer, answers, done};
use crate::subject;

fn get(batch: &mut Batch, graph: &Graph, id: &impl ToString) -> Handle<GetMeOnlineMeetingsById> {
    batch.add(graph.me().online_meetings().by_id(id.to_string()).get()).unwrap()
}

#[tokio::test]
async fn answers_come_in_any_order_with_their_digits() {
    let (graph, _) = Batches::graph(|requests| {
        let mut all: Vec<String> = requests.iter().map(|request| done(request).to_string()).collect();
        all.reverse();
        let all = all.join(",").replace("\"subject\"", "\"rate\":1.50,\"subject\"");
        answer(200, format!(r#"{{"responses":[{all}]}}"#))
    });
    let mut batch = graph.batch();
    let handles: Vec<_> = (0..7).map(|number| get(&mut batch, &graph, &number)).collect();
    let mut answers = batch.send().await.unwrap();
    for (number, handle) in handles.into_iter().enumerate() {
        let meeting = answers.take(handle).unwrap();
        assert_eq!(meeting.subject, Some(number.to_string()));
        assert!(serde_json::to_string(&meeting).unwrap().contains("1.50"));
    }
}

#[tokio::test]
async fn answers_that_are_missing_doubled_or_nobodys_are_errors_of_their_requests() {
    let (graph, _) = Batches::graph(|requests| {
        let mut all: Vec<Value> = requests.iter().map(done).collect();
        all[1]["id"] = json!("777");
        all.push(all[2].clone());
        all[3].as_object_mut().unwrap().remove("status");
        answers(&all)
    });
    let mut batch = graph.batch();
    let handles: Vec<_> = (0..5).map(|number| get(&mut batch, &graph, &number)).collect();
    let mut answers = batch.send().await.unwrap();
    let mut results: Vec<_> = handles.into_iter().map(|handle| answers.take(handle)).collect();
    assert!(results.remove(4).is_ok() && results.remove(0).is_ok(), "these were answered");
    for (result, text) in results.into_iter().zip(["(777)", "answered twice", "no status"]) {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Batch(BatchError::Unanswered { .. })), "{error:?}");
        assert!(error.may_have_been_done());
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn a_batch_that_fails_as_a_whole_leaves_the_others_their_answers() {
    for body in ["", "<html>", "{}", r#"{"responses":{}}"#] {
        let (graph, _) = Batches::graph(move |requests| match requests[0]["id"].as_str() {
            Some("21") => answer(200, body.to_owned()),
            Some("41") => answer(400, r#"{"error":{"code":"BadRequest"}}"#.to_owned()),
            _ => answers(&requests.iter().map(done).collect::<Vec<_>>()),
        });
        let mut batch = graph.batch();
        let handles: Vec<_> = (0..70).map(|number| get(&mut batch, &graph, &number)).collect();
        let mut answers = batch.send().await.unwrap();
        for (number, handle) in handles.into_iter().enumerate() {
            let result = answers.take(handle);
            match number {
                20..40 => {
                    let error = result.unwrap_err();
                    let Error::Batch(failed) = &error else { panic!("{error:?}") };
                    assert!(matches!(failed.cause(), Some(Error::Decode(_))), "{failed:?}");
                }
                40..60 => assert_eq!(result.unwrap_err().status().unwrap(), 400),
                _ => assert!(result.is_ok()),
            }
        }
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_the_error_is_that_of_the_batch() {
    let graph = Graph::builder()
        .credential_fn(|_| async { Err(msgraph::CredentialError::new("none today")) })
        .service(Batches::new(|_| panic!("it was sent")).0)
        .build()
        .unwrap();
    let mut batch = graph.batch();
    let _ = get(&mut batch, &graph, &1);
    assert!(matches!(batch.send().await, Err(Error::Credential(_))));
}

#[tokio::test(start_paused = true)]
async fn other_bodies_are_base64_both_ways() {
    let (graph, log) = Batches::graph(|requests| {
        let content =
            |body: &str| json!({"status": 200, "headers": {"Content-Type": "video/mp4"}, "body": body});
        let mut all: Vec<Value> = vec![content("_-8"), content("+/8="), content("not base64!")];
        for (answer, request) in all.iter_mut().zip(requests) {
            answer["id"] = request["id"].clone();
        }
        all.truncate(requests.len());
        answers(&all)
    });
    let recordings = graph.me().online_meetings().by_id("m").recordings();
    let mut batch = graph.batch();
    let contents: Vec<_> = (0..3)
        .map(|number| batch.add(recordings.by_id(number.to_string()).content().get()).unwrap())
        .collect();
    let mut answers = batch.send().await.unwrap();
    let bodies = contents.into_iter().map(|content| answers.take(content).unwrap());
    let expected =
        [Bytes::from_static(&[0xff, 0xef]), Bytes::from_static(&[0xfb, 0xff]), "not base64!".into()];
    assert!(bodies.eq(expected));

    let mut batch = graph.batch();
    let upload = graph.me().online_meetings().post(&subject(&"x")).body("image/png", vec![0xfb, 0xff]);
    let _ = batch.add(upload).unwrap();
    batch.send().await.unwrap();
    assert_eq!(log.lock().unwrap().last().unwrap()[0]["body"], "-_8=");
}

#[tokio::test(start_paused = true)]
async fn waits_are_the_longest_and_deadlines_hold() {
    let (graph, log) = Batches::graph(|requests| {
        let one = |request: &Value| {
            let (status, wait) = match request["url"].as_str().unwrap().rsplit('/').next().unwrap() {
                "short" => (429, "2"),
                "long" => (429, "7.5"),
                // not a 429, which would hold the others back
                _ => (504, "1000"),
            };
            json!({"id": request["id"], "status": status, "headers": {"Retry-After": wait}})
        };
        answers(&requests.iter().map(one).collect::<Vec<_>>())
    });
    let mut batch = graph.batch().retry(RetryPolicy::new().attempts(3).deadline(Duration::from_secs(60)));
    let handles = ["short", "long", "never"].map(|id| get(&mut batch, &graph, &id));
    let start = tokio::time::Instant::now();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(start.elapsed().as_millis() / 100, 150, "twice the longest wait");
    assert_eq!(log.lock().unwrap().iter().map(Vec::len).collect::<Vec<_>>(), [3, 2, 2]);
    for (handle, status) in handles.into_iter().zip([429, 429, 504]) {
        assert_eq!(answers.take(handle).unwrap_err().status().unwrap(), status);
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_for_all_ends_it_and_keeps_what_is_there() {
    let (graph, _) = Batches::graph(|requests| {
        let all = requests.iter().map(|request| match request["id"].as_str() {
            Some("2") => json!({"id": "2", "status": 429, "headers": {"Retry-After": "30"}}),
            _ => done(request),
        });
        answers(&all.collect::<Vec<_>>())
    });
    let mut batch = graph.batch().timeout(Duration::from_secs(10));
    let handles = ["1", "2", "3"].map(|id| get(&mut batch, &graph, &id));
    let mut answers = batch.send().await.unwrap();
    let results = handles.map(|handle| answers.take(handle));
    assert!(results[0].is_ok() && results[2].is_ok());
    let error = results[1].as_ref().unwrap_err();
    assert!(
        matches!(error, Error::Batch(BatchError::OutOfTime { may_have_been_done: false, .. })),
        "{error:?}"
    );
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_done_before_the_last_wait_is_told() {
    let (graph, _) = Batches::graph(|requests| {
        let one =
            |request: &Value| json!({"id": request["id"], "status": 504, "headers": {"Retry-After": "30"}});
        answers(&requests.iter().map(one).collect::<Vec<_>>())
    });
    let mut batch = graph.batch().timeout(Duration::from_secs(10));
    let gone = batch.add(graph.me().online_meetings().by_id("m").delete()).unwrap();
    let error = batch.send().await.unwrap().take(gone).unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_done(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_was_cut_and_then_held_back_was_sent() {
    let calls = AtomicUsize::new(0);
    let memory = Memory::new(move |_| {
        if calls.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(TransportError::new("cut", "cut").into());
        }
        let mut refused = Memory::answer(429, "{}");
        refused.headers_mut().insert("retry-after", "3600".parse().unwrap());
        Ok(refused)
    });
    let graph = Graph::builder().service(memory.clone()).build().unwrap();
    let (mut cut, mut refused) = (graph.batch(), graph.batch());
    let gone = cut.add(graph.me().online_meetings().by_id("m").delete()).unwrap();
    let _ = refused.add(graph.me().online_meetings().by_id("m").delete()).unwrap();
    // while the first waits for its second attempt, the second closes the lane of both
    let (cut, refused) = tokio::join!(cut.send(), refused.send());
    assert!(refused.is_ok(), "it was answered");
    let error = cut.unwrap().take(gone).unwrap_err();
    assert!(error.is_throttled() && error.may_have_been_done(), "{error:?}");
    assert_eq!(memory.requests().len(), 2);
}
