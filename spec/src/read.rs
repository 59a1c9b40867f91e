//! What a [`Reader`](crate::Reader) gives.

use crate::model::Api;
use crate::permissions::Table;
use crate::{Diagnostic, Diagnostics, Sources};

/// What was read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Read {
    /// The slice.
    pub api: Api,
    /// What could not be expressed and was left out. None of these is an error.
    pub warnings: Diagnostics,
    /// The patterns and roots that match nothing, where [`Reader::patterns_may_match_nothing`](crate::Reader::patterns_may_match_nothing) allows it.
    pub unmatched: Vec<Unmatched>,
    /// The files that were read; [`Sources::diagnostics`] starts a list of further faults in them.
    pub sources: Sources,
    /// The permission table, for those who write a part of it down.
    pub(crate) table: Option<Table>,
}

/// What could be read of files that may have faults.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partly {
    /// The slice without its faulty parts, or nothing where the description could not be read at all.
    pub api: Option<Api>,
    /// Everything that is wrong, warnings included.
    pub faults: Diagnostics,
    /// The patterns and roots that match nothing, where [`Reader::patterns_may_match_nothing`](crate::Reader::patterns_may_match_nothing) allows it.
    pub unmatched: Vec<Unmatched>,
    pub(crate) table: Option<Table>,
}

impl Partly {
    /// What was read, if nothing is wrong with it: no error of the reader, and none that a later stage has added.
    ///
    /// # Errors
    /// Every fault, warnings included.
    pub fn whole(self) -> Result<Read, Diagnostics> {
        match self.api {
            Some(api) if !self.faults.has_errors() => {
                let sources = self.faults.sources().clone();
                Ok(Read { api, warnings: self.faults, unmatched: self.unmatched, sources, table: self.table })
            }
            _ => Err(self.faults),
        }
    }
}

/// A pattern or root that matches nothing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unmatched {
    /// The pattern, as its `Display` shows it, or the root.
    pub text: String,
    /// What [`Reader::read`](crate::Reader::read) says of it where it must match.
    pub fault: Diagnostic,
}
