//! Collections of what meetings leave behind: filtered, ordered, counted, and page by page; the row "Paging".

use msgraph_spec::model::{Answer as Given, Operation, Segment, StatusCodes, Success};
use serde_json::{Value, json};

use crate::support::{Answer, World, builder, text};

fn below(meeting: &str, rest: &str) -> String {
    format!("/me/onlineMeetings/{meeting}/{rest}")
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|one| text(&one["id"])).collect()
}

#[tokio::test]
async fn all_recordings_and_transcripts_take_a_filter() {
    let world = World::new().await;
    let (adele, app) = (world.as_user(&world.adele), world.as_app());
    let meeting = adele.meeting_id().await;
    for (id, date) in [("jan", "2026-01-10T00:00:00Z"), ("feb", "2026-02-10T00:00:00Z")] {
        let given = json!({"id": id, "createdDateTime": date});
        world.emulator.add_recording(&meeting, given.clone(), "").expect("a recording");
        world.emulator.add_transcript(&meeting, given, "").expect("a transcript");
    }
    let (adele, megan) = (&world.adele.id, &world.megan.id);
    let cases: [(String, &[&str]); 5] = [
        (format!("MeetingOrganizer/User/Id eq '{adele}'"), &["jan", "feb"]),
        (format!("meetingOrganizer/user/id eq '{megan}'"), &[]),
        (
            format!("meetingOrganizer/user/id eq '{adele}' and createdDateTime gt 2026-02-01T00:00:00Z"),
            &["feb"],
        ),
        (
            String::from(
                "createdDateTime gt 2026-01-01T00:00:00Z and createdDateTime lt 2026-02-01T00:00:00Z",
            ),
            &["jan"],
        ),
        (String::from("id eq 'a and b'"), &[]),
    ];
    for name in ["getAllRecordings", "getAllTranscripts"] {
        let path = format!("/users/{adele}/onlineMeetings/{name}");
        for (filter, wanted) in &cases {
            assert_eq!(ids(&app.filter(&path, filter).await.items()), *wanted, "{filter}");
        }
        app.filter(&path, "meetingOrganizer/user/age eq 5").await.error(400, "BadRequest");
        app.filter(&path, "meetingOrganizer eq 'x'").await.error(501, "NotImplemented");
        app.filter(&path, "id eq 'x' or id eq 'y'").await.error(501, "NotImplemented");
        app.filter(&path, "").await.error(400, "BadRequest");
    }
}

#[tokio::test]
async fn attendance_reports_and_records_are_filtered_ordered_skipped_and_counted() {
    let world = World::with(builder().page_size(2)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for (id, count) in [("a", 1), ("b", 5), ("c", 3), ("d", 9)] {
        let records =
            ["x", "y", "z"].map(|one| json!({"id": one, "emailAddress": format!("{one}@x.example")}));
        let report = json!({"id": id, "totalParticipantCount": count});
        world.emulator.add_attendance_report(&meeting, report, records.to_vec()).expect("a report");
    }
    let path = below(&meeting, "attendanceReports");
    let list = async |below: &str, options: &str| client.get(&format!("{path}{below}?{options}")).await;
    let options = "$filter=totalParticipantCount%20gt%201&$orderby=totalParticipantCount%20desc&$count=true";
    let first = list("", options).await;
    assert_eq!(
        (ids(&first.items()), &first.json()["@odata.count"]),
        (vec!["d".into(), "b".into()], &json!(3))
    );
    let second = client.get(&text(&first.json()["@odata.nextLink"])).await;
    assert_eq!((ids(&second.items()), second.json().get("@odata.nextLink")), (vec!["c".into()], None));
    let skipped = list("", "$skip=1&$count=true").await;
    assert_eq!(
        (ids(&skipped.items()), &skipped.json()["@odata.count"]),
        (vec!["b".into(), "c".into()], &json!(4))
    );
    let rest = client.get(&text(&skipped.json()["@odata.nextLink"])).await;
    assert_eq!(ids(&rest.items()), ["d"], "the link goes on behind what was skipped");
    let records = list("/a/attendanceRecords", "$orderby=id%20desc&$filter=id%20ne%20%27y%27").await;
    assert_eq!(ids(&records.items()), ["z", "x"]);
    list("", "$orderby=sum").await.error(400, "BadRequest");
}

#[tokio::test]
async fn collections_are_counted_where_the_slice_has_it() {
    let mut api = msgraph_spec::online_meetings().read().expect("the bundled slice").api;
    let lists = ["recordings", "transcripts", "attendanceReports", "attendanceRecords"];
    let ends_so = |one: &Operation| matches!(one.path.segments.last(), Some(Segment::Literal(last)) if lists.contains(&last.as_str()));
    let mut counts: Vec<Operation> = api.operations.iter().filter(|one| ends_so(one)).cloned().collect();
    for one in &mut counts {
        one.path.segments.push(Segment::Literal(String::from("$count")));
        one.successes = vec![Success::new(StatusCodes::Exact(200), Given::Count)];
    }
    api.operations.extend(counts);
    let world = World::with(builder().api(api)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for _ in 0..3 {
        world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    }
    let records = vec![json!({"id": "x"}), json!({"id": "y"})];
    world.emulator.add_attendance_report(&meeting, json!({"id": "r"}), records).expect("a report");
    let transcript = json!({"id": "t"});
    world.emulator.add_transcript(&meeting, transcript, "").expect("a transcript");
    let cases = [
        ("recordings/$count", "3"),
        ("transcripts/$count", "1"),
        ("attendanceReports/$count", "1"),
        ("attendanceReports/$count?$filter=id%20eq%20%27s%27", "0"),
        ("attendanceReports/r/attendanceRecords/$count", "2"),
    ];
    for (path, wanted) in cases {
        let answer = client.get(&below(&meeting, path)).await;
        let got = (answer.status, answer.header("content-type"), String::from_utf8_lossy(&answer.bytes));
        assert_eq!(got, (200, "text/plain", wanted.into()), "{path}");
    }
    client.get(&below("nothing", "recordings/$count")).await.error(404, "UnknownError");
}

#[tokio::test]
async fn paging_the_link_carries_no_headers() {
    let world = World::with(builder().page_size(1)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for _ in 0..2 {
        world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    }
    let first = client.get(&below(&meeting, "recordings")).await.expect(200);
    let next = text(&first["@odata.nextLink"]);
    let alone = Answer::to(client.http.get(&next)).await;
    alone.error(401, "InvalidAuthenticationToken");
    assert_eq!(client.get(&next).await.items().len(), 1);
}
