//! Faults: what goes wrong, for which requests, and how often.

mod control;
#[cfg(test)]
mod mixed;
mod pages;
mod queue;
mod rates;
mod scope;
mod spoil;
mod text;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, StatusCode};

pub(crate) use pages::unmarked;
pub(crate) use queue::Faults;
pub use rates::FaultRatesError;
pub(crate) use rates::Rates;
use scope::Scope;
pub(crate) use scope::Target;
pub(crate) use spoil::{Cut, Delivery};
pub use text::ParseFaultError;

/// Something that goes wrong with a request, as it can with the real service.
///
/// There are three ways in which a request gets a fault, and it takes no more than one, looked for in this order:
///
/// - [`Emulator::inject`](crate::Emulator::inject) puts it at the end of a queue. Each request takes the first
///   fault of the queue that fits it; the fault is used up then, unless it is good for [several times](Self::times).
/// - A request asks for it by itself, with the [text](#as-text) in a header [`emulator-fault`](Self::HEADER).
/// - Chance decides, at [rates](crate::EmulatorBuilder::fault_rate) and from a seed.
///
/// The requests of a `$batch` take faults like any other. What happens to the connection happens to the whole
/// batch; everything else is the answer of that request alone. A fault that is not limited with
/// [`on`](Self::on) is taken by the batch itself, if it waits in the queue; at rates, it can be taken by each.
///
/// Each fault says whether the work is done all the same. Where it is not, because the fault answered in the place
/// of the service or cut the connection before, [`Received::operation`](crate::Received::operation) has nothing.
///
/// ```
/// use std::time::Duration;
/// use msgraph_emulator::Fault;
///
/// let throttled = Fault::throttled(Some("2.128")).on("POST", "/me/onlineMeetings");
/// let gateway = Fault::garbage_with_status(502).times(3);
/// let slow = Fault::delay(Duration::from_millis(50)).on("GET", "/");
///
/// assert_eq!(throttled.to_string(), "429;retry-after=2.128 @POST /me/onlineMeetings");
/// assert_eq!("garbage=502 *3".parse::<Fault>()?, gateway);
/// # drop(slow);
/// # Ok::<(), msgraph_emulator::ParseFaultError>(())
/// ```
///
/// # As text
///
/// `Display` writes a fault and `FromStr` reads it:
///
/// ```text
/// fault  = effect *( ";" header ) [ " @" scope ] [ " *" times ]
/// effect = status | "garbage" [ "=" status ] | "delay=" number ( "ms" | "s" )
///        | "cut-before" | "cut-after" | "cut-body=" bytes | "truncated"
///        | "repeat-next-link" | "empty-page"
/// header = name "=" value
/// scope  = method " " path | "token"
/// ```
///
/// Examples are `429`, `503;retry-after=2`, `delay=250ms @GET /me`, `cut-after *3` and `429 @token`. In a value of
/// a header, `%`, `;` and what is no visible ASCII stand as `%25` and the like. A [`body`](Self::body) cannot be
/// written: `Display` ends with `+body` then, and `FromStr` refuses that word, so that no body is lost unseen.
///
/// [`Received::fault`](crate::Received::fault) has the text of what happened to that request, without scope and times.
#[derive(Clone, PartialEq, Eq)]
#[must_use = "nothing goes wrong before `Emulator::inject`"]
pub struct Fault {
    effect: Effect,
    scope: Scope,
    times: usize,
    headers: Vec<(HeaderName, String)>,
    body: Option<Bytes>,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Status(StatusCode),
    /// A page of HTML with that status.
    Garbage(StatusCode),
    Cut(Cut),
    Truncated,
    Delay(Duration),
    RepeatNextLink,
    EmptyPage,
}

impl Fault {
    /// The header by which a request, also one in a `$batch`, asks for a fault: its value is the fault as text, such
    /// as `429;retry-after=2`. A text that is none is answered with 400. The scope of the fault counts, and
    /// [`times`](Self::times) does not: it is for this one request.
    pub const HEADER: &'static str = "emulator-fault";

    fn new(effect: Effect) -> Self {
        Self { effect, scope: Scope::AllOfGraph, times: 1, headers: Vec::new(), body: None }
    }

