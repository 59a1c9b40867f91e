//! Parts of contents.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, World};

const VIDEO: &[u8] = b"0123456789";

/// A recording, a transcript, its metadata and an attendee report, each with the same ten bytes.
async fn contents(world: &World, client: &Client) -> Vec<String> {
    let (emulator, meeting) = (&world.emulator, client.meeting_id().await);
    let recording = emulator.add_recording(&meeting, json!({}), VIDEO).expect("a recording");
    let transcript = emulator.add_transcript(&meeting, json!({}), VIDEO).expect("a transcript");
    emulator.set_transcript_metadata(&transcript, VIDEO).expect("a transcript");
    emulator.set_attendee_report(&meeting, VIDEO).expect("a meeting");
    let below = |rest: String| format!("/me/onlineMeetings/{meeting}/{rest}");
    vec![
        below(format!("recordings/{recording}/content")),
        below(format!("transcripts/{transcript}/content")),
        below(format!("transcripts/{transcript}/metadataContent")),
        below(String::from("attendeeReport")),
    ]
}

async fn ranged(client: &Client, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = client.request(Method::GET, path);
    Answer::to(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

#[tokio::test]
async fn a_range_is_answered_with_its_bytes() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases: [(&str, &[u8], &str); 7] = [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("Bytes = 4-4", b"4", "bytes 4-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=7-99", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=-99", VIDEO, "bytes 0-9/10"),
        ("bytes=0-99999999999999999999999", VIDEO, "bytes 0-9/10"),
    ];
    for path in contents(&world, &client).await {
        for (range, wanted, content_range) in cases {
            let part = ranged(&client, &path, &[("range", range)]).await;
            assert_eq!((part.status, &*part.bytes), (206, wanted), "{path} {range}");
            assert_eq!(part.header("content-range"), content_range);
            assert_eq!(part.header("accept-ranges"), "bytes");
            assert!(part.header("etag").starts_with('"'));
        }
    }
}

#[tokio::test]
async fn what_is_no_single_range_is_answered_whole() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = &contents(&world, &client).await[0];
    let whole = client.get(path).await;
    assert_eq!((whole.status, whole.header("content-range")), (200, ""));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    for range in ["bytes=0-1,3-4", "bytes=3-1", "items=0-1", "bytes=", "bytes=-", "bytes=+1-2", "bytes=a-b"] {
        let answer = ranged(&client, path, &[("range", range)]).await;
        assert_eq!((answer.status, &*answer.bytes), (200, VIDEO), "{range}");
        assert_eq!(answer.header("etag"), whole.header("etag"));
    }
}

#[tokio::test]
async fn a_range_beyond_the_end_cannot_be_satisfied() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = &contents(&world, &client).await[0];
    for range in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
        let answer = ranged(&client, path, &[("range", range)]).await;
        answer.error(416, "invalidRange");
        assert_eq!(answer.header("content-range"), "bytes */10", "{range}");
    }
    let meeting = client.meeting_id().await;
    let empty = world.emulator.add_recording(&meeting, json!({}), "").expect("a recording");
    let path = format!("/me/onlineMeetings/{meeting}/recordings/{empty}/content");
    let answer = ranged(&client, &path, &[("range", "bytes=0-")]).await;
    assert_eq!((answer.status, answer.header("content-range")), (416, "bytes */0"));
}

#[tokio::test]
async fn if_range_wants_the_part_of_the_same_content_alone() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let paths = contents(&world, &client).await;
    let path = &paths[2];
    let etag = String::from(client.get(path).await.header("etag"));
    let part = ranged(&client, path, &[("range", "bytes=5-"), ("if-range", &etag)]).await;
    assert_eq!((part.status, &*part.bytes), (206, &b"56789"[..]));
    let transcript = path.split('/').nth(5).expect("an id");
    world.emulator.set_transcript_metadata(transcript, "abcdefghij").expect("a transcript");
    for other in [etag.as_str(), "\"x\"", "Sun, 01 Mar 2026 12:00:00 GMT"] {
        let whole = ranged(&client, path, &[("range", "bytes=5-"), ("if-range", other)]).await;
        assert_eq!((whole.status, &*whole.bytes), (200, &b"abcdefghij"[..]), "{other}");
        assert_ne!(whole.header("etag"), etag);
    }
    let mut tags = Vec::new();
    for path in &paths {
        tags.push(String::from(client.get(path).await.header("etag")));
    }
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), paths.len(), "each content has a tag of its own");
}
