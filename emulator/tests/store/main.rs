//! The store in a file: what outlives an emulator, however it ended, and which files are refused.

mod entities;
mod kill;
mod kill_entities;
mod opening;
mod restart;
mod server;
mod support;
