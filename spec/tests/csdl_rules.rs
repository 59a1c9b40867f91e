//! The rules of the CSDL reader, each on a small description: how paths are walked, and what is said of faults.

mod support;

use msgraph_spec::model::{Api, Operation};
use msgraph_spec::{Diagnostics, Reader};
use support::{members, operation, properties};

const ZOO: &str = include_str!("csdl/zoo.xml");

fn zoo(patterns: &[&str]) -> Result<Api, Diagnostics> {
    let reader = patterns.iter().fold(Reader::csdl_text("zoo.xml", ZOO), Reader::include);
    reader.read().map(|read| read.api)
}

fn titles(patterns: &[&str]) -> Vec<String> {
    let api = zoo(patterns).unwrap_or_else(|faults| panic!("{faults}"));
    api.operations.iter().map(Operation::title).collect()
}

fn refused(text: &str, pattern: Option<&str>) -> String {
    let reader = Reader::csdl_text("x.xml", text);
    let reader = pattern.into_iter().fold(reader, Reader::include);
    reader.read().expect_err("there are faults").to_string()
}

#[test]
fn a_sweep_ends_although_the_types_go_in_circles() {
    let found = titles(&[]);
    let expected = [
        "GET /animals",
        "GET /animals/$count",
        "GET /animals/count(diet='{diet}',above={above})",
        "GET /animals/delta()",
        "GET /animals/{animal-id}",
        "PATCH /animals/{animal-id}",
        "DELETE /animals/{animal-id}",
        "POST /animals/{animal-id}/feed",
        "GET /animals/{animal-id}/keeper",
        "GET /animals/{animal-id}/photo",
        "PUT /animals/{animal-id}/photo",
        "GET /animals/{animal-id}/young",
        "POST /animals/{animal-id}/young",
        "GET /animals/{animal-id}/young/$count",
    ];
    for one in expected {
        assert!(found.iter().any(|title| title == one), "{one} is not among {found:#?}");
    }
    assert!(!found.contains(&"POST /animals".to_owned()), "the set says that nothing can be inserted");
    assert!(found.iter().all(|one| one.matches("/young").count() < 2), "{found:#?}");
    let deeper = found.iter().filter(|one| one.contains("/keeper/"));
    assert_eq!(deeper.collect::<Vec<_>>(), Vec::<&String>::new(), "what is referred to ends a sweep");
}

#[test]
fn a_named_segment_is_always_followed() {
    let path = "/animals/{id}/young/{id}/young/{id}/keeper/animals/{id}/zoo.bear/caves";
    let found = titles(&[&format!("GET {path}")]);
    let shown = "GET /animals/{animal-id}/young/{animal-id1}/young/{animal-id2}/keeper/animals/{animal-id3}/zoo.bear/caves";
    assert_eq!(found, [shown]);
}

#[test]
fn references_are_where_they_are_said_to_be() {
    assert_eq!(
        titles(&["/boss/animals/**"]).into_iter().filter(|one| one.contains("$ref")).collect::<Vec<_>>(),
        ["GET /boss/animals/$ref", "POST /boss/animals/$ref", "DELETE /boss/animals/{animal-id}/$ref",]
    );
}

#[test]
fn options_types_and_parameters_are_those_of_the_elements() {
    let api = zoo(&["/animals/**", "/boss/feed"]).unwrap_or_else(|faults| panic!("{faults}"));
    let options: Vec<&str> =
        operation(&api, "GET /animals").parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(options, ["$skip", "$search", "$filter", "$count", "$orderby", "$select", "$expand"]);
    assert_eq!(
        properties(&api, "zoo.main.animal"),
        [
            "name: Edm.String?",
            "diet: zoo.food.diet?",
            "weight: Edm.Double",
            "photo: Edm.Stream?",
            "tags: Collection(Edm.String)",
            "young: Collection(zoo.main.animal) nav",
            "keeper: zoo.main.keeper? nav",
        ]
    );
    assert_eq!(members(&api, "zoo.food.diet"), ["plants", "meat"]);
    // two actions of one name that take different parameters are told apart by what they are bound to
    assert_eq!(properties(&api, "zoo.main.animalFeedParameters"), ["food: Edm.String required"]);
    assert_eq!(properties(&api, "zoo.main.keeperFeedParameters"), ["amount: Edm.Int32?"]);
    assert!(!api.types.contains_key(&msgraph_spec::model::TypeName::new("zoo.main.cave")));
}

#[test]
fn a_pattern_that_finds_nothing_says_where_its_path_ends() {
    for (pattern, expected) in [
        ("/animal/**", "did you mean `animals`?"),
        ("/animals/{id}/yung", "did you mean `young`?"),
        ("/animals/{id}/name", "is a property of `zoo.main.animal` that comes with it"),
        ("/animals/young", "name one by its key: `/animals/{id}/young`"),
        ("/boss/{id}", "has no keys behind it"),
        ("POST /animals", "on this path there is only GET"),
    ] {
        let faults = zoo(&[pattern]).expect_err(pattern);
        assert!(faults.to_string().contains(expected), "{pattern}: {faults}");
        assert_eq!(faults.iter().filter(|one| one.message.contains("matches no operation")).count(), 1);
    }
}

#[test]
fn an_exclude_without_effect_is_an_error() {
    let reader = Reader::csdl_text("zoo.xml", ZOO).include("/animals").exclude("/boss");
    let faults = reader.read().expect_err("the exclude does nothing");
    assert!(faults.to_string().contains("`/boss` matches no operation"), "{faults}");
}

#[test]
fn faults_have_a_place_and_come_all_at_once() {
    let text = r#"<Schema Namespace="a">
  <EntityType Name="x" BaseType="a.y"><Key><PropertyRef Name="ident"/></Key>
    <Property Name="id" Type="Edm.String"/><Property Name="id" Type="Edm.String"/>
    <Property Name="é" Type="Edm.Strin"/>
  </EntityType>
  <EntityType Name="x"/>
  <EntityContainer Name="C"><EntitySet Name="s" EntityType="a.z"/></EntityContainer>
</Schema>"#;
    let found = refused(text, None);
    for expected in [
        "there is no type `a.y`",
        "the key of `a.x` names `ident`",
        "`a.x` declares `id` twice",
        "x.xml:4:29",
        "there is no type `Edm.Strin`",
        "`a.x` is declared twice",
        "there is no type `a.z`",
    ] {
        assert!(found.contains(expected), "{expected} is not said: {found}");
    }
}

#[test]
fn entities_and_other_texts_are_refused() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>"#;
    assert!(refused(bomb, None).contains("has a document type"), "{}", refused(bomb, None));
    assert!(refused("<a><b></a><c/></b></a>", None).contains("this is no XML"));
    assert!(refused("<a><b></b>", None).contains("the file ends inside `<a>`"));
    assert!(refused("<a/>", None).contains("this is no description in CSDL"));
    let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    assert!(refused(&deep, None).contains("this is no description in CSDL"));
}

#[test]
fn a_fault_that_the_cut_does_not_reach_does_not_stop_it() {
    let text = ZOO.replace("Name=\"cave\" BaseType=\"zoo.thing\"", "Name=\"cave\" BaseType=\"zoo.nothing\"");
    assert_ne!(text, ZOO);
    let read = Reader::csdl_text("zoo.xml", &text).include("/animals").read();
    assert!(read.is_ok(), "{}", read.expect_err("faults"));
    assert!(refused(&text, None).contains("there is no type `zoo.nothing`"));
}
