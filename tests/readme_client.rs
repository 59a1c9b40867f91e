//! The README's blocks about the client itself, word for word: `tests/readme.rs` holds the two together. What asks for
//! something runs against the emulator.

#![cfg(feature = "rustls")]

use msgraph::Graph;
use msgraph::models::OnlineMeeting;
use msgraph_emulator::{Emulator, Fault};
use serde_json::json;

mod retry {
    use msgraph::models::OnlineMeeting;

    pub(super) async fn block(
        root: &str,
        token: String,
        meeting: &OnlineMeeting,
    ) -> Result<(), msgraph::Error> {
        use std::time::Duration;

        use msgraph::{Graph, RetryPolicy};

        let settings = Graph::builder()
            .token(token)
            .timeout(Duration::from_secs(120))
            .retry(RetryPolicy::new().attempts(8).deadline(Duration::from_secs(100)));
        let graph = settings.base_url(root).allow_http_on_loopback().build()?;
        graph.me().online_meetings().post(meeting).retry(RetryPolicy::none()).await?;
        Ok(())
    }
}

mod errors {
    use msgraph::Graph;

    pub(super) async fn block(graph: &Graph, id: &str) -> Result<(), msgraph::Error> {
        match graph.me().online_meetings().by_id(id).get().await {
            Ok(meeting) => println!("{}", meeting.subject.unwrap_or_default()),
            Err(error) if error.is_not_found() => println!("it is gone"),
            Err(error) if error.is_throttled() => println!("again in {:?}", error.retry_after()),
            Err(error) if error.is_missing_access_policy() => println!("ask an administrator: {error}"),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

mod paging {
    use msgraph::Graph;

    pub(super) async fn block(graph: Graph, id: String) -> Result<usize, msgraph::Error> {
        let mut count = 0;
        let mut recordings = graph.me().online_meetings().by_id(&id).recordings().get().items();
        while let Some(recording) = recordings.next().await {
            println!("{}", recording?.id.unwrap_or_default());
            count += 1;
        }
        Ok(count)
    }
}

mod download {
    use std::path::Path;

    use msgraph::Graph;

    pub(super) async fn block(
        graph: Graph,
        meeting_id: String,
        recording_id: String,
        folder: &Path,
    ) -> Result<(), msgraph::DownloadError> {
        use msgraph::Download;

        let recordings = graph.me().online_meetings().by_id(&meeting_id).recordings();
        Download::of(recordings.by_id(&recording_id).content().get())
            .resume(true)
            .progress(|so_far| println!("{} bytes", so_far.received))
            .to_file(folder.join("lecture.mp4"))
            .await?;
        Ok(())
    }
}

mod batch {
    use msgraph::Graph;
    use msgraph::models::OnlineMeeting;

    pub(super) async fn block(
        graph: Graph,
        meeting: &OnlineMeeting,
        old: String,
    ) -> Result<(), msgraph::Error> {
        let meetings = graph.me().online_meetings();
        let mut batch = graph.batch();
        let created = batch.add(meetings.post(meeting))?;
        let deleted = batch.add_after(meetings.by_id(&old).delete(), [&created])?;
        let mut answers = batch.send().await?;
        println!("{}", answers.take(created)?.join_web_url.unwrap_or_default());
        answers.take(deleted)?;
        Ok(())
    }
}

mod book {
    use msgraph::Graph;
    use msgraph::models::OnlineMeeting;

    pub(super) async fn block(
        graph: Graph,
        rows: Vec<(String, OnlineMeeting)>,
    ) -> Result<Vec<bool>, msgraph::bulk::BookingError> {
        use msgraph::bulk::{self, Booking};

        let mut made = Vec::new();
        let bookings = rows.into_iter().map(|(key, meeting)| Booking::new(key, meeting));
        let mut booked = bulk::book(&graph.me().online_meetings(), bulk::iter(bookings)).concurrency(8);
        while let Some(outcome) = booked.next().await {
            let booking = outcome.result?;
            println!("{}: {}", outcome.key, if booking.is_new { "made" } else { "there already" });
            made.push(booking.is_new);
        }
        Ok(made)
    }
}

#[cfg(feature = "oauth")]
mod credentials {
    use msgraph::Graph;

    pub(super) fn block(
        tenant: String,
        client_id: String,
        secret: String,
        token_of_the_user: String,
    ) -> Result<Graph, msgraph::Error> {
        use msgraph::credential::{AppRegistration, ClientSecret, OnBehalfOf};

        let app = AppRegistration::confidential(tenant, client_id, secret);
        let graph = Graph::builder().credential(ClientSecret::new(app.clone())).build()?;
        let of_the_user = graph.with_credential(OnBehalfOf::new(&app, token_of_the_user));
        Ok(of_the_user)
    }
}

async fn tenant() -> (Emulator, Graph, String) {
    let emulator = Emulator::builder().page_size(2).start().await.unwrap();
    let permissions =
        ["OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All", "OnlineMeetingTranscript.Read.All"];
    let token = emulator.delegated_token(&emulator.users()[0].id, &permissions);
    let graph = Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(token.clone())
        .build()
        .unwrap();
    (emulator, graph, token)
}

async fn meeting_of(graph: &Graph) -> String {
    let meeting = OnlineMeeting::new().set_subject("Lecture");
    graph.me().online_meetings().post(&meeting).await.unwrap().id.unwrap()
}

#[tokio::test]
async fn one_request_may_be_sent_in_its_own_way() {
    let (emulator, _, token) = tenant().await;
    emulator.inject(Fault::status(429).header("retry-after", "0.01"));
    let failed = retry::block(emulator.url(), token, &OnlineMeeting::new()).await.unwrap_err();
    assert!(failed.is_throttled(), "it is not sent again: {failed}");
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn errors_have_names() {
    let (emulator, graph, _) = tenant().await;
    let id = meeting_of(&graph).await;
    errors::block(&graph, &id).await.unwrap();
    graph.me().online_meetings().by_id(&id).delete().await.unwrap();
    errors::block(&graph, &id).await.unwrap();
    emulator.inject(Fault::status(400));
    assert!(errors::block(&graph, &id).await.is_err(), "anything else is given on");
}

#[tokio::test]
async fn items_of_all_pages_come() {
    let (emulator, graph, _) = tenant().await;
    let id = meeting_of(&graph).await;
    for _ in 0..5 {
        emulator.add_recording(&id, json!({}), "video").unwrap();
    }
    assert_eq!(paging::block(graph, id).await.unwrap(), 5);
}

#[tokio::test]
async fn contents_go_into_files() {
    let (emulator, graph, _) = tenant().await;
    let id = meeting_of(&graph).await;
    let recording = emulator.add_recording(&id, json!({}), "a video").unwrap();
    let folder = tempfile::tempdir().unwrap();
    download::block(graph, id, recording, folder.path()).await.unwrap();
    assert_eq!(std::fs::read(folder.path().join("lecture.mp4")).unwrap(), b"a video");
}

#[tokio::test]
async fn batches_have_typed_answers() {
    let (_emulator, graph, _) = tenant().await;
    let old = meeting_of(&graph).await;
    batch::block(graph.clone(), &OnlineMeeting::new(), old.clone()).await.unwrap();
    assert!(graph.me().online_meetings().by_id(&old).get().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_second_run_books_nothing_new() {
    let (_emulator, graph, _) = tenant().await;
    let rows: Vec<_> =
        (0..3).map(|row| (format!("term/{row}"), OnlineMeeting::new().set_subject("x"))).collect();
    assert_eq!(book::block(graph.clone(), rows.clone()).await.unwrap(), [true; 3]);
    assert_eq!(book::block(graph, rows).await.unwrap(), [false; 3]);
}

#[cfg(feature = "oauth")]
#[tokio::test]
async fn credentials_are_put_together_without_asking() {
    let text = String::from;
    let client_id = text("11111111-2222-4333-8444-555555555555");
    assert!(credentials::block(text("contoso.example"), client_id, text("secret"), text("token")).is_ok());
}
