//! APIs other than the bundled one.

use msgraph_emulator::{Api, Emulator};
use msgraph_spec::model::{
    AllOf, Choice, HttpMethod, Operation, OperationKind, Origin, PathTemplate, Requirement, Segment,
};
use serde_json::json;

use crate::support::{World, text};

fn names(names: &[&str]) -> PathTemplate {
    PathTemplate::new(names.iter().map(|one| Segment::Literal(String::from(*one))).collect())
}

fn operation(method: HttpMethod, path: &[&str]) -> Operation {
    Operation::new(method, names(path), OperationKind::Get, Origin::none())
}

#[tokio::test]
async fn an_operation_without_behaviour_is_501_once_it_is_allowed() {
    let mut api = Api::new("planner", "beta", "https://graph.microsoft.com/beta");
    let mut tasks = operation(HttpMethod::Get, &["me", "tasks"]);
    tasks.permissions.delegated_work =
        Requirement::OneOf { least: AllOf::one("Tasks.Read"), higher: vec![], choice: Choice::Only };
    api.operations = vec![tasks];
    let world = World::with(Emulator::builder().api(api)).await;
    assert!(world.emulator.url().ends_with("/beta"));
    let client = world.client(world.emulator.delegated_token(&world.adele.id, &["Tasks.Read"]));
    let message = client.get("/me/tasks").await.error(501, "NotImplemented");
    assert!(message.contains("GET /me/tasks"), "{message}");
    world.as_user(&world.adele).get("/me/tasks").await.error(403, "Forbidden");
}

#[tokio::test]
async fn delta_also_stands_on_top_of_all_recordings() {
    let call = |name: &str| Segment::Call { name: String::from(name), parameters: vec![] };
    let mut api = Api::new("deltas", "v1.0", "https://graph.microsoft.com/v1.0");
    let mut delta = operation(HttpMethod::Get, &["me", "onlineMeetings"]);
    delta.path.segments.extend([call("getAllRecordings"), call("delta")]);
    api.operations = vec![operation(HttpMethod::Post, &["me", "onlineMeetings"]), delta];
    let world = World::with(Emulator::builder().api(api)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let add = || world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    add();
    let first = client.get("/me/onlineMeetings/getAllRecordings()/delta()").await;
    assert_eq!(first.items().len(), 1);
    let new = add();
    let since = client.get(&text(&first.json()["@odata.deltaLink"])).await.items();
    assert_eq!((since.len(), &since[0]["id"]), (1, &json!(new)));
}

#[tokio::test]
async fn a_smaller_slice_is_served_without_types() {
    let mut api = Api::new("small", "v1.0", "https://graph.microsoft.com/v1.0");
    api.operations = vec![operation(HttpMethod::Post, &["me", "onlineMeetings"])];
    let world = World::with(Emulator::builder().api(api)).await;
    let client = world.client(world.emulator.delegated_token(&world.adele.id, &[]));
    let meeting = client.post("/me/onlineMeetings", &json!({"subject": "x"})).await.expect(201);
    assert_eq!(meeting["subject"], "x");
    let path = format!("/me/onlineMeetings/{}", text(&meeting["id"]));
    client.get(&path).await.error(400, "BadRequest");
}
