//! Answers without success.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use time::OffsetDateTime;

use super::advice;
use super::seconds::Seconds;
use crate::batch::FailedDependency;
use crate::retry::{EarlierAttempt, retry_after};
use crate::{OperationInfo, TokenPermissions, challenge};

/// What the service said when it refused or failed.
///
/// See <https://learn.microsoft.com/graph/errors>.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Error, Operation};
///
/// let answer = http::Response::builder()
///     .status(429)
///     .header("retry-after", "7")
///     .header("request-id", "7c2b8a3e")
///     .body(bytes::Bytes::from_static(
///         br#"{"error":{"code":"TooManyRequests","message":"slower","innerError":{"code":"UserLimit"}}}"#,
///     ))
///     .unwrap();
/// let Err(Error::Service(error)) = ListMeOnlineMeetings::read(&answer) else { panic!("it was refused") };
/// assert_eq!(error.code, "TooManyRequests");
/// assert_eq!(error.inner_codes, ["UserLimit"]);
/// assert_eq!(error.retry_after, Some(std::time::Duration::from_secs(7)));
/// assert_eq!(error.request_id.as_deref(), Some("7c2b8a3e"));
/// assert_eq!(error.lacks_permission(), None); // no question of a 429
/// assert!(!error.is_missing_access_policy());
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ServiceError {
    /// The status of the answer.
    pub status: StatusCode,
    /// The code to branch on, such as `Forbidden`. Empty where the answer has none.
    pub code: String,
    /// The service's words for people. They change without notice, and may be empty.
    pub message: String,
    /// The codes of the nested inner errors, the outermost first. The last is the most exact.
    pub inner_codes: Vec<String>,
    /// The service's id of the request: support asks for it.
    pub request_id: Option<String>,
    /// The id that the client sent.
    pub client_request_id: Option<String>,
    /// How long the service asks to wait before the next try.
    pub retry_after: Option<Duration>,
    /// The body as it came, JSON or not. It may hold what the request held: keep it out of logs.
    pub body: Bytes,
    /// The operation that was called, with its permissions.
    pub operation: &'static OperationInfo,
    /// What the token of the request says that it holds, where it is a JSON web token. The client puts it there
    /// when the service answers 400, 401 or 403.
    pub token: Option<TokenPermissions>,
    /// The claims that another token must bring, as JSON ([`Error::claims`](crate::Error::claims)).
    pub claims: Option<String>,
    /// In a batch: the request that failed, so that this one, which depends on it, was not done (424).
    pub failed_dependency: Option<FailedDependency>,
    /// Whether an earlier attempt of the call may have been done.
    sent_before: bool,
}

impl ServiceError {
    /// Reads an answer without success. Whatever is missing or not JSON stays empty; nothing fails.
    ///
    /// [`TokenPermissions`] among the answer's extensions become the field [`token`](Self::token): a
    /// [`Service`](crate::Service) that knows the token can put them there.
    ///
    /// ```
    /// use msgraph_core::{OperationInfo, Permissions, ServiceError};
    ///
    /// static GET: OperationInfo = OperationInfo::new(http::Method::GET, "/me", Permissions::UNKNOWN);
    ///
    /// let answer = http::Response::builder().status(502).body("<html>".into()).unwrap();
    /// let error = ServiceError::read(&answer, &GET);
    /// assert_eq!((error.status.as_u16(), error.code.as_str()), (502, ""));
    /// assert_eq!(error.body, "<html>");
    /// ```
    #[must_use]
    pub fn read(response: &http::Response<Bytes>, operation: &'static OperationInfo) -> Self {
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let error = body.get("error").unwrap_or(&body);
        let inner = inner_of(error);
        let id = |name: &str| {
            header(response.headers(), name)
                .or_else(|| Some(inner?.get(name)?.as_str()?.to_owned()))
                .filter(|id| !id.is_empty())
        };
        Self {
            status: response.status(),
            code: text(error, "code"),
            message: text(error, "message"),
            inner_codes: inner_codes(error),
            request_id: id("request-id"),
            client_request_id: id("client-request-id"),
            retry_after: retry_after(response.headers(), OffsetDateTime::now_utc),
            body: response.body().clone(),
            operation,
            token: response.extensions().get().cloned(),
            claims: challenge::claims(response.headers()),
            failed_dependency: response.extensions().get().copied(),
            sent_before: response.extensions().get::<EarlierAttempt>().is_some(),
        }
    }

