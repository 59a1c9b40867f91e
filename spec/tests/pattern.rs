//! Patterns: what they match, what they refuse, and what they say then.

mod support;

use msgraph_spec::Pattern;
use msgraph_spec::model::{
    FunctionParameter, HttpMethod, KeyParameter, OperationKind, PathTemplate, Primitive, Segment, TypeRef,
    ValueType,
};
use support::bundled_api;

/// `/users/{id}/f(a={a})` as a path template.
fn path(text: &str) -> PathTemplate {
    let argument = |name: &str| {
        let ty = ValueType::required(TypeRef::Primitive(Primitive::String));
        FunctionParameter::new(name.split('=').next().expect("a name"), ty, true)
    };
    let segment = |text: &str| match (text.strip_prefix('{'), text.split_once('(')) {
        (Some(name), _) => Segment::Key(KeyParameter::new(name.trim_end_matches('}'))),
        (_, Some((name, rest))) => {
            let arguments = rest.trim_end_matches(')').split(',').filter(|one| !one.is_empty());
            Segment::Call { name: name.to_owned(), parameters: arguments.map(argument).collect() }
        }
        _ => Segment::Literal(text.to_owned()),
    };
    PathTemplate::new(text.split('/').skip(1).map(segment).collect())
}

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn matches_as(kind: OperationKind, wanted: &str, text: &str) -> bool {
    pattern(wanted).matches_path(HttpMethod::Get, &path(text), kind)
}

fn matches(wanted: &str, text: &str) -> bool {
    matches_as(OperationKind::Get, wanted, text)
}

fn refused(text: &str) -> String {
    Pattern::parse(text).expect_err(text).to_string()
}

#[test]
fn names_match_in_any_case() {
    assert!(matches("/me/onlineMeetings", "/me/onlineMeetings"));
    assert!(matches("/ME/onlinemeetings", "/me/onlineMeetings"));
    assert!(!matches("/me/onlineMeeting", "/me/onlineMeetings"));
    assert!(!matches("/me", "/me/onlineMeetings"));
    assert!(!matches("/me/onlineMeetings", "/me"));
    assert!(matches("/me/onlineMeetings/$count", "/me/onlineMeetings/$count"));
}

#[test]
fn a_slash_at_the_end_says_nothing() {
    assert!(matches("/me/", "/me"));
    assert_eq!(pattern("/me/"), pattern("/me"));
}

#[test]
fn keys_match_whatever_their_names() {
    assert!(matches("/users/{id}", "/users/{user-id}"));
    assert!(matches("/users/{}", "/users/{user-id}"));
    assert!(!matches("/users/{id}", "/users/delta"));
    assert!(!matches("/users/{id}", "/users/delta()"));
    assert!(!matches("/users/user-id", "/users/{user-id}"));
}

#[test]
fn a_star_is_one_segment() {
    for text in ["/users/{user-id}", "/users/delta", "/users/delta()", "/users/f(a={a})"] {
        assert!(matches("/users/*", text), "{text}");
    }
    assert!(!matches("/users/*", "/users"));
    assert!(!matches("/users/*", "/users/{id}/messages"));
    assert!(matches("/*/*/messages", "/users/{id}/messages"));
}

#[test]
fn two_stars_are_any_number_and_none() {
    for text in ["/me", "/me/a", "/me/a/{b}/c()"] {
        assert!(matches("/me/**", text), "{text}");
        assert!(matches("/**", text), "{text}");
    }
    assert!(!matches("/me/**", "/users/a"));
    assert!(matches("/**/recordings", "/recordings"));
    assert!(matches("/**/recordings", "/users/{id}/onlineMeetings/{id}/recordings"));
    assert!(!matches("/**/recordings", "/users/recordings/{id}"));
    assert!(matches("/users/**/recordings/**", "/users/recordings"));
    assert!(matches("/**/**", "/me"));
    assert!(matches("/**/a/**/a", "/a/b/a/c/a"));
    assert!(!matches("/**/a/**/a/**/a", "/a/b/a"));
    assert!(matches("/**/*", "/me"));
    assert!(!matches("/me/**/*", "/me"));
}

#[test]
fn many_stars_take_no_long_time() {
    let wanted = "/**/a".repeat(60) + "/b";
    let text = "/a".repeat(200);
    assert!(!matches(&wanted, &text));
    assert!(matches(&wanted, &(text + "/b")));
}

