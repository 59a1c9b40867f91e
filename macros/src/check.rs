//! What can be wrong with a program's statement: all of it is found in one run.

use proc_macro2::Span;
use syn::{Error, LitStr};

use crate::known::{Known, same};
use crate::parse::Program;
use crate::scheme;
use crate::stated::Statement;
use crate::surplus;

/// What is to be said about a program.
pub(crate) struct Findings {
    /// The place of its scheme in [`scheme::SCHEMES`].
    pub(crate) scheme: Option<usize>,
    /// What is wrong with it.
    pub(crate) faults: Vec<Error>,
    /// What is needless in it.
    pub(crate) warnings: Vec<Warning>,
}

/// Something that a program should not state, and may.
pub(crate) struct Warning {
    /// The permission in the program.
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// Everything that is to be said about a program.
pub(crate) fn findings(program: &Program, known: &Known<'_>) -> Findings {
    let mut faults = program.faults.clone();
    let scheme =
        program.scheme.as_ref().and_then(|word| scheme::find(word).map_err(|fault| faults.push(fault)).ok());
    let statement = Statement { program: &program.name, scheme, known, stated: names(&program.permissions) };
    faults.extend(program.unquoted.iter().map(|tokens| statement.unquoted(tokens)));
    let mut sound: Vec<&LitStr> = Vec::new();
    for (place, permission) in program.permissions.iter().enumerate() {
        let name = &statement.stated[place];
        let message = match statement.stated[..place].iter().find(|stated| same(stated, name)) {
            Some(stated) if stated == name => Some(format!("`{name}` is stated already: remove it here")),
            Some(stated) => Some(format!(
                "`{name}` is stated already, as `{stated}`, and case makes no difference: remove it here"
            )),
            None => statement.fault(name),
        };
        match message {
            Some(message) => faults.push(Error::new(permission.span(), message)),
            None => sound.push(permission),
        }
    }
    let mut warnings = match scheme {
        Some(scheme) => surplus::warnings(&sound, scheme, &statement, faults.is_empty()),
        None => Vec::new(),
    };
    for Warning { message, .. } in &mut warnings {
        let (open, close) = if message.contains('\n') { ("\n  ", "") } else { (" (", ")") };
        let keep = format!("to keep it, write `#[expect(deprecated)]` on `{}`", program.name);
        message.extend([open, &keep, close]);
    }
    Findings { scheme, faults, warnings }
}

/// The names that a program states.
pub(crate) fn names(permissions: &[LitStr]) -> Vec<String> {
    permissions.iter().map(LitStr::value).collect()
}
