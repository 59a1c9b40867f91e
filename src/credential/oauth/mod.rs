//! Credentials that ask the identity platform themselves.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/v2-app-types>.

mod advice;
mod app;
mod authorization_code;
mod client_secret;
mod device_code;
mod endpoint;
mod error;
mod exchanged;
mod loopback;
mod on_behalf_of;
mod session;

pub use app::AppRegistration;
pub use authorization_code::{AuthorizationCode, SignIn};
pub use client_secret::ClientSecret;
pub use device_code::{DeviceCode, DevicePrompt};
pub use error::IdentityError;
pub use on_behalf_of::OnBehalfOf;
pub use session::{RefreshToken, RefreshTokens};
