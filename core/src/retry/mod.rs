//! When a request is sent again. Nothing here waits or sends: the runtime does.

mod policy;

pub use policy::RetryPolicy;
