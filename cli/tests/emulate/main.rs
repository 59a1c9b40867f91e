//! `emulate`: a server that says what to call it with, and ends when it is told to.

#[path = "../support/called.rs"]
mod called;

mod faults;
mod log;
mod running;
mod slices;
mod store;

use called::called;
use running::{answer, asked, sent, shown, started, token};

#[test]
fn it_answers_with_the_tokens_it_gives_out() {
    let (_running, facts) = started(&[]);
    assert_eq!((&facts["schemaVersion"], &facts["command"]), (&1.into(), &"emulate".into()));
    assert_eq!(facts["operations"], facts["withBehaviour"], "the bundled slice is emulated as a whole");
    assert_eq!(facts["withoutBehaviour"], serde_json::json!([]));
    let (status, _) = asked(&facts, "POST /me/onlineMeetings", r#"{"subject":"x"}"#);
    assert_eq!(status, "201");
    let path = format!("POST /users/{}/onlineMeetings", facts["users"][0]["id"].as_str().expect("an id"));
    assert_eq!(answer(&facts, &path, token(&facts, "application"), "{}").0, "201");
    assert_eq!(answer(&facts, "POST /me/onlineMeetings", "wrong", "{}").0, "401");
}

#[test]
fn it_says_where_to_sign_in_and_where_to_look() {
    let (_running, mut facts) = started(&[]);
    let text = |name: &str| facts[name].as_str().expect("a text").to_owned();
    let (authority, desk) = (text("authority"), text("deskUrl"));
    assert_eq!(desk, format!("{authority}/"));
    assert_eq!(text("url"), format!("{authority}/v1.0"));
    let app = &facts["app"];
    let (id, secret) =
        (app["clientId"].as_str().expect("an id"), app["clientSecret"].as_str().expect("a secret"));
    let form = format!(
        "grant_type=client_credentials&client_id={id}&client_secret={secret}\
         &scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
    );
    let request = format!("POST {}/oauth2/v2.0/token", text("tenantId"));
    facts["url"] = format!("{authority}/").into();
    let (status, text) = sent(&facts, &request, "Content-Type: application/x-www-form-urlencoded", &form);
    assert_eq!(status, "200", "{text}");
    assert!(text.contains("access_token"), "{text}");
    let (status, page) = answer(&facts, "GET ", "", "");
    assert_eq!(status, "200");
    assert!(page.contains("text/html"), "{page}");
}

#[test]
fn ids_come_from_the_seed() {
    let made = |seed: &str| {
        let (running, facts) = started(&["--seed", seed]);
        let id = asked(&facts, "POST /me/onlineMeetings", "{}").1["id"].clone();
        drop(running);
        id
    };
    let (id, same, another) = (made("7"), made("7"), made("8"));
    assert!(id.is_string() && id == same && id != another, "{id} {same} {another}");
}

#[test]
fn pages_have_the_size_that_is_asked_for() {
    let (_running, facts) = started(&["--page-size", "1", "--also", "../examples/mail/spec/mail.yaml"]);
    for _ in 0..2 {
        assert_eq!(asked(&facts, "POST /me/messages", "{}").0, "201");
    }
    let (_, page) = asked(&facts, "GET /me/messages", "");
    assert_eq!(page["value"].as_array().expect("a page").len(), 1);
    assert!(page["@odata.nextLink"].is_string(), "{page}");
}

#[test]
fn as_many_requests_are_kept_as_are_asked_for() {
    let (_running, mut facts) = started(&["--keep-requests", "2"]);
    for _ in 0..3 {
        asked(&facts, "GET /me/onlineMeetings/x", "");
    }
    facts["url"] = facts["deskUrl"].clone();
    let (_, kept) = asked(&facts, "GET emulator/requests", "");
    let numbers: Vec<_> =
        kept["requests"].as_array().expect("a list").iter().map(|one| one["number"].as_u64()).collect();
    assert_eq!(numbers, [Some(2), Some(3)]);
    assert_eq!(called(&["emulate", "--keep-requests", "0"]).0, 2);
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_it_is_told_to() {
    for (signal, options) in [("-INT", &["--quiet"][..]), ("-TERM", &["--log"])] {
        let (mut running, _) = started(options);
        let told = std::process::Command::new("kill").arg(signal).arg(running.0.id().to_string()).status();
        assert!(told.expect("kill").success());
        assert_eq!(running.0.wait().expect("an end").code(), Some(0), "{signal}");
    }
}

#[test]
fn people_see_how_to_call_it() {
    let text =
        shown(&["--fault", "0.5%=503;retry-after=1 @POST /me", "--also", "../examples/mail/spec/mail.yaml"]);
    for word in [
        "Requests, meetings and faults to look at: http://127.0.0.1:",
        "operations, each with behaviour",
        "0.5% of requests: 503;retry-after=1 @POST /me",
        "Adele Vance",
        "no secrets",
        "tenant id      5fdbd2ae-",
        "client secret  emulator-development-secret",
        "curl -X POST 'http://127.0.0.1:",
        ".allow_http_on_loopback()",
    ] {
        assert!(text.contains(word), "{word}\n{text}");
    }
    let is_token = |line: &&str| line.trim_start().starts_with("eyJ");
    assert!(text.lines().filter(|line| !is_token(line)).all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!(text.lines().filter(is_token).count(), 3);
}

#[test]
fn a_taken_port_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let (code, _, stderr) = called(&["emulate", "--port", &port]);
    assert_eq!(code, 1);
    assert!(stderr.contains("cannot listen on 127.0.0.1:") && stderr.contains("--port"), "{stderr}");
}

#[cfg(feature = "jwt")]
#[test]
fn tokens_are_signed_where_that_is_asked_for() {
    let (_running, facts) = started(&["--signed-tokens"]);
    assert_eq!(asked(&facts, "POST /me/onlineMeetings", "{}").0, "201");
    let authority = facts["authority"].as_str().expect("an address");
    let keys = serde_json::json!({ "url": format!("{authority}/") });
    let (_, text) = answer(&keys, "GET common/discovery/v2.0/keys", "", "");
    assert!(text.contains("\"kid\""), "{text}");
}

#[cfg(not(feature = "jwt"))]
#[test]
fn tokens_cannot_be_signed_without_the_feature() {
    let (code, _, stderr) = called(&["emulate", "--signed-tokens"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("--signed-tokens"), "{stderr}");
}
