//! Create, read, update, replace and delete.

use msgraph_emulator::Emulator;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World, api, text};

#[test]
fn every_operation_on_entities_has_an_answer() {
    let api = api();
    let without: Vec<String> = api
        .operations
        .iter()
        .filter(|one| !Emulator::answers(one))
        .map(msgraph_spec::model::Operation::title)
        .collect();
    assert_eq!(without, Vec::<String>::new());
    assert!(api.operations.len() > 60, "{}", api.operations.len());
}

#[tokio::test]
async fn an_entity_is_made_read_changed_and_deleted() {
    let world = World::new().await;
    let client = world.adele();
    let sent = json!({
        "subject": "Hello", "importance": "high", "from": {"emailAddress": {"name": "A", "address": "a@x"}},
    });
    let created = client.post("/me/messages", &sent).await;
    let message = created.expect(201);
    let id = text(&message["id"]);
    assert_eq!(message["subject"], "Hello");
    assert_eq!(message["createdDateTime"], "2026-03-01T12:00:00.0000000Z");
    assert_eq!(message["lastModifiedDateTime"], "2026-03-01T12:00:00.0000000Z");
    let context = format!("{}/$metadata#users('{}')/messages/$entity", client.root, world.adele.id);
    assert_eq!(message["@odata.context"], context);
    assert_eq!(created.header("location"), format!("{}/me/messages/{id}", client.root));

    let path = format!("/me/messages/{id}");
    assert_eq!(client.get(&path).await.expect(200), message);
    let change = json!({"from": {"emailAddress": {"name": null}}, "isRead": true, "importance": null});
    let changed = client.patch(&path, &change).await.expect(200);
    assert_eq!(changed["from"], json!({"emailAddress": {"name": null, "address": "a@x"}}));
    assert_eq!((&changed["isRead"], &changed["importance"]), (&json!(true), &json!(null)));
    assert_eq!(changed["subject"], "Hello", "what is not named stays");

    let deleted = client.delete(&path).await;
    assert_eq!((deleted.status, deleted.bytes.len()), (204, 0));
    client.get(&path).await.error(404, "UnknownError");
    client.patch(&path, &json!({})).await.error(404, "UnknownError");
    client.delete(&path).await.error(404, "UnknownError");
}

#[tokio::test]
async fn the_same_user_is_reached_by_each_of_their_names() {
    let world = World::new().await;
    let (client, app) = (world.adele(), world.as_app());
    let id = client.create("/me/messages", &json!({"subject": "x"})).await;
    let user = &world.adele;
    for owner in [user.id.clone(), user.id.to_uppercase(), user.user_principal_name.clone()] {
        let path = format!("/users/{owner}/messages/{id}");
        assert_eq!(client.get(&path).await.expect(200)["id"], id, "{path}");
        assert_eq!(app.get(&path).await.expect(200)["id"], id, "{path}");
    }
    let path = format!("/users/{}/messages", user.id);
    world.as_user(&world.megan).get(&path).await.error(403, "Forbidden");
    world.as_user(&world.megan).post(&path, &json!({})).await.error(403, "Forbidden");
    app.get("/users/nobody@contoso.example/messages").await.error(404, "UnknownError");
    assert_eq!(world.as_user(&world.megan).get("/me/messages").await.items().len(), 0);
}

#[tokio::test]
async fn a_collection_lives_and_dies_with_the_entity_that_contains_it() {
    let world = World::new().await;
    let client = world.adele();
    client.get("/me/mailFolders/none/messages").await.error(404, "UnknownError");
    client.post("/me/mailFolders/none/messages", &json!({})).await.error(404, "UnknownError");
    let folder = client.create("/me/mailFolders", &json!({"displayName": "In"})).await;
    let messages = format!("/me/mailFolders/{folder}/messages");
    let message = client.create(&messages, &json!({"subject": "x"})).await;
    assert_eq!(client.get(&messages).await.items().len(), 1);
    let elsewhere = client.get(&format!("/me/messages/{message}")).await;
    elsewhere.error(404, "UnknownError");
    assert_eq!(client.delete(&format!("/me/mailFolders/{folder}")).await.status, 204);
    client.get(&messages).await.error(404, "UnknownError");
    let path = format!("/users/{}/mailFolders/{folder}/messages/{message}", world.adele.id);
    assert_eq!(world.emulator.entity(&path), None);
}

