//! What tests put in.

use msgraph_emulator::SeedError;
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn what_a_test_puts_in_is_read_over_the_wire() {
    let world = World::new().await;
    let (emulator, client) = (&world.emulator, world.adele());
    let messages = format!("/users/{}/messages", world.adele.id);
    let sent =
        json!({"subject": "x", "createdDateTime": "2020-01-01T00:00:00Z", "attachments": [{"name": "a"}]});
    let id = emulator.put_entity(&messages, sent).expect("a message");
    let path = format!("{messages}/{id}");
    assert_eq!(client.get(&path).await.expect(200)["createdDateTime"], "2020-01-01T00:00:00.0000000Z");
    assert_eq!(client.get(&format!("{path}/attachments")).await.items()[0]["name"], "a");
    assert_eq!(emulator.put_entity(&path, json!({"subject": "y"})), Ok(id.clone()));
    assert_eq!(emulator.entity(&path).expect("a message")["subject"], "y");
    client.patch(&path, &json!({"subject": "z"})).await.expect(200);
    assert_eq!(emulator.entity(&path).expect("a message")["subject"], "z");

    let folder = "/users/adele@contoso.example/mailFolders/inbox";
    assert_eq!(emulator.put_entity(folder, json!({})), Ok(String::from("inbox")));
    client.create("/me/mailFolders/inbox/messages", &json!({})).await;
    let assistant = "/users/adele@contoso.example/assistant";
    emulator.put_entity(assistant, json!({"displayName": "Diego"})).expect("an assistant");
    assert_eq!(client.get("/me/assistant").await.expect(200)["displayName"], "Diego");
    let user = emulator
        .put_entity("/users", json!({"displayName": "D", "userPrincipalName": "d@x"}))
        .expect("a user");
    assert!(emulator.users().iter().any(|one| one.id == user));
    let photo = "/users/adele@contoso.example/photo/$value";
    assert_eq!(emulator.put_content(photo, "image/png", "bytes"), Ok(()));
    assert_eq!(client.get("/me/photo/$value").await.bytes, b"bytes");
}

#[tokio::test]
async fn what_does_not_fit_is_not_put_in() {
    let world = World::new().await;
    let emulator = &world.emulator;
    let messages = format!("/users/{}/messages", world.adele.id);
    let reason = |path: &str, value| match emulator.put_entity(path, value) {
        Err(SeedError::Invalid(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(reason(&messages, json!({"subject": 1})).contains("'subject'"));
    assert!(reason(&messages, json!([])).contains("object"));
    assert!(reason("/planets", json!({})).contains("'/planets'"));
    assert!(reason("/me/messages", json!({})).contains("/users/{id}"));
    assert!(reason(&format!("{messages}/a"), json!({"id": "b"})).contains("'id'"));
    assert!(reason("/users", json!({"displayName": "x"})).contains("userPrincipalName"));
    assert_eq!(emulator.put_entity("/users/nobody/messages", json!({})), Err(SeedError::NotFound));
    let nowhere = format!("/users/{}/mailFolders/none/messages", world.adele.id);
    assert_eq!(emulator.put_entity(&nowhere, json!({})), Err(SeedError::NotFound));
    assert_eq!(emulator.entity(&format!("{messages}/a")), None);
    assert!(matches!(emulator.put_content(&messages, "text/plain", "x"), Err(SeedError::Invalid(_))));
}
