use http::Method;
use serde_json::json;

use super::*;

const READ: Permission = Permission::new("A.Read");
const WRITE: Permission = Permission::new("A.ReadWrite");
const MORE: Permission = Permission::new("B.Read");

fn token_of(payload: impl AsRef<[u8]>) -> AccessToken {
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    AccessToken::new(format!("{}.{}.c2ln", engine.encode(r#"{"alg":"none"}"#), engine.encode(payload)))
}

/// Scheme and names, or nothing.
fn read(claims: &Value) -> Option<(Scheme, Vec<String>)> {
    let found = TokenPermissions::of(&token_of(claims.to_string()))?;
    Some((found.scheme(), found.names().map(ToOwned::to_owned).collect()))
}

#[test]
fn claims_decide_the_scheme() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (claims, scheme, held) in [
        (json!({"scp": "A.Read  B.Read"}), Scheme::DelegatedWork, &["A.Read", "B.Read"][..]),
        (json!({"scp": "A.Read", "tid": CONSUMERS}), Scheme::DelegatedPersonal, &["A.Read"]),
        (json!({"scp": "A.Read", "roles": ["Boss"]}), Scheme::DelegatedWork, &["A.Read"]),
        (json!({"scp": ""}), Scheme::DelegatedWork, &[]),
        (json!({"roles": ["A.Read.All"], "tid": CONSUMERS}), Scheme::Application, &["A.Read.All"]),
        (json!({"roles": ["A"], "idtyp": "app"}), Scheme::Application, &["A"]),
        (json!({"idtyp": "app"}), Scheme::Application, &[]),
        (json!({"idtyp": "app", "scp": "A", "roles": ["B"]}), Scheme::Application, &["B"]),
        (json!({"idtyp": "user", "scp": "A", "roles": ["B"]}), Scheme::DelegatedWork, &["A"]),
    ] {
        assert_eq!(read(&claims), Some((scheme, names(held))), "{claims}");
    }
    for nothing in [json!({}), json!({"idtyp": "user", "roles": ["A"]}), json!(["scp"]), json!(null)] {
        assert_eq!(read(&nothing), None, "{nothing}");
    }
}

/// Whoever reads `"scp": ["A"]` as no scopes takes a user's token for an application's.
#[test]
fn a_claim_of_another_type_or_kind_cannot_be_told() {
    for nothing in [
        json!({"scp": 7}),
        json!({"scp": null, "roles": ["A"]}),
        json!({"scp": ["A"], "roles": ["A"]}),
        json!({"scp": ["A"], "idtyp": "app", "roles": ["A"]}),
        json!({"roles": "A"}),
        json!({"roles": ["A", 3]}),
        json!({"scp": "A", "roles": "A"}),
        json!({"idtyp": "app", "roles": "A"}),
        json!({"idtyp": "device", "roles": ["A"]}),
        json!({"idtyp": "device", "scp": "A"}),
        json!({"idtyp": 1, "scp": "A"}),
        json!({"scp": "A", "tid": 1}),
    ] {
        assert_eq!(read(&nothing), None, "{nothing}");
    }
}

#[test]
fn padding_makes_no_difference() {
    for payload in ["eyJzY3AiOiJBIn0", "eyJzY3AiOiJBIn0=", "eyJzY3AiOiJBICJ9"] {
        let found = TokenPermissions::of(&AccessToken::new(format!("e30.{payload}.")));
        assert_eq!(found.map(|found| found.to_string()).as_deref(), Some("delegated (work or school): A"));
    }
}

#[test]
fn garbage_is_no_token_that_says_something() {
    let deep = format!("{}{}", "[".repeat(40_000), "]".repeat(40_000));
    let huge = json!({"scp": "A ".repeat(50_000)}).to_string();
    let payload = token_of(r#"{"scp":"A"}"#).secret().split('.').nth(1).unwrap().to_owned();
    let texts = [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        "EwBgA8l6BAAUO9chh8cJscQLmU+LSWpbnr0vmwwA".to_owned(),
        "a.b.c".to_owned(),
        "é.é.é".to_owned(),
        "a.====.c".to_owned(),
        payload.clone(),
        format!("a.{payload}"),
        format!("a.{payload}.c.d"),
        format!("a. {payload}.c"),
    ];
    let tokens = texts.map(AccessToken::new).into_iter();
    let payloads = [
        b"\xff\xfe".to_vec(),
        b"{\"scp\":\"\xff\"}".to_vec(),
        b"{\"scp\":\"A\"".to_vec(),
        deep.clone().into_bytes(),
        format!(r#"{{"scp":"A","x":{deep}}}"#).into_bytes(),
        huge.into_bytes(),
    ];
    for token in tokens.chain(payloads.map(token_of)) {
        assert_eq!(TokenPermissions::of(&token), None, "{}", token.secret().len());
    }
}

#[test]
fn only_names_of_permissions_are_kept() {
    let claims = json!({
        "scp": format!("A.Read {} x\u{202e}y \u{1b}[31m https://x/y B|C <b> B.Read", "n".repeat(NAME_LIMIT + 1)),
        "name": "SECRET", "oid": "SECRET", "upn": "SECRET",
    });
    let found = TokenPermissions::of(&token_of(claims.to_string())).unwrap();
    assert_eq!(found.names().collect::<Vec<_>>(), ["A.Read", "B.Read"]);
    let shown = format!("{found:?} {found:#?} {found}");
    assert!(!shown.contains("SECRET") && !shown.contains('\u{1b}'), "{shown}");
    let roles = read(&json!({"roles": ["A\nB", "", "C D", "C", "offline_access", "a-b"]})).unwrap();
    assert_eq!(roles.1, ["C", "offline_access", "a-b"]);
}

#[test]
fn a_message_shows_some_of_very_many() {
    let many: Vec<String> = (0..500).map(|number| format!("P{number}.Read")).collect();
    let found = TokenPermissions::of(&token_of(json!({"roles": many}).to_string())).unwrap();
    assert!(found.to_string().ends_with(", P11.Read and 488 more"), "{found}");
    assert_eq!(format!("{found:?}"), format!("TokenPermissions({found})"));
    assert!(found.holds("p499.read"), "names compare without case");
}

#[test]
fn unknown_and_consent_for_one_chat_are_let_through() {
    static CHATS: &[(Scheme, &[Permission])] = &[(Scheme::Application, &[READ])];
    let table = |delegated_work, resource_specific| Permissions {
        delegated_work,
        delegated_personal: Requirement::Unknown,
        application: Requirement::NotSupported,
        resource_specific,
    };
    let opens = |claims: Value, permissions: Permissions| {
        TokenPermissions::of(&token_of(claims.to_string())).unwrap().opens(&permissions)
    };
    let one_of = Requirement::OneOf(&[&[READ], &[WRITE, MORE]]);
    for (scopes, expected) in [("a.read", true), ("B.Read A.ReadWrite", true), ("A.ReadWrite", false)] {
        assert_eq!(opens(json!({"scp": scopes}), table(one_of, CHATS)), Some(expected), "{scopes}");
    }
    assert_eq!(opens(json!({"scp": ""}), table(Requirement::Unknown, &[])), None);
    assert_eq!(opens(json!({"scp": "A", "tid": CONSUMERS}), table(one_of, &[])), None);
    assert_eq!(opens(json!({"roles": ["A"]}), table(one_of, &[])), Some(false));
    assert_eq!(opens(json!({"roles": ["A"]}), table(one_of, CHATS)), None);
}

#[test]
fn a_check_names_the_operation() {
    static GET: OperationInfo = OperationInfo::new(
        Method::GET,
        "/me/a",
        Permissions { delegated_work: Requirement::OneOf(&[&[READ, MORE]]), ..Permissions::UNKNOWN },
    );
    let check =
        |scopes| TokenPermissions::of(&token_of(json!({"scp": scopes}).to_string())).unwrap().check(&GET);
    assert!(check("A.Read B.Read").is_ok());
    let refused = check("A.Read").unwrap_err();
    assert_eq!(refused.operation(), &GET);
    assert_eq!(refused.missing(), ["B.Read"]);
}
