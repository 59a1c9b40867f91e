//! A way to wait for what is there.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Waits for what never has to wait.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("nothing here waits"),
    }
}
