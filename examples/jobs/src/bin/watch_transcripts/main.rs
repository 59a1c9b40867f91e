//! Waits for the transcripts of some meetings, and downloads each.
//!
//! ```text
//! cargo run -p msgraph-example-jobs --bin watch_transcripts
//! ```
//!
//! watches an emulator on this machine, where transcripts come while it watches, and ends when it has them all. With a
//! token of a user in `MSGRAPH_TOKEN` it watches Microsoft Graph until Ctrl-C:
//!
//! ```text
//! MSGRAPH_TOKEN=eyJ0... cargo run -p msgraph-example-jobs --bin watch_transcripts -- transcripts meetings.txt
//! ```
//!
//! The first argument is the folder for the transcripts, the second a file with the join link of a meeting in each
//! line. The service has transcripts of meetings that stand in a calendar, and keeps others from whoever did not attend.
//! However the program ends, the next run goes on where this one was: half a file is gone on with, and
//! `links.json` in the folder says what was seen. It holds ids of meetings; keep it as you keep the transcripts.

mod rehearsal;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{ErrorKind, IsTerminal as _, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use msgraph::builders::Root;
use msgraph::models::{CallTranscript, OnlineMeeting};
use msgraph::reqwest::StatusCode;
use msgraph::types::Removed;
use msgraph::{Download, DownloadError, Graph, Unchecked};
use msgraph_example_jobs::{about, arguments, beside, setting, told};

const USAGE: &str = "watch_transcripts [transcripts [meetings.txt]]";

msgraph::app! {
    /// Finds meetings by their join links, and reads their transcripts.
    struct Watcher: Delegated { "OnlineMeetings.Read", "OnlineMeetingTranscript.Read.All" }
}

/// What is watched, and how far.
struct Watch {
    graph: Graph<Watcher>,
    folder: PathBuf,
    /// The ids of the meetings.
    meetings: Vec<String>,
    /// For each meeting that was read to its end, the link that gives what came since.
    links: BTreeMap<String, String>,
}

impl Watch {
    /// Finds the meetings, and what an earlier run has seen of them.
    async fn new(
        graph: Graph<Watcher>,
        folder: &Path,
        join_links: impl IntoIterator<Item = &str>,
    ) -> Result<Self, Box<dyn Error>> {
        let file = folder.join(LINKS);
        let links = match fs::read(&file) {
            Ok(links) => serde_json::from_slice(&links).map_err(about(file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(about(file.display())(error).into()),
        };
        fs::create_dir_all(folder).map_err(about(folder.display()))?;
        let mut meetings = Vec::new();
        for (at, link) in join_links.into_iter().enumerate() {
            let found =
                graph.me().online_meetings().get().filter(OnlineMeeting::JOIN_WEB_URL.eq(link)).await?;
            let id = found.value.into_iter().next().and_then(|meeting| meeting.id);
            meetings.push(id.ok_or_else(|| format!("the user has no meeting with join link {}", at + 1))?);
        }
        Ok(Self { graph, folder: folder.to_owned(), meetings, links })
    }

    /// Downloads what has come since the last round. Tells how many files are new. What goes wrong with one meeting
    /// keeps no other waiting, and the next round tries it again; an error is what would go wrong with all.
    async fn round(&mut self) -> Result<usize, Box<dyn Error>> {
        let mut new = 0;
        for (at, meeting) in self.meetings.clone().iter().enumerate() {
            match self.changes(meeting, &mut new).await {
                Err(error) if is_of_token(&*error) => return Err(error),
                Err(error) => {
                    eprintln!("meeting {}: {}\n  The next round tries it again.", at + 1, told(&*error));
                }
                Ok(()) => {}
            }
        }
        Ok(new)
    }

    /// The same for one meeting.
    async fn changes(&mut self, meeting: &str, new: &mut usize) -> Result<(), Box<dyn Error>> {
        // Which permission opens this delta function is documented nowhere, so no program is checked for it: this goes
        // through the same client as one that is not.
        let unchecked = Root::<Unchecked>::new(self.graph.client());
        let request = unchecked.me().online_meetings().by_id(meeting).transcripts().delta().get();
        let mut transcripts = match self.links.get(meeting) {
            Some(link) => request.items_from(link),
            None => request.items(),
        };
        while let Some(transcript) = transcripts.next().await {
            match transcript {
                Ok(gone) if Removed::of(&gone).is_some() => {}
                Ok(transcript) => *new += usize::from(self.download(meeting, &transcript).await?),
                Err(error) if error.is_resync_required() => {
                    println!("The service forgot what was seen; the next round looks at everything again.");
                    self.links.remove(meeting);
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
        // only now: whoever stops before sees the same transcripts again, and none is lost
        if let Some(link) = transcripts.delta_link() {
            self.links.insert(meeting.to_owned(), link.to_owned());
            let links = self.folder.join(LINKS);
            let beside = beside(&links);
            fs::write(&beside, serde_json::to_vec_pretty(&self.links)?)
                .and_then(|()| fs::rename(&beside, &links))
                .map_err(about(links.display()))?;
        }
        Ok(())
    }

    /// Downloads a transcript, unless it is there. Tells whether it was not.
    async fn download(&self, meeting: &str, transcript: &CallTranscript) -> Result<bool, Box<dyn Error>> {
        let id = transcript.id.as_deref().ok_or("the service gave a transcript without an id")?;
        let begin = transcript.created_date_time.map(|begin| begin.to_string()).unwrap_or_default();
        let name =
            format!("{begin}-{id}").replace(|one: char| !one.is_ascii_alphanumeric() && one != '-', "_");
        let file = self.folder.join(format!("{name}.vtt"));
        if file.exists() {
            return Ok(false);
        }
        let bar = bytes()?;
        let shown = bar.clone();
        let content =
            self.graph.me().online_meetings().by_id(meeting).transcripts().by_id(id).content().get();
        let done = Download::of(content)
            .resume(true)
            .progress(move |progress| {
                shown.set_length(progress.total.unwrap_or(progress.received));
                shown.set_position(progress.received);
            })
            .to_file(&file)
            .await?;
        bar.finish_and_clear();
        println!("{} bytes in {}", done.length, done.path.display());
        Ok(true)
    }
}

/// Whether the token is what is wrong, or there is none.
fn is_of_token(error: &(dyn Error + 'static)) -> bool {
    let of_download = error.downcast_ref().and_then(DownloadError::as_call);
    let call = of_download.or_else(|| error.downcast_ref::<msgraph::Error>());
    call.is_some_and(|error| {
        matches!(error, msgraph::Error::Credential(_)) || error.status() == Some(StatusCode::UNAUTHORIZED)
    })
}

/// What was seen, in the folder of the transcripts.
const LINKS: &str = "links.json";

/// A bar on a terminal; elsewhere it is hidden.
fn bytes() -> Result<ProgressBar, Box<dyn Error>> {
    let target =
        if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}")?;
    Ok(ProgressBar::with_draw_target(None, target).with_style(style))
}

/// Watches Microsoft Graph, a round each minute.
async fn live(token: String, folder: &Path, meetings: &Path) -> Result<(), Box<dyn Error>> {
    let join_links = fs::read_to_string(meetings).map_err(about(meetings.display()))?;
    let graph = Graph::builder().app::<Watcher>().token(token).build()?;
    let mut watch = Watch::new(graph, folder, join_links.lines().filter(|line| !line.is_empty())).await?;
    println!("Watching {} meetings; Ctrl-C ends it.", watch.meetings.len());
    loop {
        watch.round().await?;
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = match arguments(USAGE, &[], 2) {
        Ok(arguments) => arguments.into_iter().map(PathBuf::from),
        Err(code) => return code,
    };
    let (folder, meetings) = (arguments.next(), arguments.next());
    let watch = async {
        match (setting("MSGRAPH_TOKEN"), folder, meetings) {
            (Some(token), Some(folder), Some(meetings)) => live(token, &folder, &meetings).await,
            (Some(_), ..) => Err(format!("name folder and meetings: {USAGE}").into()),
            (None, folder, _) => {
                let new = || env::temp_dir().join(format!("transcripts-{}", std::process::id()));
                rehearsal::run(&folder.unwrap_or_else(new)).await
            }
        }
    };
    // what is dropped here was not done by half: see the beginning
    let ended = tokio::select! {
        ended = watch => ended,
        _ = tokio::signal::ctrl_c() => {
            println!("\nStopped; the next run goes on from here.");
            Ok(())
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", told(&*error));
            ExitCode::FAILURE
        }
    }
}
