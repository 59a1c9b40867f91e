//! What goes over the wire and when: pieces of a body, limits of time, calls that are given up, connections.

mod elsewhere;
#[path = "../../tests/support/server.rs"]
mod server;

use std::time::Duration;

use msgraph_core::{Permissions, RetryPolicy, TransportError};
use tokio::sync::mpsc;

use super::*;
use crate::{Graph, GraphBuilder};
use server::{Connection, Server, head};

static CONTENT: OperationInfo = OperationInfo::new(http::Method::GET, "/me/content", Permissions::UNKNOWN);

const SOON: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(20);

fn builder(server: &Server) -> GraphBuilder {
    Graph::builder().base_url(server.url()).allow_http_on_loopback().token("SECRET-token")
}

/// One meeting, asked for once.
async fn meeting(graph: &Graph) -> Result<(), Error> {
    let request = graph.me().online_meetings().by_id("SECRET-id").get().retry(RetryPolicy::none());
    request.await.map(|_| ())
}

/// A transport of its own, as a client has it.
fn own(server: &Server, settings: Settings) -> Transport {
    let limits = settings.limits();
    Transport::new(client(&server.url().parse().unwrap(), settings).unwrap(), limits)
}

/// The content behind that path, piece by piece.
async fn content(transport: &Transport, server: &Server) -> Result<http::Response<ByteStream>, Error> {
    let request = http::Request::get(format!("{}/me/content?sig=SECRET", server.url()));
    let request = request.header("authorization", "Bearer SECRET").header("range", "bytes=0-9");
    transport.stream(request.body(Bytes::new()).unwrap(), &CONTENT).await
}

fn transport_error<T: std::fmt::Debug>(result: Result<T, Error>) -> TransportError {
    match result.unwrap_err() {
        Error::Transport(error) => {
            assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
            error
        }
        other => panic!("{other:?}"),
    }
}

/// Answers every request of a connection with an empty object.
async fn answer_all(mut connection: Connection) {
    while connection.request().await.is_some() {
        connection.send(&(head(2) + "{}")).await;
    }
}

/// Fails where something takes longer than anything here may.
async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LONG, future).await.expect("it should have been done by now")
}

// ---- streams

#[tokio::test]
async fn pieces_come_as_they_are_sent() {
    let (go_on, wait) = mpsc::channel::<()>(1);
    let wait = std::sync::Mutex::new(Some(wait));
    let server = Server::start(move |_, mut connection| {
        let wait = wait.lock().unwrap().take();
        async move {
            connection.request().await.unwrap();
            connection.send("HTTP/1.1 206 Partial\r\nx-own: 1\r\ncontent-length: 6\r\n\r\nWEB").await;
            wait.unwrap().recv().await;
            connection.send("VTT").await;
            connection.rest().await;
        }
    })
    .await;
    let transport = own(&server, Settings::default());
    let response = in_time(content(&transport, &server)).await.unwrap();
    assert_eq!(response.status(), 206);
    assert_eq!(response.headers()["x-own"], "1");
    let mut body = response.into_body();
    assert_eq!(in_time(body.next()).await.unwrap().unwrap(), "WEB", "before the rest is sent");
    go_on.send(()).await.unwrap();
    assert_eq!(in_time(body.next()).await.unwrap().unwrap(), "VTT");
    assert!(in_time(body.next()).await.is_none());
}

#[tokio::test]
async fn chunks_are_pieces_and_trailers_are_none() {
    let server = Server::start(|_, mut connection| async move {
        connection.request().await.unwrap();
        let body = "3\r\nWEB\r\n3\r\nVTT\r\n0\r\nx-trailer: 1\r\n\r\n";
        connection.send(&format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{body}")).await;
        connection.rest().await;
    })
    .await;
    let transport = own(&server, Settings::default());
    let mut body = content(&transport, &server).await.unwrap().into_body();
    let mut whole = Vec::new();
    while let Some(piece) = in_time(body.next()).await {
        whole.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(whole, b"WEBVTT");
}

#[tokio::test]
async fn a_body_that_breaks_off_says_how_much_there_was() {
    let server = Server::start(|_, mut connection| async move {
        connection.request().await.unwrap();
        connection.send(&(head(100) + "WEBVTT")).await;
    })
    .await;
    let transport = own(&server, Settings::default());
    let mut body = content(&transport, &server).await.unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "WEBVTT");
    let error = transport_error(body.next().await.unwrap());
    assert_eq!(
        error.to_string(),
        "GET /me/content was answered, but the connection broke after 6 bytes of the body"
    );
    assert!(error.may_have_been_done() && !error.is_timeout());
    assert!(body.next().await.is_none(), "it ends behind an error");
}

#[tokio::test]
async fn a_stream_follows_redirects_without_the_token() {
    let (heads, mut received) = mpsc::unbounded_channel();
    let storage = Server::start(move |_, mut connection| {
        let heads = heads.clone();
        async move {
            heads.send(connection.request().await.unwrap()).unwrap();
            connection.send(&(head(6) + "WEBVTT")).await;
        }
    })
    .await;
    let location = storage.url();
    let service = Server::start(move |_, mut connection| {
        let location = location.clone();
        async move {
            connection.request().await.unwrap();
            let redirect = format!("HTTP/1.1 302 Found\r\nlocation: {location}/blob\r\n");
            connection.send(&(redirect + "content-length: 0\r\n\r\n")).await;
        }
    })
    .await;
    let transport = own(&service, Settings::default());
    let mut body = content(&transport, &service).await.unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "WEBVTT");
    let head = received.recv().await.unwrap();
    assert!(head.starts_with("GET /v1.0/blob ") && head.contains("range: bytes=0-9"), "{head}");
    assert!(!head.contains("SECRET"), "{head}");
}

