use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::header::AUTHORIZATION;
use msgraph_core::{AccessToken, Permissions};

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

fn send(token: &str, request: http::request::Builder) -> Result<http::Response<Bytes>, Error> {
    let shared = Shared {
        origin: Url::parse("https://graph.microsoft.com/v1.0").unwrap().origin(),
        tokens: TokenRequest::new(["x"]),
        checks_permissions: false,
        timeout: None,
        agent: agent(None).unwrap(),
        target: Target::new(&Url::parse("https://graph.microsoft.com/v1.0").unwrap()),
        calls: Arc::default(),
        transport: Box::new(Echo),
    };
    let pipeline = Pipeline { credential: Some(Arc::new(AccessToken::new(token))), shared: Arc::new(shared) };
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
