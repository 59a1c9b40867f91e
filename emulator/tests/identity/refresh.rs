//! Refresh tokens: <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>.

use std::time::Duration;

use crate::support::{DESKTOP, Form, READ_WRITE, SECRET, SERVICE, World, claims, desktop, replaced, service};

/// Signs Adele in and gives the refresh token.
async fn signed_in(world: &World, scope: &str) -> String {
    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    let answer = world
        .token(&[
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("client_id", SERVICE),
            ("client_secret", SECRET),
            ("assertion", &assertion),
            ("scope", scope),
            ("requested_token_use", "on_behalf_of"),
        ])
        .await;
    String::from(answer.text("refresh_token"))
}

fn refresh(token: &str) -> Form<'_> {
    vec![
        ("grant_type", "refresh_token"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("refresh_token", token),
    ]
}

#[tokio::test]
async fn each_use_gives_another_one_and_the_used_one_stays_good() {
    let world = World::new().await;
    let first = signed_in(&world, "OnlineMeetings.ReadWrite openid profile offline_access").await;
    world.wait(Duration::from_secs(7200));
    let answer = world.token(&refresh(&first)).await;
    let second = answer.text("refresh_token");
    assert_ne!(first, second);
    assert_eq!(answer.text("scope"), "https://graph.microsoft.com/OnlineMeetings.ReadWrite openid profile");
    assert_eq!(claims(answer.text("id_token"))["name"], "Adele Vance");
    assert_eq!(world.create_meeting("me", answer.access_token()).await.status, 201);
    for token in [second, &first] {
        world.token(&refresh(token)).await.access_token();
    }
    let refreshes = world.emulator.token_requests();
    assert_eq!(refreshes.iter().filter(|one| one.grant_type == "refresh_token").count(), 3);
}

#[tokio::test]
async fn another_scope_may_be_asked_for_if_it_is_consented() {
    let world = World::new().await;
    let token = signed_in(&world, "OnlineMeetings.ReadWrite offline_access").await;
    let form = refresh(&token);
    let other = world.token(&replaced(&form, "scope", "User.Read")).await;
    assert_eq!(claims(other.access_token())["scp"], "User.Read");
    let next = world.token(&refresh(other.text("refresh_token"))).await;
    assert_eq!(claims(next.access_token())["scp"], "User.Read");
    world.token(&replaced(&form, "scope", "Mail.Read")).await.refused(400, "invalid_grant", 65_001);
    // consent that was taken back is missed by the next use
    world.emulator.add_app(service().with_delegated_permissions(["User.Read"])).expect("an app");
    world.token(&form).await.refused(400, "invalid_grant", 65_001);
}

#[tokio::test]
async fn it_is_bound_to_its_app_and_can_be_revoked() {
    let world = World::new().await;
    let token = signed_in(&world, "OnlineMeetings.ReadWrite offline_access").await;
    let form = refresh(&token);
    world.token(&refresh("another")).await.refused(400, "invalid_grant", 70_000);
    world.emulator.add_app(desktop()).expect("an app");
    let stolen = replaced(&replaced(&form, "client_id", DESKTOP), "client_secret", "");
    world.token(&stolen).await.refused(400, "invalid_grant", 70_000);
    world.token(&replaced(&form, "client_secret", "")).await.refused(401, "invalid_client", 7_000_218);
    world.emulator.revoke(&token).expect("a token");
    world.token(&form).await.refused(400, "invalid_grant", 50_173);
}

#[tokio::test]
async fn it_lasts_ninety_days() {
    let world = World::new().await;
    let token = signed_in(&world, "OnlineMeetings.ReadWrite offline_access").await;
    let days = Duration::from_secs(90 * 24 * 3600);
    world.wait(days.checked_sub(Duration::from_secs(1)).expect("a while"));
    world.token(&refresh(&token)).await.access_token();
    world.wait(Duration::from_secs(1));
    world.token(&refresh(&token)).await.refused(400, "invalid_grant", 700_082);
}

#[tokio::test]
async fn a_claims_challenge_is_met_by_a_refresh() {
    let world = World::new().await;
    let token = signed_in(&world, &format!("{READ_WRITE} offline_access")).await;
    let answer = world.token(&refresh(&token)).await;
    let demand = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    world.emulator.demand_claims(answer.access_token(), demand).expect("a token");
    assert_eq!(world.create_meeting("me", answer.access_token()).await.status, 401);
    let answer = world.token(&replaced(&refresh(&token), "claims", demand)).await;
    assert_eq!(world.create_meeting("me", answer.access_token()).await.status, 201);
}
