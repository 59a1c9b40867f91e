//! Values that there is one of.

use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn a_value_that_cannot_be_deleted_is_always_there() {
    let world = World::new().await;
    let client = world.adele();
    let context = format!("{}/$metadata#users('{}')/settings/$entity", client.root, world.adele.id);
    assert_eq!(client.get("/me/settings").await.expect(200), json!({"@odata.context": context}));
    client.patch("/me/settings", &json!({"language": "de"})).await.expect(200);
    let path = format!("/users/{}/settings", world.adele.user_principal_name);
    assert_eq!(world.as_app().get(&path).await.expect(200)["language"], "de");
    client.get("/me/settings?$select=nothing").await.error(400, "BadRequest");
    client.delete("/me/settings").await.error(405, "BadRequest");
}

#[tokio::test]
async fn a_value_that_can_be_deleted_is_there_once_it_is_set() {
    let world = World::new().await;
    let client = world.adele();
    client.get("/me/assistant").await.error(404, "UnknownError");
    client.delete("/me/assistant").await.error(404, "UnknownError");
    client.patch("/me/assistant", &json!({"displayName": "Diego"})).await.expect(200);
    assert_eq!(client.get("/me/assistant").await.expect(200)["displayName"], "Diego");
    assert_eq!(client.delete("/me/assistant").await.status, 204);
    client.get("/me/assistant").await.error(404, "UnknownError");
}
