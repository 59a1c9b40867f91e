//! The row "Accept-Language".

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, World, text};

async fn content(client: &Client, language: Option<&str>) -> String {
    let mut request = client.request(Method::POST, "/me/onlineMeetings").json(&json!({}));
    if let Some(language) = language {
        request = request.header("Accept-Language", language);
    }
    let meeting = Answer::to(request).await.expect(201);
    assert_eq!(meeting["joinInformation"]["contentType"], "html");
    text(&meeting["joinInformation"]["content"])
}

fn decoded(content: &str) -> String {
    let encoded = content.strip_prefix("data:text/html,").expect("a data URL");
    assert!(encoded.is_ascii() && !encoded.contains(['<', ' ', '"']), "{encoded}");
    let address = reqwest::Url::parse(&format!("http://x/?y={encoded}")).expect("an address");
    address.query_pairs().next().expect("a pair").1.into_owned()
}

#[tokio::test]
async fn accept_language_localises_the_join_information() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        (None, "Join the meeting"),
        (Some("tlh"), "Join the meeting"),
        (Some("de-AT"), "An der Besprechung teilnehmen"),
        (Some("en;q=0.5, fr"), "Rejoindre la réunion"),
        (Some("ja"), "会議に参加する"),
    ];
    for (language, words) in cases {
        let html = decoded(&content(&client, language).await);
        assert!(html.contains(words), "{language:?}: {html}");
    }
}

#[tokio::test]
async fn accept_language_counts_for_each_request_anew() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = format!("/me/onlineMeetings/{}", client.meeting_id().await);
    let request = client.request(Method::GET, &path).header("Accept-Language", "de");
    let meeting = Answer::to(request).await.expect(200);
    assert!(decoded(&text(&meeting["joinInformation"]["content"])).contains("Besprechungs-ID"));
}

#[tokio::test]
async fn the_join_information_lets_people_in() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}})).await;
    let html = decoded(&text(&meeting["joinInformation"]["content"]));
    let settings = &meeting["joinMeetingIdSettings"];
    for part in [&meeting["joinWebUrl"], &settings["joinMeetingId"], &settings["passcode"]] {
        assert!(html.contains(&text(part)), "{part} in {html}");
    }
    let without = client.meeting(&json!({})).await;
    assert_eq!(without["joinMeetingIdSettings"]["passcode"], Value::Null);
    assert!(!decoded(&text(&without["joinInformation"]["content"])).contains("Passcode"));
}