#[test]
fn functions_match_with_and_without_arguments_and_namespace() {
    let written =
        ["f", "F", "f()", "microsoft.graph.f", "Microsoft.Graph.f()", "microsoft.graph.callRecords.f"];
    let described = ["f", "f()", "f(a='{a}',b={b})", "microsoft.graph.f(a={a})", "microsoft.graph.f"];
    for wanted in written {
        for text in described {
            let (wanted, text) = (format!("/me/{wanted}"), format!("/me/{text}"));
            assert!(matches_as(OperationKind::Function, &wanted, &text), "{wanted} {text}");
        }
    }
    assert!(!matches_as(OperationKind::Function, "/me/g", "/me/f()"));
    assert!(!matches_as(OperationKind::Function, "/me/other.f", "/me/f()"));
}

#[test]
fn a_key_in_parentheses_is_not_the_bare_name() {
    let one = "/applications(appId='{appId}')";
    assert!(!matches("/applications", one));
    assert!(!matches("/applications()", one));
    assert!(!matches("/applications/owners", "/applications(appId='{appId}')/owners"));
    assert!(matches("/applications(appId={x})", one));
    assert!(matches("/applications(APPID)", one));
    assert!(matches("/applications(*)", one));
    assert!(matches("/applications(*)/owners", "/applications(appId='{appId}')/owners"));
    assert!(!matches("/applications(appId={x})", "/applications"));
    assert!(!matches("/applications(uniqueName={x})", one));
}

#[test]
fn arguments_match_in_any_order_and_all_of_them() {
    let text = "/me/f(a={a},b='{b}')";
    assert!(matches("/me/f(b='{x}',a={y})", text));
    assert!(matches("/me/f(a, b)", text));
    assert!(!matches("/me/f(a)", text));
    assert!(!matches("/me/f(a,b,c)", text));
    assert!(matches("/me/f(*)", "/me/f"));
}

#[test]
fn a_function_inside_of_a_path_needs_its_namespace_or_a_star() {
    let (qualified, bare) =
        ("/x/microsoft.graph.range(address='{a}')/clear", "/x/range(address='{a}')/clear");
    assert!(matches_as(OperationKind::Action, "/x/range/clear", qualified));
    assert!(!matches_as(OperationKind::Action, "/x/range/clear", bare));
    assert!(matches_as(OperationKind::Action, "/x/range(*)/clear", bare));
}

#[test]
fn methods_are_optional_several_and_in_any_case() {
    let all = HttpMethod::ALL
        .map(|method| pattern("get, Post /me").matches_path(method, &path("/me"), OperationKind::Get));
    assert_eq!(all, [true, true, false, false, false]);
    for method in HttpMethod::ALL {
        assert!(pattern("/me").matches_path(method, &path("/me"), OperationKind::Get));
    }
    assert_eq!(pattern("GET,GET /me"), pattern("GET /me"));
    assert_eq!(pattern("  POST   /me "), pattern("POST /me"));
    assert_eq!(pattern("POST/me"), pattern("POST /me"));
}

#[test]
fn is_written_as_it_was_read() {
    for text in [
        "/**",
        "GET,POST /users/{id}/onlineMeetings/*",
        "DELETE /a/f()",
        "/a/microsoft.graph.f(a={a},b='{b}')/g(*)",
        "PATCH /me/$ref",
    ] {
        assert_eq!(pattern(text).to_string(), text);
    }
    assert_eq!(pattern("delete /me/").to_string(), "DELETE /me");
}

