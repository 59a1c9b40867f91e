//! What is said of programs and of scopes, for a table that has every kind of row. Where it is said is in
//! tests/ui of the crate `msgraph`.

use quote::ToTokens;

use crate::check::{Findings, findings};
use crate::known::Known;
use crate::{parse, scopes};

const TABLE: &str = r#"
    [crate::may] {
        ReadMail "GET /m" [["M.Read"], ["M.All"]] [["M.Read"]] [["M.Read.All"]];
        SendMail "POST /m" [["M.Send"], ["M.All"]] [] [] like SendUserMail;
        SendUserMail "POST /u/m" [["M.Send"]] [] [["M.Read.All", "M.Send.All"]];
        Open "GET /open" [[], ["M.Free"]] [] [];
        One "GET /1" [] [["P.One"], ["P.Wide"]] [];
        Two "GET /2" [] [["P.Two"], ["P.Wide"]] [];
        Unsaid "GET /unsaid" ? ? ? like ReadMail;
        HalfSaid "GET /users/{user-id}/half" ? [] [["M.Read.All"]];
        type "GET /type" [["Unlisted"]] [] [];
    } {
        "P.Wide" [] [0] [];
        "M.Free" [0] [] [];
        "M.Read" [1] [1] [];
        "M.Send" [2] [] [];
        "M.All" [4] [] [];
        "M.Read.All" [] [] [3];
        "M.Send.All" [] [] [?];
        "M.Odd" [?] [] [];
        "M.Read.Group" [] [] [1] specific;
    }
"#;

/// How each warning ends, for the program `A`.
const KEEP: &str = " (to keep it, write `#[expect(deprecated)]` on `A`)";

/// The scheme's place, the faults and the warnings of the one program.
fn said(program: &str) -> (Option<usize>, Vec<String>, Vec<String>) {
    let input: parse::Input =
        syn::parse_str(&format!("{{ {TABLE} }} {{ core }} {program}")).expect("programs");
    let known = Known::new(&input.slices);
    let [program] = input.programs.as_slice() else { panic!("one program") };
    let Findings { scheme, faults, warnings } = findings(program, &known);
    let faults = faults.iter().map(ToString::to_string).collect();
    (scheme, faults, warnings.into_iter().map(|warning| warning.message).collect())
}

fn faults(program: &str) -> Vec<String> {
    said(program).1
}

/// The warnings of a program without faults, without their end.
fn warnings(program: &str) -> Vec<String> {
    let (_, faults, warnings) = said(program);
    assert_eq!(faults, [""; 0]);
    let cut = |message: &String| match message.split_once('\n') {
        None => message.strip_suffix(KEEP).expect("how to keep it").to_owned(),
        Some(_) => message
            .strip_suffix("\n  to keep it, write `#[expect(deprecated)]` on `A`")
            .expect("how")
            .to_owned(),
    };
    warnings.iter().map(cut).collect()
}

