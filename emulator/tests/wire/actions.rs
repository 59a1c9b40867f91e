//! Actions without a result, and an API beside the bundled one: the mail of the example.

use msgraph_emulator::{Api, Emulator};
use msgraph_spec::Reader;
use msgraph_spec::model::{
    Answer as Given, HttpMethod, Operation, OperationKind, Origin, PathTemplate, Segment, StatusCodes,
    Success,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, READ_WRITE, World, builder, text};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/mail/spec");

fn mail() -> Api {
    let reader =
        Reader::spec(format!("{FOLDER}/mail.yaml")).permissions(format!("{FOLDER}/permissions.yaml"));
    reader.read().expect("the mail of the example").api
}

/// An emulator of meetings and mail, and a user with both permissions.
async fn office() -> (World, Client) {
    let world = World::with(builder().also(mail())).await;
    let token = world.emulator.delegated_token(&world.adele.id, &["Mail.Send", "Mail.Read", READ_WRITE]);
    let client = world.client(token);
    (world, client)
}

fn message() -> Value {
    json!({"subject": "x", "toRecipients": [{"emailAddress": {"address": "ada@contoso.example"}}]})
}

fn action(path: &[&str], status: StatusCodes) -> Operation {
    let path = path.iter().map(|one| Segment::Literal(String::from(*one))).collect();
    let path = PathTemplate::new(path);
    let mut operation = Operation::new(HttpMethod::Post, path, OperationKind::Action, Origin::none());
    operation.successes = vec![Success::new(status, Given::Empty)];
    operation
}

#[tokio::test]
async fn an_action_without_a_result_is_answered_as_declared_and_kept() {
    let (world, client) = office().await;
    let body = json!({"Message": message(), "SaveToSentItems": false});
    let sent = client.post("/me/sendMail", &body).await;
    assert_eq!((sent.status, sent.bytes.len()), (202, 0));
    let kept = world.emulator.requests().pop().expect("the request");
    assert_eq!((kept.path.as_str(), kept.json()), ("/v1.0/me/sendMail", Some(body)));
    client.post("/me/microsoft.graph.sendMail", &json!({"message": message()})).await.expect(202);
}

#[tokio::test]
async fn an_action_is_held_against_the_model() {
    let (_world, client) = office().await;
    let cases = [
        (json!({}), "'Message' is required"),
        (json!({"Message": null}), "'Message' must not be null"),
        (json!({"Message": {"subject": 1}}), "'Message.subject'"),
        (json!({"Message": {"topic": "x"}}), "'Message.topic'"),
        (json!({"Message": message(), "SaveToSentItems": "no"}), "'SaveToSentItems'"),
        (json!({"Message": message(), "Copy": true}), "'Copy'"),
        (json!({"Message": message(), "message": message()}), "twice"),
    ];
    for (body, wanted) in cases {
        let message = client.post("/me/sendMail", &body).await.error(400, "BadRequest");
        assert!(message.contains(wanted), "{message}");
    }
    let none = Answer::to(client.request(Method::POST, "/me/sendMail")).await.error(400, "BadRequest");
    assert!(none.contains("'Message' is required"), "{none}");
    let typed = client.request(Method::POST, "/me/sendMail").header("content-type", "text/plain").body("{}");
    Answer::to(typed).await.error(400, "BadRequest");
}

#[tokio::test]
async fn an_action_is_for_the_user_in_the_path() {
    let (world, client) = office().await;
    let body = json!({"message": message()});
    let path = |who: &str| format!("/users/{who}/sendMail");
    let (adele, megan) = (&world.adele, &world.megan);
    client.post(&path(&adele.id), &body).await.expect(202);
    client.post(&path(&adele.user_principal_name), &body).await.expect(202);
    client.post(&path(&megan.id), &body).await.error(403, "Forbidden");
    client.post(&path("nobody"), &body).await.error(404, "UnknownError");
    let policy = msgraph_emulator::AccessPolicy::None;
    let app = world.client(world.emulator.application_token_with(&["Mail.Send"], policy));
    app.post(&path(&megan.id), &body).await.expect(202);
    world.as_user(adele).post("/me/sendMail", &body).await.error(403, "Forbidden");
}

