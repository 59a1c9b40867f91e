//! What the rule for the least privileged alternative decides in Microsoft's whole table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::least::requirement;
use super::{Table, lower};
use crate::model::{Choice, HttpMethod, Requirement, Scheme};
use crate::tree::{self, Document};

const NAME: &str = "permissions.json";

/// The whole table, where it lies.
fn table() -> Option<Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata").join(NAME);
    let Ok(text) = fs::read_to_string(path) else {
        // straight to the stream, which the test runner does not keep to itself as it does `println!`
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        writeln!(std::io::stderr(), "skipped: {test} needs ../shared/metadata/{NAME}, which is not there")
            .ok();
        return None;
    };
    let root = tree::parse(NAME, &text).expect("a table without faults of syntax");
    let document = Document::new(Arc::from(NAME), Arc::from(text), root);
    let table = lower(&document);
    assert!(document.take_faults().is_empty());
    Some(table)
}

/// What the table asks for on each of its paths: `GET /me/onlinemeetings DelegatedWork`.
fn requirements(table: &Table) -> BTreeMap<String, Requirement> {
    let mut found = BTreeMap::new();
    for (path, grants) in table.grants.by_path() {
        let is_me = path == "/me" || path.starts_with("/me/");
        for scheme in Scheme::ALL.into_iter().filter(|one| !is_me || *one != Scheme::Application) {
            for method in HttpMethod::ALL {
                let requirement = requirement(table, &grants, scheme, method);
                if matches!(requirement, Requirement::OneOf { .. }) {
                    found.insert(format!("{method} {path} {scheme}"), requirement);
                }
            }
        }
    }
    found
}

fn choice(requirement: &Requirement) -> Choice {
    match requirement {
        Requirement::OneOf { choice, .. } => *choice,
        other => panic!("{other:?} has no choice"),
    }
}

/// The figures in the documentation of the rule, which says so.
#[test]
fn each_step_decides_as_often_as_its_documentation_says() {
    let Some(table) = table() else { return };
    let found = requirements(&table);
    let mut figures = String::new();
    for one in Choice::ALL.into_iter().filter(|one| *one != Choice::Reviewed) {
        let count = found.values().filter(|requirement| choice(requirement) == one).count();
        writeln!(figures, "//! | {one} | {count} |").expect("a text");
    }
    let documented = include_str!("least.rs");
    assert!(documented.contains(&figures), "the documentation of the rule should say:\n{figures}");
    let total = found.len();
    assert!(documented.contains(&format!("//! the {total} pairs")), "{total} pairs of operation and scheme");
}

