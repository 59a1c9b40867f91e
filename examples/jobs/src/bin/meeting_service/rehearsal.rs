//! The service beside an emulator, and its users.

use std::fmt::Write as _;

use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use msgraph::credential::AppRegistration;
use msgraph::{App as _, Graph, reqwest};
use msgraph_emulator::{App, Emulator, Fault, User};
use tokio::net::TcpListener;

use crate::{Fallible, Meetings, Service};

/// Serves the users of an emulator, and calls as they would.
pub(crate) async fn run(goes_on: bool) -> Fallible<()> {
    let (id, secret) = (App::DEFAULT_CLIENT_ID, App::DEFAULT_CLIENT_SECRET);
    let registered =
        App::confidential(id, secret).with_delegated_permissions(Meetings::PERMISSIONS.iter().copied());
    let emulator = Emulator::builder().apps([registered]).start().await?;
    let app = AppRegistration::confidential(emulator.tenant_id(), id, secret).authority(emulator.authority());
    let settings = Graph::builder().base_url(emulator.url()).allow_http_on_loopback();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/meetings", listener.local_addr()?);
    println!("The service at {address}, an emulator of Microsoft Graph at {}\n", emulator.url());
    let serving = tokio::spawn(axum::serve(listener, Service::new(settings, app)?.routes()).into_future());

    let token = |user: &User| emulator.token_for_api(id, &user.id);
    let users = emulator.users();
    for user in &users {
        let answer = browse(&address, Some(&token(user))).await?;
        println!("{} asks for a meeting: {}", user.display_name, shown(answer).await?);
    }
    println!("Somebody without a token: {}", shown(browse(&address, None).await?).await?);
    println!("Somebody with a forged one: {}", shown(browse(&address, Some("forged")).await?).await?);
    emulator.inject(Fault::status(429).header("retry-after", "3").on("POST", "/me/onlineMeetings"));
    // the pause is this user's alone
    println!("When Graph is busy: {}", shown(browse(&address, Some(&token(&users[1]))).await?).await?);

    if goes_on {
        println!("\nServing until Ctrl-C. As {}, whom only the emulator knows:", users[0].display_name);
        println!("  curl {address} -H 'Authorization: Bearer {}' --json '{WANTED}'", token(&users[0]));
        tokio::select! {
            served = serving => served??,
            _ = tokio::signal::ctrl_c() => println!("\nStopped."),
        }
    }
    Ok(())
}

/// What the users ask for.
const WANTED: &str =
    r#"{"subject": "Office hour", "start": "2026-10-14T14:00:00+02:00", "end": "2026-10-14T15:00:00+02:00"}"#;

/// What the browser of a user sends.
async fn browse(address: &str, token: Option<&str>) -> Fallible<reqwest::Response> {
    // reqwest wants a provider, although there is no TLS on loopback
    rustls::crypto::ring::default_provider().install_default().ok();
    let browser = reqwest::Client::builder().no_proxy().build()?;
    let request = browser.post(address).header("content-type", "application/json").body(WANTED);
    let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
    Ok(request.send().await?)
}

/// An answer in one line.
async fn shown(answer: reqwest::Response) -> Fallible<String> {
    let mut shown = answer.status().to_string();
    for name in [WWW_AUTHENTICATE, RETRY_AFTER] {
        if let Some(value) = answer.headers().get(&name) {
            write!(shown, ", {name}: {}", value.to_str()?)?;
        }
    }
    Ok(format!("{shown}, {}", answer.text().await?))
}
