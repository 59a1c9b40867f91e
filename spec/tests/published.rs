//! The permissions of the bundled slice against those that Microsoft's documentation publishes. The
//! published facts stand in `published/online-meetings.yaml`, each difference with its reason.

#[path = "published/data.rs"]
mod data;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use data::{Access, Cell, Data, Listed, Table};
use msgraph_spec::model::{Api, HttpMethod, Operation, PathTemplate, Scheme};
use support::{bundled_api, operation};

const DATA: &str = include_str!("published/online-meetings.yaml");

/// A reason that is shorter explains nothing.
const SHORTEST_REASON: usize = 40;

/// A request or an operation in the one spelling in which they are compared.
fn key(title: &str) -> Option<String> {
    let (method, path) = title.split_once(' ')?;
    let method = HttpMethod::parse(method).filter(|_| path.starts_with('/') && !path.contains('?'))?;
    Some(format!("{method} {}", PathTemplate::anonymous(path)))
}

/// Everything that is wrong between the slice and the data.
struct Check<'a> {
    api: &'a Api,
    data: &'a Data,
    operations: BTreeMap<String, &'a Operation>,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn run(api: &'a Api, data: &'a Data) -> Vec<String> {
        let keyed = |one: &'a Operation| (key(&one.title()).expect("the title of an operation"), one);
        let operations: BTreeMap<_, _> = api.operations.iter().map(keyed).collect();
        assert_eq!(operations.len(), api.operations.len(), "two operations have one spelling");
        let mut check = Check { api, data, operations, faults: Vec::new() };
        let published = check.published();
        check.listed(&published);
        check.names();
        check.compare(&published);
        check.faults
    }

    fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    fn keyed(&mut self, request: &'a str) -> Option<String> {
        let key = key(request);
        if key.is_none() {
            self.fault(format!("{request}: not a method and a path without query options"));
        }
        key
    }

    fn reason(&mut self, of: &str, reason: &str) {
        if reason.trim().len() < SHORTEST_REASON {
            self.fault(format!("{of}: the reason `{reason}` explains nothing"));
        }
    }

    /// The table of each request.
    fn published(&mut self) -> BTreeMap<String, (&'a str, &'a Table)> {
        let mut published: BTreeMap<String, (&str, &Table)> = BTreeMap::new();
        for table in &self.data.tables {
            if !table.page.starts_with("https://learn.microsoft.com/") || table.version.trim().is_empty() {
                self.fault(format!("{}: a page of Microsoft's, and which version, is wanted", table.page));
            }
            for request in &table.requests {
                let Some(key) = self.keyed(request) else { continue };
                if let Some((_, before)) = published.insert(key, (request, table)) {
                    let (before, page) = (&before.page, &table.page);
                    self.fault(format!("{request}: published twice, on {before} and on {page}"));
                }
            }
        }
        published
    }

    /// Each operation has a table or a reason, and each request is an operation or has a reason.
    fn listed(&mut self, published: &BTreeMap<String, (&'a str, &'a Table)>) {
        let outside = self.reasons(&self.data.outside);
        let without = self.reasons(&self.data.without_page);
        for (key, (request, table)) in published {
            if !self.operations.contains_key(key) && !outside.contains_key(key) {
                self.fault(format!("{request}: on {}, but neither in the slice nor outside", table.page));
            }
        }
        for (key, request) in &outside {
            if self.operations.contains_key(key) || !published.contains_key(key) {
                self.fault(format!("{request}: outside, but it is in the slice or on no page"));
            }
        }
        for (key, request) in &without {
            if !self.operations.contains_key(key) || published.contains_key(key) {
                self.fault(format!("{request}: without page, but it has one or is not in the slice"));
            }
        }
        let missing: Vec<String> = self
            .operations
            .iter()
            .filter(|(key, _)| !published.contains_key(*key) && !without.contains_key(*key))
            .map(|(_, one)| format!("{}: no published table, and no reason why", one.title()))
            .collect();
        self.faults.extend(missing);
    }

    fn reasons(&mut self, listed: &'a [Listed]) -> BTreeMap<String, &'a str> {
        let mut requests = BTreeMap::new();
        for one in listed {
            self.reason(&one.requests.join(", "), &one.reason);
            for request in &one.requests {
                let Some(key) = self.keyed(request) else { continue };
                if requests.insert(key, request.as_str()).is_some() {
                    self.fault(format!("{request}: listed twice"));
                }
            }
        }
        requests
    }

    /// Each published name is a permission of the slice's table, or explained, and of its kind.
    fn names(&mut self) {
        let mut used = BTreeSet::new();
        for table in &self.data.tables {
            for scheme in Scheme::ALL {
                let Cell::Names(names) = table.of(scheme) else { continue };
                let tenant = std::iter::once(&names.least).chain(&names.higher).map(|one| (one, false));
                for (name, is_specific) in tenant.chain(names.resource_specific.iter().map(|one| (one, true)))
                {
                    match self.api.permissions.get(name) {
                        Some(known) if known.is_resource_specific() == is_specific => {}
                        Some(_) => self.fault(format!("{}: {name} is of the other kind", table.page)),
                        None if self.data.other_names.contains_key(name) => drop(used.insert(name)),
                        None => self.fault(format!("{}: {name} is unknown and not explained", table.page)),
                    }
                }
            }
        }
        for (name, reason) in &self.data.other_names {
            self.reason(name, reason);
            if !used.contains(name) {
                self.fault(format!("{name}: explained, but in the slice's table or on no page"));
            }
        }
    }

    /// Each table is what the slice says, or the difference is explained.
    fn compare(&mut self, published: &BTreeMap<String, (&'a str, &'a Table)>) {
        let mut explained = self.explained();
        for (key, (request, table)) in published {
            let Some(one) = self.operations.get(key).copied() else { continue };
            for scheme in Scheme::ALL {
                let Some(theirs) = table.of(scheme).access() else { continue };
                let ours = Access::of(one.permissions.of(scheme));
                let reason = explained.remove(&(key.clone(), scheme));
                let found = format!("{request}, {scheme}: {theirs} is published, ours is {ours}");
                match reason {
                    None if theirs == ours => self.specific(one, scheme, table),
                    None => self.fault(format!("{found}; see {}", table.page)),
                    Some(_) if theirs == ours => self.fault(format!("{found}, which is no difference")),
                    Some(sides) if sides == (theirs, ours) => {}
                    Some(_) => self.fault(format!("{found}, which is not the difference that is explained")),
                }
            }
        }
        for (key, scheme) in explained.into_keys() {
            self.fault(format!("{key}, {scheme}: a difference is explained, but none is published"));
        }
    }

    /// The differences that are explained: published, ours.
    fn explained(&mut self) -> BTreeMap<(String, Scheme), (Access, Access)> {
        let mut explained = BTreeMap::new();
        for one in &self.data.differences {
            self.reason(&one.requests.join(", "), &one.reason);
            let Some(scheme) = Scheme::parse(&one.scheme) else {
                self.fault(format!("{}: no scheme", one.scheme));
                continue;
            };
            for request in &one.requests {
                let Some(key) = self.keyed(request) else { continue };
                if explained.insert((key, scheme), (one.published.access(), one.ours.access())).is_some() {
                    self.fault(format!("{request}, {scheme}: explained twice"));
                }
            }
        }
        explained
    }

    /// What is published for one meeting only is known to the slice.
    fn specific(&mut self, one: &Operation, scheme: Scheme, table: &Table) {
        let Cell::Names(names) = table.of(scheme) else { return };
        let ours = one.permissions.resource_specific.iter().filter(|(known, _)| *known == scheme);
        let ours: Vec<String> = ours.map(|(_, all)| all.to_string()).collect();
        for name in names.resource_specific.iter().filter(|name| !ours.contains(name)) {
            self.fault(format!("{}, {scheme}: {name} is published, ours are {ours:?}", one.title()));
        }
    }
}

