//! TLS, HTTP/2 and tunnels, with the client's own transport and a server on loopback.
//!
//! Trust is the platform's, so each test runs in a process whose platform trusts the certificate of its server. Only
//! on Linux does a variable of the environment say so for every kind of TLS.
#![cfg(target_os = "linux")]

#[path = "support/tls_server.rs"]
mod tls_server;

use msgraph::{Graph, Tls};
use tls_server::{TlsServer, trusting};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Asks for a meeting so many times, one after the other.
async fn ask(graph: &Graph, times: usize) {
    for _ in 0..times {
        graph.me().online_meetings().by_id("m").get().await.unwrap();
    }
}

/// Sends some requests with that TLS, and gives the groups for key exchange that the client offered.
async fn groups_of(tls: Tls) -> String {
    let server = TlsServer::start().await;
    ask(&server.builder().no_proxy().tls(tls).build().unwrap(), 2).await;
    assert_eq!(server.seen().len(), 1);
    server.offered_groups()
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn requests_share_one_connection_of_http2() {
    if trusting("requests_share_one_connection_of_http2", &[]).is_some() {
        return;
    }
    let server = TlsServer::start().await;
    let graph = server.builder().no_proxy().build().unwrap();
    ask(&graph, 5).await;
    let at_once: Vec<_> = (0..20)
        .map(|_| {
            let graph = graph.clone();
            tokio::spawn(async move { ask(&graph, 1).await })
        })
        .collect();
    for one in at_once {
        one.await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((seen[0].protocol.as_str(), seen[0].requests), ("h2", 25));
}

#[tokio::test]
async fn a_client_can_do_without_http2() {
    if trusting("a_client_can_do_without_http2", &[]).is_some() {
        return;
    }
    let server = TlsServer::start().await;
    ask(&server.builder().no_proxy().http1_only().build().unwrap(), 5).await;
    let seen = server.seen();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((seen[0].protocol.as_str(), seen[0].requests), ("http/1.1", 5));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    if trusting("a_certificate_that_nobody_vouches_for_is_refused", &[]).is_some() {
        return;
    }
    let server = TlsServer::start().await;
    let another = TlsServer::start().await; // its certificate takes the place of the first one's
    let graph = server.builder().no_proxy().build().unwrap();
    let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
    let msgraph::Error::Transport(error) = error else { panic!("{error:?}") };
    assert!(!error.may_have_been_done(), "{error:?}");
    assert!(format!("{error:?}").to_lowercase().contains("certificate"), "{error:?}");
    assert!(another.seen().is_empty() && server.seen().iter().all(|one| one.requests == 0));
}

#[tokio::test]
async fn ring_is_a_choice() {
    if trusting("ring_is_a_choice", &[]).is_some() {
        return;
    }
    let groups = groups_of(Tls::Ring).await;
    assert!(groups.contains("X25519") && !groups.contains("MLKEM"), "{groups}");
}

#[cfg(feature = "aws-lc")]
#[tokio::test]
async fn aws_lc_is_a_choice() {
    if trusting("aws_lc_is_a_choice", &[]).is_some() {
        return;
    }
    let groups = groups_of(Tls::AwsLc).await;
    assert!(groups.contains("X25519MLKEM768"), "{groups}");
}

#[cfg(feature = "native-tls")]
#[tokio::test]
async fn the_tls_of_the_system_is_a_choice() {
    if trusting("the_tls_of_the_system_is_a_choice", &[]).is_some() {
        return;
    }
    let groups = groups_of(Tls::Native).await;
    assert!(!groups.contains("MLKEM"), "{groups}");
}

#[tokio::test]
async fn a_provider_of_the_whole_process_comes_before_the_features() {
    if trusting("a_provider_of_the_whole_process_comes_before_the_features", &[]).is_some() {
        return;
    }
    let mut provider = rustls::crypto::ring::default_provider();
    provider.cipher_suites.retain(|suite| format!("{:?}", suite.suite()) == "TLS13_CHACHA20_POLY1305_SHA256");
    provider.install_default().unwrap();
    let server = TlsServer::start().await;
    ask(&server.builder().no_proxy().build().unwrap(), 1).await;
    assert_eq!(server.seen()[0].cipher_suite, "TLS13_CHACHA20_POLY1305_SHA256");
    // and an explicit choice before that
    ask(&server.builder().no_proxy().tls(Tls::Ring).build().unwrap(), 1).await;
    assert_ne!(server.seen()[1].cipher_suite, "TLS13_CHACHA20_POLY1305_SHA256");
}

/// The parent is the proxy, because its address must be in the environment before the process begins.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_go_through_a_tunnel_of_the_environment() {
    let proxy = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let head = tokio::spawn(tunnel(proxy));
    let run = move || {
        let environment = [("https_proxy", &*address), ("no_proxy", ""), ("NO_PROXY", "")];
        trusting("requests_go_through_a_tunnel_of_the_environment", &environment)
    };
    if tokio::task::spawn_blocking(run).await.unwrap().is_some() {
        let head = head.await.unwrap();
        assert!(head.starts_with("CONNECT 127.0.0.1:") && !head.contains("SECRET"), "{head}");
        return;
    }
    let server = TlsServer::start().await;
    ask(&server.builder().build().unwrap(), 3).await;
    assert_eq!((server.seen().len(), server.seen()[0].requests), (1, 3));
}

/// Leads one connection to where it wants to go, and gives the head by which it asked.
async fn tunnel(proxy: tokio::net::TcpListener) -> String {
    let (mut client, _) = proxy.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let mut server = tokio::net::TcpStream::connect(target).await.unwrap();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    // ends when the process does
    let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    head
}
