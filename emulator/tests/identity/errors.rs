//! What is refused whatever the flow, and what a test gets to see.

use msgraph_emulator::{App, Emulator, EmulatorError, SeedError};

use crate::support::{Answer, GRAPH, READ_WRITE, SECRET, SERVICE, World, client_credentials, replaced};

#[tokio::test]
async fn the_tenant_has_several_names_and_others_are_unknown() {
    let world = World::new().await;
    let send = async |tenant: &str| {
        let address = format!("{}/{tenant}/oauth2/v2.0/token", world.emulator.authority());
        Answer::to(world.http.post(address).form(&client_credentials())).await
    };
    let id = world.emulator.tenant_id();
    for tenant in [id, &id.to_uppercase(), "contoso.example", "common", "organizations"] {
        send(tenant).await.access_token();
    }
    for tenant in ["00000000-0000-4000-8000-000000000000", "fabrikam.example", "consumers"] {
        let refused = send(tenant).await;
        refused.refused(400, "invalid_request", 90_002);
        assert!(refused.text.contains(tenant));
    }
}

#[tokio::test]
async fn the_endpoint_takes_forms_by_post() {
    let world = World::new().await;
    let address = world.address("oauth2/v2.0/token");
    let get = Answer::to(world.http.get(&address)).await;
    get.refused(405, "invalid_request", 900_561);
    assert_eq!(get.header("allow"), "POST");
    let json = serde_json::json!({"grant_type": "client_credentials"});
    Answer::to(world.http.post(&address).json(&json)).await.refused(400, "invalid_request", 900_144);
    let broken = world.http.post(&address).header("content-type", "application/x-www-form-urlencoded");
    Answer::to(broken.body("grant_type=%zz")).await.refused(400, "invalid_request", 9_002_313);
    let long = "a".repeat(4 * 1024 * 1024 + 1);
    let long = world.http.post(&address).form(&[("grant_type", long)]);
    Answer::to(long).await.refused(400, "invalid_request", 9_002_313);
    let other = replaced(&client_credentials(), "grant_type", "password");
    world.token(&other).await.refused(400, "unsupported_grant_type", 70_003);
}

#[tokio::test]
async fn errors_carry_the_ids_of_the_request() {
    let world = World::new().await;
    let id = "0f0e0d0c-0b0a-4908-8706-050403020100";
    let request = world.http.post(world.address("oauth2/v2.0/token")).header("client-request-id", id);
    let answer = Answer::to(request.form(&[("grant_type", "client_credentials")])).await;
    assert_eq!(answer.json["correlation_id"], id);
    assert_eq!(answer.json["timestamp"], "2026-03-01 12:00:00Z");
    assert_eq!(answer.json["trace_id"], answer.header("x-ms-request-id"));
    let description = answer.json["error_description"].as_str().expect("text");
    assert!(description.contains(id) && description.ends_with("Timestamp: 2026-03-01 12:00:00Z"));
}

#[tokio::test]
async fn token_requests_are_listed_apart_and_without_secrets() {
    let world = World::new().await;
    let good = client_credentials();
    let token = String::from(world.token(&good).await.access_token());
    world.token(&replaced(&good, "client_secret", "wrong")).await;
    world.create_meeting(&world.adele_path(), &token).await;

    let [first, second] = &world.emulator.token_requests()[..] else { panic!("two requests") };
    assert_eq!((first.grant_type.as_str(), first.status), ("client_credentials", Some(200)));
    assert_eq!((first.client_id.as_str(), first.scope.as_str()), (SERVICE, GRAPH));
    assert_eq!((second.has_claims, second.status), (false, Some(401)));
    let [graph] = &world.emulator.requests()[..] else { panic!("one request to Graph") };
    assert!(graph.path.starts_with("/v1.0/users/"));

    let shown =
        format!("{:?} {:?} {:?}", world.emulator.token_requests(), world.emulator.requests(), world.emulator);
    let shown = format!("{shown} {:?}", world.emulator.apps());
    for secret in [SECRET, "wrong", &token] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn an_app_has_a_guid() {
    let world = World::new().await;
    let refused = world.emulator.add_app(App::public("scheduler"));
    assert!(matches!(refused, Err(SeedError::Invalid(text)) if text.contains("'scheduler'")));
    let refused = Emulator::builder().apps([App::public("scheduler")]).start().await;
    assert!(matches!(refused, Err(EmulatorError::App(SeedError::Invalid(_)))));
}

#[tokio::test]
#[should_panic(expected = "add_app")]
async fn a_token_for_an_api_needs_an_app() {
    let world = World::new().await;
    let _ = world.emulator.token_for_api("00000000-0000-4000-8000-000000000000", &world.adele.id);
}

#[tokio::test]
async fn paths_that_only_look_alike_are_graphs() {
    let world = World::new().await;
    let token = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    let address = format!("{}/common/oauth2/token", world.emulator.authority());
    let answer = Answer::to(world.http.post(address).bearer_auth(token)).await;
    assert_eq!(answer.json["error"]["code"], "BadRequest", "{}", answer.text);
    assert!(world.emulator.token_requests().is_empty());
}
