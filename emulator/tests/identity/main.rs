//! The identity platform over real HTTP, each test named after the rule that it holds.

mod authorization_code;
mod client_credentials;
mod device_code;
mod device_page;
mod discovery;
mod errors;
mod evaluation;
mod lifetime;
mod memory;
mod on_behalf_of;
mod policies;
mod refresh;
#[cfg(feature = "jwt")]
mod signed;
mod support;
mod tenants;
