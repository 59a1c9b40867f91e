//! What can be wrong with a program's statement: all of it is found in one run.

use proc_macro2::Span;
use syn::{Error, LitStr};

use crate::known::{Known, Permission, same};
use crate::parse::Program;
use crate::scheme::{self, SCHEMES};
use crate::surplus;

/// What is to be said about a program.
pub(crate) struct Findings {
    /// The place of its scheme in [`SCHEMES`].
    pub(crate) scheme: Option<usize>,
    /// What is wrong with it.
    pub(crate) faults: Vec<Error>,
    /// What is needless in it.
    pub(crate) warnings: Vec<Warning>,
}

/// Something that a program should not state, and may.
pub(crate) struct Warning {
    /// What the compiler calls deprecated.
    pub(crate) kind: &'static str,
    /// The permission in the program.
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// Everything that is to be said about a program.
pub(crate) fn findings(program: &Program, known: &Known<'_>) -> Findings {
    let mut faults = program.faults.clone();
    let scheme =
        program.scheme.as_ref().and_then(|word| scheme::find(word).map_err(|fault| faults.push(fault)).ok());
    let mut seen: Vec<String> = Vec::new();
    for permission in &program.permissions {
        let name = permission.value();
        let message = match seen.iter().find(|stated| same(stated, &name)) {
            Some(stated) if *stated == name => Some(format!("`{name}` is stated already: remove it here")),
            Some(stated) => Some(format!(
                "`{name}` is stated already, as `{stated}`, and case makes no difference: remove it here"
            )),
            None => unfit(&name, program, scheme, known),
        };
        faults.extend(message.map(|message| Error::new(permission.span(), message)));
        seen.push(name);
    }
    let warnings = match scheme {
        Some(scheme) => surplus::warnings(&program.permissions, scheme, known, faults.is_empty()),
        None => Vec::new(),
    };
    Findings { scheme, faults, warnings }
}

/// What to say about a name that the program cannot state. Where its scheme is not known, any will do.
fn unfit(name: &str, program: &Program, scheme: Option<usize>, known: &Known<'_>) -> Option<String> {
    let Some(permission) = known.find(name) else { return Some(unknown(name, scheme, known)) };
    let is_of_scheme = scheme.is_none_or(|scheme| permission.schemes[scheme].is_some());
    if let (false, Some(scheme)) = (is_of_scheme, scheme) {
        Some(of_another_scheme(permission, program, scheme, known))
    } else if permission.name == name {
        None
    } else {
        Some(format!("`{name}` is written `{}`", permission.name))
    }
}

/// A name that no table has.
fn unknown(name: &str, scheme: Option<usize>, known: &Known<'_>) -> String {
    let near = known.nearest(name, scheme);
    format!(
        "there is no permission `{name}` in the tables that this program is checked by{}",
        advice(&near, known)
    )
}

fn of_another_scheme(
    permission: &Permission<'_>,
    program: &Program,
    scheme: usize,
    known: &Known<'_>,
) -> String {
    let other = permission.schemes.iter().position(Option::is_some).unwrap_or_default();
    let near = known.nearest_of(scheme, permission.name);
    format!(
        "`{}` is {}, but `{}` holds {} permissions{}",
        permission.name,
        SCHEMES[other].a_permission(),
        program.name,
        SCHEMES[scheme].label,
        advice(&near, known),
    )
}

/// The names that were perhaps meant, each with its scheme and what it opens.
fn advice(near: &[(&str, usize)], known: &Known<'_>) -> String {
    if near.is_empty() {
        return ": correct or remove it".to_owned();
    }
    let lines = near.iter().map(|(near, scheme)| {
        let opens = match known.wanted_by(*scheme, near).as_slice() {
            [] => "which opens no operation here".to_owned(),
            [only] => format!("for `{only}`"),
            [first, more @ ..] => format!("for `{first}` and {} more", more.len()),
        };
        format!("\n  `{near}`, {}, {opens}", SCHEMES[*scheme].label)
    });
    format!("; did you mean:{}", lines.collect::<String>())
}

/// The names that a program states.
pub(crate) fn names(permissions: &[LitStr]) -> Vec<String> {
    permissions.iter().map(LitStr::value).collect()
}
