//! Signed tokens, read by an implementation that has nothing in common with the one that signs them: jsonwebtoken,
//! which has ring check the signatures.

use std::sync::Once;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::signature::{self, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, Validation};
use msgraph_emulator::{App, Emulator, EmulatorBuilder};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Value, json};

use crate::support::{
    Answer, DESKTOP, GRAPH, NOON, READ_WRITE, READ_WRITE_ALL, SECRET, SERVICE, World, claims,
    client_credentials, desktop, replaced, service,
};

/// RS256 by ring.
struct Rs256(RsaPublicKeyComponents<Vec<u8>>);

impl Verifier<Vec<u8>> for Rs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.0.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

fn verifier(key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, e } => {
            Ok(Box::new(Rs256(RsaPublicKeyComponents { n: n.clone(), e: e.clone() })))
        }
        DecodingKeyKind::SecretOrDer(_) => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

static RING: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    verifier_factory: |_, key| verifier(key),
    key_utils: KeyUtils::new_unimplemented(),
};

fn builder() -> EmulatorBuilder {
    Emulator::builder().apps([service(), desktop()]).signed_tokens()
}

async fn get(world: &World, address: &str) -> Answer {
    Answer::to(world.http.get(address)).await
}

/// What a web service does with a token: it looks for the keys and reads no claim before the signature is good.
async fn verified(world: &World, token: &str, audience: &str) -> Result<Value> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| RING.install_default().expect("the first"));
    let configuration = get(world, &world.address("v2.0/.well-known/openid-configuration")).await;
    assert_eq!(configuration.json["id_token_signing_alg_values_supported"], json!(["RS256"]));
    let keys = get(world, configuration.text("jwks_uri")).await;
    let keys: JwkSet = serde_json::from_value(keys.json).expect("a list of keys");
    let header = jsonwebtoken::decode_header(token)?;
    let key: &Jwk = keys.find(&header.kid.expect("a key id")).ok_or(ErrorKind::InvalidToken)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[audience]);
    validation.set_issuer(&[configuration.text("issuer")]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The clock of the emulator is the test's.
    (validation.validate_exp, validation.validate_nbf) = (false, false);
    Ok(jsonwebtoken::decode::<Value>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims)
}

/// What Graph says of a token; nothing where it takes it.
async fn refusal(world: &World, token: &str) -> Option<String> {
    let answer = world.create_meeting(&world.adele_path(), token).await;
    (answer.status != 201).then(|| String::from(answer.unauthenticated()))
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[tokio::test]
async fn a_web_service_can_verify_the_tokens_of_its_callers() {
    let world = World::with(builder()).await;
    let token = world.emulator.token_for_api(SERVICE, &world.adele.id);
    let said = verified(&world, &token, SERVICE).await.expect("a good token");
    assert_eq!(
        (&said["ver"], &said["idtyp"], &said["scp"]),
        (&json!("2.0"), &json!("user"), &json!("access_as_user"))
    );
    assert_eq!((&said["azp"], &said["azpacr"]), (&json!(SERVICE), &json!("1")));
    assert_eq!((&said["oid"], &said["sub"]), (&json!(world.adele.id), &json!(world.adele.id)));
    assert_eq!(said["tid"], world.emulator.tenant_id());
    assert_eq!((&said["iat"], &said["nbf"], &said["exp"]), (&json!(NOON), &json!(NOON), &json!(NOON + 3600)));
    assert_eq!(said["preferred_username"], world.adele.user_principal_name);

    let (text, _) = token.rsplit_once('.').expect("three parts");
    let other = World::with(builder()).await;
    let foreign = other.emulator.token_for_api(SERVICE, &other.adele.id);
    let (_, signature) = foreign.rsplit_once('.').expect("three parts");
    assert!(verified(&world, &format!("{text}.{signature}"), SERVICE).await.is_err(), "this check can fail");
    assert!(verified(&world, &token, DESKTOP).await.is_err(), "and so can that of the audience");
}

#[tokio::test]
async fn the_tokens_of_every_flow_are_signed() {
    let world = World::with(builder()).await;
    let graph = "https://graph.microsoft.com";
    let app = world.token(&client_credentials()).await;
    let said = verified(&world, app.access_token(), graph).await.expect("an app's");
    assert_eq!(
        (&said["ver"], &said["roles"], &said["idtyp"]),
        (&json!("1.0"), &json!([READ_WRITE_ALL]), &json!("app"))
    );
    assert_eq!((&said["appid"], &said["app_displayname"]), (&json!(SERVICE), &json!("Scheduler")));

    let assertion = world.emulator.token_for_api(SERVICE, &world.megan.id);
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("assertion", &assertion),
        ("scope", "OnlineMeetings.ReadWrite openid profile"),
        ("requested_token_use", "on_behalf_of"),
    ];
    let user = world.token(&form).await;
    let said = verified(&world, user.access_token(), graph).await.expect("a user's");
    assert_eq!((&said["scp"], &said["upn"]), (&json!(READ_WRITE), &json!(world.megan.user_principal_name)));
    let said = verified(&world, user.text("id_token"), SERVICE).await.expect("an id token");
    assert_eq!((&said["name"], &said["ver"]), (&json!("Megan Bowen"), &json!("2.0")));
    assert_eq!(world.create_meeting("me", user.access_token()).await.status, 201);

    let mine = world.emulator.delegated_token(&world.adele.id, &[READ_WRITE]);
    let said = verified(&world, &mine, graph).await.expect("a test's own");
    assert_eq!((&said["scp"], &said["oid"]), (&json!(READ_WRITE), &json!(world.adele.id)));
    world.wait(Duration::from_secs(1_000_000_000));
    assert_eq!(world.create_meeting("me", &mine).await.status, 201, "it never expires");
}

