//! Creates a meeting with graph-rs-sdk, which has no type for one: bodies and answers are JSON values.

use std::env;
use std::error::Error;

use graph_rs_sdk::GraphClient;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let graph = GraphClient::new(env::var("MSGRAPH_TOKEN")?);
    let meeting = json!({
        "startDateTime": "2026-12-01T14:30:00+01:00",
        "endDateTime": "2026-12-01T15:00:00+01:00",
        "subject": "Lecture",
    });
    let response = graph.me().online_meetings().create_online_meetings(&meeting).send().await?;
    let meeting: serde_json::Value = response.json().await?;
    println!("{}", meeting["joinWebUrl"].as_str().unwrap_or_default());
    Ok(())
}
