//! What one fix-up makes of one requirement.

use super::{Stated, Written};
use crate::Diagnostic;
use crate::model::{AllOf, Choice, Requirement};
use crate::nearest::did_you_mean;

/// The requirement with the fix-up.
///
/// # Errors
/// What has no effect, and what cannot be.
pub(super) fn changed(before: &Requirement, by: &Written) -> Result<Requirement, Vec<Diagnostic>> {
    let mut change = Change { left: before.alternatives().cloned().collect(), ..Change::default() };
    by.remove.iter().for_each(|one| change.remove(one));
    by.add.iter().for_each(|one| change.add(one));
    if let Some(least) = &by.least {
        change.least(least, before);
    }
    let after = change.requirement(before, by);
    if !change.wrong.is_empty() {
        change.wrong.append(&mut change.idle);
        return Err(change.wrong);
    }
    if change.effects == 0 {
        let fault = "the fix-up changes nothing: the table now says the same";
        return Err(vec![Diagnostic::error(fault).at(by.origin.clone()).help("remove the fix-up")]);
    }
    if change.idle.is_empty() { Ok(after) } else { Err(change.idle) }
}

#[derive(Default)]
struct Change {
    /// The alternatives so far.
    left: Vec<AllOf>,
    /// How much was changed.
    effects: usize,
    /// What the table says without the fix-up.
    idle: Vec<Diagnostic>,
    /// What cannot be.
    wrong: Vec<Diagnostic>,
}

impl Change {
    fn remove(&mut self, one: &Stated) {
        if let Some(at) = self.left.iter().position(|known| *known == one.all_of) {
            self.left.remove(at);
            self.effects += 1;
            return;
        }
        let help = self.known(one, "take it out of `remove`");
        let fault = format!("`{}` is no alternative here, so it cannot be removed", one.all_of);
        self.idle.push(Diagnostic::error(fault).at(one.origin.clone()).help(help));
    }

    fn add(&mut self, one: &Stated) {
        let Some(enough) = self.left.iter().find(|known| one.all_of.asks_for(known)) else {
            // what asked for this one and for more is no alternative any longer
            self.left.retain(|known| !known.asks_for(&one.all_of));
            self.left.push(one.all_of.clone());
            self.effects += 1;
            return;
        };
        let fault = if *enough == one.all_of {
            format!("`{enough}` is an alternative here already")
        } else {
            format!("`{}` asks for more than `{enough}`, which is enough alone", one.all_of)
        };
        self.idle.push(Diagnostic::error(fault).at(one.origin.clone()).help("take it out of `add`"));
    }

    fn least(&mut self, one: &Stated, before: &Requirement) {
        let Some(at) = self.left.iter().position(|known| *known == one.all_of) else {
            let help = self.known(one, "add it under `add`, if it is one");
            let fault = format!("`{}` is no alternative here, so it cannot be the least", one.all_of);
            self.wrong.push(Diagnostic::error(fault).at(one.origin.clone()).help(help));
            return;
        };
        if before.alternatives().next() == Some(&one.all_of) {
            let fault = format!("`{}` is the least privileged here already", one.all_of);
            self.idle.push(Diagnostic::error(fault).at(one.origin.clone()).help("take `least` out"));
            return;
        }
        let least = self.left.remove(at);
        self.left.insert(0, least);
        self.effects += 1;
    }

    fn requirement(&mut self, before: &Requirement, by: &Written) -> Requirement {
        let Some((least, higher)) = self.left.split_first() else { return Requirement::NotSupported };
        let known = match before {
            Requirement::OneOf { least, choice, .. } => Some((least, *choice)),
            _ => None,
        };
        let choice = match known {
            _ if by.least.is_some() => Choice::Reviewed,
            _ if higher.is_empty() => Choice::Only,
            Some((known, choice)) if known == least && choice != Choice::Only => choice,
            Some((known, _)) if known == least => Choice::Reviewed,
            _ => {
                let names: Vec<String> = self.left.iter().map(|one| format!("`{one}`")).collect();
                let fault = "the fix-up does not say which alternative is the least privileged now";
                let help = format!("name it with `least`: {}", names.join(", "));
                self.wrong.push(Diagnostic::error(fault).at(by.origin.clone()).help(help));
                return Requirement::NotSupported;
            }
        };
        Requirement::OneOf { least: least.clone(), higher: higher.to_vec(), choice }
    }

    /// What to do about an alternative that is none: the nearest, or what there is.
    fn known(&self, one: &Stated, otherwise: &str) -> String {
        let known: Vec<String> = self.left.iter().map(ToString::to_string).collect();
        let there = if known.is_empty() { "there is none".to_owned() } else { known.join(", ") };
        let otherwise = format!("{otherwise}; the alternatives: {there}");
        did_you_mean(&one.all_of.to_string(), known.iter().map(String::as_str), &otherwise)
    }
}
