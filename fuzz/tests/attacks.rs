//! Attacks too large for a corpus: each ends in a diagnostic or in a crate, within the time and memory that stand
//! beside it.
//!
//! Memory is that of the process, so the attacks run one after the other. The figures hold in a debug build on a busy
//! machine; a release build is some ten times faster.

mod support;

use std::fmt::Write;

use msgraph_spec::Reader;
use support::{
    CSDL, Came, HEAD, JSON, Limits, OPENAPI_JSON, OPENAPI_YAML, alone, attack, attack_file, schemas,
    with_operation,
};

/// For inputs that are refused as soon as they are seen.
const AT_ONCE: Limits = Limits { seconds: 5, times: 4 };

/// For inputs that must be read, and whose tree and document are kept.
const READ: Limits = Limits { seconds: 10, times: 10 };

/// Small inputs of many parts: the tree takes some dozen bytes for each byte of them.
const MANY: Limits = Limits { seconds: 20, times: 400 };

#[test]
fn nesting() {
    let _alone = alone();
    for levels in [10_000, 1_000_000] {
        let what = format!("{levels} levels");
        let deep = "nest deeper than 100 levels";
        let of = |one: &str| one.repeat(levels);
        attack(
            &format!("{what} of JSON lists"),
            OPENAPI_JSON,
            format!("{JSON}\"paths\": {}", of("[")),
            AT_ONCE,
        )
        .refused(deep);
        attack(&format!("{what} of JSON objects"), OPENAPI_JSON, of("{\"a\":"), AT_ONCE).refused(deep);
        attack(&format!("{what} of YAML flow lists"), OPENAPI_YAML, of("["), AT_ONCE)
            .refused("recursion limit");
        attack(&format!("{what} of YAML flow mappings"), OPENAPI_YAML, of("{a: "), AT_ONCE)
            .refused("recursion limit");
        attack(&format!("{what} of YAML lists"), OPENAPI_YAML, of("- "), AT_ONCE).refused(deep);
        attack(&format!("{what} of YAML keys"), OPENAPI_YAML, of("? "), AT_ONCE)
            .refused("a key must be text");
        attack(&format!("{what} of XML"), CSDL, of("<a>"), Limits { seconds: 10, times: 150 }).ended();
        attack(
            &format!("{what} of closed XML"),
            CSDL,
            of("<a>") + &of("</a>"),
            Limits { seconds: 10, times: 150 },
        )
        .ended();
    }
    let block = (0..3_000).fold(String::new(), |text, level| text + &" ".repeat(level) + "a:\n");
    attack("3,000 levels of YAML mappings", OPENAPI_YAML, block, AT_ONCE)
        .refused("nest deeper than 100 levels");
}

#[test]
fn long_texts() {
    let _alone = alone();
    // a text of 100 MB is known to be too long after its first million bytes
    let limits = Limits { seconds: 10, times: 10 };
    let text = "x".repeat(100_000_000);
    let json = with_operation(&format!("\"summary\": \"{text}\", "));
    attack("100 MB in a description", OPENAPI_JSON, json, limits).refused("longer than 1000000 bytes");
    let json = format!("{{\"openapi\": \"3.0.3\", \"{text}\": 1}}");
    attack("100 MB in a key", OPENAPI_JSON, json, limits).refused("longer than 1000000 bytes");
    let text = &text[..10_000_000];
    let xml = format!("<a b=\"{text}\"/>");
    attack("10 MB in an attribute", CSDL, xml, limits).ended();
    let xml = format!("<a>{text}</a>");
    attack("10 MB in an element", CSDL, xml, limits).ended();
}

