//! Applies fix-ups to the operations that they mean.

use std::collections::HashMap;

use super::change::changed;
use super::{Target, Written, names};
use crate::model::{Api, Fixup, HttpMethod, Origin, Scheme};
use crate::nearest::did_you_mean;
use crate::permissions::Table;
use crate::permissions::attach::{is_signed_in_user, left_out};
use crate::permissions::grants::spelling;
use crate::permissions::matching::PathKey;
use crate::{Diagnostic, Diagnostics};

/// What fix-ups are applied to.
#[derive(Debug)]
pub(crate) struct Base<'a> {
    pub(crate) table: &'a Table,
    /// Whether the table is without errors. With some, lines of it may be missing, and a fix-up that
    /// seems to change nothing may be right.
    pub(crate) is_sound: bool,
    /// What the description declares, operations with faults of their own included.
    pub(crate) declared: &'a [(HttpMethod, &'a str)],
}

/// Applies the fix-ups in their order.
pub(crate) fn apply(fixups: &[Written], base: &Base<'_>, api: &mut Api, faults: &mut Diagnostics) {
    let mut seen: HashMap<(usize, Scheme), &Origin> = HashMap::new();
    let are_names_known = base.is_sound || !base.table.permissions.is_empty();
    for written in fixups {
        let mut is_sound = written.is_sound;
        if are_names_known {
            is_sound &= names::are_known(written, base.table, faults);
        }
        let Some(target) = &written.operation else { continue };
        let meant = meant(target, api);
        if meant.is_empty() {
            faults.extend(unknown(target, base, api));
            continue;
        }
        let Some(scheme) = written.scheme else { continue };
        let first = meant.iter().find_map(|at| seen.get(&(*at, scheme)));
        if let Some(first) = first {
            let title = api.operations[meant[0]].title();
            let fault = format!("a second fix-up of `{title}` for `{scheme}`");
            let fault = Diagnostic::error(fault).at(written.origin.clone());
            faults.push(fault.related((*first).clone(), "the first one").help("make one of the two"));
            continue;
        }
        seen.extend(meant.iter().map(|at| ((*at, scheme), &written.origin)));
        if is_sound {
            let found = apply_to(&meant, written, scheme, api);
            faults.extend(found.into_iter().filter(|_| base.is_sound));
        }
    }
}

/// Applies a fix-up to all operations that it means: more than one where a function has overloads. What
/// is in vain for some of them is no fault.
fn apply_to(meant: &[usize], written: &Written, scheme: Scheme, api: &mut Api) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut is_applied = false;
    for at in meant {
        let operation = &mut api.operations[*at];
        let opens = written.least.iter().chain(&written.add).next();
        if let Some(opens) = opens
            && scheme == Scheme::Application
            && is_signed_in_user(&operation.path)
        {
            let fault = format!("an application cannot call `{}`: `/me` is a signed-in user", operation.path);
            let help = "the service refuses its tokens there: correct the same path below `/users`";
            return vec![Diagnostic::error(fault).at(opens.origin.clone()).help(help)];
        }
        match changed(operation.permissions.of(scheme), written) {
            Ok(requirement) => {
                is_applied = true;
                let permissions = &mut operation.permissions;
                *permissions.of_mut(scheme) = requirement;
                permissions.fixups.push(Fixup::new(scheme, &written.reason, &written.link));
            }
            Err(found) => faults.extend(found),
        }
    }
    if is_applied { Vec::new() } else { faults }
}

/// The operations that a fix-up means: the one that is spelled so, or all overloads of a function that
/// is written without its arguments.
fn meant(target: &Target, api: &Api) -> Vec<usize> {
    let written = PathKey::of_text(&target.path);
    let of_method = || api.operations.iter().enumerate().filter(|(_, one)| one.method == target.method);
    let wanted = spelling(&target.path);
    let exact = of_method().filter(|(_, one)| spelling(&one.path.to_string()) == wanted);
    let exact: Vec<usize> = exact.map(|(at, _)| at).collect();
    if !exact.is_empty() {
        return exact;
    }
    let all = of_method().filter(|(_, one)| PathKey::of(&one.path).is_meant_by(&written, one.kind));
    all.map(|(at, _)| at).collect()
}

/// The fault of a fix-up whose operation is not there; none where it was left out for a fault of its own.
fn unknown(target: &Target, base: &Base<'_>, api: &Api) -> Option<Diagnostic> {
    let key = PathKey::of_text(&target.path);
    if left_out(base.declared, api).contains(&(target.method, key.anonymous)) {
        return None;
    }
    let title = format!("{} {}", target.method, target.path);
    let titles: Vec<String> = api.operations.iter().map(crate::model::Operation::title).collect();
    let help = did_you_mean(
        &title,
        titles.iter().map(String::as_str),
        "add the operation to the description, or take the fix-up out",
    );
    let fault = Diagnostic::error(format!("the description does not have `{title}`"));
    Some(fault.at(target.origin.clone()).help(help))
}