#[tokio::test]
async fn an_action_without_parameters_takes_none() {
    let mut api = Api::new("small", "v1.0", "https://graph.microsoft.com/v1.0");
    api.operations = vec![
        action(&["me", "wake"], StatusCodes::Successful),
        action(&["me", "sleep"], StatusCodes::Exact(200)),
    ];
    let world = World::with(Emulator::builder().api(api)).await;
    let client = world.as_user(&world.adele);
    assert_eq!(Answer::to(client.request(Method::POST, "/me/wake")).await.status, 204);
    assert_eq!(client.post("/me/sleep", &json!({})).await.status, 200);
    let message = client.post("/me/sleep", &json!({"deep": true})).await.error(400, "BadRequest");
    assert!(message.contains("'deep'"), "{message}");
}

#[test]
fn what_has_behaviour_can_be_asked() {
    let api = mail();
    let unanswered = api.operations.iter().filter(|one| !Emulator::answers(one)).map(Operation::title);
    assert_eq!(
        unanswered.collect::<Vec<_>>(),
        Vec::<String>::new(),
        "messages are entities, sendMail gives nothing"
    );
    let mut gives = action(&["me", "wake"], StatusCodes::Successful);
    assert!(Emulator::answers(&gives));
    gives.successes[0].answer = Given::Content { media_type: String::from("x/y") };
    assert!(!Emulator::answers(&gives), "nobody knows what it gives");
}

#[tokio::test]
async fn apis_stand_beside_one_another_each_with_its_own_types() {
    let (world, client) = office().await;
    let made = client.post("/me/onlineMeetings", &json!({"subject": "x"})).await.expect(201);
    assert_eq!(made["subject"], "x");
    client
        .post("/me/onlineMeetings", &json!({"participants": {"toRecipients": []}}))
        .await
        .error(400, "BadRequest");
    assert_eq!(client.get("/me/messages").await.items(), Vec::<serde_json::Value>::new());
    let message = client.get("/me/messages/x/chat").await.error(400, "BadRequest");
    assert_eq!(message, "Resource not found for the segment 'chat'.");
    let meeting = text(&made["id"]);
    world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    let batch = json!({"requests": [
        {"id": "1", "method": "GET", "url": format!("/me/onlineMeetings/{meeting}")},
        {"id": "2", "method": "POST", "url": "/me/sendMail", "dependsOn": ["1"],
            "headers": {"Content-Type": "application/json"}, "body": {"message": message_of(&made)}},
    ]});
    let answer = client.post("/$batch", &batch).await.expect(200);
    let statuses: Vec<_> =
        answer["responses"].as_array().expect("a list").iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, [&json!(202), &json!(200)]);
}

fn message_of(meeting: &Value) -> Value {
    json!({"subject": meeting["subject"], "body": {"contentType": "text", "content": meeting["joinWebUrl"]}})
}

#[tokio::test]
async fn of_the_same_operation_that_of_the_first_api_counts() {
    let api = |title: &str, root: &str, operations: Vec<Operation>| {
        let mut api = Api::new(title, "x", format!("https://graph.microsoft.com{root}"));
        api.operations = operations;
        api
    };
    let one = |path: &[&str], status| action(path, StatusCodes::Exact(status));
    let mut read = one(&["me", "wake"], 200);
    (read.method, read.kind) = (HttpMethod::Get, OperationKind::Get);
    let first = api("first", "/v1.0", vec![one(&["me", "wake"], 202)]);
    let second = api("second", "/v1.0/", vec![one(&["me", "wake"], 204), one(&["me", "sleep"], 204), read]);
    let beta = api("beta", "/beta", vec![one(&["me", "dream"], 200)]);
    let world = World::with(Emulator::builder().api(first).also(second).also(beta)).await;
    let client = world.as_user(&world.adele);
    assert_eq!(client.post("/me/wake", &json!({})).await.status, 202);
    assert_eq!(client.post("/me/sleep", &json!({})).await.status, 204);
    let wrong = client.delete("/me/wake").await;
    wrong.error(405, "BadRequest");
    assert_eq!(wrong.header("allow"), "POST, GET");
    client.post("/me/dream", &json!({})).await.error(400, "BadRequest");
    let beta = client.root.replace("/v1.0", "/beta");
    assert_eq!(client.post(&format!("{beta}/me/dream"), &json!({})).await.status, 200);
    client.post(&format!("{beta}/me/wake"), &json!({})).await.error(400, "BadRequest");
    let item = json!({"id": "1", "method": "POST", "url": "me/dream",
        "headers": {"Content-Type": "application/json"}, "body": {}});
    let batch = client.post(&format!("{beta}/$batch"), &json!({"requests": [item]})).await.expect(200);
    assert_eq!(batch["responses"][0]["status"], 200, "relative to the version of the batch");
}
