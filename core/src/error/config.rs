//! Clients that cannot be built.

use std::error::Error as StdError;
use std::fmt;

/// Why a client could not be built.
///
/// ```
/// use msgraph_core::{ConfigError, Error};
///
/// fn is_of_the_settings(error: &Error) -> bool {
///     matches!(error, Error::Config(ConfigError::Root { .. } | ConfigError::NoTls { .. }))
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// No credential was given.
    NoCredential,
    /// The root of the service is not a URL that can be called.
    Root {
        /// The root as it was given.
        root: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The root has no TLS, so the token would travel in the clear.
    NoTls {
        /// The root as it was given.
        root: String,
    },
    /// The HTTP client could not be made.
    Transport(Box<dyn StdError + Send + Sync>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredential => f.write_str(
                "the client has no credential; give it one with `.token(..)` or `.credential(..)` before `.build()`",
            ),
            Self::Root { root, reason } => write!(
                f,
                "`{root}` cannot be the root of the service: {reason}; it is such as `https://graph.microsoft.com/v1.0`"
            ),
            Self::NoTls { root } => write!(
                f,
                "`{root}` has no TLS, and the access token would travel in the clear; use `https://`, or for an \
                 emulator on this machine (`127.0.0.1`, `[::1]`, `localhost`) call `.allow_http_on_loopback()`"
            ),
            Self::Transport(_) => f.write_str("the HTTP client could not be made"),
        }
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(source) => Some(&**source),
            _ => None,
        }
    }
}
