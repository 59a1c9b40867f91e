//! Apps as themselves: <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msgraph_emulator::{AccessPolicy, App, Emulator};

use crate::support::{
    Answer, DESKTOP, GRAPH, NOON, READ_WRITE_ALL, SECRET, SERVICE, World, claims, client_credentials,
    replaced, service,
};

#[tokio::test]
async fn an_app_gets_a_token_with_its_roles_and_graph_takes_it() {
    let world = World::new().await;
    let answer = world.token(&client_credentials()).await;
    let token = answer.access_token();
    assert_eq!(answer.json["token_type"], "Bearer");
    assert_eq!((&answer.json["expires_in"], &answer.json["ext_expires_in"]), (&3600.into(), &3600.into()));
    for absent in ["refresh_token", "id_token", "scope"] {
        assert!(answer.json.get(absent).is_none(), "{}", answer.text);
    }
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store, no-cache");

    let claims = claims(token);
    assert_eq!(claims["aud"], "https://graph.microsoft.com");
    assert_eq!(claims["appid"], SERVICE);
    assert_eq!(claims["idtyp"], "app");
    assert_eq!(claims["roles"], serde_json::json!([READ_WRITE_ALL]));
    assert_eq!(claims["tid"], world.emulator.tenant_id());
    assert_eq!(claims["iss"], format!("{}/{}/v2.0", world.emulator.authority(), world.emulator.tenant_id()));
    assert_eq!(
        (&claims["iat"], &claims["nbf"], &claims["exp"]),
        (&NOON.into(), &NOON.into(), &(NOON + 3600).into())
    );
    assert!(claims["oid"].is_string() && claims["oid"] != SERVICE);

    assert_eq!(world.create_meeting(&world.adele_path(), token).await.status, 201);
    assert_eq!(world.create_meeting("me", token).await.status, 400, "no user");
}

#[tokio::test]
async fn the_default_app_holds_what_opens_the_api() {
    let world = World::with(Emulator::builder()).await;
    let id = App::DEFAULT_CLIENT_ID;
    let form = replaced(&client_credentials(), "client_id", id);
    let answer = world.token(&replaced(&form, "client_secret", App::DEFAULT_CLIENT_SECRET)).await;
    assert_eq!(world.create_meeting(&world.adele_path(), answer.access_token()).await.status, 201);
    let [app] = &world.emulator.apps()[..] else { panic!("one app") };
    assert_eq!(app.client_id, id);
    assert!(app.delegated_permissions.iter().any(|one| one == "OnlineMeetings.ReadWrite"));
    assert!(app.is_public_client, "it may use the flows without a secret, too");
}

#[tokio::test]
async fn the_app_proves_itself_in_the_header_or_in_the_body() {
    let world = World::new().await;
    let form = [("grant_type", "client_credentials"), ("scope", GRAPH)];
    let send = |credentials: String, form: Vec<(&'static str, &'static str)>| {
        let request = world.http.post(world.address("oauth2/v2.0/token")).form(&form);
        Answer::to(request.header("authorization", format!("Basic {}", STANDARD.encode(credentials))))
    };
    // RFC 6749 has both parts encoded like those of a form.
    let encoded = "the+secret%3A+of+a+service%2B100%25";
    send(format!("{SERVICE}:{encoded}"), form.to_vec()).await.access_token();
    let requests = world.emulator.token_requests();
    assert_eq!(requests[0].client_id, SERVICE);
    send(format!("{SERVICE}:wrong"), form.to_vec()).await.refused(401, "invalid_client", 7_000_215);
    send(format!("{SERVICE}:"), form.to_vec()).await.refused(401, "invalid_client", 7_000_218);
    send(String::from("no colon"), form.to_vec()).await.refused(400, "invalid_request", 9_002_313);
    let both = client_credentials();
    send(format!("{SERVICE}:{encoded}"), both).await.refused(400, "invalid_request", 90_023);
    let other = replaced(&form, "client_id", DESKTOP);
    send(format!("{SERVICE}:{encoded}"), other).await.refused(400, "invalid_request", 90_023);
}

