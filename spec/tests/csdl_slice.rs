//! The online meetings, read from Graph's `$metadata`, against the bundled description: type by type, operation by
//! operation. Each difference is listed in `csdl/differences.txt` with both values and the reason of its group; a
//! new one fails, and so does one that is no longer there. `BLESS=1` writes the list anew.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug};

use msgraph_spec::model::{Answer, Api, Operation, Segment, TypeDef};
use msgraph_spec::{Read, Reader};
use support::listed::Listed;
use support::{bundled_api, metadata, structured};

/// Derived types do not come with their base; the description has these, and what they hold.
const ROOTS: [&str; 9] = [
    "azureCommunicationServicesUserIdentity",
    "communicationsApplicationIdentity",
    "communicationsApplicationInstanceIdentity",
    "communicationsEncryptedIdentity",
    "communicationsGuestIdentity",
    "communicationsIdentitySet",
    "communicationsPhoneIdentity",
    "microsoft.graph.communicationsUserIdentity",
    "teamworkUserIdentity",
];

fn from_csdl(api: &Api) -> Option<Read> {
    let mut reader = Reader::csdl(metadata("graph-v1.0.csdl.xml")?);
    for one in &api.operations {
        reader = reader.include(one.title());
    }
    for root in ROOTS {
        reader = reader.root(root);
    }
    Some(reader.read().unwrap_or_else(|faults| panic!("{faults}")))
}

#[test]
fn the_slice_of_the_metadata_is_the_bundled_one() {
    let bundled = bundled_api();
    let Some(read) = from_csdl(&bundled) else { return };
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let mut found = Differences::default();
    operations(&bundled, &read.api, &mut found);
    types(&bundled, &read.api, &mut found);
    let listed = Listed::read("differences.txt");
    let keyed: Vec<(String, String)> =
        found.0.iter().map(|one| (one.key(&listed), one.to_string())).collect();
    listed.compare(keyed);
}

#[derive(Default)]
struct Differences(Vec<Difference>);

/// What one of the two says otherwise than the other.
struct Difference {
    /// An operation, a type, or a property of one: `GET /me/onlineMeetings`, `chatInfo`, `chatInfo/threadId`.
    of: String,
    what: String,
    metadata: String,
    description: String,
}

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, of: &str, what: &str, metadata: T, description: T) {
        let both = [metadata, description];
        if both[0] != both[1] {
            let [metadata, description] = both.map(|one| format!("{one:?}"));
            self.0.push(Difference { of: of.to_owned(), what: what.to_owned(), metadata, description });
        }
    }
}

impl Difference {
    /// The group that it belongs to: the first whose key fits, such as `option $search of GET *: *, nothing` with
    /// what the metadata says and what the description does.
    fn key(&self, listed: &Listed) -> String {
        let whole = format!("{} of {}: {}, {}", self.what, self.of, self.metadata, self.description);
        listed.key(&whole)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, what, metadata, description } = self;
        write!(f, "{of}: {what}: {metadata} in the metadata, {description} in the description")
    }
}

fn operations(bundled: &Api, csdl: &Api, found: &mut Differences) {
    let titles = |api: &Api| -> Vec<String> { api.operations.iter().map(Operation::title).collect() };
    assert_eq!(titles(bundled), titles(csdl));
    assert_eq!(bundled.operations.len(), 51);
    for (ours, theirs) in bundled.operations.iter().zip(&csdl.operations) {
        let title = ours.title();
        found.compare(&title, "kind", theirs.kind, ours.kind);
        found.compare(&title, "path", facts(&theirs.path.segments), facts(&ours.path.segments));
        let keys = |of: &Operation| -> Vec<String> {
            of.path.keys().map(|one| one.of.as_ref().map(ToString::to_string).unwrap_or_default()).collect()
        };
        found.compare(&title, "keys", keys(theirs), keys(ours));
        found.compare(&title, "body", theirs.body.as_ref(), ours.body.as_ref());
        found.compare(&title, "answer", shown(theirs.answer()), shown(ours.answer()));
        let statuses = |of: &Operation| -> Vec<_> { of.successes.iter().map(|one| one.status).collect() };
        found.compare(&title, "status", statuses(theirs), statuses(ours));
        let options = |of: &Operation| -> BTreeMap<String, String> {
            let one = |one: &msgraph_spec::model::Parameter| {
                let required = if one.is_required { " required" } else { "" };
                (one.name.clone(), format!("{}{required}", one.ty))
            };
            of.parameters.iter().map(one).collect()
        };
        let (ours, theirs) = (options(ours), options(theirs));
        for name in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
            let [theirs, ours] = [&theirs, &ours].map(|of| Said(of.get(name).cloned()));
            found.compare(&title, &format!("option {name}"), theirs, ours);
        }
    }
}