    /// The same where an earlier attempt of the call may have been done.
    pub(crate) fn after_another(self) -> Self {
        Self { sent_before: true, ..self }
    }

    pub(super) fn is_after_another(&self) -> bool {
        self.sent_before
    }

    /// Whether nobody knows if it was done, and it was its kind of operation that kept it from being sent again.
    ///
    /// Of a call that was sent again all the same, the line about the earlier attempt says enough.
    fn ended_in_doubt(&self) -> bool {
        let is_passing = matches!(self.status.as_u16(), 408 | 500 | 502 | 503 | 504);
        is_passing && self.may_have_been_done() && !self.sent_before && !self.operation.can_be_repeated()
    }

    /// Whether the service refused (403) because the token lacks a permission.
    ///
    /// False where the token holds what the operation asks for, and the cause is another one: for an application
    /// mostly its [access policy](Self::is_missing_access_policy), for a user the rights of that user. Nothing
    /// where that cannot be told: the answer is not a 403, the token is opaque, the table says nothing, or consent
    /// for a single chat, team or meeting may be what is missing.
    #[must_use]
    pub fn lacks_permission(&self) -> Option<bool> {
        let token = self.token.as_ref().filter(|_| self.status == StatusCode::FORBIDDEN)?;
        token.opens(&self.operation.permissions).map(|opens| !opens)
    }

    /// Whether an application lacks the access policy that lets it act for this user, although it
    /// may hold the permission.
    ///
    /// See <https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy>.
    #[must_use]
    pub fn is_missing_access_policy(&self) -> bool {
        // The service gives no code of its own for this, so only its words are left to go by.
        let message = self.message.to_ascii_lowercase();
        self.status == StatusCode::FORBIDDEN
            && (message.contains("no application access policy")
                || (message.contains("is not authorized to") && message.contains("on behalf of user")))
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}", self.operation, self.status)?;
        if !says_the_same(&self.code, self.status) {
            write!(f, ", {}", self.code)?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", without_links(&self.message))?;
        }
        if let Some(failed) = &self.failed_dependency {
            write!(f, "\nbecause {failed}")?;
        }
        if self.sent_before && !self.operation.method.is_safe() {
            f.write_str("\nan earlier attempt had no answer to go by, and the service may have done it")?;
        }
        if self.ended_in_doubt() {
            f.write_str("\nThe service may have done it, so it was not sent again")?;
        }
        if let Some(wait) = self.retry_after.filter(|wait| self.is_throttled() && !wait.is_zero()) {
            write!(f, "\nThe service asks to wait {}", Seconds(wait))?;
        }
        advice::write(f, self)?;
        if let Some(id) = &self.request_id {
            write!(f, "\nrequest-id: {id}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("operation", &format_args!("{}", self.operation))
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &without_links(&self.message))
            .field("inner_codes", &self.inner_codes)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("retry_after", &self.retry_after)
            .field("body", &format_args!("<{} bytes>", self.body.len()))
            .field("token", &self.token)
            .field("claims", &self.claims)
            .field("failed_dependency", &self.failed_dependency)
            .field("sent_before", &self.sent_before)
            .finish()
    }
}

impl StdError for ServiceError {}

/// Whether the code is no more than the words of the status: `BadRequest` behind `400 Bad Request`. An empty one
/// says nothing at all.
fn says_the_same(code: &str, status: StatusCode) -> bool {
    let letters = |text: &str| text.replace(|one: char| !one.is_ascii_alphabetic(), "").to_ascii_lowercase();
    code.is_empty() || status.canonical_reason().is_some_and(|reason| letters(code) == letters(reason))
}

/// The inner error, which Graph spells in two ways.
fn inner_of(error: &Value) -> Option<&Value> {
    error.get("innerError").or_else(|| error.get("innererror"))
}

