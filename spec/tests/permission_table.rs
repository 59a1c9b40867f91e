//! Every entry of Microsoft's whole permission table is found again, or is an exception with a name.
//!
//! The table is walked here a second time, by code of its own that shares nothing with the reader, and each
//! of its entries (a permission that opens a method on a path in a scheme) is looked for in what the reader
//! made of it. The other way round, nothing stands there that is not in the table.
//!
//! The figures are those of the table of August 2026 and of the description of 2023, which has not all of
//! its operations by far.

mod support;
#[path = "permission_table/walk.rs"]
mod walk;

use std::fs;

use msgraph_spec::Reader;
use msgraph_spec::model::{AllOf, Api, Requirement, Scheme};
use serde_json::Value;
use support::{bundled, metadata, operation};
use walk::{Place, walk};

fn table() -> Option<Value> {
    let text = fs::read_to_string(metadata("permissions.json")?).expect("a readable table");
    Some(serde_json::from_str(&text).expect("JSON"))
}

fn read(description: &std::path::Path) -> Option<Api> {
    let reader = Reader::openapi(description).permissions(metadata("permissions.json")?);
    let read = reader.permissions_may_cover_more(true).read();
    Some(read.unwrap_or_else(|faults| panic!("{faults}")).api)
}

#[test]
fn no_entry_is_lost_in_the_whole_of_graph() {
    let (Some(table), Some(description)) = (table(), metadata("openapi/graph-v1.0.json")) else { return };
    let Some(api) = read(&description) else { return };
    let walk = walk(&table, &api);
    let places: Vec<(Place, usize)> = walk.places.into_iter().collect();
    assert_eq!(
        places,
        [
            (Place::Alternative, 12_001),
            (Place::ResourceSpecific, 102),
            (Place::ApplicationOnMe, 376),
            (Place::Absorbed, 6),
            (Place::Companion, 4),
            (Place::WrittenInFull, 3),
            (Place::NoOperation, 30_545),
        ]
    );
    let spellings: Vec<(&str, usize)> = walk.spellings.into_iter().collect();
    assert_eq!(
        spellings,
        [
            ("arguments", 391),
            ("no arguments", 40),
            ("no parentheses", 435),
            ("other namespace", 3052),
            ("other placeholders", 10_214),
            ("upper case", 234),
        ]
    );
    quirks(&api);
}

#[test]
fn no_entry_is_lost_in_the_bundled_slice() {
    let Some(table) = table() else { return };
    let Some(api) = read(&bundled("openapi.yaml")) else { return };
    let places: Vec<(Place, usize)> = walk(&table, &api).places.into_iter().collect();
    assert_eq!(
        places,
        [
            (Place::Alternative, 79),
            (Place::ResourceSpecific, 10),
            (Place::ApplicationOnMe, 7),
            (Place::NoOperation, 42_941),
        ]
    );
}

/// `least (choice) < higher < ..` of a scheme.
fn shown(api: &Api, title: &str, scheme: Scheme) -> String {
    let requirement = operation(api, title).permissions.of(scheme);
    let all: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
    match requirement {
        Requirement::OneOf { choice, .. } => format!("{} ({choice:?})", all.join(" < ")),
        other => format!("{other:?}"),
    }
}

/// What is odd about the table, each seen on an operation.
fn quirks(api: &Api) {
    let work = |title: &str| shown(api, title, Scheme::DelegatedWork);
    let application = |title: &str| shown(api, title, Scheme::Application);

    // a function with its arguments, with another name for the argument
    assert_eq!(
        application("GET /reports/microsoft.graph.getM365AppUserCounts(period='{period}')"),
        "Reports.Read.All (Only)"
    );
    // without them
    let calls = "GET /communications/callRecords/microsoft.graph.callRecords.getDirectRoutingCalls\
                 (fromDateTime={fromDateTime},toDateTime={toDateTime})";
    assert_eq!(application(calls), "CallRecord-PstnCalls.Read.All < CallRecords.Read.All (Stated)");
    // without its parentheses
    assert_eq!(
        application("GET /directoryRoles/microsoft.graph.delta()"),
        "RoleManagement.Read.Directory < Directory.Read.All < RoleManagement.ReadWrite.Directory \
         < Directory.ReadWrite.All (Stated)"
    );
    // both overloads are written as one
    let export = "GET /users/{user-id}/microsoft.graph.exportDeviceAndAppManagementData";
    assert_eq!(work(&format!("{export}()")), work(&format!("{export}(skip={{skip}},top={{top}})")));
    assert_ne!(work(&format!("{export}()")), "Unknown");
    // permissions to be held together, and a mark for one scheme only
    let policies = "GET /servicePrincipals/{servicePrincipal-id}/homeRealmDiscoveryPolicies";
    assert_eq!(
        work(policies),
        "Application.ReadWrite.All and Policy.Read.All \
         < Application.ReadWrite.All and Policy.ReadWrite.ApplicationConfiguration (Stated)"
    );
    assert_eq!(
        application(policies),
        "Application.ReadWrite.OwnedBy and Policy.Read.All \
         < Application.ReadWrite.OwnedBy and Policy.ReadWrite.ApplicationConfiguration \
         < Application.ReadWrite.All and Policy.ReadWrite.ApplicationConfiguration \
         < Application.ReadWrite.All and Policy.Read.All (Stated)"
    );
    assert_eq!(
        work("POST /servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo"),
        "AppRoleAssignment.ReadWrite.All and Application.Read.All \
         < AppRoleAssignment.ReadWrite.All and Directory.Read.All < Application.ReadWrite.All (FewestPaths)"
    );

    // consent for one team
    let channel = "PATCH /teams/{team-id}/channels/{channel-id}";
    assert_eq!(
        application(channel),
        "ChannelSettings.ReadWrite.All < Group.ReadWrite.All < Directory.ReadWrite.All (StatedElsewhere)"
    );
    let specific = &operation(api, channel).permissions.resource_specific;
    assert_eq!(specific.as_slice(), [(Scheme::Application, AllOf::one("ChannelSettings.ReadWrite.Group"))]);

    // applications on `/me`, which the table marks as least even
    assert_eq!(application("POST /me/microsoft.graph.checkMemberGroups"), "NotSupported");
    assert_ne!(work("POST /me/microsoft.graph.checkMemberGroups"), "NotSupported");

    // path sets without paths
    for name in ["ChannelMember.ReadWrite", "OnlineMeetingAiInsight.Read.Chat"] {
        assert!(api.permissions.contains_key(name), "{name}");
    }
}
