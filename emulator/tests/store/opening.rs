//! Files that are refused, each with a word on what to do, and none of them touched.

use std::error::Error as _;
use std::fs;
use std::path::Path;

use msgraph_emulator::{EmulatorError, StoreError};
use serde_json::json;

use crate::support::{client, place, refusal, start, text};

/// Why not, and all that is said about it.
async fn reason(path: &Path) -> (StoreError, String) {
    let error = refusal(path).await;
    let text = error.to_string();
    assert!(text.contains(&path.display().to_string()), "{text}");
    match error {
        EmulatorError::Store { reason, .. } => (reason, text),
        other => panic!("{other:?}"),
    }
}

/// The content of a file with a few meetings.
async fn made(path: &Path) -> Vec<u8> {
    let emulator = start(path).await;
    let client = client(&emulator);
    for _ in 0..20 {
        let meeting = text(&client.meeting(&json!({ "subject": "x".repeat(500) })).await["id"]);
        emulator.add_recording(&meeting, json!({}), vec![7; 5000]).expect("a recording");
    }
    drop(emulator);
    fs::read(path).expect("the file")
}

#[tokio::test]
async fn a_file_of_something_else_is_left_as_it_is() {
    let (folder, path) = place();
    for content in [&b"x"[..], b"redb", b"SQLite format 3\0 and so on", &[0; 10_000]] {
        fs::write(&path, content).expect("a file");
        let (reason, text) = reason(&path).await;
        assert!(matches!(reason, StoreError::NotAStore(_)), "{reason:?}");
        assert!(text.contains("no database") && text.contains("another path"), "{text}");
        assert_eq!(fs::read(&path).expect("the file"), content);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing else was made");
}

#[tokio::test]
async fn a_file_is_for_one_emulator_at_a_time() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let (why, text) = reason(&path).await;
    assert!(matches!(why, StoreError::InUse), "{why:?}");
    assert!(text.contains("another emulator has it open"), "{text}");
    // The one that has it goes on.
    client(&emulator).meeting(&json!({})).await;
    drop(emulator);
    drop(start(&path).await);
}

#[tokio::test]
async fn a_folder_must_be_there_and_the_path_be_that_of_a_file() {
    let (folder, _) = place();
    let (why, text) = reason(&folder.path().join("none").join("graph.redb")).await;
    assert!(matches!(why, StoreError::NoFolder), "{why:?}");
    assert!(text.contains("its folder does not exist; make it first"), "{text}");
    let error = refusal(folder.path()).await;
    assert!(error.source().is_some(), "what the system says: {error}");
    assert!(matches!(error, EmulatorError::Store { reason: StoreError::Io(_), .. }), "{error:?}");
}

#[tokio::test]
async fn an_empty_file_and_what_a_killed_emulator_left_half_made_are_as_good_as_none() {
    let (folder, path) = place();
    fs::write(&path, "").expect("a file");
    fs::write(folder.path().join("graph.redb.new"), [0; 5000]).expect("a file");
    let emulator = start(&path).await;
    let id = text(&client(&emulator).meeting(&json!({})).await["id"]);
    drop(emulator);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    let emulator = start(&path).await;
    client(&emulator).get(&format!("/me/onlineMeetings/{id}")).await.expect(200);
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_an_error_and_no_panic() {
    let (_folder, path) = place();
    let whole = made(&path).await;
    for length in [20, 200, 4096, 5000, whole.len() / 3, whole.len() / 2] {
        fs::write(&path, &whole[..length]).expect("a file");
        let (reason, text) = reason(&path).await;
        let is_damage = matches!(reason, StoreError::Corrupted(_) | StoreError::Damaged { .. });
        assert!(is_damage, "{length}: {reason:?}");
        assert!(text.contains("restore"), "{text}");
    }
    fs::write(&path, &whole).expect("a file");
    drop(start(&path).await);
}
