//! What shows of answers and lost requests, and where `localhost` is.

#[path = "support/listener.rs"]
mod listener;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use listener::{Listener, answer};
use msgraph::types::UnknownMember;
use msgraph::{
    AccessToken, Answer, BoxFuture, CredentialError, Error, Graph, Operation, OperationInfo, Request,
    Response, RetryPolicy, Scheme, Service, TokenPermissions, TransportError, models,
};

/// A function over any operation, as a program may write one: it names what `response` gives.
async fn answered<O: Operation>(request: Request<O>) -> Response<<O::Answer as Answer>::Output> {
    request.response().await.unwrap()
}

#[tokio::test]
async fn an_answer_shows_its_status_and_the_names_of_its_headers() {
    let headers = "location: https://SECRET\r\nset-cookie: SECRET\r\n";
    let listener = Listener::answering([answer("200 OK", headers, r#"{"value":"https://SECRET"}"#)]);
    let graph =
        Graph::builder().base_url(listener.url()).allow_http_on_loopback().token("t").build().unwrap();
    let meeting = graph.me().online_meetings().by_id("SECRET-id");
    let response = answered(meeting.get_virtual_appointment_join_web_url().get()).await;
    let shown = format!("{response:?} {response:#?} {meeting:?}");
    assert!(!shown.contains("SECRET"), "{shown}");
    assert!(shown.contains("200") && shown.contains("location") && shown.contains("set-cookie"), "{shown}");
    assert!(shown.contains("/me/onlineMeetings/{onlineMeeting-id}"), "{shown}");
    assert_eq!(response.headers()["location"], "https://SECRET");
    assert_eq!(response.into_body().as_deref(), Some("https://SECRET"));
}

/// Loses every request, and keeps its id.
#[derive(Clone, Default)]
struct Lost(Arc<Mutex<Option<String>>>);

impl Service for Lost {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let id = request.headers()["client-request-id"].to_str().unwrap();
        *self.0.lock().unwrap() = Some(id.to_owned());
        Box::pin(std::future::ready(Err(TransportError::new("lost", "no reason").into())))
    }
}

#[tokio::test]
async fn a_lost_request_says_which_id_it_had() {
    let service = Lost::default();
    let graph = Graph::builder().service(service.clone()).retry(RetryPolicy::none()).build().unwrap();
    let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
    let Error::Transport(lost) = &error else { panic!("{error:?}") };
    let sent = service.0.lock().unwrap().clone();
    assert!(sent.is_some() && lost.client_request_id() == sent.as_deref(), "{error:?}");
    assert_eq!(error.to_string(), format!("lost\nclient-request-id: {}", sent.unwrap()));
}

/// The way of the documentation to read a token shows nothing of it, down to the last cause.
#[tokio::test]
async fn a_token_that_cannot_be_read_does_not_show() {
    let graph = Graph::builder()
        .service(Lost::default())
        .credential_fn(|_scopes| async {
            let token = Err::<String, _>(std::env::VarError::NotUnicode("SECRET".into()));
            token.map(AccessToken::new).map_err(|_| CredentialError::new("`MSGRAPH_TOKEN` holds no text"))
        })
        .build()
        .unwrap();
    let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    let shown: Vec<String> = causes.map(|cause| format!("{cause} {cause:?}")).collect();
    let shown = shown.join(" ");
    assert!(shown.contains("`MSGRAPH_TOKEN` holds no text") && !shown.contains("SECRET"), "{shown}");
}

/// Refuses every request.
struct Refusing;

impl Service for Refusing {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let response = http::Response::builder().status(403).body(Bytes::new()).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Of a token that says who it is of, the names of permissions show and nothing else.
#[tokio::test]
async fn what_is_read_out_of_a_token_does_not_show_the_rest() {
    // {"alg":"none"} . {"scp":"User.Read","upn":"SECRET@x","oid":"SECRET"} . SECRET
    let token =
        "eyJhbGciOiJub25lIn0.eyJzY3AiOiJVc2VyLlJlYWQiLCJ1cG4iOiJTRUNSRVRAeCIsIm9pZCI6IlNFQ1JFVCJ9.SECRET";
    let held = TokenPermissions::of(&AccessToken::new(token)).unwrap();
    let builder = || Graph::builder().service(Refusing).token(token);
    let checked = builder().check_permissions();
    let shown_builder = format!("{checked:?}");
    let checked = checked.build().unwrap();
    let unsent = checked.me().online_meetings().by_id("SECRET").get().await.unwrap_err();
    assert!(matches!(unsent, Error::Permission(_)), "{unsent:?}");
    let graph = builder().build().unwrap();
    let refused = graph.me().online_meetings().by_id("SECRET").get().await.unwrap_err();
    assert_eq!(refused.as_service().unwrap().lacks_permission(), Some(true));
    let used = graph.permissions_used();
    let least = used.least(Scheme::DelegatedWork);
    let shown = format!(
        "{held} {held:?} {shown_builder} {unsent} {unsent:?} {refused} {refused:?} {checked:?} {graph:?} {used} \
         {used:?} {least} {least:?}"
    );
    let payload = token.split('.').nth(1).unwrap();
    assert!(!shown.contains("SECRET") && !shown.contains(payload), "{shown}");
    assert!(shown.contains("User.Read") && shown.contains("checks_permissions: true"), "{shown}");
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let listener = Listener::answering([answer("200 OK", "", r#"{"id":"m"}"#)]);
    let root = listener.url().replace("127.0.0.1", "localhost");
    assert!(root.contains("localhost"), "{root}");
    let graph = Graph::builder().base_url(root).allow_http_on_loopback().token("t").build().unwrap();
    assert_eq!(graph.me().online_meetings().by_id("m").get().await.unwrap().id.as_deref(), Some("m"));
    assert!(listener.received()[0].contains("\r\nhost: localhost:"), "{:?}", listener.received());
}

/// Runs the test above once more, where the machine says that `localhost` is another one. Only Linux
/// lets a test say so, and not in every container.
#[test]
fn a_hosts_file_does_not_move_localhost() {
    let elsewhere = format!("{}/hosts", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&elsewhere, "192.0.2.1 localhost\n").unwrap();
    let script = "mount --bind \"$1\" /etc/hosts || exit 99; exec \"$2\" --exact localhost_is_this_machine";
    let this = std::env::current_exe().unwrap();
    let arguments = ["-rm", "timeout", "20", "sh", "-c", script, "sh", &elsewhere];
    let Ok(output) = std::process::Command::new("unshare").args(arguments).arg(this).output() else { return };
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() || !shown.contains("running"), "{shown}");
}

#[test]
fn an_unknown_member_is_never_a_known_one() {
    use models::OnlineMeetingPresenters as Presenters;

    assert_eq!(Presenters::from("organizer"), Presenters::Organizer);
    let Presenters::UnknownValue(member) = Presenters::from("nextYear") else { panic!() };
    let member: UnknownMember = member;
    assert_eq!((member.as_str(), member.to_string().as_str()), ("nextYear", "nextYear"));
    assert_eq!(format!("{member:?}"), r#""nextYear""#);
}