/// What Microsoft publishes as the least privileged, from the permission tables of the v1.0 reference
/// (includes/permissions in microsoftgraph/microsoft-graph-docs-contrib). `W` is a delegated work account
/// and `A` an application.
///
/// These are pages that agree, to hold the rule to them; most are of operations where the table leaves it
/// open. Pages that differ are not here: some are older than the table (`Chat.ReadBasic.WhereInstalled` for
/// `GET /chats/{}`, `Application.ReadWrite.OwnedBy` for `GET /applications/{}/owners`, both for applications;
/// the deletion of authentication methods), and for `GET /groups` see the rule.
const PUBLISHED: &[(&str, &str, &str)] = &[
    // application-list, application-get, application-list-extensionproperty, -federatedidentitycredentials
    ("GET /applications", "WA", "Application.Read.All"),
    ("GET /applications/{}", "WA", "Application.Read.All"),
    ("GET /applications/{}/extensionproperties", "WA", "Application.Read.All"),
    ("GET /applications/{}/federatedidentitycredentials", "WA", "Application.Read.All"),
    // application-list-owners
    ("GET /applications/{}/owners", "W", "Application.Read.All"),
    // application-post-owners
    ("POST /applications/{}/owners", "W", "Application.ReadWrite.All and Directory.Read.All"),
    ("POST /applications/{}/owners", "A", "Application.ReadWrite.OwnedBy and Directory.Read.All"),
    // serviceprincipal-get, -post-approleassignments, -post-homerealmdiscoverypolicies
    ("GET /serviceprincipals/{}", "WA", "Application.Read.All"),
    (
        "POST /serviceprincipals/{}/approleassignments",
        "WA",
        "AppRoleAssignment.ReadWrite.All and Application.Read.All",
    ),
    (
        "POST /serviceprincipals/{}/homerealmdiscoverypolicies",
        "W",
        "Application.ReadWrite.All and Policy.Read.All",
    ),
    (
        "POST /serviceprincipals/{}/homerealmdiscoverypolicies",
        "A",
        "Application.ReadWrite.OwnedBy and Policy.Read.All",
    ),
    // identitysecuritydefaultsenforcementpolicy-update, adminconsentrequestpolicy-get
    ("PATCH /policies/identitysecuritydefaultsenforcementpolicy", "WA", "Policy.Read.All"),
    ("GET /policies/adminconsentrequestpolicy", "WA", "Policy.Read.All"),
    // domain-get, directoryrole-list, device-get
    ("GET /domains/{}", "WA", "Domain.Read.All"),
    ("GET /directoryroles", "WA", "RoleManagement.Read.Directory"),
    ("GET /devices/{}", "WA", "Device.Read.All"),
    // group-list-approleassignments, group-list-owners
    ("GET /groups/{}/approleassignments", "WA", "Directory.Read.All"),
    ("GET /groups/{}/owners", "WA", "GroupMember.Read.All"),
    // administrativeunit-post-members
    ("POST /directory/administrativeunits/{}/members", "WA", "AdministrativeUnit.ReadWrite.All"),
    // rbacapplication-post-roleassignmentschedulerequests
    (
        "POST /rolemanagement/directory/roleassignmentschedulerequests",
        "WA",
        "RoleAssignmentSchedule.ReadWrite.Directory",
    ),
    // chat-get, chat-list-members, -installedapps, -messages, -post-members
    ("GET /chats/{}", "W", "Chat.ReadBasic"),
    ("GET /chats/{}/members", "W", "Chat.ReadBasic"),
    ("GET /chats/{}/members", "A", "ChatMember.Read.All"),
    ("GET /chats/{}/installedapps", "W", "TeamsAppInstallation.ReadForChat"),
    ("GET /chats/{}/installedapps", "A", "TeamsAppInstallation.ReadForChat.All"),
    ("GET /chats/{}/messages", "W", "Chat.Read"),
    ("GET /chats/{}/messages", "A", "Chat.Read.All"),
    ("POST /chats/{}/members", "W", "ChatMember.ReadWrite"),
    // channel-list, channel-patch, channel-list-tabs, team-list-installedapps
    ("GET /teams/{}/channels", "W", "Channel.ReadBasic.All"),
    ("PATCH /teams/{}/channels/{}", "W", "ChannelSettings.ReadWrite.All"),
    ("GET /teams/{}/channels/{}/tabs", "W", "TeamsTab.Read.All"),
    ("GET /teams/{}/installedapps", "W", "TeamsAppInstallation.ReadForTeam"),
    // site-list-contenttypes, printer-get
    ("GET /sites/{}/contenttypes", "WA", "Sites.Read.All"),
    ("GET /print/printers/{}", "WA", "Printer.Read.All"),
    // authentication-list-emailmethods, -post-fido2methods
    ("GET /users/{}/authentication/emailmethods", "W", "UserAuthMethod-Email.Read"),
    ("GET /users/{}/authentication/emailmethods", "A", "UserAuthMethod-Email.Read.All"),
    ("POST /users/{}/authentication/fido2methods", "WA", "UserAuthMethod-Passkey.ReadWrite.All"),
    // security-ediscoverycasemember-delete; the table has the path of the collection
    ("DELETE /security/cases/ediscoverycases/{}/casemembers", "WA", "eDiscovery.Read.All"),
];

/// Where one chat or team only has a least one in the published tables, and what is so for all of them.
const FOR_ALL: &[(&str, &str)] = &[
    ("GET /teams/{}/channels Application", "Channel.ReadBasic.All"),
    ("GET /teams/{}/channels/{}/tabs Application", "TeamsTab.Read.All"),
    ("GET /teams/{}/channels/{}/members Application", "ChannelMember.Read.All"),
    ("PATCH /teams/{}/channels/{} Application", "ChannelSettings.ReadWrite.All"),
    ("POST /chats/{}/members Application", "ChatMember.ReadWrite.All"),
    ("GET /solutions/virtualevents/webinars/{}/registrations/{} Application", "VirtualEvent.Read.All"),
];

#[test]
fn the_rule_finds_what_is_published() {
    let Some(table) = table() else { return };
    let found = requirements(&table);
    let least = |key: &str| found.get(key).and_then(|one| one.alternatives().next()).map(ToString::to_string);
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (title, schemes, expected) in PUBLISHED {
        for one in schemes.chars() {
            let scheme = if one == 'W' { Scheme::DelegatedWork } else { Scheme::Application };
            let key = format!("{title} {scheme}");
            let least = least(&key);
            compared += 1;
            if least.as_deref() != Some(expected) {
                wrong.push(format!("{key}: {least:?} instead of {expected}"));
            }
        }
    }
    for (key, expected) in FOR_ALL {
        let least = least(key);
        if least.as_deref() != Some(expected) {
            wrong.push(format!("{key}: {least:?} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}