#[test]
fn long_names() {
    let _alone = alone();
    let name = "n".repeat(1_500_000);
    let long = "longer than 1000000 bytes";
    for (what, text) in [
        ("a schema", schemas(&format!("    ? {name}\n    : {{type: object}}\n"))),
        (
            "a property",
            schemas(&format!("    a: {{type: object, properties: {{? {name} : {{type: string}}}}}}\n")),
        ),
        ("an enum", schemas(&format!("    a: {{type: string, enum: [{name}]}}\n"))),
        ("a reference", schemas(&format!("    a: {{$ref: {name}}}\n"))),
        ("a type", schemas(&format!("    a: {{type: {name}}}\n"))),
        ("a number", HEAD.replace("3.0.3", &"9".repeat(1_500_000))),
    ] {
        attack(&format!("1.5 MB in {what}"), OPENAPI_YAML, text, READ).refused(long);
    }
    let json = format!("{{\"openapi\": {}}}", "9".repeat(1_500_000));
    attack("1.5 MB in a number of JSON", OPENAPI_JSON, json, READ).refused("this is OpenAPI 999");
    let path = format!("{HEAD}paths:\n  ? /{name}\n  : {{}}\n");
    attack("1.5 MB in a path", OPENAPI_YAML, path, READ).refused(long);
    // within what the syntax takes
    let name = "n".repeat(900_000);
    let text = schemas(&format!(
        "    ? microsoft.graph.{name}\n    : {{type: object, properties: {{a: {{type: string}}}}}}\n"
    ));
    attack("a name of 900 kB", OPENAPI_YAML, text, Limits { seconds: 10, times: 20 })
        .refused("is 900016 bytes long");
    let segments = "/x".repeat(100_000);
    let text =
        format!("{HEAD}paths:\n  ? {segments}\n  : {{get: {{responses: {{'204': {{description: d}}}}}}}}\n");
    attack("100,000 segments", OPENAPI_YAML, text, Limits { seconds: 10, times: 200 })
        .refused("has 100000 segments");
}

#[test]
fn one_long_line() {
    let _alone = alone();
    let line = format!("{{\"openapi\": \"3.0.3\", \"a\": [{}], x}}", "1,".repeat(500_000) + "1");
    let came =
        attack("a line of a million characters", OPENAPI_JSON, line, Limits { seconds: 10, times: 60 });
    came.refused("expected a key in double quotes");
    let faults = (0..10_000).fold(String::new(), |text, at| text + &format!("\"/p{at}\": {{\"get\": 5}},"));
    let text = format!("{JSON}\"paths\": {{{}}}}}", faults.trim_end_matches(','));
    attack("10,000 faults in a line", OPENAPI_JSON, text, Limits { seconds: 20, times: 1_500 })
        .refused("9500 more faults are not shown");
}

#[test]
fn bombs() {
    let _alone = alone();
    let mut aliases = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut entities = "<!DOCTYPE a [<!ENTITY a \"lol\">".to_owned();
    for (one, last) in ('b'..='j').zip('a'..) {
        let _ = writeln!(aliases, "{one}: &{one} [{}]", vec![format!("*{last}"); 9].join(","));
        let _ = write!(entities, "<!ENTITY {one} \"{}\">", format!("&{last};").repeat(10));
    }
    let small = Limits { seconds: 5, times: 20_000 };
    attack("aliases of aliases", OPENAPI_YAML, aliases, small).refused("stand for more than 100000 values");
    for place in ["<a>&j;</a>", "<a b=\"&j;\"/>"] {
        attack("entities of entities", CSDL, format!("{entities}]>{place}"), small).ended();
    }
    let long =
        format!("<!DOCTYPE a [<!ENTITY a \"{}\">]><a>{}</a>", "x".repeat(100_000), "&a;".repeat(10_000));
    attack("a long entity many times", CSDL, long, Limits { seconds: 5, times: 20 }).ended();
    for external in [
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
    ] {
        let came = attack("an external entity", CSDL, external.to_owned(), small);
        came.ended();
        assert!(!came.text().contains("root:"), "{}", came.text());
    }
}