    /// Answers with that status, and does nothing of what was asked. An error has Graph's body and the code
    /// that Graph gives with the status, such as `TooManyRequests` and `ServiceUnavailable`.
    ///
    /// # Panics
    ///
    /// If it is no status of a final answer, 200 to 599.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Status(final_status(status)))
    }

    /// Answers with 429 and does nothing of what was asked. With a `Retry-After` of so many seconds, which may be a
    /// decimal such as `2.128`, or without one, where clients back off on their own.
    ///
    /// See <https://learn.microsoft.com/graph/throttling>.
    ///
    /// # Panics
    ///
    /// If HTTP cannot carry the value.
    pub fn throttled(retry_after: Option<&str>) -> Self {
        let throttled = Self::status(429);
        match retry_after {
            Some(value) => throttled.header("retry-after", value),
            None => throttled,
        }
    }

    /// Answers with 200 and a page of HTML, and does nothing of what was asked: a proxy that stands between client
    /// and service and wants somebody to sign in.
    pub fn garbage() -> Self {
        Self::garbage_with_status(200)
    }

    /// Answers with that status and a page of HTML, and does nothing of what was asked: a gateway that has an error
    /// of its own to tell, mostly 502, 503 or 504. The answer has none of Graph's headers.
    ///
    /// # Panics
    ///
    /// If it is no status of a final answer, 200 to 599.
    pub fn garbage_with_status(status: u16) -> Self {
        Self::new(Effect::Garbage(final_status(status)))
    }

    /// Closes the connection *before* anything of what was asked is done, and without an answer. The request is
    /// among [`Emulator::requests`](crate::Emulator::requests) all the same.
    ///
    /// In a batch, the requests that come after it are not carried out either.
    pub fn cut_before() -> Self {
        Self::new(Effect::Cut(Cut::Before))
    }

    /// Does what was asked, and closes the connection *after* that, without an answer: the case in which a client
    /// that tries again does it twice.
    pub fn cut_after() -> Self {
        Self::new(Effect::Cut(Cut::After))
    }

    /// Does what was asked, and closes the connection *during* the answer, after that many bytes of its body. The
    /// headers announce the whole of it; where it has no more bytes than that, one more than there are. An answer
    /// that has no body in HTTP, such as 204, comes whole. More than 4 GiB count as that.
    pub fn cut_body(bytes: usize) -> Self {
        Self::new(Effect::Cut(Cut::Body(bytes.min(Cut::LONGEST))))
    }

    /// Does what was asked, and answers with the first half of the body. HTTP is whole, for the headers announce
    /// the half alone; its JSON ends in the middle. An empty body stays as it is.
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// Does what was asked, and keeps the answer back for that long.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Delay(delay))
    }

    /// Lets the `@odata.nextLink` of a page lead to the page itself, in the very words in which it was asked for,
    /// which has been seen of Graph. An answer that is no collection stays as it is.
    pub fn repeat_next_link() -> Self {
        Self::new(Effect::RepeatNextLink)
    }

    /// Gives a page without items, whose `@odata.nextLink` leads to those that it should have had. That link is
    /// another one than that of the page, though it means the same, so a client that stops where a link repeats
    /// goes on. An answer that is no collection stays as it is.
    pub fn empty_page() -> Self {
        Self::new(Effect::EmptyPage)
    }

    /// Limits it to a method and to a path below the service root, with everything below that path:
    /// `/me/onlineMeetings` is also `/me/onlineMeetings/{id}`, but not `/me/onlineMeetingsX`. Neither minds case.
    ///
    /// # Panics
    ///
    /// If the method is none that HTTP can have.
    pub fn on(self, method: &str, path: &str) -> Self {
        let Some(scope) = Scope::of(method, path) else {
            panic!("'{}' is no method; take one such as GET", method.escape_debug());
        };
        Self { scope, ..self }
    }

    /// Limits it to the identity platform's token endpoint, which other faults never hit. An error there has the
    /// identity platform's body instead of Graph's.
    ///
    /// Of [`on`](Self::on) and this, the last counts.
    pub fn on_token_endpoint(self) -> Self {
        Self { scope: Scope::TokenEndpoint, ..self }
    }

    /// Lets it happen to that many requests instead of one, where it waits in the queue of
    /// [`Emulator::inject`](crate::Emulator::inject). Rates never end.
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Sets a header of the answer, whether the fault makes the answer or only spoils it.
    ///
    /// # Panics
    ///
    /// If HTTP cannot carry the name or the value, or the header is one of those that say where the body ends,
    /// `content-length` and `transfer-encoding`.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with_header(name, value).unwrap_or_else(|| {
            panic!("a fault cannot set a header '{}' with that value", name.escape_debug());
        })
    }

    fn with_header(mut self, name: &str, value: &str) -> Option<Self> {
        let known = HeaderName::from_bytes(name.as_bytes()).ok();
        let name = known.filter(|one| ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(one))?;
        HeaderValue::from_str(value).ok()?;
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, String::from(value)));
        Some(self)
    }

    /// Sets the body of the answer. It goes out as `application/json`, whatever it is, unless a
    /// [`header`](Self::header) says otherwise.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), ..self }
    }
}

/// A status that ends a request.
fn known_status(status: u16) -> Option<StatusCode> {
    StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status))
}

fn final_status(status: u16) -> StatusCode {
    known_status(status).unwrap_or_else(|| {
        panic!("{status} is no status of an answer; take one from 200 to 599");
    })
}

/// Without the values of headers and without the body.
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
