//! Types that derive from themselves.

use std::collections::HashSet;

use super::chain;
use crate::model::{Api, StructuredType, TypeDef};
use crate::{Diagnostic, Diagnostics};

pub(super) fn check(api: &Api, faults: &mut Diagnostics) {
    let mut settled: HashSet<&str> = HashSet::new();
    for one in api.types.values() {
        let TypeDef::Structured(one) = one else { continue };
        let walk = walk(api, one, &settled);
        if let Some(start) = walk.cycle {
            let mut names: Vec<&str> = walk.passed[start..].to_vec();
            names.push(names[0]);
            faults.push(
                Diagnostic::error(format!("`{}` derives from itself: {}", names[0], chain(&names)))
                    .at(one.origin.clone())
                    .help("take one of these base types out"),
            );
        }
        settled.extend(walk.passed);
    }
}

struct Walk<'a> {
    passed: Vec<&'a str>,
    cycle: Option<usize>,
}

/// The type and its base types, up to one that is known to be right or was passed already.
fn walk<'a>(api: &'a Api, from: &'a StructuredType, settled: &HashSet<&str>) -> Walk<'a> {
    let mut passed: Vec<&str> = Vec::new();
    let mut next = Some(from);
    while let Some(one) = next {
        let name = one.name.as_str();
        if settled.contains(name) {
            break;
        }
        if let Some(start) = passed.iter().position(|known| *known == name) {
            return Walk { passed, cycle: Some(start) };
        }
        passed.push(name);
        next = one.base.as_ref().and_then(|base| api.structured(base));
    }
    Walk { passed, cycle: None }
}
