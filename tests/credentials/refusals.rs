//! What is said when there is no token.

use std::error::Error as _;

use msgraph::credential::{AppRegistration, AuthorizationCode, ClientSecret, IdentityError, OnBehalfOf};
use msgraph::models::OnlineMeeting;
use msgraph::{Cloud, Credential, CredentialError, Error, Graph, TokenRequest};
use msgraph_emulator::App;

use crate::world::World;

#[path = "../support/listener.rs"]
mod listener;

async fn refusal(credential: impl Credential) -> CredentialError {
    credential.token(&TokenRequest::new([Cloud::Global.scope()])).await.unwrap_err()
}

fn code(error: &CredentialError) -> Option<u32> {
    error.source()?.downcast_ref::<IdentityError>()?.code()
}

#[tokio::test]
async fn a_refusal_says_what_to_do_and_no_secret() {
    let world = World::start().await;
    let error = refusal(ClientSecret::new(world.app_with("a wrong secret"))).await;
    assert_eq!(code(&error), Some(7_000_215));
    assert!(
        error.to_string().starts_with("the client secret is wrong: send its value, not its id; "),
        "{error}"
    );

    let unknown =
        AppRegistration::confidential("common", "99999999-2222-4333-8444-555555555555", "hush-hush")
            .authority(world.emulator.authority());
    let error = refusal(ClientSecret::new(unknown.clone())).await;
    assert_eq!(code(&error), Some(700_016));
    assert!(!format!("{error:?} {error} {unknown:?}").contains("hush"), "{error}");

    let bare = App::confidential(App::DEFAULT_CLIENT_ID, App::DEFAULT_CLIENT_SECRET);
    world.emulator.add_app(bare).unwrap();
    let came = world.emulator.token_for_api(App::DEFAULT_CLIENT_ID, &world.user());
    let error = refusal(OnBehalfOf::new(&world.app(), came.clone())).await;
    assert_eq!(code(&error), Some(65_001));
    assert!(error.to_string().contains("nobody consented") && !error.to_string().contains(&came), "{error}");
}

#[tokio::test]
async fn nobody_signed_in_and_nobody_there() {
    let world = World::start().await;
    let error = refusal(AuthorizationCode::new(world.app(), "http://localhost")).await;
    assert!(error.to_string().contains("nobody has signed in"), "{error}");

    let in_the_clear =
        AppRegistration::confidential("common", "id", "hush").authority("http://login.example");
    let error = refusal(ClientSecret::new(in_the_clear)).await;
    assert!(error.to_string().starts_with("the authority cannot be asked"), "{error}");
}

#[tokio::test]
async fn a_busy_platform_is_asked_again_and_an_echo_shows_no_secret() {
    let json = "content-type: application/json\r\n";
    let echo = r#"{"error":"invalid_client","error_description":"AADSTS1: got hush-hush here Trace ID: 1"}"#;
    let server = listener::Listener::answering([
        listener::answer("429 Too Many Requests", "retry-after: 0\r\n", ""),
        listener::answer("503 Service Unavailable", "retry-after: 0.01\r\n", "<html>"),
        listener::answer("200 OK", json, r#"{"token_type":"Bearer","expires_in":3599,"access_token":"it"}"#),
        listener::answer("401 Unauthorized", json, echo),
        listener::answer("200 OK", json, r#"{"token_type":"Bearer","access_token":7}"#),
        listener::answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""),
    ]);
    let authority = server.url().replace("/v1.0", "");
    let credential =
        ClientSecret::new(AppRegistration::confidential("t", "id", "hush-hush").authority(authority));
    let token = credential.token(&TokenRequest::new(["x/.default"])).await.unwrap();
    assert_eq!(token.secret(), "it");
    assert!(token.expires_on().is_some());
    assert_eq!(server.received().len(), 3);
    assert!(server.received()[0].starts_with("POST /t/oauth2/v2.0/token "), "{}", server.received()[0]);

    let error = refusal(credential.clone()).await;
    assert!(error.to_string().contains("AADSTS1: got … here)"), "{error}");
    let error = refusal(credential.clone()).await;
    assert!(error.to_string().contains("is not understood") && error.source().is_none(), "{error}");
    let error = refusal(credential).await;
    assert!(error.to_string().contains("HTTP 302"), "redirects are not followed: {error}");
}

#[tokio::test]
async fn an_assertion_takes_the_place_of_the_secret_and_shows_in_no_error() {
    let world = World::start().await;
    let app = world.app().client_assertion(|| async { Ok("signed-by-us".to_owned()) });
    let error = refusal(ClientSecret::new(app)).await;
    assert_eq!(code(&error), Some(700_027), "the emulator knows no certificates: {error}");
    assert!(!error.to_string().contains("signed-by-us"), "{error}");

    let json = "content-type: application/json\r\n";
    let answer = listener::answer("200 OK", json, r#"{"token_type":"Bearer","access_token":"it"}"#);
    let server = listener::Listener::answering([answer]);
    let app = AppRegistration::confidential("t", "id", "hush-hush")
        .client_assertion(|| async { Ok("signed-by-us".to_owned()) })
        .authority(server.url().replace("/v1.0", ""));
    ClientSecret::new(app).token(&TokenRequest::new(["x/.default"])).await.unwrap();
    let sent = &server.received()[0];
    assert!(sent.contains("client_assertion=signed-by-us") && !sent.contains("hush"), "{sent}");
}

#[tokio::test]
async fn claims_that_a_user_must_bring_are_told_whoever_demands_them() {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let world = World::start().await;
    let token = world.emulator.delegated_token(&world.user(), &["OnlineMeetings.ReadWrite"]);
    world.emulator.demand_claims(&token, claims).unwrap();
    let by_graph = world.graph(msgraph::AccessToken::new(token));
    let error = by_graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap_err();
    assert_eq!((error.status().map(|one| one.as_u16()), error.claims()), (Some(401), Some(claims)));

    let said = serde_json::json!({"error": "interaction_required", "claims": claims}).to_string();
    let server = listener::Listener::answering([listener::answer(
        "400 Bad Request",
        "content-type: application/json\r\n",
        &said,
    )]);
    let app =
        AppRegistration::confidential("t", "id", "hush-hush").authority(server.url().replace("/v1.0", ""));
    let by_the_platform = by_graph.with_credential(OnBehalfOf::new(&app, "came"));
    let error = by_the_platform.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap_err();
    assert_eq!((error.status(), error.claims()), (None, Some(claims)));
}

#[tokio::test]
async fn a_client_for_users_calls_for_nobody_else() {
    let world = World::start().await;
    let builder = Graph::builder().base_url(world.emulator.url()).allow_http_on_loopback();
    let graph = builder.for_users().build().unwrap();
    let error = graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert!(error.to_string().contains("`graph.with_credential(..)`"), "{error}");
    assert!(world.emulator.requests().is_empty());

    let token = world.emulator.delegated_token(&world.user(), &["OnlineMeetings.ReadWrite"]);
    let of_the_user = graph.with_credential(msgraph::AccessToken::new(token));
    of_the_user.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
}
