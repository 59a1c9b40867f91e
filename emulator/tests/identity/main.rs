//! The identity platform over real HTTP, each test named after the rule that it holds.

mod authorization_code;
mod client_credentials;
mod device_code;
mod discovery;
mod errors;
mod evaluation;
mod lifetime;
mod on_behalf_of;
mod refresh;
mod support;
