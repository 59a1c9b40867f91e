//! Query options: which ones an operation takes, and what they may say.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World, text};

#[tokio::test]
async fn an_option_that_the_operation_does_not_take_is_refused_with_those_that_it_takes() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let recordings = format!("/me/onlineMeetings/{meeting}/recordings");
    let takes = "GET /me/onlineMeetings/{onlineMeeting-id}/recordings takes $select and $top.";
    for (option, said) in [
        ("$orderby=id", "'$orderby' is no query option of this request."),
        ("search=x", "'$search' is no query option of this request."),
        ("$limit=5", "The query option '$limit' is unknown."),
    ] {
        let message = client.get(&format!("{recordings}?{option}")).await.error(400, "BadRequest");
        assert_eq!(message, format!("{said} {takes}"));
    }
    let one = format!("/me/onlineMeetings/{meeting}?$count=true");
    let message = client.get(&one).await.error(400, "BadRequest");
    assert!(message.ends_with("takes $select and $expand."), "{message}");
}

#[tokio::test]
async fn an_option_of_the_programs_own_is_left_alone() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = format!("/me/onlineMeetings/{}", client.meeting_id().await);
    for options in ["trace=1&trace=2", "limit=5", "$format=json", "id=x", "%24select=id", "select=id"] {
        client.get(&format!("{path}?{options}")).await.expect(200);
    }
}

#[tokio::test]
async fn an_operation_without_declared_options_takes_those_of_odata() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = "/me/onlineMeetings";
    let made = client.post(&format!("{path}?$select=id&$top=5"), &json!({})).await.expect(201);
    assert!(made.get("subject").is_none(), "{made}");
    client.post(&format!("{path}?$first=5"), &json!({})).await.error(400, "BadRequest");
    let gone = format!("{path}/{}?$select=id", text(&made["id"]));
    assert_eq!(client.delete(&gone).await.status, 204);
}

#[tokio::test]
async fn values_that_cannot_be_and_options_that_are_there_twice_are_refused() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let reports = format!("/me/onlineMeetings/{}/attendanceReports", client.meeting_id().await);
    let bad = [
        "$top=x",
        "$top=-1",
        "$top",
        "$skip=-1",
        "$skip=x",
        "$count=maybe",
        "$select=",
        "$select=id,",
        "$orderby=",
    ];
    for option in bad {
        let message = client.get(&format!("{reports}?{option}")).await.error(400, "BadRequest");
        assert!(message.contains("is no valid value of $"), "{option}: {message}");
    }
    for option in ["$top=1&$top=1", "$top=1&TOP=2", "$select=id&%24select=id"] {
        let message = client.get(&format!("{reports}?{option}")).await.error(400, "BadRequest");
        assert!(message.contains("is there twice"), "{option}: {message}");
    }
    client.get(&format!("{reports}?$top=1&$skip=0&$count=FALSE&$select=id&$orderby=id")).await.expect(200);
}

#[tokio::test]
async fn a_request_of_a_batch_has_the_same_rules() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let item = |id: &str, options: &str| json!({"id": id, "method": "GET", "url": format!("/me/onlineMeetings/{meeting}/recordings?{options}")});
    let batch =
        json!({"requests": [item("good", "$top=1"), item("bad", "$top=x"), item("other", "$skip=1")]});
    let answer = client.post("/$batch", &batch).await.expect(200);
    let mut statuses: Vec<(String, u64)> = answer["responses"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (text(&one["id"]), one["status"].as_u64().expect("a status")))
        .collect();
    statuses.sort();
    assert_eq!(statuses, [("bad".into(), 400), ("good".into(), 200), ("other".into(), 400)]);
}

#[tokio::test]
async fn the_right_to_ask_comes_before_what_is_asked() {
    let world = World::new().await;
    let stranger = world.client(world.emulator.delegated_token(&world.adele.id, &["User.Read"]));
    stranger.get("/me/onlineMeetings?$limit=1").await.error(403, "Forbidden");
    let nobody = stranger.http.request(Method::GET, format!("{}/me/onlineMeetings?$limit=1", stranger.root));
    Answer::to(nobody).await.error(401, "InvalidAuthenticationToken");
}
