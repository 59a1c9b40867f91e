//! What became of a request that has no answer, in words.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use msgraph_core::{Error, OperationInfo, TransportError};

/// How long the HTTP client waits, where that is known: a client of the program's own does not say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// For a connection, TLS included.
    pub(crate) connect: Option<Duration>,
    /// For the next byte of an answer.
    pub(crate) read: Option<Duration>,
    /// For the bytes of an answer that is wanted whole, where that is not [`Self::WHOLE`].
    pub(crate) whole: Option<u64>,
}

impl Limits {
    /// How many bytes an answer may have that is kept whole, where the program does not say.
    pub(super) const WHOLE: u64 = 1 << 30;
    /// How much of a refusal is kept. Those of the service have some hundred bytes.
    pub(super) const REFUSAL: usize = 1 << 20;

    /// The error of an answer that has more bytes than are kept.
    pub(super) fn check_whole(&self, length: usize, operation: &OperationInfo) -> Result<(), Error> {
        let limit = self.whole.unwrap_or(Self::WHOLE);
        if u64::try_from(length).is_ok_and(|length| length <= limit) {
            return Ok(());
        }
        let message = format!(
            "{operation} was answered, but with more than {limit} bytes, the limit for an answer that is kept whole \
             (`answer_limit`); the service may have done it. Content can be read piece by piece with `.stream()`"
        );
        Err(TransportError::new(message, "the answer is too large").into())
    }

    /// The error of a request without an answer, and whether it may have been done.
    ///
    /// The URL is taken out here and below: its path and query may hold join URLs.
    pub(super) fn lost(&self, fault: reqwest::Error, operation: &OperationInfo) -> Error {
        let fault = fault.without_url();
        let timed_out = fault.is_timeout();
        if fault.is_builder() {
            let message = format!("{operation} was not sent: it is no valid HTTP request");
            return TransportError::unsent(message, fault).into();
        }
        let error = if is_connect(&fault) {
            let what = if timed_out { self.no_connection(&fault) } else { "it could not connect".to_owned() };
            TransportError::unsent(format!("{operation} was not sent: {what}"), fault)
        } else {
            let what = if timed_out {
                self.silence(&fault, "no answer came in time")
            } else {
                "the connection broke before the whole answer".to_owned()
            };
            let message = format!("{operation} was sent, but {what}; the service may have done it");
            TransportError::new(message, fault)
        };
        if timed_out { error.timed_out().into() } else { error.into() }
    }

    /// The error of an answer that broke off behind so many bytes.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn broken_off(
        &self,
        fault: reqwest::Error,
        operation: &OperationInfo,
        received: u64,
    ) -> Error {
        let fault = fault.without_url();
        let timed_out = fault.is_timeout();
        let what = if timed_out {
            self.silence(&fault, "the rest did not come in time")
        } else {
            "the connection broke".to_owned()
        };
        let message = format!("{operation} was answered, but {what} after {received} bytes of the body");
        let error = TransportError::new(message, fault);
        if timed_out { error.timed_out().into() } else { error.into() }
    }

    fn no_connection(&self, fault: &reqwest::Error) -> String {
        match self.connect {
            Some(limit) if !is_of_the_system(fault) => {
                format!(
                    "there was no connection within {limit:?}, the limit for connecting (`connect_timeout`)"
                )
            }
            _ => "there was no connection in time".to_owned(),
        }
    }

    fn silence(&self, fault: &reqwest::Error, otherwise: &str) -> String {
        match self.read {
            Some(limit) if !is_of_the_system(fault) => {
                format!("the service was silent for {limit:?}, the limit for reading (`read_timeout`)")
            }
            _ => otherwise.to_owned(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(fault: &reqwest::Error) -> bool {
    fault.is_connect()
}

/// `fetch` does not say why it failed, so anything may have been done.
#[cfg(target_arch = "wasm32")]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}

/// Whether the operating system gave up, which has limits of its own.
fn is_of_the_system(fault: &reqwest::Error) -> bool {
    let mut causes = std::iter::successors(fault.source(), |&cause| cause.source());
    causes.any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.raw_os_error().is_some()))
}
