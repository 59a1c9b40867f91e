//! What a client tells of its work, and what it must not tell.

#[path = "support/recorder.rs"]
mod recorder;
mod support;
#[path = "support/tenant.rs"]
mod tenant;

use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting};
use msgraph::testing::Memory;
use msgraph::{Error, Graph, RetryPolicy, TransportError};
use recorder::{Recorder, Told};
use support::meeting;
use tenant::Tenant;

/// Everything told on this thread until the guard is dropped.
fn record() -> (Recorder, tracing::subscriber::DefaultGuard) {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    (recorder, guard)
}

/// Fails where a field is not as it should be; `None` stands for none.
fn expect(told: &Told, fields: &[(&str, Option<&str>)]) {
    for (name, value) in fields {
        assert_eq!(told.fields.get(name).map(String::as_str), *value, "{name} in {:?}", told.fields);
    }
}

#[tokio::test]
async fn an_attempt_is_a_span_within_that_of_its_call() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.emulator.delegated_token(&tenant.user, &["OnlineMeetings.ReadWrite"]));
    let (recorder, _guard) = record();
    let request = graph.me().online_meetings().post(&meeting("Lecture")).header("client-request-id", "mine");
    let response = request.response().await.unwrap();

    let calls = recorder.spans("msgraph.call");
    let attempts = recorder.spans("msgraph.request");
    assert_eq!((calls.len(), attempts.len()), (1, 1));
    assert_eq!(recorder.told()[attempts[0].parent.unwrap()].metadata.name(), "msgraph.call");
    assert_eq!((calls[0].metadata.target(), attempts[0].metadata.target()), ("msgraph", "msgraph"));
    expect(
        &calls[0],
        &[
            ("otel.name", Some("POST /me/onlineMeetings")),
            ("otel.kind", Some("internal")),
            ("client_request_id", Some("mine")),
            ("error.type", None),
        ],
    );
    let url = format!("{}/me/onlineMeetings", tenant.emulator.url());
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap();
    expect(
        &attempts[0],
        &[
            ("otel.name", Some("POST /me/onlineMeetings")),
            ("otel.kind", Some("client")),
            ("otel.status_code", None),
            ("http.request.method", Some("POST")),
            ("http.request.resend_count", None),
            ("http.response.status_code", Some("201")),
            ("url.full", Some(&url)),
            ("url.template", Some("/me/onlineMeetings")),
            ("server.address", Some("127.0.0.1")),
            ("server.port", Some(port)),
            ("network.protocol.version", Some("1.1")),
            ("client_request_id", Some("mine")),
            ("request_id", Some(response.headers()["request-id"].to_str().unwrap())),
            ("error.type", None),
        ],
    );
}

