//! When somebody wants the program to end.

/// Ends when that is so.
#[cfg(unix)]
pub(super) fn asked() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        let mut interrupt = std::pin::pin!(interrupt.recv());
        let mut terminate = std::pin::pin!(terminate.recv());
        std::future::poll_fn(|context| {
            let is_ready =
                interrupt.as_mut().poll(context).is_ready() || terminate.as_mut().poll(context).is_ready();
            if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    })
}

/// Ends when that is so.
#[cfg(not(unix))]
pub(super) fn asked() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // where Ctrl-C cannot be heard, the system ends the program
        tokio::signal::ctrl_c().await.ok();
    })
}
