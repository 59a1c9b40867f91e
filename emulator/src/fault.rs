//! Faults that a test asks for.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::reply::{Content, Reply};

/// Something that goes wrong with a request, as it can with the real service.
///
/// [`Emulator::inject`](crate::Emulator::inject) puts it at the end of a queue. Each request takes the first
/// fault of the queue that fits it, and no more than one; the fault is used up then, unless it is good for
/// [several times](Self::times).
///
/// The requests of a `$batch` take faults like any other. What happens to the connection happens to the whole
/// batch; everything else is the answer of that request alone. A fault that is not limited with
/// [`on`](Self::on) is taken by the batch itself.
///
/// ```
/// use std::time::Duration;
/// use msgraph_emulator::Fault;
///
/// let throttled = Fault::status(429).header("retry-after", "2.128").on("POST", "/me/onlineMeetings");
/// let garbage = Fault::status(502).header("content-type", "text/html").body("<html>").times(3);
/// let slow = Fault::delay(Duration::from_millis(50)).on("GET", "/");
/// # drop((throttled, garbage, slow));
/// ```
#[derive(Clone)]
#[must_use = "nothing goes wrong before `Emulator::inject`"]
pub struct Fault {
    effect: Effect,
    scope: Option<Scope>,
    times: usize,
    headers: Vec<(HeaderName, String)>,
    body: Option<Bytes>,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Status(StatusCode),
    Cut(Cut),
    Delay(Duration),
    RepeatNextLink,
    EmptyPage,
}

/// Where a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Before the work was done.
    Before,
    /// After the work, before a word of the answer.
    After,
    /// After so many bytes of the body.
    Body(usize),
}

/// The requests that a fault is for.
#[derive(Debug, Clone)]
struct Scope {
    method: String,
    path: String,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self { effect, scope: None, times: 1, headers: Vec::new(), body: None }
    }

    /// Answers with that status, and does nothing of what was asked. An error has Graph's body and the code
    /// that Graph gives with the status, such as `TooManyRequests` and `ServiceUnavailable`.
    ///
    /// # Panics
    ///
    /// If it is no status of a final answer, 200 to 599.
    pub fn status(status: u16) -> Self {
        let known = StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status));
        let Some(status) = known else {
            panic!("{status} is no status of an answer; take one from 200 to 599");
        };
        Self::new(Effect::Status(status))
    }

    /// Closes the connection without an answer, before anything of what was asked is done. The request is
    /// among [`Emulator::requests`](crate::Emulator::requests) all the same.
    ///
    /// In a batch, the requests that come after it are not carried out either.
    pub fn cut_before() -> Self {
        Self::new(Effect::Cut(Cut::Before))
    }

    /// Does what was asked, and closes the connection without an answer: the case in which a client that
    /// tries again does it twice.
    pub fn cut_after() -> Self {
        Self::new(Effect::Cut(Cut::After))
    }

    /// Does what was asked, and closes the connection after that many bytes of the answer's body. The headers
    /// announce the whole of it; where it has no more bytes than that, one more than there are. An answer that
    /// has no body in HTTP, such as 204, comes whole.
    pub fn cut_body(bytes: usize) -> Self {
        Self::new(Effect::Cut(Cut::Body(bytes)))
    }

    /// Does what was asked, and keeps the answer back for that long.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Delay(delay))
    }

    /// Lets the `@odata.nextLink` of a page lead to the page itself, which has been seen of Graph. An answer
    /// that is no collection stays as it is.
    pub fn repeat_next_link() -> Self {
        Self::new(Effect::RepeatNextLink)
    }

    /// Gives a page without items, whose `@odata.nextLink` leads to those that it should have had. An answer
    /// that is no collection stays as it is.
    pub fn empty_page() -> Self {
        Self::new(Effect::EmptyPage)
    }

    /// Limits it to a method and to a path below the service root, with everything below that path:
    /// `/me/onlineMeetings` is also `/me/onlineMeetings/{id}`, but not `/me/onlineMeetingsX`. Neither minds case.
    pub fn on(self, method: &str, path: &str) -> Self {
        let scope = Scope { method: String::from(method), path: String::from(path.trim_matches('/')) };
        Self { scope: Some(scope), ..self }
    }

    /// Lets it happen to that many requests instead of one.
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Sets a header of the answer, whether the fault makes the answer or only spoils it.
    ///
    /// # Panics
    ///
    /// If HTTP cannot carry the name or the value, or the header is one of those that say where the body ends,
    /// `content-length` and `transfer-encoding`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let known = HeaderName::from_bytes(name.as_bytes()).ok();
        let known = known.filter(|one| ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(one));
        let Some(name) = known.filter(|_| HeaderValue::from_str(value).is_ok()) else {
            panic!("a fault cannot set a header '{}' with that value", name.escape_debug());
        };
        self.headers.push((name, String::from(value)));
        self
    }

    /// Sets the body of the answer. It goes out as `application/json`, whatever it is, unless a
    /// [`header`](Self::header) says otherwise.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    fn fits(&self, method: &str, path: &str) -> bool {
        self.scope.as_ref().is_none_or(|scope| {
            let start = path.trim_start_matches('/');
            let rest = start.get(scope.path.len()..);
            scope.method.eq_ignore_ascii_case(method)
                && start.get(..scope.path.len()).is_some_and(|one| one.eq_ignore_ascii_case(&scope.path))
                && (scope.path.is_empty()
                    || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '('])))
        })
    }

    /// The status that it answers with instead of doing anything.
    pub(crate) fn answered_with(&self) -> Option<StatusCode> {
        match self.effect {
            Effect::Status(status) => Some(status),
            _ => None,
        }
    }

    pub(crate) fn delivery(&self) -> Delivery {
        match self.effect {
            Effect::Cut(cut) => Delivery { cut: Some(cut), ..Delivery::default() },
            Effect::Delay(delay) => Delivery { delay, ..Delivery::default() },
            _ => Delivery::default(),
        }
    }

    /// Spoils the answer to the request with that address.
    pub(crate) fn spoil(self, reply: &mut Reply, address: &str) {
        if let (Effect::RepeatNextLink | Effect::EmptyPage, Content::Json(Value::Object(page))) =
            (self.effect, &mut reply.content)
            && let Some(items @ Value::Array(_)) = page.get_mut("value")
        {
            if self.effect == Effect::EmptyPage {
                *items = json!([]);
            }
            page.remove("@odata.deltaLink");
            page.insert(String::from("@odata.nextLink"), address.into());
        }
        if let Some(bytes) = self.body {
            let named = self.headers.iter().find(|(name, _)| *name == CONTENT_TYPE);
            let media_type = named.map_or("application/json", |(_, value)| value);
            reply.content = Content::Bytes { media_type: String::from(media_type), bytes };
        }
        reply.headers.extend(self.headers);
    }
}

