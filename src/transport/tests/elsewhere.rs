//! Answers that are not what was asked for: of another server, of a client with rules of its own, too large.

use super::*;

/// A service that redirects everything below `recordings` to that answer of a storage server, and gives meetings.
async fn redirecting(answer: &'static str) -> Server {
    let storage = Server::start(move |_, mut connection| async move {
        while connection.request().await.is_some() {
            connection.send(answer).await;
        }
    })
    .await;
    let location = format!("{}/blob", storage.url());
    Server::start(move |_, mut connection| {
        let location = location.clone();
        async move {
            while let Some(head_of) = connection.request().await {
                let led_on =
                    format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
                let is_content = head_of.contains("/recordings/");
                connection.send(&if is_content { led_on } else { head(2) + "{}" }).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_refusal_of_another_server_says_nothing_of_token_and_limits() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    // claims="{}"
    let challenge = "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer error=\"insufficient_claims\", \
                     claims=\"e30=\"\r\ncontent-length: 0\r\n\r\n";
    let busy = "HTTP/1.1 503 Busy\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n";
    for (answer, status) in [(challenge, 401), (busy, 503)] {
        let server = redirecting(answer).await;
        let asked = std::sync::Arc::new(AtomicUsize::new(0));
        let count = std::sync::Arc::clone(&asked);
        let graph =
            Graph::builder().base_url(server.url()).allow_http_on_loopback().credential_fn(move |_| {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let end = time::OffsetDateTime::now_utc() + time::Duration::HOUR;
                async move { Ok(msgraph_core::AccessToken::new(format!("t{number}")).with_expiry(end)) }
            });
        let graph = graph.build().unwrap();
        let recordings = || graph.me().online_meetings().by_id("m").recordings().by_id("r").content().get();
        let streamed = in_time(recordings().stream()).await.map(drop);
        assert_eq!(streamed.unwrap_err().status().unwrap().as_u16(), status);
        let whole = in_time(recordings().into_future()).await.map(drop);
        assert_eq!(whole.unwrap_err().status().unwrap().as_u16(), status);
        in_time(meeting(&graph)).await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 1, "the token stays: {status}");
    }
}

#[tokio::test]
async fn a_client_that_follows_redirects_by_itself_is_found_out() {
    let server = Server::start(|_, mut connection| async move {
        while let Some(asked) = connection.request().await {
            let is_first = asked.starts_with("POST");
            let led_on =
                "HTTP/1.1 302 Found\r\nlocation: /v1.0/other\r\ncontent-length: 0\r\n\r\n".to_owned();
            connection.send(&if is_first { led_on } else { head(2) + "{}" }).await;
        }
    })
    .await;
    let of_the_program = |policy| {
        let builder = reqwest::Client::builder().no_proxy().redirect(policy);
        let builder = tls::choose(builder, &server.url().parse().unwrap(), &Settings::default()).unwrap();
        let transport = Transport::new(builder.build().unwrap(), Limits::default());
        let url = format!("{}/me/onlineMeetings?sig=SECRET", server.url());
        let request = http::Request::post(url).body(Bytes::new()).unwrap();
        async move { transport.call(request, &CONTENT).await }
    };
    let error = transport_error(in_time(of_the_program(reqwest::redirect::Policy::default())).await);
    assert!(error.may_have_been_done() && error.to_string().contains("Policy::none()"), "{error}");
    let answer = in_time(of_the_program(reqwest::redirect::Policy::none())).await.unwrap();
    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_kept() {
    let server = Server::start(|_, mut connection| async move {
        while let Some(asked) = connection.request().await {
            let refused = format!("HTTP/1.1 500 X\r\ncontent-length: {}\r\n\r\n", 3 << 20);
            let first = if asked.contains("/SECRET-id") { refused } else { head(3 << 20) };
            connection.send(&(first + &"x".repeat(3 << 20))).await;
        }
    })
    .await;
    let graph = builder(&server).answer_limit(2 << 20).build().unwrap();
    match in_time(meeting(&graph)).await.unwrap_err() {
        Error::Service(refused) => assert_eq!((refused.status.as_u16(), refused.body.len()), (500, 1 << 20)),
        other => panic!("{other:?}"),
    }
    let get = graph.me().online_meetings().by_id("m").get().retry(RetryPolicy::none());
    let error = transport_error(in_time(get.into_future()).await);
    assert!(error.may_have_been_done() && error.to_string().contains("more than 2097152 bytes"), "{error}");
}