#[test]
fn loops_of_references() {
    let _alone = alone();
    let count = 1_000;
    let loops = |form: &dyn Fn(usize) -> String| {
        let one = |text: String, at: usize| text + &format!("    t{at}: {}\n", form((at + 1) % count));
        schemas(&(0..count).fold(String::new(), one))
    };
    let reference = |to: usize| format!("{{$ref: '#/components/schemas/t{to}'}}");
    attack("1,000 schemas that stand for each other", OPENAPI_YAML, loops(&reference), MANY).ended();
    let bases = |to| format!("{{allOf: [{}, {{type: object}}]}}", reference(to));
    attack("1,000 types that derive from each other", OPENAPI_YAML, loops(&bases), MANY)
        .refused("derives from");
    let choices = |to| format!("{{anyOf: [{0}, {0}]}}", reference(to));
    attack("1,000 choices of each other", OPENAPI_YAML, loops(&choices), MANY).ended();
    let lists = |to| format!("{{type: array, items: {}}}", reference(to));
    attack("1,000 lists of each other", OPENAPI_YAML, loops(&lists), MANY).ended();
    let properties =
        |to| format!("{{type: object, properties: {{a: {}, b: {}}}}}", reference(to), reference(to / 2));
    attack("1,000 types that hold each other", OPENAPI_YAML, loops(&properties), MANY).ended();
    // each stands for two of the next
    let fan = (0..60).fold(String::new(), |text, at| {
        text + &format!("    t{at}: {{anyOf: [{0}, {0}], allOf: [{0}, {0}]}}\n", reference(at + 1))
    });
    let fan = fan
        + "    u: {type: object, properties: {a: {$ref: '#/components/schemas/t0'}}}\n    t60: {type: string}\n";
    attack("two to the power of 60 ways", OPENAPI_YAML, schemas(&fan), MANY).ended();
}

#[test]
fn many_parts() {
    let _alone = alone();
    let of = |count: usize, form: &dyn Fn(usize) -> String| (0..count).map(form).collect::<String>();
    let properties = of(100_000, &|at| format!("\"p{at}\": {{\"type\": \"string\"}},"));
    let properties =
        format!("{{\"type\": \"object\", \"properties\": {{{}}}}}", properties.trim_end_matches(','));
    let text = format!("{JSON}\"paths\": {{}}, \"components\": {{\"schemas\": {{\"a\": {properties}}}}}}}");
    attack("100,000 properties", OPENAPI_JSON, text, Limits { seconds: 60, times: 400 })
        .refused("has 100000 properties");
    let members = format!(
        "    a:\n      type: string\n      enum:\n{}",
        of(10_000, &|at| format!("        - m{at}\n"))
    );
    attack("10,000 enum members", OPENAPI_YAML, schemas(&members), Limits { seconds: 20, times: 600 })
        .became_a_crate();
    let keys = format!("{HEAD}paths: {{}}\n{}", "x: 1\n".repeat(50_000));
    attack("50,000 repeated keys", OPENAPI_YAML, keys, MANY).refused("49499 more faults are not shown");
    let anchors = of(200_000, &|at| format!("- &a{at} x\n"));
    attack("200,000 anchors", OPENAPI_YAML, anchors, MANY).refused("stand for more than 100000 values");
}

#[test]
fn cut_off_files() {
    let _alone = alone();
    let folder = msgraph_spec::ONLINE_MEETINGS_DIR;
    let whole = std::fs::read_to_string(format!("{folder}/openapi.yaml")).expect("the bundled slice");
    let limits = Limits { seconds: 10, times: 100 };
    let ends = (1024..whole.len()).step_by(16 * 1024).filter(|end| whole.is_char_boundary(*end));
    for end in ends {
        attack(&format!("the first {end} bytes"), OPENAPI_YAML, whole[..end].to_owned(), limits).ended();
    }
    attack("the bundled slice", OPENAPI_YAML, whole, limits).became_a_crate();
}

