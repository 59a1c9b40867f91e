use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::header::AUTHORIZATION;
use msgraph_core::{AccessToken, Permissions, RequestError};
use url::Url;

use super::*;

static GET: OperationInfo = OperationInfo::new(http::Method::GET, "/me", Permissions::UNKNOWN);

/// Answers with the headers that it got.
struct Echo;

impl Service for Echo {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let mut response = http::Response::new(Bytes::new());
        *response.headers_mut() = request.headers().clone();
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn shared(transport: impl Service) -> Arc<Shared> {
    Arc::new(Shared {
        home: Home::new(&Url::parse("https://graph.microsoft.com/v1.0").unwrap()),
        tokens: TokenRequest::new(["x"]),
        checks_permissions: false,
        timeout: None,
        retrying: Retrying::new(msgraph_core::RetryPolicy::new(), None, "/v1.0"),
        agent: agent(None).unwrap(),
        target: Target::new(&Url::parse("https://graph.microsoft.com/v1.0").unwrap()),
        calls: Arc::default(),
        transport: Box::new(transport),
    })
}

fn send(token: &str, request: http::request::Builder) -> Result<http::Response<Bytes>, Error> {
    let shared = shared(Echo);
    let tokens = Tokens::new(Arc::new(AccessToken::new(token)), shared.tokens.clone());
    let pipeline = Pipeline::new(Some(tokens), shared);
    let future = pipeline.call(request.body(Bytes::new()).unwrap(), &GET);
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("nothing here waits"),
    }
}

#[test]
fn the_token_goes_to_the_own_origin_alone() {
    for foreign in [
        "https://graph.microsoft.com.example.com/v1.0/me",
        "https://example.com/v1.0/me",
        "http://graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com:444/v1.0/me",
        "/v1.0/me",
    ] {
        let result = send("secret", http::Request::get(foreign));
        assert!(
            matches!(result, Err(Error::Request(RequestError::ForeignOrigin { .. }))),
            "{foreign}: {result:?}"
        );
    }
    let own = send("secret", http::Request::get("https://GRAPH.microsoft.com:443/beta/me")).unwrap();
    assert_eq!(own.headers()[AUTHORIZATION], "Bearer secret");
    assert!(own.headers()[AUTHORIZATION].is_sensitive());
}

#[test]
fn headers_of_the_program_stay_except_for_the_token() {
    let request = http::Request::get("https://graph.microsoft.com/v1.0/me")
        .header("user-agent", "lectures/2")
        .header("client-request-id", "mine")
        .header("authorization", "Bearer other");
    let headers = send("secret", request).unwrap().headers().clone();
    assert_eq!(headers["user-agent"], "lectures/2");
    assert_eq!(headers["client-request-id"], "mine");
    assert_eq!(headers["authorization"], "Bearer secret");
}

#[test]
fn a_token_that_is_no_header_is_refused_without_being_shown() {
    for token in ["", "secret\n", "secret\r\nx: y", "secr\u{0}et"] {
        let error = send(token, http::Request::get("https://graph.microsoft.com/v1.0/me")).unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("secr"), "{error:?}");
    }
}

/// Fails once, then answers.
struct FailingOnce(std::sync::atomic::AtomicUsize);

impl Service for FailingOnce {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let number = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let answer = http::Response::builder().status(if number == 0 { 503 } else { 200 });
        Box::pin(std::future::ready(Ok(answer.body(Bytes::from_static(b"piece")).unwrap())))
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_asked_for_again_up_to_the_head_of_its_answer() {
    let shared = shared(FailingOnce(0.into()));
    let pipeline = Pipeline::new(None, Arc::clone(&shared));
    let request = || http::Request::get("https://graph.microsoft.com/v1.0/me").body(Bytes::new()).unwrap();
    let answer = pipeline.stream(request(), &GET).await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut body = answer.into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "piece");
    assert!(body.next().await.is_none());
    assert_eq!(shared.calls.used().operations()[0].calls(), 2, "each attempt counts as a call");
}
