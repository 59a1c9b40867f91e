//! Against the emulator.

use std::time::Duration;

use msgraph::models::OnlineMeeting;
use msgraph::{Batch, Error, Graph, Scheme};
use msgraph_emulator::Fault;
use serde_json::json;

use crate::subject;
use crate::tenant::Tenant;

impl Tenant {
    fn organizer(&self) -> Graph {
        self.graph(self.emulator.delegated_token(&self.user, &["OnlineMeetings.ReadWrite"]))
    }

    /// How many batches came, and how many requests in each.
    fn batches(&self) -> Vec<usize> {
        let requests = self.emulator.requests();
        let batches = requests.iter().filter(|request| request.path.ends_with("/$batch"));
        batches.map(|request| request.json().unwrap()["requests"].as_array().unwrap().len()).collect()
    }
}

#[tokio::test]
async fn any_number_of_requests_come_back_typed() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch().concurrency(2);
    let handles: Vec<_> =
        (0..45).map(|number| batch.add(meetings.post(&subject(&number))).unwrap()).collect();
    assert_eq!(batch.len(), 45);
    let mut answers = batch.send().await.unwrap();
    assert_eq!(tenant.batches(), [20, 20, 5]);
    for (number, handle) in handles.into_iter().enumerate() {
        let response = answers.take_response(handle).unwrap();
        assert_eq!(response.status(), 201);
        assert_eq!(response.into_body().subject, Some(number.to_string()));
    }
    assert_eq!(answers.remaining(), 0);
}

#[tokio::test]
async fn a_failure_is_that_of_its_request_and_of_those_that_wait_for_it() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch();
    let fine = batch.add(meetings.post(&subject(&"fine"))).unwrap();
    let missing = batch.add(meetings.by_id("MSo1").get()).unwrap();
    let missing_id = missing.id();
    let second = batch.add_after(meetings.post(&subject(&"never")), [&missing]).unwrap();
    let third = batch.add_after(meetings.by_id("MSo1").delete(), [second.id(), fine.id()]).unwrap();
    let after_fine = batch.add_after(meetings.post(&subject(&"after")), [&fine]).unwrap();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(fine).unwrap().subject.as_deref(), Some("fine"));
    assert_eq!(answers.take(after_fine).unwrap().subject.as_deref(), Some("after"));
    let error = answers.take(missing).unwrap_err();
    let said = error.as_service().unwrap();
    assert_eq!((said.status.as_u16(), said.operation.path), (404, "/me/onlineMeetings/{onlineMeeting-id}"));
    assert!(said.request_id.is_some() && said.client_request_id.is_some());
    for error in [answers.take(second).unwrap_err(), answers.take(third).unwrap_err()] {
        let said = error.as_service().unwrap();
        assert_eq!(said.status, 424);
        let failed = said.failed_dependency.unwrap();
        assert_eq!((failed.id, failed.status.unwrap().as_u16()), (missing_id, 404));
        let text = "because GET /me/onlineMeetings/{onlineMeeting-id}, request 2 of the batch, answered 404 Not Found";
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn chains_longer_than_a_batch_are_sent_in_order() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let meetings = graph.me().online_meetings();
    let chain = |length: usize, batch: &mut Batch| {
        let mut handles = vec![batch.add(meetings.post(&subject(&0))).unwrap()];
        for number in 1..length {
            let last = handles.last().unwrap();
            handles.push(batch.add_after(meetings.post(&subject(&number)), [last]).unwrap());
        }
        handles
    };
    let mut batch = graph.batch().concurrency(3);
    let handles = chain(50, &mut batch);
    let mut answers = batch.send().await.unwrap();
    assert_eq!(tenant.batches(), [20, 20, 10]);
    for handle in handles {
        answers.take(handle).unwrap();
    }
    // the 5th fails: those behind it in other batches are not sent
    let requests = tenant.emulator.requests().len();
    tenant.emulator.inject(Fault::delay(Duration::ZERO).on("POST", "/me/onlineMeetings").times(4));
    tenant.emulator.inject(Fault::status(400).on("POST", "/me/onlineMeetings"));
    let mut batch = graph.batch();
    let handles = chain(50, &mut batch);
    let mut answers = batch.send().await.unwrap();
    let results: Vec<_> = handles.into_iter().map(|handle| answers.take(handle)).collect();
    assert!(results[..4].iter().all(Result::is_ok));
    assert_eq!(results[4].as_ref().unwrap_err().status().unwrap(), 400);
    assert!(results[5..].iter().all(|result| {
        let error = result.as_ref().unwrap_err().as_service().unwrap();
        error.status == 424 && error.failed_dependency.unwrap().id.place() == 4
    }));
    assert_eq!(tenant.batches().len(), 4);
    assert!(tenant.emulator.requests().len() <= requests + 21);
}

#[tokio::test]
async fn options_go_with_their_requests_and_the_token_does_not() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch();
    let german = meetings
        .post(&subject(&"x"))
        .accept_language("de-DE")
        .prefer("a")
        .header("client-request-id", "mine");
    let german =
        batch.add(german.header("if-match", "W/\"1\"").header("consistencylevel", "eventual")).unwrap();
    let mut answers = batch.send().await.unwrap();
    let invitation = answers.take(german).unwrap().join_information.unwrap().content.unwrap();
    assert!(invitation.contains("Besprechung"), "{invitation}");
    let sent = &tenant.emulator.requests()[0].json().unwrap()["requests"][0];
    assert_eq!(sent["url"], "/me/onlineMeetings");
    assert_eq!(
        sent["headers"],
        json!({
            "accept": "application/json", "accept-language": "de-DE", "client-request-id": "mine",
            "consistencylevel": "eventual", "content-type": "application/json", "if-match": "W/\"1\"", "prefer": "a"
        })
    );
}

