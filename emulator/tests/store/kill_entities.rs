//! An emulator that is killed while it writes entities.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph_emulator::Emulator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::server::{self, Server};
use crate::support::{Answer, Client, client, place, shelves};

const TEST: &str = "kill_entities::of_entities_too_each_request_is_done_whole_or_not_at_all";
const ROUNDS: u64 = 10;
/// The connections that write at the same time.
const WRITERS: usize = 2;

/// Each round, users and shelves with books are made, changed and deleted as fast as can be, until the process that
/// does it is killed. The next one on the same file must have each as the last answered request left it, or as the
/// one without an answer would have.
#[test]
fn of_entities_too_each_request_is_done_whole_or_not_at_all() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    if let Some(path) = server::to_serve() {
        let emulator = runtime.block_on(start(&path));
        server::announce(&emulator);
        // Until it is killed, or nobody is left to do that.
        io::stdin().lines().for_each(drop);
        return;
    }
    let (_folder, path) = place();
    let (mut last, mut all) = (Courses::new(), Courses::new());
    let mut chance = 2027_u64;
    for round in 0..ROUNDS {
        let mut server = Server::start(&path, TEST);
        runtime.block_on(check(&last, &server.client));
        all.append(&mut last);
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        last = runtime.block_on(until_killed(&mut server, round, (chance >> 33) % 40));
    }
    all.append(&mut last);
    let emulator = runtime.block_on(start(&path));
    let client = client(&emulator);
    runtime.block_on(check(&all, &client));
    runtime.block_on(check_nothing_is_left(&all, &client));
    for step in Step::ALL {
        let is_answered = |one: &&Course| one.answered.is_some_and(|last| last >= step);
        assert!(all.values().filter(is_answered).count() > 5, "{step:?} was hardly ever answered");
    }
    assert!(all.values().any(|one| one.answered != Some(one.tried)), "nobody was killed in a request");
}

async fn start(path: &Path) -> Emulator {
    shelves(path).start().await.unwrap_or_else(|error| panic!("{error}"))
}

/// What is done to a shelf, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// A user is made, with the name of the shelf.
    User,
    /// With two books in line.
    Create,
    Patch,
    /// Of the text of a book.
    Put,
    /// With its books and their texts.
    Delete,
}

impl Step {
    const ALL: [Self; 5] = [Self::User, Self::Create, Self::Patch, Self::Put, Self::Delete];

    async fn take(self, client: &Client, name: &str) -> Result<Answer, reqwest::Error> {
        let path = format!("/me/shelves/{name}");
        match self {
            Self::User => {
                let body = json!({
                    "displayName": name, "userPrincipalName": user(name), "jobTitle": long(name, "job"),
                });
                client.send(Method::POST, "/users", Some(&body)).await
            }
            Self::Create => {
                let books = ["1", "2"].map(|id| json!({ "id": id, "title": long(name, id) }));
                let first = long(name, "first");
                let body = json!({ "id": name, "name": first, "copy": first, "books": books });
                client.send(Method::POST, "/me/shelves", Some(&body)).await
            }
            Self::Patch => {
                let second = long(name, "second");
                let body = json!({ "name": second, "copy": second });
                client.send(Method::PATCH, &path, Some(&body)).await
            }
            Self::Put => client.put(&format!("{path}/books/2/text"), long(name, "text")).await,
            Self::Delete => client.send(Method::DELETE, &path, None).await,
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::User | Self::Create => 201,
            Self::Patch => 200,
            Self::Put | Self::Delete => 204,
        }
    }
}

/// How far things came, by the name of the shelf.
type Courses = BTreeMap<String, Course>;

struct Course {
    tried: Step,
    answered: Option<Step>,
}