#[test]
fn a_fitting_program_is_left_alone() {
    assert_eq!(said(r#"struct A: Delegated { "M.Read", "M.Send" }"#), (Some(0), vec![], vec![]));
    assert_eq!(said(r#"struct A: DelegatedPersonal { "M.Read" }"#), (Some(1), vec![], vec![]));
    assert_eq!(said(r#"struct A: Application { "M.Read.All", "M.Send.All" }"#), (Some(2), vec![], vec![]));
    assert_eq!(said(r#"struct A: Delegated { "Unlisted" }"#), (Some(0), vec![], vec![]));
    assert_eq!(said("struct A: Delegated {}"), (Some(0), vec![], vec![]));
}

#[test]
fn a_name_is_misspelt_or_of_another_scheme_or_in_another_case_or_twice() {
    assert_eq!(
        faults(r#"struct A: Application { "M.Read.Al" }"#),
        ["there is no permission `M.Read.Al` in the tables that this program is checked by; did you mean:\
             \n  `M.Read.All`, application, for `GET /m` and 2 more\
             \n  `M.Send.All`, application, for `POST /u/m`"]
    );
    assert_eq!(
        faults(r#"struct A: Application { "m.all" }"#),
        ["`M.All` is a delegated (work or school) permission, but `A` holds application permissions; state \
          `A: Delegated`, or remove it"]
    );
    assert_eq!(
        faults(r#"struct A: Application { "M.Read" }"#),
        [
            "`M.Read` is a delegated (work or school) and delegated (personal account) permission, but `A` holds \
          application permissions; state `A: Delegated` or `A: DelegatedPersonal`, or remove it"
        ]
    );
    assert_eq!(
        faults(r#"struct A: Delegated { "m.read", "M.READ", "M.All", "M.All" }"#),
        [
            "`m.read` is written `M.Read`",
            "`M.READ` is stated already, as `m.read`, and case makes no difference: remove it here",
            "`M.All` is stated already: remove it here",
        ]
    );
    assert_eq!(
        faults(r#"struct A { "M.Read.All", "Zebra" }"#).len(),
        1,
        "without a scheme every name will do"
    );
}

/// Programs hold permissions of other APIs, of which no table here knows.
#[test]
fn a_name_that_no_table_has_is_needless_here() {
    assert_eq!(
        warnings(r#"struct A: Delegated { "M.Send", "Sites.Read", "openid", "offline_access" }"#),
        ["Sites.Read", "openid", "offline_access"].map(|name| format!(
            "`{name}` opens nothing here: no table that this program is checked by has it; remove it"
        ))
    );
    assert_eq!(
        warnings(r#"struct A: Application { "M.Read.Alxyz" }"#),
        ["`M.Read.Alxyz` opens nothing here: no table that this program is checked by has it; did you mean:\
          \n  `M.Read.All`, application, for `GET /m` and 2 more"]
    );
}

#[test]
fn a_text_is_one_short_name() {
    assert_eq!(
        faults(
            r#"struct A: Application { "", " ", "M.Read.All M.Send.All", " M.Read.All", "a://b/m.read.all", "a://b/Zebra" }"#
        ),
        [
            "this permission is empty: write its name or remove it",
            "this permission is empty: write its name or remove it",
            "one permission per text: write \"M.Read.All\", \"M.Send.All\"",
            "one permission per text: write \"M.Read.All\"",
            "permissions stand here without an address: write \"M.Read.All\"",
        ]
    );
    assert_eq!(
        faults(r#"struct A: Application { "M.Read.All", "https://graph.microsoft.com/M.Read.All" }"#),
        ["`https://graph.microsoft.com/M.Read.All` is `M.Read.All`, which is stated already: remove it here"]
    );
    assert!(
        faults(r#"struct A: Application { "https://graph.microsoft.com/M.Read.Al" }"#)[0]
            .contains("did you mean")
    );
}

#[test]
fn a_name_without_quotes_is_looked_up_by_its_letters() {
    let examples = |program| -> Vec<String> {
        let example =
            |fault: &String| fault.strip_prefix("permissions stand in quotes").expect("quotes").to_owned();
        faults(program).iter().map(example).collect()
    };
    assert_eq!(
        examples("struct A: Application { M_READ_ALL, a::permissions::M_READ_ALL, M.Any.All, 7, m_read }"),
        [": \"M.Read.All\"", ": \"M.Read.All\"", ": \"M.Any.All\"", ": \"M.Read.All\"", ": \"M.Read\""]
    );
    assert_eq!(examples("struct A: DelegatedPersonal { P }"), [": \"P.One\""], "one of its scheme");
}

#[test]
fn what_opens_nothing_is_needless() {
    assert_eq!(
        warnings(r#"struct A: Delegated { "M.Odd" }"#),
        [
            "`M.Odd` opens no operation here: remove it, or state what does open operations here: `M.All` and `M.Read`"
        ]
    );
    assert_eq!(
        warnings(r#"struct A: Delegated { "M.All", "M.Read", "M.Odd", "M.Send", "M.Free" }"#)[0],
        "`M.Odd` opens no operation here: remove it",
        "what is stated is no advice"
    );
    let [message] = &warnings(r#"struct A: Application { "M.Read.Group" }"#)[..] else { panic!("one") };
    assert!(
        message.contains("one chat, team or meeting alone") && message.contains("`M.Read.All`"),
        "{message}"
    );
}

#[test]
fn what_opens_nothing_more_is_needless() {
    let more = |one, other| {
        [format!(
            "`{one}` opens nothing that `{other}` does not open: remove it, or the other if this one is enough"
        )]
    };
    assert_eq!(warnings(r#"struct A: Delegated { "M.All", "M.Read" }"#), more("M.Read", "M.All"));
    // Both lesser ones are not needed beside the great one, but `M.Send` opens what that does not.
    assert_eq!(warnings(r#"struct A: Delegated { "M.Read", "M.Send", "M.All" }"#), more("M.Read", "M.All"));
    assert_eq!(
        warnings(r#"struct A: Application { "M.Send.All" }"#),
        ["`M.Send.All` opens nothing without `M.Read.All`: state that too, or remove both"]
    );
    assert_eq!(warnings(r#"struct A: Application { "M.Read.All" }"#), [""; 0]);
    assert_eq!(
        warnings(r#"struct A: DelegatedPersonal { "P.Wide", "P.One", "P.Two" }"#),
        [
            "`P.Wide` opens nothing that `P.One` and `P.Two` do not open: remove it, or the others if this one is \
          enough"
        ]
    );
    assert_eq!(
        warnings(r#"struct A: Delegated { "M.Free" }"#),
        ["`M.Free` opens nothing that is not open without it: remove it"]
    );
}

/// The compiler shows the errors alone; a misspelt name is no reason to call another one needless.
#[test]
fn a_faulty_program_is_not_told_what_it_could_do_without() {
    let (_, faults, warnings) = said(r#"struct A: Delegated { "M.Red", "M.All", "M.Read" }"#);
    assert_eq!((faults.len(), warnings.len()), (1, 0));
}

#[test]
fn a_table_of_another_version_is_said_to_be_one() {
    for old in [
        r#"[crate::may] { A "GET /a" [["A"]] [] []; }"#,
        r#"[crate::may] { A "GET /a" [["A"]] [] []; } { "A" [1] []; }"#,
        r#"[crate::may] { A "GET /a" [["A"]] [] [] after B; } {}"#,
        r#"[crate::may] {} { "A" [1] [] [] special; }"#,
        r#"[crate::may] {} { "A" [1 2] [] []; }"#,
    ] {
        let read =
            syn::parse_str::<parse::Input>(&format!("{{ {old} }} {{ core }} struct A: Delegated {{}}"));
        let message = read.err().expect("a fault").to_string();
        assert!(message.contains("generate it with the same version of msgraph-codegen"), "{old}: {message}");
    }
}

/// What is no program is one fault, and makes no type; the programs behind it are read.
#[test]
fn words_are_no_program() {
    for text in [
        "struct A: Delegated {} hello",
        "hello struct A: Delegated {}",
        "pub hello; pub struct A: Delegated {}",
        "struct A: Delegated {} # ",
        "struct A: Delegated {} hello world there",
    ] {
        let input: parse::Input =
            syn::parse_str(&format!("{{ {TABLE} }} {{ core }} {text}")).expect("programs");
        let names: Vec<String> = input.programs.iter().map(|program| program.name.to_string()).collect();
        assert_eq!((names, input.faults.len()), (vec!["A".to_owned()], 1), "{text}");
    }
}

#[test]
fn a_slice_counts_once() {
    let input: parse::Input = syn::parse_str(&format!(
        "{{ {TABLE} {TABLE} [other::may] {{}} {{}} }} {{ core }} struct A: Delegated {{}}"
    ))
    .expect("programs");
    assert_eq!(input.slices.len(), 2);
}

fn scopes_of(text: &str) -> String {
    let input: scopes::Input = syn::parse_str(&format!("{{ {TABLE} }} {{ core }} {text}")).expect("scopes");
    scopes::expand(&input).to_token_stream().to_string()
}

#[test]
fn scopes_are_the_best_cover() {
    for (text, expected) in [
        ("Delegated: ReadMail", r#"& ["M.Read"] , "M.Read""#),
        // Two of levels 1 and 2, not the one of level 4 that opens both.
        ("Delegated: ReadMail, x::SendMail,", r#"& ["M.Read" , "M.Send"] , "M.Read M.Send""#),
        ("Application: SendUserMail", r#"& ["M.Read.All" , "M.Send.All"] , "M.Read.All M.Send.All""#),
        ("Delegated: Open", r#"& [] , """#),
        ("Delegated: r#type", r#"& ["Unlisted"] , "Unlisted""#),
    ] {
        let made = scopes_of(text);
        assert!(made.contains(expected) && !made.contains("compile_error"), "{text}: {made}");
    }
}

#[test]
fn scopes_say_what_they_cannot_hold() {
    for (text, expected) in [
        ("", "say how the program gets its tokens"),
        ("ReadMail", "say how the program gets its tokens"),
        ("Delegated:", "name the operations that the program calls"),
        ("Daemon: ReadMail", "there is no scheme `Daemon`"),
        ("Delegated: ReadMial", "did you mean:\\n  `ReadMail`, that is `GET /m`"),
        ("Delegated: Zebra", "there is no operation `Zebra`: the module"),
        ("Delegated: ReadMail, a::ReadMail", "`ReadMail` is named already"),
        ("Delegated: ReadMail SendMail", "write a comma between two operations"),
        ("Delegated: 7", "an operation is missing here"),
        ("Delegated: , ReadMail", "an operation is missing here"),
        (
            "Application: SendMail",
            "no application permission opens `POST /m`: name `SendUserMail` instead (`POST /u/m`), which takes \
             `M.Read.All` and `M.Send.All`",
        ),
        ("DelegatedPersonal: SendMail", "permission opens `POST /m`: remove it"),
        (
            "Delegated: Unsaid",
            "the permission table says nothing about `GET /unsaid` for delegated (work or school): name `ReadMail` \
             instead (`GET /m`), which takes `M.Read`",
        ),
        (
            "Delegated: HalfSaid",
            "says nothing about `GET /users/{user-id}/half` for delegated (work or school): remove",
        ),
        (
            "DelegatedPersonal: HalfSaid",
            "no delegated (personal account) permission opens `GET /users/{user-id}/half`",
        ),
        ("DelegatedWork: ReadMail", "there is no scheme `DelegatedWork`; did you mean `Delegated`? Write"),
        ("application: ReadMail", "there is no scheme `application`; did you mean `Application`? Write"),
        ("Delegated, Application: ReadMail", "one scheme; write a constant for each"),
        ("Delegated + Application: ReadMail", "one scheme; write a constant for each"),
        ("Delegated: ReadMail, Application: SendUserMail", "one scheme; write a constant for each"),
        (r#"Delegated: "GET /m""#, "operations stand here by their names: write `ReadMail`"),
        (r#"Delegated: "get /users/{id}/half""#, "operations stand here by their names: write `HalfSaid`"),
        (r#"Delegated: "GET /unsad""#, "names; did you mean:\\n  `Unsaid`, that is `GET /unsaid`"),
        (r#"Delegated: "Zebra crossing""#, "names: the module `operations` has all of them"),
    ] {
        let made = scopes_of(text);
        assert!(made.contains(expected), "{text}: {made}");
        assert_eq!(made.matches("compile_error").count(), 1, "{text}: {made}");
        assert!(made.contains(r#"& [] , "" , """#), "{text}: {made}");
    }
}
