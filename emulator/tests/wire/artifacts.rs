//! Transcripts, recordings, attendance reports and virtual appointments, and the rows "Transcripts" and "Paging".

use msgraph_emulator::SeedError;
use serde_json::{Value, json};

use crate::support::{Client, World, builder, text};

fn below(meeting: &str, rest: &str) -> String {
    format!("/me/onlineMeetings/{meeting}/{rest}")
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|one| text(&one["id"])).collect()
}

/// A meeting with so many recordings, and their ids.
async fn recorded(world: &World, client: &Client, count: usize) -> (String, Vec<String>) {
    let meeting = client.meeting_id().await;
    let add = |_| world.emulator.add_recording(&meeting, json!({}), "video").expect("a recording");
    let ids = (0..count).map(add).collect();
    (meeting, ids)
}

#[tokio::test]
async fn transcripts_of_a_meeting_without_an_event_are_a_bad_request() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for rest in ["transcripts", "transcripts/x", "transcripts/x/content", "transcripts/delta()"] {
        let message = client.get(&below(&meeting, rest)).await.error(400, "BadRequest");
        assert_eq!(message, "No iCalUid found for the meeting...", "{rest}");
    }
    world.emulator.link_to_event(&meeting).expect("a meeting");
    assert_eq!(client.get(&below(&meeting, "transcripts")).await.items(), Vec::<Value>::new());
    client.get(&below(&meeting, "transcripts/x")).await.error(404, "UnknownError");
}

#[tokio::test]
async fn transcripts_are_read_as_json_and_as_webvtt() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let given = json!({"createdDateTime": "2026-02-01T10:00:00+01:00", "callId": "c"});
    let id = world.emulator.add_transcript(&meeting, given, "WEBVTT").expect("a transcript");
    let list = client.get(&below(&meeting, "transcripts")).await.items();
    let path = below(&meeting, &format!("transcripts/{id}"));
    let one = client.get(&path).await.expect(200);
    assert_eq!(one["createdDateTime"], "2026-02-01T09:00:00.0000000Z");
    assert_eq!((&one["callId"], &one["meetingId"]), (&json!("c"), &json!(meeting)));
    assert_eq!(one["meetingOrganizer"]["user"]["id"], world.adele.id);
    assert!(one.get("content").is_none(), "a stream is never in line");
    assert_eq!(ids(&list), [id.as_str()]);
    let content = client.get(&format!("{path}/content?$format=text/vtt")).await;
    assert_eq!((content.header("content-type"), content.bytes.as_slice()), ("text/vtt", &b"WEBVTT"[..]));
    client.get(&format!("{path}/metadataContent")).await.error(404, "UnknownError");
    world.emulator.set_transcript_metadata(&id, "WEBVTT\n{}").expect("a transcript");
    let metadata = client.get(&format!("{path}/metadataContent")).await;
    assert_eq!((metadata.status, metadata.bytes.as_slice()), (200, &b"WEBVTT\n{}"[..]));
    client.get(&text(&one["transcriptContentUrl"])).await.expect(200);
}

#[tokio::test]
async fn recordings_are_read_as_json_and_as_video() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    assert_eq!(client.get(&below(&meeting, "recordings")).await.items(), Vec::<Value>::new());
    let bytes: &[u8] = &[0, 159, 146, 150];
    let id = world.emulator.add_recording(&meeting, json!({}), bytes).expect("a recording");
    let path = below(&meeting, &format!("recordings/{id}"));
    assert_eq!(client.get(&path).await.expect(200)["createdDateTime"], "2026-03-01T12:00:00.0000000Z");
    let content = client.get(&format!("{path}/content")).await;
    assert_eq!((content.header("content-type"), content.bytes.as_slice()), ("video/mp4", bytes));
    let other = client.meeting_id().await;
    client.get(&below(&other, &format!("recordings/{id}"))).await.error(404, "UnknownError");
}

