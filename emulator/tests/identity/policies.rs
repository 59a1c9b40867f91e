//! Application access policies of apps, and the row "403, no policy" in both its forms.

use msgraph_emulator::{AccessPolicy, Emulator, SeedError};

use crate::support::{Answer, READ_WRITE_ALL, SERVICE, World, client_credentials, desktop, service};

#[tokio::test]
async fn a_change_holds_at_once_and_for_tokens_given_out_before() {
    let world = World::new().await;
    let token = String::from(world.token(&client_credentials()).await.access_token());
    let status = async |user: &str| world.create_meeting(&format!("users/{user}"), &token).await.status;
    let (adele, megan) = (world.adele.id.as_str(), world.megan.id.as_str());
    assert_eq!((status(adele).await, status(megan).await), (201, 201));

    let one = AccessPolicy::Users(vec![String::from(megan)]);
    world.emulator.set_app_policy(&SERVICE.to_uppercase(), one).expect("an app");
    assert_eq!((status(adele).await, status(megan).await), (403, 201));
    world.emulator.set_app_policy(SERVICE, AccessPolicy::None).expect("an app");
    assert_eq!((status(adele).await, status(megan).await), (403, 403));
    // so does that of an app that takes its place
    world.emulator.add_app(service()).expect("an app");
    assert_eq!((status(adele).await, status(megan).await), (201, 201));

    // a policy for one token goes before that of its app
    world.emulator.set_access_policy(&token, AccessPolicy::None).expect("a token");
    assert_eq!(status(adele).await, 403);
    let other = String::from(world.token(&client_credentials()).await.access_token());
    assert_eq!(world.create_meeting(&world.adele_path(), &other).await.status, 201);

    let nobody = world.emulator.set_app_policy("00000000-0000-4000-8000-000000000000", AccessPolicy::Tenant);
    assert_eq!(nobody, Err(SeedError::NotFound));
}

#[tokio::test]
async fn forbidden_without_a_policy_is_worded_as_in_newer_tenants() {
    let world = World::new().await;
    world.emulator.set_app_policy(SERVICE, AccessPolicy::None).expect("an app");
    let token = world.token(&client_credentials()).await;
    let refused = world.create_meeting(&world.adele_path(), token.access_token()).await;
    assert_eq!((refused.status, refused.json["error"]["code"].as_str()), (403, Some("Forbidden")));
    assert_eq!(refused.json["error"]["message"], "No application access policy found for this app");
}

#[tokio::test]
async fn forbidden_without_a_policy_can_be_worded_as_in_older_tenants() {
    let world = World::with(Emulator::builder().apps([service(), desktop()]).older_policy_errors()).await;
    let token = String::from(world.token(&client_credentials()).await.access_token());
    let made = world.create_meeting(&world.adele_path(), &token).await;
    assert_eq!(made.status, 201, "who has a policy sees no difference");
    world.emulator.set_app_policy(SERVICE, AccessPolicy::None).expect("an app");

    let adele = &world.adele.id;
    let refused = world.create_meeting(&world.adele_path(), &token).await;
    let wanted =
        |deed| format!("App {SERVICE} is not authorized to {deed} meeting on behalf of user {adele}.");
    assert_eq!((refused.status, refused.json["error"]["code"].as_str()), (403, Some("Unauthorized")));
    assert_eq!(refused.json["error"]["message"], wanted("Create"));

    let address =
        format!("{}/{}/onlineMeetings/{}", world.emulator.url(), world.adele_path(), made.text_of("id"));
    for (request, deed) in [
        (world.http.get(&address), "Get"),
        (world.http.patch(&address).json(&serde_json::json!({"subject": "x"})), "Update"),
        (world.http.delete(&address), "Delete"),
    ] {
        let refused = Answer::to(request.bearer_auth(&token)).await;
        assert_eq!(
            (refused.status, refused.json["error"]["message"].as_str()),
            (403, Some(wanted(deed).as_str()))
        );
    }
}

#[tokio::test]
async fn tokens_of_a_test_keep_their_own_policy() {
    let world = World::new().await;
    let token = world.emulator.application_token(&[READ_WRITE_ALL]);
    world.emulator.set_app_policy(SERVICE, AccessPolicy::None).expect("an app");
    assert_eq!(world.create_meeting(&world.adele_path(), &token).await.status, 201);
}
