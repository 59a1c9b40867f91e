//! ETags, `If-Match` and `If-None-Match`.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World, text};

#[tokio::test]
async fn each_change_makes_another_etag_and_an_old_one_is_refused() {
    let world = World::new().await;
    let client = world.adele();
    let created = client.post("/me/messages", &json!({"subject": "x"})).await;
    let path = format!("/me/messages/{}", text(&created.expect(201)["id"]));
    let first = text(&created.json()["@odata.etag"]);
    assert!(first.starts_with("W/\"") && created.header("etag") == first, "{created:?}");
    assert_eq!(client.get(&path).await.header("etag"), first);
    let send = |method: Method, tag: &str| {
        let request = client.request(method, &path).header("if-match", tag);
        Answer::to(request.json(&json!({"subject": "y"})))
    };
    let second = send(Method::PATCH, &first).await;
    let tag = text(&second.expect(200)["@odata.etag"]);
    assert_ne!(tag, first);
    send(Method::PATCH, &first).await.error(412, "PreconditionFailed");
    send(Method::DELETE, &first).await.error(412, "PreconditionFailed");
    assert_eq!(client.get(&path).await.expect(200)["@odata.etag"], tag, "nothing was changed");
    send(Method::PATCH, "*").await.expect(200);
    let newest = client.get(&path).await;
    let list = format!("\"other\", {}", newest.header("etag").trim_start_matches("W/"));
    assert_eq!(send(Method::DELETE, &list).await.status, 204);
}

#[tokio::test]
async fn who_knows_the_entity_as_it_is_gets_304() {
    let world = World::new().await;
    let client = world.adele();
    let created = client.post("/me/messages", &json!({"subject": "x"})).await;
    let path = format!("/me/messages/{}", text(&created.expect(201)["id"]));
    let get = |tag: &str| Answer::to(client.request(Method::GET, &path).header("if-none-match", tag));
    let same = get(created.header("etag")).await;
    assert_eq!((same.status, same.bytes.len(), same.header("etag")), (304, 0, created.header("etag")));
    client.patch(&path, &json!({"subject": "y"})).await.expect(200);
    assert_eq!(get(created.header("etag")).await.expect(200)["subject"], "y");
}

#[tokio::test]
async fn what_the_description_demands_must_be_there() {
    let world = World::new().await;
    let client = world.adele();
    let created = client.post("/me/tasks", &json!({"title": "x"})).await;
    let path = format!("/me/tasks/{}", text(&created.expect(201)["id"]));
    let missing = client.patch(&path, &json!({"title": "y"})).await;
    assert!(missing.error(412, "PreconditionFailed").contains("If-Match header must be specified"));
    let request = client.request(Method::PATCH, &path).header("if-match", created.header("etag"));
    assert_eq!(Answer::to(request.json(&json!({"title": "y"}))).await.expect(200)["title"], "y");
}

#[tokio::test]
async fn items_of_a_list_have_the_etags_that_they_have_alone() {
    let world = World::new().await;
    let client = world.adele();
    let created = client.post("/me/messages", &json!({})).await;
    let item = client.get("/me/messages").await.items().remove(0);
    assert_eq!(item["@odata.etag"], created.header("etag"));
}
