//! Creates a meeting, then mails its join link: two slices of Microsoft Graph, one client, one program.
//!
//! ```text
//! cargo run -p msgraph-example-mail
//! ```
//!
//! makes the meeting in an emulator on this machine, which has no mailboxes: the mail is shown instead of sent. With
//! a token of a user in `MSGRAPH_TOKEN` and an address in `MSGRAPH_MAIL_TO`, both go to Microsoft Graph.

use std::env;
use std::error::Error;

use msgraph::{App, Graph, GraphBuilder};
use msgraph_emulator::Emulator;
use msgraph_example_mail::{Office, invite, meet};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let settings = Graph::builder().app::<Office>();
    match (env::var("MSGRAPH_TOKEN"), env::var("MSGRAPH_MAIL_TO")) {
        (Ok(token), Ok(to)) => live(settings.token(token), &to).await,
        _ => emulated(settings).await,
    }
}

/// Sends both calls.
async fn live(settings: GraphBuilder<Office>, to: &str) -> Result<(), Box<dyn Error>> {
    let graph = settings.build()?;
    let meeting = meet(&graph, "Lecture").await?;
    invite(&graph, &meeting, to).await?;
    println!("{}", graph.permissions_used());
    Ok(())
}

/// Sends the first call to an emulator, and shows the second.
async fn emulated(settings: GraphBuilder<Office>) -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let user = &emulator.users()[0];
    let graph = settings
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user.id, Office::PERMISSIONS))
        .build()?;
    let meeting = meet(&graph, "Lecture").await?;
    println!("{}'s meeting: {}", user.display_name, meeting.join_web_url.as_deref().unwrap_or("no link"));

    let mail = invite(&graph, &meeting, "ada@contoso.com").into_http()?;
    println!("\n{} {}\n{}", mail.method(), mail.uri(), String::from_utf8_lossy(mail.body()));
    Ok(())
}