/// What one says of something; nothing where it does not have it.
#[derive(PartialEq)]
struct Said(Option<String>);

impl Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("nothing"))
    }
}

/// The segments without what is said about them.
fn facts(segments: &[Segment]) -> Vec<String> {
    let shown = |one: &Segment| match one {
        Segment::Call { name, parameters } => {
            let facets = |one: &msgraph_spec::model::FunctionParameter| {
                format!("{} {} {} {}", one.name, one.ty, one.is_quoted, one.is_optional)
            };
            format!("{name}{:?}", parameters.iter().map(facets).collect::<Vec<_>>())
        }
        other => other.to_string(),
    };
    segments.iter().map(shown).collect()
}

fn shown(answer: &Answer) -> Said {
    let null = |ty: &msgraph_spec::model::ValueType| if ty.is_nullable { " or null" } else { "" };
    Said(Some(match answer {
        Answer::One(ty) => format!("{ty}{}", null(ty)),
        Answer::Page { item, has_delta } => format!("pages of {item}{}, delta {has_delta}", null(item)),
        Answer::Content { media_type } => media_type.clone(),
        other => format!("{other:?}"),
    }))
}

fn types(bundled: &Api, csdl: &Api, found: &mut Differences) {
    let all: BTreeSet<_> = bundled.types.keys().chain(csdl.types.keys()).collect();
    for name in all {
        let (ours, theirs) = (bundled.types.get(name), csdl.types.get(name));
        let form = |of: Option<&TypeDef>| {
            Said(of.map(|of| if matches!(of, TypeDef::Enum(_)) { "enum" } else { "structured" }.to_owned()))
        };
        found.compare(name.as_str(), "type", form(theirs), form(ours));
        match (ours, theirs) {
            (Some(TypeDef::Enum(ours)), Some(TypeDef::Enum(theirs))) => {
                let members = |of: &msgraph_spec::model::EnumType| -> Vec<String> {
                    of.members.iter().map(|one| one.name.clone()).collect()
                };
                found.compare(name.as_str(), "members", members(theirs), members(ours));
                found.compare(name.as_str(), "flags", theirs.is_flags, ours.is_flags);
            }
            (Some(TypeDef::Structured(_)), Some(TypeDef::Structured(_))) => {
                properties(bundled, csdl, name.as_str(), found);
            }
            _ => {}
        }
    }
}

fn properties(bundled: &Api, csdl: &Api, name: &str, found: &mut Differences) {
    let (ours, theirs) = (structured(bundled, name), structured(csdl, name));
    found.compare(name, "kind", theirs.kind, ours.kind);
    found.compare(name, "base", &theirs.base, &ours.base);
    found.compare(name, "abstract", theirs.is_abstract, ours.is_abstract);
    found.compare(name, "open", theirs.is_open, ours.is_open);
    let names = |of: &msgraph_spec::model::StructuredType| -> Vec<String> {
        of.properties.iter().map(|one| one.name.clone()).collect()
    };
    found.compare(name, "properties", names(theirs), names(ours));
    for one in &ours.properties {
        let Some(other) = theirs.properties.iter().find(|other| other.name == one.name) else { continue };
        let of = format!("{name}/{}", one.name);
        let null = if one.ty.is_collection { "null items" } else { "null" };
        found.compare(&of, null, other.ty.is_nullable, one.ty.is_nullable);
        found.compare(&of, "type", other.ty.to_string(), one.ty.to_string());
        found.compare(&of, "navigation", other.is_navigation, one.is_navigation);
        found.compare(&of, "required", other.is_required, one.is_required);
        found.compare(&of, "read-only", other.is_read_only, one.is_read_only);
        found.compare(&of, "immutable", other.is_immutable, one.is_immutable);
        found.compare(&of, "secret", other.is_secret, one.is_secret);
    }
}

#[test]
fn the_table_gives_the_slice_of_the_metadata_the_same_permissions() {
    let (Some(csdl), Some(table)) = (metadata("graph-v1.0.csdl.xml"), metadata("permissions.json")) else {
        return;
    };
    let of_table = |reader: Reader| {
        let reader = reader.permissions(&table).permissions_may_cover_more(true);
        reader.read().unwrap_or_else(|faults| panic!("{faults}")).api
    };
    let ours = of_table(Reader::openapi(support::bundled("openapi.yaml")));
    let mut reader = Reader::csdl(csdl);
    for one in &ours.operations {
        reader = reader.include(one.title());
    }
    let theirs = of_table(reader);
    assert_eq!(ours.operations.len(), theirs.operations.len());
    for (ours, theirs) in ours.operations.iter().zip(&theirs.operations) {
        assert_eq!(ours.permissions, theirs.permissions, "{}", ours.title());
    }
    assert_eq!(ours.permissions, theirs.permissions);
}
