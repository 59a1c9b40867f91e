//! SHA-256 of the files that a slice is made from.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::Diagnostic;
use crate::model::Origin;

/// The SHA-256 of some bytes, in 64 hexadecimal digits of lower case, as the settings state it.
///
/// ```
/// let digits = msgraph_spec::settings::sha256(b"hello world");
/// assert_eq!(digits, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
/// ```
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes.as_ref()) {
        // writing into a text cannot fail
        write!(digits, "{byte:02x}").ok();
    }
    digits
}

/// What the settings say of the bytes of a file.
#[derive(Debug, Clone)]
pub(crate) struct Stated {
    pub(crate) digits: String,
    /// Where they say it.
    pub(crate) at: Origin,
}

impl Stated {
    /// The fault of a file with other bytes.
    pub(crate) fn fault(&self, name: &str, bytes: &[u8]) -> Option<Diagnostic> {
        let found = sha256(bytes);
        if found.eq_ignore_ascii_case(&self.digits) {
            return None;
        }
        let fault = format!(
            "`{name}` is not what it was when the settings were written: its SHA-256 is expected to be {}, but is \
             {found}",
            self.digits
        );
        // in a folder of its own, the command finds the settings by itself
        let settings = match &*self.at.file {
            "" | "msgraph.toml" => String::new(),
            file => format!(" --settings {file}"),
        };
        let help = format!("if the change is meant: `cargo msgraph generate{settings} --update`");
        Some(Diagnostic::error(fault).at(self.at.clone()).help(help))
    }
}
