//! Chooses operations of an API, and says what is near where there are none.

use std::collections::BTreeSet;

use super::{Part, Pattern, bare};
use crate::model::{Api, HttpMethod, Operation, Segment};
use crate::nearest::{did_you_mean, nearest};
use crate::{Diagnostic, Diagnostics};

impl Pattern {
    /// The operations of an API that it chooses, in the API's order.
    ///
    /// # Errors
    /// If there is none: a pattern that chooses nothing is most likely misspelt. The error names what is
    /// near: the methods that the path has, a segment or a path that is spelt alike.
    pub fn select<'a>(&self, api: &'a Api) -> Result<Vec<&'a Operation>, Diagnostics> {
        let found: Vec<&Operation> = api.operations.iter().filter(|one| self.matches(one)).collect();
        if found.is_empty() {
            let mut faults = Diagnostics::default();
            let fault = format!("the pattern `{self}` matches no operation of `{}`", api.title);
            faults.push(Diagnostic::error(fault).help(self.near(api)));
            return Err(faults);
        }
        Ok(found)
    }

    /// What to say of the operations that are like the pattern. Those of its methods come first: a path
    /// that has only others would be refused, too.
    fn near(&self, api: &Api) -> String {
        let any = Self { methods: Vec::new(), parts: self.parts.clone() };
        let on_path = methods(api.operations.iter().filter(|one| any.matches(one)));
        if !on_path.is_empty() {
            return format!("on this path there is only {on_path}");
        }
        let address = self.of_address(api);
        if let (Some(meant), true) = (&address, self.has_real_key()) {
            return self.said_of_address(meant);
        }
        let is_wanted = |one: &&Operation| self.methods.is_empty() || self.methods.contains(&one.method);
        let (wanted, others): (Vec<&Operation>, Vec<&Operation>) = api.operations.iter().partition(is_wanted);
        let paths = |operations: &[&Operation]| -> BTreeSet<String> {
            operations.iter().map(|one| one.path.to_string()).collect()
        };
        let path = any.to_string();
        let near = did_you_mean(&path, paths(&wanted).iter().map(String::as_str), "");
        if !near.is_empty() {
            return near;
        }
        if let Some(near) = nearest(&path, paths(&others).iter().map(String::as_str)).first() {
            let on_it = others.iter().copied().filter(|one| one.path.to_string() == *near);
            let only = methods(on_it);
            return format!("`{near}` is spelt alike, but there is only {only}");
        }
        if let Some(meant) = address {
            return self.said_of_address(&meant);
        }
        self.near_segment(api).unwrap_or_else(|| {
            "`*` stands for one segment, `**` for any number of them, `{id}` for a key".to_owned()
        })
    }

    /// What to say where an address of a request was meant.
    fn said_of_address(&self, meant: &Self) -> String {
        match self.without_version() {
            Some(bare) if bare == *meant => format!("leave out the version of the service: `{meant}`"),
            _ => format!("write `{{id}}` where a key stands: `{meant}`"),
        }
    }

    /// What to say of the first name of the pattern that no path of the API has.
    fn near_segment(&self, api: &Api) -> Option<String> {
        let segments = api.operations.iter().flat_map(|one| &one.path.segments);
        let known: BTreeSet<&str> = segments
            .filter_map(|segment| match segment {
                Segment::Literal(name) | Segment::Call { name, .. } => Some(bare(name)),
                Segment::Key(_) => None,
            })
            .collect();
        let is_known = |wanted: &str| known.iter().any(|name| name.eq_ignore_ascii_case(wanted));
        let unknown = self.parts.iter().find_map(|part| match part {
            Part::Name { written, .. } => Some(bare(written)).filter(|name| !is_known(name)),
            _ => None,
        })?;
        let help = did_you_mean(unknown, known.iter().copied(), "");
        let separator = if help.is_empty() { "" } else { ": " };
        Some(format!("no path has a segment `{unknown}`{separator}{help}"))
    }
}

/// `GET, POST`: the methods of some operations, each once.
fn methods<'a>(operations: impl Iterator<Item = &'a Operation>) -> String {
    let methods: BTreeSet<HttpMethod> = operations.map(|one| one.method).collect();
    let names: Vec<&str> = methods.into_iter().map(HttpMethod::as_str).collect();
    names.join(", ")
}
