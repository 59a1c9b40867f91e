//! What is kept of a request without what is secret in it.
//!
//! A log is looked at, copied into reports and kept by build servers. So what opens something is taken out when a
//! request is noted, also where it came to the wrong address: a token request that missed the identity platform is
//! one to Graph.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri};
use serde_json::Value;

use crate::percent;

/// What stands in the place of a secret.
const REDACTED: &str = "(redacted)";

/// How the names of headers end that hold a secret, such as `x-ms-token-aad-access-token`.
const HEADERS: [&str; 11] = [
    "authorization",
    "cookie",
    "subscription-key",
    "api-key",
    "apikey",
    "functions-key",
    "access-token",
    "id-token",
    "auth-token",
    "secret",
    "password",
];

/// Parameters of a query that hold a secret. OData's own, such as `$skiptoken`, are none.
const PARAMETERS: [&str; 16] = [
    "access_token",
    "id_token",
    "refresh_token",
    "auth_token",
    "client_secret",
    "client_assertion",
    "assertion",
    "password",
    "code",
    "code_verifier",
    "device_code",
    "user_code",
    "sig",
    "api_key",
    "api-key",
    "subscription-key",
];

/// Parameters of a form that hold none. Forms are for the identity platform, where nearly everything else does.
const OPEN: [&str; 9] = [
    "grant_type",
    "client_id",
    "scope",
    "resource",
    "redirect_uri",
    "response_type",
    "response_mode",
    "requested_token_use",
    "code_challenge_method",
];

/// Names in lower case and values.
pub(crate) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |name: &str, value: &HeaderValue| match name {
        name if is_secret_header(name) => String::from(REDACTED),
        "referer" => address(&String::from_utf8_lossy(value.as_bytes())),
        _ => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    headers.iter().map(|(name, value)| (String::from(name.as_str()), shown(name.as_str(), value))).collect()
}

/// Path and query. A name and a password before the host are not among them.
pub(crate) fn path(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(|| uri.to_string(), |one| address(one.as_str()))
}

/// The body of a request.
pub(crate) fn body(parts: &Parts, body: &Bytes) -> Vec<u8> {
    let path = percent::decode(parts.uri.path(), false);
    let path = path.unwrap_or_else(|| String::from(parts.uri.path())).to_ascii_lowercase();
    let media_type = parts.headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if body.is_empty() {
        Vec::new()
    } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        form(body)
    } else if path.contains("oauth2") {
        // It was meant for the identity platform, in whatever form.
        REDACTED.into()
    } else if path.trim_end_matches('/').ends_with("/$batch") {
        batch(body)
    } else {
        body.to_vec()
    }
}

fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    HEADERS.iter().any(|end| name.ends_with(end))
}

/// An address without the secrets of its query.
fn address(text: &str) -> String {
    let Some((path, query)) = text.split_once('?') else { return String::from(text) };
    let is_open = |name: &str| !PARAMETERS.contains(&name);
    format!("{path}?{}", parameters(query, is_open))
}

fn form(body: &[u8]) -> Vec<u8> {
    str::from_utf8(body)
        .map_or_else(|_| REDACTED.into(), |text| parameters(text, |name| OPEN.contains(&name)).into_bytes())
}

/// `a=b&c=d`, with the values alone whose names, decoded and in lower case, are open.
fn parameters(text: &str, is_open: impl Fn(&str) -> bool) -> String {
    let one = |one| match str::split_once(one, '=') {
        Some((name, value)) if !value.is_empty() => {
            let known = percent::decode(name, true).unwrap_or_else(|| String::from(name));
            let is_open = is_open(&known.trim().to_ascii_lowercase());
            if is_open { Cow::Borrowed(one) } else { Cow::Owned(format!("{name}={REDACTED}")) }
        }
        _ => Cow::Borrowed(one),
    };
    text.split('&').map(one).collect::<Vec<_>>().join("&")
}

/// The body of a batch, whose requests have headers and addresses of their own.
fn batch(body: &[u8]) -> Vec<u8> {
    // A name that is there twice is read once, and so the text itself counts, too.
    let has_secret = || {
        let text = String::from_utf8_lossy(body).to_ascii_lowercase();
        HEADERS.iter().chain(&PARAMETERS).any(|name| text.contains(name))
    };
    let Ok(mut batch) = serde_json::from_slice::<Value>(body) else {
        return if has_secret() { REDACTED.into() } else { body.to_vec() };
    };
    if !has_secret() && !body.windows(2).any(|two| two == br"\u") {
        return body.to_vec();
    }
    for request in batch.get_mut("requests").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(Value::String(url)) = request.get_mut("url") {
            *url = address(url);
        }
        for (name, value) in request.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten() {
            if is_secret_header(name) {
                *value = REDACTED.into();
            }
        }
    }
    batch.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(path: &str, media_type: &str, text: &'static str) -> String {
        let request = http::Request::post(path).header("content-type", media_type);
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        String::from_utf8(body(&parts, &Bytes::from(text))).expect("a text")
    }

    #[test]
    fn a_query_keeps_what_is_no_secret() {
        for (query, wanted) in [
            ("/a?$top=1&$skiptoken=x", "/a?$top=1&$skiptoken=x"),
            ("/a?access_token=x&b=1", "/a?access_token=(redacted)&b=1"),
            ("/a?b&Client_Secret=x=y", "/a?b&Client_Secret=(redacted)"),
            ("/a?access%5Ftoken=x&sig=", "/a?access%5Ftoken=(redacted)&sig="),
            ("/root/delta?token=latest", "/root/delta?token=latest"),
        ] {
            assert_eq!(address(query), wanted);
        }
    }

    #[test]
    fn a_form_keeps_what_says_what_was_meant() {
        let media_type = "application/x-www-form-urlencoded; charset=utf-8";
        let text = "grant_type=password&client_id=a&username=b&password=c&client%5Fsecret=d";
        let wanted = "grant_type=password&client_id=a&username=(redacted)&password=(redacted)\
                      &client%5Fsecret=(redacted)";
        assert_eq!(kept("/v1.0/me", media_type, text), wanted);
        assert_eq!(kept("/common/OAuth2/token", "text/plain", text), REDACTED);
        assert_eq!(kept("/v1.0/me", "text/plain", "client_secret"), "client_secret");
    }

    #[test]
    fn a_batch_keeps_everything_else_to_the_letter() {
        let json = "application/json";
        let plain = r#"{ "requests": [{"id": "1", "url": "/me", "headers": {"prefer": "x"}}] }"#;
        assert_eq!(kept("/v1.0/$batch", json, plain), plain);
        let secret =
            r#"{"requests": [{"id": "1", "url": "/me?access_token=S", "headers": {"AUTHORIZATION": "S"}}]}"#;
        let kept_of_it: Value = serde_json::from_str(&kept("/v1.0/%24batch/", json, secret)).expect("JSON");
        let wanted = serde_json::json!({"requests": [{
            "id": "1", "url": "/me?access_token=(redacted)", "headers": {"AUTHORIZATION": "(redacted)"},
        }]});
        assert_eq!(kept_of_it, wanted);
        let twice = r#"{"requests": [{"headers": {"authorization": "S"}, "headers": {}}]}"#;
        assert!(!kept("/v1.0/$batch", json, twice).contains('S'));
        let escaped = r#"{"requests": [{"headers": {"\u0061uthorizatio\u006e": "S"}}]}"#;
        assert!(!kept("/v1.0/$batch", json, escaped).contains('S'));
        assert_eq!(kept("/v1.0/$batch", json, r#"{"requests": [{"authorization": "#), REDACTED);
    }
}
