//! For whom a token is, from where, and when: what is checked of it on each request, also where it is not signed.

use std::time::Duration;

use msgraph_emulator::{App, Emulator, SeedError, User};
use serde_json::json;

use crate::support::{
    Answer, GRAPH, NOON, READ_WRITE, READ_WRITE_ALL, SECRET, SERVICE, World, claims, client_credentials,
    desktop, replaced, service,
};

/// The tenant of personal accounts.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

#[tokio::test]
async fn a_token_is_held_to_its_tenant_and_issuer() {
    let world = World::new().await;
    let emulator = &world.emulator;
    let app = String::from(world.token(&client_credentials()).await.access_token());
    let user = emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    let (authority, tenant) = (emulator.authority(), emulator.tenant_id());
    for (token, owner) in [(&app, world.adele_path()), (&user, String::from("me"))] {
        for other in [
            json!({"tid": CONSUMERS}),
            json!({"tid": "00000000-0000-4000-8000-000000000000"}),
            json!({"tid": null}),
            json!({"iss": format!("{authority}/{CONSUMERS}/v2.0")}),
            json!({"iss": format!("https://login.example/{tenant}/v2.0")}),
        ] {
            let token = emulator.token_with_claims(token, other.clone()).expect("a token");
            let refused = world.create_meeting(&owner, &token).await;
            assert_eq!(
                refused.unauthenticated(),
                "Access token validation failure. Invalid tenant.",
                "{other}"
            );
        }
        let same = json!({"tid": tenant.to_uppercase(), "iss": format!("{authority}/{tenant}/v2.0")});
        let token = emulator.token_with_claims(token, same).expect("a token");
        assert_eq!(world.create_meeting(&owner, &token).await.status, 201);
    }
}

#[tokio::test]
async fn personal_accounts_have_a_tenant_of_their_own() {
    let world = World::new().await;
    let id = "0d1c2b3a-4f5e-4d6c-8b7a-998877665544";
    world.emulator.add_user(User::new(id, "Pat", "pat@outlook.example").personal());
    let token = world.emulator.delegated_token(id, &[READ_WRITE]);
    assert_eq!(claims(&token)["tid"], CONSUMERS);
    let good = world.create_meeting("me", &token).await;
    assert_ne!(good.status, 401, "{}", good.text);
    let wrong = json!({"tid": world.emulator.tenant_id()});
    let token = world.emulator.token_with_claims(&token, wrong).expect("a token");
    world.create_meeting("me", &token).await.unauthenticated();
}

#[tokio::test]
async fn a_token_is_held_to_its_times_audience_and_permissions() {
    let world = World::new().await;
    let app = String::from(world.token(&client_credentials()).await.access_token());
    let with = |claims| world.emulator.token_with_claims(&app, claims).expect("a token");
    let owner = world.adele_path();
    for (claims, message) in [
        (json!({"aud": SERVICE}), "Access token validation failure. Invalid audience."),
        (json!({"aud": null}), "Access token validation failure. Invalid audience."),
        (json!({"exp": NOON}), "Lifetime validation failed, the token is expired."),
        (json!({"nbf": NOON + 301}), "Lifetime validation failed, the token is not yet valid."),
    ] {
        assert_eq!(world.create_meeting(&owner, &with(claims)).await.unauthenticated(), message);
    }
    for good in
        [json!({"exp": NOON + 1}), json!({"nbf": NOON + 300}), json!({"aud": "https://graph.microsoft.us"})]
    {
        assert_eq!(world.create_meeting(&owner, &with(good)).await.status, 201);
    }
    let fewer = with(json!({"roles": ["User.Read.All"], "wids": ["x"]}));
    assert_eq!(claims(&fewer)["wids"], json!(["x"]));
    assert_eq!(world.create_meeting(&owner, &fewer).await.status, 403);
    let user = world.emulator.delegated_token(&world.adele.id, &[]);
    let more = world.emulator.token_with_claims(&user, json!({"scp": "User.Read OnlineMeetings.ReadWrite"}));
    assert_eq!(world.create_meeting("me", &more.expect("a token")).await.status, 201);
    assert_eq!(world.create_meeting(&owner, &app).await.status, 201, "the first token is as it was");
}

#[tokio::test]
async fn claims_that_are_checked_have_their_types() {
    let world = World::new().await;
    let token = world.emulator.application_token(&[READ_WRITE_ALL]);
    let refused =
        world.emulator.token_with_claims(&token, json!({"exp": "soon", "aud": 1, "roles": "x", "sub": 1}));
    let Err(SeedError::Invalid(text)) = refused else { panic!("{refused:?}") };
    for name in ["'exp'", "'aud'", "'roles'"] {
        assert!(text.contains(name), "{text}");
    }
    assert!(!text.contains("'sub'"), "{text}");
    for bad in [json!([]), json!({"nbf": i64::MAX})] {
        assert!(matches!(world.emulator.token_with_claims(&token, bad), Err(SeedError::Invalid(_))));
    }
    assert_eq!(world.emulator.token_with_claims("other", json!({})), Err(SeedError::NotFound));
}

#[tokio::test]
async fn an_assertion_is_held_to_its_tenant_and_times() {
    let world = World::new().await;
    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    for (claims, code) in [
        (json!({"tid": CONSUMERS}), 50_013),
        (json!({"exp": NOON}), 500_133),
        (json!({"nbf": NOON + 301}), 500_133),
        (json!({"aud": App::DEFAULT_CLIENT_ID}), 500_131),
    ] {
        let other = world.emulator.token_with_claims(&assertion, claims).expect("a token");
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("client_id", SERVICE),
            ("client_secret", SECRET),
            ("assertion", &other),
            ("scope", GRAPH),
            ("requested_token_use", "on_behalf_of"),
        ];
        world.token(&form).await.refused(400, "invalid_grant", code);
    }
}

#[tokio::test]
async fn nothing_is_redeemed_below_another_tenant() {
    let world = World::with(Emulator::builder().apps([service(), desktop()])).await;
    let post = async |tenant: &str, endpoint: &str, form: &[(&str, &str)]| {
        let address = format!("{}/{tenant}/oauth2/v2.0/{endpoint}", world.emulator.authority());
        Answer::to(world.http.post(address).form(form)).await
    };
    let tenant = world.emulator.tenant_id();
    let start = [("client_id", SERVICE), ("scope", "OnlineMeetings.ReadWrite offline_access")];
    let device = post(tenant, "devicecode", &start).await;
    world.emulator.approve_device(device.text("user_code"), &world.adele.id).expect("a code");
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("device_code", device.text("device_code")),
    ];
    post("fabrikam.example", "token", &form).await.refused(400, "invalid_request", 90_002);
    let signed_in = post("common", "token", &form).await;
    let refresh = [("refresh_token", signed_in.text("refresh_token"))];
    let form: Vec<_> = replaced(&form, "grant_type", "refresh_token").into_iter().chain(refresh).collect();
    post("fabrikam.example", "token", &form).await.refused(400, "invalid_request", 90_002);
    post(tenant, "token", &form).await.access_token();

    let query = [
        ("client_id", SERVICE),
        ("response_type", "code"),
        ("scope", READ_WRITE),
        ("redirect_uri", crate::support::REDIRECT),
    ];
    let address = format!("{}/fabrikam.example/oauth2/v2.0/authorize", world.emulator.authority());
    Answer::to(world.http.get(address).query(&query)).await.refused(400, "invalid_request", 90_002);
    world.wait(Duration::from_secs(1));
}
