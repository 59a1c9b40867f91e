//! Where tokens come from: credentials that get them by themselves.
//!
//! A [`Credential`](crate::Credential) gives the tokens of a client. A token that is at hand is one
//! ([`AccessToken`](crate::AccessToken)), and so is an async closure ([`TokenFn`](crate::TokenFn)). Two features of
//! this crate have more:
#![cfg_attr(feature = "azure", doc = "")]
#![cfg_attr(feature = "azure", doc = "- `azure`: [`Azure`] takes whatever the Azure SDK has;")]
#![cfg_attr(not(feature = "azure"), doc = "- `azure`: whatever the Azure SDK has;")]
#![cfg_attr(
    feature = "oauth",
    doc = "- `oauth`: [`ClientSecret`], [`DeviceCode`], [`AuthorizationCode`] and [`OnBehalfOf`] ask the identity platform \
           themselves, as what an [`AppRegistration`] says."
)]
#![cfg_attr(
    not(feature = "oauth"),
    doc = "- `oauth`: client secret, device code, authorization code and on-behalf-of, asked of the identity platform."
)]
//!
//! # What the client does with tokens
//!
//! - A token whose end is known is kept until shortly before it: five minutes, or a fifth of its life where that is
//!   less. Then one request fetches the next one, and the others go on with the old one; where there is none, all
//!   wait for one answer. A fetch that fails while the old token is still good is a warning in `tracing`, and the
//!   next one comes half a minute later.
//! - The end of a token is held against the clock of this machine. Where that clock is set forward, a new token is
//!   fetched early; where it is set back, the service refuses the old one, and that is answered as follows.
//! - A token that the service refuses (401) is not used again. The credential is asked for another one, with the
//!   claims that the service demands (continuous access evaluation), and the request is repeated once.
//! - A token whose end is not known is asked for with each request.
//!
//! ```
//! use std::time::Duration;
//!
//! use msgraph::{AccessToken, Graph, testing::Memory};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), msgraph::Error> {
//! let memory = Memory::json(200, "{}");
//! let graph = Graph::builder()
//!     .credential_fn(|_| async {
//!         // asked once for all three requests
//!         static ASKED: std::sync::Once = std::sync::Once::new();
//!         assert!(!ASKED.is_completed());
//!         ASKED.call_once(|| ());
//!         let end = std::time::SystemTime::now() + Duration::from_secs(3600);
//!         Ok(AccessToken::new("eyJ0...").with_expiry(end))
//!     })
//!     .service(memory.clone())
//!     .build()?;
//! for _ in 0..3 {
//!     graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().await?;
//! }
//! assert_eq!(memory.requests().len(), 3);
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "azure")]
mod azure;
mod cache;
mod flight;
mod for_users;
#[cfg(feature = "oauth")]
mod oauth;

#[cfg(feature = "azure")]
pub use azure::Azure;
#[cfg(feature = "oauth")]
pub use oauth::*;

pub(crate) use cache::{Bearer, Tokens};
pub(crate) use for_users::ForUsers;
