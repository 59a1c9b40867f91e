//! Why an emulator could not start, or take what a test gave it.

use std::net::SocketAddr;
use std::{error, fmt, io};

use crate::fault::FaultRatesError;

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum EmulatorError {
    /// The bundled description of online meetings cannot be read. The text says what is wrong in it.
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
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("the emulator has nothing of that id or token"),
            Self::Invalid(faults) => write!(f, "what was given does not fit: {faults}"),
        }
    }
}

impl error::Error for SeedError {}
