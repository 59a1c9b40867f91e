//! When a request is sent again. Nothing here waits, sends, or knows the time: the runtime does.
//!
//! What came of an attempt ([`Outcome`]) is told to its call ([`RetryCall`]), which says whether to stop or how long to
//! wait. What an answer says about others is kept by the [`Lanes`], and how much a client repeats by its
//! [`RetryBudget`]. All but [`RetryPolicy`], [`Retry`] and [`RetryReason`] is for what sends requests, and may change
//! with each version.

mod after;
mod backoff;
mod budget;
mod call;
mod closure;
mod hook;
mod lane;
mod lanes;
mod outcome;
mod policy;
mod scope;

pub use after::retry_after;
pub use budget::RetryBudget;
pub use call::{Next, Resting, RetryCall, Surroundings};
pub use hook::{Retry, RetryReason};
pub use lane::Lane;
pub use lanes::{Lanes, Moment, Place};
pub use outcome::Outcome;
pub use policy::RetryPolicy;
pub use scope::Scope;