#[tokio::test]
async fn bodies_are_held_against_the_model() {
    let world = World::new().await;
    let client = world.adele();
    let wrong = json!({"subject": 1, "more": true, "importance": "urgent"});
    let message = client.post("/me/messages", &wrong).await.error(400, "BadRequest");
    for part in ["'subject'", "'more'", "'importance'"] {
        assert!(message.contains(part), "{message}");
    }
    let id = client.create("/me/messages", &json!({"subject": "x"})).await;
    let path = format!("/me/messages/{id}");
    client.patch(&path, &json!({"size": "x"})).await.error(400, "BadRequest");
    let message = client.patch(&path, &json!({"id": "other"})).await.error(400, "BadRequest");
    assert!(message.contains("'id'"), "{message}");
    client.patch(&path, &json!({"id": id})).await.expect(200);
    client.post("/me/messages?$select=nothing", &json!({})).await.error(400, "BadRequest");
    assert_eq!(client.get("/me/messages").await.items().len(), 1, "what was refused was not made");
}

#[tokio::test]
async fn a_key_of_the_clients_own_is_taken_once() {
    let world = World::new().await;
    let client = world.adele();
    let sent = json!({"id": "a/b (c)", "displayName": "x"});
    assert_eq!(client.create("/me/mailFolders", &sent).await, "a/b (c)");
    client.post("/me/mailFolders", &sent).await.error(409, "Conflict");
    for path in ["/me/mailFolders/a%2Fb%20%28c%29", "/me/mailFolders('a%2Fb%20(c)')"] {
        assert_eq!(client.get(path).await.expect(200)["displayName"], "x", "{path}");
    }
}

#[tokio::test]
async fn put_replaces_and_makes_what_is_not_there() {
    let world = World::new().await;
    let client = world.as_app();
    let answer = client.put("/groups/one", &json!({"displayName": "One"})).await;
    assert!(answer.header("location").ends_with("/v1.0/groups/one"), "{}", answer.header("location"));
    let created = answer.expect(201);
    assert_eq!((&created["id"], &created["displayName"]), (&json!("one"), &json!("One")));
    client.patch("/groups/one", &json!({"deletedDateTime": "2026-01-01T00:00:00Z"})).await.expect(200);
    let replaced = client.put("/groups/one", &json!({"displayName": "Two"})).await.expect(200);
    assert_eq!((&replaced["id"], &replaced["displayName"]), (&json!("one"), &json!("Two")));
    assert_eq!(replaced.get("deletedDateTime"), None, "what is not sent is gone");
    let only_new = |path| client.request(Method::PUT, path).header("if-none-match", "*");
    let third = only_new("/groups/one").json(&json!({"displayName": "Three"}));
    Answer::to(third).await.error(412, "PreconditionFailed");
    assert_eq!(client.get("/groups/one").await.expect(200)["displayName"], "Two");
    let two = only_new("/groups/two").json(&json!({"displayName": "x"}));
    Answer::to(two).await.expect(201);
    client.delete("/groups/two").await.expect(204);
    assert_eq!(client.get("/groups").await.items().len(), 1);
}

#[tokio::test]
async fn preferences_decide_what_comes_back() {
    let world = World::new().await;
    let client = world.adele();
    let post = |prefer: &'static str| {
        let request = client.request(Method::POST, "/me/messages").header("prefer", prefer);
        Answer::to(request.json(&json!({"subject": "x"})))
    };
    let minimal = post("return=minimal").await;
    assert_eq!((minimal.status, minimal.bytes.len()), (204, 0));
    assert_eq!(minimal.header("preference-applied"), "return=minimal");
    assert_eq!(minimal.header("odata-entityid"), minimal.header("location"));
    let made = client.get(minimal.header("location")).await.expect(200);
    assert_eq!(made["subject"], "x");
    let whole = post("return=representation").await;
    assert_eq!(whole.expect(201)["subject"], "x");
    assert_eq!(whole.header("preference-applied"), "return=representation");
    let request =
        client.request(Method::PATCH, minimal.header("location")).header("prefer", "return=minimal");
    let changed = Answer::to(request.json(&json!({"subject": "y"}))).await;
    assert_eq!((changed.status, changed.header("preference-applied")), (204, "return=minimal"));
    assert_eq!(client.get(minimal.header("location")).await.expect(200)["subject"], "y");
}

#[tokio::test]
async fn no_entity_takes_the_place_of_another_one() {
    let world = World::new().await;
    let client = world.adele();
    let twice = json!({"subject": "x", "attachments": [{"id": "a", "name": "1"}, {"id": "a", "name": "2"}]});
    client.post("/me/messages", &twice).await.error(409, "Conflict");
    assert_eq!(client.get("/me/messages").await.items().len(), 0, "nothing of it was made");
    let messages = format!("/users/{}/messages", world.adele.id);
    let sent = json!({"id": "m", "subject": "first"});
    world.emulator.put_entity(&messages, sent).expect("a new one");
    world.emulator.put_entity(&messages, json!({"id": "m", "subject": "second"})).expect_err("it is taken");
    assert_eq!(client.get("/me/messages/m").await.expect(200)["subject"], "first");
}
