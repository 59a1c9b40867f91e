//! How many meetings one client creates in a second, one after the other: in memory, and in a file on the disk that
//! the folder of the first argument is on.
//!
//! `cargo run --release -p msgraph-emulator --features file --example store_rate -- FOLDER`

use std::path::Path;
use std::time::{Duration, Instant};

use msgraph_emulator::Emulator;

const TIME: Duration = Duration::from_secs(4);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    rustls::crypto::ring::default_provider().install_default().ok();
    let folder = std::env::args().nth(1).unwrap_or_else(|| String::from("."));
    println!("in memory: {:.0}/s", rate(&Emulator::start().await?).await?);
    let folder = tempfile::tempdir_in(folder)?;
    let path = folder.path().join("graph.redb");
    println!("in a file: {:.0}/s", rate(&in_file(&path).await?).await?);
    let size = path.metadata()?.len();
    let begun = Instant::now();
    drop(in_file(&path).await?);
    println!("the file has {size} bytes and is opened in {:?}", begun.elapsed());
    Ok(())
}

async fn in_file(path: &Path) -> Result<Emulator, msgraph_emulator::EmulatorError> {
    Emulator::builder().store(path).start().await
}

/// Creates as many meetings as there is time for.
async fn rate(emulator: &Emulator) -> Result<f64, reqwest::Error> {
    let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
    let (url, client) = (format!("{}/me/onlineMeetings", emulator.url()), reqwest::Client::new());
    let body = serde_json::json!({ "subject": "Analysis II" });
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < TIME {
        let answer = client.post(&url).bearer_auth(&token).json(&body).send().await?;
        answer.error_for_status()?.bytes().await?;
        count += 1;
    }
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}
