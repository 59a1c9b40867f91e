//! The rows "GET with `$filter`" and "Organizer", and `$select`.

use serde_json::json;

use crate::support::{World, text};

const MEETINGS: &str = "/me/onlineMeetings";

#[tokio::test]
async fn get_by_id_gives_what_post_gave() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"subject": "x", "extra": 1})).await;
    let path = format!("{MEETINGS}/{}", text(&meeting["id"]));
    assert_eq!(client.get(&path).await.expect(200), meeting);
    let through_app = format!("/users/{}/onlineMeetings/{}", world.adele.id, text(&meeting["id"]));
    assert_eq!(world.as_app().get(&through_app).await.expect(200)["id"], meeting["id"]);
}

#[tokio::test]
async fn get_by_id_also_accepts_attendees_but_nobody_else() {
    let world = World::new().await;
    let adele = world.as_user(&world.adele);
    let megan = world.as_user(&world.megan);
    let by_upn = json!({"participants": {"attendees": [{"upn": "Megan@contoso.example"}]}});
    let by_id = json!({"participants": {"attendees": [{"identity": {"user": {"id": world.megan.id}}}]}});
    for body in [by_upn, by_id] {
        let id = text(&adele.meeting(&body).await["id"]);
        assert_eq!(megan.get(&format!("{MEETINGS}/{id}")).await.expect(200)["id"], id);
    }
    let id = adele.meeting_id().await;
    megan.get(&format!("{MEETINGS}/{id}")).await.error(404, "UnknownError");
    adele.get(&format!("{MEETINGS}/unknown")).await.error(404, "UnknownError");
    let of_megan = format!("/users/{}/onlineMeetings/{id}", world.megan.id);
    world.as_app().get(&of_megan).await.error(404, "UnknownError");
}

#[tokio::test]
async fn get_with_filter_on_join_web_url_is_a_collection_of_one() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    client.meeting(&json!({})).await;
    let meeting = client.meeting(&json!({"subject": "this"})).await;
    let url = text(&meeting["joinWebUrl"]);
    for filter in [format!("JoinWebUrl eq '{url}'"), format!("joinWebUrl eq '{url}'")] {
        let items = client.filter(MEETINGS, &filter).await.items();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["id"], meeting["id"]);
        assert_eq!(items[0]["subject"], "this");
    }
}

#[tokio::test]
async fn get_with_filter_the_value_is_decoded_exactly_once() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let url = text(&client.meeting(&json!({})).await["joinWebUrl"]);
    // Sent as it is, `%3a` arrives as a colon, and is then another link.
    let raw = format!("{MEETINGS}?$filter=JoinWebUrl%20eq%20'{url}'");
    assert_eq!(client.get(&raw).await.items().len(), 0);
    let encoded = url.replace('%', "%25").replace('?', "%3F").replace('=', "%3D");
    let sent = format!("{MEETINGS}?%24filter=JoinWebUrl+eq+%27{encoded}%27");
    assert_eq!(client.get(&sent).await.items().len(), 1);
}

#[tokio::test]
async fn get_with_filter_on_join_meeting_id() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    let number = text(&meeting["joinMeetingIdSettings"]["joinMeetingId"]);
    let filter = format!("joinMeetingIdSettings/joinMeetingId eq '{number}'");
    assert_eq!(client.filter(MEETINGS, &filter).await.items()[0]["id"], meeting["id"]);
    assert_eq!(world.as_user(&world.megan).filter(MEETINGS, &filter).await.items().len(), 0);
    let other = client.filter(MEETINGS, "joinMeetingIdSettings/joinMeetingId eq '1'").await;
    assert_eq!(other.items().len(), 0);
}

#[tokio::test]
async fn get_with_filter_on_video_teleconference_id_below_communications_alone() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    let filter = format!("VideoTeleconferenceId eq '{}'", text(&meeting["videoTeleconferenceId"]));
    client.filter(MEETINGS, &filter).await.error(400, "InvalidArgument");
    let found = world.as_app().filter("/communications/onlineMeetings", &filter).await;
    assert_eq!(found.items()[0]["id"], meeting["id"]);
    let context = text(&found.json()["@odata.context"]);
    assert!(context.ends_with("$metadata#communications/onlineMeetings"), "{context}");
}

#[tokio::test]
async fn get_with_any_other_filter_is_an_invalid_argument() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let wanted = "Filter expression expected - /onlineMeetings?$filter={ParameterName} eq '{id}'.";
    assert_eq!(client.get(MEETINGS).await.error(400, "InvalidArgument"), wanted);
    for filter in ["subject eq 'x'", "JoinWebUrl ne 'x'", "startswith(JoinWebUrl,'x')", "JoinWebUrl eq x"] {
        let answer = client.filter(MEETINGS, filter).await;
        assert_eq!(answer.error(400, "InvalidArgument"), wanted, "{filter}");
    }
}

#[tokio::test]
async fn organizer_alone_finds_a_meeting_by_its_join_link() {
    let world = World::new().await;
    let body = json!({"participants": {"attendees": [{"upn": "megan@contoso.example"}]}});
    let meeting = world.as_user(&world.adele).meeting(&body).await;
    let filter = format!("JoinWebUrl eq '{}'", text(&meeting["joinWebUrl"]));
    world.as_user(&world.megan).filter(MEETINGS, &filter).await.error(403, "Forbidden");
    let of_megan = format!("/users/{}/onlineMeetings", world.megan.id);
    world.as_app().filter(&of_megan, &filter).await.error(403, "Forbidden");
}

#[tokio::test]
async fn select_trims_one_and_many() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"subject": "x"})).await;
    let one =
        client.get(&format!("{MEETINGS}/{}?$select=id,subject", text(&meeting["id"]))).await.expect(200);
    let wanted = json!({"@odata.context": meeting["@odata.context"], "id": meeting["id"], "subject": "x"});
    assert_eq!(one, wanted);
    let number = text(&meeting["joinMeetingIdSettings"]["joinMeetingId"]);
    let path = format!(
        "{MEETINGS}?$select=subject&$filter=joinMeetingIdSettings%2FjoinMeetingId%20eq%20%27{number}%27"
    );
    assert_eq!(client.get(&path).await.items(), [json!({"subject": "x"})]);
}
