//! Specs that try to break the generator: each gives files that are Rust, or a diagnostic with a line.

use std::fmt::Write;

use msgraph_codegen::{Crate, generate};
use msgraph_spec::{Diagnostics, Reader};

const HEAD: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
";

/// What came of a spec: the crate with its warnings, or the faults.
fn made(spec: &str) -> Result<(Crate, Diagnostics), Diagnostics> {
    let read = Reader::openapi_text("hostile.yaml", spec).read()?;
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "case", &mut faults)?;
    for (path, text) in made.files() {
        assert!(syn::parse_file(text).is_ok(), "{path} is no Rust:\n{text}");
    }
    Ok((made, faults))
}

fn is_placed(faults: &Diagnostics) -> bool {
    faults.iter().all(|fault| fault.at.as_ref().is_some_and(|at| at.line > 0))
}

/// What the spec is refused with.
fn refused(spec: &str) -> String {
    let faults = made(spec).expect_err(spec);
    assert!(is_placed(&faults), "{faults}");
    faults.to_string()
}

/// The crate, of a spec that has no faults.
fn accepted(spec: &str) -> Crate {
    let (made, faults) = made(spec).unwrap_or_else(|faults| panic!("{faults}\n{spec}"));
    assert!(faults.is_empty(), "{faults}");
    made
}

/// What an accepted spec is warned of.
fn warned(spec: &str) -> String {
    let (_, faults) = made(spec).unwrap_or_else(|faults| panic!("{faults}\n{spec}"));
    assert!(is_placed(&faults), "{faults}");
    faults.to_string()
}

/// A spec with these paths, whose placeholders are texts.
fn paths(paths: &[&str]) -> String {
    let mut spec = format!("{HEAD}paths:\n");
    for (index, path) in paths.iter().enumerate() {
        write!(spec, "  {path:?}:\n    get:\n      operationId: o{index}\n      parameters:\n").unwrap();
        let holders = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let mut some = false;
        for name in holders {
            // `to?` is an argument that a call may leave out
            let optional = if name.starts_with("opt") { ", x-odata-optional: true" } else { "" };
            writeln!(
                spec,
                "        - {{name: {name:?}, in: path, required: true, schema: {{type: string}}{optional}}}"
            )
            .unwrap();
            some = true;
        }
        if !some {
            spec = spec.trim_end_matches("      parameters:\n").to_owned();
        }
        spec.push_str("      responses: {'204': {description: d}}\n");
    }
    spec
}

/// A spec with one path whose function has an argument of that name that may be left out.
fn optional(names: &[&str]) -> String {
    let list: Vec<String> = names.iter().map(|name| format!("{name}='{{opt-{name}}}'")).collect();
    paths(&[&format!("/x/f({})", list.join(","))])
}

/// A spec with a type that has a property.
fn property(ty: &str, property: &str) -> String {
    format!(
        "{}components:\n  schemas:\n    {ty:?}:\n      type: object\n      properties:\n        {property:?}: {{type: string}}\n",
        paths(&["/x"])
    )
}

fn types(names: &[&str]) -> String {
    let mut spec = format!("{}components:\n  schemas:\n", paths(&["/x"]));
    for name in names {
        writeln!(spec, "    {name:?}: {{type: object, properties: {{id: {{type: string}}}}}}").unwrap();
    }
    spec
}

fn members(members: &[&str]) -> String {
    format!(
        "{}components:\n  schemas:\n    microsoft.graph.mode: {{type: string, enum: {members:?}}}\n",
        paths(&["/x"])
    )
}

const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern \
    false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self Self \
    static struct super trait true try type typeof unsafe unsized use virtual where while yield union auto \
    default raw safe macro_rules";

/// Names that emitted code or Rust's prelude has.
const TAKEN: &str = "A M D S rt models may all new get post clone fmt call path option string vec result some \
    none ok err into from asRef drop send sized iterator toOwned core std msgraph_core builders operations \
    permissions root lib request body content 2fa 3d MEMBERS ODATA_TYPE unknownValue odataType \
    additionalProperties a.b setX";

#[test]
fn names_of_rust_and_of_emitted_code_can_be_had() {
    for name in KEYWORDS.split_whitespace().chain(TAKEN.split_whitespace()) {
        let plain = name.replace('.', "");
        let below = [format!("/{plain}"), format!("/x/{plain}"), format!("/x/{{{plain}}}/{plain}")];
        accepted(&paths(&[&below[0], &below[1], &below[2], "/x"]));
        accepted(&paths(&[&format!("/x/f({plain}='{{{plain}}}')")]));
        accepted(&optional(&[&plain]));
        accepted(&property("microsoft.graph.thing", name));
        accepted(&types(&[&format!("microsoft.graph.{plain}")]));
        accepted(&members(&[name]));
    }
}

