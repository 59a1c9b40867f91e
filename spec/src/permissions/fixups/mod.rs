//! Corrections of the table by hand.
//!
//! Where Microsoft's table is wrong or says nothing, a reviewed file sets it right, with a reason and
//! the page that says so:
//!
//! ```yaml
//! fixups:
//!   - operation: GET /me/onlineMeetings # regardless of case and of the names of placeholders
//!     scheme: DelegatedWork
//!     least: OnlineMeetings.Read        # makes this alternative the least privileged
//!     add: [OnlineMeetings.X]           # further alternatives
//!     remove: [OnlineMeetings.Y]        # alternatives that are none
//!     reason: why the table is wrong
//!     link: https://learn.microsoft.com/..
//! ```
//!
//! An alternative is a name, or a list of names that must be held together. One of `least`, `add` and
//! `remove` is needed, `reason` and `link` always. The fix-ups are applied in the order of the file,
//! after the table was attached:
//!
//! - what `add` names stands behind the alternatives of the table, in its own order;
//! - without alternatives an operation is not supported in that scheme;
//! - of an operation that the table does not know at all, the schemes without a fix-up stay unknown: who
//!   corrects one of them has not looked at the others;
//! - where the least privileged alternative goes away, or several come where there was none, `least`
//!   must say which it is now.
//!
//! A fix-up that changes nothing is an error: the table says the same by now, and the file would grow
//! old without anybody seeing it.

mod apply;
mod change;
mod names;
mod read;

pub(crate) use apply::{Base, apply};
pub(crate) use read::lower;

use crate::model::{AllOf, HttpMethod, Origin, Scheme};

/// A fix-up as it is written. What is faulty is missing.
#[derive(Debug)]
pub(crate) struct Written {
    origin: Origin,
    operation: Option<Target>,
    scheme: Option<Scheme>,
    least: Option<Stated>,
    add: Vec<Stated>,
    remove: Vec<Stated>,
    reason: String,
    link: String,
    /// Whether it has no fault, so that it can be applied.
    is_sound: bool,
}

impl Written {
    /// Every alternative that it names.
    fn stated(&self) -> impl Iterator<Item = &Stated> {
        self.least.iter().chain(&self.add).chain(&self.remove)
    }
}

/// The operation that a fix-up means.
#[derive(Debug)]
struct Target {
    method: HttpMethod,
    path: String,
    origin: Origin,
}

/// An alternative, and where it stands.
#[derive(Debug)]
struct Stated {
    all_of: AllOf,
    origin: Origin,
}
