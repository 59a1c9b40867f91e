//! Faults of the files and of the patterns, each at the literal that it belongs to.

use std::path::Path;

use msgraph_spec::{Diagnostic, Diagnostics, Level};
use proc_macro2::Span;
use syn::{Error, LitStr};

use super::input::Input;
use crate::check::Warning;

/// Where faults belong.
pub(super) struct Places<'a> {
    input: &'a Input,
    /// Files by their names in diagnostics. The first one is the description.
    files: Vec<(String, Span)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(input: &'a Input, (spec, shown): (Option<&LitStr>, &Path)) -> Self {
        let mut places = Self { input, files: Vec::new() };
        places.add(spec, shown);
        places
    }

    pub(super) fn add(&mut self, literal: Option<&LitStr>, shown: &Path) {
        let span = literal.map_or_else(Span::call_site, LitStr::span);
        self.files.push((shown.display().to_string(), span));
    }

    /// The literal of a fault, and whether it is a setting itself, which needs no excerpt.
    fn find(&self, fault: &Diagnostic) -> (Span, bool) {
        if let Some(at) = &fault.at {
            if let Some((_, span)) = self.files.iter().find(|(name, _)| *name == *at.file) {
                return (*span, false);
            }
            if let Some(literal) = self.setting(&at.pointer) {
                return (literal.span(), true);
            }
        }
        (self.files.first().map_or_else(Span::call_site, |(_, span)| *span), false)
    }

    /// `include/1`
    fn setting(&self, pointer: &str) -> Option<&'a LitStr> {
        let (of, index) = pointer.split_once('/')?;
        let list = match of {
            "include" => &self.input.include,
            "exclude" => &self.input.exclude,
            "root" => &self.input.roots,
            _ => return None,
        };
        list.get(index.parse::<usize>().ok()?)
    }
}

/// A compiler error for each.
pub(super) fn errors(faults: &Diagnostics, places: &Places<'_>) -> Vec<Error> {
    let errors = faults.iter().filter(|fault| fault.level == Level::Error);
    errors.map(|fault| text(fault, faults, places)).map(|(span, text)| Error::new(span, text)).collect()
}

/// A compiler warning for each.
pub(super) fn warnings(faults: &Diagnostics, places: &Places<'_>) -> Vec<Warning> {
    let warnings = faults.iter().filter(|fault| fault.level == Level::Warning);
    warnings
        .map(|fault| text(fault, faults, places))
        .map(|(span, message)| Warning { span, message })
        .collect()
}

/// What the compiler says, and where. Its own first word stands before it.
fn text(fault: &Diagnostic, of: &Diagnostics, places: &Places<'_>) -> (Span, String) {
    let (span, is_setting) = places.find(fault);
    if is_setting {
        let help = fault.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        return (span, fault.message.clone() + &help);
    }
    let mut alone = of.sources().diagnostics();
    alone.push(fault.clone());
    let shown = alone.to_string();
    let shown = ["error: ", "warning: "].iter().find_map(|word| shown.strip_prefix(word)).unwrap_or(&shown);
    (span, shown.trim_end().to_owned())
}
