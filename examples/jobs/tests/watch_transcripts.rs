//! Transcripts are downloaded as they come, and a run that is stopped leaves nothing by half.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use support::{assert_no_secrets, assert_usage, program, said};

const WATCH: &str = env!("CARGO_BIN_EXE_watch_transcripts");

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = files.collect();
    names.sort();
    names
}

fn is_transcript(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "vtt")
}

#[test]
fn each_transcript_is_downloaded_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let run = program(WATCH).arg(folder.path()).output().unwrap();
    let (told, faults) = said(&run);
    assert!(run.status.success(), "{told}\n{faults}");
    assert!(told.contains("The service forgot what was seen"), "{told}");
    assert!(faults.contains("meeting 1: GET "), "one round was refused: {faults}");
    assert!(
        faults.contains("403 Forbidden") && faults.contains("The next round tries it again."),
        "{faults}"
    );
    assert!(told.ends_with("All 3 transcripts are there.\n"), "{told}");
    assert_eq!(told.matches(" bytes in ").count(), 3, "{told}");

    let names = names(folder.path());
    let (transcripts, others): (Vec<_>, Vec<_>) = names.iter().partition(|name| is_transcript(name));
    assert_eq!(others, ["links.json"], "no part is left");
    let mut lengths = Vec::new();
    for name in transcripts {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with("WEBVTT\n\n00:00") && text.ends_with("Welcome.</v>\n\n"), "{text}");
        lengths.push(text.matches("Welcome.").count());
    }
    lengths.sort_unstable();
    assert_eq!(lengths, [20, 40, 60], "the first one came although its connection broke");
    let links = fs::read(folder.path().join("links.json")).unwrap();
    let links: BTreeMap<String, String> = serde_json::from_slice(&links).unwrap();
    assert_eq!(links.len(), 2);
    assert!(links.values().all(|link| link.contains("deltatoken")), "{links:?}");
    assert_no_secrets(&(told + &faults));

    let again = program(WATCH).arg(folder.path()).output().unwrap();
    assert_eq!(again.status.code(), Some(1), "the links are of another emulator");
    assert!(said(&again).1.contains("name another folder"), "{:?}", said(&again));
}

/// Ctrl-C is a signal there.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_without_half_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = program(WATCH).arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(running.stdout.take().unwrap());
    let mut first = String::new();
    told.read_line(&mut first).unwrap();
    assert!(first.starts_with("An emulator"), "{first}");
    let sent = Command::new("kill").arg("-INT").arg(running.id().to_string()).status().unwrap();
    assert!(sent.success());
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert!(running.wait().unwrap().success(), "{rest}");
    assert!(rest.ends_with("Stopped; the next run goes on from here.\n"), "{rest}");
    for name in names(folder.path()).iter().filter(|name| is_transcript(name)) {
        assert!(
            fs::read_to_string(folder.path().join(name)).unwrap().ends_with("Welcome.</v>\n\n"),
            "{name}"
        );
    }
}

#[test]
fn a_real_service_is_watched_only_with_folder_and_meetings() {
    let run = program(WATCH).env("MSGRAPH_TOKEN", "hush-hush").output().unwrap();
    let (told, faults) = said(&run);
    assert_eq!((run.status.code(), told.as_str()), (Some(1), ""));
    assert!(faults.contains("name folder and meetings"), "{faults}");
    assert_no_secrets(&faults);
}

#[test]
fn what_cannot_be_read_is_named_before_anything_is_sent() {
    let run =
        program(WATCH).args(["transcripts", "nope.txt"]).env("MSGRAPH_TOKEN", "hush-hush").output().unwrap();
    let (told, faults) = said(&run);
    assert_eq!((run.status.code(), told.as_str()), (Some(1), ""));
    assert!(faults.starts_with("nope.txt: "), "{faults}");

    // a folder where the file should be: what was seen is not known, which is not the same as nothing
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("links.json")).unwrap();
    let meetings = folder.path().join("meetings.txt");
    fs::write(&meetings, "").unwrap();
    let mut watch = program(WATCH);
    let run = watch.arg(folder.path()).arg(&meetings).env("MSGRAPH_TOKEN", "hush-hush").output().unwrap();
    let (told, faults) = said(&run);
    assert_eq!((run.status.code(), told.as_str()), (Some(1), ""));
    assert!(faults.contains("links.json: "), "{faults}");
    assert_no_secrets(&faults);
}

#[test]
fn odd_arguments_get_the_usage() {
    assert_usage(WATCH);
}
