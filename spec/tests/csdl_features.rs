//! What CSDL has beside the common: imports, several keys, annotations from outside, untyped values, streams, and
//! navigation inside complex values.

mod support;

use std::fmt::Write as _;

use msgraph_spec::model::{Answer, Api, Body, Operation, OperationKind, Segment, TypeDef, TypeName};
use msgraph_spec::{Diagnostics, Reader};
use support::{operation, properties, structured};

const PARK: &str = include_str!("csdl/menagerie.xml");

fn read(patterns: &[&str]) -> Result<Api, Diagnostics> {
    let reader = patterns.iter().fold(Reader::csdl_text("park.xml", PARK), Reader::include);
    let read = reader.read()?;
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    Ok(read.api)
}

fn park(patterns: &[&str]) -> Api {
    read(patterns).unwrap_or_else(|faults| panic!("{faults}"))
}

fn titles(patterns: &[&str]) -> Vec<String> {
    park(patterns).operations.iter().map(Operation::title).collect()
}

#[test]
fn imports_are_called_by_their_own_names() {
    let api = park(&["/close", "/reopenAll", "/isOpen"]);
    let close = operation(&api, "POST /close");
    assert_eq!(close.kind, OperationKind::Action);
    assert_eq!(close.body, Some(Body::Parameters(TypeName::new("park.main.closeParameters"))));
    assert_eq!(properties(&api, "park.main.closeParameters"), ["until: Edm.Date required"]);
    assert_eq!(operation(&api, "POST /reopenAll").body, None);
    for title in ["GET /isOpen()", "GET /isOpen(side='{side}')"] {
        assert!(matches!(operation(&api, title).answer(), Answer::Wrapped(_)), "{title}");
    }
}

#[test]
fn annotations_from_outside_reach_overloads_parameters_and_members() {
    let api = park(&["/isOpen", "/lamps"]);
    let of_side = operation(&api, "GET /isOpen(side='{side}')");
    let said = of_side.docs.description.as_deref().unwrap_or_default();
    assert!(said.contains("of one side") && said.contains("asks the gates"), "{said}");
    let Some(Segment::Call { parameters, .. }) = of_side.path.segments.last() else { panic!("no call") };
    assert_eq!(parameters[0].description.as_deref(), Some("Which side."));
    let plain = operation(&api, "GET /isOpen()").docs.description.as_deref();
    assert_eq!(plain, Some("It asks the gates."), "what names no overload is said of all");
    let Some(TypeDef::Enum(colors)) = api.types.get(&TypeName::new("park.main.colors")) else {
        panic!("no enum")
    };
    assert!(colors.is_flags);
    assert_eq!(colors.members[1].docs.description.as_deref(), Some("As grass."));
}

#[test]
fn compound_keys_stand_in_parentheses_and_alternate_ones_where_they_are_named() {
    // a name without parentheses means the collection
    for (pattern, is_there) in [("/**", true), ("/gates(*)/**", true), ("/gates/**", false)] {
        let found = titles(&[pattern]);
        for one in [
            "GET /gates(side='{side}',number={number})",
            "PATCH /gates(side='{side}',number={number})",
            "GET /gates(side='{side}',number={number})/lamps/{lamp-id}",
        ] {
            assert_eq!(found.iter().any(|title| title == one), is_there, "{pattern}: {one} in {found:#?}");
        }
        assert!(found.iter().all(|one| !one.contains("lampCode")), "{found:#?}");
    }
    assert_eq!(titles(&["GET /lamps(lampCode={lampCode})"]), ["GET /lamps(lampCode={lampCode})"]);
}

#[test]
fn behind_a_function_goes_what_is_named() {
    let swept = titles(&["/lamps/**"]);
    assert!(swept.contains(&"GET /lamps/brightest()".to_owned()), "{swept:#?}");
    assert!(swept.iter().all(|one| !one.contains("brightest()/")), "{swept:#?}");
    assert_eq!(
        titles(&["/lamps/brightest()/**"]),
        ["", "/any(colors='{colors}')", "/report()"].map(|end| format!("GET /lamps/brightest(){end}"))
    );
    assert_eq!(titles(&["GET /lamps/brightest()/report()"]), ["GET /lamps/brightest()/report()"]);
}

#[test]
fn untyped_values_flags_and_open_types_are_kept() {
    let api = park(&["/lamps/**"]);
    assert_eq!(
        properties(&api, "park.main.lamp"),
        [
            "id: Edm.String",
            "code: Edm.Guid?",
            "state: Edm.Untyped?",
            "readings: Collection(Edm.Untyped)?",
            "colors: park.main.colors?",
            "socket: park.main.socket?",
        ]
    );
    assert!(structured(&api, "park.main.lamp").is_open && structured(&api, "park.main.socket").is_open);
    let any = operation(&api, "GET /lamps/{lamp-id}/any(colors='{colors}')");
    assert!(matches!(any.answer(), Answer::Page { item, .. } if item.to_string() == "Edm.Untyped"));
}

