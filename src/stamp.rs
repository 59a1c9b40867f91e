//! What every request gets on its way out: the token, an id, the name of the program that asks. And what a
//! refusal gets on its way back: what that token holds.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderName, HeaderValue, StatusCode};
use msgraph_core::{
    AccessToken, BoxFuture, Credential, CredentialError, Error, OperationInfo, RequestError, Service,
    TokenPermissions,
};
use url::{Origin, Url};

use crate::calls::Calls;
use crate::request_id;

/// <https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support>
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const AGENT: HeaderValue = HeaderValue::from_static(concat!("msgraph/", env!("CARGO_PKG_VERSION")));

/// Adds what requests lack and hands them to the service that sends them.
pub(crate) struct Stamp {
    /// The one place that the token goes to.
    pub(crate) origin: Origin,
    /// What a token is asked for.
    pub(crate) scopes: Vec<String>,
    /// Nothing where the program's own service does without.
    pub(crate) credential: Option<Box<dyn Credential>>,
    /// Whether a token that names its permissions is held against the operation before anything is sent.
    pub(crate) checks_permissions: bool,
    /// What was called.
    pub(crate) calls: Arc<Calls>,
    /// What sends the request.
    pub(crate) next: Box<dyn Service>,
}

impl Service for Stamp {
    fn call(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(async move {
            self.check_origin(request.uri())?;
            let token = self.token().await?;
            if let Some(token) = &token {
                request.headers_mut().insert(AUTHORIZATION, bearer(token)?);
                if self.checks_permissions {
                    TokenPermissions::of(token).map_or(Ok(()), |held| held.check(operation))?;
                }
            }
            let headers = request.headers_mut();
            headers.entry(USER_AGENT).or_insert(AGENT);
            headers.entry(CLIENT_REQUEST_ID).or_insert_with(request_id::new);
            let id = headers.get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok()).map(ToOwned::to_owned);
            self.calls.count(operation);
            match (self.next.call(request, operation).await, id) {
                (Ok(response), _) => Ok(with_token(response, token.as_ref())),
                (Err(Error::Transport(lost)), Some(id)) => Err(lost.with_client_request_id(id).into()),
                (Err(error), _) => Err(error),
            }
        })
    }
}

impl Stamp {
    async fn token(&self) -> Result<Option<AccessToken>, CredentialError> {
        let Some(credential) = &self.credential else { return Ok(None) };
        let scopes: Vec<&str> = self.scopes.iter().map(String::as_str).collect();
        credential.token(&scopes).await.map(Some)
    }

    fn check_origin(&self, uri: &http::Uri) -> Result<(), RequestError> {
        let origin = Url::parse(&uri.to_string()).map(|url| url.origin());
        match origin {
            Ok(origin) if origin == self.origin => Ok(()),
            Ok(origin) => Err(RequestError::ForeignOrigin { origin: origin.ascii_serialization() }),
            Err(_) => Err(RequestError::ForeignOrigin { origin: "an unknown place".to_owned() }),
        }
    }
}

/// The answer, and beside a refusal what the token holds: [`msgraph_core::ServiceError`] looks for it there.
fn with_token(mut response: http::Response<Bytes>, token: Option<&AccessToken>) -> http::Response<Bytes> {
    let refuses = [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
    if refuses.contains(&response.status())
        && let Some(held) = token.and_then(TokenPermissions::of)
    {
        response.extensions_mut().insert(held);
    }
    response
}

/// The header of a token, marked so that nobody logs it.
fn bearer(token: &AccessToken) -> Result<HeaderValue, CredentialError> {
    if token.secret().is_empty() {
        return Err(CredentialError::new(
            "the credential gave an empty one; set the token, or let the credential fetch one",
        ));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret())).map_err(|_| {
        CredentialError::new(
            "the credential gave one with characters that HTTP does not allow in a header; a line break at its \
             end is the usual cause: trim it",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use msgraph_core::Permissions;

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
        let stamp = Stamp {
            origin: Url::parse("https://graph.microsoft.com/v1.0").unwrap().origin(),
            scopes: Vec::new(),
            credential: Some(Box::new(AccessToken::new(token))),
            checks_permissions: false,
            calls: Arc::default(),
            next: Box::new(Echo),
        };
        let future = stamp.call(request.body(Bytes::new()).unwrap(), &GET);
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
}
