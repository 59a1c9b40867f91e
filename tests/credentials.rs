//! Credentials against the emulator's identity platform.

#[path = "credentials/flows.rs"]
mod flows;
#[path = "credentials/refusals.rs"]
mod refusals;
#[path = "credentials/world.rs"]
mod world;