/// Writes until the process is killed, which is after so many answers.
async fn until_killed(server: &mut Server, round: u64, answers: u64) -> Courses {
    let courses = Arc::new(Mutex::new((Courses::new(), 0)));
    let write = |writer| {
        tokio::spawn(write(server.client.clone(), Arc::clone(&courses), format!("{round}-{writer}")))
    };
    let writers: Vec<_> = (0..WRITERS).map(write).collect();
    while courses.lock().expect("no writer panicked").1 < answers {
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    server.process.kill().expect("the process is there");
    for writer in writers {
        writer.await.expect("a writer ends when nobody answers");
    }
    std::mem::take(&mut courses.lock().expect("no writer panicked").0)
}

async fn write(client: Client, courses: Arc<Mutex<(Courses, u64)>>, writer: String) {
    for number in 0.. {
        let name = format!("{writer}-{number}");
        let mut answered = None;
        for step in Step::ALL {
            // Every other shelf stays.
            if step == Step::Delete && number % 2 == 1 {
                continue;
            }
            let note = |answered| Course { tried: step, answered };
            courses.lock().expect("no panic").0.insert(name.clone(), note(answered));
            let Ok(answer) = step.take(&client, &name).await else { return };
            answer.expect(step.status());
            answered = Some(step);
            let mut courses = courses.lock().expect("no panic");
            courses.0.insert(name.clone(), note(answered));
            courses.1 += 1;
        }
    }
}

/// What is to be seen of a user, a shelf with its books, and the text of the second one.
#[derive(Debug, PartialEq, Default)]
struct Seen {
    user: Option<Value>,
    shelf: Option<Value>,
    text: Option<String>,
}

impl Seen {
    /// After that step.
    fn after(name: &str, step: Option<Step>) -> Self {
        let is_done = |one| step.is_some_and(|last| last >= one);
        let is_there = is_done(Step::Create) && !is_done(Step::Delete);
        let label = long(name, if is_done(Step::Patch) { "second" } else { "first" });
        let titles = [long(name, "1"), long(name, "2")];
        Self {
            user: is_done(Step::User).then(|| json!([name, user(name), long(name, "job")])),
            shelf: is_there.then(|| json!([label, label, titles])),
            text: (is_there && is_done(Step::Put)).then(|| long(name, "text")),
        }
    }

    async fn now(client: &Client, name: &str) -> Self {
        let shelf = format!("/me/shelves/{name}");
        let text = found(client.get(&format!("{shelf}/books/2/text")).await);
        Self {
            user: found(client.get(&format!("/users/{}", user(name))).await).map(|one| {
                let one = one.expect(200);
                json!([one["displayName"], one["userPrincipalName"], one["jobTitle"]])
            }),
            shelf: found(client.get(&format!("{shelf}?$expand=books")).await).map(|one| {
                let one = one.expect(200);
                let books = one["books"].as_array().expect("books").iter();
                json!([one["name"], one["copy"], books.map(|book| &book["title"]).collect::<Vec<_>>()])
            }),
            text: text.map(|one| String::from_utf8(one.bytes).expect("a text")),
        }
    }
}

/// The answer, unless there is nothing.
fn found(answer: Answer) -> Option<Answer> {
    assert!([200, 404].contains(&answer.status), "{answer:?}");
    (answer.status == 200).then_some(answer)
}

async fn check(courses: &Courses, client: &Client) {
    for (name, Course { tried, answered }) in courses {
        let now = Seen::now(client, name).await;
        let (before, after) = (Seen::after(name, *answered), Seen::after(name, Some(*tried)));
        assert!(now == before || now == after, "{name}, {tried:?} after {answered:?}: {now:?}");
    }
}

/// Books and texts that outlived their shelf would be seen again in another one of the same name.
async fn check_nothing_is_left(courses: &Courses, client: &Client) {
    for name in courses.iter().filter(|(_, one)| one.tried == Step::Delete).map(|(name, _)| name) {
        let shelf = format!("/me/shelves/{name}");
        if found(client.get(&shelf).await).is_some() {
            continue;
        }
        client.post("/me/shelves", &json!({ "id": name })).await.expect(201);
        assert_eq!(client.get(&format!("{shelf}/books")).await.expect(200)["value"], json!([]), "{name}");
        client.post(&format!("{shelf}/books"), &json!({ "id": "2" })).await.expect(201);
        assert!(found(client.get(&format!("{shelf}/books/2/text")).await).is_none(), "{name}");
    }
}

fn user(name: &str) -> String {
    format!("u{name}@contoso.example")
}

/// Long enough to be spread over several pages of the file with others of its kind.
fn long(name: &str, what: &str) -> String {
    format!("{name} {what} ").repeat(80)
}
