//! The Rust of the README, compiled: each of its blocks stands here word for word, and a test holds the
//! two together. The line that does not compile is held by tests/ui.

#![cfg(feature = "rustls")]
#![expect(dead_code, unused_variables, reason = "the blocks are compiled, and only the last one runs")]

use std::error::Error;

mod start {
    use super::Error;

    pub(super) async fn block(token: String) -> Result<(), Box<dyn Error>> {
        use msgraph::{DateTimeOffset, Graph, models::OnlineMeeting};

        let graph = Graph::builder().token(token).build()?;
        let meeting = OnlineMeeting::new()
            .set_start_date_time(DateTimeOffset::parse("2026-12-01T14:30:00+01:00")?)
            .set_end_date_time(DateTimeOffset::parse("2026-12-01T15:00:00+01:00")?)
            .set_subject("Lecture");
        let meeting = graph.me().online_meetings().post(&meeting).accept_language("de-DE").await?;
        println!("{}", meeting.join_web_url.unwrap_or_default());
        Ok(())
    }
}

mod find {
    use msgraph::Graph;

    #[rustfmt::skip]
    pub(super) async fn block(graph: Graph, join_url: String) -> Result<(), msgraph::Error> {
        use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting};

        let found = graph.me().online_meetings().get().filter(OnlineMeeting::JOIN_WEB_URL.eq(&join_url)).await?;
        let number = OnlineMeeting::JOIN_MEETING_ID_SETTINGS / JoinMeetingIdSettings::JOIN_MEETING_ID;
        let found = graph.me().online_meetings().get().filter(number.eq("123456789")).await?;
        Ok(())
    }
}

mod change {
    use msgraph::Graph;

    pub(super) async fn block(graph: Graph, id: String) -> Result<(), msgraph::Error> {
        use msgraph::models::{LobbyBypassScope, LobbyBypassSettings, OnlineMeetingUpdate};

        let change = OnlineMeetingUpdate::new()
            .set_lobby_bypass_settings(LobbyBypassSettings::new().set_scope(LobbyBypassScope::Organization))
            .clear_subject();
        let meeting = graph.me().online_meetings().by_id(&id).patch(&change).await?;
        Ok(())
    }
}

mod derived {
    pub(super) fn block(participant: &msgraph::models::MeetingParticipantInfo) -> Result<(), msgraph::Error> {
        use msgraph::models::{CommunicationsIdentitySet, MeetingParticipantInfo};

        let Some(identity) = participant.identity.as_ref() else { return Ok(()) };
        if let Some(caller) = identity.as_communications_identity_set() {
            println!("by phone: {:?}", caller.phone.and_then(|phone| phone.id));
        }
        let guest = CommunicationsIdentitySet::new().set_endpoint_type("default");
        let participant = MeetingParticipantInfo::new().set_identity(guest);
        Ok(())
    }
}

mod expand {
    use msgraph::Graph;

    pub(super) async fn block(graph: Graph, id: String) -> Result<(), msgraph::Error> {
        use msgraph::models::{MeetingAttendanceReport, OnlineMeeting};

        let reports = OnlineMeeting::ATTENDANCE_REPORTS
            .select((MeetingAttendanceReport::ID, MeetingAttendanceReport::TOTAL_PARTICIPANT_COUNT))
            .filter(MeetingAttendanceReport::TOTAL_PARTICIPANT_COUNT.gt(0))
            .top(5);
        let meeting = graph
            .me()
            .online_meetings()
            .by_id(&id)
            .get()
            .select((OnlineMeeting::ID, OnlineMeeting::SUBJECT))
            .expand(reports)
            .include_unknown_enum_members()
            .await?;
        Ok(())
    }
}

mod permissions {
    use msgraph::{Scheme, operations::PostMeOnlineMeetings};

    const _: () = assert!(
        PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::DelegatedWork, &["OnlineMeetings.ReadWrite"])
    );
}

mod program {
    use msgraph::{Graph, models::OnlineMeeting};

    msgraph::app! {
        /// Books a room for every lecture.
        pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }
    }

    #[rustfmt::skip]
    pub(super) async fn block(token: String, user: &str, meeting: OnlineMeeting) -> Result<(), msgraph::Error> {
        let graph = Graph::builder().app::<Scheduler>().token(token).build()?;
        graph.users().by_id(user).online_meetings().post(&meeting).await?; // compiles
        Ok(())
    }
}

mod emulator {
    use msgraph::Graph;
    use msgraph_emulator::Emulator;

    pub(super) async fn block() -> Result<(), Box<dyn super::Error>> {
        let emulator = Emulator::start().await?;
        let user = &emulator.users()[0];
        let graph = Graph::builder()
            .base_url(emulator.url())
            .allow_http_on_loopback()
            .token(emulator.delegated_token(&user.id, &["OnlineMeetings.ReadWrite"]))
            .build()?;
        graph.me().online_meetings().post(&msgraph::models::OnlineMeeting::new()).await?;
        Ok(())
    }
}

/// Lines without their indentation, without empty ones and without the one that must not compile.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.ends_with("// does not")).collect()
}

#[test]
fn each_block_of_the_readme_is_compiled_here() {
    let here = lines(include_str!("readme.rs"));
    let readme = include_str!("../README.md");
    let blocks: Vec<&str> =
        readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 5, "the README has its blocks");
    for block in blocks {
        let mut rest = here.as_slice();
        for line in lines(block) {
            let Some(at) = rest.iter().position(|known| *known == line) else {
                panic!("this line of the README is not compiled in tests/readme.rs: {line}");
            };
            rest = &rest[at + 1..];
        }
    }
}

#[tokio::test]
async fn what_the_readme_says_of_the_emulator_runs() {
    emulator::block().await.expect("the emulator answers");
}
