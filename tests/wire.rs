//! What leaves the client, to the byte: the examples of
//! <https://learn.microsoft.com/graph/api/application-post-onlinemeetings>, and URLs.
//!
//! The examples are held against the files of `tests/fixtures/wire`, once without any I/O and once
//! as they arrive over HTTP. `BLESS=1` writes those files anew.

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use bytes::Bytes;
use msgraph::models::{CreateOrGetParameters, JoinMeetingIdSettings, OnlineMeeting};
use msgraph::operations::{PostMeOnlineMeetings, PostUsersByIdOnlineMeetings};
use msgraph::types::Guid;
use msgraph::{Client, DateTimeOffset, Error, Graph, Operation, Request, RequestError, option};
use msgraph_emulator::Emulator;
use support::meeting;

/// Headers that the client adds when it sends. The rest is the same without I/O.
const ADDED: [&str; 5] = ["authorization", "user-agent", "client-request-id", "host", "content-length"];

/// A case of the page: the name of its file, the body, the language of the answer.
type Case = (&'static str, OnlineMeeting, Option<&'static str>);

fn cases() -> [Case; 6] {
    let passcode = |is_required| JoinMeetingIdSettings::new().set_is_passcode_required(is_required);
    let in_channel = || meeting("User meeting in Microsoft Teams channel.");
    [
        ("1-plain", meeting("User Token Meeting"), None),
        ("2-passcode", meeting("User meeting").set_join_meeting_id_settings(passcode(true)), None),
        ("3-no-passcode", in_channel().set_join_meeting_id_settings(passcode(false)), None),
        ("3-no-settings", in_channel(), None),
        (
            "4-template",
            meeting("User meeting").set_meeting_template_id("05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b"),
            None,
        ),
        ("5-accept-language", meeting("User Token Meeting"), Some("de-DE")),
    ]
}

fn in_language<O: option::AcceptLanguage>(request: Request<O>, language: Option<&str>) -> Request<O> {
    match language {
        Some(language) => request.accept_language(language),
        None => request,
    }
}

fn as_user(graph: &Graph, case: &Case) -> Request<PostMeOnlineMeetings> {
    in_language(graph.me().online_meetings().post(&case.1), case.2)
}

fn as_application(graph: &Graph, user_id: &str, case: &Case) -> Request<PostUsersByIdOnlineMeetings> {
    in_language(graph.users().by_id(user_id).online_meetings().post(&case.1), case.2)
}

/// A request as text: the request line, the headers in the order of their names, the body.
fn text<'a>(
    method: &str,
    path: &str,
    headers: impl Iterator<Item = (&'a str, String)>,
    body: &[u8],
) -> String {
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    let mut text = format!("{method} {path} HTTP/1.1\n");
    for (name, value) in headers {
        writeln!(text, "{name}: {value}").unwrap();
    }
    writeln!(text, "\n{}", str::from_utf8(body).unwrap()).unwrap();
    text
}

/// What arrived last, with a word for each value that is another one each time.
fn arrived(emulator: &Emulator) -> String {
    let received = emulator.requests().pop().unwrap();
    let headers = received.headers.iter().map(|(name, value)| {
        let shown = match name.as_str() {
            "host" => {
                assert_eq!(format!("http://{value}/v1.0"), emulator.url());
                "<host>".to_owned()
            }
            "client-request-id" => {
                assert!(value.parse::<Guid>().is_ok(), "{value}");
                "<guid>".to_owned()
            }
            "user-agent" => value.replace(env!("CARGO_PKG_VERSION"), "<version>"),
            _ => value.clone(),
        };
        (name.as_str(), shown)
    });
    text(&received.method, &received.path, headers, &received.body)
}

/// What a request is without a client.
fn sans_io<O: Operation>(request: Request<O>) -> String {
    let request: http::Request<Bytes> = request.into_http().unwrap();
    let headers =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap().to_owned()));
    text(request.method().as_str(), request.uri().path(), headers, request.body())
}