fn try_faults(text: &str) -> Result<Vec<String>, String> {
    let data: Data = serde_yaml::from_str(text).map_err(|fault| fault.to_string())?;
    Ok(Check::run(&bundled_api(), &data))
}

#[test]
fn the_slice_agrees_with_the_published_tables() {
    let faults = try_faults(DATA).expect("the published facts");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The two operations of the page that the project began with.
#[test]
fn creating_a_meeting_is_exactly_as_published() {
    let api = bundled_api();
    let access =
        |title| Scheme::ALL.map(|one| Access::of(operation(&api, title).permissions.of(one)).to_string());
    let delegated = "[OnlineMeetings.ReadWrite]";
    assert_eq!(access("POST /me/onlineMeetings"), [delegated, "not supported", "not supported"]);
    let application = "[OnlineMeetings.ReadWrite.All]";
    assert_eq!(access("POST /users/{user-id}/onlineMeetings"), [delegated, "not supported", application]);
}

/// What is changed in the data, and what is said of it.
const CHANGES: &[(&str, &str, &str)] = &[
    // the tables
    (
        "Application: {least: OnlineMeetings.ReadWrite.All}",
        "Application: {least: OnlineMeetings.Read.All}",
        "POST /users/{userId}/onlineMeetings, Application: [OnlineMeetings.Read.All] is published, ours is \
         [OnlineMeetings.ReadWrite.All]",
    ),
    (
        "DelegatedWork: {least: OnlineMeetings.Read, higher: [OnlineMeetings.ReadWrite]}",
        "DelegatedWork: {least: OnlineMeetings.Read}",
        "GET /me/onlineMeetings, DelegatedWork: [OnlineMeetings.Read] is published, ours is \
         [OnlineMeetings.Read, OnlineMeetings.ReadWrite]",
    ),
    (
        "DelegatedPersonal: not supported",
        "DelegatedPersonal: {least: OnlineMeetings.Read}",
        "DelegatedPersonal: [",
    ),
    (
        "{least: OnlineMeetings.ReadWrite}",
        "{least: Meetings.ReadWrite}",
        "Meetings.ReadWrite is unknown and not",
    ),
    (
        "[OnlineMeetingArtifact.Read.Chat]",
        "[OnlineMeetingTranscript.Read.Chat]",
        "Read.Chat is published, ours are",
    ),
    (
        "resource_specific: [OnlineMeetingA",
        "higher: [OnlineMeetingA",
        "OnlineMeetingArtifact.Read.Chat is of the other",
    ),
    (
        "https://learn.microsoft.com/graph/api/onlinemeeting-delete",
        "https://example.com",
        "a page of Microsoft's",
    ),
    // the requests
    ("- PATCH /me/onlineMeetings/{meetingId}", "- POST /me/onlineMeetings", "published twice, on https://"),
    (
        "- PATCH /me/onlineMeetings/{meetingId}",
        "- PATCH /me/meetings/{id}",
        "PATCH /me/meetings/{id}: on https://",
    ),
    ("- PATCH /me/onlineMeetings/{meetingId}", "- PATCH /me/meetings/{id}", "-id}: no published table"),
    ("- GET /app/onlineMeetings\n", "- GET /app/onlineMeetings?$top=1\n", "not a method and a path"),
    ("- DELETE /me/onlineMeetings", "- REMOVE /me/onlineMeetings", "not a method and a path"),
    (
        "outside:\n  - requests:",
        "outside:\n  - requests:\n      - GET /me/onlineMeetings",
        "outside, but it is in",
    ),
    ("outside:\n  - requests:", "outside:\n  - requests:\n      - GET /app/onlineMeetings", "listed twice"),
    (
        "page:\n  - requests:",
        "page:\n  - requests:\n      - POST /me/onlineMeetings",
        "without page, but it has one",
    ),
    (
        "page:\n  - requests:",
        "page:\n  - requests:\n      - GET /me/x",
        "without page, but it has one or is not in",
    ),
    // the reasons
    (
        "Ad hoc calls are no online meetings; they share only the pages of recordings and",
        "No",
        "explains nothing",
    ),
    (
        "other_names:",
        "other_names:\n  Meetings.Read: Opens the meetings of a service that is not this one.",
        "on no page",
    ),
    (
        "other_names:",
        "other_names:\n  Meetings.Read: None.",
        "Meetings.Read: the reason `None.` explains nothing",
    ),
    // the differences
    ("ours: not supported", "ours: unknown", "which is not the difference that is explained"),
    ("published: [OnlineMeetings.ReadWrite.All]", "published: not supported", "which is not the difference"),
    ("    scheme: Application", "    scheme: DelegatedWork", "which is no difference"),
    (
        "    scheme: Application",
        "    scheme: DelegatedWork",
        "POST /me/onlineMeetings/createOrGet, Application: [",
    ),
    ("    scheme: Application", "    scheme: App", "App: no scheme"),
    (
        "differences:",
        "differences:\n  - {requests: [GET /me/x], scheme: Application, published: [], ours: unknown, \
         reason: No}",
        "/me/x, Application: a difference is explained, but none is published",
    ),
];

#[test]
fn the_check_finds_every_fault() {
    for (from, to, expected) in CHANGES {
        assert!(DATA.contains(from), "{from} is not in the data");
        let faults = try_faults(&DATA.replacen(from, to, 1)).unwrap_or_else(|fault| panic!("{to}: {fault}"));
        assert!(
            faults.iter().any(|fault| fault.contains(expected)),
            "{to}: {expected} is not in {faults:#?}"
        );
    }
}

#[test]
fn unknown_keys_and_words_are_refused() {
    let changes = [
        ("    version:", "    versoin:", "unknown field `versoin`"),
        ("tables:", "extra: 1\ntables:", "unknown field `extra`"),
        ("    scheme:", "    schema:", "unknown field `schema`"),
        ("DelegatedPersonal: not supported", "DelegatedPersonal: unknown", "did not match any variant"),
        ("ours: not supported", "ours: not stated", "did not match any variant"),
        (
            "{least: OnlineMeetings.ReadWrite}",
            "{last: OnlineMeetings.ReadWrite}",
            "did not match any variant",
        ),
    ];
    for (from, to, expected) in changes {
        let fault = try_faults(&DATA.replacen(from, to, 1)).expect_err(to);
        assert!(fault.contains(expected), "{to}: {fault}");
    }
}