#[tokio::test]
async fn an_app_that_does_not_prove_itself_gets_nothing() {
    let world = World::new().await;
    let good = client_credentials();
    let send = async |name, value| world.token(&replaced(&good, name, value)).await;
    send("client_secret", "wrong").await.refused(401, "invalid_client", 7_000_215);
    send("client_secret", "").await.refused(401, "invalid_client", 7_000_218);
    send("client_id", "00000000-0000-4000-8000-000000000000").await.refused(
        400,
        "unauthorized_client",
        700_016,
    );
    send("client_id", "").await.refused(400, "invalid_request", 900_144);
    send("client_assertion", "ey.ey.x").await.refused(401, "invalid_client", 700_027);
    // a public client has no secret to show, and this flow takes one
    send("client_id", DESKTOP).await.refused(401, "invalid_client", 700_025);
    let form = replaced(&good, "client_id", DESKTOP);
    world.token(&replaced(&form, "client_secret", "")).await.refused(401, "invalid_client", 7_000_218);
}

#[tokio::test]
async fn secrets_can_be_renewed_one_beside_the_other() {
    let world = World::new().await;
    world.emulator.add_app(service().with_client_secret("the next one")).expect("an app");
    for secret in [SECRET, "the next one"] {
        world.token(&replaced(&client_credentials(), "client_secret", secret)).await.access_token();
    }
}

#[tokio::test]
async fn the_scope_is_a_resource_with_default_behind_it() {
    let world = World::new().await;
    let good = client_credentials();
    let send = async |value| world.token(&replaced(&good, "scope", value)).await;
    for (scope, audience) in [
        ("https://graph.microsoft.us/.default", "https://graph.microsoft.us"),
        ("https://dod-graph.microsoft.us/.default", "https://dod-graph.microsoft.us"),
        ("https://microsoftgraph.chinacloudapi.cn/.default", "https://microsoftgraph.chinacloudapi.cn"),
    ] {
        let answer = send(scope).await;
        assert_eq!(claims(answer.access_token())["aud"], audience);
        assert_eq!(world.create_meeting(&world.adele_path(), answer.access_token()).await.status, 201);
    }
    send("https://graph.microsoft.com/OnlineMeetings.ReadWrite.All").await.refused(
        400,
        "invalid_scope",
        1_002_012,
    );
    send(".default").await.refused(400, "invalid_scope", 1_002_012);
    send("openid https://graph.microsoft.com/.default").await.refused(400, "invalid_scope", 1_002_012);
    send("https://other.example/.default").await.refused(400, "invalid_resource", 500_011);
    send("").await.refused(400, "invalid_request", 900_144);
}

#[tokio::test]
async fn roles_and_access_policy_are_those_of_the_app() {
    let world = World::new().await;
    let app = service().with_access_policy(AccessPolicy::Users(vec![world.megan.id.clone()]));
    world.emulator.add_app(app).expect("an app");
    let answer = world.token(&client_credentials()).await;
    let refused = world.create_meeting(&world.adele_path(), answer.access_token()).await;
    assert_eq!(refused.status, 403);
    assert_eq!(refused.json["error"]["message"], "No application access policy found for this app");
    let megan = format!("users/{}", world.megan.id);
    assert_eq!(world.create_meeting(&megan, answer.access_token()).await.status, 201);

    let app = service().with_application_permissions(["User.Read.All"]);
    world.emulator.add_app(app).expect("an app");
    assert_eq!(world.emulator.apps().len(), 2, "it takes the place of the one before");
    let answer = world.token(&client_credentials()).await;
    assert_eq!(world.create_meeting(&world.adele_path(), answer.access_token()).await.status, 403);
}

#[tokio::test]
async fn a_token_for_another_api_is_not_for_graph() {
    let world = World::new().await;
    let scope = format!("api://{SERVICE}/.default");
    let answer = world.token(&replaced(&client_credentials(), "scope", &scope)).await;
    let claims = claims(answer.access_token());
    assert_eq!((&claims["aud"], &claims["roles"]), (&SERVICE.into(), &serde_json::json!([])));
    let refused = world.create_meeting(&world.adele_path(), answer.access_token()).await;
    assert_eq!(refused.unauthenticated(), "Access token validation failure. Invalid audience.");
}
