//! Users who sign in with a browser: <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use msgraph_emulator::Emulator;
use reqwest::Url;
use sha2::{Digest as _, Sha256};

use crate::support::{
    Answer, DESKTOP, Form, NOON, READ_WRITE, REDIRECT, SECRET, SERVICE, World, claims, desktop, replaced,
    service,
};

/// 43 characters, the fewest that RFC 7636 allows.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// What a browser is sent to `authorize` with.
fn sign_in() -> Form<'static> {
    vec![
        ("client_id", SERVICE),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", READ_WRITE),
        ("state", "a state & more"),
    ]
}

/// What the app sends to the token endpoint.
fn redeem(code: &str) -> Form<'_> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("redirect_uri", REDIRECT),
        ("code", code),
    ]
}

async fn authorize(world: &World, query: &[(&str, &str)]) -> Answer {
    Answer::to(world.http.get(world.address("oauth2/v2.0/authorize")).query(query)).await
}

/// Where the browser is sent back to, and with what.
#[track_caller]
fn redirect(answer: &Answer) -> (String, BTreeMap<String, String>) {
    assert_eq!(answer.status, 302, "{}", answer.text);
    let mut address = Url::parse(answer.header("location")).expect("an address");
    let parameters = address.query_pairs().into_owned().collect();
    address.set_query(None);
    (address.to_string(), parameters)
}

async fn code(world: &World, query: &[(&str, &str)]) -> String {
    redirect(&authorize(world, query).await).1["code"].clone()
}

fn with<'a>(mut form: Form<'a>, name: &'a str, value: &'a str) -> Form<'a> {
    form.push((name, value));
    form
}

#[tokio::test]
async fn the_first_user_signs_in_at_once() {
    let world = World::new().await;
    let answer = authorize(&world, &sign_in()).await;
    let (address, parameters) = redirect(&answer);
    assert_eq!(address, REDIRECT);
    assert_eq!(parameters["state"], "a state & more");
    let answer = world.token(&redeem(&parameters["code"])).await;
    assert_eq!(answer.text("scope"), "https://graph.microsoft.com/OnlineMeetings.ReadWrite");
    for absent in ["refresh_token", "id_token"] {
        assert!(answer.json.get(absent).is_none(), "{}", answer.text);
    }
    let meeting = world.create_meeting("me", answer.access_token()).await;
    assert_eq!(meeting.json["participants"]["organizer"]["upn"], world.adele.user_principal_name);
}

#[tokio::test]
async fn the_login_hint_chooses_the_user() {
    let world = World::new().await;
    for hint in [&world.megan.user_principal_name.to_uppercase(), &world.megan.id] {
        let code = code(&world, &with(sign_in(), "login_hint", hint)).await;
        let answer = world.token(&redeem(&code)).await;
        assert_eq!(claims(answer.access_token())["oid"], world.megan.id);
    }
    let answer = authorize(&world, &with(sign_in(), "login_hint", "nobody@contoso.example")).await;
    let (_, parameters) = redirect(&answer);
    assert_eq!(parameters["error"], "login_required");
    assert!(parameters["error_description"].starts_with("AADSTS50034: "));

    let empty = Emulator::builder().apps([service()]).users([]).start().await.expect("it starts");
    let address = format!("{}/common/oauth2/v2.0/authorize", empty.authority());
    let (_, parameters) = redirect(&Answer::to(world.http.get(address).query(&sign_in())).await);
    assert_eq!(parameters["error"], "login_required");
}

#[tokio::test]
async fn an_id_token_says_who_signed_in() {
    let world = World::new().await;
    let scope = "openid profile email offline_access OnlineMeetings.ReadWrite";
    let query = with(replaced(&sign_in(), "scope", scope), "nonce", "n-1");
    let answer = world.token(&redeem(&code(&world, &query).await)).await;
    assert_eq!(
        answer.text("scope"),
        "https://graph.microsoft.com/OnlineMeetings.ReadWrite openid profile email"
    );
    let id_token = answer.text("id_token");
    assert!(id_token.ends_with('.'), "an unsigned token has no third part");
    let said = claims(id_token);
    assert_eq!((&said["aud"], &said["nonce"]), (&SERVICE.into(), &"n-1".into()));
    assert_eq!(said["oid"], world.adele.id);
    assert_eq!(said["name"], "Adele Vance");
    assert_eq!(said["preferred_username"], world.adele.user_principal_name);
    assert_eq!(said["email"], world.adele.user_principal_name);
    assert_eq!(said["exp"], NOON + 3600);
    assert!(!answer.text("refresh_token").is_empty());

    let bare = world.token(&redeem(&code(&world, &replaced(&query, "scope", "openid")).await)).await;
    let said = claims(bare.text("id_token"));
    assert!(said.get("name").is_none() && said.get("email").is_none());
    assert_eq!(claims(bare.access_token())["scp"], "");
}

#[tokio::test]
async fn a_code_is_good_once_and_for_ten_minutes() {
    let world = World::new().await;
    let first = code(&world, &sign_in()).await;
    world.token(&redeem(&first)).await.access_token();
    world.token(&redeem(&first)).await.refused(400, "invalid_grant", 54_005);
    let [second, third] = [code(&world, &sign_in()).await, code(&world, &sign_in()).await];
    world.wait(Duration::from_secs(599));
    world.token(&redeem(&second)).await.access_token();
    world.wait(Duration::from_secs(1));
    world.token(&redeem(&third)).await.refused(400, "invalid_grant", 70_008);
    world.token(&redeem("another")).await.refused(400, "invalid_grant", 70_000);
}

