//! An emulator that ends, and another one with the same file.

use std::collections::BTreeSet;

use msgraph_emulator::{Emulator, User};
use serde_json::json;

use crate::support::{Client, builder, client, place, start, text};

const VIDEO: &[u8] = &[0, 159, 146, 150, 255];

/// A meeting that has everything, and the paths that show it.
async fn full(emulator: &Emulator, client: &Client) -> Vec<String> {
    let body = json!({
        "subject": "Straße ☕",
        "startDateTime": "2026-04-01T10:00:00.1234567+02:00",
        "endDateTime": "2026-04-01T11:00:00Z",
        "joinMeetingIdSettings": { "isPasscodeRequired": true },
        "participants": { "attendees": [{ "upn": "megan@contoso.example", "role": "presenter" }] },
    });
    let id = text(&client.meeting(&body).await["id"]);
    let meeting = format!("/me/onlineMeetings/{id}");
    client.patch(&meeting, &json!({ "allowedPresenters": "organizer" })).await.expect(200);
    let transcript = emulator.add_transcript(&id, json!({}), "WEBVTT").expect("a transcript");
    emulator.set_transcript_metadata(&transcript, "first").expect("metadata");
    emulator.set_transcript_metadata(&transcript, "WEBVTT\n{}").expect("metadata");
    // Two of the same id, in an order that is not that of their ids.
    let recordings = ["z", "a"]
        .map(|id_of| emulator.add_recording(&id, json!({ "id": id_of }), VIDEO).expect("a recording"));
    let records = vec![json!({ "emailAddress": "alex@contoso.example" })];
    let report = emulator.add_attendance_report(&id, json!({}), records).expect("a report");
    emulator.add_attendance_report(&id, json!({ "id": "0" }), Vec::new()).expect("a report");
    emulator.set_attendee_report(&id, "first").expect("an attendee report");
    emulator.set_attendee_report(&id, "id,name\n").expect("an attendee report");
    let mut paths: Vec<String> = [
        "",
        "/transcripts",
        "/recordings",
        "/attendanceReports",
        "/attendeeReport",
        "/recordings/delta()",
        "?$expand=transcripts,recordings",
    ]
    .map(|rest| format!("{meeting}{rest}"))
    .into();
    paths.push(format!("{meeting}/transcripts/{transcript}/content"));
    paths.push(format!("{meeting}/transcripts/{transcript}/metadataContent"));
    paths.extend(recordings.map(|one| format!("{meeting}/recordings/{one}/content")));
    paths.push(format!("{meeting}/attendanceReports/{report}/attendanceRecords"));
    paths
}

#[tokio::test]
async fn everything_is_as_it_was() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let all = client(&emulator);
    let mut paths = full(&emulator, &all).await;
    let external = json!({ "externalId": "lesson 7", "subject": "Analysis" });
    let made = all.post("/me/onlineMeetings/createOrGet", &external).await.expect(201);
    paths.push(format!("/me/onlineMeetings/{}", text(&made["id"])));
    let mut before = Vec::new();
    for path in &paths {
        let told = all.told(path).await;
        assert_eq!(told.0, 200, "{path}: {told:?}");
        before.push(told);
    }
    drop(emulator);

    for _ in 0..2 {
        let emulator = start(&path).await;
        let all = client(&emulator);
        for (path, before) in paths.iter().zip(&before) {
            assert_eq!(all.told(path).await, *before, "{path}");
        }
        let found = all.post("/me/onlineMeetings/createOrGet", &external).await.expect(200);
        assert_eq!((&found["id"], &found["joinWebUrl"]), (&made["id"], &made["joinWebUrl"]));
        // The address of a content is one of the emulator that answers.
        let transcripts = all.get(&paths[1]).await.expect(200);
        let content = all.get(&text(&transcripts["value"][0]["transcriptContentUrl"])).await;
        assert_eq!((content.status, content.bytes), (200, b"WEBVTT".to_vec()));
    }
}

#[tokio::test]
async fn made_up_ids_never_repeat_and_the_first_are_those_without_a_file() {
    let (_folder, path) = place();
    let mut seen = BTreeSet::new();
    let mut first = Vec::new();
    for run in 0..4 {
        let emulator = start(&path).await;
        let client = client(&emulator);
        for _ in 0..10 {
            let meeting = client.meeting(&json!({})).await;
            if run == 0 {
                first.push(text(&meeting["id"]));
            }
            for made_up in [&meeting["id"], &meeting["joinMeetingIdSettings"]["joinMeetingId"]] {
                assert!(seen.insert(text(made_up)), "{made_up} came twice");
            }
        }
    }
    let emulator = Emulator::start().await.expect("the emulator starts");
    let client = client(&emulator);
    for id in first {
        assert_eq!(client.meeting(&json!({})).await["id"], id);
    }
}

