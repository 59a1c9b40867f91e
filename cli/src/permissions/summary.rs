//! What to register for all operations of a report: the least privileged set, and why it is that.

use std::collections::BTreeMap;

use msgraph_cover::{Need, OperationReason, Reason, cover};
use msgraph_spec::model::{Api, Scheme, SchemeInfo};
use serde::Serialize;

use super::report::{Operation, SchemeName, Support, Title};

/// What to register in a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// The least privileged set of permissions, by name.
    pub permissions: Vec<Chosen>,
    /// How many operations it opens: all that are in none of the two lists below.
    pub opened: usize,
    /// The operations that no permission of the scheme opens.
    pub not_supported: Vec<Closed>,
    /// The operations of which the table says nothing. This is not "none needed".
    pub unknown: Vec<Title>,
    /// Whether this is the best set for sure. Otherwise the search was cut short: each permission is needed,
    /// and a better set may exist.
    pub proven: bool,
}

/// A permission to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Chosen {
    /// `OnlineMeetings.ReadWrite`
    pub name: String,
    /// Whether only an administrator can grant it.
    pub admin_consent: bool,
    /// Microsoft's measure of how much it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege_level: Option<u32>,
    /// The operations for which it is there, first those that leave no choice.
    pub opens: Vec<Because>,
}

/// An operation, and why a permission is there for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Because {
    /// The operation.
    #[serde(flatten)]
    pub title: Title,
    /// What must be held with the permission to open it; nearly always nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// Why this permission and not another one, for people.
    pub reason: String,
}

/// An operation that no permission of a scheme opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Closed {
    /// The operation.
    #[serde(flatten)]
    pub title: Title,
    /// The operation that does the same and has the scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Title>,
}

/// What to register for these operations.
pub(super) fn summary(api: &Api, operations: &[Operation], scheme: Scheme) -> Summary {
    let name = SchemeName::from(scheme);
    let supports: Vec<(&Title, &Support)> =
        operations.iter().filter_map(|one| Some((&one.title, &one.schemes.get(&name)?.support))).collect();
    let titles: BTreeMap<String, &Title> =
        supports.iter().map(|(title, _)| (title.to_string(), *title)).collect();
    let mut needs = Vec::new();
    let (mut not_supported, mut unknown) = (Vec::new(), Vec::new());
    for (title, support) in supports {
        match support {
            Support::Unknown => unknown.push(title.clone()),
            Support::NotSupported { instead } => {
                not_supported.push(Closed { title: title.clone(), instead: instead.clone() });
            }
            Support::Supported { .. } => {
                let (text, _) = titles.get_key_value(&title.to_string()).expect("every title is there");
                let alternatives = support.alternatives();
                needs.push(Need::new(
                    text,
                    alternatives.map(|one| one.permissions.iter().map(String::as_str)),
                ));
            }
        }
    }
    let info = |name: &str| api.permissions.get(name)?.scheme(scheme);
    let found = cover(&needs, |name| info(name)?.privilege_level);
    let chosen = |one: &Reason<'_>| chosen(one, info(one.permission), &titles);
    let permissions = found.reasons.iter().map(chosen).collect();
    Summary { permissions, opened: needs.len(), not_supported, unknown, proven: found.proven }
}

fn chosen(of: &Reason<'_>, info: Option<&SchemeInfo>, titles: &BTreeMap<String, &Title>) -> Chosen {
    let because = |one: &OperationReason<'_>| Because {
        title: titles[one.title].clone(),
        with: one.with.iter().map(ToString::to_string).collect(),
        reason: reason(one),
    };
    Chosen {
        name: of.permission.to_owned(),
        admin_consent: info.is_some_and(|info| info.requires_admin_consent),
        privilege_level: info.and_then(|info| info.privilege_level),
        opens: of.operations.iter().map(because).collect(),
    }
}

/// The reason without the operation, which its text begins with.
fn reason(of: &OperationReason<'_>) -> String {
    let text = of.to_string();
    let rest = text.strip_prefix(of.title).and_then(|rest| rest.strip_prefix(": "));
    rest.unwrap_or(&text).to_owned()
}

impl Summary {
    /// How many operations it is about.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.opened + self.not_supported.len() + self.unknown.len()
    }

    /// What stands in the place of the set where there is none.
    pub(super) fn without(&self) -> &'static str {
        match (self.opened, self.not_supported.len(), self.unknown.len()) {
            (0, _, 0) => "not supported",
            (0, 0, _) => "unknown",
            (0, ..) => "not supported or unknown",
            _ => "none needed",
        }
    }

    /// How much of the operations the set opens: `opens 2 of 4 operations; 1 not supported (use
    /// /users/{user-id}/..); 1 unknown`. Of one operation that is not opened all is said already by
    /// [`without`](Self::without), but what to use.
    pub(super) fn extent(&self) -> String {
        let all = self.operations();
        let closed = self.not_supported.len();
        let mut parts = Vec::new();
        match self.opened {
            0 => (),
            1 if all == 1 => parts.push("opens the operation".to_owned()),
            opened if opened == all => parts.push(format!("opens all {all} operations")),
            opened => parts.push(format!("opens {opened} of {all} operations")),
        }
        let instead: Vec<String> = self
            .instead()
            .iter()
            .map(|(path, count)| if *count == closed { path.clone() } else { format!("{path} for {count}") })
            .collect();
        let instead = instead.join(", ");
        match (closed, instead.as_str()) {
            (0, _) => (),
            (_, "") if all == 1 => (),
            (_, "") => parts.push(format!("{closed} not supported")),
            _ if all == 1 => parts.push(format!("use {instead}")),
            _ => parts.push(format!("{closed} not supported (use {instead})")),
        }
        if !self.unknown.is_empty() && all > 1 {
            parts.push(format!("{} unknown", self.unknown.len()));
        }
        if !self.proven {
            parts.push("the search was cut short, so a better set may exist".to_owned());
        }
        parts.join("; ")
    }

    /// Where the paths begin that do the same and have the scheme, and for how many operations each does.
    fn instead(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for one in self.not_supported.iter().filter_map(|one| one.instead.as_ref()) {
            *all.entry(one.beginning()).or_default() += 1;
        }
        all
    }
}

impl Chosen {
    /// The reasons in their order, each once, with the operations that it stands for.
    pub(super) fn reasons(&self) -> Vec<(&str, Vec<&Title>)> {
        let mut all: Vec<(&str, Vec<&Title>)> = Vec::new();
        for one in &self.opens {
            match all.iter_mut().find(|(reason, _)| *reason == one.reason) {
                Some((_, titles)) => titles.push(&one.title),
                None => all.push((&one.reason, vec![&one.title])),
            }
        }
        all
    }
}
