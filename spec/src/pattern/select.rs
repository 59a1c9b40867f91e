//! Chooses operations of an API, and says what is near where there are none.

use std::collections::BTreeSet;

use super::{Part, Pattern, bare};
use crate::model::{Api, HttpMethod, Operation, Segment};
use crate::nearest::did_you_mean;
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

    fn near(&self, api: &Api) -> String {
        let methods = self.methods_of_path(api);
        if !methods.is_empty() {
            let names: Vec<&str> = methods.iter().map(|one| one.as_str()).collect();
            return format!("on this path there is only {}", names.join(", "));
        }
        let paths: BTreeSet<String> = api.operations.iter().map(|one| one.path.to_string()).collect();
        let otherwise = self.near_segment(api).unwrap_or_else(|| {
            "`*` stands for one segment, `**` for any number of them, `{id}` for a key".to_owned()
        });
        let wanted = Self { methods: Vec::new(), parts: self.parts.clone() }.to_string();
        did_you_mean(&wanted, paths.iter().map(String::as_str), &otherwise)
    }

    /// The methods that the API has where only the path of the pattern matches.
    fn methods_of_path(&self, api: &Api) -> BTreeSet<HttpMethod> {
        let any = Self { methods: Vec::new(), parts: self.parts.clone() };
        api.operations.iter().filter(|one| any.matches(one)).map(|one| one.method).collect()
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
