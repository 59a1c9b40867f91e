//! Permission tables in the schema of Microsoft's `permissions.json`.
//!
//! Paths are compared in lower case and with anonymous placeholders. The rule for the least
//! privileged alternative stands in `least.rs`, what `AlsoRequires` means in `also.rs`, and what a
//! reviewed file corrects in `fixups/`.

mod also;
mod attach;
pub(crate) mod fixups;
mod grants;
mod least;
mod matching;
mod name;
mod table;
#[cfg(test)]
mod whole_table;

pub(crate) use attach::attach;
pub(crate) use grants::Line;
pub(crate) use table::{Table, lower};
