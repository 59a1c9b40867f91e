//! `emulate`: a server that says what to call it with, and ends when it is told to.

#[path = "support/called.rs"]
mod called;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use called::{called, command};
use serde_json::Value;

/// A running emulator, which does not outlive a test that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn started(args: &[&str]) -> (Running, Value) {
    let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let running = Running(child);
    (running, serde_json::from_str(&line).expect("JSON in one line"))
}

/// The status of an answer and its body.
fn answer(facts: &Value, request: &str, token: &str, body: &str) -> (String, String) {
    let url = facts["url"].as_str().expect("an address");
    let (address, root) = url.strip_prefix("http://").expect("http").split_once('/').expect("a path");
    let (method, path) = request.split_once(' ').expect("a method and a path");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    write!(
        stream,
        "{method} /{root}{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .expect("a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let status = text.split(' ').nth(1).unwrap_or_default().to_owned();
    (status, text)
}

#[test]
fn it_answers_with_the_tokens_it_gives_out() {
    let (running, facts) = started(&["emulate", "--json"]);
    assert_eq!((&facts["schemaVersion"], &facts["command"]), (&1.into(), &"emulate".into()));
    assert_eq!(facts["operations"], facts["withBehaviour"], "the bundled slice is emulated as a whole");
    let tokens = facts["tokens"].as_array().expect("a list");
    let user = &facts["users"][0]["id"];
    let of = |scheme: &str| {
        let token = tokens.iter().find(|one| one["scheme"] == scheme).expect("a token");
        token["token"].as_str().expect("a text").to_owned()
    };
    let (status, text) = answer(&facts, "POST /me/onlineMeetings", &of("delegated"), "{\"subject\":\"x\"}");
    assert_eq!(status, "201", "{text}");
    let path = format!("POST /users/{}/onlineMeetings", user.as_str().expect("an id"));
    assert_eq!(answer(&facts, &path, &of("application"), "{}").0, "201");
    assert_eq!(answer(&facts, "POST /me/onlineMeetings", "wrong", "{}").0, "401");
    drop(running);
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_it_is_told_to() {
    for signal in ["-INT", "-TERM"] {
        let (mut running, _) = started(&["emulate", "--json", "--quiet"]);
        let told = std::process::Command::new("kill").arg(signal).arg(running.0.id().to_string()).status();
        assert!(told.expect("kill").success());
        assert_eq!(running.0.wait().expect("an end").code(), Some(0), "{signal}");
    }
}

#[test]
fn people_see_how_to_call_it() {
    let mut child = command(&["emulate"]).stdout(Stdio::piped()).spawn().expect("the program");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let running = Running(child);
    let mut text = String::new();
    for line in lines.map_while(Result::ok) {
        text += &line;
        text.push('\n');
        if line.starts_with("Ctrl-C") {
            break;
        }
    }
    drop(running);
    for word in ["Adele Vance", "no secrets", "curl -X POST 'http://127.0.0.1:", ".allow_http_on_loopback()"]
    {
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