#[tokio::test]
async fn a_delta_token_goes_on_after_a_restart() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let first = client(&emulator);
    let id = text(&first.meeting(&json!({})).await["id"]);
    emulator.add_recording(&id, json!({ "id": "one" }), VIDEO).expect("a recording");
    let delta = first.get(&format!("/me/onlineMeetings/{id}/recordings/delta()")).await.expect(200);
    let link = text(&delta["@odata.deltaLink"]).replace(emulator.url(), "");
    drop(emulator);

    let emulator = start(&path).await;
    let second = client(&emulator);
    assert_eq!(second.get(&link).await.expect(200)["value"], json!([]));
    emulator.add_recording(&id, json!({ "id": "two" }), VIDEO).expect("a recording");
    let news = second.get(&link).await.expect(200);
    assert_eq!(news["value"].as_array().map(Vec::len), Some(1));
    assert_eq!(news["value"][0]["id"], "two");
}

#[tokio::test]
async fn what_was_deleted_stays_so_and_its_etag_is_no_other_contents() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let first = client(&emulator);
    let paths = full(&emulator, &first).await;
    let kept = text(&first.meeting(&json!({})).await["id"]);
    let recording = paths.iter().find(|path| path.contains("/recordings/z/")).expect("a recording");
    let etag = first.get(recording).await.etag.expect("an ETag");
    assert_eq!(first.delete(&paths[0]).await.status, 204);
    drop(emulator);

    // What is left of a meeting that is gone would be refused here.
    let emulator = start(&path).await;
    let second = client(&emulator);
    for path in &paths {
        assert_eq!(second.get(path).await.status, 404, "{path}");
    }
    emulator.add_recording(&kept, json!({ "id": "z" }), VIDEO).expect("a recording");
    let content = second.get(&format!("/me/onlineMeetings/{kept}/recordings/z/content")).await;
    assert_eq!(content.bytes, VIDEO);
    assert_ne!(content.etag, Some(etag));
}

#[tokio::test]
async fn users_that_were_added_are_there_behind_those_of_the_builder() {
    let (_folder, path) = place();
    let user = |digit: char, name: &str| {
        let id = format!("00000000-0000-4000-8000-00000000000{digit}");
        User::new(id, name, format!("{name}@contoso.example"))
    };
    let emulator = start(&path).await;
    let megan = emulator.users()[1].clone();
    emulator.add_user(user('9', "nine"));
    emulator.add_user(user('1', "one").personal());
    let renamed = User::new(megan.id.to_uppercase(), "Megan B.", "megan@contoso.example");
    emulator.add_user(renamed.clone());
    emulator.add_user(user('9', "ninth"));
    let before = emulator.users();
    assert_eq!(before.len(), 4);
    drop(emulator);

    let emulator = start(&path).await;
    assert_eq!(emulator.users(), before);
    drop(emulator);

    let others = builder(&path).users([user('5', "five"), user('1', "replaced")]);
    let emulator = others.start().await.expect("the emulator starts");
    let expected = [user('5', "five"), user('1', "one").personal(), renamed, user('9', "ninth")];
    assert_eq!(emulator.users(), expected);
}

/// What else changes the same meeting would keep a change that was forgotten, so each is the last one once.
#[tokio::test]
async fn each_single_change_is_kept_by_itself() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let id = text(&client(&emulator).meeting(&json!({})).await["id"]);
    drop(emulator);
    let meeting = format!("/me/onlineMeetings/{id}");
    let shown =
        ["", "/transcripts", "/transcripts/t/content", "/transcripts/t/metadataContent", "/recordings"];
    let shown = shown.iter().chain(&["/attendanceReports", "/attendeeReport"]);
    let paths: Vec<String> = shown.map(|rest| format!("{meeting}{rest}")).collect();
    let mut last = Vec::new();
    for change in 0..7 {
        let emulator = start(&path).await;
        let all = client(&emulator);
        match change {
            0 => drop(all.patch(&meeting, &json!({ "subject": "new" })).await.expect(200)),
            1 => emulator.link_to_event(&id).expect("a meeting"),
            2 => drop(emulator.add_transcript(&id, json!({ "id": "t" }), "WEBVTT").expect("a transcript")),
            3 => emulator.set_transcript_metadata("t", "{}").expect("metadata"),
            4 => drop(emulator.add_recording(&id, json!({}), VIDEO).expect("a recording")),
            5 => emulator.set_attendee_report(&id, "id").expect("an attendee report"),
            _ => drop(emulator.add_attendance_report(&id, json!({}), vec![]).expect("a report")),
        }
        let before = told(&all, &paths).await;
        assert_ne!(before, last, "change {change} can be seen");
        drop(emulator);
        let emulator = start(&path).await;
        assert_eq!(told(&client(&emulator), &paths).await, before, "change {change}");
        last = before;
    }
}

/// What each of the paths answers; of an error nothing but the status, for it has ids of its own.
async fn told(client: &Client, paths: &[String]) -> Vec<(u16, Option<String>, String)> {
    let mut all = Vec::new();
    for path in paths {
        let (status, etag, body) = client.told(path).await;
        all.push((status, etag, if status == 200 { body } else { String::new() }));
    }
    all
}