#[test]
fn streams_are_read_and_written_where_they_may_be() {
    let api = park(&["/pictures/**", "/lamps/{id}/report()"]);
    let titles: Vec<String> = api.operations.iter().map(Operation::title).collect();
    let content = |title: &str| operation(&api, title).answer().clone();
    let png = Answer::Content { media_type: "image/png".to_owned() };
    assert_eq!(content("GET /pictures/{picture-id}/thumbnail"), png);
    let any = Answer::Content { media_type: "application/octet-stream".to_owned() };
    assert_eq!(content("GET /pictures/{picture-id}/$value"), any);
    assert_eq!(content("GET /lamps/{lamp-id}/report()"), any);
    assert!(titles.contains(&"PUT /pictures/{picture-id}/$value".to_owned()), "{titles:#?}");
    assert!(!titles.contains(&"PUT /pictures/{picture-id}/thumbnail".to_owned()), "it is computed");
}

#[test]
fn a_function_that_says_so_goes_on_with_changes() {
    let api = park(&["/lamps/changes()", "/lamps/news()", "/lamps"]);
    let has_delta = |title: &str| match operation(&api, title).answer() {
        Answer::Page { has_delta, .. } => *has_delta,
        other => panic!("{other:?}"),
    };
    assert!(has_delta("GET /lamps/changes()") && has_delta("GET /lamps/news()"));
    assert!(!has_delta("GET /lamps"));
}

#[test]
fn navigation_inside_complex_values_is_walked_where_it_is_named() {
    assert_eq!(titles(&["GET /lamps/{id}/socket/maker"]), ["GET /lamps/{lamp-id}/socket/maker"]);
    assert_eq!(
        titles(&["/lamps/{id}/socket/spares/{id}"]),
        ["GET", "PATCH", "DELETE"]
            .map(|method| format!("{method} /lamps/{{lamp-id}}/socket/spares/{{lamp-id1}}"))
    );
    assert_eq!(titles(&["/lamps/{id}/socket/plate/picture"]), ["GET /lamps/{lamp-id}/socket/plate/picture"]);
    assert!(titles(&[]).iter().all(|one| !one.contains("/socket")), "a sweep does not go there");
    let faults = read(&["/lamps/{id}/socket"]).expect_err("a complex value comes with its entity");
    assert!(faults.to_string().contains("is a property of `park.main.lamp` that comes with it"), "{faults}");
}

#[test]
fn a_chain_that_is_deeper_than_paths_may_be_is_said() {
    let mut types = String::new();
    for at in 0..70 {
        let next = (at + 1) % 70;
        writeln!(
            types,
            r#"<EntityType Name="t{at}"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
            <NavigationProperty Name="n{at}" Type="a.t{next}" ContainsTarget="true"/></EntityType>"#
        )
        .expect("a text takes it");
    }
    let text = format!(
        r#"<Schema Namespace="a">{types}<EntityContainer Name="c"><Singleton Name="one" Type="a.t0"/></EntityContainer></Schema>"#
    );
    let read = Reader::csdl_text("deep.xml", &text).read().unwrap_or_else(|faults| panic!("{faults}"));
    let longest = read.api.operations.iter().map(|one| one.path.segments.len()).max();
    assert_eq!(longest, Some(64));
    assert_eq!(read.warnings.len(), 1, "{}", read.warnings);
    assert!(
        read.warnings.to_string().contains("paths of more than 64 segments are left out"),
        "{}",
        read.warnings
    );
}

/// What is wrong, as it is shown.
#[test]
fn faults_are_shown_with_their_lines() {
    let text = r#"<Schema Namespace="a" Alias="x">
  <EntityType Name="lamp">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="plug" Type="x.plugg"/>
  </EntityType>
  <ComplexType Name="plug"/>
  <EntityContainer Name="c">
    <EntitySet Name="lamps" EntityType="a.lamp"/>
    <FunctionImport Name="isOn" Function="a.isOn"/>
  </EntityContainer>
</Schema>
"#;
    let found = Reader::csdl_text("lamps.xml", text).read().expect_err("there are faults").to_string();
    assert_eq!(found.trim_end(), FAULTS.trim(), "{found}");
}

const FAULTS: &str = r#"
error: there is no type `x.plugg`
 --> lamps.xml:5:32
  |
5 |     <Property Name="plug" Type="x.plugg"/>
  |                                ^^^^^^^^^
  |
  = help: did you mean `plug`?

warning: `isOn` imports `a.isOn`, which is no function without a binding
  --> lamps.xml:10:26
   |
10 |     <FunctionImport Name="isOn" Function="a.isOn"/>
   |                          ^^^^^^
   |
   = help: declare it, or take the import out
"#;
