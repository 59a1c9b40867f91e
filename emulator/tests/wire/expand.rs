//! `$expand` with options of its own.

use serde_json::{Value, json};

use crate::support::{Answer, Client, World, text};

/// A meeting with three reports, and a client of its organizer.
async fn reported() -> (World, Client, String) {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let reports = [
        ("first", 3, "2026-01-01T10:00:00Z"),
        ("second", 0, "2026-01-03T10:00:00Z"),
        ("third", 7, "2026-01-02T10:00:00Z"),
    ];
    for (id, count, start) in reports {
        let report = json!({"id": id, "totalParticipantCount": count, "meetingStartDateTime": start});
        let records = vec![
            json!({"id": "a", "role": "Presenter", "totalAttendanceInSeconds": 60}),
            json!({"id": "b", "role": "Attendee", "totalAttendanceInSeconds": 30}),
        ];
        world.emulator.add_attendance_report(&meeting, report, records).expect("a report");
    }
    (world, client, format!("/me/onlineMeetings/{meeting}"))
}

async fn expand(client: &Client, path: &str, expand: &str) -> Answer {
    Answer::to(client.request(reqwest::Method::GET, path).query(&[("$expand", expand)])).await
}

/// The ids of the reports that come with these options.
async fn reports(client: &Client, path: &str, options: &str) -> Vec<String> {
    let answer = expand(client, path, &format!("attendanceReports({options})")).await.expect(200);
    let reports = answer["attendanceReports"].as_array().unwrap_or_else(|| panic!("{options}: {answer}"));
    reports.iter().map(|one| text(&one["id"])).collect()
}

#[tokio::test]
async fn expand_takes_select_filter_and_top_at_once() {
    let (_world, client, path) = reported().await;
    let options = "attendanceReports($select=id,totalParticipantCount;\
                   $filter=totalParticipantCount gt 0;$top=5),recordings";
    let answer = expand(&client, &path, options).await.expect(200);
    let wanted = json!([
        {"id": "first", "totalParticipantCount": 3},
        {"id": "third", "totalParticipantCount": 7},
    ]);
    assert_eq!((&answer["attendanceReports"], &answer["recordings"]), (&wanted, &json!([])));
}

#[tokio::test]
async fn expand_filters_by_comparisons() {
    let (_world, client, path) = reported().await;
    let cases: [(&str, &[&str]); 11] = [
        ("totalParticipantCount gt 0 and id ne 'first'", &["third"]),
        ("totalParticipantCount eq 3", &["first"]),
        ("totalParticipantCount ne 3", &["second", "third"]),
        ("totalParticipantCount ge 3", &["first", "third"]),
        ("totalParticipantCount lt 3", &["second"]),
        ("totalParticipantCount le 3", &["first", "second"]),
        ("id eq 'third'", &["third"]),
        ("id eq 'a, b;(c) d'", &[]),
        ("meetingStartDateTime gt 2026-01-02T00:00:00+01:00", &["second", "third"]),
        ("meetingEndDateTime eq null", &["first", "second", "third"]),
        ("meetingEndDateTime lt 2026-01-02T00:00:00Z", &[]),
    ];
    for (filter, wanted) in cases {
        assert_eq!(reports(&client, &path, &format!("$filter={filter}")).await, wanted, "{filter}");
    }
}

#[tokio::test]
async fn expand_orders_skips_and_tops() {
    let (_world, client, path) = reported().await;
    let cases: [(&str, &[&str]); 5] = [
        ("$orderby=meetingStartDateTime", &["first", "third", "second"]),
        ("$orderby=totalParticipantCount desc", &["third", "first", "second"]),
        ("$orderby=meetingEndDateTime asc,id desc", &["third", "second", "first"]),
        ("$skip=1;$top=1", &["second"]),
        ("$skip=0;$top=2;$orderby=id desc", &["third", "second"]),
    ];
    for (options, wanted) in cases {
        assert_eq!(reports(&client, &path, options).await, wanted, "{options}");
    }
}

#[tokio::test]
async fn expand_goes_on_inside_of_what_is_expanded() {
    let (_world, client, path) = reported().await;
    let inner = "$expand=attendanceRecords($filter=role eq 'Presenter';$select=id)";
    let answer =
        expand(&client, &path, &format!("attendanceReports($select=id;$top=1;{inner})")).await.expect(200);
    assert_eq!(answer["attendanceReports"], json!([{"id": "first", "attendanceRecords": [{"id": "a"}]}]));
    let report = format!("{path}/attendanceReports/first");
    let records = expand(&client, &report, "attendanceRecords($orderby=totalAttendanceInSeconds)").await;
    let records = records.expect(200)["attendanceRecords"].as_array().expect("a list").clone();
    assert_eq!(records.iter().map(|one| text(&one["id"])).collect::<Vec<String>>(), ["b", "a"]);
}

#[tokio::test]
async fn expand_refuses_what_is_wrong() {
    let (_world, client, path) = reported().await;
    let cases = [
        ("attendanceReports($select=sum)", "property named 'sum'"),
        ("attendanceReports($filter=sum gt 0)", "property named 'sum'"),
        ("attendanceReports($orderby=sum)", "property named 'sum'"),
        ("attendanceReports($filter=totalParticipantCount gt 'x')", "cannot be compared"),
        ("attendanceReports($orderby=id up)", "direction"),
        ("attendanceReports($top=x)", "$top"),
        ("attendanceReports($skip=-1)", "$skip"),
        ("attendanceReports($expand=other)", "'other' cannot be expanded"),
        ("attendanceReports($expand=attendanceRecords($expand=x))", "'x' cannot be expanded"),
        ("recordings($expand=x)", "'x' cannot be expanded"),
        ("attendanceReports($top=1", "no partner"),
        ("attendanceReports($filter=id eq 'x)", "no partner"),
    ];
    for (text, part) in cases {
        let message = expand(&client, &path, text).await.error(400, "BadRequest");
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[tokio::test]
async fn expand_says_what_the_emulator_cannot_evaluate() {
    let (_world, client, path) = reported().await;
    let cases = [
        ("$filter=totalParticipantCount gt 0 or id eq 'x'", "compares properties with values"),
        ("$filter=startswith(id,'x')", "compares properties with values"),
        ("$filter=id has 'x'", "compares properties with values"),
        ("$filter=id/b eq 1", "'id/b'"),
        ("$levels=2", "'$levels'"),
    ];
    for (options, part) in cases {
        let answer = expand(&client, &path, &format!("attendanceReports({options})")).await;
        let message = answer.error(501, "NotImplemented");
        assert!(message.contains(part), "{options}: {message}");
    }
}

#[tokio::test]
async fn expanded_entities_are_written_as_all_others() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let given = json!({"createdDateTime": "2026-02-01T10:00:00+01:00"});
    world.emulator.add_recording(&meeting, given, "").expect("a recording");
    let path = format!("/me/onlineMeetings/{meeting}");
    let answer = expand(&client, &path, "recordings($select=createdDateTime)").await.expect(200);
    let recordings: &Value = &answer["recordings"];
    assert_eq!(*recordings, json!([{"createdDateTime": "2026-02-01T09:00:00.0000000Z"}]));
}
