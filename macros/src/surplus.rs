//! Permissions that a program states and has nothing of: it holds more than it needs.

use syn::LitStr;

use crate::check::{Warning, names};
use crate::known::{Known, list, same};
use crate::table::Row;

/// A warning for each permission that opens nothing, and, in a program without faults, for each that opens
/// nothing more than the others do.
pub(crate) fn warnings(
    permissions: &[LitStr],
    scheme: usize,
    known: &Known<'_>,
    is_faultless: bool,
) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = permissions
        .iter()
        .filter_map(|permission| {
            let (kind, message) = useless(&permission.value(), scheme, known)?;
            Some(Warning { kind, span: permission.span(), message })
        })
        .collect();
    if is_faultless {
        warnings.extend(redundant(permissions, scheme, known));
    }
    warnings
}

/// What to say about a permission that no operation asks for.
fn useless(name: &str, scheme: usize, known: &Known<'_>) -> Option<(&'static str, String)> {
    let permission = known.find(name)?;
    permission.schemes[scheme]?;
    if !known.wanted_by(scheme, name).is_empty() {
        return None;
    }
    let instead = match known.instead_of(scheme, name).as_slice() {
        [] => String::new(),
        near => format!(", or state what does open operations here: {}", list(near)),
    };
    Some(if permission.is_specific {
        let message = format!(
            "`{name}` holds for one chat, team or meeting alone (resource-specific consent), so it opens no \
             operation for certain: remove it{instead}"
        );
        ("consent_for_one_resource", message)
    } else {
        ("opens_nothing", format!("`{name}` opens no operation here: remove it{instead}"))
    })
}

/// The permissions without which the program may call the same. The lowest level goes first, so that of two
/// that open the same the lesser one is named; of equal ones the later.
fn redundant(permissions: &[LitStr], scheme: usize, known: &Known<'_>) -> Vec<Warning> {
    let mut held = names(permissions);
    let mut order: Vec<&LitStr> = permissions.iter().rev().collect();
    order.sort_by_key(|permission| known.level(scheme, &permission.value()).unwrap_or(u32::MAX));
    let mut warnings = Vec::new();
    for permission in order {
        let name = permission.value();
        if known.wanted_by(scheme, &name).is_empty() {
            continue;
        }
        let others: Vec<String> = held.iter().filter(|other| **other != name).cloned().collect();
        let found = match incomplete(&name, scheme, &held, known) {
            Some(missing) => {
                let message = format!("`{name}` opens nothing without {missing}: state that too, or remove both");
                Some(("opens_nothing_alone", message))
            }
            None => covered(&name, scheme, &held, &others, known).map(|by| {
                let message = match by.as_slice() {
                    [] => format!("`{name}` opens nothing that is not open without it: remove it"),
                    [only] => format!(
                        "`{name}` opens nothing that `{only}` does not open: remove it, or the other if this one \
                         is enough"
                    ),
                    more => format!(
                        "`{name}` opens nothing that {} do not open: remove it, or the others if this one is enough",
                        list(more)
                    ),
                };
                ("opens_nothing_more", message)
            }),
        };
        if let Some((kind, message)) = found {
            warnings.push(Warning { kind, span: permission.span(), message });
            held = others;
        }
    }
    warnings
}

/// What a permission needs beside it, where nothing that is held makes a whole alternative with it.
fn incomplete(name: &str, scheme: usize, held: &[String], known: &Known<'_>) -> Option<String> {
    let wanted = |all_of: &&Vec<String>| all_of.iter().any(|one| same(one, name));
    let mut alternatives = known.rows.iter().flat_map(|row| &row.schemes[scheme]).filter(wanted).peekable();
    let first = *alternatives.peek()?;
    if alternatives.any(|all_of| is_held(all_of, held)) {
        return None;
    }
    let missing: Vec<&str> = first.iter().filter(|one| !contains(held, one)).map(String::as_str).collect();
    Some(list(&missing))
}

/// The others that open everything that the permission opens.
fn covered<'a>(
    name: &str,
    scheme: usize,
    held: &[String],
    others: &[String],
    known: &Known<'a>,
) -> Option<Vec<&'a str>> {
    let mut by: Vec<&str> = Vec::new();
    for row in known.rows.iter().filter(|row| opens(row, scheme, held)) {
        let instead = row.schemes[scheme].iter().find(|all_of| is_held(all_of, others))?;
        let is_wanted = row.schemes[scheme].iter().flatten().any(|one| same(one, name));
        if is_wanted {
            by.extend(instead.iter().map(String::as_str));
        }
    }
    by.sort_unstable();
    by.dedup();
    Some(by)
}

/// Whether the permissions hold one of the alternatives.
pub(crate) fn opens(row: &Row, scheme: usize, held: &[String]) -> bool {
    row.schemes[scheme].iter().any(|all_of| is_held(all_of, held))
}

fn is_held(all_of: &[String], held: &[String]) -> bool {
    all_of.iter().all(|one| contains(held, one))
}

fn contains(held: &[String], name: &str) -> bool {
    held.iter().any(|one| same(one, name))
}
