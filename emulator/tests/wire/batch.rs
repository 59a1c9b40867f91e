//! The row "`$batch`".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, World, builder, text};

fn create(id: &str, subject: &str) -> Value {
    json!({
        "id": id, "method": "POST", "url": "/me/onlineMeetings",
        "headers": {"Content-Type": "application/json"}, "body": {"subject": subject},
    })
}

async fn send(client: &Client, requests: impl Into<Value>) -> Answer {
    client.post("/$batch", &json!({ "requests": requests.into() })).await
}

/// The answers, as they came.
#[track_caller]
fn responses(answer: &Answer) -> Vec<Value> {
    answer.expect(200)["responses"].as_array().expect("a list").clone()
}

#[track_caller]
fn response(answer: &Answer, id: &str) -> Value {
    responses(answer).into_iter().find(|one| one["id"] == id).expect("an answer of that id")
}

#[tokio::test]
async fn each_request_has_an_answer_of_its_own() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let get = json!({"id": "b", "method": "get", "url": "me/onlineMeetings/nothing"});
    let answer = send(&client, vec![create("a", "x"), get]).await;
    assert_eq!(responses(&answer).len(), 2);
    let made = response(&answer, "a");
    assert_eq!((&made["status"], &made["body"]["subject"]), (&json!(201), &json!("x")));
    assert!(text(&made["headers"]["Content-Type"]).starts_with("application/json"));
    let none = response(&answer, "b");
    assert_eq!((&none["status"], &none["body"]["error"]["code"]), (&json!(404), &json!("UnknownError")));
    let id = text(&made["body"]["id"]);
    client.get(&format!("/me/onlineMeetings/{id}")).await.expect(200);
    let gone = json!({"id": "1", "method": "DELETE", "url": format!("/me/onlineMeetings/{id}")});
    let answer = send(&client, vec![gone]).await;
    let gone = response(&answer, "1");
    assert_eq!((&gone["status"], gone.get("body")), (&json!(204), None));
}

#[tokio::test]
async fn at_most_twenty_requests() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let many = |count: usize| (0..count).map(|at| create(&at.to_string(), "x")).collect::<Vec<_>>();
    assert_eq!(responses(&send(&client, many(20)).await).len(), 20);
    let message = send(&client, many(21)).await.error(400, "BadRequest");
    assert!(message.contains("20") && message.contains("21"), "{message}");
    assert_eq!(responses(&send(&client, many(0)).await).len(), 0);
}

#[tokio::test]
async fn a_batch_that_cannot_be_read_is_refused_and_nothing_is_done() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let with = |name: &str, value: Value| {
        let mut one = create("bad", "x");
        one[name] = value;
        one
    };
    let without = |name: &str| {
        let mut one = create("bad", "x");
        one.as_object_mut().expect("an object").remove(name);
        one
    };
    let cases = [
        (without("id"), "'id'"),
        (with("id", json!(1)), "'id'"),
        (with("id", json!("")), "'id'"),
        (with("id", json!("GOOD")), "without regard to case"),
        (without("method"), "'method'"),
        (with("method", json!("P ST")), "method"),
        (without("url"), "'url'"),
        (with("url", json!("https://graph.microsoft.com/v1.0/me/onlineMeetings")), "relative"),
        (without("headers"), "Write request id : bad does not contain Content-Type header or body."),
        (without("body"), "Write request id : bad does not contain Content-Type header or body."),
        (with("headers", json!({"Content-Type": 1})), "'headers'"),
        (with("headers", json!({"a b": "c"})), "'headers'"),
        (with("headers", json!([])), "'headers'"),
        (with("dependsOn", json!(["nobody"])), "'nobody'"),
        (with("dependsOn", json!("good")), "'dependsOn'"),
        (with("dependsOn", json!(["bad"])), "circle"),
        (json!("x"), "must be an object"),
    ];
    for (bad, wanted) in cases {
        let message = send(&client, vec![create("good", "x"), bad]).await.error(400, "BadRequest");
        assert!(message.contains(wanted), "{message}");
    }
    let circle = [("a", "b"), ("b", "c"), ("c", "a")].map(|(id, on)| {
        let mut one = create(id, "x");
        one["dependsOn"] = json!([on]);
        one
    });
    let message = send(&client, circle.to_vec()).await.error(400, "BadRequest");
    assert!(message.contains("a, b, c"), "{message}");
    client.post("/$batch", &json!({})).await.error(400, "BadRequest");
    client.post("/$batch", &json!([])).await.error(400, "BadRequest");
    assert!(world.emulator.requests().iter().all(|one| one.batch_id.is_none()), "nothing was carried out");
}

