//! How long tokens last.

use std::time::Duration;

use msgraph_emulator::Emulator;

use crate::support::{READ_WRITE, World, claims, client_credentials, service};

const EXPIRED: &str = "Lifetime validation failed, the token is expired.";

#[tokio::test]
async fn a_token_lasts_an_hour() {
    let world = World::new().await;
    let answer = world.token(&client_credentials()).await;
    world.wait(Duration::from_millis(3_599_999));
    assert_eq!(world.create_meeting(&world.adele_path(), answer.access_token()).await.status, 201);
    world.wait(Duration::from_millis(1));
    let refused = world.create_meeting(&world.adele_path(), answer.access_token()).await;
    assert_eq!(refused.unauthenticated(), EXPIRED);
    let renewed = world.token(&client_credentials()).await;
    assert_eq!(world.create_meeting(&world.adele_path(), renewed.access_token()).await.status, 201);
    assert_eq!(world.emulator.token_requests().len(), 2);
}

#[tokio::test]
async fn a_token_lasts_as_long_as_the_builder_says() {
    let lifetime = Duration::from_secs(90);
    let world = World::with(Emulator::builder().apps([service()]).token_lifetime(lifetime)).await;
    let answer = world.token(&client_credentials()).await;
    assert_eq!(answer.json["expires_in"], 90);
    let claims = claims(answer.access_token());
    assert_eq!(claims["exp"].as_u64(), claims["iat"].as_u64().map(|from| from + 90));
    world.wait(lifetime);
    let refused = world.create_meeting(&world.adele_path(), answer.access_token()).await;
    assert_eq!(refused.unauthenticated(), EXPIRED);
}

#[tokio::test]
async fn a_lifetime_beyond_the_calendar_is_for_ever() {
    let world = World::with(Emulator::builder().apps([service()]).token_lifetime(Duration::MAX)).await;
    let answer = world.token(&client_credentials()).await;
    assert_eq!(world.create_meeting(&world.adele_path(), answer.access_token()).await.status, 201);
}

#[tokio::test]
async fn tokens_that_a_test_makes_never_expire() {
    let world = World::new().await;
    let token = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    assert!(claims(&token).get("exp").is_none());
    world.wait(Duration::from_secs(1_000_000_000));
    assert_eq!(world.create_meeting("me", &token).await.status, 201);
}
