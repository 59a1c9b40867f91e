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

#[doc(hidden)]
pub use after::retry_after;
#[doc(hidden)]
pub use budget::RetryBudget;
pub(crate) use call::EarlierAttempt;
#[doc(hidden)]
pub use call::{Next, Resting, RetryCall, Surroundings};
pub use hook::{Retry, RetryReason};
#[doc(hidden)]
pub use lane::Lane;
#[doc(hidden)]
pub use lanes::{Lanes, Moment, Place};
#[doc(hidden)]
pub use outcome::Outcome;
pub use policy::RetryPolicy;
#[doc(hidden)]
pub use scope::Scope;
