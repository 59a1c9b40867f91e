//! The store in a file: what outlives an emulator, however it ended, and which files are refused.

mod kill;
mod opening;
mod restart;
mod support;
