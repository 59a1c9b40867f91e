use super::*;

fn demanded(values: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(WWW_AUTHENTICATE, value.parse().unwrap());
    }
    claims(&headers)
}

#[test]
fn claims_are_found_in_whatever_stands_around_them() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;
    let base64 = base64::engine::general_purpose::STANDARD.encode(claims);
    let bare = base64.trim_end_matches('=').to_owned();
    for value in [
        format!(
            r#"Bearer realm="", authorization_uri="https://a/b,c", error="insufficient_claims", claims="{base64}""#
        ),
        format!("bearer ERROR=insufficient_claims,claims={bare}"),
        format!(
            r#"Basic realm="a, \"Bearer\" b", Negotiate, Bearer error="insufficient_claims" , claims="{base64}""#
        ),
        format!(r#"Bearer error="insufficient_claims", claims="{base64}", Basic realm="x""#),
    ] {
        assert_eq!(demanded(&[&value]).as_deref(), Some(claims), "{value}");
    }
    let second = format!(r#"Bearer error="insufficient_claims", claims="{base64}""#);
    assert_eq!(demanded(&["PoP realm=\"\"", &second]).as_deref(), Some(claims));
}

#[test]
fn what_is_no_challenge_demands_nothing() {
    let base64 = base64::engine::general_purpose::STANDARD.encode("[1]");
    for value in [
        "",
        "Bearer",
        "\"",
        "Bearer error=\"invalid_token\", claims=\"e30=\"",
        "Basic error=\"insufficient_claims\", claims=\"e30=\"",
        "Bearer error=\"insufficient_claims\"",
        "Bearer error=\"insufficient_claims\", claims=\"%%%\"",
        "Bearer realm=\"error=\\\"insufficient_claims\\\", claims=e30=\"",
        &format!("Bearer error=\"insufficient_claims\", claims=\"{base64}\""),
    ] {
        assert_eq!(demanded(&[value]), None, "{value}");
    }
}
