//! Time: moments, waiting, limits. The browser has clocks and timers of its own.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

#[cfg(all(feature = "metrics", not(target_arch = "wasm32")))]
pub(crate) use std::time::Instant;
#[cfg(all(feature = "metrics", target_arch = "wasm32"))]
pub(crate) use web_time::Instant;

/// Waits.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn sleep(wait: Duration) -> impl Future<Output = ()> + Send {
    tokio::time::sleep(wait)
}

/// Waits.
#[cfg(target_arch = "wasm32")]
pub(crate) fn sleep(wait: Duration) -> impl Future<Output = ()> + Send {
    futures_timer::Delay::new(wait)
}

/// What the future gives, if it is done within the limit. A result that is there at its end still counts.
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Result<T, Elapsed> {
    let mut future = pin!(future);
    let mut end = pin!(sleep(limit));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Ok(result)),
        Poll::Pending => end.as_mut().poll(context).map(|()| Err(Elapsed)),
    })
    .await
}

/// A limit of time is over.
#[derive(Debug)]
pub(crate) struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the limit of time is over")
    }
}

impl std::error::Error for Elapsed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_result_counts_up_to_the_limit_and_not_behind_it() {
        let second = Duration::from_secs(1);
        assert!(within(second, std::future::ready(())).await.is_ok());
        assert!(within(second, sleep(second / 2)).await.is_ok());
        assert!(within(second, sleep(second * 2)).await.is_err());
    }
}
