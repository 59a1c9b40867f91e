//! The users of the emulator are entities.

use serde_json::json;

use crate::support::{World, text};

#[tokio::test]
async fn the_users_of_the_emulator_are_read_as_entities() {
    let world = World::new().await;
    let (client, app) = (world.adele(), world.as_app());
    let me = client.get("/me").await.expect(200);
    assert_eq!((&me["id"], &me["displayName"]), (&json!(world.adele.id), &json!("Adele Vance")));
    assert_eq!((&me["mail"], &me["accountEnabled"]), (&json!("adele@contoso.example"), &json!(true)));
    assert_eq!(me["@odata.context"], format!("{}/$metadata#users/$entity", client.root));
    let by_name = app.get("/users/megan@contoso.example").await.expect(200);
    assert_eq!(by_name["id"], world.megan.id);
    let all = app.query("/users", &[("$orderby", "displayName desc")]).await.items();
    let names: Vec<_> = all.iter().map(|one| text(&one["displayName"])).collect();
    assert_eq!(names, ["Megan Bowen", "Adele Vance"]);
    assert_eq!(app.get("/users/$count").await.bytes, b"2");
    app.get("/users/nobody").await.error(404, "UnknownError");
}

#[tokio::test]
async fn a_new_user_can_sign_in_and_own_things() {
    let world = World::new().await;
    let app = world.as_app();
    let sent =
        json!({"displayName": "Diego", "userPrincipalName": "diego@contoso.example", "jobTitle": "Clerk"});
    let id = app.create("/users", &sent).await;
    let diego = world.emulator.users().into_iter().find(|one| one.id == id).expect("Diego");
    assert_eq!(diego.user_principal_name, "diego@contoso.example");
    let client = world.as_user(&diego);
    assert_eq!(client.get("/me").await.expect(200)["jobTitle"], "Clerk");
    client.create("/me/messages", &json!({"subject": "x"})).await;
    assert_eq!(app.get("/users/diego@contoso.example/messages").await.items().len(), 1);
    let message = app.post("/users", &sent).await.error(400, "BadRequest");
    assert!(message.contains("userPrincipalName already exists"), "{message}");
    app.post("/users", &json!({"displayName": "x"})).await.error(400, "BadRequest");

    client.patch("/me", &json!({"displayName": "Diego S."})).await.expect(200);
    let known = world.emulator.users().into_iter().find(|one| one.id == id).expect("Diego");
    assert_eq!(known.display_name, "Diego S.");
    let taken = json!({"userPrincipalName": "adele@contoso.example"});
    client.patch("/me", &taken).await.error(400, "BadRequest");

    assert_eq!(app.delete(&format!("/users/{id}")).await.status, 204);
    assert_eq!(world.emulator.users().len(), 2);
    app.get("/users/diego@contoso.example/messages").await.error(404, "UnknownError");
    client.get("/me/messages").await.error(404, "UnknownError");
}

#[tokio::test]
async fn a_changed_user_keeps_the_place_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("graph.redb");
    let builder = || msgraph_emulator::Emulator::builder().api(crate::support::api()).store(&file);
    let world = World::with(builder()).await;
    world.adele().patch("/me", &json!({"displayName": "Adele V."})).await;
    let before = world.emulator.users();
    drop(world);
    let world = World::with(builder()).await;
    let names: Vec<_> = world.emulator.users().into_iter().map(|one| one.display_name).collect();
    assert_eq!(names, ["Adele V.", "Megan Bowen"]);
    assert_eq!(world.emulator.users(), before);
}

#[tokio::test]
async fn users_keep_what_they_have_when_all_else_is_reset() {
    let world = World::new().await;
    let client = world.adele();
    client.patch("/me", &json!({"jobTitle": "Clerk"})).await;
    client.create("/me/messages", &json!({"subject": "x"})).await;
    world.emulator.reset().expect("it is kept");
    assert_eq!(client.get("/me").await.expect(200)["jobTitle"], "Clerk");
    assert_eq!(client.get("/me/messages").await.items().len(), 0);
}
