//! Why an emulator could not start, or take what a test gave it.

use std::net::SocketAddr;
#[cfg(feature = "file")]
use std::path::PathBuf;
use std::{error, fmt, io};

use crate::fault::FaultRatesError;
#[cfg(feature = "file")]
use crate::store::StoreError;

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum EmulatorError {
    /// A description of an API cannot be read. The text says what is wrong in it, and where.
    Spec(String),
    /// The address is not to be had, mostly because another program has the port.
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
    /// An app cannot be registered. The reason names it.
    App(SeedError),
    /// The rates of faults are none. The reason says which share is wrong.
    FaultRates(FaultRatesError),
    /// The file of the [store](crate::EmulatorBuilder::store) cannot be used. It is left as it is.
    #[cfg(feature = "file")]
    Store {
        /// The path that was asked for.
        path: PathBuf,
        /// Why not, and what can be done.
        reason: StoreError,
    },
    /// No thread or runtime could be made.
    Runtime(io::Error),
}

impl fmt::Display for EmulatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(faults) => write!(f, "the description of the API cannot be read: {faults}"),
            Self::Bind { address, .. } => {
                write!(f, "the emulator cannot listen on {address}; port 0 takes any that is free")
            }
            Self::App(_) => f.write_str("an app of the builder cannot be registered"),
            Self::FaultRates(_) => f.write_str("the rates of faults of the builder cannot be had"),
            #[cfg(feature = "file")]
            Self::Store { path, reason } => {
                write!(f, "the emulator cannot keep its state in '{}': {reason}", path.display())
            }
            Self::Runtime(_) => f.write_str("the emulator cannot start its thread"),
        }
    }
}

impl error::Error for EmulatorError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } | Self::Runtime(source) => Some(source),
            Self::App(source) => Some(source),
            Self::FaultRates(source) => Some(source),
            // What the reason says is said already.
            #[cfg(feature = "file")]
            Self::Store { reason, .. } => error::Error::source(reason),
            Self::Spec(_) => None,
        }
    }
}

/// Why something could not be put into the emulator, or changed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeedError {
    /// There is no meeting, transcript or user with that id, or no such token or code.
    NotFound,
    /// The JSON does not fit the model, or an app is none. The text names each property at fault.
    Invalid(String),
    /// The file of the store could not be written to. The text says why. The emulator answers nothing more but 500:
    /// what it remembers is no longer what the file has. Start another one.
    NotKept(String),
}

impl SeedError {
    pub(crate) fn not_kept(error: &io::Error) -> Self {
        Self::NotKept(error.to_string())
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("the emulator has nothing of that id or token"),
            Self::NotKept(reason) => write!(
                f,
                "the emulator cannot write to the file of its store, and must be started anew: {reason}"
            ),
            Self::Invalid(faults) => write!(f, "what was given does not fit: {faults}"),
        }
    }
}

impl error::Error for SeedError {}
