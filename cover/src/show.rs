//! Covers as text.

use std::fmt::{Display, Formatter, Result};

use crate::{Comparison, Cover, DecidedBy, OperationReason, Reason, Why};

/// How many names a line has before it only counts the others.
const NAMED: usize = 3;

impl Display for Cover<'_> {
    /// A paragraph for each permission, then what nothing opens; each line ends in a line break.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.reasons.iter().try_for_each(|reason| write!(f, "{reason}"))?;
        self.unmet.iter().try_for_each(|title| writeln!(f, "no permission opens {title}"))?;
        if !self.proven {
            writeln!(f, "the search was cut short: each of these is needed, but a better set may exist")?;
        }
        Ok(())
    }
}

impl Display for Reason<'_> {
    /// The permission, then a line for each operation.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "{}", self.permission)?;
        self.operations.iter().try_for_each(|operation| writeln!(f, "  for {operation}"))
    }
}

impl Display for OperationReason<'_> {
    /// `POST /me/onlineMeetings: no other permission opens it`
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}: ", self.title)?;
        if !self.with.is_empty() {
            write!(f, "together with {}; ", self.with.join(" and "))?;
        }
        match &self.why {
            Why::NoOther => f.write_str("no other permission opens it"),
            Why::HeldAnyway { instead_of } if instead_of.is_empty() => f.write_str("held anyway"),
            Why::HeldAnyway { instead_of } => {
                let lesser: Vec<String> = instead_of.iter().map(|way| way.join(" with ")).collect();
                let are = if lesser.len() == 1 { "is" } else { "are" };
                write!(f, "held anyway, so the lesser {} {are} not needed", list(&lesser))
            }
            Why::BetterThan(others) => better(f, others),
        }
    }
}

/// What decided, and against which ways: each reason once.
fn better(f: &mut Formatter<'_>, others: &[Comparison<'_>]) -> Result {
    let mut said: Vec<((String, String), Vec<String>)> = Vec::new();
    for Comparison { other, decided_by } in others {
        let words = around(decided_by);
        let other = match decided_by {
            DecidedBy::Level { other: Some(level), .. } => format!("{} ({level})", other.join(" with ")),
            DecidedBy::Level { other: None, .. } => format!("{} (unknown)", other.join(" with ")),
            DecidedBy::Fewer { .. } => other.join(" and "),
            _ => other.join(" with "),
        };
        match said.iter_mut().find(|(known, _)| *known == words) {
            Some((_, names)) => names.push(other),
            None => said.push((words, vec![other])),
        }
    }
    for (index, ((before, behind), names)) in said.iter().enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        write!(f, "{separator}{before}{}{behind}", list(names))?;
    }
    Ok(())
}

/// The words before and behind the other ways.
fn around(decided_by: &DecidedBy<'_>) -> (String, String) {
    let (before, behind) = match decided_by {
        DecidedBy::Level { taken: Some(level), .. } => (format!("lower privilege level ({level}) than "), ""),
        // Nothing is above a level that is not known.
        DecidedBy::Level { taken: None, .. } => ("no higher privilege level than ".to_owned(), ""),
        DecidedBy::AlsoOpens(titles) => {
            let titles: Vec<String> = titles.iter().map(ToString::to_string).collect();
            (format!("also opens {}, which is not so of ", list(&titles)), "")
        }
        DecidedBy::Fewer { level: Some(level) } => {
            (format!("fewer permissions of level {level} than with "), "")
        }
        DecidedBy::Fewer { level: None } => ("fewer permissions of unknown level than with ".to_owned(), ""),
        DecidedBy::Order => ("before ".to_owned(), " in the order of the operation, least privileged first"),
        DecidedBy::Whole => ("part of a better set than those with ".to_owned(), ""),
    };
    (before, behind.to_owned())
}

/// `A, B, C and 4 more`
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] if names.len() <= NAMED => format!("{} and {last}", before.join(", ")),
        _ => format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED),
    }
}
