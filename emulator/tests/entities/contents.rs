//! Contents of entities.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, World};

async fn put(client: &Client, path: &str, media_type: &str, bytes: &'static [u8]) -> Answer {
    let request = client.request(Method::PUT, path).header("content-type", media_type);
    Answer::to(request.body(bytes)).await
}

#[tokio::test]
async fn a_content_is_kept_with_its_media_type_and_read_in_parts() {
    let world = World::new().await;
    let client = world.adele();
    let path = "/me/photo/$value";
    client.get(path).await.error(404, "UnknownError");
    client.get("/me/photo").await.error(404, "UnknownError");
    assert_eq!(put(&client, path, "image/png", b"0123456789").await.status, 204);
    let whole = client.get(path).await;
    assert_eq!((whole.bytes.as_slice(), whole.header("content-type")), (&b"0123456789"[..], "image/png"));
    client.get("/me/photo").await.expect(200);
    let part = Answer::to(client.request(Method::GET, path).header("range", "bytes=2-4")).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &b"234"[..]));
    let known = client.request(Method::GET, path).header("if-none-match", whole.header("etag"));
    assert_eq!(Answer::to(known).await.status, 304);

    assert_eq!(put(&client, path, "image/jpeg", b"new").await.status, 204);
    let new = client.get(path).await;
    assert_eq!((new.bytes.as_slice(), new.header("content-type")), (&b"new"[..], "image/jpeg"));
    assert_ne!(new.header("etag"), whole.header("etag"));
    let other = world.as_app().get(&format!("/users/{}/photo/$value", world.adele.user_principal_name)).await;
    assert_eq!(other.bytes, b"new");
    assert_eq!(client.delete("/me/photo").await.status, 204);
    client.get(path).await.error(404, "UnknownError");
}

#[tokio::test]
async fn a_content_belongs_to_an_entity_that_must_be_there() {
    let world = World::new().await;
    let client = world.adele();
    let message = client.create("/me/messages", &json!({})).await;
    let attachments = format!("/me/messages/{message}/attachments");
    let none = put(&client, &format!("{attachments}/none/content"), "text/plain", b"x").await;
    none.error(404, "UnknownError");
    let created = client.post(&attachments, &json!({"name": "a.txt"})).await;
    let path = format!("{attachments}/{}/content", created.expect(201)["id"].as_str().expect("an id"));
    assert_eq!(put(&client, &path, "text/plain", b"x").await.status, 204);
    let holder = client.get(path.trim_end_matches("/content")).await;
    assert_ne!(holder.header("etag"), created.header("etag"), "the attachment has changed");
    assert_eq!(client.delete(&format!("/me/messages/{message}")).await.status, 204);
    client.get(&path).await.error(404, "UnknownError");
    assert_eq!(client.create("/me/messages", &json!({"id": message})).await, message);
    client.get(&path).await.error(404, "UnknownError");
}
