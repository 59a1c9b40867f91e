//! What came of an attempt, and what it says about another one.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use time::OffsetDateTime;

use super::after::retry_after;
use super::hook::RetryReason;
use super::scope::Scope;
use crate::TransportError;

/// What came of an attempt.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// An answer of the service.
    Answer {
        /// Its status.
        status: StatusCode,
        /// The wait that it asks for.
        retry_after: Option<Duration>,
        /// Whose limit it speaks of.
        scope: Scope,
    },
    /// No answer.
    Lost(&'a TransportError),
}

/// Whether a request may be sent again, as far as its outcome says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// The service works: it has done the request, or will not do it at any time.
    Final,
    /// The service did not look at it, or never got it.
    NotDone,
    /// It may have been done.
    MaybeDone,
}

impl<'a> Outcome<'a> {
    /// What an answer's status and headers say. The clock is asked where `Retry-After` is a date and the answer has
    /// none of its own.
    pub fn answer(
        status: StatusCode,
        headers: &HeaderMap,
        clock: impl FnOnce() -> OffsetDateTime,
    ) -> Outcome<'static> {
        if !is_failure(status) {
            return Outcome::Answer { status, retry_after: None, scope: Scope::Owner };
        }
        let retry_after = retry_after(headers, clock);
        Outcome::Answer { status, retry_after, scope: Scope::of(headers) }
    }

    /// The wait that the service named where it refused the request unseen: nobody should send what this limit is
    /// about before it is over.
    #[must_use]
    pub fn closes(&self) -> Option<(Duration, Scope)> {
        match *self {
            Self::Answer { retry_after: Some(wait), scope, .. } if self.class() == Class::NotDone => {
                Some((wait, scope))
            }
            _ => None,
        }
    }

    pub(super) fn class(&self) -> Class {
        match *self {
            Self::Answer { status: StatusCode::TOO_MANY_REQUESTS, .. } => Class::NotDone,
            Self::Answer { status: StatusCode::SERVICE_UNAVAILABLE, retry_after: Some(_), .. } => {
                Class::NotDone
            }
            Self::Answer { status, .. } if is_failure(status) => Class::MaybeDone,
            Self::Answer { .. } => Class::Final,
            Self::Lost(error) if error.may_have_been_done() => Class::MaybeDone,
            Self::Lost(_) => Class::NotDone,
        }
    }

    pub(super) fn named_wait(&self) -> Option<Duration> {
        match *self {
            Self::Answer { retry_after, .. } => retry_after,
            Self::Lost(_) => None,
        }
    }

    pub(super) fn is_timeout(&self) -> bool {
        match *self {
            Self::Answer { status, .. } => {
                matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT)
            }
            Self::Lost(error) => error.is_timeout(),
        }
    }

    pub(super) fn reason(&self) -> RetryReason<'a> {
        match *self {
            Self::Answer { status, .. } => RetryReason::Status(status),
            Self::Lost(error) => RetryReason::Transport(error),
        }
    }
}

/// Whether another attempt may have another answer.
fn is_failure(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}
