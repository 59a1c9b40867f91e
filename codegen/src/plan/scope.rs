//! Names that must differ from each other.

use std::collections::BTreeMap;

use msgraph_spec::model::Origin;
use msgraph_spec::{Diagnostic, Diagnostics};

use super::names::is_plain;
use super::types::RustName;

/// Names that must differ from each other, and where the first of each was read.
pub(crate) struct Scope {
    what: &'static str,
    taken: BTreeMap<String, Taken>,
}

/// Who has a name.
struct Taken {
    /// The name in Rust: two that differ may still want the same module.
    rust: String,
    /// The name in the spec.
    name: String,
    origin: Origin,
}

impl Scope {
    /// A scope for things of a kind, such as `types`.
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, taken: BTreeMap::new() }
    }

    /// Takes a Rust name for a name of the spec, or reports why it cannot be had.
    pub(crate) fn take(
        &mut self,
        rust: Option<String>,
        name: &str,
        origin: &Origin,
        faults: &mut Diagnostics,
    ) -> Option<String> {
        let rust = nameable(rust, name, origin, faults)?;
        self.claim(&rust, &rust, name, origin, faults).then_some(rust)
    }

    /// The same where the number of the name's turn tells it from those before: `Mode`, `Mode2`. For names that a
    /// service gives out alike and nobody can change.
    pub(crate) fn take_numbered(
        &mut self,
        rust: Option<String>,
        name: &str,
        origin: &Origin,
        faults: &mut Diagnostics,
    ) -> Option<String> {
        let plain = nameable(rust, name, origin, faults)?;
        let mut rust = plain.clone();
        let mut turn = 1_usize;
        while self.taken.contains_key(&rust) {
            turn += 1;
            rust = format!("{plain}{turn}");
        }
        self.claim(&rust, &rust, name, origin, faults).then_some(rust)
    }

    /// The same for something that stands in a module of its own: the module must be free too.
    pub(crate) fn take_with_module(
        &mut self,
        rust: Option<String>,
        name: &str,
        origin: &Origin,
        faults: &mut Diagnostics,
    ) -> Option<RustName> {
        let rust = RustName::new(nameable(rust, name, origin, faults)?);
        self.claim(&rust.module, &rust.ty, name, origin, faults).then_some(rust)
    }

    fn claim(
        &mut self,
        key: &str,
        rust: &str,
        name: &str,
        origin: &Origin,
        faults: &mut Diagnostics,
    ) -> bool {
        let Some(first) = self.taken.get(key) else {
            let taken = Taken { rust: rust.to_owned(), name: name.to_owned(), origin: origin.clone() };
            self.taken.insert(key.to_owned(), taken);
            return true;
        };
        let (what, other, name) = (self.what, printable(&first.name), printable(name));
        let message = if first.rust == rust {
            format!("two {what} are called `{rust}` in Rust: `{other}` and `{name}`")
        } else {
            format!("two {what} want the module `{key}` in Rust: `{other}` and `{name}`")
        };
        faults.push(
            Diagnostic::error(message)
                .at(origin.clone())
                .related(first.origin.clone(), "the first one is here")
                .help("rename one of them in the spec"),
        );
        false
    }
}

/// The name, or a report that there is none.
fn nameable(rust: Option<String>, name: &str, origin: &Origin, faults: &mut Diagnostics) -> Option<String> {
    if rust.is_none() {
        let is_foreign = name.chars().any(|one| one.is_alphanumeric() && !is_plain(one));
        let help = if is_foreign {
            "rename it in the spec: a name in Rust is written with a-z, 0-9 and _ here"
        } else {
            "rename it in the spec: a name has at least one letter or digit"
        };
        let fault = Diagnostic::error(format!("`{}` cannot be a name in Rust", printable(name)));
        faults.push(fault.at(origin.clone()).help(help));
    }
    rust
}

/// A name as a diagnostic can show it.
pub(crate) fn printable(name: &str) -> String {
    name.chars().flat_map(char::escape_debug).take(80).collect::<String>().replace("\\'", "'")
}