#[tokio::test]
async fn what_depends_on_a_failure_fails_and_waits_for_a_success() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let depends = |mut one: Value, on: Value| {
        one["dependsOn"] = on;
        one
    };
    let fails = json!({"id": "Fails", "method": "GET", "url": "/me/onlineMeetings/nothing"});
    let answer = send(
        &client,
        vec![
            depends(create("grandchild", "x"), json!(["child"])),
            depends(create("child", "x"), json!(["first", "fails"])),
            depends(create("second", "x"), json!(["first"])),
            fails,
            create("first", "x"),
        ],
    )
    .await;
    for (id, status) in [("first", 201), ("second", 201), ("Fails", 404), ("child", 424), ("grandchild", 424)]
    {
        assert_eq!(response(&answer, id)["status"], status, "{id}");
    }
    assert_eq!(response(&answer, "child")["body"]["error"]["code"], "FailedDependency");
    let done: Vec<_> = world.emulator.requests().into_iter().filter_map(|one| one.batch_id).collect();
    assert_eq!(done, ["Fails", "first", "second"]);
}

#[tokio::test]
async fn answers_come_in_another_order_which_the_seed_decides() {
    let asked: Vec<String> = (0..8).map(|at| at.to_string()).collect();
    let mut orders = Vec::new();
    for seed in [1, 1, 2] {
        let world = World::with(builder().seed(seed)).await;
        let client = world.as_user(&world.adele);
        let answer = send(&client, asked.iter().map(|id| create(id, "x")).collect::<Vec<_>>()).await;
        orders.push(responses(&answer).iter().map(|one| text(&one["id"])).collect::<Vec<_>>());
    }
    assert!(orders.iter().all(|one| *one != asked), "{orders:?}");
    assert_eq!(orders[0], orders[1]);
    assert_ne!(orders[0], orders[2]);
}

#[tokio::test]
async fn headers_and_options_are_those_of_each_request() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = client.meeting_id().await;
    let url = format!("/me/onlineMeetings/{id}");
    let answer = send(
        &client,
        json!([
            {"id": "de", "method": "GET", "url": url, "headers": {"accept-language": "de"}},
            {"id": "en", "method": "GET", "url": url, "headers": {"client-request-id": "mine"}},
            {"id": "one", "method": "GET", "url": format!("{url}?$select=id, subject")},
        ]),
    )
    .await;
    let content = |id| text(&response(&answer, id)["body"]["joinInformation"]["content"]);
    assert!(content("de").contains("Besprechungs-ID"));
    assert!(content("en").contains("Meeting+ID"));
    assert_eq!(response(&answer, "en")["headers"]["Client-Request-Id"], "mine");
    let one = response(&answer, "one")["body"].as_object().expect("a meeting").len();
    assert_eq!(one, 3, "the context and two properties");

    let fewer =
        json!([{"id": "1", "method": "GET", "url": url, "headers": {"ConsistencyLevel": "eventual"}}]);
    let batch = client.request(Method::POST, "/$batch").header("accept-language", "de");
    let answer = Answer::to(batch.json(&json!({ "requests": fewer }))).await;
    let content = text(&response(&answer, "1")["body"]["joinInformation"]["content"]);
    assert!(content.contains("Meeting+ID"), "the headers of the batch are not those of its requests");
    let kept = world.emulator.requests().pop().expect("the request");
    assert_eq!((kept.header("consistencylevel"), kept.header("accept-language")), (Some("eventual"), None));
}

#[tokio::test]
async fn unknown_enum_members_are_for_the_request_that_prefers_them() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"lobbyBypassSettings": {"scope": "invited"}})).await;
    let url = format!("/me/onlineMeetings/{}", text(&meeting["id"]));
    let prefer = json!({"Prefer": "include-unknown-enum-members"});
    let requests = json!([
        {"id": "with", "method": "GET", "url": url, "headers": prefer},
        {"id": "without", "method": "GET", "url": url},
    ]);
    let answer = send(&client, requests).await;
    for (id, scope) in [("with", "invited"), ("without", "unknownFutureValue")] {
        assert_eq!(response(&answer, id)["body"]["lobbyBypassSettings"]["scope"], scope, "{id}");
    }
}

