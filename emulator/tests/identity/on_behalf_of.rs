//! Web services for their callers: <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>.

use std::time::Duration;

use crate::support::{
    DESKTOP, Form, GRAPH, READ_WRITE, SECRET, SERVICE, World, claims, client_credentials, replaced, service,
};

fn on_behalf_of<'a>(assertion: &'a str, scope: &'a str) -> Form<'a> {
    vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("assertion", assertion),
        ("scope", scope),
        ("requested_token_use", "on_behalf_of"),
    ]
}

#[tokio::test]
async fn a_service_acts_for_the_user_who_called_it() {
    let world = World::new().await;
    let assertion = world.emulator.token_for_api(SERVICE, &world.megan.id);
    let said = claims(&assertion);
    assert_eq!((&said["aud"], &said["scp"]), (&SERVICE.into(), &"access_as_user".into()));

    let answer = world.token(&on_behalf_of(&assertion, GRAPH)).await;
    let all = "https://graph.microsoft.com/OnlineMeetings.ReadWrite https://graph.microsoft.com/User.Read";
    assert_eq!(answer.text("scope"), all);
    let said = claims(answer.access_token());
    assert_eq!((&said["oid"], &said["idtyp"]), (&world.megan.id.as_str().into(), &"user".into()));
    assert_eq!(said["upn"], world.megan.user_principal_name);
    assert!(answer.json.get("refresh_token").is_none());
    let meeting = world.create_meeting("me", answer.access_token()).await;
    assert_eq!(meeting.json["participants"]["organizer"]["identity"]["user"]["id"], world.megan.id);
}

#[tokio::test]
async fn permissions_are_those_that_were_asked_for_and_consented() {
    let world = World::new().await;
    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    let one = world.token(&on_behalf_of(&assertion, "https://graph.microsoft.com/User.Read")).await;
    assert_eq!(claims(one.access_token())["scp"], "User.Read");
    assert_eq!(world.create_meeting("me", one.access_token()).await.status, 403);
    let refused = world.token(&on_behalf_of(&assertion, "https://graph.microsoft.com/Mail.Read")).await;
    refused.refused(400, "invalid_grant", 65_001);
    assert_eq!(refused.json["suberror"], "consent_required");
    world.emulator.add_app(service().with_delegated_permissions([""; 0])).expect("an app");
    world.token(&on_behalf_of(&assertion, GRAPH)).await.refused(400, "invalid_grant", 65_001);
    world.emulator.add_app(service()).expect("an app");
    let offline = world.token(&on_behalf_of(&assertion, &format!("{READ_WRITE} offline_access"))).await;
    assert!(offline.text("refresh_token").len() > 20);
}

#[tokio::test]
async fn the_assertion_must_be_made_for_the_calling_app() {
    let world = World::new().await;
    let adele = &world.adele.id;
    let other = world.emulator.token_for_api(DESKTOP, adele);
    let graph = world.emulator.delegated_token(adele, &[READ_WRITE]);
    for wrong in [&other, &graph] {
        let refused = world.token(&on_behalf_of(wrong, GRAPH)).await;
        refused.refused(400, "invalid_grant", 500_131);
        assert!(!refused.text.contains(wrong.as_str()));
    }
    let good = world.emulator.token_for_api(SERVICE, adele);
    let forged = format!("{good}x");
    world.token(&on_behalf_of(&forged, GRAPH)).await.refused(400, "invalid_grant", 50_013);
    world.emulator.revoke(&good).expect("a token");
    world.token(&on_behalf_of(&good, GRAPH)).await.refused(400, "invalid_grant", 50_013);
}

#[tokio::test]
async fn the_assertion_must_stand_for_a_user_and_last() {
    let world = World::new().await;
    let scope = format!("api://{SERVICE}/.default");
    let app_only = world.token(&replaced(&client_credentials(), "scope", &scope)).await;
    let refused = world.token(&on_behalf_of(app_only.access_token(), GRAPH)).await;
    refused.refused(400, "invalid_grant", 7_000_114);

    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    world.wait(Duration::from_secs(3599));
    world.token(&on_behalf_of(&assertion, GRAPH)).await.access_token();
    world.wait(Duration::from_secs(1));
    world.token(&on_behalf_of(&assertion, GRAPH)).await.refused(400, "invalid_grant", 500_133);
}

#[tokio::test]
async fn every_parameter_is_needed() {
    let world = World::new().await;
    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    let good = on_behalf_of(&assertion, GRAPH);
    for name in ["assertion", "scope", "requested_token_use"] {
        world.token(&replaced(&good, name, "")).await.refused(400, "invalid_request", 900_144);
    }
    let other = replaced(&good, "requested_token_use", "other");
    world.token(&other).await.refused(400, "invalid_request", 90_023);
    world.token(&replaced(&good, "client_secret", "")).await.refused(401, "invalid_client", 7_000_218);
}
