//! Redirects, which Graph uses for content: a download of a recording leads to a storage server.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode, Uri};
#[cfg(not(target_arch = "wasm32"))]
use msgraph_core::{OperationInfo, TransportError};
use url::Url;

use crate::root::is_loopback;

/// How many redirects are followed; what comes then is the answer.
pub(super) const LIMIT: usize = 5;

/// Whether redirects of that method are followed. Only those of GET are: another method might be done twice, or
/// turn into a GET.
pub(super) fn is_followed(method: &Method) -> bool {
    *method == Method::GET
}

/// The request that follows a redirect; none where the answer is to be taken as it is.
///
/// The token, and whatever else the program put into the headers, goes along within one origin and nowhere else.
/// No redirect leads out of TLS.
pub(super) fn next(
    request: &http::Request<Bytes>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<http::Request<Bytes>> {
    use StatusCode as S;
    let redirects =
        [S::MOVED_PERMANENTLY, S::FOUND, S::SEE_OTHER, S::TEMPORARY_REDIRECT, S::PERMANENT_REDIRECT];
    if !is_followed(request.method()) || !redirects.contains(&status) {
        return None;
    }
    let from = Url::parse(&request.uri().to_string()).ok()?;
    let to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let within_loopback =
        to.scheme() == "http" && is_loopback(&from) && is_loopback(&to) && from.scheme() == "http";
    if to.scheme() != "https" && !within_loopback {
        return None;
    }
    let headers =
        if from.origin() == to.origin() { request.headers().clone() } else { harmless(request.headers()) };
    let mut next = http::Request::get(to.as_str()).body(Bytes::new()).ok()?;
    *next.headers_mut() = headers;
    Some(next)
}

/// Whether both are of one origin.
pub(super) fn is_within_origin(from: &Uri, to: &Uri) -> bool {
    let origin = |uri: &Uri| Url::parse(&uri.to_string()).map(|url| url.origin());
    matches!((origin(from), origin(to)), (Ok(from), Ok(to)) if from == to)
}

/// Refuses an answer of another place than the request went to: an HTTP client of the program's own that follows
/// redirects by itself may have turned a POST into a GET, and taken headers of the program elsewhere.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn check_not_followed(
    asked: &Url,
    answered: &Url,
    operation: &OperationInfo,
) -> Result<(), TransportError> {
    if asked == answered {
        return Ok(());
    }
    let message = format!(
        "{operation} was sent, and the HTTP client followed a redirect by itself; the service may have done it. Give \
         `.http_client(..)` one that was built with `.redirect(reqwest::redirect::Policy::none())`: redirects are \
         followed here where that is safe"
    );
    Err(TransportError::new(message, "the answer is of another URL than the request"))
}

/// The headers that another server needs and may see.
fn harmless(headers: &HeaderMap) -> HeaderMap {
    [ACCEPT, ACCEPT_LANGUAGE, RANGE, USER_AGENT]
        .into_iter()
        .filter_map(|name| headers.get(&name).map(|value| (name.clone(), value.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(method: Method, from: &str, status: u16, location: &str) -> Option<http::Request<Bytes>> {
        let request = http::Request::builder()
            .method(method)
            .uri(from)
            .header("authorization", "Bearer secret")
            .header("x-own", "secret")
            .header("range", "bytes=0-9")
            .body(Bytes::new())
            .unwrap();
        let response =
            http::Response::builder().status(status).header("location", location).body(Bytes::new());
        let response = response.unwrap();
        next(&request, response.status(), response.headers())
    }

    const FROM: &str = "https://graph.microsoft.com/v1.0/me/x/content";

    #[test]
    fn another_origin_gets_the_range_and_no_secrets() {
        for to in
            ["https://storage.example.com/a?sig=1", "https://graph.microsoft.com:444/", "//example.com/"]
        {
            let next = follow(Method::GET, FROM, 302, to).unwrap();
            assert_eq!(next.headers()["range"], "bytes=0-9", "{to}");
            assert_eq!(next.headers().len(), 1, "{to}");
        }
    }

    #[test]
    fn the_own_origin_keeps_all_headers() {
        for to in ["../y", "/v1.0/me/x/y", "https://GRAPH.microsoft.com:443/v1.0/me/x/y"] {
            let next = follow(Method::GET, FROM, 307, to).unwrap();
            assert_eq!(next.headers()["authorization"], "Bearer secret", "{to}");
            assert!(next.uri().path().ends_with("/y"), "{to}");
        }
    }

    #[test]
    fn what_is_not_safe_is_not_followed() {
        assert!(follow(Method::POST, FROM, 307, "/y").is_none(), "only GET");
        assert!(follow(Method::GET, FROM, 304, "/y").is_none(), "no redirect");
        assert!(follow(Method::GET, FROM, 302, "http://graph.microsoft.com/y").is_none(), "out of TLS");
        assert!(follow(Method::GET, FROM, 302, "http://127.0.0.1/y").is_none(), "out of TLS");
        assert!(
            follow(Method::GET, "http://127.0.0.1:1/", 302, "http://example.com/").is_none(),
            "off the machine"
        );
        assert!(follow(Method::GET, FROM, 302, "file:///etc/passwd").is_none());
        assert!(follow(Method::GET, "http://127.0.0.1:1/", 302, "http://127.0.0.1:2/").is_some());
    }
}
