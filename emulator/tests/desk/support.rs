//! Raw HTTP, so that nothing of a client's own stands between a test and what goes over the wire.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use msgraph_emulator::{Emulator, EmulatorBuilder};
use serde_json::{Value, json};

/// How long anything may take.
const LONGEST: Duration = Duration::from_secs(20);

/// The permission that opens meetings.
pub(crate) const READ_WRITE: &str = "OnlineMeetings.ReadWrite";

/// An emulator and what a program beside it does.
pub(crate) struct Desk {
    pub(crate) emulator: Emulator,
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Reply {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The JSON of an answer that must have that status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of a refusal of the desk.
    pub(crate) fn code(&self) -> String {
        let answer = self.json();
        assert!(answer["error"]["message"].as_str().is_some_and(|text| text.ends_with('.')), "{answer}");
        answer["error"]["code"].as_str().expect("a code").to_owned()
    }
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder()).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        Self { emulator: builder.start().await.expect("the emulator starts") }
    }

    /// Address and port.
    pub(crate) fn host(&self) -> &str {
        self.emulator.authority().strip_prefix("http://").expect("an address")
    }

    /// Sends lines as they are, and reads until the connection ends.
    pub(crate) fn raw(&self, request: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|one| one.parse().ok());
        Reply { status: status.unwrap_or(0), head: String::from(head), body: String::from(body) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).expect("the emulator listens");
        stream.set_read_timeout(Some(LONGEST)).expect("a limit");
        stream
    }

    /// A request with these headers, which have their line ends.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let (host, length) = (self.host(), body.len());
        self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\
             {headers}\r\n{body}"
        ))
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        self.send("GET", path, "", "").expect(200)
    }

    /// A request with JSON.
    pub(crate) fn json(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.send(method, path, "Content-Type: application/json\r\n", &body.to_string())
    }

    /// A token for the first user, made by the desk.
    pub(crate) fn token(&self, permissions: &[&str]) -> String {
        let user = &self.get("/emulator/users")["users"][0]["id"];
        let made = self.json("POST", "/emulator/tokens", &json!({"user": user, "permissions": permissions}));
        made.expect(201)["token"].as_str().expect("a token").to_owned()
    }

    /// A request to Graph with a token.
    pub(crate) fn graph(&self, token: &str, method: &str, path: &str, body: &Value) -> Reply {
        let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, &format!("/v1.0{path}"), &headers, &body)
    }

    /// Creates a meeting, and gives its status.
    pub(crate) fn meeting(&self, token: &str, subject: &str) -> u16 {
        self.graph(token, "POST", "/me/onlineMeetings", &json!({"subject": subject})).status
    }

    /// Opens a stream of events. HTTP/1.0 has no chunks to take apart.
    pub(crate) fn events(&self, query: &str, headers: &str) -> Events {
        let mut stream = self.connect();
        let host = self.host();
        write!(stream, "GET /emulator/events{query} HTTP/1.0\r\nHost: {host}\r\n{headers}\r\n")
            .expect("sent");
        let mut events = Events { lines: BufReader::new(stream) };
        let head = events.block().expect("a head").to_ascii_lowercase();
        assert!(
            head.starts_with("http/1.0 200") && head.contains("content-type: text/event-stream"),
            "{head}"
        );
        assert_eq!(events.block().as_deref(), Some("retry: 1000\n"));
        events
    }
}

/// A stream of events.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
}

/// An event: its name, the number in its id, and its data.
pub(crate) type Event = (String, Option<u64>, Value);

impl Events {
    /// The lines up to the next empty one; nothing where the stream has ended.
    pub(crate) fn block(&mut self) -> Option<String> {
        let mut block = String::new();
        loop {
            let mut line = String::new();
            match self.lines.read_line(&mut line) {
                Ok(0) | Err(_) => return None,
                Ok(_) if line.trim_end().is_empty() => return Some(block),
                Ok(_) => block.push_str(&line),
            }
        }
    }

    pub(crate) fn next(&mut self) -> Event {
        let block = self.block().expect("the stream goes on");
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
        let name = field("event: ").unwrap_or_else(|| panic!("no event: {block}"));
        // Behind what tells the emulator from others.
        let number = |id: &str| id.split_once('-').and_then(|(_, number)| number.parse().ok());
        let id = field("id: ").map(|id| number(id).expect("a number"));
        let data = serde_json::from_str(field("data: ").expect("data")).expect("JSON");
        (String::from(name), id, data)
    }

    /// The numbers of so many requests.
    pub(crate) fn numbers(&mut self, count: usize) -> Vec<u64> {
        let number = |_| {
            let (name, id, data) = self.next();
            assert_eq!((name.as_str(), data["number"].as_u64()), ("request", id), "{data}");
            id.expect("an id")
        };
        (0..count).map(number).collect()
    }
}
