//! A running emulator, and requests to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::called::command;

/// It does not outlive a test that fails.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Running {
    /// The next lines of standard error, as many as are asked for.
    pub(crate) fn said(&mut self, lines: usize) -> Vec<String> {
        let stderr = BufReader::new(self.0.stderr.take().expect("it is read once"));
        stderr.lines().take(lines).collect::<Result<_, _>>().expect("lines")
    }
}

/// One that says in JSON what to call it with.
pub(crate) fn started(args: &[&str]) -> (Running, Value) {
    let args = [&["emulate", "--json"], args].concat();
    let mut child =
        command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let mut running = Running(child);
    let facts = serde_json::from_str(&line);
    let Ok(facts) = facts else { panic!("{args:?}: {:?}", running.said(9)) };
    (running, facts)
}

/// What one says for people.
pub(crate) fn shown(args: &[&str]) -> String {
    let mut child =
        command(&[&["emulate"], args].concat()).stdout(Stdio::piped()).spawn().expect("the program");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let _running = Running(child);
    let mut text = String::new();
    for line in lines.map_while(Result::ok) {
        text += &line;
        text.push('\n');
        if line.starts_with("Ctrl-C") {
            break;
        }
    }
    text
}

/// A token of that scheme.
pub(crate) fn token<'a>(facts: &'a Value, scheme: &str) -> &'a str {
    let tokens = facts["tokens"].as_array().expect("a list");
    let token = tokens.iter().find(|one| one["scheme"] == scheme).expect("a token");
    token["token"].as_str().expect("a text")
}

/// The status of an answer to JSON and all of it.
pub(crate) fn answer(facts: &Value, request: &str, token: &str, body: &str) -> (String, String) {
    sent(facts, request, &format!("Authorization: Bearer {token}\r\nContent-Type: application/json"), body)
}

/// The same with these headers.
pub(crate) fn sent(facts: &Value, request: &str, headers: &str, body: &str) -> (String, String) {
    let url = facts["url"].as_str().expect("an address");
    let (address, root) = url.strip_prefix("http://").expect("http").split_once('/').expect("a path");
    let (method, path) = request.split_once(' ').expect("a method and a path");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    write!(
        stream,
        "{method} /{root}{path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .expect("a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let status = text.split(' ').nth(1).unwrap_or_default().to_owned();
    (status, text)
}

/// The same as the user of the first token, with the JSON of the body.
pub(crate) fn asked(facts: &Value, request: &str, body: &str) -> (String, Value) {
    let (status, text) = answer(facts, request, token(facts, "delegated"), body);
    let (_, body) = text.split_once("\r\n\r\n").unwrap_or_default();
    (status, serde_json::from_str(body).unwrap_or_default())
}
