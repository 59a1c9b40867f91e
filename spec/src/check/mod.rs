//! What only the whole model shows: types that cannot be.

mod bases;
mod bounds;
mod contained;
mod redeclared;

use crate::Diagnostics;
use crate::model::Api;

pub(crate) use bounds::{MOST_BASES, keep as keep_bounds};

/// Checks the model.
pub(crate) fn check(api: &Api, faults: &mut Diagnostics) {
    bases::check(api, faults);
    contained::check(api, faults);
    redeclared::check(api, faults);
}

/// `a` -> `b` -> `a`
fn chain(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" -> ")
}
