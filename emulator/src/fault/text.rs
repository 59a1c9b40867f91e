//! Faults as text: `429;retry-after=2.128 @POST /me/onlineMeetings *3`.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::Duration;
use std::{error, fmt};

use super::scope::Scope;
use super::{Cut, Effect, Fault, known_status};
use crate::percent;

/// What stands behind a fault with a body, which text does not hold.
const BODY: &str = "+body";

const NANOS_PER_MILLI: u128 = 1_000_000;

impl Fault {
    /// The fault as it is for the one request that took it.
    pub(super) fn taken(self) -> Self {
        Self { scope: Scope::AllOfGraph, times: 1, ..self }
    }
}

/// See [the grammar](Fault#as-text).
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.effect {
            Effect::Status(status) => write!(f, "{}", status.as_u16())?,
            Effect::Garbage(status) if status.as_u16() == 200 => f.write_str("garbage")?,
            Effect::Garbage(status) => write!(f, "garbage={}", status.as_u16())?,
            Effect::Cut(Cut::Before) => f.write_str("cut-before")?,
            Effect::Cut(Cut::After) => f.write_str("cut-after")?,
            Effect::Cut(Cut::Body(bytes)) => write!(f, "cut-body={bytes}")?,
            Effect::Truncated => f.write_str("truncated")?,
            Effect::Delay(delay) => write!(f, "delay={}ms", milliseconds(delay))?,
            Effect::RepeatNextLink => f.write_str("repeat-next-link")?,
            Effect::EmptyPage => f.write_str("empty-page")?,
        }
        for (name, value) in &self.headers {
            write!(f, ";{name}={}", encode(value, |byte| ![b'%', b';'].contains(&byte)))?;
        }
        write!(f, "{}", self.scope)?;
        if self.times != 1 {
            write!(f, " *{}", self.times)?;
        }
        if self.body.is_some() {
            write!(f, " {BODY}")?;
        }
        Ok(())
    }
}

/// `250`, or `0.5` where it is not whole.
fn milliseconds(delay: Duration) -> String {
    let (whole, rest) = (delay.as_nanos() / NANOS_PER_MILLI, delay.as_nanos() % NANOS_PER_MILLI);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:06}").trim_end_matches('0').to_owned()
}

/// Percent-encodes what is no visible ASCII, and what is not kept of the rest.
pub(super) fn encode(text: &str, is_kept: impl Fn(u8) -> bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && is_kept(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Why a text is no [`Fault`]. It says what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseFaultError {
    text: String,
    reason: String,
}

impl fmt::Display for ParseFaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is no fault: {}", self.text.escape_debug(), self.reason)
    }
}

impl error::Error for ParseFaultError {}

/// See [the grammar](Fault#as-text). Spaces around `;` do no harm, and names count in any case.
impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, ParseFaultError> {
        read(text).map_err(|reason| ParseFaultError { text: String::from(text), reason })
    }
}

fn read(text: &str) -> Result<Fault, String> {
    let (head, rest) = text.split_at(end_of_head(text));
    let mut parts = head.split(';').map(str::trim);
    let mut fault = Fault::new(effect(parts.next().unwrap_or_default())?);
    for part in parts {
        fault = header(fault, part)?;
    }
    let mut words = rest.split_whitespace().peekable();
    if let Some(method) = words.peek().and_then(|word| word.strip_prefix('@')) {
        words.next();
        let path = words.next_if(|word| word.starts_with('/'));
        fault.scope = scope(method, path)?;
    }
    if let Some(times) = words.peek().and_then(|word| word.strip_prefix('*')) {
        words.next();
        fault.times =
            number(times).ok_or_else(|| format!("'*{times}' should be a number of times, such as *3"))?;
    }
    match words.next() {
        None => Ok(fault),
        Some(BODY) => {
            Err(String::from("a body cannot be written; parse the rest and add it with `Fault::body`"))
        }
        Some(word) => {
            Err(format!("'{word}' stands behind its end; a scope such as '@GET /me' comes first, then '*3'"))
        }
    }
}

