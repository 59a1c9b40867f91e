//! From the model to the report.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{
    self, AllOf, Api, Choice, Operation as ModelOperation, PermissionInfo, Requirement, Scheme, Siblings,
};

use super::Wanted;
use super::report::{
    Alternative, ChoiceText, Entry, Fixup, Operation, Permission, PermissionScheme, Report, ResourceSpecific,
    SCHEMA_VERSION, SchemeName, Support, Title,
};
use super::summary::summary;

impl Report {
    /// A report on the operations of an API.
    ///
    /// # Errors
    /// If the pattern matches none of them, with what is near.
    pub fn new(api: &Api, wanted: &Wanted) -> Result<Self, Diagnostics> {
        let chosen: Vec<&ModelOperation> = match &wanted.pattern {
            Some(pattern) => pattern.select(api)?,
            None => api.operations.iter().collect(),
        };
        let is_wanted = |one: &Scheme| wanted.schemes.is_empty() || wanted.schemes.contains(one);
        let schemes: Vec<Scheme> = Scheme::ALL.into_iter().filter(is_wanted).collect();
        let siblings = api.siblings();
        let operations: Vec<Operation> =
            chosen.into_iter().map(|one| operation(api, &siblings, one, &schemes)).collect();
        Ok(Self {
            schema_version: SCHEMA_VERSION,
            title: api.title.clone(),
            version: api.version.clone(),
            service_root: api.service_root.clone(),
            pattern: wanted.pattern.as_ref().map(ToString::to_string),
            schemes: schemes.iter().map(|one| SchemeName::from(*one)).collect(),
            permissions: permissions(api, &operations, &schemes),
            summary: schemes
                .iter()
                .map(|one| (SchemeName::from(*one), summary(api, &operations, *one)))
                .collect(),
            operations,
        })
    }
}

fn operation(api: &Api, siblings: &Siblings<'_>, of: &ModelOperation, schemes: &[Scheme]) -> Operation {
    let of_scheme = |scheme: &Scheme| {
        let support = match of.permissions.of(*scheme) {
            Requirement::OneOf { least, higher, choice } => Support::Supported {
                least: alternative(api, least, *scheme),
                higher: higher.iter().map(|one| alternative(api, one, *scheme)).collect(),
                choice: choice_text(*choice),
            },
            Requirement::NotSupported => {
                Support::NotSupported { instead: siblings.of_scheme(of, *scheme).map(title) }
            }
            _ => Support::Unknown,
        };
        let fixup = of.permissions.fixups.iter().find(|one| one.scheme == *scheme);
        let fixup = fixup.map(|one| Fixup { reason: one.reason.clone(), link: one.link.clone() });
        (SchemeName::from(*scheme), Entry { support, fixup })
    };
    let specific = of.permissions.resource_specific.iter().filter(|(scheme, _)| schemes.contains(scheme));
    Operation {
        title: title(of),
        summary: of.docs.summary.clone(),
        documentation: of.docs.link.clone(),
        schemes: schemes.iter().map(of_scheme).collect(),
        resource_specific: specific
            .map(|(scheme, all)| ResourceSpecific { scheme: (*scheme).into(), permissions: all.0.clone() })
            .collect(),
    }
}

fn title(of: &ModelOperation) -> Title {
    Title { method: of.method.as_str(), path: of.path.to_string() }
}

fn alternative(api: &Api, all: &AllOf, scheme: Scheme) -> Alternative {
    let known = || all.0.iter().filter_map(|name| api.permissions.get(name)?.scheme(scheme));
    Alternative {
        permissions: all.0.clone(),
        admin_consent: known().any(|info| info.requires_admin_consent),
        privilege_level: known().filter_map(|info| info.privilege_level).max(),
    }
}

