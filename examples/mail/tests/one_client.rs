//! One client calls both slices, for one program.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use msgraph::models::OnlineMeeting;
use msgraph::{App, BoxFuture, Error, Graph, OperationInfo, Scheme, Service};
use msgraph_emulator::Emulator;
use msgraph_example_mail::mail::builders::Root as Mail;
use msgraph_example_mail::mail::models::{Message, SendMailParameters};
use msgraph_example_mail::{Office, invite, meet};

/// A service in memory: each request with its body, and answers with what the real one answers.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<(String, String)>>>);

impl Service for Memory {
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        self.0.lock().unwrap().push((operation.to_string(), body));
        let (status, answer) = match operation.path {
            "/me/onlineMeetings" => (201, r#"{"subject":"Lecture","joinWebUrl":"https://a.example/join"}"#),
            _ => (202, ""),
        };
        let response = http::Response::builder().status(status).body(Bytes::from(answer));
        Box::pin(async move { Ok(response.unwrap()) })
    }
}

#[tokio::test]
async fn a_client_counts_the_calls_of_all_slices() {
    let memory = Memory::default();
    let graph = Graph::builder().app::<Office>().service(memory.clone()).build().unwrap();
    let meeting = meet(&graph, "Lecture").await.unwrap();
    invite(&graph, &meeting, "ada@contoso.com").await.unwrap();

    let used = graph.permissions_used();
    let least = used.least(Scheme::DelegatedWork);
    assert_eq!(least.permissions(), ["Mail.Send", "OnlineMeetings.ReadWrite"]);
    let mut held = Office::PERMISSIONS.to_vec();
    held.sort_unstable();
    assert_eq!(least.permissions(), held, "the program states what it needs");

    let sent = memory.0.lock().unwrap();
    assert_eq!(sent[1].0, "POST /me/sendMail");
    let mail: SendMailParameters = serde_json::from_str(&sent[1].1).unwrap();
    let message = mail.message.unwrap();
    assert_eq!(message.body.unwrap().content.unwrap(), "Join here: https://a.example/join\n");
    let attachment = &message.attachments.unwrap()[0];
    assert_eq!(attachment.odata_type.as_deref(), Some("#microsoft.graph.fileAttachment"));
    let file = attachment.as_file_attachment().unwrap().content_bytes.unwrap();
    assert_eq!(file.to_bytes(), b"[InternetShortcut]\r\nURL=https://a.example/join\r\n");
}

#[tokio::test]
async fn the_meeting_is_made_by_the_emulator_and_the_mail_is_made_of_it() {
    let emulator = Emulator::start().await.unwrap();
    let graph = Graph::builder()
        .app::<Office>()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&emulator.users()[0].id, Office::PERMISSIONS))
        .check_permissions()
        .build()
        .unwrap();
    let meeting = meet(&graph, "Lecture").await.unwrap();
    let mail = invite(&graph, &meeting, "ada@contoso.com").into_http().unwrap();
    assert_eq!(mail.uri().to_string(), format!("{}/me/sendMail", emulator.url()));
    let body = String::from_utf8_lossy(mail.body()).into_owned();
    assert!(body.contains("ada@contoso.com") && body.contains(&meeting.join_web_url.unwrap()), "{body}");
}

/// The program comes from the client: one that is not checked, or a bare one, is so in other slices too.
#[test]
fn a_slice_takes_whatever_has_a_client() {
    let graph = Graph::builder().service(Memory::default()).build().unwrap();
    let draft = Mail::new(&graph).me().messages().post(&Message::new()).into_http().unwrap();
    let bare: Mail = Mail::new(graph.client());
    let same = bare.me().messages().post(&Message::new()).into_http().unwrap();
    assert_eq!((draft.method(), draft.uri()), (same.method(), same.uri()));
    let meeting = OnlineMeeting::new();
    assert_eq!(
        graph.me().online_meetings().post(&meeting).into_http().unwrap().uri().path(),
        "/v1.0/me/onlineMeetings"
    );
}
