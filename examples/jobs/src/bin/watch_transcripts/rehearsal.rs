//! An emulator, and what happens in it.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use msgraph::models::OnlineMeeting;
use msgraph::{App as _, Graph};
use msgraph_emulator::{Emulator, Fault};

use crate::{LINKS, Watch, Watcher};

/// Watches an emulator, until everything is there that comes meanwhile.
pub(crate) async fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.join(LINKS).exists() {
        return Err(format!("{} is of another run; name another folder", folder.display()).into());
    }
    let emulator = Emulator::start().await?;
    let user = &emulator.users()[0];
    let client = |permissions: &[&str]| {
        let settings = Graph::builder().base_url(emulator.url()).allow_http_on_loopback();
        settings.token(emulator.delegated_token(&user.id, permissions))
    };
    println!("An emulator of Microsoft Graph at {}, for {}", emulator.url(), user.display_name);
    let (mut ids, mut join_links) = (Vec::new(), Vec::new());
    for subject in ["Analysis II", "Databases"] {
        let organizer = client(&["OnlineMeetings.ReadWrite"]).build()?;
        let meeting = OnlineMeeting::new().set_subject(subject);
        let meeting = organizer.me().online_meetings().post(&meeting).await?;
        let id = meeting.id.ok_or("a meeting without an id")?;
        emulator.link_to_event(&id)?;
        ids.push(id);
        join_links.push(meeting.join_web_url.ok_or("a meeting without a join link")?);
    }

    let graph = client(Watcher::PERMISSIONS).app::<Watcher>().build()?;
    let mut watch = Watch::new(graph, folder, join_links.iter().map(String::as_str)).await?;
    let lectures = async {
        for (lecture, meeting) in [&ids[0], &ids[1], &ids[0]].into_iter().enumerate() {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let said =
                "00:00:00.000 --> 00:00:04.000\n<v Adele Vance>Welcome.</v>\n\n".repeat(20 * (lecture + 1));
            let id = emulator.add_transcript(meeting, serde_json::json!({}), format!("WEBVTT\n\n{said}"))?;
            let at = format!("/me/onlineMeetings/{meeting}/transcripts");
            match lecture {
                0 => emulator.inject(Fault::cut_body(700).on("GET", &format!("{at}/{id}/content"))),
                1 => emulator.inject(Fault::status(410).on("GET", &format!("{at}/delta"))),
                _ => emulator.inject(Fault::status(403).on("GET", &format!("{at}/delta"))),
            }
        }
        Ok::<_, Box<dyn Error>>(())
    };
    let watching = async {
        let mut seen = 0;
        while seen < 3 {
            seen += watch.round().await?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok::<_, Box<dyn Error>>(seen)
    };
    let ((), seen) = tokio::try_join!(lectures, watching)?;
    println!("All {seen} transcripts are there.");
    Ok(())
}
