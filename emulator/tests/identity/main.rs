//! The identity platform over real HTTP, each test named after the rule that it holds.

mod client_credentials;
mod errors;
mod evaluation;
mod lifetime;
mod on_behalf_of;
mod support;
