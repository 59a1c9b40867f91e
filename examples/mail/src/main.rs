//! Creates a meeting, then mails its join link: two slices of Microsoft Graph, one client, one program.
//!
//! ```text
//! cargo run -p msgraph-example-mail
//! ```
//!
//! does both in an emulator on this machine, and shows what it received. With a token of a user in `MSGRAPH_TOKEN` and
//! an address in `MSGRAPH_MAIL_TO`, both go to Microsoft Graph. What the token must hold is what [`Office`] states.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use msgraph::{App, Graph, GraphBuilder};
use msgraph_emulator::{Api, Emulator};
use msgraph_example_mail::{Office, invite, meet};
use msgraph_spec::Reader;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    eprintln!("{error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

/// Does both where the settings say.
async fn run() -> Result<(), Box<dyn Error>> {
    let settings = Graph::builder().app::<Office>();
    match (setting("MSGRAPH_TOKEN"), setting("MSGRAPH_MAIL_TO")) {
        (Some(token), Some(to)) => meet_and_invite(&settings.token(token).build()?, &to).await,
        (None, None) => emulated(settings).await,
        _ => Err("set both MSGRAPH_TOKEN and MSGRAPH_MAIL_TO, or neither for an emulator".into()),
    }
}

/// A variable of the environment; an empty one counts as not set.
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Both calls.
async fn meet_and_invite(graph: &Graph<Office>, to: &str) -> Result<(), Box<dyn Error>> {
    let meeting = meet(graph, "Lecture").await?;
    println!("The join link: {}", meeting.join_web_url.as_deref().unwrap_or("none"));
    let sent = invite(graph, &meeting, to).response().await?;
    println!("The mail to {to}: {}", sent.status());
    println!("\n{}", graph.permissions_used());
    Ok(())
}

/// The same in an emulator of both slices, which takes mails and keeps them.
async fn emulated(settings: GraphBuilder<Office>) -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().also(mail()?).start().await?;
    let user = &emulator.users()[0];
    println!("An emulator of Microsoft Graph at {}, for {}\n", emulator.url(), user.display_name);
    let graph = settings
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user.id, Office::PERMISSIONS))
        .build()?;
    meet_and_invite(&graph, "ada@contoso.com").await?;

    for received in emulator.requests() {
        println!("\n{} {}\n{}", received.method, received.path, String::from_utf8_lossy(&received.body));
    }
    Ok(())
}

/// What there is of mail, from the files of which the build script makes the client.
fn mail() -> Result<Api, msgraph_spec::Diagnostics> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/spec");
    let mail = Reader::spec(format!("{folder}/mail.yaml")).permissions(format!("{folder}/permissions.yaml"));
    Ok(mail.include("/me/sendMail").root("microsoft.graph.fileAttachment").read()?.api)
}
