//! How many requests the emulator answers per second over 1, 8 and 64 connections, against a server that does nothing
//! else than say the same bytes, and how much memory it takes for 100,000 meetings.
//!
//! `cargo run --release -p msgraph-benches --example emulator_load [seconds per figure] [meetings]`
//!
//! The load is made with bare sockets, so that the client costs both servers the same and little.

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use msgraph_emulator::Emulator;
use peak_alloc::PeakAlloc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const MEETING: &str = r#"{"startDateTime":"2026-10-12T14:30:00+02:00","endDateTime":"2026-10-12T15:00:00+02:00","subject":"Analysis II"}"#;
const CONNECTIONS: [usize; 3] = [1, 8, 64];

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let meetings = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        speed(Duration::from_secs(seconds)).await?;
        memory(meetings).await
    })
}

/// One line per sort of request: the emulator's requests per second, and what part of the floor's that is.
async fn speed(time: Duration) -> Outcome<()> {
    println!(
        "{:<28}{:>12}{:>14}{:>14}{:>10}",
        "request", "connections", "emulator 1/s", "floor 1/s", "ratio"
    );
    let users = Emulator::start().await?.users();
    for (name, method, path) in [
        ("create a meeting", "POST", "/me/onlineMeetings".to_owned()),
        ("createOrGet, all new", "POST", "/me/onlineMeetings/createOrGet".to_owned()),
        ("get a meeting", "GET", "/me/onlineMeetings/{id}".to_owned()),
        ("find by join link", "GET", "/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{url}'".to_owned()),
    ] {
        for connections in CONNECTIONS {
            // a new one each time, so that what one figure leaves behind does not slow the next
            let emulator = Emulator::start().await?;
            let token = emulator.delegated_token(&users[0].id, &["OnlineMeetings.ReadWrite"]);
            let address = emulator.url().parse::<http::Uri>()?;
            let address: SocketAddr = address.authority().ok_or("no address")?.as_str().parse()?;
            let made = one(address, &asked("POST", "/me/onlineMeetings", &token, MEETING)).await?;
            let made: serde_json::Value = serde_json::from_slice(&made)?;
            let text = |name: &str| made[name].as_str().unwrap_or_default();
            let url = text("joinWebUrl").replace('%', "%25").replace('?', "%3F").replace(['"', '{'], "");
            let path = path.replace("{id}", text("id")).replace("{url}", &url);
            let is_keyed = path.ends_with("createOrGet");
            let request = |number: usize| {
                let keyed = MEETING.replacen('{', &format!("{{\"externalId\":\"{number}\","), 1);
                asked(method, &path, &token, if is_keyed { &keyed } else { MEETING })
            };
            let answer = one(address, &request(0)).await?;
            let (floor, _stop) = floor(answer.into()).await?;
            let of_floor = rate(floor, connections, time, &request).await?;
            let of_emulator = rate(address, connections, time, &request).await?;
            let ratio = of_emulator / of_floor;
            println!("{name:<28}{connections:>12}{of_emulator:>14.0}{of_floor:>14.0}{ratio:>10.2}");
        }
    }
    Ok(())
}

/// What so many meetings take in memory, against the bytes of their JSON.
async fn memory(meetings: usize) -> Outcome<()> {
    let emulator = Emulator::start().await?;
    let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
    let address = emulator.url().parse::<http::Uri>()?;
    let address: SocketAddr = address.authority().ok_or("no address")?.as_str().parse()?;
    let request = asked("POST", "/me/onlineMeetings", &token, MEETING);
    let mut connection = TcpStream::connect(address).await?;
    // so many that the log of requests is full and grows no more
    for _ in 0..10_000 {
        exchange(&mut connection, &request).await?;
    }
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let mut length = 0;
    for _ in 0..meetings {
        length = exchange(&mut connection, &request).await?.len();
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let each = (MEMORY.current_usage() - before) as f64 / meetings as f64;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let ratio = each / length as f64;
    println!(
        "{meetings} more meetings in {:.1} s: {each:.0} bytes each, {ratio:.2} of their JSON ({length} bytes)",
        start.elapsed().as_secs_f64(),
    );
    Ok(())
}

/// A request as HTTP writes it.
fn asked(method: &str, path: &str, token: &str, body: &str) -> String {
    let body = if method == "GET" { "" } else { body };
    format!(
        "{method} /v1.0{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
    )
}

async fn one(address: SocketAddr, request: &str) -> Outcome<Vec<u8>> {
    exchange(&mut TcpStream::connect(address).await?, request).await
}

/// Sends a request over a connection that stays open and gives the body of a good answer.
async fn exchange(connection: &mut TcpStream, request: &str) -> Outcome<Vec<u8>> {
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(8192);
    loop {
        if connection.read_buf(&mut answer).await? == 0 {
            return Err("the connection was closed".into());
        }
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) else {
            continue;
        };
        let head = std::str::from_utf8(&answer[..end])?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if answer.len() >= end + length.unwrap_or(0) {
            if !head.starts_with("HTTP/1.1 20") {
                return Err(String::from_utf8_lossy(&answer).into());
            }
            return Ok(answer.split_off(end));
        }
    }
}

/// The answers per second over that many connections.
async fn rate(
    address: SocketAddr,
    connections: usize,
    time: Duration,
    request: &impl Fn(usize) -> String,
) -> Outcome<f64> {
    let next = std::cell::Cell::new(1_usize);
    let until = Instant::now() + time;
    let lane = || async {
        let mut connection = TcpStream::connect(address).await?;
        while Instant::now() < until {
            let number = next.replace(next.get() + 1);
            exchange(&mut connection, &request(number)).await?;
        }
        Outcome::Ok(())
    };
    let start = Instant::now();
    let lanes: Vec<_> = (0..connections).map(|_| Box::pin(lane())).collect();
    futures_util::future::try_join_all(lanes).await?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let answered = (next.get() - 1) as f64;
    Ok(answered / start.elapsed().as_secs_f64())
}

/// A server on a thread of its own, as the emulator's is, that reads each request and says the same bytes.
async fn floor(answer: Bytes) -> Outcome<(SocketAddr, tokio::sync::oneshot::Sender<()>)> {
    let (ready, is_ready) = tokio::sync::oneshot::channel();
    let (stop, is_stopped) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let _ = ready.send(listener.local_addr().expect("an address"));
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let _ = stream.set_nodelay(true);
                    let answer = answer.clone();
                    let say = service_fn(move |request: Request<Incoming>| {
                        let answer = answer.clone();
                        async move {
                            let _ = request.into_body().collect().await;
                            Ok::<_, Infallible>(Response::new(Full::new(answer)))
                        }
                    });
                    let builder = hyper::server::conn::http1::Builder::new();
                    tokio::spawn(builder.serve_connection(TokioIo::new(stream), say));
                }
            });
            let _ = is_stopped.await;
        });
    });
    Ok((is_ready.await?, stop))
}
