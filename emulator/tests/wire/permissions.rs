//! The rows "403, no policy", "Application access policy", "`/me` with an app-only token" and "User
//! id in the path", and the permission table.

use msgraph_emulator::{AccessPolicy, User};
use serde_json::json;

use crate::support::{DELEGATED, READ_WRITE, READ_WRITE_ALL, World, text};

const NO_POLICY: &str = "No application access policy found for this app";

fn meetings_of(user: &User) -> String {
    format!("/users/{}/onlineMeetings", user.id)
}

#[tokio::test]
async fn permissions_of_the_table_open_an_operation() {
    let world = World::new().await;
    let body = json!({});
    let adele = &world.adele.id;
    let cases: [(&[&str], u16); 4] =
        [(&[READ_WRITE], 201), (&["OnlineMeetings.Read"], 403), (&[], 403), (&[READ_WRITE_ALL], 403)];
    for (scopes, status) in cases {
        let client = world.client(world.emulator.delegated_token(adele, scopes));
        client.post("/me/onlineMeetings", &body).await.expect(status);
    }
    let reader = world.client(world.emulator.delegated_token(adele, &["OnlineMeetings.Read"]));
    reader.get("/me/onlineMeetings/x").await.error(404, "UnknownError");
}

#[tokio::test]
async fn permissions_the_refusal_says_what_is_missing() {
    let world = World::new().await;
    let client = world.client(world.emulator.delegated_token(&world.adele.id, &["User.Read"]));
    let message = client.post("/me/onlineMeetings", &json!({})).await.error(403, "Forbidden");
    for part in ["POST /me/onlineMeetings", READ_WRITE, "User.Read"] {
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test]
async fn permissions_personal_accounts_are_not_supported() {
    let world = World::new().await;
    let id = "00000000-0000-4000-8000-000000000001";
    world.emulator.add_user(User::new(id, "Pat Doe", "pat@outlook.example").personal());
    let client = world.client(world.emulator.delegated_token(id, DELEGATED));
    let message = client.post("/me/onlineMeetings", &json!({})).await.error(403, "Forbidden");
    assert!(message.contains("personal"), "{message}");
}

#[tokio::test]
async fn me_with_an_app_only_token_is_a_bad_request() {
    let world = World::new().await;
    let app = world.as_app();
    let wanted = "/me request is only valid with delegated authentication flow.";
    assert_eq!(app.post("/me/onlineMeetings", &json!({})).await.error(400, "BadRequest"), wanted);
    // The table has application permissions here, and Graph refuses all the same.
    let reports = app.get("/me/onlineMeetings/x/attendanceReports").await;
    assert_eq!(reports.error(400, "BadRequest"), wanted);
}

#[tokio::test]
async fn an_application_acts_for_the_user_in_the_path() {
    let world = World::new().await;
    let meeting = world.as_app().post(&meetings_of(&world.megan), &json!({})).await.expect(201);
    assert_eq!(meeting["participants"]["organizer"]["identity"]["user"]["id"], world.megan.id);
}

#[tokio::test]
async fn forbidden_without_an_application_access_policy() {
    let world = World::new().await;
    let token = world.emulator.application_token_with(&[READ_WRITE_ALL], AccessPolicy::None);
    let app = world.client(token.clone());
    let path = meetings_of(&world.adele);
    assert_eq!(app.post(&path, &json!({})).await.error(403, "Forbidden"), NO_POLICY);
    assert_eq!(app.get(&format!("{path}/x")).await.error(403, "Forbidden"), NO_POLICY);
    world.emulator.set_access_policy(&token, AccessPolicy::Tenant).expect("a token of this emulator");
    app.post(&path, &json!({})).await.expect(201);
    assert!(world.emulator.set_access_policy("other", AccessPolicy::Tenant).is_err());
}

#[tokio::test]
async fn application_access_policy_may_be_for_some_users_only() {
    let world = World::new().await;
    let policy = AccessPolicy::Users(vec![world.adele.id.clone()]);
    let app = world.client(world.emulator.application_token_with(&[READ_WRITE_ALL], policy));
    app.post(&meetings_of(&world.adele), &json!({})).await.expect(201);
    let refused = app.post(&meetings_of(&world.megan), &json!({})).await;
    assert_eq!(refused.error(403, "Forbidden"), NO_POLICY);
}

#[tokio::test]
async fn application_access_policy_never_replaces_a_permission() {
    let world = World::new().await;
    let app = world.client(world.emulator.application_token(&["User.Read.All"]));
    let message = app.post(&meetings_of(&world.adele), &json!({})).await.error(403, "Forbidden");
    assert!(message.contains(READ_WRITE_ALL), "{message}");
}

#[tokio::test]
async fn application_access_policy_does_not_apply_to_delegated_tokens_or_communications() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.post(&meetings_of(&world.adele), &json!({})).await.expect(201);
    let token = world.emulator.application_token_with(&["OnlineMeetings.Read.All"], AccessPolicy::None);
    let filter = format!("VideoTeleconferenceId eq '{}'", text(&meeting["videoTeleconferenceId"]));
    let found = world.client(token).filter("/communications/onlineMeetings", &filter).await;
    assert_eq!(found.items()[0]["id"], meeting["id"]);
}

#[tokio::test]
async fn user_id_in_the_path_is_an_object_id() {
    let world = World::new().await;
    let upn = format!("/users/{}/onlineMeetings", world.adele.user_principal_name);
    let unknown = "/users/00000000-0000-4000-8000-000000000009/onlineMeetings";
    for client in [world.as_app(), world.as_user(&world.adele)] {
        for path in [upn.as_str(), unknown] {
            client.post(path, &json!({})).await.error(404, "UnknownError");
        }
        let upper = meetings_of(&world.adele).replace(&world.adele.id, &world.adele.id.to_uppercase());
        client.post(&upper, &json!({})).await.expect(201);
    }
}

#[tokio::test]
async fn a_delegated_token_reaches_its_own_user_alone() {
    let world = World::new().await;
    let megan = world.as_user(&world.megan);
    megan.post(&meetings_of(&world.adele), &json!({})).await.error(403, "Forbidden");
    megan.post(&meetings_of(&world.megan), &json!({})).await.expect(201);
}
