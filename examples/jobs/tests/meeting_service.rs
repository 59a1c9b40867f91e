//! The service makes meetings for the users whose tokens it gets, and tells browsers what they can do about the rest.

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use support::{assert_no_secrets, assert_usage, program, said};

const SERVICE: &str = env!("CARGO_BIN_EXE_meeting_service");

#[test]
fn two_users_get_their_meetings_and_nobody_else_does() {
    let run = program(SERVICE).output().unwrap();
    let (told, faults) = said(&run);
    assert!(run.status.success(), "{told}\n{faults}");
    let line = |start: &str| {
        told.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_else(|| panic!("{told}"))
    };
    let [adele, megan] =
        ["Adele Vance", "Megan Bowen"].map(|name| line(&format!("{name} asks for a meeting: 201 Created, ")));
    let [of_adele, of_megan] = [adele, megan].map(|answer| {
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        answer["join_url"].as_str().unwrap().to_owned()
    });
    // each link names its organizer
    assert!(of_adele.contains("4e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60"), "{of_adele}");
    assert!(of_megan.contains("b7c9d2e4-0a1f-4b6c-8d3e-5f6a7b8c9d01"), "{of_megan}");
    assert!(
        line("Somebody without a token: ").starts_with("401 Unauthorized, www-authenticate: Bearer, "),
        "{told}"
    );
    assert!(line("Somebody with a forged one: ").contains("Bearer error=\"invalid_token\""), "{told}");
    assert!(line("When Graph is busy: ").starts_with("429 Too Many Requests, retry-after: 3, "), "{told}");
    assert_no_secrets(&(told + &faults));
}

/// Ends the program with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The status line and the rest of the answer to a request with that body.
fn post(address: &str, token: &str, body: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(
        connection,
        "POST /meetings HTTP/1.1\r\nhost: {address}\r\nauthorization: bearer {token}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_goes_on_serving() {
    let mut running = Running(program(SERVICE).arg("--serve").stdout(Stdio::piped()).spawn().unwrap());
    let told = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let call = told.into_iter().find(|line| line.starts_with("  curl ")).unwrap();
    let address = call.split("http://").nth(1).unwrap().split('/').next().unwrap();
    let token = call.split("Bearer ").nth(1).unwrap().split('\'').next().unwrap();
    let body = call.split("--json '").nth(1).unwrap().trim_end_matches('\'');
    let made = post(address, token, body);
    assert!(
        made.starts_with("HTTP/1.1 201 Created\r\n") && made.contains("\"join_url\":\"https://"),
        "{made}"
    );
    let odd = post(address, token, r#"{"subject": "x", "start": "tomorrow", "end": "later"}"#);
    assert!(odd.starts_with("HTTP/1.1 422 "), "{odd}");
    let nobody = post(address, "", "no JSON");
    assert!(nobody.starts_with("HTTP/1.1 401 "), "without a token, the body does not matter: {nobody}");
    let backward = body.replace("T15:00", "T13:00");
    let refused = post(address, token, &backward);
    assert!(
        refused.starts_with("HTTP/1.1 400 ") && refused.contains("POST /me/onlineMeetings answered"),
        "{refused}"
    );
}

#[test]
fn half_of_the_settings_is_an_error() {
    let run = program(SERVICE).env("MSGRAPH_CLIENT_SECRET", "hush-hush").output().unwrap();
    let (_, told) = said(&run);
    assert_eq!(run.status.code(), Some(1));
    assert!(told.contains("MSGRAPH_TENANT_ID"), "{told}");
    assert_no_secrets(&told);
}

#[test]
fn an_address_that_is_none_is_named() {
    let mut service = program(SERVICE);
    for name in ["MSGRAPH_TENANT_ID", "MSGRAPH_CLIENT_ID", "MSGRAPH_CLIENT_SECRET"] {
        service.env(name, "hush-hush");
    }
    let run = service.env("MSGRAPH_LISTEN", "here").output().unwrap();
    let (told, faults) = said(&run);
    assert_eq!((run.status.code(), told.as_str()), (Some(1), ""));
    assert!(faults.starts_with("MSGRAPH_LISTEN: invalid socket address"), "{faults}");
}

#[test]
fn odd_arguments_get_the_usage() {
    assert_usage(SERVICE);
}