// ---- limits of time

#[tokio::test]
async fn silence_before_and_in_the_middle_of_an_answer_is_named() {
    let server = Server::start(|number, mut connection| async move {
        connection.request().await.unwrap();
        if number > 0 {
            connection.send(&(head(100) + "{")).await;
        }
        connection.rest().await;
    })
    .await;
    let graph = builder(&server).read_timeout(SOON).build().unwrap();
    for _ in 0..2 {
        let error = transport_error(in_time(meeting(&graph)).await);
        assert!(error.is_timeout() && error.may_have_been_done(), "{error:?}");
        let text = error.to_string();
        let wanted = "GET /me/onlineMeetings/{onlineMeeting-id} was sent, but the service was silent for 100ms, the \
                      limit for reading (`read_timeout`); the service may have done it\nclient-request-id: ";
        assert!(text.starts_with(wanted), "{text}");
    }
    let transport = own(&server, Settings { read_timeout: Some(SOON), ..Settings::default() });
    let mut body = content(&transport, &server).await.unwrap().into_body();
    assert_eq!(in_time(body.next()).await.unwrap().unwrap(), "{");
    let error = transport_error(in_time(body.next()).await.unwrap());
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET /me/content was answered, but the service was silent for 100ms, the limit for reading \
         (`read_timeout`) after 1 bytes of the body"
    );
}

#[cfg(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))]
#[tokio::test]
async fn a_connection_that_does_not_come_about_is_named() {
    // TCP is there at once, TLS never
    let server = Server::start(|_, mut connection| async move { drop(connection.rest().await) }).await;
    let root = server.url().replace("http:", "https:");
    let builder = Graph::builder().base_url(root).token("SECRET-token").no_proxy();
    let graph = builder.connect_timeout(SOON).build().unwrap();
    let error = transport_error(in_time(meeting(&graph)).await);
    assert!(error.is_timeout() && !error.may_have_been_done(), "{error:?}");
    let wanted = "GET /me/onlineMeetings/{onlineMeeting-id} was not sent: there was no connection within 100ms, the \
                  limit for connecting (`connect_timeout`)";
    assert!(error.to_string().starts_with(wanted), "{error}");
}

#[tokio::test]
async fn the_limit_of_the_whole_call_is_named() {
    let server = Server::start(|_, mut connection| async move { drop(connection.rest().await) }).await;
    let graph = builder(&server).timeout(SOON).build().unwrap();
    let error = transport_error(in_time(meeting(&graph)).await);
    assert!(error.is_timeout() && error.may_have_been_done(), "{error:?}");
    let wanted =
        "GET /me/onlineMeetings/{onlineMeeting-id} was given up after 100ms, the limit for the whole call";
    assert!(error.to_string().starts_with(wanted), "{error}");
}

#[test]
fn settings_that_nothing_would_come_of_are_refused() {
    type Set = fn(GraphBuilder) -> GraphBuilder;
    let settings: [(&str, Set); 5] = [
        ("connect_timeout", |builder| builder.connect_timeout(SOON)),
        ("read_timeout", |builder| builder.read_timeout(SOON)),
        ("http1_only", GraphBuilder::http1_only),
        ("no_proxy", GraphBuilder::no_proxy),
        ("proxy", |builder| builder.proxy(reqwest::Proxy::all("http://127.0.0.1:1").unwrap())),
    ];
    for (name, set) in settings {
        let memory = crate::testing::Memory::json(200, "{}");
        let error = set(Graph::builder()).service(memory).build().unwrap_err();
        let why = std::error::Error::source(&error).unwrap().to_string();
        assert!(
            why.starts_with(&format!("`.{name}(..)` is a setting of the client's own transport")),
            "{why}"
        );
        assert!(why.contains("`.service(..)` takes its place"), "{why}");
    }
}

#[cfg(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))]
#[test]
fn without_a_feature_for_tls_the_error_names_them() {
    let error = Graph::builder().token("t").build().unwrap_err();
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.contains("`rustls`, `aws-lc` or `native-tls`") && why.contains(".http_client(..)"), "{why}");
}

