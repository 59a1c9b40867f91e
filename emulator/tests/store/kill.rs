//! An emulator that is killed while it writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph_emulator::{Api, Emulator};
use msgraph_spec::model::{
    HttpMethod, KeyParameter, Operation, OperationKind, Origin, PathTemplate, Segment,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::server::{self, Server};
use crate::support::{Client, builder, client, place, text};

/// The test that serves in a process of its own.
const TEST: &str = "kill::what_was_answered_survives_a_kill_and_the_rest_was_done_or_not";
const ROUNDS: u64 = 16;
/// The connections that create meetings at the same time.
const WRITERS: usize = 2;
/// The meetings of a round that are deleted while others are created, and the transcripts of each.
const DOOMED: usize = 2;
const TRANSCRIPTS: usize = 2;

/// Each round, meetings are created and others deleted as fast as can be, until the process that does it is killed.
/// The next one on the same file must then have what was answered, whole and once, and of what was not answered all
/// or nothing.
#[test]
fn what_was_answered_survives_a_kill_and_the_rest_was_done_or_not() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    if let Some(path) = server::to_serve() {
        return serve(&runtime.block_on(start(&path)));
    }
    let (_folder, path) = place();
    let (mut tried, mut all) = (Tried::default(), Tried::default());
    let mut chance = 2026_u64;
    for round in 0..ROUNDS {
        let mut server = Server::start(&path, TEST);
        runtime.block_on(tried.check(&server.client));
        all.add(tried);
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let doomed = runtime.block_on(doomed(&mut server));
        tried = runtime.block_on(until_killed(&mut server, round, doomed, (chance >> 33) % 50));
    }
    // Half a deletion would be refused here, for what it left behind belongs to nothing.
    let emulator = runtime.block_on(start(&path));
    runtime.block_on(tried.check(&client(&emulator)));
    all.add(tried);
    runtime.block_on(all.check(&client(&emulator)));
    let answered = |lot: &BTreeMap<String, Option<Value>>| lot.values().filter(|one| one.is_some()).count();
    let (created, deleted) = (answered(&all.created), answered(&all.deleted));
    println!(
        "{} created, {created} of them answered; {} deleted, {deleted} answered",
        all.created.len(),
        all.deleted.len()
    );
    assert!(created > 20 && deleted > 5, "too little was answered: {created} created, {deleted} deleted");
    assert!(all.created.len() > created, "nobody was killed in the middle of a request");
}

/// A new file gets its name when it is complete, and what was left of one that was not is no hindrance.
#[test]
fn a_kill_while_the_file_is_made_leaves_none_that_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for part in 0..8 {
        let (folder, path) = place();
        let server = Server::spawn(&path, TEST);
        // From here on there is something of the file.
        while fs::read_dir(folder.path()).expect("the folder").next().is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(200) * part);
        drop(server);
        let emulator = runtime.block_on(start(&path));
        runtime.block_on(client(&emulator).meeting(&json!({})));
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing is left over");
    }
}

/// An emulator of the operations that are needed. To read the bundled description would take most of the test's time.
async fn start(path: &Path) -> Emulator {
    let operation = |method, rest: &[&str]| {
        let names = ["me", "onlineMeetings"].iter().chain(rest);
        let segment = |name: &&str| match *name {
            "{id}" => Segment::Key(KeyParameter::new("id")),
            name => Segment::Literal(String::from(name)),
        };
        let path = PathTemplate::new(names.map(segment).collect());
        Operation::new(method, path, OperationKind::Get, Origin::none())
    };
    let mut api = Api::new("meetings", "v1.0", "https://graph.microsoft.com/v1.0");
    api.operations = vec![
        operation(HttpMethod::Post, &[]),
        operation(HttpMethod::Post, &["createOrGet"]),
        operation(HttpMethod::Get, &["{id}"]),
        operation(HttpMethod::Delete, &["{id}"]),
        operation(HttpMethod::Get, &["{id}", "transcripts"]),
    ];
    builder(path).api(api).start().await.unwrap_or_else(|error| panic!("{error}"))
}

/// Serves until it is killed, or nobody is left to do that. Each line that comes is the id of a meeting, which then
/// gets transcripts.
fn serve(emulator: &Emulator) {
    server::announce(emulator);
    for id in io::stdin().lines() {
        let id = id.expect("a line");
        for _ in 0..TRANSCRIPTS {
            emulator.add_transcript(&id, json!({}), vec![b'x'; 9000]).expect("a transcript");
        }
        println!("added");
    }
}