/// Where the words about scope and times begin.
fn end_of_head(text: &str) -> usize {
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        if before.is_whitespace() && ['@', '*', '+'].contains(&letter) {
            return at;
        }
        before = letter;
    }
    text.len()
}

fn effect(text: &str) -> Result<Effect, String> {
    let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
    let effect = match (name.trim_end().to_ascii_lowercase().as_str(), value.map(str::trim_start)) {
        ("garbage", None) => known_status(200).map(Effect::Garbage),
        ("garbage", Some(value)) => Some(Effect::Garbage(status(value)?)),
        ("delay", Some(value)) => duration(value).map(Effect::Delay),
        ("cut-body", Some(value)) => Some(Effect::Cut(Cut::Body(size(value)?))),
        ("cut-before", None) => Some(Effect::Cut(Cut::Before)),
        ("cut-after", None) => Some(Effect::Cut(Cut::After)),
        ("truncated", None) => Some(Effect::Truncated),
        ("repeat-next-link", None) => Some(Effect::RepeatNextLink),
        ("empty-page", None) => Some(Effect::EmptyPage),
        (digits, None) if digits.starts_with(|one: char| one.is_ascii_digit()) => {
            Some(Effect::Status(status(digits)?))
        }
        _ => None,
    };
    effect.ok_or_else(|| {
        format!(
            "it begins with '{}'; write a status such as 429, delay=250ms, cut-before, cut-after, cut-body=10, \
             truncated, garbage, garbage=502, repeat-next-link or empty-page",
            text.escape_debug()
        )
    })
}

fn status(text: &str) -> Result<http::StatusCode, String> {
    let known = number(text).and_then(|one| known_status(u16::try_from(one).ok()?));
    known.ok_or_else(|| {
        format!("'{}' is no status of an answer; take one from 200 to 599", text.escape_debug())
    })
}

/// A number of bytes, of which no answer has nearly as many as are taken.
fn size(text: &str) -> Result<usize, String> {
    number(text).filter(|bytes| *bytes <= Cut::LONGEST).ok_or_else(|| {
        let longest = Cut::LONGEST;
        format!(
            "'{}' is no number of bytes up to {longest}; write one such as cut-body=10",
            text.escape_debug()
        )
    })
}

/// Decimal digits, and nothing but digits.
fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `250ms`, `0.5ms`, `1.5s`, to the nanosecond.
fn duration(text: &str) -> Option<Duration> {
    let text = text.to_ascii_lowercase();
    let (amount, nanos, digits) = match text.strip_suffix("ms") {
        Some(amount) => (amount, NANOS_PER_MILLI, 6),
        None => (text.strip_suffix('s')?, 1000 * NANOS_PER_MILLI, 9),
    };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
    let is_number = |one: &str| !one.is_empty() && one.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > digits {
        return None;
    }
    let fraction: u128 = format!("{fraction:0<digits$}").parse().ok()?;
    let all = whole.parse::<u128>().ok()?.checked_mul(nanos)?.checked_add(fraction)?;
    let seconds = u64::try_from(all / (1000 * NANOS_PER_MILLI)).ok()?;
    Some(Duration::new(seconds, u32::try_from(all % (1000 * NANOS_PER_MILLI)).ok()?))
}

fn header(fault: Fault, text: &str) -> Result<Fault, String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("'{}' should be a header, such as retry-after=2", text.escape_debug()))?;
    let value = percent::decode(value, false).ok_or_else(|| {
        format!("the value of '{}' has a % without two digits; write %25", name.escape_debug())
    })?;
    let with_header = fault.with_header(name.trim_end(), &value);
    with_header
        .ok_or_else(|| format!("an answer cannot have a header '{}' with that value", name.escape_debug()))
}

fn scope(method: &str, path: Option<&str>) -> Result<Scope, String> {
    let fault = || {
        format!("'@{}' should be a method and a path, such as '@GET /me', or '@token'", method.escape_debug())
    };
    match path {
        None if method.eq_ignore_ascii_case("token") => Ok(Scope::TokenEndpoint),
        None => Err(fault()),
        Some(path) => Scope::of(method, path).ok_or_else(fault),
    }
}
