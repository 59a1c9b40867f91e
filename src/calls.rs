//! What a client called.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use msgraph_core::OperationInfo;

use crate::{CalledOperation, PermissionsUsed};

/// The operations that were sent, each once, with how often.
///
/// The key is the text of path and method, not the address: the compiler may keep an operation in several
/// places, and other slices of Graph may have it too. So looking one up compares a few texts under one lock.
#[derive(Default)]
pub(crate) struct Calls {
    counts: Mutex<BTreeMap<(&'static str, &'static str), CalledOperation>>,
}

impl Calls {
    /// Counts one call.
    pub(crate) fn count(&self, operation: &'static OperationInfo) {
        let key = (operation.path, operation.method.as_str());
        self.lock().entry(key).or_insert(CalledOperation { operation, calls: 0 }).calls += 1;
    }

    /// What there is so far, in the order of paths and methods.
    pub(crate) fn used(&self) -> PermissionsUsed {
        PermissionsUsed::new(self.lock().values().copied().collect())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(&'static str, &'static str), CalledOperation>> {
        // a count is right at any time, also where somebody panicked beside it
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
