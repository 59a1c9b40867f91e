//! How paths of a description in CSDL are walked: what a sweep finds, what it costs, and what stays the same however
//! much is cut out. Each rule on a small description.

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use msgraph_spec::model::{Api, Body, Operation};
use msgraph_spec::{Diagnostics, Reader};
use support::operation;

const KEY: &str =
    r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>"#;

fn read(text: &str, patterns: &[&str]) -> Result<Api, Diagnostics> {
    let reader = patterns.iter().fold(Reader::csdl_text("x.xml", text), Reader::include);
    reader.read().map(|read| read.api)
}

fn api(text: &str, patterns: &[&str]) -> Api {
    read(text, patterns).unwrap_or_else(|faults| panic!("{patterns:?}: {faults}"))
}

fn titles(text: &str, patterns: &[&str]) -> Vec<String> {
    api(text, patterns).operations.iter().map(Operation::title).collect()
}

fn refused(text: &str, patterns: &[&str]) -> String {
    read(text, patterns).expect_err("there are faults").to_string()
}

/// A schema of these elements, whose container holds a set `bs` of `m.b` and these parts.
fn schema(elements: &str, parts: &str) -> String {
    format!(
        r#"<Schema Namespace="m">
{elements}
<EntityContainer Name="C"><EntitySet Name="bs" EntityType="m.b"/>{parts}</EntityContainer>
</Schema>"#
    )
}

/// `<Annotations>` of a target: a term with one property of its record.
fn said(target: &str, term: &str, property: &str) -> String {
    format!(
        r#"<Annotations Target="{target}"><Annotation Term="Org.OData.Capabilities.V1.{term}"><Record>{property}</Record></Annotation></Annotations>"#
    )
}

