//! Creates the meetings of all examples of Microsoft's page
//! <https://learn.microsoft.com/graph/api/application-post-onlinemeetings>: as a user (`/me`) and as
//! an application (`/users/{user-id}`).
//!
//! ```text
//! cargo run --example online_meetings
//! ```
//!
//! talks to an emulator on this machine. With a token in `MSGRAPH_TOKEN` it talks to Microsoft Graph
//! instead: as the user whose token it is, or, where `MSGRAPH_USER_ID` holds a user's object id, as
//! an application for that user. Each run then makes up to five meetings.
//!
//! The fourth example needs a meeting template there, which is a feature of Teams Premium: its id
//! goes into `MSGRAPH_TEMPLATE_ID`, else the example is left out.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting};
use msgraph::operations::{PostMeOnlineMeetings, PostUsersByIdOnlineMeetings};
use msgraph::{DateTimeOffset, Graph, Operation, Request, option};
use msgraph_emulator::Emulator;

#[tokio::main]
async fn main() -> ExitCode {
    let result = match (setting("MSGRAPH_TOKEN"), setting("MSGRAPH_USER_ID")) {
        (Some(token), user_id) => live(token, user_id).await,
        (None, None) => emulated().await,
        (None, Some(_)) => Err("MSGRAPH_USER_ID is set, but no MSGRAPH_TOKEN: set both, or neither".into()),
    };
    let Err(error) = result else { return ExitCode::SUCCESS };
    eprintln!("\n{error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

/// A variable of the environment; an empty one counts as not set.
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Runs everything against an emulator, which checks tokens and permissions as the service does.
async fn emulated() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let user = &emulator.users()[0];
    let client =
        |token| Graph::builder().base_url(emulator.url()).allow_http_on_loopback().token(token).build();
    println!("An emulator of Microsoft Graph at {}", emulator.url());

    title(&format!("As a user: {}", user.display_name));
    let graph = client(emulator.delegated_token(&user.id, &["OnlineMeetings.ReadWrite"]))?;
    create_all(&graph, &Caller::User, Some(TEMPLATE)).await?;

    title(&format!("As an application, for the user {}", user.id));
    let graph = client(emulator.application_token(&["OnlineMeetings.ReadWrite.All"]))?;
    create_all(&graph, &Caller::Application { user_id: user.id.clone() }, Some(TEMPLATE)).await
}

/// Runs everything against Microsoft Graph, with a token of the user or of an application.
async fn live(token: String, user_id: Option<String>) -> Result<(), Box<dyn Error>> {
    let graph = Graph::builder().token(token).build()?;
    let template = setting("MSGRAPH_TEMPLATE_ID");
    println!("Microsoft Graph at {}", graph.client().root());
    let caller = user_id.map_or(Caller::User, |user_id| Caller::Application { user_id });
    match &caller {
        Caller::User => title("As a user"),
        Caller::Application { user_id } => title(&format!("As an application, for the user {user_id}")),
    }
    create_all(&graph, &caller, template.as_deref()).await
}

/// The meeting template of the page.
const TEMPLATE: &str = "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b";

/// Whose token it is, which decides the path.
enum Caller {
    User,
    Application { user_id: String },
}

/// The four examples of the page, and one of them again in German.
async fn create_all(graph: &Graph, caller: &Caller, template: Option<&str>) -> Result<(), Box<dyn Error>> {
    let meeting = |subject: &str| -> Result<OnlineMeeting, Box<dyn Error>> {
        Ok(OnlineMeeting::new()
            .set_start_date_time(DateTimeOffset::parse("2019-07-12T14:30:34.2444915-07:00")?)
            .set_end_date_time(DateTimeOffset::parse("2019-07-12T15:00:34.2464912-07:00")?)
            .set_subject(subject))
    };
    let passcode = |is_required: bool| JoinMeetingIdSettings::new().set_is_passcode_required(is_required);

    println!("\n  1. A meeting");
    let plain = meeting("User Token Meeting")?;
    create(graph, caller, &plain, None).await?;

    println!("\n  2. A meeting that asks for a passcode");
    let with_passcode = meeting("User meeting")?.set_join_meeting_id_settings(passcode(true));
    create(graph, caller, &with_passcode, None).await?;

    println!("\n  3. A meeting that asks for none");
    let without_passcode =
        meeting("User meeting in Microsoft Teams channel.")?.set_join_meeting_id_settings(passcode(false));
    create(graph, caller, &without_passcode, None).await?;

    println!("\n  4. A meeting made from a template");
    if let Some(id) = template {
        let from_template = meeting("User meeting")?.set_meeting_template_id(id);
        create(graph, caller, &from_template, None).await?;
    } else {
        println!("     left out: it needs Teams Premium, and MSGRAPH_TEMPLATE_ID to be set");
    }

    println!("\n  5. The first meeting again, with an invitation in German");
    create(graph, caller, &plain, Some("de-DE")).await
}

/// Creates a meeting, and shows what was asked and what came.
async fn create(
    graph: &Graph,
    caller: &Caller,
    meeting: &OnlineMeeting,
    language: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let (operation, permission, response) = match caller {
        Caller::User => {
            let request = graph.me().online_meetings().post(meeting);
            let permission = PostMeOnlineMeetings::PERMISSIONS.delegated_work.least();
            (PostMeOnlineMeetings::INFO, permission, in_language(request, language).response())
        }
        Caller::Application { user_id } => {
            let request = graph.users().by_id(user_id).online_meetings().post(meeting);
            let permission = PostUsersByIdOnlineMeetings::PERMISSIONS.application.least();
            (PostUsersByIdOnlineMeetings::INFO, permission, in_language(request, language).response())
        }
    };
    line("request", &operation.to_string());
    if let Some(language) = language {
        line("", &format!("Accept-Language: {language}"));
    }
    for (name, value) in asked(meeting)? {
        line("", &format!("{name}: {value}"));
    }
    let permission = permission.map_or("unknown".to_owned(), |all_of| all_of.join(" and "));
    line("permission", &format!("{permission} (least privileged)"));

    let response = response.await?;
    line("status", &response.status().to_string());
    let created = response.into_body();
    line("join URL", created.join_web_url.as_deref().unwrap_or("none"));
    let passcode = created.join_meeting_id_settings.and_then(|settings| settings.passcode);
    line("passcode", passcode.as_deref().unwrap_or("none"));
    if language.is_some() {
        let invitation = created.join_information.and_then(|information| information.content);
        line("invitation", &first_words(&invitation.unwrap_or_default()));
    }
    Ok(())
}

fn in_language<O: option::AcceptLanguage>(request: Request<O>, language: Option<&str>) -> Request<O> {
    match language {
        Some(language) => request.accept_language(language),
        None => request,
    }
}

fn title(text: &str) {
    println!("\n\n{text}\n{}", "-".repeat(text.chars().count()));
}

fn line(name: &str, value: &str) {
    println!("     {name:<11}{value}");
}

/// What the body asks for, apart from the times, which are the same each time.
fn asked(meeting: &OnlineMeeting) -> Result<Vec<(String, serde_json::Value)>, serde_json::Error> {
    let body: serde_json::Map<_, _> = serde_json::from_value(serde_json::to_value(meeting)?)?;
    let mut asked: Vec<_> = body.into_iter().filter(|(name, _)| !name.ends_with("DateTime")).collect();
    asked.sort_by_key(|(name, _)| name != "subject");
    Ok(asked)
}

/// The first words of an invitation, which comes as HTML in a `data:` URL.
fn first_words(invitation: &str) -> String {
    let encoded = invitation.strip_prefix("data:text/html,").unwrap_or(invitation);
    let html: String = url::form_urlencoded::parse(encoded.as_bytes()).map(|(name, _)| name).collect();
    let texts = html.split('<').filter_map(|tag_and_text| Some(tag_and_text.split_once('>')?.1.trim()));
    let texts = texts.filter(|text| !text.is_empty() && !text.starts_with("__"));
    texts.take(2).collect::<Vec<_>>().join(" · ")
}