/// New meetings with transcripts, which are to be deleted.
async fn doomed(server: &mut Server) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..DOOMED {
        let id = text(&server.client.meeting(&json!({})).await["id"]);
        writeln!(server.process.stdin.as_ref().expect("it listens"), "{id}").expect("it listens");
        server.line("added");
        ids.push(id);
    }
    ids
}

/// What was asked for, by external id or id, with what was answered. Nothing where the process was killed before.
#[derive(Default)]
struct Tried {
    created: BTreeMap<String, Option<Value>>,
    deleted: BTreeMap<String, Option<Value>>,
}

impl Tried {
    fn add(&mut self, other: Self) {
        self.created.extend(other.created);
        self.deleted.extend(other.deleted);
    }

    async fn check(&self, client: &Client) {
        for (name, answered) in &self.created {
            let found = client.post("/me/onlineMeetings/createOrGet", &body(name)).await;
            match answered {
                Some(made) => assert_eq!(found.expect(200)["id"], made["id"], "{name}"),
                None => assert!([200, 201].contains(&found.status), "{name}: {found:?}"),
            }
            let meeting = found.expect(found.status);
            let whole = client.get(&address(&text(&meeting["id"]))).await.expect(200);
            assert_eq!((&whole["subject"], &whole["externalId"]), (&json!(subject(name)), &json!(name)));
            for property in ["joinWebUrl", "joinMeetingIdSettings", "creationDateTime", "chatInfo"] {
                assert_eq!(whole[property], meeting[property], "{property}");
                assert!(!whole[property].is_null(), "{property}");
                assert!(answered.as_ref().is_none_or(|made| made[property] == whole[property]), "{property}");
            }
        }
        for (id, answered) in &self.deleted {
            let status = client.get(&address(id)).await.status;
            if status == 200 {
                assert!(answered.is_none(), "{id} was deleted");
                let transcripts = client.get(&format!("{}/transcripts", address(id))).await.expect(200);
                assert_eq!(transcripts["value"].as_array().map(Vec::len), Some(TRANSCRIPTS));
            } else {
                assert_eq!(status, 404);
            }
        }
    }
}

/// Creates and deletes until the process is killed, after so many milliseconds.
async fn until_killed(server: &mut Server, round: u64, doomed: Vec<String>, millis: u64) -> Tried {
    let tried = Arc::new(Mutex::new(Tried::default()));
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            tokio::spawn(create(server.client.clone(), Arc::clone(&tried), format!("{round}/{writer}")))
        })
        .collect();
    writers.push(tokio::spawn(delete(server.client.clone(), Arc::clone(&tried), doomed)));
    tokio::time::sleep(Duration::from_millis(millis)).await;
    server.process.kill().expect("the process is there");
    for writer in writers {
        writer.await.expect("a writer ends when nobody answers");
    }
    std::mem::take(&mut *tried.lock().expect("no writer panicked"))
}

async fn create(client: Client, tried: Arc<Mutex<Tried>>, name: String) {
    for number in 0.. {
        let name = format!("{name}/{number}");
        tried.lock().expect("no writer panicked").created.insert(name.clone(), None);
        let path = "/me/onlineMeetings/createOrGet";
        let Ok(answer) = client.send(Method::POST, path, Some(&body(&name))).await else { return };
        let made = answer.expect(201);
        tried.lock().expect("no writer panicked").created.insert(name, Some(made));
    }
}

async fn delete(client: Client, tried: Arc<Mutex<Tried>>, ids: Vec<String>) {
    for id in ids {
        tried.lock().expect("no writer panicked").deleted.insert(id.clone(), None);
        let Ok(answer) = client.send(Method::DELETE, &address(&id), None).await else { return };
        let gone = answer.expect(204);
        tried.lock().expect("no writer panicked").deleted.insert(id, Some(gone));
    }
}

fn body(name: &str) -> Value {
    json!({ "externalId": name, "subject": subject(name) })
}

/// Long enough to be spread over several pages of the file with others of its kind.
fn subject(name: &str) -> String {
    format!("{name} ").repeat(100)
}

fn address(id: &str) -> String {
    format!("/me/onlineMeetings/{id}")
}