#[tokio::test]
async fn the_key_is_of_this_start_and_the_list_shows_its_public_half_alone() {
    let [one, other] = [World::with(builder()).await, World::with(builder()).await];
    let keys = |world: &World| {
        let address = world.address("discovery/v2.0/keys");
        let request = world.http.get(address);
        async move { Answer::to(request).await.json["keys"][0].clone() }
    };
    let (first, second) = (keys(&one).await, keys(&other).await);
    assert_ne!(first["n"], second["n"]);
    assert_ne!(first["kid"], second["kid"]);
    let names: Vec<&str> = first.as_object().expect("a key").keys().map(String::as_str).collect();
    assert_eq!(names, ["e", "kid", "kty", "n", "use", "x5t"]);
    let modulus = URL_SAFE_NO_PAD.decode(first["n"].as_str().expect("text")).expect("base64");
    assert_eq!((modulus.len(), modulus[0] >> 7), (256, 1), "2048 bits, without a zero in front");
    assert_eq!((&first["kty"], &first["use"], &first["e"]), (&json!("RSA"), &json!("sig"), &json!("AQAB")));
}

#[tokio::test]
async fn a_token_that_was_tampered_with_is_refused() {
    let [world, other] = [World::with(builder()).await, World::with(builder()).await];
    let token = String::from(world.token(&client_credentials()).await.access_token());
    let foreign = String::from(other.token(&client_credentials()).await.access_token());
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("{token}") };
    assert_eq!(refusal(&world, &token).await, None);

    let mut more = claims(&token);
    more["roles"] = json!([READ_WRITE_ALL, "User.Read.All"]);
    let head: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64")).expect("JSON");
    assert_eq!((&head["alg"], &head["typ"], &head["x5t"]), (&json!("RS256"), &json!("JWT"), &head["kid"]));
    let with = |name: &str, value: Value| {
        let mut head = head.clone();
        head[name] = value;
        part(&head)
    };
    let foreign_head: Vec<&str> = foreign.split('.').collect();
    let ours = with("kid", head["kid"].clone());
    for (what, forged, says) in [
        ("changed payload", format!("{header}.{}.{signature}", part(&more)), "Invalid signature."),
        ("stripped signature", format!("{header}.{payload}."), "Invalid signature."),
        ("other signature", format!("{header}.{payload}.{}", foreign_head[2]), "Invalid signature."),
        (
            "other key, our kid",
            format!("{ours}.{}.{}", foreign_head[1], foreign_head[2]),
            "Invalid signature.",
        ),
        ("no base64", format!("{header}.{payload}.{signature}="), "Invalid signature."),
        ("other key", foreign.clone(), "none of that 'kid'"),
        ("unknown kid", format!("{}.{payload}.{signature}", with("kid", json!("x"))), "none of that 'kid'"),
        ("no kid", format!("{}.{payload}.{signature}", with("kid", Value::Null)), "none of that 'kid'"),
        ("alg none", format!("{}.{payload}.", with("alg", json!("none"))), "Invalid algorithm"),
        ("alg HS256", format!("{}.{payload}.{signature}", with("alg", json!("HS256"))), "Invalid algorithm"),
        ("two parts", format!("{header}.{payload}"), "80049217"),
        ("no token", String::from("nonsense"), "80049217"),
    ] {
        let said = refusal(&world, &forged).await.unwrap_or_else(|| panic!("{what} is taken"));
        assert!(said.contains(says), "{what}: {said}");
    }
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("assertion", &other.emulator.token_for_api(SERVICE, &other.adele.id)),
        ("scope", GRAPH),
        ("requested_token_use", "on_behalf_of"),
    ];
    world.token(&form).await.refused(400, "invalid_grant", 50_013);
}

