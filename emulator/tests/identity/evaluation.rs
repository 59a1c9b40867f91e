//! Tokens that are refused before their time: revoked ones, and those that claims are demanded of.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msgraph_emulator::{App, SeedError};

use crate::support::{READ_WRITE, READ_WRITE_ALL, SECRET, SERVICE, World, client_credentials, replaced};

const DEMAND: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1772366400"}}}"#;

#[tokio::test]
async fn demanded_claims_come_as_a_challenge() {
    let world = World::new().await;
    let answer = world.token(&client_credentials()).await;
    let owner = world.adele_path();
    assert_eq!(world.create_meeting(&owner, answer.access_token()).await.status, 201);
    world.emulator.demand_claims(answer.access_token(), DEMAND).expect("a token");
    let refused = world.create_meeting(&owner, answer.access_token()).await;
    assert!(refused.unauthenticated().starts_with("Continuous access evaluation"), "{}", refused.text);
    let authority = world.emulator.authority();
    assert_eq!(
        refused.header("www-authenticate"),
        format!(
            "Bearer realm=\"\", authorization_uri=\"{authority}/common/oauth2/v2.0/authorize\", \
             error=\"insufficient_claims\", claims=\"{}\"",
            STANDARD.encode(DEMAND)
        )
    );
}

#[tokio::test]
async fn only_a_token_with_the_claims_is_taken_again() {
    let world = World::new().await;
    let owner = world.adele_path();
    let status = async |token: &str| world.create_meeting(&owner, token).await.status;
    let good = client_credentials();
    let first = world.token(&good).await;
    world.emulator.demand_claims(first.access_token(), DEMAND).expect("a token");

    let without = world.token(&good).await;
    assert_eq!(status(without.access_token()).await, 401, "fetched without claims");
    let other = world.token(&replaced(&good, "claims", r#"{"access_token":{"acrs":{"value":"c1"}}}"#)).await;
    assert_eq!(status(other.access_token()).await, 401, "fetched with other claims");

    let more =
        r#"{"access_token":{"nbf":{"essential":true,"value":"1772366400"},"xms_cc":{"values":["CP1"]}}}"#;
    let with = world.token(&replaced(&good, "claims", more)).await;
    assert_eq!(status(with.access_token()).await, 201);
    assert_eq!(status(first.access_token()).await, 401, "the old one stays refused");
    assert_eq!(status(world.token(&good).await.access_token()).await, 201, "the demand is met");

    let sent: Vec<bool> = world.emulator.token_requests().iter().map(|one| one.has_claims).collect();
    assert_eq!(sent, [false, false, true, true, false]);
}

#[tokio::test]
async fn a_demand_is_for_one_app_and_user() {
    let world = World::new().await;
    let [adele, megan] =
        [&world.adele, &world.megan].map(|user| world.emulator.token_for_api(SERVICE, &user.id));
    let exchange = |assertion: &str| {
        let assertion = String::from(assertion);
        let world = &world;
        async move {
            let form = [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("client_id", SERVICE),
                ("client_secret", SECRET),
                ("assertion", &assertion),
                ("scope", READ_WRITE),
                ("requested_token_use", "on_behalf_of"),
            ];
            String::from(world.token(&form).await.access_token())
        }
    };
    let of_adele = exchange(&adele).await;
    world.emulator.demand_claims(&of_adele, DEMAND).expect("a token");
    assert_eq!(world.create_meeting("me", &exchange(&adele).await).await.status, 401);
    assert_eq!(world.create_meeting("me", &exchange(&megan).await).await.status, 201);
    let app = world.token(&client_credentials()).await;
    assert_eq!(world.create_meeting(&world.adele_path(), app.access_token()).await.status, 201);
    let id = App::DEFAULT_CLIENT_ID;
    let other = App::confidential(id, SECRET).with_application_permissions([READ_WRITE_ALL]);
    world.emulator.add_app(other).expect("an app");
    world.emulator.demand_claims(app.access_token(), DEMAND).expect("a token");
    let other = world.token(&replaced(&client_credentials(), "client_id", id)).await;
    assert_eq!(world.create_meeting(&world.adele_path(), other.access_token()).await.status, 201);
}

#[tokio::test]
async fn claims_are_an_object() {
    let world = World::new().await;
    let refused = world.token(&replaced(&client_credentials(), "claims", "nbf")).await;
    refused.refused(400, "invalid_request", 90_023);
    let token = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    assert!(matches!(world.emulator.demand_claims(&token, "[]"), Err(SeedError::Invalid(_))));
    assert_eq!(world.create_meeting("me", &token).await.status, 201);
    world.emulator.demand_claims(&token, DEMAND).expect("tokens of a test can be challenged too");
    assert_eq!(world.create_meeting("me", &token).await.status, 401);
    assert_eq!(world.emulator.demand_claims("other", DEMAND), Err(SeedError::NotFound));
}

#[tokio::test]
async fn a_revoked_token_is_refused_without_a_challenge() {
    let world = World::new().await;
    let token = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    let other = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    world.emulator.revoke(&token).expect("a token");
    let refused = world.create_meeting("me", &token).await;
    refused.unauthenticated();
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    assert_eq!(world.create_meeting("me", &other).await.status, 201);
    assert_eq!(world.emulator.revoke("other"), Err(SeedError::NotFound));
}
