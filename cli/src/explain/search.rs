//! What a question may be besides a pattern: the last segment of a path, the address of a request, a permission.

use msgraph_spec::model::{Api, HttpMethod, Operation};
use msgraph_spec::{Diagnostic, Pattern};

use crate::Failure;

/// A question, before a description is read.
pub(super) struct Asked {
    pattern: Pattern,
    /// Its last word, where that is a mere name.
    name: Option<String>,
}

impl Asked {
    /// Reads a question.
    ///
    /// # Errors
    /// A pattern that cannot be read is a wrong call.
    pub(super) fn new(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        let (methods, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let is_name = !last.is_empty()
            && HttpMethod::parse(last).is_none()
            && last.chars().all(|one| one.is_ascii_alphanumeric() || "._$".contains(one));
        let pattern = if is_name {
            format!("{methods} /**/{last}")
        } else if let Some(path) = path_of_address(last) {
            format!("{methods} {path}")
        } else {
            text.to_owned()
        };
        let pattern = Pattern::parse(&pattern).map_err(Failure::Usage)?;
        Ok(Self { pattern, name: is_name.then(|| last.to_owned()) })
    }

    /// The operations that are asked for, and a pattern that matches all of them.
    ///
    /// # Errors
    /// If there is none, the call is wrong: most likely a name is misspelt.
    pub(super) fn find(self, api: &Api) -> Result<(Pattern, Vec<&Operation>), Failure> {
        let Self { pattern, name } = self;
        let faults = match pattern.select(api) {
            Ok(found) => return Ok((pattern, found)),
            Err(faults) => faults,
        };
        let is_meant = |known: &&String| name.as_ref().is_some_and(|name| known.eq_ignore_ascii_case(name));
        if let Some(permission) = api.permissions.keys().find(is_meant) {
            return opened_by(permission, api);
        }
        match pattern.of_address(api) {
            Some(meant) => meant.select(api).map(|found| (meant.clone(), found)).map_err(Failure::Usage),
            None => Err(Failure::Usage(faults)),
        }
    }
}

/// The operations that a permission opens, alone or with others.
fn opened_by<'a>(permission: &str, api: &'a Api) -> Result<(Pattern, Vec<&'a Operation>), Failure> {
    let names = |one: &&Operation| one.permissions.names().any(|name| name == permission);
    let found: Vec<&Operation> = api.operations.iter().filter(names).collect();
    if found.is_empty() {
        let fault = format!("the permission `{permission}` opens no operation of the slice");
        let help = "`cargo msgraph permissions` lists those that do";
        return Err(Failure::usage(Diagnostic::error(fault).help(help)));
    }
    let all = Pattern::parse("/**").map_err(Failure::Usage)?;
    Ok((all, found))
}

/// `/v1.0/me/messages` of `https://graph.microsoft.com/v1.0/me/messages?$top=5`.
fn path_of_address(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once("://")?;
    let path = &behind[behind.find('/')?..];
    path.split(['?', '#']).next()
}