#[tokio::test]
async fn contents_go_in_and_out_as_base64() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let video: &[u8] = &[0, 255, 254, 1];
    let id = world.emulator.add_recording(&meeting, json!({}), video).expect("a recording");
    let url = format!("/me/onlineMeetings/{meeting}/recordings/{id}/content");
    let answer = send(&client, json!([{"id": "1", "method": "GET", "url": url}])).await;
    let content = response(&answer, "1");
    assert_eq!(content["headers"]["Content-Type"], "video/mp4");
    assert_eq!(STANDARD.decode(text(&content["body"])).expect("base64"), video);

    for body in ["AP_-AQ", "AP/+AQ=="] {
        let put = json!({"id": "1", "method": "PUT", "url": url, "headers": {"Content-Type": "video/mp4"},
            "body": body});
        assert_eq!(response(&send(&client, vec![put]).await, "1")["status"], 405);
        assert_eq!(world.emulator.requests().last().expect("the item").body, video, "{body}");
    }
    let put = json!({"id": "1", "method": "PUT", "url": url, "headers": {"Content-Type": "video/mp4"},
        "body": {"not": "base64"}});
    let message = send(&client, vec![put]).await.error(400, "BadRequest");
    assert!(message.contains("base64"), "{message}");
}

#[tokio::test]
async fn a_batch_in_a_batch_is_refused_alone() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let inner = json!({"id": "in", "method": "POST", "url": "/%24batch",
        "headers": {"Content-Type": "application/json"}, "body": {"requests": [create("x", "x")]}});
    let answer = send(&client, vec![inner, create("out", "x")]).await;
    let inner = response(&answer, "in");
    assert_eq!((&inner["status"], &inner["body"]["error"]["code"]), (&json!(400), &json!("BadRequest")));
    assert_eq!(response(&answer, "out")["status"], 201);
    assert_eq!(world.emulator.requests().len(), 3);
}

#[tokio::test]
async fn the_token_of_the_batch_opens_each_request() {
    let world = World::new().await;
    let client = world.client(world.emulator.delegated_token(&world.adele.id, &[]));
    let mut one = create("1", "x");
    one["headers"]["Authorization"] = format!("Bearer {}", world.as_user(&world.adele).token).into();
    let answer = send(&client, vec![one]).await;
    assert_eq!(response(&answer, "1")["status"], 403, "a token in the batch does not count");
    let address = format!("{}/$batch", client.root);
    let none = Answer::to(client.http.post(address).json(&json!({"requests": []}))).await;
    none.error(401, "InvalidAuthenticationToken");
    let wrong = Answer::to(client.request(Method::GET, "/$batch")).await;
    wrong.error(405, "BadRequest");
    assert_eq!(wrong.header("allow"), "POST");
}

#[tokio::test]
async fn requests_of_a_batch_are_listed_behind_it() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    send(&client, vec![create("1", "x"), create("2", "y")]).await.expect(200);
    let all = world.emulator.requests();
    let listed: Vec<_> = all.iter().map(|one| (one.path.as_str(), one.batch_id.as_deref())).collect();
    let (batch, meetings) = ("/v1.0/$batch", "/v1.0/me/onlineMeetings");
    assert_eq!(listed, [(batch, None), (meetings, Some("1")), (meetings, Some("2"))]);
    assert_eq!(all[2].json(), Some(json!({"subject": "y"})));
    assert_eq!(all[2].header("authorization"), Some("(redacted)"));
    assert_eq!(all[2].method, "POST");
}

#[tokio::test]
async fn a_connection_that_one_request_cuts_is_cut_for_the_batch() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let get = |id: &str, fault: &str| json!({"id": id, "method": "GET", "url": "/me/onlineMeetings/x", "headers": {"emulator-fault": fault}});
    for (first, second) in
        [("cut-body=1", "cut-before"), ("cut-after", "cut-before"), ("cut-body=1", "cut-after")]
    {
        let batch = json!({"requests": [get("1", first), get("2", second)]});
        let sent = client.request(Method::POST, "/$batch").json(&batch).send().await;
        assert!(sent.is_err(), "{first}, {second}: {sent:?}");
    }
    let batches = world.emulator.requests().into_iter().filter(|one| one.batch_id.is_none());
    assert_eq!(batches.map(|one| one.status).collect::<Vec<_>>(), [None, None, Some(200)]);
}

#[tokio::test]
async fn ids_have_a_length_and_dependencies_a_number() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let on = |count: usize| {
        let mut one = create("b", "x");
        one["dependsOn"] = vec!["A"; count].into();
        vec![create("a", "x"), one]
    };
    assert_eq!(response(&send(&client, on(20)).await, "b")["status"], 201);
    let message = send(&client, on(21)).await.error(400, "BadRequest");
    assert!(message.contains("'b'") && message.contains("at most 20"), "{message}");
    let named = |length: usize| vec![create(&"i".repeat(length), "x")];
    assert_eq!(responses(&send(&client, named(1_000)).await)[0]["status"], 201);
    let message = send(&client, named(1_001)).await.error(400, "BadRequest");
    assert!(
        message.contains("'requests[0]'") && message.contains("1000") && message.len() < 200,
        "{message}"
    );
}
