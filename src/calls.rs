//! What a client called.

use std::sync::{Mutex, MutexGuard, PoisonError};

use msgraph_core::OperationInfo;

use crate::{CalledOperation, PermissionsUsed};

/// The operations that were sent, each once, with how often.
///
/// Looking one up compares a few texts under one lock, not addresses: the compiler may keep an operation in
/// several places, and other slices of Graph may have it too.
#[derive(Default)]
pub(crate) struct Calls {
    used: Mutex<PermissionsUsed>,
}

impl Calls {
    /// Counts one call.
    pub(crate) fn count(&self, operation: &'static OperationInfo) {
        self.lock().add(CalledOperation { operation, calls: 1 });
    }

    /// What there is so far.
    pub(crate) fn used(&self) -> PermissionsUsed {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, PermissionsUsed> {
        // a count is right at any time, also where somebody panicked beside it
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
