//! `--store`: what is made is there the next time.

use crate::called::called;
use crate::running::{asked, shown, started};

#[test]
fn a_meeting_outlives_the_emulator() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("graph.redb");
    let file = file.to_str().expect("UTF-8");
    let (running, facts) = started(&["--store", file]);
    assert_eq!(facts["store"], file);
    let (status, made) = asked(&facts, "POST /me/onlineMeetings", r#"{"subject":"kept"}"#);
    assert_eq!(status, "201");
    // killed, without a chance to write anything
    drop(running);

    let (_running, facts) = started(&["--store", file]);
    let path = format!("GET /me/onlineMeetings/{}", made["id"].as_str().expect("an id"));
    let (status, found) = asked(&facts, &path, "");
    assert_eq!((status.as_str(), &found["subject"]), ("200", &made["subject"]));
    assert_ne!(asked(&facts, "POST /me/onlineMeetings", "{}").1["id"], made["id"]);

    let (code, stdout, stderr) = called(&["emulate", "--store", file]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("another emulator has it open"), "{stderr}");
    assert!(stderr.contains("help: end that one"), "{stderr}");
}

#[test]
fn people_see_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("graph.redb").display().to_string();
    assert!(shown(&["--store", &file]).contains(&format!("Its state is kept in {file}\n")));
}

#[test]
fn a_file_that_cannot_be_one_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |name: &str| {
        let (code, stdout, stderr) =
            called(&["emulate", "--store", &folder.path().join(name).display().to_string()]);
        assert_eq!((code, stdout.as_str()), (1, ""));
        stderr
    };
    let missing = of("none/graph.redb");
    assert!(missing.contains("its folder does not exist") && missing.contains("make it first"), "{missing}");
    std::fs::write(folder.path().join("notes.txt"), "mine").expect("a file");
    let foreign = of("notes.txt");
    assert!(foreign.contains("name another path"), "{foreign}");
    assert_eq!(std::fs::read_to_string(folder.path().join("notes.txt")).expect("a file"), "mine");
}
