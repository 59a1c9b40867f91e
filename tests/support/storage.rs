//! A storage of one long content, whose connections break where a test wants it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// How much is written at once.
const PIECE: u64 = 64 * 1024;

/// A server on a free port of loopback. Every eight bytes of its content are their own number.
pub(crate) struct Storage {
    port: u16,
    inner: Arc<Inner>,
}

struct Inner {
    length: u64,
    etag: Mutex<&'static str>,
    /// Where connections break, the next one first.
    breaks: Mutex<Vec<Break>>,
    sent: AtomicU64,
    ranges: Mutex<Vec<String>>,
}

/// What happens at a place in the content.
#[derive(Clone, Copy)]
pub(crate) enum Break {
    /// The connection is closed.
    Cut(u64),
    /// Nothing more comes.
    Silence(u64),
}

impl Storage {
    pub(crate) fn start(length: u64, breaks: impl IntoIterator<Item = Break>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Inner {
            length,
            etag: Mutex::new("\"1\""),
            breaks: Mutex::new(breaks.into_iter().collect()),
            sent: AtomicU64::new(0),
            ranges: Mutex::default(),
        });
        let served = Arc::clone(&inner);
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let inner = Arc::clone(&served);
                std::thread::spawn(move || inner.serve(stream));
            }
        });
        Self { port, inner }
    }

    /// The root for a client.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1.0", self.port)
    }

    /// How many bytes of the content were written so far.
    pub(crate) fn sent(&self) -> u64 {
        self.inner.sent.load(Ordering::SeqCst)
    }

    /// The ranges that were asked for; an empty text for all of it.
    pub(crate) fn ranges(&self) -> Vec<String> {
        self.inner.ranges.lock().unwrap().clone()
    }

    /// Gives the content another tag.
    pub(crate) fn change(&self, etag: &'static str) {
        *self.inner.etag.lock().unwrap() = etag;
    }
}

/// The bytes of the content in that range.
pub(crate) fn content(range: Range<u64>) -> Vec<u8> {
    let words = range.start / 8..range.end.div_ceil(8);
    let bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
    let start = usize::try_from(range.start % 8).unwrap();
    bytes[start..start + usize::try_from(range.end - range.start).unwrap()].to_vec()
}

impl Inner {
    /// Answers one request: what is no storage leads to it, as the service does.
    fn serve(&self, mut stream: TcpStream) {
        let head = head(&mut stream);
        if !head.starts_with("GET /storage") {
            let redirect = "HTTP/1.1 302 Found\r\nlocation: /storage?sig=1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
            let _ = stream.write_all(redirect.as_bytes());
            return;
        }
        let value =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        let (range, condition) = (value("range: "), value("if-range: "));
        self.ranges.lock().unwrap().push(range.clone());
        let etag = *self.etag.lock().unwrap();
        let from = range.strip_prefix("bytes=").and_then(|range| range.strip_suffix('-')?.parse().ok());
        let from: u64 = from.filter(|_| condition.is_empty() || condition == etag).unwrap_or(0);
        let (length, rest) = (self.length, self.length - from);
        let first = match from {
            0 => "200 OK".to_owned(),
            _ => format!("206 Partial Content\r\ncontent-range: bytes {from}-{}/{length}", length - 1),
        };
        let head = format!(
            "HTTP/1.1 {first}\r\netag: {etag}\r\ncontent-type: video/mp4\r\ncontent-length: {rest}\r\nconnection: close\r\n\r\n"
        );
        if stream.write_all(head.as_bytes()).is_ok() {
            self.write(stream, from);
        }
    }

    fn write(&self, mut stream: TcpStream, from: u64) {
        let next = {
            let mut breaks = self.breaks.lock().unwrap();
            (!breaks.is_empty()).then(|| breaks.remove(0))
        };
        let end = match next {
            Some(Break::Cut(at) | Break::Silence(at)) => at,
            None => self.length,
        };
        let mut at = from;
        while at < end {
            let to = end.min(at + PIECE);
            if stream.write_all(&content(at..to)).is_err() {
                return;
            }
            self.sent.fetch_add(to - at, Ordering::SeqCst);
            at = to;
        }
        if matches!(next, Some(Break::Silence(_))) {
            let _ = stream.read(&mut [0]); // until the client goes
        }
    }
}

fn head(stream: &mut TcpStream) -> String {
    let (mut bytes, mut byte) = (Vec::new(), [0]);
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        bytes.push(byte[0]);
    }
    String::from_utf8(bytes).unwrap()
}
