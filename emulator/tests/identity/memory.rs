//! What is forgotten in long runs, and what is not.

use std::time::Duration;

use msgraph_emulator::SeedError;

use crate::support::{
    Answer, DESKTOP, Form, READ_WRITE, READ_WRITE_ALL, REDIRECT, SECRET, SERVICE, World, client_credentials,
};

fn redeem(code: &str) -> Form<'_> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("redirect_uri", REDIRECT),
        ("code", code),
    ]
}

async fn code(world: &World) -> String {
    let query = [
        ("client_id", SERVICE),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", "OnlineMeetings.ReadWrite offline_access"),
    ];
    let answer = Answer::to(world.http.get(world.address("oauth2/v2.0/authorize")).query(&query)).await;
    let (_, rest) = answer.header("location").split_once("code=").expect("a code");
    String::from(rest.split('&').next().expect("its text"))
}

fn poll(device_code: &str) -> Form<'_> {
    vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", DESKTOP),
        ("device_code", device_code),
    ]
}

#[tokio::test]
async fn an_expired_token_is_remembered_for_ten_minutes() {
    let world = World::new().await;
    let token = String::from(world.token(&client_credentials()).await.access_token());
    let own = world.emulator.application_token(&[READ_WRITE_ALL]);
    let owner = world.adele_path();
    world.wait(Duration::from_secs(3600 + 599));
    world.token(&client_credentials()).await.access_token();
    let said = world.create_meeting(&owner, &token).await;
    assert_eq!(said.unauthenticated(), "Lifetime validation failed, the token is expired.");
    world.wait(Duration::from_secs(60));
    world.token(&client_credentials()).await.access_token();
    let said = world.create_meeting(&owner, &token).await;
    assert_eq!(said.unauthenticated(), "CompactToken parsing failed with error code: 80049217");
    assert_eq!(world.emulator.revoke(&token), Err(SeedError::NotFound));
    assert_eq!(world.create_meeting(&owner, &own).await.status, 201, "a test's own never goes");
}

#[tokio::test]
async fn codes_are_remembered_for_ten_minutes_beyond_their_end() {
    let world = World::new().await;
    let (used, late) = (code(&world).await, code(&world).await);
    let start = [("client_id", DESKTOP), ("scope", READ_WRITE)];
    let device = Answer::to(world.http.post(world.address("oauth2/v2.0/devicecode")).form(&start)).await;
    let device_code = device.text("device_code");
    world.token(&redeem(&used)).await.access_token();

    world.wait(Duration::from_secs(1199));
    world.token(&redeem(&used)).await.refused(400, "invalid_grant", 54_005);
    world.token(&redeem(&late)).await.refused(400, "invalid_grant", 70_008);
    world.wait(Duration::from_secs(60));
    for code in [&used, &late] {
        world.token(&redeem(code)).await.refused(400, "invalid_grant", 70_000);
    }
    world.token(&poll(device_code)).await.refused(400, "expired_token", 70_019);
    world.wait(Duration::from_secs(300));
    world.token(&poll(device_code)).await.refused(400, "bad_verification_code", 70_018);
}