#[test]
fn refuses_what_is_no_pattern() {
    for (text, message) in [
        ("", "the pattern is empty"),
        ("  ", "the pattern is empty"),
        ("POST", "write `POST /**` for every path"),
        ("get,post", "write `GET,POST /**` for every path"),
        ("me", "a path begins with a slash: `/me`"),
        ("POST me", "a path begins with a slash: `POST /me`"),
        ("me/onlineMeetings", "the path of the pattern `me/onlineMeetings` does not begin with a slash"),
        ("me/onlineMeetings", "write `/me/onlineMeetings`"),
        ("get, POST users/{id}/**", "write `get, POST /users/{id}/**`"),
        ("*/onlineMeetings", "write `/*/onlineMeetings`"),
        ("{id}/onlineMeetings", "write `/{id}/onlineMeetings`"),
        ("me /onlineMeetings", "`me` is no method that Graph uses"),
        ("FETCH me/onlineMeetings", "`FETCH` is no method that Graph uses"),
        ("POSTT/me", "did you mean `POST`?"),
        ("/", "write `/**` for every path"),
        ("GET /", "write `/**` for every path"),
        ("FETCH /me", "`FETCH` is no method that Graph uses"),
        ("POSTT /me", "did you mean `POST`?"),
        ("* /me", "or nothing for all of them"),
        ("/me//x", "has an empty segment"),
        ("//me", "has an empty segment"),
        ("/me/get*", "`*` stands for a whole segment, not for a part of `get*`"),
        ("/me/***", "`*` stands for a whole segment"),
        ("/me/{id", "the segment `{id` of the pattern cannot be read"),
        ("/me/{a}{b}", "cannot be read"),
        ("/me/f(a", "cannot be read"),
        ("/me/f(,)", "cannot be read"),
        ("/me/(a=1)", "cannot be read"),
        ("/me /users", "cannot be read"),
        ("/drives/{id}/root:/{path}:/content", "`{path}:` addresses an item by its path"),
        ("/drives/{id}/root:/{path}:/content", "such as `/drives/{id}/items/{id}/content`"),
        ("/sites/{host}:/{path}:/lists", "`{host}:` addresses an item by its path"),
        ("/me?$select=id", "has a query, which no pattern can choose by"),
        ("https://graph.microsoft.com/v1.0/me", "leave out the service root"),
    ] {
        let said = refused(text);
        assert!(said.starts_with("error: ") && said.contains(message), "{text}\n{said}");
        assert!(said.contains("help: "), "{said}");
    }
}

/// What is said where a pattern matches nothing of the bundled slice.
fn unmatched(text: &str) -> String {
    pattern(text).select(&bundled_api()).expect_err(text).to_string()
}

#[test]
fn chooses_operations_of_an_api() {
    let api = bundled_api();
    let titles = |text: &str| -> Vec<String> {
        pattern(text).select(&api).expect(text).iter().map(|one| one.title()).collect()
    };
    assert_eq!(titles("/**").len(), api.operations.len());
    assert_eq!(titles("POST /me/onlineMeetings"), ["POST /me/onlineMeetings"]);
    let create_or_get =
        ["POST /me/onlineMeetings/createOrGet", "POST /users/{user-id}/onlineMeetings/createOrGet"];
    assert_eq!(titles("/**/createOrGet"), create_or_get);
    assert_eq!(titles("/me/onlineMeetings/getAllRecordings").len(), 1);
    assert_eq!(titles("/users/{id}/onlineMeetings/*/recordings/microsoft.graph.delta()").len(), 1);
    assert_eq!(titles("GET,PATCH,DELETE /me/onlineMeetings/{id}").len(), 3);
}

#[test]
fn says_what_is_near_where_nothing_matches() {
    for (text, help) in [
        ("DELETE /me/onlineMeetings", "on this path there is only GET, POST"),
        ("POST /me/onlineMeeting", "did you mean `/me/onlineMeetings`?"),
        ("/me/onlineMeetin", "did you mean `/me/onlineMeetings`?"),
        // the collection is nearer, but has no DELETE
        ("DELETE /me/onlineMeeting", "did you mean `/me/onlineMeetings/{onlineMeeting-id}`?"),
        ("PUT /me/onlineMeeting", "`/me/onlineMeetings` is spelt alike, but there is only GET, POST"),
        ("/**/createOrGett", "no path has a segment `createOrGett`: did you mean `createOrGet`?"),
        ("/planner/**", "no path has a segment `planner`"),
        ("/users/createOrGet", "`**` for any number of them"),
        ("GET /me/onlineMeetings/MSpk-1", "write `{id}` where a key stands: `GET /me/onlineMeetings/{id}`"),
        ("/users/1f7f/onlineMeetings/**", "write `{id}` where a key stands: `/users/{id}/onlineMeetings/**`"),
        ("/users/adele@contoso.com/onlineMeetings", "key stands: `/users/{id}/onlineMeetings`"),
        ("/me/onlineMeetings/MSpk/recordings", "key stands: `/me/onlineMeetings/{id}/recordings`"),
        ("/v1.0/me/onlineMeetings", "leave out the version of the service: `/me/onlineMeetings`"),
        ("/beta/me/onlineMeetings/7", "key stands: `/me/onlineMeetings/{id}`"),
        ("/v1.0/me/planner", "no path has a segment `v1.0`"),
    ] {
        let said = unmatched(text);
        assert!(said.contains(&format!("the pattern `{text}` matches no operation of `")), "{said}");
        assert!(said.contains(help), "{said}");
    }
}
