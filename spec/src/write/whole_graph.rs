//! Slices of the whole of Graph are written and read again.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{write_openapi, write_permissions};
use crate::cut::{Wanted, Written};
use crate::model::{Api, OperationPermissions, PermissionInfo, TypeName};
use crate::permissions::{self, Table};
use crate::tree::{self, Document};
use crate::{Diagnostics, Read, Reader, Sources};

/// Real metadata, where it lies.
fn metadata(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata").join(name);
    if path.is_file() {
        return Some(path);
    }
    // straight to the stream, which the test runner does not keep to itself as it does `println!`
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    writeln!(std::io::stderr(), "skipped: {test} needs ../shared/metadata/{name}, which is not there").ok();
    None
}

fn table() -> Option<Table> {
    let text = fs::read_to_string(metadata("permissions.json")?).expect("the table");
    let root = tree::parse("permissions.json", &text).expect("a table without faults of syntax");
    let document = Document::new(Arc::from("permissions.json"), Arc::from(text), root);
    Some(permissions::lower(&document))
}

/// A slice of an API: patterns that stay, and those that go again.
fn cut(api: &Api, include: &[&str], exclude: &[&str]) -> Api {
    let list = |of: &str, list: &[&str]| {
        list.iter().enumerate().map(|(index, text)| Written::called(of, index, text)).collect()
    };
    let wanted =
        Wanted { include: list("include", include), exclude: list("exclude", exclude), ..Wanted::default() };
    let mut faults = Vec::new();
    let cut = wanted.read(&mut Sources::default(), &mut faults);
    let mut found = Diagnostics::default();
    let mut slice = api.clone();
    cut.apply(&mut slice, false, &mut found, |_| false);
    assert!(faults.is_empty() && found.is_empty(), "{faults:?} {found}");
    slice
}

/// All of Graph comes back, too: see the example `cut`. These are few because debug builds are slow.
const SLICES: [(&[&str], &[&str]); 4] = [
    (&["/me/onlineMeetings/**", "/users/{id}/onlineMeetings/**"], &["DELETE /**"]),
    (&["/me/messages/**", "POST /me/sendMail", "/**/microsoft.graph.delta()"], &["/**/$count"]),
    (&["/applications/{id}/*", "/servicePrincipals/*/*", "/chats/{id}/*", "/directory/*/*/*"], &[]),
    (&["/reports/*", "/drives/{id}/items/{id}/workbook/*", "/policies/*"], &["PATCH /**"]),
];

#[test]
fn slices_come_back_as_they_were() {
    let Some(api) = metadata("openapi/graph-v1.0.json") else { return };
    let Some(table) = table() else { return };
    let api = Reader::openapi(api).read().expect("the whole of Graph").api;
    let mut table = Some(table);
    for (include, exclude) in SLICES {
        let mut slice = cut(&api, include, exclude);
        let written = write_openapi(&slice);
        let whole = table.take().expect("a table");
        permissions::attach(&whole, &mut slice, &[], true, &mut Diagnostics::default());
        let read = Read { table: Some(whole), ..as_read(slice) };
        let permissions = write_permissions(&read).expect("a table");
        let again = Reader::openapi_text("slice.yaml", &written)
            .permissions_text("permissions.yaml", &permissions)
            .read()
            .unwrap_or_else(|faults| panic!("{include:?}: {faults}"));
        same(&again.api, &read.api);
        assert_eq!(write_openapi(&again.api), written, "{include:?}");
        assert_eq!(write_permissions(&again), Some(permissions), "{include:?}");
        table = read.table;
    }
}

fn as_read(api: Api) -> Read {
    let (warnings, sources) = (Diagnostics::default(), Sources::default());
    Read { api, warnings, unmatched: Vec::new(), sources, table: None }
}

/// Everything is the same, except the texts of permissions that open nothing.
fn same(again: &Api, slice: &Api) {
    for (one, other) in again.operations.iter().zip(&slice.operations) {
        assert_eq!(one, other);
    }
    assert_eq!(again.operations.len(), slice.operations.len());
    for (one, other) in again.types.values().zip(slice.types.values()) {
        assert_eq!(one, other);
    }
    assert!(again.types == slice.types);
    assert!(again.permissions.keys().eq(slice.permissions.keys()));
    let used: Vec<&str> = slice.operations.iter().flat_map(|one| one.permissions.names()).collect();
    for (one, other) in again.permissions.values().zip(slice.permissions.values()) {
        if used.contains(&&*one.name) {
            assert_eq!(one, other);
        } else {
            assert_eq!(measures(one), measures(other));
        }
    }
}

/// All but the texts.
fn measures(of: &PermissionInfo) -> PermissionInfo {
    let mut of = of.clone();
    for (_, scheme) in &mut of.schemes {
        scheme.display_name.clear();
        scheme.description.clear();
    }
    of
}

/// The permissions of every operation of Graph, with the choice of the least one.
#[test]
fn no_permission_is_lost() {
    let Some(whole) = table() else { return };
    let Some(api) = metadata("openapi/cloud-communications.yml") else { return };
    let mut slice = Reader::openapi(api).read().expect("a real description").api;
    permissions::attach(&whole, &mut slice, &[], true, &mut Diagnostics::default());
    let read = Read { table: Some(whole), ..as_read(slice) };
    let written = write_permissions(&read).expect("a table");
    let root = tree::parse("cut.yaml", &written).expect("a table");
    let document = Document::new(Arc::from("cut.yaml"), Arc::from(written), root);
    let table = permissions::lower(&document);
    let mut again = read.api.clone();
    for one in &mut again.operations {
        one.permissions = OperationPermissions::default();
    }
    permissions::attach(&table, &mut again, &[], false, &mut Diagnostics::default());
    assert!(document.take_faults().is_empty());
    same(&again, &read.api);
    assert!(again.types.contains_key(&TypeName::new("microsoft.graph.onlineMeeting")));
}