#[tokio::test]
async fn failures_say_their_kind_and_no_more() {
    let memory = Memory::new(|request| match request.uri().path().rsplit('/').next() {
        Some("429") => Ok(Memory::answer(429, r#"{"error":{"code":"TooManyRequests","message":"SECRET"}}"#)),
        Some("lost") => Err(TransportError::new("SECRET", "SECRET").into()),
        Some("late") => Err(TransportError::new("SECRET", "SECRET").timed_out().into()),
        _ => Err(TransportError::unsent("SECRET", "SECRET").into()),
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let (recorder, _guard) = record();
    for (id, kind) in [("429", "429"), ("lost", "connection"), ("late", "timeout"), ("SECRET", "connect")] {
        let request = graph.me().online_meetings().by_id(id).get().retry(RetryPolicy::none());
        request.await.unwrap_err();
        for span in ["msgraph.call", "msgraph.request"] {
            let told = recorder.spans(span).pop().unwrap();
            expect(&told, &[("error.type", Some(kind)), ("otel.status_code", Some("ERROR"))]);
        }
    }
    let throttled = "WARN GET /me/onlineMeetings/{onlineMeeting-id} is throttled";
    assert!(recorder.events().iter().any(|event| event == throttled), "{:?}", recorder.events());
    assert!(!recorder.text().contains("SECRET"), "{}", recorder.text());
}

#[tokio::test]
async fn a_call_that_is_not_sent_has_no_attempt() {
    let graph = Graph::builder()
        .service(Memory::json(200, "{}"))
        .credential_fn(|_| async { Err(msgraph::CredentialError::new("SECRET")) })
        .build()
        .unwrap();
    let (recorder, _guard) = record();
    let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    expect(&recorder.spans("msgraph.call")[0], &[("error.type", Some("credential"))]);
    assert!(recorder.spans("msgraph.request").is_empty());
    assert!(!recorder.text().contains("SECRET"), "{}", recorder.text());
}

/// All that a run of the program tells, to anybody and at any level, holds none of what must not be known.
#[tokio::test]
async fn nothing_secret_is_told() {
    let (recorder, _guard) = record();
    let tenant = Tenant::start().await;
    let token = tenant.emulator.delegated_token(&tenant.user, &["OnlineMeetings.ReadWrite"]);
    let graph = tenant.graph(token.clone());
    let meetings = graph.me().online_meetings();
    let passcode = JoinMeetingIdSettings::new().set_is_passcode_required(true);
    let wanted = meeting("SECRET subject").set_join_meeting_id_settings(passcode);
    let made: OnlineMeeting = meetings.post(&wanted).await.unwrap();

    let id = made.id.unwrap();
    let join_url = made.join_web_url.unwrap();
    let passcode = made.join_meeting_id_settings.unwrap().passcode.unwrap();
    meetings.by_id(&id).get().await.unwrap();
    meetings.get().filter(OnlineMeeting::JOIN_WEB_URL.eq(&join_url)).await.unwrap();
    meetings.by_id("of-nobody").get().await.unwrap_err();
    let user = graph.users().by_id(&tenant.user).online_meetings().by_id(&id);
    user.get().await.unwrap();
    meetings.by_id(&id).delete().await.unwrap();
    tenant.graph("SECRET-token").me().online_meetings().get().await.unwrap_err();

    let text = recorder.text();
    assert!(text.matches("msgraph.request").count() >= 7, "{text}");
    assert!(text.contains("filter=REDACTED"), "{text}");
    let encoded: String = url::form_urlencoded::byte_serialize(join_url.as_bytes()).collect();
    for secret in ["SECRET", &token, &id, &join_url, &encoded, &passcode, &tenant.user, "of-nobody"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn requests_of_batches_are_told_of_one_by_one() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let memory = Memory::new(move |_| {
        let (status, wait) = match calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => (429, "2"),
            _ => (503, "2"),
        };
        let answer = format!(
            r#"{{"responses":[{{"id":"1","status":{status},"headers":{{"Retry-After":"{wait}"}},"body":{{}}}}]}}"#
        );
        Ok(Memory::answer(200, answer))
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let (recorder, _guard) = record();
    let mut batch = graph.batch().retry(RetryPolicy::new().attempts(2));
    let _ = batch.add(graph.me().online_meetings().by_id("SECRET").delete()).unwrap();
    batch.send().await.unwrap();
    let named = "DELETE /me/onlineMeetings/{onlineMeeting-id}";
    let wanted = [
        format!("WARN {named} is throttled"),
        format!("DEBUG {named} is sent again"),
        format!("WARN {named} is not sent again"),
    ];
    assert_eq!(recorder.events(), wanted);
    assert!(!recorder.text().contains("SECRET"));
}

#[tokio::test]
async fn a_failure_that_might_pass_and_is_not_sent_again_is_a_warning() {
    let memory = Memory::new(|request| {
        let answer = Memory::answer(if request.method() == "POST" { 500 } else { 429 }, "{}");
        let (mut head, body) = answer.into_parts();
        head.headers.insert("retry-after", "900".parse().unwrap());
        Ok(http::Response::from_parts(head, body))
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let (recorder, _guard) = record();
    let meetings = graph.me().online_meetings();
    meetings.post(&meeting("Lecture")).await.unwrap_err();
    meetings.by_id("m").get().await.unwrap_err();
    let wanted = [
        "WARN POST /me/onlineMeetings is not sent again",
        "WARN GET /me/onlineMeetings/{onlineMeeting-id} is throttled",
        "WARN GET /me/onlineMeetings/{onlineMeeting-id} is not sent again",
    ];
    assert_eq!(recorder.events(), wanted);
    let events: Vec<Told> = recorder.told().into_iter().filter(|told| told.metadata.is_event()).collect();
    expect(
        &events[0],
        &[("attempts", Some("1")), ("cause", Some("5xx")), ("reason", Some("not repeatable"))],
    );
    assert_eq!(events[1].fields["retry_after_seconds"].parse(), Ok(900.0));
    expect(&events[2], &[("attempts", Some("1")), ("cause", Some("429")), ("reason", Some("deadline"))]);
}

/// A filter for `msgraph` shows all that the client tells.
#[test]
fn every_event_and_span_has_the_target() {
    fn sources(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => sources(&path, found),
                Some(ending) if ending == "rs" => found.push(path),
                _ => {}
            }
        }
    }
    let mut files = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let macros = ["trace", "debug", "info", "warn", "error", "event", "span"];
    let macros: Vec<String> = macros
        .iter()
        .flat_map(|name| [format!("tracing::{name}!("), format!("tracing::{name}_span!(")])
        .collect();
    let mut seen = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, begin) in macros.iter().flat_map(|begin| text.match_indices(begin.as_str())) {
            let behind = text[at + begin.len()..].trim_start();
            assert!(
                behind.starts_with("target: \"msgraph\""),
                "{}: {begin} has another target",
                file.display()
            );
            seen += 1;
        }
    }
    assert!(seen >= 10, "only {seen} were found");
}