#[tokio::test]
async fn a_code_is_bound_to_its_app_and_address() {
    let world = World::new().await;
    let other = "https://app.example/other";
    world.emulator.add_app(service().with_redirect_uri(other)).expect("an app");
    let code = code(&world, &sign_in()).await;
    let form = redeem(&code);
    world.token(&replaced(&form, "redirect_uri", other)).await.refused(401, "invalid_client", 500_112);
    world.token(&replaced(&form, "redirect_uri", "")).await.refused(400, "invalid_request", 900_144);
    let stolen = replaced(&replaced(&form, "client_secret", ""), "client_id", DESKTOP);
    world.token(&stolen).await.refused(400, "invalid_grant", 70_000);
    world.token(&replaced(&form, "client_secret", "")).await.refused(401, "invalid_client", 7_000_218);
    world.token(&form).await.access_token();
}

#[tokio::test]
async fn a_public_client_proves_itself_by_pkce() {
    let world = World::new().await;
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let redirect_uri = "http://localhost:49152/";
    let cases = [(Some("S256"), hash.as_str()), (Some("plain"), VERIFIER), (None, VERIFIER)];
    for (method, challenge) in cases {
        let query = replaced(&replaced(&sign_in(), "client_id", DESKTOP), "redirect_uri", redirect_uri);
        let query = with(query, "code_challenge", challenge);
        let query = replaced(&query, "code_challenge_method", method.unwrap_or_default());
        let code = code(&world, &query).await;
        let form = replaced(&replaced(&redeem(&code), "client_id", DESKTOP), "client_secret", "");
        let form = replaced(&form, "redirect_uri", redirect_uri);
        world.token(&form).await.refused(400, "invalid_grant", 501_481);
        let wrong = with(form.clone(), "code_verifier", &hash[..42]);
        world.token(&wrong).await.refused(400, "invalid_grant", 501_481);
        world.token(&with(form, "code_verifier", VERIFIER)).await.access_token();
    }
}

#[tokio::test]
async fn a_verifier_needs_a_challenge() {
    let world = World::new().await;
    let code = code(&world, &sign_in()).await;
    let form = with(redeem(&code), "code_verifier", VERIFIER);
    world.token(&form).await.refused(400, "invalid_grant", 501_481);
}

#[tokio::test]
async fn what_is_wrong_goes_back_to_the_app() {
    let world = World::new().await;
    let good = sign_in();
    for (name, value, error, code) in [
        ("response_type", "token", "unsupported_response_type", 70_005),
        ("response_type", "", "invalid_request", 900_144),
        ("response_mode", "form_post", "invalid_request", 70_007),
        ("scope", "", "invalid_request", 900_144),
        ("scope", "https://other.example/Read", "invalid_scope", 70_011),
        ("scope", "Mail.Read", "consent_required", 65_001),
        ("code_challenge", "short", "invalid_request", 50_147),
        ("code_challenge_method", "S256", "invalid_request", 50_147),
    ] {
        let (address, parameters) = redirect(&authorize(&world, &replaced(&good, name, value)).await);
        assert_eq!((address.as_str(), parameters["state"].as_str()), (REDIRECT, "a state & more"));
        assert_eq!(parameters["error"], error, "{name}={value}");
        assert!(parameters["error_description"].starts_with(&format!("AADSTS{code}: ")), "{parameters:?}");
        assert!(!parameters.contains_key("code"));
    }
    let method = with(with(sign_in(), "code_challenge", VERIFIER), "code_challenge_method", "S512");
    let (_, parameters) = redirect(&authorize(&world, &method).await);
    assert!(parameters["error_description"].starts_with("AADSTS90023: "));
    assert!(parameters["error_description"].contains("S512"));
}

#[tokio::test]
async fn a_wrong_app_or_address_sends_nobody_anywhere() {
    let world = World::new().await;
    let send = async |name, value| authorize(&world, &replaced(&sign_in(), name, value)).await;
    send("redirect_uri", "https://evil.example/").await.refused(400, "invalid_request", 50_011);
    send("client_id", "").await.refused(400, "invalid_request", 900_144);
    let unknown = "00000000-0000-4000-8000-000000000000";
    send("client_id", unknown).await.refused(400, "unauthorized_client", 700_016);
    // the only one of the app may be left out
    assert_eq!(redirect(&send("redirect_uri", "").await).0, REDIRECT);
    world.emulator.add_app(service().with_redirect_uri("https://b.example")).expect("an app");
    send("redirect_uri", "").await.refused(400, "invalid_request", 900_971);
}

#[tokio::test]
async fn an_address_keeps_its_own_query() {
    let address = "https://app.example/back?tenant=a%20b";
    let app = desktop().with_redirect_uri(address);
    let world = World::with(Emulator::builder().apps([app])).await;
    let query = replaced(&replaced(&sign_in(), "client_id", DESKTOP), "redirect_uri", address);
    let answer = authorize(&world, &query).await;
    assert!(answer.header("location").starts_with("https://app.example/back?tenant=a%20b&code="));
}

#[tokio::test]
async fn a_users_token_for_the_apps_own_api_starts_on_behalf_of() {
    let world = World::new().await;
    let scope = service().user_scope();
    let signed_in = world.token(&redeem(&code(&world, &replaced(&sign_in(), "scope", &scope)).await)).await;
    assert_eq!(signed_in.text("scope"), scope);
    let answer = world
        .token(&[
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("client_id", SERVICE),
            ("client_secret", SECRET),
            ("assertion", signed_in.access_token()),
            ("scope", READ_WRITE),
            ("requested_token_use", "on_behalf_of"),
        ])
        .await;
    assert_eq!(world.create_meeting("me", answer.access_token()).await.status, 201);
}
