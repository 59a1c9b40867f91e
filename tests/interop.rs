//! Others agree: Microsoft's own SDKs for Python and JavaScript make, find, change and delete meetings against the
//! emulator, and read its errors, pages and batches.
//!
//! The scripts are `tests/interop/*/meetings.*`. `tests/interop/install` puts the SDKs into the target directory; where
//! one is not there, its test says so and passes.

#[path = "interop/script.rs"]
mod script;
#[path = "interop/world.rs"]
mod world;

use msgraph_emulator::Received;
use script::Language;
use world::World;

/// What every SDK must have asked for, with the status that it was answered with.
const ASKED: [(&str, &str, u16); 17] = [
    ("POST", "/me/onlineMeetings", 201),
    ("GET", "/me/onlineMeetings/{}", 200),
    ("GET", "/me/onlineMeetings", 200),
    ("GET", "/me/onlineMeetings", 400),
    ("PATCH", "/me/onlineMeetings/{}", 200),
    ("POST", "/me/onlineMeetings/createOrGet", 201),
    ("POST", "/me/onlineMeetings/createOrGet", 200),
    ("POST", "/me/onlineMeetings/createOrGet", 429),
    ("POST", "/users/{}/onlineMeetings", 201),
    ("POST", "/users/{}/onlineMeetings", 403),
    ("GET", "/me/onlineMeetings/{}", 404),
    ("GET", "/me/onlineMeetings/{}", 429),
    ("POST", "/$batch", 200),
    ("GET", "/me/onlineMeetings/{}/transcripts", 200),
    ("GET", "/me/onlineMeetings/{}/transcripts/{}/content", 200),
    ("GET", "/me/onlineMeetings/{}/attendanceReports/{}/attendanceRecords", 200),
    ("DELETE", "/me/onlineMeetings/{}", 204),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_for_python_agrees() {
    if let Some((world, requests)) = run(Language::Python).await {
        // What the SDK sends in production and nowhere else. Its service root ends in a slash there.
        let sent = as_in_production(&requests, "graph-python/");
        assert!(sent.iter().all(|one| one.path.starts_with("/v1.0//")), "{sent:?}");
        assert!(sent.iter().all(|one| one.header("runtimeenvironment").is_some()), "{sent:?}");
        let tokens = world.emulator.token_requests();
        let tokens: Vec<_> = tokens.iter().map(|one| (one.grant_type.as_str(), one.status)).collect();
        assert_eq!(tokens, [("client_credentials", Some(200)), ("client_credentials", Some(401))]);
        world.is_as_the_script_left_it().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_for_javascript_agrees() {
    if let Some((world, requests)) = run(Language::JavaScript).await {
        as_in_production(&requests, "graph-js/");
        world.is_as_the_script_left_it().await;
    }
}

/// Runs a script against an emulator of its own, and holds what it asked for against the list; nothing where the SDK
/// is not installed.
async fn run(language: Language) -> Option<(World, Vec<Received>)> {
    let Some(script) = script::installed(language) else {
        println!("skipped: the SDK for {language:?} is not installed; tests/interop/install does that");
        return None;
    };
    let mut world = World::start().await;
    let before = world.emulator.requests().len();
    world.result = script.run(&world.input).await;
    let requests = world.emulator.requests().split_off(before);
    for wanted in ASKED {
        let (method, path, status) = wanted;
        let is_it = |one: &&Received| {
            one.method == method && one.status == Some(status) && path_of(one, &world.user) == path
        };
        assert!(requests.iter().any(|one| is_it(&one)), "nobody asked for {wanted:?}");
    }
    let languages = requests.iter().filter_map(|one| one.header("accept-language"));
    assert_eq!(languages.filter(|one| *one == "de").count(), 1);
    retried(&requests);
    batched(&requests);
    Some((world, requests))
}

/// The path below the service root, with `{}` for the keys.
fn path_of(request: &Received, user: &str) -> String {
    let path = request.path.split('?').next().unwrap_or_default();
    let path = path.strip_prefix("/v1.0").unwrap_or(path).replace(user, "{}");
    let mut segments: Vec<&str> = path.split('/').collect();
    for at in 1..segments.len() {
        let is_collection =
            ["onlineMeetings", "transcripts", "attendanceReports"].contains(&segments[at - 1]);
        if is_collection && segments[at] != "createOrGet" {
            segments[at] = "{}";
        }
    }
    segments.join("/")
}

/// What was throttled came again, the same, and says so.
fn retried(requests: &[Received]) {
    let throttled: Vec<&Received> = requests.iter().filter(|one| one.status == Some(429)).collect();
    assert_eq!(throttled.len(), 2, "{throttled:?}");
    for one in throttled {
        let is_again = |other: &&Received| {
            other.number > one.number
                && (&other.method, &other.path, &other.body) == (&one.method, &one.path, &one.body)
                && other.header("retry-attempt") == Some("1")
                && other.status.is_some_and(|status| status < 300)
        };
        assert_eq!(requests.iter().filter(is_again).count(), 1, "{one:?}");
    }
}

/// The requests of the batches came as the batches said, each with its own id.
fn batched(requests: &[Received]) {
    let created = requests.iter().filter(|one| one.batch_id.is_some() && one.status == Some(201)).count();
    let missed = requests.iter().filter(|one| one.batch_id.is_some() && one.status == Some(404)).count();
    assert_eq!((created, missed), (1, 1));
    let created = requests.iter().find(|one| one.batch_id.is_some() && one.status == Some(201));
    assert_eq!(created.and_then(Received::json).unwrap()["subject"], "In a batch");
}

/// The requests that carry the name and version of the SDK: a meeting is made and read, and one is missing.
fn as_in_production<'a>(requests: &'a [Received], sdk: &str) -> Vec<&'a Received> {
    let is_of = |one: &&Received| one.header("sdkversion").is_some_and(|value| value.starts_with(sdk));
    let sent: Vec<&Received> = requests.iter().filter(is_of).collect();
    for (method, status) in [("POST", 201), ("GET", 200), ("GET", 404)] {
        assert!(
            sent.iter().any(|one| one.method == method && one.status == Some(status)),
            "{method} {status}"
        );
    }
    for one in &sent {
        let id = one.header("client-request-id").unwrap_or_default();
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
    }
    sent
}