#[tokio::test]
async fn a_good_signature_does_not_open_what_the_claims_do_not() {
    let world = World::with(builder()).await;
    let token = world.emulator.application_token(&[READ_WRITE_ALL]);
    for (claim, says) in [
        (json!({"aud": SERVICE}), "Invalid audience."),
        (json!({"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}), "Invalid tenant."),
        (json!({"exp": NOON}), "the token is expired."),
        (json!({"nbf": NOON + 301}), "not yet valid."),
    ] {
        let other = world.emulator.token_with_claims(&token, claim.clone()).expect("a token");
        let audience = claim["aud"].as_str().unwrap_or("https://graph.microsoft.com");
        let said = verified(
            &world,
            &world.emulator.token_with_claims(&other, json!({"sub": "x"})).expect("a token"),
            audience,
        )
        .await;
        assert!(said.is_ok(), "well signed: {said:?}");
        let refused = refusal(&world, &other).await.expect("refused");
        assert!(refused.contains(says), "{claim}: {refused}");
    }
}

#[tokio::test]
async fn a_token_that_is_no_longer_remembered_is_refused() {
    let world = World::with(builder()).await;
    let token = String::from(world.token(&client_credentials()).await.access_token());
    let assertion = world.emulator.token_for_api(SERVICE, &world.adele.id);
    world.wait(Duration::from_secs(3600 + 600));
    world.token(&client_credentials()).await.access_token();
    assert!(world.emulator.revoke(&token).is_err(), "it is forgotten");
    // It still says itself why.
    assert_eq!(
        refusal(&world, &token).await.as_deref(),
        Some("Lifetime validation failed, the token is expired.")
    );
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("client_id", SERVICE),
        ("client_secret", SECRET),
        ("assertion", &assertion),
        ("scope", GRAPH),
        ("requested_token_use", "on_behalf_of"),
    ];
    world.token(&form).await.refused(400, "invalid_grant", 500_133);
    // Also where the clock says that it would be good, as nobody knows whether it was revoked.
    world.back(Duration::from_secs(4000));
    let said = refusal(&world, &token).await;
    assert_eq!(said.as_deref(), Some("CompactToken parsing failed with error code: 80049217"));
}

#[tokio::test]
async fn revoked_and_challenged_tokens_are_refused_signed_or_not() {
    let world = World::with(builder()).await;
    let token = world.emulator.application_token(&[READ_WRITE_ALL]);
    let again = world.emulator.application_token(&[READ_WRITE_ALL]);
    assert_ne!(token, again, "no two are the same");
    world.emulator.revoke(&token).expect("a token");
    assert_eq!(refusal(&world, &token).await.as_deref(), Some("Access token has been revoked."));
    let demand = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    world.emulator.demand_claims(&again, demand).expect("a token");
    assert!(refusal(&world, &again).await.expect("refused").starts_with("Continuous access evaluation"));
}

#[tokio::test]
async fn an_emulator_that_does_not_sign_has_no_keys() {
    let world = World::new().await;
    let answer = get(&world, &world.address("discovery/v2.0/keys")).await;
    assert_eq!(answer.json, json!({"keys": []}));
    let id = replaced(&client_credentials(), "client_id", App::DEFAULT_CLIENT_ID);
    world.token(&id).await.refused(400, "unauthorized_client", 700_016);
    let signed = World::with(builder()).await;
    let token = signed.emulator.application_token(&[READ_WRITE_ALL]);
    assert!(refusal(&world, &token).await.expect("refused").contains("80049217"));
}
