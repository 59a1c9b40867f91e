//! The same two calls in several ways.

use std::error::Error;
use std::str::FromStr;

use msgraph::models::{LobbyBypassScope, LobbyBypassSettings, OnlineMeeting};
use msgraph::{DateTimeOffset, Graph};
use msgraph_benches::{flatten, plain};

use crate::hand::Hand;
use crate::server;

const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJzY3AiOiJPbmxpbmVNZWV0aW5ncy5SZWFkV3JpdGUifQ.x";
const START: &str = "2026-12-01T14:30:00+01:00";
const END: &str = "2026-12-01T15:00:00+01:00";

msgraph::app! {
    /// A program that states what it holds.
    struct Program: Delegated { "OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All" }
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// `msgraph`.
    Ours,
    /// `msgraph`, with a program whose permissions the compiler has checked.
    App,
    /// By hand, with types that forget what they do not declare.
    Hand,
    /// By hand, with types that keep it, as those of `msgraph` do.
    Keeping,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// Creates a meeting.
    Post,
    /// Reads the list as Graph sends it, with properties that the types do not declare.
    List,
    /// Reads the list with declared properties alone.
    Declared,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::Hand, Self::Keeping, Self::App];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::App => "app",
            Self::Hand => "hand",
            Self::Keeping => "keeping",
        }
    }
}

impl Call {
    pub(crate) const ALL: [Self; 3] = [Self::Post, Self::List, Self::Declared];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::List => "list",
            Self::Declared => "declared",
        }
    }

    /// The meeting whose recordings are the list: the server tells the two lists apart by it.
    const fn meeting(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Post | Self::List => "MSo1N2Y5ZGFjYy03",
        }
    }
}

/// A way and a call, such as `ours-post`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind(pub(crate) Way, pub(crate) Call);

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = |way: &Way, call: &Call| text == format!("{}-{}", way.name(), call.name());
        let kinds = Way::ALL.iter().flat_map(|way| Call::ALL.iter().map(move |call| (way, call)));
        let kind =
            kinds.into_iter().find(|(way, call)| named(way, call)).map(|(way, call)| Self(*way, *call));
        kind.ok_or_else(|| {
            format!("`{text}` is none of ours, app, hand, keeping with -post, -list or -declared behind it")
        })
    }
}

/// A client of each way; those by hand share one, because only their types differ.
pub(crate) struct Clients {
    ours: Graph,
    app: Graph<Program>,
    hand: Hand,
}

impl Clients {
    pub(crate) fn new(root: &str) -> Result<Self, Box<dyn Error>> {
        // where another part of the process has installed one, that does as well
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || Graph::builder().base_url(root).allow_http_on_loopback().token(TOKEN);
        Ok(Self {
            ours: builder().build()?,
            app: builder().app::<Program>().build()?,
            hand: Hand::new(root, TOKEN)?,
        })
    }

    /// Calls, and gives a text out of the answer.
    pub(crate) async fn call(&self, Kind(way, call): Kind) -> Result<Option<String>, Box<dyn Error>> {
        match (way, call) {
            (Way::Ours, Call::Post) => {
                Ok(self.ours.me().online_meetings().post(&meeting()?).await?.join_web_url)
            }
            (Way::App, Call::Post) => {
                Ok(self.app.me().online_meetings().post(&meeting()?).await?.join_web_url)
            }
            (Way::Hand, Call::Post) => Ok(self.hand.create_meeting(&plain_meeting()?).await?.join_web_url),
            (Way::Keeping, Call::Post) => {
                Ok(self.hand.create_meeting(&flatten_meeting()?).await?.join_web_url)
            }
            (Way::Ours, list) => {
                let page = self.ours.me().online_meetings().by_id(list.meeting()).recordings().get().await?;
                Ok(last(page.value).and_then(|one| one.recording_content_url))
            }
            (Way::App, list) => {
                let page = self.app.me().online_meetings().by_id(list.meeting()).recordings().get().await?;
                Ok(last(page.value).and_then(|one| one.recording_content_url))
            }
            (Way::Hand, list) => {
                let page: Vec<plain::CallRecording> = self.hand.recordings(list.meeting()).await?;
                Ok(last(page).and_then(|one| one.recording_content_url))
            }
            (Way::Keeping, list) => {
                let page: Vec<flatten::CallRecording> = self.hand.recordings(list.meeting()).await?;
                Ok(last(page).and_then(|one| one.recording_content_url))
            }
        }
    }
}

/// The last item of a whole list.
fn last<T>(mut items: Vec<T>) -> Option<T> {
    if items.len() == server::ITEMS { items.pop() } else { None }
}

fn meeting() -> Result<OnlineMeeting, Box<dyn Error>> {
    Ok(OnlineMeeting::new()
        .set_start_date_time(DateTimeOffset::parse(START)?)
        .set_end_date_time(DateTimeOffset::parse(END)?)
        .set_subject("Lecture")
        .set_lobby_bypass_settings(LobbyBypassSettings::new().set_scope(LobbyBypassScope::Organization)))
}

fn plain_meeting() -> Result<plain::OnlineMeeting, Box<dyn Error>> {
    Ok(plain::OnlineMeeting {
        start_date_time: Some(DateTimeOffset::parse(START)?),
        end_date_time: Some(DateTimeOffset::parse(END)?),
        subject: Some("Lecture".to_owned()),
        lobby_bypass_settings: Some(plain::LobbyBypassSettings {
            scope: Some(plain::LobbyBypassScope::Organization),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn flatten_meeting() -> Result<flatten::OnlineMeeting, Box<dyn Error>> {
    Ok(flatten::OnlineMeeting {
        start_date_time: Some(DateTimeOffset::parse(START)?),
        end_date_time: Some(DateTimeOffset::parse(END)?),
        subject: Some("Lecture".to_owned()),
        lobby_bypass_settings: Some(flatten::LobbyBypassSettings {
            scope: Some(flatten::LobbyBypassScope::Organization),
            ..Default::default()
        }),
        ..Default::default()
    })
}
