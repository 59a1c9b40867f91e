//! How paths are spelt.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World, text};

#[tokio::test]
async fn paths_are_taken_in_any_case_and_spelling() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = text(&client.post("/ME/onlinemeetings/", &json!({})).await.expect(201)["id"]);
    for path in [
        format!("/me/onlineMeetings/{id}"),
        format!("/me/onlineMeetings('{id}')"),
        format!("/me/ONLINEMEETINGS(%27{id}%27)"),
        format!("/users('{}')/onlineMeetings/{id}", world.adele.id),
    ] {
        assert_eq!(client.get(&path).await.expect(200)["id"], id, "{path}");
    }
    let body = json!({"externalId": "x"});
    client.post("/me/onlineMeetings/microsoft.graph.createOrGet", &body).await.expect(201);
    client.post("/me/onlineMeetings/createorget", &body).await.expect(200);
}

#[tokio::test]
async fn an_unknown_path_names_its_segment() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        ("/me/offlineMeetings", "offlineMeetings"),
        ("/me/onlineMeetings/x/chat", "chat"),
        ("/planets", "planets"),
        ("/me/onlineMeetings/$count", "$count"),
    ];
    for (path, segment) in cases {
        let message = client.get(path).await.error(400, "BadRequest");
        assert_eq!(message, format!("Resource not found for the segment '{segment}'."));
    }
    let other_version = world.emulator.url().replace("/v1.0", "/beta/me");
    let message = client.get(&other_version).await.error(400, "BadRequest");
    assert!(message.contains("'beta'"), "{message}");
}

#[tokio::test]
async fn a_known_path_with_another_method_is_405() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for method in [Method::DELETE, Method::PUT, Method::OPTIONS] {
        let answer = Answer::to(client.request(method.clone(), "/me/onlineMeetings")).await;
        answer.error(405, "BadRequest");
        assert_eq!(answer.header("allow"), "GET, POST", "{method}");
    }
    let answer = client.get("/me/onlineMeetings/createOrGet").await;
    answer.error(405, "BadRequest");
    assert_eq!(answer.header("allow"), "POST", "an action is no meeting of that id");
}

#[tokio::test]
async fn a_wrongly_encoded_address_is_a_bad_request() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let world = World::new().await;
    let token = world.as_user(&world.adele).token;
    let address = world.emulator.url().trim_start_matches("http://").trim_end_matches("/v1.0");
    for path in ["/v1.0/me/onlineMeetings/%ff", "/v1.0/me/onlineMeetings?$filter=%zz"] {
        let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("percent-encoded"), "{answer}");
    }
}

#[tokio::test]
async fn every_operation_of_the_bundled_slice_has_an_answer() {
    let world = World::new().await;
    let api = msgraph_spec::online_meetings().read().expect("the bundled slice").api;
    assert!(api.operations.len() > 40);
    for operation in &api.operations {
        let path = operation.path.to_string().replace("{user-id}", &world.adele.id);
        let method = Method::from_bytes(operation.method.as_str().as_bytes()).expect("a method");
        for client in [world.as_user(&world.adele), world.as_app()] {
            let answer = Answer::to(client.request(method.clone(), &path)).await;
            assert!(
                ![404, 405, 501].contains(&answer.status) || answer.json()["error"]["code"] == "UnknownError",
                "{}: {answer:?}",
                operation.title()
            );
        }
    }
}

#[tokio::test]
async fn an_empty_segment_names_nothing() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = client.meeting_id().await;
    for path in ["/me//onlineMeetings".into(), format!("/me/onlineMeetings//{id}")] {
        let message = client.get(&path).await.error(400, "BadRequest");
        assert_eq!(message, "Resource not found for the segment ''.", "{path}");
    }
    let message = client.get(&format!("/me/onlineMeetings/{id}//")).await.error(400, "BadRequest");
    assert!(message.starts_with("Resource not found"), "{message}");
    client.get(&format!("/me/onlineMeetings/{id}/")).await.expect(200);
}

#[tokio::test]
async fn an_encoded_slash_parts_nothing_and_encoded_letters_are_letters() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = client.meeting_id().await;
    client.get(&format!("/me/onlineMeetings%2F{id}")).await.error(400, "BadRequest");
    client.get(&format!("/me/onlineMeetings/{id}%2Frecordings")).await.error(404, "UnknownError");
    assert_eq!(client.get(&format!("/m%65/online%4deetings/{id}")).await.expect(200)["id"], id);
}
