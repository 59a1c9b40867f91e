//! A server of HTTP/1.1 whose every connection a test plays by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server on a free port of loopback. It lives as long as the test's runtime.
pub(crate) struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

/// One connection, from the side of the service.
pub(crate) struct Connection {
    stream: TcpStream,
}

impl Server {
    /// Plays each connection by that closure, which takes its number from 0 on. It is closed when the closure is done.
    pub(crate) async fn start<F, T>(play: F) -> Self
    where
        F: Fn(usize, Connection) -> T + Send + 'static,
        T: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(play(number, Connection { stream }));
            }
        });
        Self { port, connections }
    }

    /// `127.0.0.1:port`
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The root for a client.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1.0", self.address())
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Connection {
    /// The head of the next request; nothing where the client has closed the connection instead.
    pub(crate) async fn request(&mut self) -> Option<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match self.stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return None,
            }
        }
        Some(String::from_utf8(head).unwrap())
    }

    /// Sends these bytes.
    pub(crate) async fn send(&mut self, text: &str) {
        // the client may be gone already
        let _ = self.stream.write_all(text.as_bytes()).await;
        let _ = self.stream.flush().await;
    }

    /// Waits until the client closes the connection, and gives what it had still sent.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        let _ = self.stream.read_to_end(&mut rest).await;
        rest
    }
}

/// The head of an answer that says how long its body is, and leaves the connection open.
pub(crate) fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n")
}