#[tokio::test]
async fn what_a_meeting_left_behind_goes_with_it_and_is_not_for_strangers() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let (meeting, ids) = recorded(&world, &client, 1).await;
    let path = below(&meeting, &format!("recordings/{}", ids[0]));
    let transcript = world.emulator.add_transcript(&meeting, json!({}), "").expect("a transcript");
    world.as_user(&world.megan).get(&path).await.error(404, "UnknownError");
    client.delete(&format!("/me/onlineMeetings/{meeting}")).await.expect(204);
    client.get(&path).await.error(404, "UnknownError");
    let all = format!("/users/{}/onlineMeetings/getAllRecordings()", world.adele.id);
    let gathered = world.as_app().get(&all).await;
    assert_eq!(gathered.items().len(), 0);
    let context = text(&gathered.json()["@odata.context"]);
    assert!(context.ends_with("$metadata#Collection(microsoft.graph.callRecording)"), "{context}");
    assert_eq!(world.emulator.set_transcript_metadata(&transcript, ""), Err(SeedError::NotFound));
}

#[tokio::test]
async fn attendance_reports_have_records() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    assert_eq!(client.get(&below(&meeting, "attendanceReports")).await.items(), Vec::<Value>::new());
    let records = vec![json!({"emailAddress": "a@x.example"}), json!({"id": "second"})];
    let report = world.emulator.add_attendance_report(&meeting, json!({}), records).expect("a report");
    let path = below(&meeting, &format!("attendanceReports/{report}"));
    let one = client.get(&path).await.expect(200);
    assert_eq!(one["totalParticipantCount"], 2);
    assert!(one.get("attendanceRecords").is_none(), "only where it is expanded");
    let expanded = client.get(&format!("{path}?$expand=attendanceRecords")).await.expect(200);
    assert_eq!(expanded["attendanceRecords"][0]["emailAddress"], "a@x.example");
    client.get(&format!("{path}?$expand=other")).await.error(400, "BadRequest");
    let records = client.get(&format!("{path}/attendanceRecords")).await.items();
    assert_eq!(records.len(), 2);
    let second = client.get(&format!("{path}/attendanceRecords/second")).await.expect(200);
    assert_eq!(second["id"], "second");
    client.get(&format!("{path}/attendanceRecords/third")).await.error(404, "UnknownError");
    client.get(&below(&meeting, "attendanceReports/x")).await.error(404, "UnknownError");
}

#[tokio::test]
async fn the_attendee_report_is_a_file() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    client.get(&below(&meeting, "attendeeReport")).await.error(404, "UnknownError");
    world.emulator.set_attendee_report(&meeting, "a;b").expect("a meeting");
    let answer = client.get(&below(&meeting, "attendeeReport")).await;
    assert_eq!(
        (answer.header("content-type"), answer.bytes.as_slice()),
        ("application/octet-stream", &b"a;b"[..])
    );
}

#[tokio::test]
async fn all_recordings_are_those_of_one_organizer_within_the_dates() {
    let world = World::new().await;
    let adele = world.as_user(&world.adele);
    let (one, other) = (adele.meeting_id().await, adele.meeting_id().await);
    let megans = world.as_user(&world.megan).meeting_id().await;
    let add = |meeting: &str, id: &str, date: &str| {
        let given = json!({"id": id, "createdDateTime": date});
        world.emulator.add_recording(meeting, given, "").expect("a recording");
    };
    add(&one, "jan", "2026-01-10T00:00:00Z");
    add(&other, "feb", "2026-02-10T00:00:00Z");
    add(&megans, "megan", "2026-01-10T00:00:00Z");
    let app = world.as_app();
    let all =
        |arguments: &str| format!("/users/{}/onlineMeetings/getAllRecordings({arguments})", world.adele.id);
    let who = format!("meetingOrganizerUserId='{}'", world.adele.id);
    let cases: [(String, &[&str]); 5] = [
        (String::new(), &["jan", "feb"]),
        (who.clone(), &["jan", "feb"]),
        (format!("startDateTime=2026-02-01T00:00:00Z,{who}"), &["feb"]),
        (format!("{who},endDateTime=2026-02-01T00:00:00%2B01:00"), &["jan"]),
        (format!("{who},startDateTime=2026-01-11T00:00:00Z,endDateTime=2026-01-12T00:00:00Z"), &[]),
    ];
    for (arguments, wanted) in cases {
        assert_eq!(ids(&app.get(&all(&arguments)).await.items()), wanted, "{arguments}");
    }
    app.get(&all("startDateTime=soon")).await.error(400, "BadRequest");
}