#[test]
fn bytes_can_be_written_unless_something_says_no() {
    let updatable = |is: bool| format!(r#"<PropertyValue Property="Updatable" Bool="{is}"/>"#);
    let text = schema(
        &format!(
            r#"<EntityType Name="file" HasStream="true">{KEY}<Property Name="content" Type="Edm.Stream"/></EntityType>
<EntityType Name="b">{KEY}
  <NavigationProperty Name="root" Type="m.file"/>
  <NavigationProperty Name="fixed" Type="m.file"/>
</EntityType>
{}"#,
            said("m.b/fixed", "UpdateRestrictions", &updatable(false))
        ),
        "",
    );
    let found = titles(&text, &["/bs/**"]);
    for path in ["root/content", "root/$value"] {
        assert!(found.contains(&format!("PUT /bs/{{b-id}}/{path}")), "{found:#?}");
    }
    assert_eq!(titles(&text, &["PUT /bs/{id}/root/content"]).len(), 1);
    assert!(!found.iter().any(|one| one.starts_with("PATCH /bs/{b-id}/root")), "{found:#?}");
    assert!(found.contains(&"GET /bs/{b-id}/fixed/content".to_owned()));
    assert!(!found.iter().any(|one| one.starts_with("PUT /bs/{b-id}/fixed")), "{found:#?}");
}

/// Types that contain each other, all of them, by navigation `n<from>x<to>`.
fn knot(types: usize) -> String {
    let mut text = String::new();
    for one in 0..types {
        let _ = write!(text, r#"<EntityType Name="t{one}">{KEY}"#);
        for other in 0..types {
            let _ = write!(
                text,
                r#"<NavigationProperty Name="n{one}x{other}" Type="m.t{other}" ContainsTarget="true"/>"#
            );
        }
        text += "</EntityType>\n";
    }
    schema(&text, r#"<Singleton Name="r" Type="m.t0"/>"#).replace("m.b\"", "m.t0\"")
}

#[test]
fn a_walk_ends_in_time_however_the_types_are_tied() {
    let text = knot(14);
    let start = Instant::now();
    let found = refused(&text, &["/r/**/n3x4"]);
    assert!(found.contains("the patterns ask for more than"), "{found}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    // what is nowhere is not looked for everywhere
    let start = Instant::now();
    let found = refused(&text, &["/r/**/nowhere", "POST /r/**/n3x99"]);
    assert_eq!(found.matches("matches no operation").count(), 2, "{found}");
    assert!(!found.contains("ask for more than"), "{found}");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn looking_ahead_misses_nothing() {
    let text = schema(
        &format!(
            r#"<EntityType Name="base" Abstract="true">{KEY}<NavigationProperty Name="notes" Type="Collection(m.note)" ContainsTarget="true"/></EntityType>
<EntityType Name="note">{KEY}<Property Name="bytes" Type="Edm.Stream"/></EntityType>
<EntityType Name="bear" BaseType="m.b"/>
<EntityType Name="b" BaseType="m.base"><NavigationProperty Name="c" Type="m.c" ContainsTarget="true"/></EntityType>
<EntityType Name="c">{KEY}<NavigationProperty Name="d" Type="m.d" ContainsTarget="true"/></EntityType>
<EntityType Name="d" BaseType="m.base"/>
<Function Name="last" IsBound="true"><Parameter Name="it" Type="m.d"/><ReturnType Type="m.note"/></Function>
<Action Name="send" IsBound="true"><Parameter Name="it" Type="m.base"/></Action>"#
        ),
        "",
    );
    for (pattern, expected) in [
        ("/bs/**/bytes", 2 * 2),
        ("/**/notes", 2 * 2),
        ("/bs/**/notes/{id}/bytes", 2 * 2),
        ("/bs/**/send", 2),
        ("/bs/**/last", 1),
        ("/bs/**/d/**", 13),
        ("GET /bs/**/$count", 3),
        ("GET /bs/**/m.bear", 2),
    ] {
        let found = titles(&text, &[pattern]);
        let meant: msgraph_spec::Pattern = pattern.parse().expect("a pattern");
        let whole = api(&text, &[]);
        let expected_titles: Vec<String> =
            whole.operations.iter().filter(|one| meant.matches(one)).map(Operation::title).collect();
        assert_eq!(found.len(), expected, "{pattern}: {found:#?}");
        assert!(expected_titles.iter().all(|one| found.contains(one)), "{pattern}: {found:#?}");
    }
}

#[test]
fn a_long_line_of_base_types_is_cut_at_once() {
    let mut text = format!(r#"<EntityType Name="b">{KEY}</EntityType>"#);
    for level in 0..1_000 {
        let base = if level == 0 { "b".to_owned() } else { format!("t{}", level - 1) };
        let _ = write!(
            text,
            r#"<EntityType Name="t{level}" BaseType="m.{base}"><NavigationProperty Name="n{level}" Type="m.b"/></EntityType>"#
        );
    }
    let text = schema(&text, r#"<Singleton Name="last" Type="m.t999"/>"#);
    let start = Instant::now();
    let found = refused(&text, &[]);
    assert!(found.contains("`m.t100` derives from a type that derives from another, and so on"), "{found}");
    assert_eq!(found.matches("and so on").count(), 9, "one for each hundred");
    assert!(refused(&text, &["/last"]).contains("the most is 100"));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // a chain that is closed is reported as such
    let circle = r#"<EntityType Name="b" BaseType="m.c"/><EntityType Name="c" BaseType="m.b"/>"#;
    assert!(refused(&schema(circle, ""), &[]).contains("derives from itself"));
}

fn sent(api: &Api, title: &str) -> String {
    match &operation(api, title).body {
        Some(Body::Parameters(name)) => name.to_string(),
        other => panic!("{title} sends {other:?}"),
    }
}

#[test]
fn names_of_parameters_do_not_depend_on_the_cut() {
    let of = |namespace: &str, parameter: &str| {
        format!(
            r#"<Action Name="go" IsBound="true"><Parameter Name="it" Type="{namespace}.t"/><Parameter Name="{parameter}" Type="Edm.String"/></Action>"#
        )
    };
    let ty = format!(r#"<EntityType Name="t">{KEY}</EntityType>"#);
    for is_foreign_first in [false, true] {
        let (near, foreign) = (of("m.g", "a"), of("m.g.x", "b"));
        let actions = if is_foreign_first { foreign + &near } else { near + &foreign };
        let text = format!(
            r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="m.g">{ty}{actions}
<EntityContainer Name="C"><EntitySet Name="as" EntityType="m.g.t"/><EntitySet Name="bs" EntityType="m.g.x.t"/></EntityContainer></Schema>
<Schema Namespace="m.g.x">{ty}</Schema></edmx:DataServices></edmx:Edmx>"#
        );
        for patterns in [vec!["/**"], vec!["/bs/**"], vec!["/bs/**", "/as/**"]] {
            let api = api(&text, &patterns);
            assert_eq!(sent(&api, "POST /bs/{t-id}/go"), "m.g.xTGoParameters", "{patterns:?}");
        }
        assert_eq!(sent(&api(&text, &["/as/**"]), "POST /as/{t-id}/go"), "m.g.tGoParameters");
    }
}

#[test]
fn a_read_by_key_without_options_has_those_of_a_read() {
    let option = r#"<PropertyValue Property="CustomHeaders"><Collection><Record><PropertyValue Property="Name" String="ConsistencyLevel"/></Record></Collection></PropertyValue>"#;
    let by_key = r#"<PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="true"/></Record></PropertyValue>"#;
    let text = schema(
        &format!(
            r#"<EntityType Name="b">{KEY}</EntityType>{}"#,
            said("m.C/bs", "ReadRestrictions", &format!("{option}{by_key}"))
        ),
        "",
    );
    let api = api(&text, &[]);
    let options = |title| -> Vec<&str> {
        operation(&api, title).parameters.iter().map(|one| one.name.as_str()).collect()
    };
    assert!(options("GET /bs").contains(&"ConsistencyLevel"));
    assert!(options("GET /bs/{b-id}").contains(&"ConsistencyLevel"), "{:?}", options("GET /bs/{b-id}"));
}

#[test]
fn a_definition_must_stand_for_a_primitive_type() {
    for underlying in ["m.b", "Edm.Strin", "m.nothing"] {
        let text = schema(
            &format!(
                r#"<TypeDefinition Name="d" UnderlyingType="{underlying}"/>
<EntityType Name="b">{KEY}<Property Name="p" Type="m.d"/><Property Name="q" Type="m.d"/></EntityType>"#
            ),
            "",
        );
        let found = refused(&text, &[]);
        assert!(found.contains(&format!("`m.d` stands for `{underlying}`")), "{found}");
        assert_eq!(found.matches("its underlying type must be primitive").count(), 1, "{found}");
        assert!(found.contains("x.xml:2:41") && !found.contains("there is no type"), "{found}");
    }
}

#[test]
fn a_fault_underlines_the_name() {
    let text = schema(
        &format!(
            r#"<EntityType Name="b">{KEY}<Property Name="id" Type="Edm.String"/></EntityType>
<Action Name="far" IsBound="true"><Parameter Name="it" Type="m.nowhere"/><Parameter Name="long" Type="Edm.String"/></Action>"#
        ),
        "",
    );
    let found = refused(&text, &[]);
    let carets = |line: &&str| line.contains("^^^") && line.trim_matches([' ', '|', '^']).is_empty();
    let widths: Vec<usize> = found.lines().filter(carets).map(|line| line.matches('^').count()).collect();
    assert_eq!(widths, [4, 5], "{found}");
}

#[test]
fn a_sweep_sees_a_place_as_the_types_that_are_listed_for_it() {
    let text = schema(
        &format!(
            r#"<EntityType Name="thing">{KEY}</EntityType>
<EntityType Name="person" BaseType="m.thing"><NavigationProperty Name="boss" Type="m.person" ContainsTarget="true"/></EntityType>
<EntityType Name="device" BaseType="m.thing"/>
<EntityType Name="b">{KEY}<NavigationProperty Name="members" Type="Collection(m.thing)">
  <Annotation Term="Org.OData.Validation.V1.DerivedTypeConstraint"><Collection><String>m.person</String></Collection></Annotation>
</NavigationProperty></EntityType>"#
        ),
        "",
    );
    let expected = [
        "GET /bs/{b-id}/members/m.person",
        "GET /bs/{b-id}/members/m.person/$count",
        "GET /bs/{b-id}/members/{thing-id}/m.person",
    ];
    for patterns in [&[][..], &["/bs/**"], &["/bs/{id}/**"]] {
        let found = titles(&text, patterns);
        let casts: Vec<&String> = found.iter().filter(|one| one.contains("m.person")).collect();
        assert_eq!(casts, expected, "{patterns:?}: {found:#?}");
        assert!(!found.iter().any(|one| one.contains("m.device")), "{found:#?}");
    }
    assert!(titles(&text, &["/bs/{id}/members/*"]).contains(&expected[0].to_owned()));
    // what is spelt out goes on
    let named = titles(&text, &["/bs/{id}/members/{id}/m.person/**"]);
    assert!(named.iter().any(|one| one.ends_with("/m.person/boss")), "{named:#?}");
}

#[test]
fn a_pattern_with_the_wrong_method_says_which_there_are() {
    let text = schema(&format!(r#"<EntityType Name="b">{KEY}</EntityType>"#), "");
    let found = refused(&text, &["PUT /bs/**", "/bs/{id}"]);
    assert!(found.contains("on this path there is only GET, POST, PATCH, DELETE"), "{found}");
    assert_eq!(found.matches("matches no operation").count(), 1, "{found}");
}
