//! Permissions that a program states and has nothing of: it holds more than it needs.

use syn::LitStr;

use crate::check::Warning;
use crate::known::{Held, Id, Known, list};
use crate::stated::Statement;

/// A warning for each of these permissions that opens nothing, and, in a program without faults, for each that
/// opens nothing more than the others do.
pub(crate) fn warnings(
    permissions: &[&LitStr],
    scheme: usize,
    statement: &Statement<'_, '_>,
    is_faultless: bool,
) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = permissions
        .iter()
        .filter_map(|permission| {
            let message = useless(&permission.value(), scheme, statement)?;
            Some(Warning { span: permission.span(), message })
        })
        .collect();
    if is_faultless {
        warnings.extend(redundant(permissions, scheme, statement));
    }
    warnings
}

/// What to say about a permission that no operation asks for.
fn useless(name: &str, scheme: usize, statement: &Statement<'_, '_>) -> Option<String> {
    let Some(permission) = statement.known.find(name) else {
        return Some(format!(
            "`{name}` opens nothing here: no table that this program is checked by has it{}",
            statement.did_you_mean(name)
        ));
    };
    permission.schemes[scheme]?;
    if !permission.wanted_by[scheme].is_empty() {
        return None;
    }
    let instead = match statement.known.instead_of(scheme, name, &statement.stated).as_slice() {
        [] => String::new(),
        near => format!(", or state what does open operations here: {}", list(near)),
    };
    Some(if permission.is_specific {
        format!(
            "`{name}` holds for one chat, team or meeting alone (resource-specific consent), so it opens no \
             operation for certain: remove it{instead}"
        )
    } else {
        format!("`{name}` opens no operation here: remove it{instead}")
    })
}

/// The permissions without which the program may call the same. The lowest level goes first, so that of two
/// that open the same the lesser one is named; of equal ones the later.
fn redundant(permissions: &[&LitStr], scheme: usize, statement: &Statement<'_, '_>) -> Vec<Warning> {
    let known = statement.known;
    let mut held = known.held(&statement.stated);
    let is_wanted = |id: &Id| !known.permission(*id).wanted_by[scheme].is_empty();
    let mut order: Vec<(&LitStr, Id)> = permissions
        .iter()
        .rev()
        .filter_map(|permission| Some((*permission, known.id(&permission.value()).filter(is_wanted)?)))
        .collect();
    order.sort_by_key(|(_, id)| {
        known.permission(*id).schemes[scheme].and_then(|level| level.0).unwrap_or(u32::MAX)
    });
    let mut warnings = Vec::new();
    for (permission, id) in order {
        let name = permission.value();
        let others = held.without(id);
        let message = match incomplete(id, scheme, &held, known) {
            Some(missing) => {
                Some(format!("`{name}` opens nothing without {missing}: state that too, or remove both"))
            }
            None => covered(id, scheme, &held, &others, known).map(|by| match by.as_slice() {
                [] => format!("`{name}` opens nothing that is not open without it: remove it"),
                [only] => format!(
                    "`{name}` opens nothing that `{only}` does not open: remove it, or the other if this one \
                     is enough"
                ),
                more => format!(
                    "`{name}` opens nothing that {} do not open: remove it, or the others if this one is enough",
                    list(more)
                ),
            }),
        };
        if let Some(message) = message {
            warnings.push(Warning { span: permission.span(), message });
            held = others;
        }
    }
    warnings
}

/// What a permission needs beside it, where nothing that is held makes a whole alternative with it.
fn incomplete(id: Id, scheme: usize, held: &Held, known: &Known<'_>) -> Option<String> {
    let wanting = known.wanting(known.permission(id), scheme).flat_map(|operation| &operation.ways[scheme]);
    let mut ways = wanting.filter(|way| way.contains(&id)).peekable();
    let first = *ways.peek()?;
    if ways.any(|way| held.has_all(way)) {
        return None;
    }
    let missing: Vec<&str> =
        first.iter().filter(|one| !held.has(**one)).map(|one| known.permission(*one).name).collect();
    Some(list(&missing))
}

/// The others that open everything that the permission opens. An operation that does not ask for it is open
/// without it.
fn covered<'a>(id: Id, scheme: usize, held: &Held, others: &Held, known: &Known<'a>) -> Option<Vec<&'a str>> {
    let mut by: Vec<&str> = Vec::new();
    for operation in known.wanting(known.permission(id), scheme).filter(|one| one.is_open(scheme, held)) {
        let instead = operation.ways[scheme].iter().find(|way| others.has_all(way))?;
        by.extend(instead.iter().map(|one| known.permission(*one).name));
    }
    by.sort_unstable();
    by.dedup();
    Some(by)
}