#[tokio::test]
async fn all_transcripts_come_from_every_meeting() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let mut wanted = Vec::new();
    for _ in 0..2 {
        let meeting = client.meeting_id().await;
        wanted.push(world.emulator.add_transcript(&meeting, json!({}), "").expect("a transcript"));
    }
    let path = format!("/users/{}/onlineMeetings/getAllTranscripts", world.adele.id);
    assert_eq!(ids(&world.as_app().get(&path).await.items()), wanted);
}

#[tokio::test]
async fn paging_the_next_link_is_complete_and_leads_to_the_end() {
    let world = World::with(builder().page_size(2)).await;
    let client = world.as_user(&world.adele);
    let (meeting, wanted) = recorded(&world, &client, 5).await;
    let mut next = below(&meeting, "recordings?$select=id&$count=true");
    let mut found = Vec::new();
    let mut pages = 0;
    loop {
        let page = client.get(&next).await;
        found.extend(ids(&page.items()));
        pages += 1;
        let page = page.json();
        assert_eq!(page["@odata.count"], 5);
        assert_eq!(page["value"][0].as_object().expect("an item").len(), 1, "the link keeps $select");
        match page.get("@odata.nextLink") {
            Some(link) => next = text(link),
            None => break,
        }
        assert!(next.starts_with(world.emulator.url()), "{next}");
    }
    assert_eq!((found, pages), (wanted, 3));
}

#[tokio::test]
async fn paging_top_makes_pages_smaller() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let (meeting, wanted) = recorded(&world, &client, 3).await;
    let page = client.get(&below(&meeting, "recordings?$top=2")).await;
    assert_eq!(ids(&page.items()), wanted[..2]);
    let rest = client.get(&text(&page.json()["@odata.nextLink"])).await;
    assert_eq!(ids(&rest.items()), wanted[2..]);
    let whole = client.get(&below(&meeting, "recordings?$top=3")).await.expect(200);
    assert!(whole.get("@odata.nextLink").is_none(), "nothing is left");
    let none = client.get(&below(&meeting, "recordings?$top=0&$count=true")).await.expect(200);
    assert_eq!((&none["value"], &none["@odata.count"]), (&json!([]), &json!(3)));
    assert!(none.get("@odata.nextLink").is_none(), "nothing was asked for");
    client.get(&below(&meeting, "recordings?$skiptoken=x")).await.error(400, "BadRequest");
}

#[tokio::test]
async fn delta_gives_what_came_since() {
    let world = World::with(builder().page_size(2)).await;
    let client = world.as_user(&world.adele);
    let (meeting, wanted) = recorded(&world, &client, 3).await;
    let first = client.get(&below(&meeting, "recordings/delta()")).await;
    assert!(first.json().get("@odata.deltaLink").is_none(), "on the last page alone");
    let last = client.get(&text(&first.json()["@odata.nextLink"])).await;
    assert_eq!([ids(&first.items()), ids(&last.items())].concat(), wanted);
    let delta = text(&last.json()["@odata.deltaLink"]);
    let nothing = client.get(&delta).await;
    assert_eq!(nothing.items().len(), 0);
    let new = world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    assert_eq!(ids(&client.get(&delta).await.items()), [new.as_str()]);
    assert_eq!(ids(&client.get(&text(&nothing.json()["@odata.deltaLink"])).await.items()), [new]);
}

