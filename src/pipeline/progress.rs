//! How far a call is, for who gives it up in the middle.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the service may have done what a call asks for, at any moment of it.
#[derive(Debug, Default)]
pub(super) struct Progress(AtomicBool);

impl Progress {
    /// A request goes out.
    pub(super) fn leaves(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// An attempt is over, and another one is to come: whether one of them so far may have been done.
    pub(super) fn rests(&self, may_be_done: bool) {
        self.0.store(may_be_done, Ordering::Relaxed);
    }

    pub(super) fn may_be_done(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
