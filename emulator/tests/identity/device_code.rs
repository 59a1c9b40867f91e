//! Apps without a browser: <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>.

use std::time::Duration;

use msgraph_emulator::{Emulator, SeedError};

use crate::support::{Answer, DESKTOP, Form, READ_WRITE, SECRET, SERVICE, World, claims, desktop, replaced};

const SCOPE: &str = "OnlineMeetings.ReadWrite openid offline_access";

async fn start(world: &World, form: &[(&str, &str)]) -> Answer {
    Answer::to(world.http.post(world.address("oauth2/v2.0/devicecode")).form(form)).await
}

/// The two codes of a new device.
async fn codes(world: &World) -> (String, String) {
    let answer = start(world, &[("client_id", DESKTOP), ("scope", SCOPE)]).await;
    (String::from(answer.text("device_code")), String::from(answer.text("user_code")))
}

fn poll(device_code: &str) -> Form<'_> {
    vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", DESKTOP),
        ("device_code", device_code),
    ]
}

const INTERVAL: Duration = Duration::from_secs(5);

#[tokio::test]
async fn the_user_is_told_where_to_type_what() {
    let world = World::new().await;
    let answer = start(&world, &[("client_id", DESKTOP), ("scope", SCOPE)]).await;
    assert_eq!((&answer.json["expires_in"], &answer.json["interval"]), (&900.into(), &5.into()));
    let (user_code, page) = (answer.text("user_code"), answer.text("verification_uri"));
    assert_eq!(user_code.len(), 9);
    assert!(answer.text("message").contains(user_code) && answer.text("message").contains(page));
    let page = Answer::to(world.http.get(page)).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("approve_device"));
}

#[tokio::test]
async fn the_app_waits_for_the_user_and_gets_tokens_once() {
    let world = World::new().await;
    let (device_code, user_code) = codes(&world).await;
    world.token(&poll(&device_code)).await.refused(400, "authorization_pending", 70_016);
    world.emulator.approve_device(&user_code.to_lowercase(), &world.megan.id).expect("a code");
    world.wait(INTERVAL);
    let answer = world.token(&poll(&device_code)).await;
    assert_eq!(claims(answer.access_token())["oid"], world.megan.id);
    assert_eq!(claims(answer.text("id_token"))["oid"], world.megan.id);
    assert!(!answer.text("refresh_token").is_empty());
    assert_eq!(world.create_meeting("me", answer.access_token()).await.status, 201);
    world.wait(INTERVAL);
    world.token(&poll(&device_code)).await.refused(400, "invalid_grant", 54_005);
}

#[tokio::test]
async fn who_asks_too_often_is_slowed_down() {
    let world = World::new().await;
    let (device_code, user_code) = codes(&world).await;
    world.token(&poll(&device_code)).await.refused(400, "authorization_pending", 70_016);
    world.wait(INTERVAL.checked_sub(Duration::from_millis(1)).expect("a while"));
    world.emulator.approve_device(&user_code, &world.adele.id).expect("a code");
    world.token(&poll(&device_code)).await.refused(400, "slow_down", 70_016);
    world.wait(INTERVAL);
    world.token(&poll(&device_code)).await.access_token();
}

#[tokio::test]
async fn the_interval_is_the_builders() {
    for (interval, said) in [(Duration::ZERO, 0), (Duration::from_millis(1), 1), (INTERVAL * 2, 10)] {
        let world = World::with(Emulator::builder().apps([desktop()]).device_code_interval(interval)).await;
        let answer = start(&world, &[("client_id", DESKTOP), ("scope", SCOPE)]).await;
        assert_eq!(answer.json["interval"], said);
        let device_code = answer.text("device_code");
        world.token(&poll(device_code)).await.refused(400, "authorization_pending", 70_016);
        let error = if interval.is_zero() { "authorization_pending" } else { "slow_down" };
        world.token(&poll(device_code)).await.refused(400, error, 70_016);
        world.wait(interval);
        world.token(&poll(device_code)).await.refused(400, "authorization_pending", 70_016);
    }
}

#[tokio::test]
async fn the_user_may_decline() {
    let world = World::new().await;
    let (device_code, user_code) = codes(&world).await;
    world.emulator.decline_device(&user_code).expect("a code");
    world.token(&poll(&device_code)).await.refused(400, "authorization_declined", 65_004);
    let again = world.emulator.approve_device(&user_code, &world.adele.id);
    assert_eq!(again, Err(SeedError::NotFound), "decided is decided");
}

#[tokio::test]
async fn the_user_has_a_quarter_of_an_hour() {
    let world = World::new().await;
    let (device_code, user_code) = codes(&world).await;
    world.wait(Duration::from_secs(899));
    world.token(&poll(&device_code)).await.refused(400, "authorization_pending", 70_016);
    world.wait(Duration::from_secs(1));
    world.token(&poll(&device_code)).await.refused(400, "expired_token", 70_019);
    let late = world.emulator.approve_device(&user_code, &world.adele.id);
    assert_eq!(late, Err(SeedError::NotFound));
}

#[tokio::test]
async fn codes_are_known_and_bound_to_their_app() {
    let world = World::new().await;
    let (device_code, user_code) = codes(&world).await;
    world.token(&poll("another")).await.refused(400, "bad_verification_code", 70_018);
    let stolen = replaced(&replaced(&poll(&device_code), "client_id", SERVICE), "client_secret", SECRET);
    world.token(&stolen).await.refused(400, "bad_verification_code", 70_018);
    let emulator = &world.emulator;
    assert_eq!(emulator.approve_device("ANOTHER12", &world.adele.id), Err(SeedError::NotFound));
    assert_eq!(emulator.approve_device(&user_code, "nobody"), Err(SeedError::NotFound));
    assert_eq!(emulator.decline_device("ANOTHER12"), Err(SeedError::NotFound));
    emulator.approve_device(&user_code, &world.adele.id).expect("still open");
}

#[tokio::test]
async fn a_confidential_client_shows_its_secret() {
    let world = World::new().await;
    let answer = start(&world, &[("client_id", SERVICE), ("scope", READ_WRITE)]).await;
    let device_code = answer.text("device_code");
    world.emulator.approve_device(answer.text("user_code"), &world.adele.id).expect("a code");
    let form = replaced(&poll(device_code), "client_id", SERVICE);
    world.token(&form).await.refused(401, "invalid_client", 7_000_218);
    world.token(&replaced(&form, "client_secret", SECRET)).await.access_token();
}

#[tokio::test]
async fn what_cannot_be_granted_is_refused() {
    let world = World::new().await;
    let bad = start(&world, &[("client_id", DESKTOP), ("scope", "https://other.example/Read")]).await;
    bad.refused(400, "invalid_scope", 70_011);
    start(&world, &[("client_id", DESKTOP)]).await.refused(400, "invalid_request", 900_144);
    start(&world, &[("scope", SCOPE)]).await.refused(400, "invalid_request", 900_144);
    let answer = start(&world, &[("client_id", DESKTOP), ("scope", "Mail.Read")]).await;
    world.emulator.approve_device(answer.text("user_code"), &world.adele.id).expect("a code");
    let refused = world.token(&poll(answer.text("device_code"))).await;
    refused.refused(400, "invalid_grant", 65_001);
}
