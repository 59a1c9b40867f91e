//! The least server that HTTP/1.1 allows: canned answers over connections that are kept, a thread for each. What it
//! costs is a floor under all clients, so it reads no more of a request than where it ends.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use msgraph_benches::page::{self, Sent};

/// How many items the list has.
pub(crate) const ITEMS: usize = 1000;

/// The answers, complete with their heads.
pub(crate) struct Answers {
    post: Vec<u8>,
    list: Vec<u8>,
    declared: Vec<u8>,
}

impl Answers {
    pub(crate) fn new() -> Self {
        let answer = |status: &str, body: &str| {
            let length = body.len();
            format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json;odata.metadata=minimal\r\n\
                 request-id: 05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b\r\ncontent-length: {length}\r\n\r\n{body}"
            )
            .into_bytes()
        };
        Self {
            post: answer("201 Created", &page::meeting()),
            list: answer("200 OK", &page::recordings(ITEMS, Sent::Everything)),
            declared: answer("200 OK", &page::recordings(ITEMS, Sent::Declared)),
        }
    }

    fn to(&self, request: &[u8]) -> &[u8] {
        if request.starts_with(b"POST") {
            &self.post
        } else if request.starts_with(b"GET /v1.0/me/onlineMeetings/declared/") {
            &self.declared
        } else {
            &self.list
        }
    }
}

/// Serves on this machine until the process ends, and says where.
pub(crate) fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let answers = Arc::new(Answers::new());
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            // a client that goes away is no fault
            thread::spawn(move || serve(connection, &answers, usize::MAX).map(drop));
        }
    });
    Ok(address)
}

/// Answers so many requests, and gives the last one.
pub(crate) fn serve(mut connection: TcpStream, answers: &Answers, requests: usize) -> io::Result<Vec<u8>> {
    connection.set_nodelay(true)?;
    let mut request = Vec::new();
    let mut piece = [0; 8192];
    for _ in 0..requests {
        request.clear();
        while !is_whole(&request) {
            match connection.read(&mut piece)? {
                0 => return Ok(request),
                count => request.extend_from_slice(&piece[..count]),
            }
        }
        connection.write_all(answers.to(&request))?;
    }
    Ok(request)
}

/// Whether head and body are there. Both clients write `content-length` in small letters, as hyper does.
fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]);
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    request.len() >= end + 4 + length
}
