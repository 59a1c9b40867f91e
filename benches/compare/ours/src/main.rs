//! Creates a meeting with `msgraph`.

use std::env;
use std::error::Error;

use msgraph::models::OnlineMeeting;
use msgraph::{DateTimeOffset, Graph};

#[cfg(feature = "app")]
msgraph::app! {
    /// A program that makes meetings.
    struct Program: Delegated { "OnlineMeetings.ReadWrite" }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let graph = Graph::builder();
    #[cfg(feature = "app")]
    let graph = graph.app::<Program>();
    let graph = graph.token(env::var("MSGRAPH_TOKEN")?).build()?;
    let meeting = OnlineMeeting::new()
        .set_start_date_time(DateTimeOffset::parse("2026-12-01T14:30:00+01:00")?)
        .set_end_date_time(DateTimeOffset::parse("2026-12-01T15:00:00+01:00")?)
        .set_subject("Lecture");
    let meeting = graph.me().online_meetings().post(&meeting).await?;
    println!("{}", meeting.join_web_url.unwrap_or_default());
    Ok(())
}