#[tokio::test]
async fn meetings_expand_what_they_left_behind() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let (meeting, wanted) = recorded(&world, &client, 1).await;
    let path = format!("/me/onlineMeetings/{meeting}");
    assert!(client.get(&path).await.expect(200).get("recordings").is_none());
    let expanded = client.get(&format!("{path}?$expand=recordings,attendanceReports")).await.expect(200);
    assert_eq!(ids(expanded["recordings"].as_array().expect("a list")), wanted);
    assert_eq!(expanded["attendanceReports"], json!([]));
    client.get(&format!("{path}?$expand=subject")).await.error(400, "BadRequest");
}

#[tokio::test]
async fn seeds_must_fit_the_model_and_a_meeting() {
    let world = World::new().await;
    let meeting = world.as_user(&world.adele).meeting_id().await;
    let emulator = &world.emulator;
    assert_eq!(emulator.add_recording("x", json!({}), ""), Err(SeedError::NotFound));
    assert_eq!(emulator.link_to_event("x"), Err(SeedError::NotFound));
    assert_eq!(emulator.set_transcript_metadata("x", ""), Err(SeedError::NotFound));
    let wrong = emulator.add_transcript(&meeting, json!({"createdDateTime": "soon"}), "");
    assert!(
        matches!(&wrong, Err(SeedError::Invalid(faults)) if faults.contains("'createdDateTime'")),
        "{wrong:?}"
    );
    let wrong = emulator.add_attendance_report(&meeting, json!({}), vec![json!({"role": 5})]);
    assert!(matches!(&wrong, Err(SeedError::Invalid(faults)) if faults.contains("'role'")), "{wrong:?}");
}

#[tokio::test]
async fn virtual_appointments_have_a_link_and_send_messages() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for call in ["getVirtualAppointmentJoinWebUrl()", "microsoft.graph.getVirtualAppointmentJoinWebUrl"] {
        let link = client.get(&below(&meeting, call)).await.expect(200);
        assert!(text(&link["value"]).starts_with("https://visit.teams.microsoft.com/"));
    }
    let good = json!({"messageType": "confirmation", "attendees": [{"phoneNumber": "+12025550143"}]});
    let bad = json!({"messageType": "confirmation", "attendees": [{"phone": "+12025550143"}]});
    let path = below(&meeting, "sendVirtualAppointmentSms");
    client.post(&path, &good).await.expect(204);
    let message = client.post(&path, &bad).await.error(400, "BadRequest");
    assert!(message.contains("'attendees[0].phone'"), "{message}");
    let reminder = below(&meeting, "sendVirtualAppointmentReminderSms");
    client.post(&reminder, &json!({"remindBeforeTimeInMinutesType": "mins15"})).await.expect(204);
    client.post(&below("x", "sendVirtualAppointmentSms"), &good).await.error(404, "UnknownError");
}

#[tokio::test]
async fn delta_a_token_that_is_not_known_is_gone_and_says_where_to_begin_anew() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let (meeting, wanted) = recorded(&world, &client, 2).await;
    let other = World::new().await;
    let others = other.as_user(&other.adele);
    let (elsewhere, _) = recorded(&other, &others, 9).await;
    let page = others.get(&below(&elsewhere, "recordings/delta()")).await.json();
    let link = text(&page["@odata.deltaLink"]);
    let (_, foreign) = link.split_once("$deltatoken=").expect("a token");
    for token in ["x", foreign] {
        let path = below(&meeting, &format!("recordings/delta()?$top=5&$deltatoken={token}"));
        let gone = client.get(&path).await;
        gone.error(410, "syncStateNotFound");
        let anew = gone.header("location");
        assert!(anew.starts_with(world.emulator.url()) && anew.contains("$top=5"), "{anew}");
        assert_eq!(ids(&client.get(anew).await.items()), wanted);
    }
}
