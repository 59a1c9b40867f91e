//! One question to the credential for all requests that wait for its answer.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use msgraph_core::{AccessToken, BoxFuture, CredentialError};
use tokio::sync::Mutex;

/// What came of a question.
pub(super) type Outcome<T> = Result<T, CredentialError>;

/// The question that is under way, if one is.
///
/// Whoever holds the lock drives it. Where that one is cancelled, the question stays here with all that was done for
/// it, and the next one who waits drives it on. It is dropped when nobody waits any more.
pub(super) struct Flight<T> {
    state: Mutex<State<T>>,
    /// How many questions were answered.
    answered: AtomicU64,
    waiting: AtomicUsize,
}

struct State<T> {
    question: Option<Question<T>>,
    /// The last answer, for those who waited for it, and which token it was to replace.
    last: Option<(Option<AccessToken>, Outcome<T>)>,
}

impl<T> State<T> {
    /// Drives the question on. It is put back only where it has no answer yet: one that panicked is gone with its panic,
    /// and the next one who waits asks anew.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Outcome<T>> {
        let Some(mut question) = self.question.take() else {
            return Poll::Ready(Err(CredentialError::new("the credential was not asked")));
        };
        let answer = question.answer.as_mut().poll(context);
        if answer.is_pending() {
            self.question = Some(question);
        }
        answer
    }
}

struct Question<T> {
    /// The token that is not wanted.
    instead_of: Option<AccessToken>,
    answer: BoxFuture<'static, Outcome<T>>,
}

impl<T: Clone + Send + 'static> Flight<T> {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State { question: None, last: None }),
            answered: AtomicU64::new(0),
            waiting: AtomicUsize::new(0),
        }
    }

    /// The answer to a question that may be under way already.
    ///
    /// - `known` gives an answer that came to be known while this one waited;
    /// - `ask` begins the question; its future also keeps what came of it.
    pub(super) async fn join(
        &self,
        instead_of: Option<&AccessToken>,
        known: impl Fn() -> Option<T>,
        ask: impl FnOnce() -> BoxFuture<'static, Outcome<T>>,
    ) -> Outcome<T> {
        let seen = self.answered.load(Ordering::Acquire);
        let _place = Place::take(self);
        let mut state = self.state.lock().await;
        if let Some(known) = known() {
            return Ok(known);
        }
        if self.answered.load(Ordering::Acquire) > seen
            && let Some((replaced, outcome)) = &state.last
            && replaced.as_ref() == instead_of
        {
            return outcome.clone();
        }
        Self::drive(&mut state, &self.answered, instead_of, ask).await
    }

    /// The same where nobody else asks; nothing where somebody does.
    pub(super) async fn join_alone(
        &self,
        known: impl Fn() -> Option<T>,
        ask: impl FnOnce() -> BoxFuture<'static, Outcome<T>>,
    ) -> Option<Outcome<T>> {
        let _place = Place::take(self);
        let mut state = self.state.try_lock().ok()?;
        if let Some(known) = known() {
            return Some(Ok(known));
        }
        Some(Self::drive(&mut state, &self.answered, None, ask).await)
    }

    async fn drive(
        state: &mut State<T>,
        answered: &AtomicU64,
        instead_of: Option<&AccessToken>,
        ask: impl FnOnce() -> BoxFuture<'static, Outcome<T>>,
    ) -> Outcome<T> {
        let goes_on = |one: &Question<T>| one.instead_of.as_ref() == instead_of;
        if !state.question.as_ref().is_some_and(goes_on) {
            state.question = Some(Question { instead_of: instead_of.cloned(), answer: ask() });
        }
        let outcome = poll_fn(|context| state.poll(context)).await;
        state.last = Some((instead_of.cloned(), outcome.clone()));
        answered.fetch_add(1, Ordering::Release);
        outcome
    }
}

/// One who waits. The last one who leaves takes the question along.
struct Place<'a, T>(&'a Flight<T>);

impl<'a, T> Place<'a, T> {
    fn take(flight: &'a Flight<T>) -> Self {
        flight.waiting.fetch_add(1, Ordering::AcqRel);
        Self(flight)
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        if self.0.waiting.fetch_sub(1, Ordering::AcqRel) == 1
            && let Ok(mut state) = self.0.state.try_lock()
        {
            state.question = None;
        }
    }
}
