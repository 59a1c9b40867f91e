//! Stores that fail, and files that are not as they should be.

use std::io;
use std::path::{Path, PathBuf};

use redb::{Database, TableDefinition};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Change, Keep, Store, StoreError};
use crate::{Emulator, EmulatorError, SeedError, User};

/// A disk that takes so many commits and is full then.
struct Full(usize);

impl Keep for Full {
    fn keep(&mut self, _: Vec<Change>) -> io::Result<()> {
        self.0 = self.0.checked_sub(1).ok_or_else(|| io::Error::from(io::ErrorKind::StorageFull))?;
        Ok(())
    }
}

async fn nearly_full(commits: usize) -> (Emulator, reqwest::Client, String) {
    rustls::crypto::ring::default_provider().install_default().ok();
    let emulator = Emulator::start().await.expect("the emulator starts");
    emulator.service.state().store = Store::new(Full(commits), 0);
    let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
    (emulator, reqwest::Client::new(), token)
}

async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    (response.status().as_u16(), response.json().await.unwrap_or_default())
}

#[tokio::test]
async fn after_a_write_that_failed_nothing_is_answered_that_the_file_may_not_have() {
    let (emulator, http, token) = nearly_full(1).await;
    let meetings = format!("{}/me/onlineMeetings", emulator.url());
    let create = || http.post(&meetings).bearer_auth(&token).json(&json!({ "subject": "x" }));
    let (status, kept) = answer(create()).await;
    assert_eq!(status, 201, "{kept}");
    let one = format!("{meetings}/{}", kept["id"].as_str().expect("an id"));
    let get = || http.get(&one).bearer_auth(&token);
    assert_eq!(answer(get()).await.0, 200);

    for request in [create(), get(), create(), http.delete(&one).bearer_auth(&token)] {
        let (status, error) = answer(request).await;
        assert_eq!((status, &error["error"]["code"]), (500, &json!("InternalServerError")));
        let message = error["error"]["message"].as_str().expect("a message");
        assert!(message.contains("no storage space") && message.contains("start it anew"), "{message}");
        assert!(error["error"]["innerError"]["request-id"].is_string(), "{error}");
    }
    let statuses: Vec<_> = emulator.requests().iter().map(|one| one.status).collect();
    assert_eq!(statuses, [201, 200, 500, 500, 500, 500].map(Some));
}

#[tokio::test]
async fn in_a_batch_those_are_done_that_were_kept() {
    let (emulator, http, token) = nearly_full(2).await;
    let item = |id: &str| {
        json!({
            "id": id, "method": "POST", "url": "/me/onlineMeetings", "body": {},
            "headers": { "Content-Type": "application/json" },
        })
    };
    let batch = json!({ "requests": [item("1"), item("2"), item("3"), item("4")] });
    let url = format!("{}/$batch", emulator.url());
    let (status, told) = answer(http.post(url).bearer_auth(&token).json(&batch)).await;
    assert_eq!(status, 200, "{told}");
    let told = told["responses"].as_array().expect("answers");
    for (id, status) in [("1", 201), ("2", 201), ("3", 500), ("4", 500)] {
        let one = told.iter().find(|one| one["id"] == id).expect("each has an answer");
        assert_eq!(one["status"], status, "{one}");
    }
    let get = http.get(format!("{}/me/onlineMeetings/x", emulator.url())).bearer_auth(&token);
    assert_eq!(answer(get).await.0, 500, "and nothing more");
}

#[tokio::test]
async fn the_methods_of_an_emulator_say_that_the_file_takes_nothing() {
    let (emulator, http, token) = nearly_full(2).await;
    let meetings = format!("{}/me/onlineMeetings", emulator.url());
    let create = http.post(&meetings).bearer_auth(&token).json(&json!({}));
    let id = answer(create).await.1["id"].as_str().map(String::from).expect("an id");
    let transcript = emulator.add_transcript(&id, json!({}), "WEBVTT").expect("the second and last");

    let is_full = |error: SeedError| {
        let SeedError::NotKept(reason) = &error else { panic!("{error:?}") };
        assert!(reason.contains("no storage space"), "{reason}");
        assert!(error.to_string().contains("must be started anew"), "{error}");
    };
    is_full(emulator.add_recording(&id, json!({}), "video").expect_err("full"));
    is_full(emulator.add_transcript(&id, json!({}), "WEBVTT").expect_err("full"));
    is_full(emulator.add_attendance_report(&id, json!({}), vec![]).expect_err("full"));
    is_full(emulator.set_attendee_report(&id, "id").expect_err("full"));
    is_full(emulator.set_transcript_metadata(&transcript, "{}").expect_err("full"));
    is_full(emulator.link_to_event(&id).expect_err("full"));
}

