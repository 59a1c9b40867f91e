//! What browsers are told of the errors of a call.

use axum::body::Bytes;
use axum::http::Response as Answer;
use msgraph::Operation as _;
use msgraph::operations::PostMeOnlineMeetings;
use serde_json::{Value, json};

use super::*;

fn refused_by_the_platform(refusal: Value) -> Refusal {
    let refusal: IdentityError = serde_json::from_value(refusal).unwrap();
    Refusal::from(Error::Credential(CredentialError::from(refusal)))
}

fn refused_by_graph(status: u16, body: &Value) -> Refusal {
    let answer = Answer::builder().status(status).body(Bytes::from(body.to_string())).unwrap();
    Refusal::from(Error::from_response(&answer, PostMeOnlineMeetings::INFO))
}

#[test]
fn claims_that_only_the_user_can_bring_go_to_the_browser() {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let encoded = BASE64_STANDARD.encode(claims);
    let demanded = format!("Bearer error=\"insufficient_claims\", claims=\"{encoded}\"");
    let by_graph =
        Answer::builder().status(401).header(WWW_AUTHENTICATE, &demanded).body(Bytes::new()).unwrap();
    for refusal in [
        refused_by_the_platform(
            json!({"error": "interaction_required", "error_description": "AADSTS50076: mfa", "claims": claims}),
        ),
        Refusal::from(Error::from_response(&by_graph, PostMeOnlineMeetings::INFO)),
    ] {
        assert_eq!(refusal.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refusal.header, Some((WWW_AUTHENTICATE, demanded.clone())));
    }
}

#[test]
fn the_trouble_of_the_service_itself_is_not_told() {
    let refusal =
        refused_by_the_platform(json!({"error": "invalid_client", "error_description": "the secret of x"}));
    assert_eq!((refusal.status, refusal.header), (StatusCode::SERVICE_UNAVAILABLE, None));
    assert!(!refusal.text.contains("secret"), "{}", refusal.text);
    let refusal = refused_by_graph(500, &json!({"error": {"code": "x", "message": "innards"}}));
    assert_eq!(refusal.status, StatusCode::BAD_GATEWAY);
    assert!(!refusal.text.contains("innards"), "{}", refusal.text);
}

#[test]
fn a_missing_permission_is_named() {
    let refusal = refused_by_graph(403, &json!({"error": {"code": "Forbidden", "message": "no"}}));
    assert_eq!(refusal.status, StatusCode::FORBIDDEN);
    assert!(refusal.text.contains("OnlineMeetings.ReadWrite"), "{}", refusal.text);
}
