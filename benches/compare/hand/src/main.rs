//! Creates a meeting with reqwest and serde, by hand.

mod model;

use std::env;
use std::error::Error;
use std::time::Duration;

use reqwest::header::ACCEPT;
use uuid::Uuid;

use crate::model::OnlineMeeting;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("MSGRAPH_TOKEN")?;
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider already")?;
    let client = reqwest::Client::builder()
        .user_agent("a-program/1.0")
        .https_only(true)
        .connect_timeout(Duration::from_secs(30))
        .read_timeout(Duration::from_secs(100))
        .build()?;
    let meeting = OnlineMeeting {
        start_date_time: Some("2026-12-01T14:30:00+01:00".to_owned()),
        end_date_time: Some("2026-12-01T15:00:00+01:00".to_owned()),
        subject: Some("Lecture".to_owned()),
        ..Default::default()
    };
    let request = client
        .post("https://graph.microsoft.com/v1.0/me/onlineMeetings")
        .bearer_auth(token)
        .header(ACCEPT, "application/json")
        .header("client-request-id", Uuid::new_v4().to_string())
        .json(&meeting);
    let meeting: OnlineMeeting = request.send().await?.error_for_status()?.json().await?;
    println!("{}", meeting.join_web_url.unwrap_or_default());
    Ok(())
}
