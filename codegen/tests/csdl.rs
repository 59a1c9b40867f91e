//! What is read from CSDL becomes Rust: files that parse, with the names and secrets of the model.

use msgraph_codegen::{Crate, generate};
use msgraph_spec::Reader;

const ZOO: &str = include_str!("../../spec/tests/csdl/zoo.xml");

fn made(reader: &Reader) -> Crate {
    let read = reader.read().unwrap_or_else(|faults| panic!("{faults}"));
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "case", &mut faults).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(faults.is_empty(), "{faults}");
    for (path, text) in made.files() {
        assert!(syn::parse_file(text).is_ok(), "{path} is no Rust:\n{text}");
    }
    made
}

/// The text of all files, and that it does not say something else.
fn text(of: &Crate) -> String {
    let files: Vec<String> = of.files().iter().map(|(path, text)| format!("// {path}\n{text}")).collect();
    files.join("\n")
}

fn says(text: &str, expected: &[&str]) {
    for one in expected {
        assert!(text.contains(one), "`{one}` is not in:\n{text}");
    }
}

#[test]
fn a_whole_description_becomes_rust() {
    let all = made(&Reader::csdl_text("zoo.xml", ZOO));
    says(
        &text(&all),
        &["struct ZooMainAnimal", "struct ZooMainKeeper", "AnimalsById", "GetAnimalsByIdYoungCountFunction"],
    );
    let cut = made(&Reader::csdl_text("zoo.xml", ZOO).include("/boss/**"));
    assert!(cut.files().len() < all.files().len());
}

/// A type `it` with a set `its`, and what is written beside them.
fn described(properties: &str, beside: &str) -> String {
    let text = format!(
        r#"<Schema Namespace="microsoft.graph">
  <EntityType Name="it"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>{properties}</EntityType>
  {beside}
  <EntityContainer Name="c"><EntitySet Name="its" EntityType="microsoft.graph.it"/></EntityContainer>
</Schema>"#
    );
    text
}

#[test]
fn members_whose_names_are_alike_in_rust_are_numbered() {
    let beside = r#"<EnumType Name="kind"><Member Name="remoteSoft" Value="0"/><Member Name="remote_Soft" Value="1"/>
      <Member Name="RemoteSoft2" Value="2"/></EnumType>"#;
    let spec = described(r#"<Property Name="kind" Type="microsoft.graph.kind"/>"#, beside);
    let text = text(&made(&Reader::csdl_text("x.xml", spec)));
    says(&text, &["RemoteSoft2", "RemoteSoft22", "\"remoteSoft\"", "\"remote_Soft\"", "\"RemoteSoft2\""]);
}

#[test]
fn an_action_and_a_function_of_one_name_are_told_apart() {
    let beside = r#"
  <Action Name="browse" IsBound="true"><Parameter Name="it" Type="microsoft.graph.it"/></Action>
  <Function Name="browse" IsBound="true"><Parameter Name="it" Type="microsoft.graph.it"/>
    <Parameter Name="after" Type="Edm.String" Nullable="false"/><ReturnType Type="Edm.String"/></Function>"#;
    let text = text(&made(&Reader::csdl_text("x.xml", described("", beside))));
    says(&text, &["fn browse(", "fn browse_with_after(", "ItsByIdBrowseWithAfter"]);
    let alone = beside.split("</Action>").nth(1).unwrap();
    let text = self::text(&made(&Reader::csdl_text("x.xml", described("", alone))));
    says(&text, &["fn browse("]);
    assert!(!text.contains("browse_with_after"), "{text}");
}

#[test]
fn secrets_of_csdl_are_known_to_the_emitter() {
    let properties =
        r#"<Property Name="password" Type="Edm.String"/><Property Name="title" Type="Edm.String"/>"#;
    let text = text(&made(&Reader::csdl_text("x.xml", described(properties, ""))));
    let secret = text.lines().find(|line| line.contains("\"password\" =>"));
    assert!(secret.is_some_and(|line| line.ends_with("secret,")), "{text}");
    let shown = text.lines().find(|line| line.contains("\"title\" =>"));
    assert!(shown.is_some_and(|line| !line.contains("secret")), "{text}");
}

#[test]
fn what_an_action_demands_is_an_argument_of_new() {
    let beside = r#"
  <Action Name="tell" IsBound="true"><Parameter Name="it" Type="microsoft.graph.it"/>
    <Parameter Name="note" Type="Edm.String" Nullable="false"/><Parameter Name="loudly" Type="Edm.Boolean"/>
    <Parameter Name="others" Type="Collection(Edm.String)" Nullable="false"/></Action>"#;
    let text = text(&made(&Reader::csdl_text("x.xml", described("", beside))));
    let new = text.lines().find(|line| line.contains("fn new(note:")).expect(&text);
    assert!(!new.contains("loudly") && !new.contains("others"), "{new}");
}
