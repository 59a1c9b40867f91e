//! The layout of the published facts, which the head of each file describes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use msgraph_spec::model::{Requirement, Scheme};
use serde::Deserialize;

/// A file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) tables: Vec<Table>,
    pub(crate) outside: Vec<Listed>,
    pub(crate) without_page: Vec<Listed>,
    pub(crate) other_names: BTreeMap<String, String>,
    pub(crate) differences: Vec<Difference>,
}

/// One permission table of a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Table {
    #[serde(rename = "page")]
    pub(crate) page: String,
    #[serde(rename = "version")]
    pub(crate) version: String,
    #[serde(rename = "requests")]
    pub(crate) requests: Vec<String>,
    pub(crate) delegated_work: Cell,
    pub(crate) delegated_personal: Cell,
    pub(crate) application: Cell,
}

impl Table {
    pub(crate) fn of(&self, scheme: Scheme) -> &Cell {
        match scheme {
            Scheme::DelegatedWork => &self.delegated_work,
            Scheme::DelegatedPersonal => &self.delegated_personal,
            Scheme::Application => &self.application,
        }
    }
}

/// What a table says for one scheme.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Cell {
    Word(CellWord),
    Names(Names),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) least: String,
    #[serde(default)]
    pub(crate) higher: Vec<String>,
    #[serde(default)]
    pub(crate) resource_specific: Vec<String>,
}

impl Cell {
    /// What the slice is to say, if the page says anything.
    pub(crate) fn access(&self) -> Option<Access> {
        match self {
            Self::Word(CellWord::NotStated) => None,
            Self::Word(CellWord::NotSupported) => Some(Access::NotSupported),
            Self::Names(names) => Some(Access::one_of(&names.least, &names.higher)),
        }
    }
}

/// A word in place of names, in a table.
#[derive(Deserialize)]
pub(crate) enum CellWord {
    #[serde(rename = "not supported")]
    NotSupported,
    #[serde(rename = "not stated")]
    NotStated,
}

/// Requests with the reason why they are listed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub(crate) requests: Vec<String>,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    pub(crate) requests: Vec<String>,
    pub(crate) scheme: String,
    pub(crate) published: Side,
    pub(crate) ours: Side,
    pub(crate) reason: String,
}

/// One side of a difference: a word, or the names with the least privileged first.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Side {
    Word(SideWord),
    Names(Vec<String>),
}

impl Side {
    pub(crate) fn access(&self) -> Access {
        match self {
            Self::Word(SideWord::NotSupported) => Access::NotSupported,
            Self::Word(SideWord::Unknown) => Access::Unknown,
            // a side without any name is equal to nothing, so that it is always reported
            Self::Names(names) => names
                .split_first()
                .map_or_else(|| Access::one_of("", &[]), |(least, higher)| Access::one_of(least, higher)),
        }
    }
}

/// A word in place of names, in a difference.
#[derive(Deserialize)]
pub(crate) enum SideWord {
    #[serde(rename = "not supported")]
    NotSupported,
    #[serde(rename = "unknown")]
    Unknown,
}

/// What opens an operation in one scheme, as far as it is published: the order of the higher ones is not.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Access {
    Unknown,
    NotSupported,
    OneOf { least: String, higher: BTreeSet<String> },
}

impl Access {
    pub(crate) fn one_of(least: &str, higher: &[String]) -> Self {
        Self::OneOf { least: least.to_owned(), higher: higher.iter().cloned().collect() }
    }

    pub(crate) fn of(requirement: &Requirement) -> Self {
        match requirement {
            Requirement::OneOf { least, higher, .. } => Self::OneOf {
                least: least.to_string(),
                higher: higher.iter().map(ToString::to_string).collect(),
            },
            Requirement::NotSupported => Self::NotSupported,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::NotSupported => f.write_str("not supported"),
            Self::OneOf { least, higher } => {
                let all: Vec<&str> = std::iter::once(least).chain(higher).map(String::as_str).collect();
                write!(f, "[{}]", all.join(", "))
            }
        }
    }
}
