//! What all meetings left behind, for the desk.

use std::collections::BTreeMap;

use super::{Artifacts, Kind};
use crate::store::Store;

/// How much one meeting left behind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) transcripts: usize,
    pub(crate) recordings: usize,
    pub(crate) reports: usize,
}

impl Artifacts {
    /// For each meeting that left something behind, how much.
    pub(crate) fn counts(&self) -> BTreeMap<&str, Counts> {
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        for one in &self.known {
            let of = counts.entry(&one.meeting).or_default();
            match one.kind {
                Kind::Transcript => of.transcripts += 1,
                Kind::Recording => of.recordings += 1,
            }
        }
        for one in &self.reports {
            counts.entry(&one.meeting).or_default().reports += 1;
        }
        counts
    }

    /// Drops all of it. Numbers go on, as delta tokens and ETags of before may still be about.
    pub(crate) fn clear(&mut self, store: &mut Store) {
        for one in self.known.drain(..) {
            one.forget(store);
        }
        for one in self.reports.drain(..) {
            one.forget(store);
        }
    }
}