#[test]
fn a_name_that_is_no_header_is_refused() {
    let memory = crate::testing::Memory::json(200, "{}");
    let error = Graph::builder().service(memory).user_agent("lectures\n2").build().unwrap_err();
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.starts_with(r#"`.user_agent("lectures\n2")` has characters"#), "{why}");
}

// ---- calls that are given up, connections

#[tokio::test]
async fn a_call_that_is_dropped_closes_its_connection_and_the_next_one_works() {
    let (events, mut next) = mpsc::unbounded_channel();
    let server = Server::start(move |number, mut connection| {
        let events = events.clone();
        async move {
            if number > 1 {
                return answer_all(connection).await;
            }
            connection.request().await.unwrap();
            if number == 1 {
                connection.send(&(head(1000) + "{")).await;
            }
            events.send("asked").unwrap();
            assert!(connection.rest().await.is_empty(), "nothing more is sent");
            events.send("closed").unwrap();
        }
    })
    .await;
    let graph = builder(&server).build().unwrap();
    for _before_the_head_and_in_the_body in 0..2 {
        tokio::select! {
            result = meeting(&graph) => panic!("the server does not answer in full: {result:?}"),
            event = in_time(next.recv()) => assert_eq!(event, Some("asked")),
        }
        assert_eq!(in_time(next.recv()).await, Some("closed"));
    }
    in_time(meeting(&graph)).await.unwrap();
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_stream_that_is_dropped_closes_its_connection() {
    let (closed, mut when_closed) = mpsc::unbounded_channel();
    let server = Server::start(move |_, mut connection| {
        let closed = closed.clone();
        async move {
            connection.request().await.unwrap();
            connection.send(&(head(1_000_000) + "WEBVTT")).await;
            closed.send(connection.rest().await.len()).unwrap();
        }
    })
    .await;
    let transport = own(&server, Settings::default());
    let mut body = content(&transport, &server).await.unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "WEBVTT");
    assert!(when_closed.try_recv().is_err(), "it is open as long as the stream is there");
    drop(body);
    assert_eq!(in_time(when_closed.recv()).await, Some(0));
}

#[tokio::test]
async fn requests_of_a_client_and_its_clones_share_a_connection() {
    let server = Server::start(|_, connection| answer_all(connection)).await;
    let graph = builder(&server).build().unwrap();
    let of_another = graph.with_credential(msgraph_core::AccessToken::new("other"));
    for _ in 0..10 {
        meeting(&graph).await.unwrap();
        meeting(&graph.clone()).await.unwrap();
        meeting(&of_another).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_stream_that_is_read_to_its_end_leaves_its_connection_to_the_next() {
    let server = Server::start(|_, connection| answer_all(connection)).await;
    let transport = own(&server, Settings::default());
    for _ in 0..5 {
        let mut body = content(&transport, &server).await.unwrap().into_body();
        while body.next().await.is_some() {}
    }
    assert_eq!(server.connections(), 1);
}

// ---- proxies

#[tokio::test]
async fn a_root_on_loopback_goes_through_a_proxy_that_is_named() {
    let (heads, mut received) = mpsc::unbounded_channel();
    let proxy = Server::start(move |_, mut connection| {
        let heads = heads.clone();
        async move {
            heads.send(connection.request().await.unwrap()).unwrap();
            connection.send(&(head(2) + "{}")).await;
        }
    })
    .await;
    let named = reqwest::Proxy::all(format!("http://{}", proxy.address())).unwrap();
    let builder = Graph::builder().base_url("http://127.0.0.1:9/v1.0").allow_http_on_loopback();
    in_time(meeting(&builder.token("t").proxy(named).build().unwrap())).await.unwrap();
    let head = received.recv().await.unwrap();
    assert!(
        head.starts_with("GET http://127.0.0.1:9/v1.0/me/onlineMeetings/SECRET-id HTTP/1.1\r\n"),
        "{head}"
    );
}

#[cfg(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))]
#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel_and_sees_no_token() {
    let (seen, mut received) = mpsc::unbounded_channel();
    let proxy = Server::start(move |_, mut connection| {
        let seen = seen.clone();
        async move {
            let head = connection.request().await.unwrap();
            connection.send("HTTP/1.1 200 OK\r\n\r\n").await;
            // the beginning of TLS, for as long as the client waits for the answer to it
            let rest = connection.rest().await;
            seen.send((head, rest)).unwrap();
        }
    })
    .await;
    let named = reqwest::Proxy::all(format!("http://{}", proxy.address())).unwrap().basic_auth("us", "pass");
    let graph = Graph::builder().token("SECRET-token").proxy(named).connect_timeout(SOON).build().unwrap();
    let error = transport_error(in_time(meeting(&graph)).await);
    assert!(!error.may_have_been_done(), "{error:?}");
    let (head, rest) = in_time(received.recv()).await.unwrap();
    assert!(head.starts_with("CONNECT graph.microsoft.com:443 HTTP/1.1\r\n"), "{head}");
    assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic "), "{head}");
    assert!(!head.contains("SECRET") && !head.contains("onlineMeetings"), "{head}");
    assert_eq!(rest[..2], [22, 3], "a handshake of TLS");
    let rest = String::from_utf8_lossy(&rest);
    assert!(!rest.contains("SECRET") && !rest.contains("onlineMeetings"), "{rest}");
}

// ---- other servers