fn check(name: &str, sans_io: &str, arrived: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/wire/{name}.http"));
    if env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(&file, arrived).unwrap();
    }
    let expected =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}; BLESS=1 writes it"));
    assert_eq!(arrived, expected, "{name}, over HTTP");

    let is_added = |line: &&str| !ADDED.iter().any(|name| line.starts_with(&format!("{name}: ")));
    let without_added: Vec<&str> = expected.lines().filter(is_added).collect();
    assert_eq!(sans_io.lines().collect::<Vec<_>>(), without_added, "{name}, without I/O");
}

#[tokio::test]
async fn every_example_leaves_as_it_should() {
    let emulator = Emulator::start().await.unwrap();
    let user = emulator.users()[0].id.clone();
    let graph = |token| {
        Graph::builder().base_url(emulator.url()).allow_http_on_loopback().token(token).build().unwrap()
    };
    let delegated = graph(emulator.delegated_token(&user, &["OnlineMeetings.ReadWrite"]));
    let application = graph(emulator.application_token(&["OnlineMeetings.ReadWrite.All"]));

    for case in &cases() {
        as_user(&delegated, case).await.unwrap();
        check(&format!("me-{}", case.0), &sans_io(as_user(&delegated, case)), &arrived(&emulator));

        as_application(&application, &user, case).await.unwrap();
        let sans_io = sans_io(as_application(&application, &user, case));
        check(&format!("users-{}", case.0), &sans_io, &arrived(&emulator));
    }
}

#[test]
fn the_body_of_an_example_is_the_json_of_the_page() {
    let graph = detached();
    let case = &cases()[2];
    let request = as_user(&graph, case).into_http().unwrap();
    assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/me/onlineMeetings");
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(request.body()).unwrap(),
        serde_json::json!({
            "startDateTime": "2019-07-12T14:30:34.2444915-07:00",
            "endDateTime": "2019-07-12T15:00:34.2464912-07:00",
            "subject": "User meeting in Microsoft Teams channel.",
            "joinMeetingIdSettings": { "isPasscodeRequired": false }
        })
    );
}

/// A client of the public cloud; nothing here sends with it.
fn detached() -> Graph {
    Graph::builder().token("unused").build().unwrap()
}

fn path_of<O: Operation>(request: Request<O>) -> Result<String, Error> {
    let request = request.into_http()?;
    let path = request.uri().path_and_query().unwrap().as_str();
    Ok(path.strip_prefix("/v1.0").unwrap().to_owned())
}

#[test]
fn values_in_a_path_stay_one_segment() {
    let graph = detached();
    for (id, encoded) in [
        (
            "MSo1N2Y5ZGFjYy03MWJmLTQ3NDMtYjQxMy01M2EdFGkdRWHJlQ",
            "MSo1N2Y5ZGFjYy03MWJmLTQ3NDMtYjQxMy01M2EdFGkdRWHJlQ",
        ),
        ("a/b", "a%2Fb"),
        ("o'clock", "o'clock"),
        ("two words", "two%20words"),
        ("a+b&c=d?e#f%41", "a%2Bb%26c=d%3Fe%23f%2541"),
        ("überé会議", "%C3%BCber%C3%A9%E4%BC%9A%E8%AD%B0"),
        ("../../users", "..%2F..%2Fusers"),
        ("..\t", "..%09"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
    ] {
        let path = path_of(graph.me().online_meetings().by_id(id).get()).unwrap();
        assert_eq!(path, format!("/me/onlineMeetings/{encoded}"), "{id}");
        let path = path_of(graph.users().by_id(id).online_meetings().post(&OnlineMeeting::new())).unwrap();
        assert_eq!(path, format!("/users/{encoded}/onlineMeetings"), "{id}");
    }
}

#[test]
fn values_that_would_lead_to_another_path_are_refused() {
    let graph = detached();
    for id in ["", ".", ".."] {
        let error = path_of(graph.users().by_id(id).online_meetings().get()).unwrap_err();
        let Error::Request(RequestError::Key { placeholder, value }) = &error else { panic!("{error:?}") };
        assert_eq!((*placeholder, value.as_str()), ("user-id", id));
        assert!(error.to_string().contains("{user-id}"), "{error}");
    }
}

#[tokio::test]
async fn the_transport_leaves_a_path_as_it_is() {
    let emulator = Emulator::start().await.unwrap();
    let user = emulator.users()[0].id.clone();
    let graph = Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user, &["OnlineMeetings.Read"]))
        .build()
        .unwrap();
    for id in ["a/b", "o'clock", "..\\..", ".\t.", "two words", "überé会議", "%2e%2e", "[x]|^`{}\"<>"] {
        let request = || graph.me().online_meetings().by_id(id).get();
        let error = request().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{id}: {error}");
        let path = emulator.requests().pop().unwrap().path;
        assert_eq!(path, format!("/v1.0{}", path_of(request()).unwrap()), "{id}");
    }
}

