//! What the parity tests stand on.

pub(crate) mod models;
pub(crate) mod payload;
