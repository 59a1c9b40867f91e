//! What is secret in a request is shown nowhere, whatever address it came to.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::support::{Desk, READ_WRITE};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// All that the desk and a test in Rust say of the requests so far.
fn told(desk: &Desk) -> String {
    let listed = desk.get("/emulator/requests");
    let mut all = listed.to_string();
    for one in listed["requests"].as_array().expect("a list") {
        if let Some(body) = one["bodyBase64"].as_str() {
            all.push_str(&String::from_utf8(STANDARD.decode(body).expect("base64")).expect("a text"));
        }
    }
    let mut events = desk.events("?last=100", "");
    for _ in 0..listed["last"].as_u64().expect("a number") {
        all.push_str(&events.next().2.to_string());
    }
    for one in desk.emulator.requests() {
        let body = String::from_utf8_lossy(&one.body);
        write!(all, "{one:?} {} {:?} {body}", one.path, one.headers).expect("a String takes everything");
    }
    all
}

#[tokio::test]
async fn a_token_request_to_a_wrong_address_keeps_its_secret() {
    let desk = Desk::new().await;
    let form = "grant_type=client_credentials&client_id=one&client_secret=SECRET&password=SECRET";
    for path in [
        "/oauth2/v2.0/token",
        "/contoso.example/oauth2/token",
        "/common/oauth2/v2.0/token/",
        "//common/oauth2/v2.0/token",
        "/common/oauth2/v2.0//token",
        "/v1.0/common/oauth2/v2.0/token",
        "/v1.0/common/%6Fauth2/v2.0/token",
        "/v1.0/me",
    ] {
        assert_ne!(desk.send("POST", path, FORM, form).status, 200, "{path}");
        let all = told(&desk);
        assert!(!all.contains("SECRET"), "{path}: {all}");
        assert!(
            all.contains("grant_type=client_credentials&client_id=one&client_secret=(redacted)"),
            "{all}"
        );
    }
    desk.send("POST", "/oauth2/token", "Content-Type: text/plain\r\n", form);
    desk.json("POST", "/oauth2/v2.0/token", &json!({"client_secret": "SECRET"}));
    assert!(!told(&desk).contains("SECRET"));
}

#[tokio::test]
async fn headers_queries_and_batches_keep_their_secrets() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let headers = "Authorization: Bearer SECRET\r\nProxy-Authorization: Basic SECRET\r\nCookie: a=SECRET\r\n\
                   X-Authorization: SECRET\r\nOcp-Apim-Subscription-Key: SECRET\r\nX-Api-Key: SECRET\r\n\
                   X-Ms-Token-Aad-Access-Token: SECRET\r\nReferer: http://localhost/?code=SECRET\r\nPrefer: a\r\n";
    desk.send("GET", "/v1.0/me?access_token=SECRET&$select=id&Client%5FSecret=SECRET", headers, "");
    let items = json!([{
        "id": "1", "method": "GET", "url": "/me?access_token=SECRET",
        "headers": {"Authorization": "Bearer SECRET", "Cookie": "SECRET", "x-one": "shown"},
    }]);
    desk.graph(&token, "POST", "/$batch", &json!({"requests": items})).expect(200);
    let all = told(&desk);
    assert!(!all.contains("SECRET") && !all.contains(&token), "{all}");
    let listed = desk.get("/emulator/requests");
    let (alone, batch) = (&listed["requests"][0], &listed["requests"][1]);
    assert_eq!(
        alone["path"], "/v1.0/me?access_token=(redacted)&$select=id&Client%5FSecret=(redacted)",
        "what is no secret stays"
    );
    assert_eq!(
        (&alone["headers"]["prefer"], &alone["headers"]["cookie"]),
        (&json!("a"), &json!("(redacted)"))
    );
    let inner = &batch["body"]["requests"][0];
    assert_eq!(
        (&inner["headers"]["x-one"], &inner["url"]),
        (&json!("shown"), &json!("/me?access_token=(redacted)"))
    );
}

#[tokio::test]
async fn a_query_is_looked_up_and_not_told_to_everybody() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let made = desk.graph(&token, "POST", "/me/onlineMeetings", &json!({"subject": "x"})).expect(201);
    let link = made["joinWebUrl"].as_str().expect("a link").replace('%', "%25").replace('?', "%3F");
    let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{link}'");
    let mut events = desk.events("", "");
    desk.graph(&token, "GET", &path, &json!(null)).expect(200);
    let (_, _, told) = events.next();
    assert_eq!((&told["path"], &told["hasQuery"]), (&json!("/v1.0/me/onlineMeetings"), &json!(true)));
    assert!(!told.to_string().contains("meetup-join"), "{told}");
    assert_eq!(desk.get("/emulator/requests/2")["path"], format!("/v1.0{path}"));
}
