//! What is known of the slices before the emulator runs.

use std::collections::BTreeSet;

use msgraph_emulator::{App, Emulator, User};
use msgraph_spec::model::{Api, Operation, OperationKind, PathTemplate};

use super::Args;
use super::facts::{AppFacts, Facts, FaultFacts, SliceFacts, TokenFacts, UserFacts};
use crate::output;
use crate::permissions::Wanted;
use crate::permissions::report::{Report, SchemeName};

/// What the slices have, together.
pub(super) struct Plan {
    slices: Vec<SliceFacts>,
    without_behaviour: Vec<String>,
    delegated: Vec<String>,
    application: Vec<String>,
    /// A call to begin with, on [`ROOT`].
    first: Option<String>,
}

impl Plan {
    pub(super) fn of(apis: &[Api]) -> Self {
        let mut answered = Api::new("", "", "");
        let (mut slices, mut without_behaviour) = (Vec::new(), Vec::new());
        let mut known = BTreeSet::new();
        for api in apis {
            let root = path_of(&api.service_root);
            let name =
                |one: &Operation| (root.clone(), one.method, PathTemplate::anonymous(&one.path.to_string()));
            let own = api.operations.iter().filter(|one| !known.contains(&name(one)));
            let (with, without): (Vec<_>, Vec<_>) = own.partition(|one| Emulator::answers(one));
            slices.push(SliceFacts {
                title: api.title.clone(),
                url: root.clone(),
                operations: with.len() + without.len(),
                with_behaviour: with.len(),
            });
            answered.operations.extend(with.into_iter().cloned());
            answered.permissions.extend(api.permissions.clone());
            without_behaviour.extend(without.into_iter().map(Operation::title));
            known.extend(api.operations.iter().map(name));
        }
        let report = Report::new(&answered, &Wanted::default()).ok();
        let least = |scheme| {
            let summary = report.as_ref().and_then(|report| report.summary.get(&scheme));
            let chosen = summary.map_or(&[][..], |summary| summary.permissions.as_slice());
            chosen.iter().map(|one| one.name.clone()).collect()
        };
        Self {
            slices,
            without_behaviour,
            delegated: least(SchemeName::DelegatedWork),
            application: least(SchemeName::Application),
            first: apis.iter().find_map(first),
        }
    }

    /// The same of the emulator that runs, with tokens where they open something.
    pub(super) fn facts(self, emulator: &Emulator, args: &Args) -> Facts {
        let users = emulator.users();
        let slices = self.slices.into_iter();
        let slices: Vec<_> = slices
            .map(|one| SliceFacts { url: format!("{}{}", emulator.authority(), one.url), ..one })
            .collect();
        let with_behaviour = slices.iter().map(|one| one.with_behaviour).sum();
        let mut tokens = Vec::new();
        if with_behaviour > 0 {
            tokens.extend(users.iter().map(|user| delegated(emulator, user, &self.delegated)));
            tokens.push(TokenFacts {
                scheme: "application",
                user_id: None,
                token: emulator.application_token(&borrowed(&self.application)),
                permissions: self.application,
            });
        }
        let faults = emulator.fault_rates().into_iter();
        Facts {
            schema_version: output::SCHEMA_VERSION,
            command: "emulate",
            url: emulator.url().to_owned(),
            desk_url: emulator.desk_url(),
            authority: emulator.authority().to_owned(),
            tenant_id: emulator.tenant_id(),
            app: AppFacts { client_id: App::DEFAULT_CLIENT_ID, client_secret: App::DEFAULT_CLIENT_SECRET },
            store: args.store.clone(),
            operations: slices.iter().map(|one| one.operations).sum(),
            with_behaviour,
            without_behaviour: self.without_behaviour,
            slices,
            faults: faults.map(|(share, fault)| FaultFacts { share, fault: fault.to_string() }).collect(),
            curl: self.first.map(|curl| curl.replace(ROOT, emulator.authority())),
            users: users.into_iter().map(UserFacts::of).collect(),
            tokens,
        }
    }
}

fn delegated(emulator: &Emulator, user: &User, permissions: &[String]) -> TokenFacts {
    TokenFacts {
        scheme: "delegated",
        user_id: Some(user.id.clone()),
        token: emulator.delegated_token(&user.id, &borrowed(permissions)),
        permissions: permissions.to_vec(),
    }
}

fn borrowed(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Stands for where the emulator is until that is known.
const ROOT: &str = "https://root.invalid";

/// A call on a path below `/me` without keys and arguments, the shortest: one that creates something, because a
/// new emulator is empty, else one that reads.
fn first(api: &Api) -> Option<String> {
    let is_plain = |one: &&Operation| {
        let path = one.path.to_string();
        path.starts_with("/me/") && path.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '/')
    };
    let shortest = |kind: OperationKind| {
        let candidates = api.operations.iter().filter(is_plain).filter(|one| one.kind == kind);
        candidates.filter(|one| Emulator::answers(one)).min_by_key(|one| one.path.segments.len())
    };
    let chosen = shortest(OperationKind::Create).or_else(|| shortest(OperationKind::Get))?;
    let mut local = Api::new("", "", format!("{ROOT}{}", path_of(&api.service_root)));
    local.types.clone_from(&api.types);
    Some(crate::explain::curl(&local, chosen))
}

/// The path of an address, without a slash at the end: `/v1.0` of `https://graph.microsoft.com/v1.0`.
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.trim_end_matches('/').to_owned()
}