/// What goes wrong, without headers and body: `429`, `cut-before`, `cut-body=10`, `delay=250ms`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.effect {
            Effect::Status(status) => write!(f, "{}", status.as_u16()),
            Effect::Cut(Cut::Before) => f.write_str("cut-before"),
            Effect::Cut(Cut::After) => f.write_str("cut-after"),
            Effect::Cut(Cut::Body(bytes)) => write!(f, "cut-body={bytes}"),
            Effect::Delay(delay) => write!(f, "delay={}ms", delay.as_millis()),
            Effect::RepeatNextLink => f.write_str("repeat-next-link"),
            Effect::EmptyPage => f.write_str("empty-page"),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Fault")
            .field("effect", &self.effect)
            .field("scope", &self.scope)
            .field("times", &self.times)
            .field("headers", &names)
            .field("body_length", &self.body.as_ref().map(Bytes::len))
            .finish()
    }
}

/// How an answer gets to its client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) delay: Duration,
    pub(crate) cut: Option<Cut>,
}

impl Delivery {
    /// Adds what happens to a request in a batch, whose connection is that of the batch.
    pub(crate) fn merge(&mut self, of_item: Self) {
        self.delay += of_item.delay;
        self.cut = self.cut.or(of_item.cut);
    }
}

/// The faults that wait for a request, in the order in which they were injected.
#[derive(Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.waiting.push(fault);
        }
    }

    /// The fault of a request with that path below the service root.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let at = self.waiting.iter().position(|one| one.fits(method, path))?;
        let fault = &mut self.waiting[at];
        fault.times -= 1;
        if fault.times == 0 { Some(self.waiting.remove(at)) } else { Some(fault.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_ends_between_segments() {
        let fault = Fault::status(503).on("post", "/me/onlineMeetings/");
        for path in ["/me/onlineMeetings", "/ME/ONLINEMEETINGS/x", "/me/onlineMeetings('x')"] {
            assert!(fault.fits("POST", path), "{path}");
            assert!(!fault.fits("GET", path), "{path}");
        }
        for path in ["/me/onlineMeetingsX", "/me", "", "/é"] {
            assert!(!fault.fits("POST", path), "{path}");
        }
        assert!(Fault::status(503).on("GET", "/").fits("GET", "/anything"));
        assert!(Fault::status(503).fits("GET", ""));
    }

    #[test]
    fn faults_are_taken_in_turn_and_used_up() {
        let mut faults = Faults::default();
        faults.add(Fault::status(500).times(0));
        faults.add(Fault::status(501).on("GET", "/a"));
        faults.add(Fault::status(502).times(2));
        let mut take = |path| faults.take("GET", path)?.answered_with().map(|one| one.as_u16());
        assert_eq!([take("/b"), take("/a"), take("/a"), take("/a")], [Some(502), Some(501), Some(502), None]);
    }

    #[test]
    fn debug_shows_no_contents() {
        let fault = Fault::status(200).header("x-secret", "passcode").body("passcode");
        let shown = format!("{fault:?}");
        assert!(shown.contains("x-secret") && !shown.contains("passcode"), "{shown}");
    }
}