#[test]
fn keywords_of_the_newest_edition_are_raw() {
    let made = accepted(&paths(&["/gen", "/x/gen"]));
    assert!(made.files()["builders/root.rs"].contains("pub fn r#gen(&self)"));
    assert!(made.files()["builders/mod.rs"].contains("mod r#gen;"));
}

#[test]
fn what_is_taken_gets_a_word_behind_it() {
    let made = accepted(&paths(&["/a", "/root", "/asRef/{id}", "/self", "/2fa", "/new", "/x/get", "/x"]));
    for (file, name) in [
        ("a_path", "APath"),
        ("root_path", "RootPath"),
        ("as_ref_path", "AsRefPath"),
        ("self_path", "SelfPath"),
        ("n2fa", "N2fa"),
    ] {
        let text = &made.files()[&format!("builders/{file}.rs")];
        assert!(text.contains(&format!("pub struct {name}<A")), "{text}");
    }
    assert!(made.files()["builders/root.rs"].contains("pub fn new_path(&self) -> New<A>"));
    assert!(made.files()["builders/x.rs"].contains("pub fn get_path(&self) -> XGet<A>"));
    let made = accepted(&optional(&["get", "new"]));
    let text = &made.files()["builders/xf.rs"];
    assert!(text.contains("fn get_argument(") && text.contains("fn new_argument("), "{text}");
}

#[test]
fn system_segments_and_functions_of_the_same_name_stay_apart() {
    let made =
        accepted(&paths(&["/t/$count", "/t/microsoft.graph.count()", "/t/$ref", "/t/microsoft.graph.ref"]));
    for name in ["get_t_count", "get_t_count_function", "get_t_ref", "get_t_ref_action"] {
        assert!(made.files().contains_key(&format!("operations/{name}.rs")), "{name}");
    }
    let alone = accepted(&paths(&["/t/count()"]));
    assert!(alone.files()["builders/t.rs"].contains("fn count_function("), "whatever else the slice has");
}