/// How the least was found, with a word for programs that stays as it is.
fn choice_text(choice: Choice) -> ChoiceText {
    let word = match choice {
        Choice::Only => "only",
        Choice::Stated => "stated",
        Choice::Reviewed => "reviewed",
        Choice::StatedElsewhere => "statedElsewhere",
        Choice::FewestMethods => "fewestMethods",
        Choice::ReadBeforeWrite => "readBeforeWrite",
        Choice::PrivilegeLevel => "privilegeLevel",
        Choice::PartBeforeAll => "partBeforeAll",
        Choice::FewestPaths => "fewestPaths",
        Choice::Name => "name",
        _ => "other",
    };
    ChoiceText { choice: word, is_by_rule: choice.is_by_rule(), reason: choice.label() }
}

/// What the operations name, by name.
fn permissions(api: &Api, operations: &[Operation], schemes: &[Scheme]) -> Vec<Permission> {
    let alternatives =
        operations.iter().flat_map(|one| one.schemes.values()).flat_map(|one| one.support.alternatives());
    let specific = operations.iter().flat_map(|one| &one.resource_specific).map(|one| &one.permissions);
    let names: BTreeSet<&String> =
        alternatives.map(|one| &one.permissions).chain(specific).flatten().collect();
    names.into_iter().map(|name| permission(name, api.permissions.get(name), schemes)).collect()
}

fn permission(name: &str, info: Option<&PermissionInfo>, schemes: &[Scheme]) -> Permission {
    let of_scheme = |scheme: &Scheme| {
        let info = info?.scheme(*scheme)?;
        Some((SchemeName::from(*scheme), PermissionScheme::from(info)))
    };
    let schemes: BTreeMap<SchemeName, PermissionScheme> = schemes.iter().filter_map(of_scheme).collect();
    let is_resource_specific = info.is_some_and(PermissionInfo::is_resource_specific);
    Permission { name: name.to_owned(), is_resource_specific, schemes }
}

impl ChoiceText {
    /// What to say of it: nothing where the table itself was clear.
    pub(super) fn remark(&self) -> Option<&'static str> {
        (self.is_by_rule || self.choice == "reviewed").then_some(self.reason)
    }
}

impl Support {
    /// Every alternative, the least privileged first.
    pub fn alternatives(&self) -> impl Iterator<Item = &Alternative> {
        let (least, higher) = match self {
            Self::Supported { least, higher, .. } => (Some(least), higher.as_slice()),
            _ => (None, [].as_slice()),
        };
        least.into_iter().chain(higher)
    }
}

impl Title {
    /// Where the path begins, for a sibling whose rest is known: `/users/{user-id}/..`
    pub(super) fn beginning(&self) -> String {
        let mut segments = self.path.split('/').skip(1);
        let first = segments.next().unwrap_or_default();
        let key = segments.next().filter(|one| one.starts_with('{'));
        key.map_or_else(|| format!("/{first}/.."), |key| format!("/{first}/{key}/.."))
    }
}

impl SchemeName {
    /// A word for a narrow column.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::DelegatedWork => "work",
            Self::DelegatedPersonal => "personal",
            Self::Application => "application",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        Scheme::from(self).label()
    }

    /// The name in the permission table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Scheme::from(self).as_str()
    }
}

impl From<Scheme> for SchemeName {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::DelegatedWork => Self::DelegatedWork,
            Scheme::DelegatedPersonal => Self::DelegatedPersonal,
            Scheme::Application => Self::Application,
        }
    }
}

impl From<SchemeName> for Scheme {
    fn from(scheme: SchemeName) -> Self {
        match scheme {
            SchemeName::DelegatedWork => Self::DelegatedWork,
            SchemeName::DelegatedPersonal => Self::DelegatedPersonal,
            SchemeName::Application => Self::Application,
        }
    }
}

impl From<&model::SchemeInfo> for PermissionScheme {
    fn from(info: &model::SchemeInfo) -> Self {
        Self {
            display_name: info.display_name.clone(),
            description: info.description.clone(),
            admin_consent: info.requires_admin_consent,
            privilege_level: info.privilege_level,
        }
    }
}
