//! Starting, stopping, looking in, and what `Debug` shows.

use std::net::{TcpListener, TcpStream};

use msgraph_emulator::{Emulator, EmulatorError, User};
use serde_json::json;

use crate::support::{World, builder, text};

#[tokio::test]
async fn the_bundled_slice_is_served_on_a_free_port_of_the_loopback_address() {
    let (one, other) = (World::new().await, World::new().await);
    for world in [&one, &other] {
        assert!(world.emulator.url().starts_with("http://127.0.0.1:"), "{}", world.emulator.url());
        assert!(world.emulator.url().ends_with("/v1.0"));
    }
    assert_ne!(one.emulator.url(), other.emulator.url());
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let error = Emulator::builder().port(port).start().await.expect_err("taken");
    assert!(matches!(&error, EmulatorError::Bind { address, .. } if address.port() == port), "{error:?}");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[tokio::test]
async fn dropping_the_emulator_closes_its_port() {
    let world = World::new().await;
    let address = String::from(world.emulator.url().trim_start_matches("http://").trim_end_matches("/v1.0"));
    world.as_user(&world.adele).meeting(&json!({})).await;
    TcpStream::connect(&address).expect("it listens");
    drop(world);
    TcpStream::connect(&address).expect_err("it listens no more");
}

#[test]
fn it_outlives_the_runtime_that_started_it() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let world = runtime().block_on(World::new());
    let meeting =
        runtime().block_on(async { world.as_user(&world.adele).meeting(&json!({"subject": "x"})).await });
    assert_eq!(meeting["subject"], "x");
    let shared: &(dyn Send + Sync) = &world.emulator;
    let _ = shared;
}

#[tokio::test]
async fn the_same_seed_and_requests_give_the_same_answers() {
    async fn meeting(seed: u64) -> (String, String) {
        let world = World::with(builder().seed(seed)).await;
        let client = world.as_user(&world.adele);
        let meeting = client.meeting(&json!({})).await;
        (text(&meeting["joinWebUrl"]), text(&meeting["id"]))
    }
    assert_eq!(meeting(3).await, meeting(3).await);
    assert_ne!(meeting(3).await.0, meeting(4).await.0);
}

#[tokio::test]
async fn requests_are_kept_as_they_came() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    client.meeting(&json!({"subject": "Räume"})).await;
    client.get("/nowhere?$filter=a%20b").await.error(400, "BadRequest");
    let [post, get] = &world.emulator.requests()[..] else { panic!("two requests") };
    assert_eq!((post.method.as_str(), post.path.as_str()), ("POST", "/v1.0/me/onlineMeetings"));
    assert_eq!(post.json(), Some(json!({"subject": "Räume"})));
    assert_eq!(post.header("Content-Type"), Some("application/json"));
    assert_eq!(post.header("authorization"), Some("(redacted)"));
    assert_eq!((get.method.as_str(), get.path.as_str()), ("GET", "/v1.0/nowhere?$filter=a%20b"));
    assert!(get.body.is_empty());
}

#[tokio::test]
async fn debug_shows_neither_tokens_nor_links() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let url = text(&client.meeting(&json!({"subject": "secret plan"})).await["joinWebUrl"]);
    client.filter("/me/onlineMeetings", &format!("JoinWebUrl eq '{url}'")).await.expect(200);
    let shown = format!("{:?} {:#?}", world.emulator, world.emulator.requests());
    assert!(shown.contains("/v1.0/me/onlineMeetings"), "{shown}");
    for secret in [client.token.as_str(), "meetup-join", "JoinWebUrl", "secret plan"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[tokio::test]
async fn users_can_be_added_and_replaced() {
    let world = World::new().await;
    let id = "00000000-0000-4000-8000-000000000002";
    world.emulator.add_user(User::new(id, "Lee Gu", "lee@contoso.example"));
    world.emulator.add_user(User::new(id, "Lee G.", "lee@contoso.example"));
    assert_eq!(world.emulator.users().len(), 3);
    let lee = world.emulator.users().pop().expect("a user");
    let meeting = world.as_user(&lee).meeting(&json!({})).await;
    assert_eq!(meeting["participants"]["organizer"]["identity"]["user"]["displayName"], "Lee G.");
}

#[tokio::test]
#[should_panic(expected = "no user with the object id 'nobody'")]
async fn a_token_for_nobody_is_a_mistake_of_the_test() {
    let world = World::new().await;
    let _ = world.emulator.delegated_token("nobody", &[]);
}