#[test]
fn a_filter_is_encoded_for_the_url() {
    let graph = detached();
    let url = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22a%22%7d&o='1'+é";
    let path =
        path_of(graph.me().online_meetings().get().filter(OnlineMeeting::JOIN_WEB_URL.eq(url))).unwrap();
    assert_eq!(
        path,
        "/me/onlineMeetings?$filter=joinWebUrl%20eq%20%27https://teams.microsoft.com/l/meetup-join/\
         19%253ameeting_x%2540thread.v2/0%3Fcontext%3D%257b%2522a%2522%257d%26o%3D%27%271%27%27%2B%C3%A9%27"
    );
    let path =
        path_of(graph.me().online_meetings().get().filter("joinMeetingIdSettings/joinMeetingId eq '1 2'"));
    assert_eq!(
        path.unwrap(),
        "/me/onlineMeetings?$filter=joinMeetingIdSettings/joinMeetingId%20eq%20%271%202%27"
    );
}

#[test]
fn functions_are_called_with_the_arguments_that_were_given() {
    let graph = detached();
    let moment = "2026-01-31T08:00:00+01:00".parse::<DateTimeOffset>().unwrap();
    let user = graph.users().by_id("u");
    let recordings = user.online_meetings().get_all_recordings();
    assert_eq!(
        path_of(recordings.meeting_organizer_user_id("o'brien/x").start_date_time(moment).get()).unwrap(),
        "/users/u/onlineMeetings/getAllRecordings\
         (meetingOrganizerUserId='o''brien%2Fx',startDateTime=2026-01-31T08:00:00%2B01:00)"
    );
    let meeting = user.online_meetings().by_id("m");
    assert_eq!(
        path_of(meeting.get_virtual_appointment_join_web_url().get()).unwrap(),
        "/users/u/onlineMeetings/m/getVirtualAppointmentJoinWebUrl()"
    );
}

#[test]
fn content_and_actions_have_paths_of_their_own() {
    let graph = detached();
    let meeting = graph.me().online_meetings().by_id("m");
    let request = meeting.transcripts().by_id("t").content().get().format("text/vtt").into_http().unwrap();
    assert_eq!(
        request.uri().path_and_query().unwrap(),
        "/v1.0/me/onlineMeetings/m/transcripts/t/content?$format=text/vtt"
    );
    assert_eq!(request.headers()["accept"], "*/*");
    let request = graph.me().online_meetings().create_or_get().post(&CreateOrGetParameters::new("x"));
    assert_eq!(path_of(request).unwrap(), "/me/onlineMeetings/createOrGet");
}

#[test]
fn a_client_that_sends_nothing_still_makes_requests() {
    let client = Client::detached("https://graph.microsoft.com/beta/".parse().unwrap());
    let root = msgraph::builders::Root::<msgraph::Unchecked>::new(&client);
    let request = root.me().online_meetings().by_id("m").delete().into_http().unwrap();
    assert_eq!(request.method(), "DELETE");
    assert_eq!(request.uri(), "https://graph.microsoft.com/beta/me/onlineMeetings/m");
    assert!(request.body().is_empty());
}