#[test]
fn names_that_cannot_be_had_are_refused() {
    for (spec, expected) in [
        (paths(&["/x/y/z", "/xyz"]), "two operations want the module `get_xyz` in Rust"),
        (paths(&["/x/y/z/w", "/xyz"]), "two request builders want the module `xyz` in Rust"),
        (types(&["microsoft.graph.a.b", "microsoft.graph.ab"]), "two types want the module `ab`"),
        (
            types(&["microsoft.graph.option", "microsoft.graph.optionType"]),
            "two types are called `OptionType`",
        ),
        (paths(&["/a", "/a/path"]), "two request builders are called `APath`"),
        (paths(&["/x/f(userId='{a}',user_id='{b}')"]), "two arguments of a function are called `user_id`"),
        (optional(&["userId", "user_id"]), "two methods of a request builder are called `user_id`"),
        (paths(&["/x/f(to='{opt}')", "/x/f(to='{opt}')/to"]), "are called `to`"),
        (paths(&["/x/f(---='{a}')"]), "`---` cannot be a name"),
        (optional(&["---"]), "`---` cannot be a name"),
        (paths(&["/x/---"]), "`GET /x/---` cannot be a name"),
    ] {
        let text = refused(&spec);
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn members_that_are_alike_are_numbered() {
    for (names, expected) in [
        (["a b", "a-b"], ["AB,", "AB2,"]),
        (["UnknownValue", "unknownValue"], ["UnknownValue_,", "UnknownValue_2,"]),
    ] {
        let made = accepted(&members(&names));
        let text = &made.files()["models/mode.rs"];
        assert!(expected.iter().all(|one| text.contains(one)), "{text}");
    }
}

#[test]
fn names_are_written_in_ascii() {
    for spec in [
        paths(&["/größe"]),
        paths(&["/x/名前"]),
        paths(&["/x/f(größe='{a}')"]),
        optional(&["größe"]),
        property("microsoft.graph.thing", "größe"),
        property("microsoft.graph.thing", "ѕсоре"),
        property("microsoft.graph.thing", "ｆｏｏ"),
        property("microsoft.graph.thing", "é"),
        types(&["microsoft.graph.größe"]),
        members(&["größe"]),
    ] {
        let text = refused(&spec);
        assert!(text.contains("written with a-z, 0-9 and _ here"), "{text}");
    }
    // a key's placeholder names only an argument
    accepted(&paths(&["/x/{größe}"]));
}

#[test]
fn paths_that_a_url_would_change_are_refused() {
    for path in ["/a/../b", "/a/./b", "/.."] {
        let text = refused(&paths(&[path]));
        assert!(text.contains("dot segment"), "{text}");
    }
    for path in ["/a/%2e%2e/b", "/a/b%20c", "/a/f%41()"] {
        let text = refused(&paths(&[path]));
        assert!(text.contains("would be encoded twice"), "{text}");
    }
    for path in ["/", "x", "//x", "/x y", "/x\"]; fn x() {} //", "/{a", "/x?y"] {
        if let Err(faults) = made(&paths(&[path])) {
            assert!(is_placed(&faults), "{faults}");
        }
    }
}

#[test]
fn long_names_give_short_files() {
    let long = "/segmentNumber".repeat(25);
    let made =
        accepted(&paths(&[&format!("{long}/a"), &format!("{long}/b"), &format!("/{}", "x".repeat(300))]));
    let longest = made.files().keys().filter_map(|path| path.rsplit('/').next()).map(str::len).max();
    assert!(longest.is_some_and(|longest| longest <= 123), "{longest:?}");
}

#[test]
fn arguments_without_a_literal_leave_the_operation_out() {
    for optional in ["", ", x-odata-optional: true"] {
        for (schema, is_usable) in [
            ("{type: string, format: binary}", false),
            ("{type: string, format: base64url}", false),
            ("{type: object}", false),
            ("{type: array, items: {type: string}}", false),
            ("{$ref: '#/components/schemas/microsoft.graph.thing'}", false),
            ("{$ref: '#/components/schemas/microsoft.graph.mode'}", true),
            ("{$ref: '#/components/schemas/microsoft.graph.right'}", true),
            ("{type: string, format: uuid}", true),
            ("{type: string, format: duration}", true),
            ("{type: string, format: date}", true),
            ("{type: number, format: decimal}", true),
            ("{type: integer, format: int64}", true),
            ("{type: boolean}", true),
        ] {
            let spec = format!(
                "{}components:
  schemas:
    microsoft.graph.thing: {{type: object, properties: {{id: {{type: string}}}}}}
    microsoft.graph.mode: {{type: string, enum: [a, b]}}
    microsoft.graph.right: {{type: string, enum: [a, b], x-ms-enum-flags: {{isFlags: true}}}}
",
                paths(&["/y", "/x/f(p={p})"])
                    .replace("schema: {type: string}", &format!("schema: {schema}{optional}"))
            );
            let text = warned(&spec);
            assert_eq!(text.is_empty(), is_usable, "{schema}: {text}");
            assert!(is_usable || text.contains("`GET /x/f(p={p})` is left out"), "{text}");
        }
    }
}

#[test]
fn unknown_options_are_told() {
    let with = |parameters: &str| {
        paths(&["/x"])
            .replace("      responses", &format!("      parameters: [{parameters}]\n      responses"))
    };
    let made = accepted(&with(
        "{name: includeHidden, in: query, schema: {type: boolean}}, {name: X-Thing, in: header, schema: {type: string}}, \
         {name: $top, in: query, schema: {type: integer}}, {name: Content-Type, in: header, schema: {type: string}}",
    ));
    for file in ["operations/get_x.rs", "builders/x.rs"] {
        let text = &made.files()[file];
        assert!(
            text.contains("/// Further query options: `includeHidden`; set it with `Request::query`."),
            "{text}"
        );
        assert!(text.contains("/// Further headers: `X-Thing`; set it with `Request::header`."), "{text}");
    }
    for (place, what) in [("query", "query option `needed`"), ("header", "header `needed`")] {
        let spec = with(&format!("{{name: needed, in: {place}, required: true, schema: {{type: string}}}}"));
        let text = warned(&spec);
        assert!(text.contains("`GET /x` is left out") && text.contains(what), "{text}");
    }
    accepted(&with("{name: $filter, in: query, required: true, schema: {type: string}}"));
}

#[test]
fn texts_stay_texts() {
    for text in [
        "```` ``` ````",
        "*/ /* #![allow(x)]",
        "line\\\nnext",
        "a\r\nb",
        "{} {0} {Self} %s",
        "\u{202e} rev",
        "(http://a.b/c) \"https://a.b/d\" https://a.b/<x>",
        "[a]: https://x.y\n\n[a]",
        "<script>",
        "`open [`x`]",
        "- a\n- b",
        "&lt;b&gt;",
        "===\n---\n***",
        "\tcode",
        "#[doc = \"x\"]",
        "a | b\n--|--\n1 | 2",
        "!",
        "\\",
        "``",
    ] {
        let spec = paths(&["/x"]).replace(
            "      responses",
            &format!("      summary: {text:?}\n      description: {text:?}\n      responses"),
        );
        // YAML knows no `\u{..}` and no `\'`
        accepted(&spec.replace("\\u{202e}", "\\u202e"));
        if let Err(faults) = made(&property("microsoft.graph.thing", text)) {
            assert!(is_placed(&faults), "{faults}");
        }
        if let Err(faults) = made(&types(&[text])) {
            assert!(is_placed(&faults), "{faults}");
        }
        if let Err(faults) = made(&members(&[text])) {
            assert!(is_placed(&faults), "{faults}");
        }
    }
}