#[tokio::test]
async fn contents_and_pages_come_as_in_single_calls() {
    let tenant = Tenant::start().await;
    let scopes = ["OnlineMeetings.ReadWrite", "OnlineMeetingTranscript.Read.All"];
    let graph = tenant.graph(tenant.emulator.delegated_token(&tenant.user, &scopes));
    let meetings = graph.me().online_meetings();
    let meeting = meetings.post(&subject(&"x")).await.unwrap();
    let id = meeting.id.clone().unwrap();
    let transcript = tenant.emulator.add_transcript(&id, json!({}), "WEBVTT").unwrap();
    let mut batch = graph.batch();
    let by_url = OnlineMeeting::JOIN_WEB_URL.eq(meeting.join_web_url.as_deref().unwrap());
    let page = batch.add(meetings.get().filter(by_url)).unwrap();
    let transcript = meetings.by_id(&id).transcripts().by_id(&transcript).content();
    let content = batch.add(transcript.get()).unwrap();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(page).unwrap().value[0].id, meeting.id);
    assert_eq!(answers.take(content).unwrap(), "WEBVTT");
}

#[tokio::test]
async fn throttled_requests_are_sent_again_alone() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let throttled = Fault::status(429).header("retry-after", "0.05");
    tenant.emulator.inject(throttled.on("POST", "/me/onlineMeetings").times(3));
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch();
    let handles: Vec<_> = (0..8).map(|number| batch.add(meetings.post(&subject(&number))).unwrap()).collect();
    let after = batch.add_after(meetings.post(&subject(&"after")), [&handles[0]]).unwrap();
    let mut answers = batch.send().await.unwrap();
    for handle in handles.into_iter().chain([after]) {
        assert_eq!(answers.take_response(handle).unwrap().status(), 201);
    }
    assert_eq!(tenant.batches(), [9, 4], "the three, and the one that waits for one of them");
}

#[tokio::test]
async fn permissions_are_those_of_the_requests() {
    let tenant = Tenant::start().await;
    let token = tenant.emulator.delegated_token(&tenant.user, &["OnlineMeetings.Read"]);
    let graph = tenant.builder(token).check_permissions().build().unwrap();
    let meetings = graph.me().online_meetings();
    let mut batch = graph.batch();
    let read = batch.add(meetings.by_id("MSo1").get()).unwrap();
    let write = batch.add(meetings.post(&subject(&"x"))).unwrap();
    let mut answers = batch.send().await.unwrap();
    assert!(matches!(answers.take(write), Err(Error::Permission(_))));
    assert_eq!(answers.take(read).unwrap_err().status().unwrap(), 404, "it was sent all the same");
    assert_eq!(tenant.batches(), [1]);
    let used = graph.permissions_used();
    let called: Vec<String> = used.operations().iter().map(|called| called.operation().to_string()).collect();
    assert_eq!(called, ["GET /me/onlineMeetings/{onlineMeeting-id}"]);
    assert_eq!(used.least(Scheme::DelegatedWork).permissions(), ["OnlineMeetings.Read"]);
}

#[tokio::test]
async fn a_lost_batch_is_repeated_only_where_all_of_it_may_be() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let meetings = graph.me().online_meetings();
    tenant.emulator.inject(Fault::cut_after());
    let mut batch = graph.batch();
    let read = batch.add(meetings.by_id("MSo1").get()).unwrap();
    let made = batch.add(meetings.post(&subject(&"x"))).unwrap();
    let mut answers = batch.send().await.unwrap();
    for error in [answers.take(read).unwrap_err(), answers.take(made).unwrap_err()] {
        let Error::Batch(failed) = &error else { panic!("{error:?}") };
        assert!(matches!(failed.cause(), Some(Error::Transport(_))) && error.may_have_been_done());
    }
    assert_eq!(tenant.batches(), [2]);

    tenant.emulator.inject(Fault::cut_after());
    let mut batch = graph.batch();
    let read = batch.add(meetings.by_id("MSo1").get()).unwrap();
    let gone = batch.add(meetings.by_id("MSo1").delete()).unwrap();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(read).unwrap_err().status().unwrap(), 404);
    assert_eq!(answers.take(gone).unwrap_err().status().unwrap(), 404);
    assert_eq!(tenant.batches(), [2, 2, 2]);
}

#[tokio::test]
async fn a_refusal_says_what_the_token_holds() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.emulator.delegated_token(&tenant.user, &["OnlineMeetings.Read"]));
    let mut batch = graph.batch();
    let made = batch.add(graph.me().online_meetings().post(&subject(&"x"))).unwrap();
    let in_batch = batch.send().await.unwrap().take(made).unwrap_err();
    let alone = graph.me().online_meetings().post(&subject(&"x")).await.unwrap_err();
    let text = |error: &Error| error.to_string().split("\nrequest-id").next().unwrap().to_owned();
    assert_eq!(in_batch.as_service().unwrap().lacks_permission(), Some(true));
    assert_eq!(text(&in_batch), text(&alone));
}
