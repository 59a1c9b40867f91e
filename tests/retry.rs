//! When a request is sent again, when it waits before it is sent, and when neither.

#[path = "support/listener.rs"]
mod listener;
#[path = "support/script.rs"]
mod script;

#[path = "retry/earlier.rs"]
mod earlier;
#[path = "retry/lanes.rs"]
mod lanes;
#[path = "retry/limits.rs"]
mod limits;
#[path = "retry/rules.rs"]
mod rules;
#[path = "retry/wire.rs"]
mod wire;
