//! Sources that lie at an address, served from this machine.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::place::{Place, SPEC};

/// A server that gives the same answer to whoever asks, and counts them.
struct Server {
    url: String,
    answer: Arc<Mutex<Vec<u8>>>,
    asked: Arc<Mutex<usize>>,
}

impl Server {
    fn new(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/graph.yaml", listener.local_addr().expect("an address"));
        let server = Self { url, answer: Arc::new(Mutex::new(answer.into())), asked: Arc::default() };
        let (answer, asked) = (server.answer.clone(), server.asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                *asked.lock().expect("the count") += 1;
                let answer = answer.lock().expect("the answer").clone();
                serve(stream.expect("a connection"), &answer);
            }
        });
        server
    }

    fn serves(&self, answer: impl Into<Vec<u8>>) {
        *self.answer.lock().expect("the answer") = answer.into();
    }

    fn asked(&self) -> usize {
        *self.asked.lock().expect("the count")
    }
}

fn serve(mut stream: TcpStream, answer: &[u8]) {
    let mut lines = BufReader::new(stream.try_clone().expect("a connection")).lines();
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    // A client that has read enough closes the connection.
    stream.write_all(answer).ok();
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[test]
fn what_was_downloaded_is_kept_by_its_hash() {
    let (place, server) = (Place::new(), Server::new(ok(SPEC)));
    place.done(&["generate", "--spec", &server.url, "--permissions", "table.yaml", "--name", "out"]);
    assert_eq!(server.asked(), 1);
    let settings = place.read("out/msgraph.toml");
    assert!(settings.contains(&format!("[spec]\nurl = \"{}\"\nsha256 = \"", server.url)), "{settings}");
    let files = place.files("out");
    // Nobody is asked again while the hash is known, not even of another answer.
    server.serves("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    place.done(&["check", "out"]);
    assert_eq!((server.asked(), place.files("out")), (1, files.clone()));
    // What was kept and is no longer what it was is not used.
    let kept =
        std::fs::read_dir(place.path("cache/cargo-msgraph")).expect("the cache").next().expect("a file");
    std::fs::write(kept.expect("a file").path(), "broken").expect("a file");
    let said = place.refused(1, &["check", "out"]);
    assert!(said.contains("the server answers 500") && said.contains("out/msgraph.toml"), "{said}");
    server.serves(ok(SPEC));
    place.done(&["check", "out"]);
    assert_eq!(place.files("out"), files);
}

#[test]
fn a_newer_one_is_taken_when_it_is_asked_for() {
    let (place, server) = (Place::new(), Server::new(ok(SPEC)));
    place.done(&["generate", "--spec", &server.url, "--name", "out"]);
    server.serves(ok(&SPEC.replace("/me/things", "/me/stuff")));
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    assert!(place.path("out/src/operations/get_me_things.rs").is_file());
    // Without what was kept, the other bytes are found and refused.
    std::fs::remove_dir_all(place.path("cache")).expect("the cache");
    let said = place.refused(1, &["generate", "--settings", "out/msgraph.toml"]);
    assert!(said.contains("is not what it was") && said.contains("--update"), "{said}");
    place.done(&["generate", "--settings", "out/msgraph.toml", "--update"]);
    assert!(place.path("out/src/operations/get_me_stuff.rs").is_file());
    place.done(&["check", "out"]);
}

#[test]
fn a_file_with_an_address_is_downloaded_when_it_is_missing() {
    let (place, server) = (Place::new(), Server::new(ok(SPEC)));
    place.write("msgraph.toml", &format!("[spec]\nfile = 'graph.yaml'\nurl = '{}'\n", server.url));
    place.done(&["generate", "--out", ".", "--name", "things"]);
    assert_eq!(place.read("graph.yaml"), SPEC);
    place.done(&["generate"]);
    assert_eq!(server.asked(), 1);
    let newer = SPEC.replace("/me/things", "/me/stuff");
    server.serves(ok(&newer));
    place.done(&["generate", "--update"]);
    assert_eq!(place.read("graph.yaml"), newer);
    place.done(&["check"]);
    assert_eq!(server.asked(), 2);
}

#[test]
fn what_can_go_wrong_is_said() {
    let place = Place::new();
    let refused = |answer: &str, part: &str| {
        let server = Server::new(answer);
        let said = place.refused(1, &["slice", "--spec", &server.url]);
        assert!(
            said.contains(part) && said.contains(&server.url) && said.contains("help:"),
            "{part}: {said}"
        );
    };
    refused("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "the server answers 404 Not Found");
    refused(
        "HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\nContent-Length: 0\r\n\r\n",
        "cannot be downloaded",
    );
    refused("HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n", "has more than 256 MB");
    refused("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nopenapi", "cannot be downloaded");
    refused("nonsense\r\n\r\n", "cannot be downloaded");
    let server = Server::new([&b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"[..], &[0xff, 0xfe]].concat());
    assert!(place.refused(1, &["slice", "--spec", &server.url]).contains("is not UTF-8"));
    // Nobody listens there any longer.
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let said = place.refused(1, &["slice", "--spec", &format!("http://{free}/")]);
    assert!(said.contains("nothing answers there"), "{said}");
    // A fault of what was downloaded is shown in it.
    let server = Server::new(ok("openapi: [\n"));
    let said = place.refused(1, &["slice", "--spec", &server.url]);
    assert!(said.contains(&format!("--> {}:", server.url)), "{said}");
}

#[test]
fn addresses_that_are_not_safe_are_wrong_calls() {
    let place = Place::new();
    for (address, part) in [
        ("http://example.com/graph.yaml", "does not begin with `https://`"),
        ("ftp://example.com/graph.yaml", "does not begin with `https://`"),
        ("https://me:secret@example.com/graph.yaml", "holds a name or a password"),
        ("https:///graph.yaml", "is no address"),
    ] {
        for option in ["--spec", "--permissions"] {
            let said = place.refused(2, &["slice", option, address]);
            assert!(said.contains(part) && said.contains(option) && !said.contains("secret"), "{said}");
        }
    }
}
