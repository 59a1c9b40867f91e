//! Several futures at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use msgraph_core::BoxFuture;

/// Futures that run beside one another in the task that asks for them. Dropping it drops them.
///
/// Each has a waker of its own, so that of many only those are polled that have something to do.
pub(crate) struct InFlight<T> {
    running: Vec<(BoxFuture<'static, T>, Arc<Call>)>,
    task: Arc<Mutex<Waker>>,
}

/// What wakes one of them.
struct Call {
    is_awake: AtomicBool,
    task: Arc<Mutex<Waker>>,
}

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.is_awake.store(true, Ordering::Release);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).clone();
        task.wake();
    }
}

impl<T> InFlight<T> {
    pub(crate) fn new() -> Self {
        Self { running: Vec::new(), task: Arc::new(Mutex::new(Waker::noop().clone())) }
    }

    pub(crate) fn len(&self) -> usize {
        self.running.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// Adds a future. It does nothing before the next poll.
    pub(crate) fn push(&mut self, future: BoxFuture<'static, T>) {
        let call = Call { is_awake: AtomicBool::new(true), task: Arc::clone(&self.task) };
        self.running.push((future, Arc::new(call)));
    }

    /// The next that is ready, in any order; nothing where there is none at all.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<T>> {
        if self.running.is_empty() {
            return Poll::Ready(None);
        }
        // before the first look, so that no call wakes a task that is gone
        self.task.lock().unwrap_or_else(PoisonError::into_inner).clone_from(context.waker());
        for at in 0..self.running.len() {
            let (future, call) = &mut self.running[at];
            if !call.is_awake.swap(false, Ordering::AcqRel) {
                continue;
            }
            let waker = Waker::from(Arc::clone(call));
            if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                drop(self.running.remove(at));
                return Poll::Ready(Some(value));
            }
        }
        Poll::Pending
    }

    /// The next that is ready; nothing where there is none at all.
    pub(crate) async fn next(&mut self) -> Option<T> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[tokio::test]
    async fn only_what_woke_is_polled_and_all_come() {
        let polls = Arc::new(AtomicUsize::new(0));
        let mut calls = InFlight::new();
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..50).map(|_| tokio::sync::oneshot::channel()).unzip();
        for receiver in receivers {
            let polls = Arc::clone(&polls);
            let mut receiver = Box::pin(receiver);
            calls.push(Box::pin(std::future::poll_fn(move |context| {
                polls.fetch_add(1, Ordering::Relaxed);
                receiver.as_mut().poll(context)
            })));
        }
        let sent = tokio::spawn(async move {
            for (number, sender) in senders.into_iter().enumerate().rev() {
                tokio::task::yield_now().await;
                sender.send(number).unwrap();
            }
        });
        let mut found = Vec::new();
        while let Some(number) = calls.next().await {
            found.push(number.unwrap());
        }
        sent.await.unwrap();
        found.sort_unstable();
        assert_eq!(found, (0..50).collect::<Vec<_>>());
        assert_eq!(polls.load(Ordering::Relaxed), 100, "each is polled at first, and when it is ready");
    }
}