#[test]
fn encodings() {
    let _alone = alone();
    let text = format!(
        "{HEAD}paths:\n  /x: {{get: {{summary: Größe, responses: {{'204': {{description: d}}}}}}}}\n"
    );
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let latin1: Vec<u8> = text.chars().filter_map(|one| u8::try_from(u32::from(one)).ok()).collect();
    let wide = "it looks like UTF-16";
    attack_file("UTF-16 with a mark", &[&[0xff, 0xfe], &utf16(u16::to_le_bytes)[..]].concat()).refused(wide);
    attack_file("UTF-16 of the other order", &[&[0xfe, 0xff], &utf16(u16::to_be_bytes)[..]].concat())
        .refused(wide);
    attack_file("UTF-16 without a mark", &utf16(u16::to_le_bytes)).refused(wide);
    attack_file("Latin-1", &latin1).refused("looks like Latin-1 or Windows-1252");
    attack_file("no encoding at all", b"a: \xff\xfe\xfd\xfc").refused("is no part of a character");
    attack_file("compressed", b"\x1f\x8b\x08\x00\x00").refused("compressed");
    attack_file("zeros", text.replace("Größe", "a\0b").as_bytes()).refused("");
    attack_file("only zeros", &[0; 1000]).refused("");
    attack_file("empty", b"").refused("the file is empty");
    for same in
        [text.clone(), format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.replace('\n', "\r")]
    {
        attack_file("other marks and line ends", same.as_bytes()).became_a_crate();
    }
    // a fault stands on its line, whatever ends the lines
    for end in ["\n", "\r\n", "\r"] {
        let text = text.replace("get:", "get: 5, post:").replace('\n', end);
        let came: Came = attack_file("line ends", text.as_bytes());
        came.refused(":5:13");
    }
}

/// Types that all contain each other: as many paths as there are orders of them.
fn knot(types: usize, is_collection: bool) -> String {
    let mut text = "<Schema Namespace=\"m\">".to_owned();
    for one in 0..types {
        let _ = write!(
            text,
            "<EntityType Name=\"t{one}\"><Key><PropertyRef Name=\"id\"/></Key>\
             <Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>"
        );
        for to in 0..types {
            let ty = if is_collection { format!("Collection(m.t{to})") } else { format!("m.t{to}") };
            let _ = write!(
                text,
                "<NavigationProperty Name=\"n{one}x{to}\" Type=\"{ty}\" ContainsTarget=\"true\"/>"
            );
        }
        text += "</EntityType>";
    }
    text + "<EntityContainer Name=\"C\"><Singleton Name=\"r\" Type=\"m.t0\"/></EntityContainer></Schema>"
}

#[test]
fn knots_of_types() {
    let _alone = alone();
    // the faults quote nothing of so many operations, but up to 50,000 of them are held until then
    let limits = Limits { seconds: 30, times: 20_000 };
    let too_many = "the patterns ask for more than";
    for is_collection in [false, true] {
        let text = knot(14, is_collection);
        attack("14 types in a knot", CSDL, text.clone(), limits).refused(too_many);
        let end: fn(&str) -> Reader = |text| CSDL(text).include("/r/**/n3x4");
        attack("an end of a knot", end, text.clone(), limits).refused(too_many);
        let nowhere: fn(&str) -> Reader = |text| CSDL(text).include("/r/**/n3x99");
        attack("nowhere in a knot", nowhere, text, Limits { seconds: 5, times: 100 })
            .refused("matches no operation");
    }
    attack("a type of 400 ways to others", CSDL, knot(400, false), Limits { seconds: 60, times: 200 })
        .refused(too_many);
}

#[test]
fn lines_of_base_types() {
    let _alone = alone();
    let mut text = "<Schema Namespace=\"m\"><EntityType Name=\"t0\"/>".to_owned();
    for one in 1..6_000 {
        let _ = write!(
            text,
            "<EntityType Name=\"t{one}\" BaseType=\"m.t{}\"><Key><PropertyRef Name=\"p{one}\"/></Key>\
             <Property Name=\"p{one}\" Type=\"Edm.String\"/>\
             <NavigationProperty Name=\"n{one}\" Type=\"m.t0\"/></EntityType>",
            one - 1
        );
    }
    text += "<EntityContainer Name=\"C\"><Singleton Name=\"r\" Type=\"m.t5999\"/></EntityContainer></Schema>";
    attack("6,000 base types", CSDL, text, Limits { seconds: 30, times: 100 }).refused("the most is 100");
}