fn inner_codes(error: &Value) -> Vec<String> {
    std::iter::successors(inner_of(error), |inner| inner_of(inner))
        .map(|inner| text(inner, "code"))
        .filter(|code| !code.is_empty())
        .collect()
}

fn text(of: &Value, name: &str) -> String {
    of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(ToOwned::to_owned)
}

/// A message without the addresses in it: one may be a join URL. Only white space ends an address,
/// because everything else may stand in one; the punctuation around it is left.
fn without_links(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.char_indices().map(|(at, _)| at).find(|at| is_link(&rest.as_bytes()[*at..])) {
        out.push_str(&rest[..at]);
        out.push_str("<link>");
        let end = rest[at..].find(char::is_whitespace).map_or(rest.len(), |length| at + length);
        let link =
            rest[at..end].trim_end_matches(['\'', '"', '`', ')', ']', '}', '>', '.', ',', ';', '!', '?']);
        rest = &rest[at + link.len()..];
    }
    out.push_str(rest);
    out
}

/// Whether an address begins here: `http` or `https` in any case, and `:/` or an encoded colon.
fn is_link(text: &[u8]) -> bool {
    let Some((scheme, rest)) = text.split_at_checked(4) else { return false };
    let rest = rest.strip_prefix(b"s").or_else(|| rest.strip_prefix(b"S")).unwrap_or(rest);
    let colons = [&b":/"[..], b":\\", b"%"];
    scheme.eq_ignore_ascii_case(b"http") && colons.iter().any(|colon| rest.starts_with(colon))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permissions;

    static CREATE: OperationInfo =
        OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);

    fn error(status: u16, headers: &[(&str, &str)], body: &str) -> ServiceError {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        ServiceError::read(&response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap(), &CREATE)
    }

    #[test]
    fn both_spellings_of_the_inner_error_are_read_to_the_end() {
        for spelling in ["innerError", "innererror"] {
            let found = error(
                400,
                &[],
                &format!(
                    r#"{{"error":{{"code":"BadRequest","message":"no","{spelling}":{{"code":"a","request-id":"r",
                       "innererror":{{"code":"b","innerError":{{}}}}}}}}}}"#
                ),
            );
            assert_eq!((found.code.as_str(), found.message.as_str()), ("BadRequest", "no"));
            assert_eq!(found.inner_codes, ["a", "b"]);
            assert_eq!(found.request_id.as_deref(), Some("r"));
        }
    }

    #[test]
    fn a_body_that_is_absent_or_not_json_still_gives_an_error() {
        for body in ["", "<html>Bad gateway</html>", "[]", "null", r#"{"error":"x"}"#] {
            let found = error(502, &[("request-id", "r-1")], body);
            assert_eq!((found.code.as_str(), found.message.as_str()), ("", ""));
            assert_eq!(
                found.to_string(),
                "POST /me/onlineMeetings answered 502 Bad Gateway\nThe service may have done it, so it was not sent \
                 again\nrequest-id: r-1"
            );
            assert_eq!(found.body, body.as_bytes());
        }
    }

    #[test]
    fn a_code_that_the_status_says_already_is_left_out() {
        let shown = |status, code: &str| {
            let found = error(status, &[], &format!(r#"{{"error":{{"code":"{code}","message":"no"}}}}"#));
            assert_eq!(found.code, code, "it is there all the same");
            found.to_string().lines().next().map(ToOwned::to_owned).unwrap()
        };
        assert_eq!(shown(403, "Forbidden"), "POST /me/onlineMeetings answered 403 Forbidden: no");
        assert_eq!(shown(400, "BadRequest"), "POST /me/onlineMeetings answered 400 Bad Request: no");
        assert_eq!(shown(404, "notFound"), "POST /me/onlineMeetings answered 404 Not Found: no");
        let other = "POST /me/onlineMeetings answered 403 Forbidden, accessDenied: no";
        assert_eq!(shown(403, "accessDenied"), other);
        assert_eq!(shown(404, "404"), "POST /me/onlineMeetings answered 404 Not Found, 404: no");
    }

    #[test]
    fn the_wait_that_the_service_asks_for_is_kept() {
        assert_eq!(
            error(429, &[("retry-after", "2.128")], "").retry_after,
            Some(Duration::from_millis(2128))
        );
        let over = error(429, &[("retry-after", "Sun, 06 Nov 1994 08:51:07 GMT")], "").retry_after;
        assert_eq!(over, Some(Duration::ZERO), "held against this clock");
        assert_eq!(error(429, &[], "").retry_after, None);
    }

    #[test]
    fn a_failure_says_whether_it_may_have_been_done() {
        static LIST: OperationInfo =
            OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
        let doubt = "\nThe service may have done it, so it was not sent again";
        for status in [408, 500, 502, 503, 504] {
            let found = error(status, &[], "");
            assert!(found.to_string().ends_with(doubt), "{found}");
            let after = found.clone().after_another().to_string();
            assert!(!after.contains("not sent again") && after.contains("an earlier attempt"), "{after}");
            let safe = ServiceError { operation: &LIST, ..found }.to_string();
            assert_eq!(safe.lines().count(), 1, "it was sent again: {safe}");
        }
        for (status, wait) in [(400, None), (404, None), (429, None), (501, None), (503, Some("1"))] {
            let headers: Vec<_> = wait.map(|wait| ("retry-after", wait)).into_iter().collect();
            let found = error(status, &headers, "");
            assert!(!found.to_string().contains("may have done"), "{found}");
        }
    }

    #[test]
    fn a_refusal_says_how_long_the_service_asks_to_wait() {
        let shown = |status, wait| error(status, &[("retry-after", wait)], "").to_string();
        let first = "POST /me/onlineMeetings answered 429 Too Many Requests";
        assert_eq!(shown(429, "900"), format!("{first}\nThe service asks to wait 900 s"));
        assert_eq!(shown(429, "2.128"), format!("{first}\nThe service asks to wait 2.2 s"));
        assert_eq!(shown(429, "0"), first);
        assert_eq!(error(429, &[], "").to_string(), first);
        assert!(shown(503, "7").ends_with("\nThe service asks to wait 7 s"));
        assert!(!shown(500, "7").contains("asks to wait"), "it is in doubt");
    }

    #[test]
    fn a_missing_access_policy_is_named_as_such() {
        let newer =
            r#"{"error":{"code":"Forbidden","message":"No application access policy found for this app"}}"#;
        let older = r#"{"error":{"code":"Unauthorized","message":"App x is not authorized to Create meeting on behalf of user y"}}"#;
        for body in [newer, older] {
            let found = error(403, &[], body);
            assert!(found.is_missing_access_policy());
            assert!(
                found.to_string().contains("application access policy for the user is missing"),
                "{found}"
            );
        }
        assert!(
            !error(403, &[], r#"{"error":{"code":"Forbidden","message":"no"}}"#).is_missing_access_policy()
        );
    }

    #[test]
    fn join_urls_reach_neither_text_nor_debug() {
        let body = r#"{"error":{"code":"x","message":"No meeting 'https://teams.microsoft.com/l/meetup-join/19%3asecret' here"}}"#;
        let found = error(404, &[], body);
        assert!(found.to_string().contains("No meeting '<link>' here"), "{found}");
        assert!(!format!("{found:?} {found}").contains("secret"));
    }

    #[test]
    fn an_address_is_taken_out_however_it_is_written() {
        for (message, expected) in [
            ("https%3A%2F%2Fx%2Fsecret and https://x/secret.", "<link> and <link>."),
            ("https://x/secret and https%3a//x/secret", "<link> and <link>"),
            ("HTTPS://X/secret, http://x/secret", "<link>, <link>"),
            ("(see Http%253A%252F%252Fx/secret)", "(see <link>)"),
            ("at https://x/a(b)/secret'secret\"secret now", "at <link> now"),
            (r"'https:\/\/x\/secret'", "'<link>'"),
            ("http is no address, nor is https", "http is no address, nor is https"),
            ("é https://x/é-secret é htt", "é <link> é htt"),
        ] {
            assert_eq!(without_links(message), expected);
        }
    }
}
