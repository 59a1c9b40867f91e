//! What generated Microsoft Graph clients name.
//!
//! This crate knows no slice of Graph and does no I/O. It holds what every generated crate shares:
//!
//! - [`Operation`]: a method on a path, its permissions and the shape of its answer;
//! - [`Request`]: one call being put together. It turns into an [`http::Request`] without a client,
//!   and `.await` sends it where there is one;
//! - [`Permissions`]: who may call an operation, as data that `const` code can ask;
//! - [`TokenPermissions`]: what a token says that it holds, to compare the two;
//! - [`model`]: what models are made of: dates that keep their digits, open enums, properties that
//!   the model does not know;
//! - [`Error`]: everything that can go wrong, with what to do about it.
//!
//! Programs use the crate `msgraph`, which wraps all of this.
//!
//! ```
//! # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
//! # use slice::*;
//! use msgraph_core::Operation;
//!
//! // a request without anything that sends it, and an answer without anything that received it
//! # let graph = detached();
//! let request = graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")).into_http()?;
//! assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/me/onlineMeetings");
//!
//! let answer = http::Response::builder().status(201).body(r#"{"id":"MSo1N2Y5"}"#.into()).unwrap();
//! assert_eq!(PostMeOnlineMeetings::read(&answer)?.id.as_deref(), Some("MSo1N2Y5"));
//! # Ok::<(), msgraph_core::Error>(())
//! ```

pub mod batch;
pub mod model;
pub mod odata;

mod answer;
mod app;
mod byte_stream;
#[doc(hidden)]
pub mod challenge;
mod client;
mod content;
mod credential;
mod error;
mod operation;
mod paging;
mod path;
mod permission;
mod permissions;
mod request;
#[doc(hidden)]
pub mod retry;
#[doc(hidden)]
pub mod rt;
mod scopes;
mod token;

pub use answer::{Answer, Content, Count, Empty, Json, Page, Paged, Wrapped};
pub use app::{App, Unchecked};
pub use byte_stream::ByteStream;
pub use client::{AsClient, BoxFuture, Client, Service};
#[doc(hidden)]
pub use content::Resumed;
pub use content::{ContentError, ContentStream};
pub use credential::{AccessToken, Credential, CredentialError, TokenFn, TokenRequest};
pub use error::{
    ConfigError, DecodeError, Error, PermissionError, RequestError, ServiceError, ThrottledError,
    TransportError,
};
pub use operation::{Operation, OperationInfo, Sibling};
pub use paging::{Items, Pages};
pub use path::{Call, Path};
pub use permission::{Consent, IdKind, Permission};
pub use permissions::{Permissions, Requirement, Scheme};
pub use request::{Request, RequestSettings, Response, option};
pub use retry::{Retry, RetryPolicy, RetryReason};
pub use scopes::Scopes;
pub use token::TokenPermissions;
#[doc(hidden)]
pub use token::claims;