#[tokio::test]
async fn a_user_who_is_not_kept_is_told_of_by_the_next_request() {
    let (emulator, http, token) = nearly_full(0).await;
    let id = "0d2ee9a5-6d22-4b50-9a58-6f6d0f6ed5a1";
    emulator.add_user(User::new(id, "Alex Wilber", "alex@contoso.example"));
    let get = http.get(format!("{}/me/onlineMeetings/x", emulator.url())).bearer_auth(&token);
    assert_eq!(answer(get).await.0, 500);
}

/// An emulator of people with shelves of books, whose disk takes so many commits.
async fn shelves(commits: usize) -> (Emulator, String) {
    let text = include_str!("../../tests/store/shelves.xml");
    let slice = crate::Reader::csdl_text("shelves.xml", text);
    let emulator = Emulator::builder().slice(slice).start().await.expect("the emulator starts");
    let shelves = format!("/users/{}/shelves", emulator.users()[0].id);
    emulator.service.state().store = Store::new(Full(commits), 0);
    (emulator, shelves)
}

#[tokio::test]
async fn entities_and_contents_that_are_not_kept_are_refused_and_not_remembered() {
    let (emulator, shelves) = shelves(1).await;
    let book = json!({ "id": "b", "title": "before" });
    emulator.put_entity(&shelves, json!({ "id": "s", "books": [book] })).expect("the first and last");
    let (entity, content) = (format!("{shelves}/s/books/b"), format!("{shelves}/s/books/b/text"));
    let stored =
        |path: &str| emulator.service.state().entities.get(&path[1..]).map(|one| one.properties.clone());
    for path in [&shelves, &entity, &entity] {
        let before = stored(&entity);
        let is_first = emulator.service.state().store.check().is_ok();
        let refusal = emulator.put_entity(path, json!({})).err();
        let refusal = refusal.unwrap_or_else(|| panic!("it is full"));
        let SeedError::NotKept(reason) = &refusal else { panic!("{refusal:?}") };
        assert!(reason.contains("no storage space"), "{reason}");
        assert!(is_first || stored(&entity) == before, "nothing changes once the file takes nothing");
    }
    let refusal = emulator.put_content(&content, "text/plain", "x");
    assert!(matches!(refusal, Err(SeedError::NotKept(_))), "{refusal:?}");
    let state = emulator.service.state();
    assert!(state.entities.content(&content[1..]).is_none());
    assert_eq!(state.store.changes, [], "nothing waits for a file that takes nothing");
    drop(state);
    assert_eq!(emulator.entity(&entity), None, "what the file may not have is not told");
}

#[tokio::test]
async fn looking_an_entity_up_leaves_nothing_behind_that_is_not_kept() {
    let (emulator, shelves) = shelves(1).await;
    let user = shelves.trim_end_matches("/shelves");
    assert!(emulator.entity(user).is_some());
    assert_eq!(emulator.service.state().store.changes, []);
}

/// A file with one meeting, its id, and the folder that it is in.
async fn file() -> (TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.redb");
    rustls::crypto::ring::default_provider().install_default().ok();
    let http = reqwest::Client::new();
    let emulator = Emulator::builder().store(&path).start().await.expect("the emulator starts");
    let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
    let meetings = format!("{}/me/onlineMeetings", emulator.url());
    let made = answer(http.post(meetings).bearer_auth(token).json(&json!({}))).await.1;
    let id = made["id"].as_str().map(String::from).expect("an id");
    emulator.add_recording(&id, json!({}), "video").expect("a recording");
    (folder, path, id)
}

/// Writes a record into a file as nobody should.
fn overwrite(path: &Path, table: &str, key: &str, value: Option<&[u8]>) {
    let database = Database::create(path).expect("a database");
    let transaction = database.begin_write().expect("a transaction");
    {
        let table: TableDefinition<'_, &str, &[u8]> = TableDefinition::new(table);
        let mut table = transaction.open_table(table).expect("a table");
        match value {
            Some(value) => drop(table.insert(key, value).expect("it is written")),
            None => drop(table.remove(key).expect("it is removed")),
        }
    }
    transaction.commit().expect("it is kept");
}

async fn reason(path: &Path) -> (StoreError, String) {
    match Emulator::builder().store(path).start().await {
        Err(error) => {
            let text = error.to_string();
            let EmulatorError::Store { reason, .. } = error else { panic!("{text}") };
            (reason, text)
        }
        Ok(_) => panic!("it started"),
    }
}

