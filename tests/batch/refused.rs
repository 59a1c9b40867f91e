//! What cannot stand in a batch.

use msgraph::batch::BatchError;
use msgraph::models::OnlineMeetingUpdate;
use msgraph::{AccessToken, Error, Graph, RequestError};

fn offline() -> Graph {
    Graph::builder().token("SECRET-token").build().unwrap()
}

#[tokio::test]
async fn an_empty_batch_sends_nothing() {
    let answers = offline().batch().send().await.unwrap();
    assert_eq!(answers.remaining(), 0);
}

#[test]
fn requests_of_other_services_and_versions_are_refused() {
    let graph = offline();
    let mut batch = graph.batch();
    let other = Graph::builder().token("x").base_url("https://graph.microsoft.us/v1.0").build().unwrap();
    let error = batch.add(other.me().online_meetings().by_id("1").get()).unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::ForeignOrigin { .. })), "{error:?}");
    let beta = Graph::builder().token("x").base_url("https://graph.microsoft.com/beta").build().unwrap();
    let error = batch.add(beta.me().online_meetings().by_id("1").get()).unwrap_err();
    assert!(error.to_string().contains("another root than `https://graph.microsoft.com/v1.0`"), "{error}");
    let error = batch.add(graph.me().online_meetings().by_id("..").get()).unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::Key { .. })), "{error:?}");
    assert!(batch.is_empty());
}

#[test]
fn requests_of_another_credential_are_refused() {
    let anna = offline();
    let ben = anna.with_credential(AccessToken::new("ben"));
    let mut batch = anna.batch();
    let error = batch.add(ben.me().online_meetings().by_id("1").delete()).unwrap_err();
    assert!(matches!(error, Error::Batch(BatchError::Refused { .. })), "{error:?}");
    assert!(error.to_string().contains("another credential") && !error.may_have_been_done(), "{error}");
    assert!(batch.is_empty());
    let same = anna.clone();
    assert!(batch.add(same.me().online_meetings().by_id("1").delete()).is_ok());
}

#[tokio::test]
async fn handles_of_another_batch_are_errors() {
    let graph = offline();
    let meetings = graph.me().online_meetings();
    let (mut one, mut other) = (graph.batch(), graph.batch());
    let handle = one.add(meetings.by_id("1").get()).unwrap();
    let error = other.add_after(meetings.by_id("2").get(), [&handle]).unwrap_err();
    assert!(matches!(error, Error::Batch(BatchError::OtherBatch)), "{error:?}");
    let mut answers = graph.batch().send().await.unwrap();
    let error = answers.take(handle).unwrap_err();
    assert!(matches!(error, Error::Batch(BatchError::OtherBatch)), "{error:?}");
}

#[test]
fn debug_tells_no_values_and_futures_move_between_threads() {
    fn movable<T: Send + 'static>(_: &T) {}
    let graph = offline();
    let mut batch = graph.batch();
    let handle = batch.add(
        graph
            .me()
            .online_meetings()
            .by_id("SECRET-id")
            .patch(&OnlineMeetingUpdate::new().set_subject("SECRET-subject")),
    );
    let shown = format!("{batch:?} {:?}", handle.unwrap());
    assert!(shown.contains("PATCH /me/onlineMeetings") && !shown.contains("SECRET"), "{shown}");
    movable(&batch);
    movable(&batch.send());
}
