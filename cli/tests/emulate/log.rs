//! `--log`: a line for each request, without anything that could be a secret.

use std::process::Stdio;

use serde_json::Value;

use crate::called::command;
use crate::running::{Running, answer, asked, started};

#[test]
fn each_request_has_a_line() {
    let (mut running, facts) = started(&["--log", "--fault", "1=cut-before @DELETE /me"]);
    let (_, made) = asked(&facts, "POST /me/onlineMeetings", r#"{"subject":"secret subject"}"#);
    let link = made["joinWebUrl"].as_str().expect("a link").replace('/', "%2F").replace(' ', "%20");
    asked(&facts, &format!("GET /me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{link}'"), "");
    asked(&facts, "GET /me/onlineMeetings(joinWebUrl='https://secret.example/')", "");
    answer(&facts, "DELETE /me/onlineMeetings/x", "secret token", "");
    let batch = r#"{"requests":[{"id":"one","method":"GET","url":"/me/onlineMeetings/x"}]}"#;
    asked(&facts, "POST /$batch", batch);
    let lines = running.said(6);
    let text = lines.join("\n");
    assert!(!text.to_ascii_lowercase().contains("secret") && !text.contains("eyJ"), "{text}");
    assert!(!text.contains("filter") && !text.contains("meetup"), "{text}");
    let lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |at: usize, name: &str| lines[at].get(name).cloned().unwrap_or_default();
    assert!(of(0, "time").as_str().is_some_and(|time| time.ends_with('Z') && time.len() == 24), "{text}");
    assert_eq!((of(0, "number"), of(0, "method"), of(0, "status")), (1.into(), "POST".into(), 201.into()));
    assert_eq!((of(1, "path"), of(1, "status")), ("/v1.0/me/onlineMeetings".into(), 200.into()));
    assert_eq!(of(2, "path"), "/v1.0/me/onlineMeetings(joinWebUrl=…)");
    assert_eq!((of(3, "status"), of(3, "fault")), (Value::Null, "cut-before".into()));
    assert_eq!((of(4, "path"), of(4, "status")), ("/v1.0/$batch".into(), 200.into()));
    assert_eq!((of(5, "batchId"), of(5, "status")), ("one".into(), 404.into()));
    assert!(of(5, "errorCode").is_string(), "{text}");
}

/// A free port, which another program could take in between; that is why the emulator is asked again.
fn shown(options: &[&str], requests: &[&str]) -> Vec<String> {
    for _ in 0..9 {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address");
        drop(free);
        let port = address.port().to_string();
        let args = [&["emulate", "--quiet", "--port", &port], options].concat();
        let child = command(&args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut running = Running(child);
        while running.0.try_wait().expect("a state").is_none() {
            if std::net::TcpStream::connect(address).is_ok() {
                let facts = serde_json::json!({ "url": format!("http://{address}/v1.0") });
                for request in requests {
                    answer(&facts, request, "", "");
                }
                return running.said(requests.len());
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    panic!("no port was free for long enough");
}

#[test]
fn people_read_it() {
    let options = ["--log", "--fault", "1=503 @GET /users"];
    let lines = shown(&options, &["POST /me/onlineMeetings?x=1", "GET /users/x/onlineMeetings"]);
    let behind = |line: &str| line.split_once("Z ").expect("a time").1.to_owned();
    assert_eq!(behind(&lines[0]), "POST /v1.0/me/onlineMeetings 401 InvalidAuthenticationToken");
    assert_eq!(behind(&lines[1]), "GET /v1.0/users/x/onlineMeetings 503 ServiceUnavailable, fault 503");
}

#[cfg(unix)]
#[test]
fn without_it_nothing_is_said() {
    let (mut running, facts) = started(&[]);
    asked(&facts, "POST /me/onlineMeetings", "{}");
    let told = std::process::Command::new("kill").arg(running.0.id().to_string()).status();
    assert!(told.expect("kill").success());
    assert_eq!(running.said(1), Vec::<String>::new());
}