#[tokio::test]
async fn a_database_of_another_format_or_of_somebody_else_is_named_and_left_alone() {
    let (_folder, path, id) = file().await;
    overwrite(&path, "header", "format", Some(b"2"));
    let before = std::fs::read(&path).expect("the file");
    let (why, text) = reason(&path).await;
    assert!(matches!(&why, StoreError::Version { found, known: 1 } if found == "2"), "{why:?}");
    assert!(text.contains("version 2") && text.contains("knows 1"), "{text}");
    assert_eq!(generation(&path), "0", "it was not opened: {} bytes", before.len());
    overwrite(&path, "header", "format", Some(b"1"));
    let emulator = Emulator::builder().store(&path).start().await.expect("the emulator starts");
    assert!(emulator.service.state().meetings.get(&id).is_some());

    let foreign = path.with_file_name("foreign.redb");
    overwrite(&foreign, "settings", "format", Some(b"1"));
    let (why, text) = reason(&foreign).await;
    assert!(matches!(&why, StoreError::NotAStore(_)), "{why:?}");
    assert!(text.contains("not the store of an emulator"), "{text}");
}

/// What the header says of the last opening.
fn generation(path: &Path) -> String {
    let database = Database::create(path).expect("a database");
    let transaction = database.begin_read().expect("a transaction");
    let header: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("header");
    let header = transaction.open_table(header).expect("a table");
    let value = header.get("generation").expect("it is to be read").expect("it is there");
    String::from_utf8_lossy(value.value()).into_owned()
}

#[tokio::test]
async fn a_damaged_record_is_named_with_its_table_and_key() {
    let (_folder, path, id) = file().await;
    let first = "00000000000000000001";
    let cases: [(&str, &str, Option<&[u8]>, &str); 10] = [
        ("meetings", "broken", Some(b"{"), "it is no JSON"),
        ("meetings", "broken", Some(b"[]"), "it is no JSON object"),
        ("meetings", "broken", Some(br#"{"organizer":{"id":"secret"}}"#), "'created' is missing"),
        (
            "meetings",
            "broken",
            Some(br#"{"organizer":{"id":"x"},"created":"secret"}"#),
            "'created' is no moment",
        ),
        ("meetings", &id, None, "its meeting is missing"),
        ("contents", first, None, "its content 1 is missing"),
        ("contents", "00000000000000000002", Some(b"video"), "it belongs to nothing"),
        ("artifacts", first, Some(br#"{"kind":"secret"}"#), "'kind' is none that is known"),
        ("artifacts", "first", Some(b"{}"), "its key is no number"),
        ("users", "broken", Some(br#"{"place":1,"id":7}"#), "'id' is no text"),
    ];
    let whole = std::fs::read(&path).expect("the file");
    for (table, key, value, wanted) in cases {
        overwrite(&path, table, key, value);
        let (reason, text) = reason(&path).await;
        let StoreError::Damaged { table: at, key: record, reason } = reason else { panic!("{text}") };
        assert_eq!(reason, wanted, "{table} {key}");
        // A meeting or a content that is missing is missed by what it belongs to.
        let is_missing = value.is_none();
        assert_eq!((&*at, &*record), if is_missing { ("artifacts", first) } else { (table, key) });
        assert!(text.contains(&at) && text.contains(&record) && !text.contains("secret"), "{text}");
        std::fs::write(&path, &whole).expect("the file");
    }
}

#[tokio::test]
async fn members_of_other_versions_are_ignored_and_missing_ones_have_defaults() {
    let (_folder, path, _) = file().await;
    let old = json!({
        "organizer": { "id": "x" }, "created": "2026-01-01T00:00:00Z", "start": "2026-01-01T00:00:00Z",
        "end": "2026-01-01T01:00:00Z", "thread": "t", "joinWebUrl": "u", "joinMeetingId": "1",
        "videoTeleconferenceId": "2", "fromTheFuture": [true],
    });
    overwrite(&path, "meetings", "old", Some(old.to_string().as_bytes()));
    overwrite(&path, "counters", "fromTheFuture", Some(b"\x00"));
    overwrite(&path, "fromTheFuture", "key", Some(b"\x00"));
    let emulator = Emulator::builder().store(&path).start().await.expect("the emulator starts");
    let state = emulator.service.state();
    let meeting = state.meetings.get("old").expect("the meeting");
    assert!(!meeting.has_event && meeting.attendee_report.is_none());
    assert_eq!(meeting.organizer, User::new("x", "", ""));
}

#[test]
fn what_may_not_be_opened_is_told_with_what_to_do() {
    let denied = StoreError::of(redb::Error::Io(io::Error::from(io::ErrorKind::PermissionDenied)));
    assert!(denied.to_string().contains("permission denied; give this user the right"), "{denied}");
    let cut_off = StoreError::of(redb::Error::Io(io::Error::from(io::ErrorKind::UnexpectedEof)));
    assert!(matches!(cut_off, StoreError::Corrupted(_)), "{cut_off:?}");
    let old = StoreError::of(redb::Error::UpgradeRequired(1));
    assert!(old.to_string().contains("format 1"), "{old}");
}
