//! The Rust of the README: each of its blocks stands here word for word, and a test holds the two
//! together. What asks for something runs against the emulator. The line that does not compile is held
//! by tests/ui.

#![cfg(feature = "rustls")]
#![expect(dead_code, reason = "two blocks ask Graph itself, so they are compiled and do not run")]

use std::error::Error;

use msgraph::models::{
    CommunicationsIdentitySet, LobbyBypassScope, LobbyBypassSettings, MeetingParticipantInfo,
    MeetingParticipants, OnlineMeeting,
};
use msgraph_emulator::Emulator;
use serde_json::json;

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
    use msgraph::{Graph, Page};

    #[rustfmt::skip]
    pub(super) async fn block(
        graph: Graph,
        join_url: String,
    ) -> Result<[Page<super::OnlineMeeting>; 2], msgraph::Error> {
        use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting};

        let found = graph.me().online_meetings().get().filter(OnlineMeeting::JOIN_WEB_URL.eq(&join_url)).await?;
        let by_url = found;
        let number = OnlineMeeting::JOIN_MEETING_ID_SETTINGS / JoinMeetingIdSettings::JOIN_MEETING_ID;
        let found = graph.me().online_meetings().get().filter(number.eq("123456789")).await?;
        Ok([by_url, found])
    }
}

mod change {
    use msgraph::Graph;

    pub(super) async fn block(graph: Graph, id: String) -> Result<super::OnlineMeeting, msgraph::Error> {
        use msgraph::models::{LobbyBypassScope, LobbyBypassSettings, OnlineMeetingUpdate};

        let change = OnlineMeetingUpdate::new()
            .set_lobby_bypass_settings(LobbyBypassSettings::new().set_scope(LobbyBypassScope::Organization))
            .clear_subject();
        let meeting = graph.me().online_meetings().by_id(&id).patch(&change).await?;
        Ok(meeting)
    }
}

mod clear {
    use super::OnlineMeeting;

    pub(super) fn block(meeting: &mut OnlineMeeting) -> super::LobbyBypassSettings {
        use msgraph::models::LobbyBypassSettings;
        use serde_json::Value;

        let mut lobby = LobbyBypassSettings::new();
        lobby.additional_properties.insert("scope", Value::Null); // sends "scope": null
        meeting.additional_properties.remove("subject"); // "subject": null came, and is not sent back
        lobby
    }
}

mod create_or_get {
    use msgraph::Graph;

    #[rustfmt::skip]
    pub(super) async fn block(graph: Graph) -> Result<super::OnlineMeeting, msgraph::Error> {
        use msgraph::models::CreateOrGetParameters;

        let meeting = graph.me().online_meetings().create_or_get().post(&CreateOrGetParameters::new("my-id")).await?;
        Ok(meeting)
    }
}

mod derived {
    use msgraph::Graph;

    /// The block leaves with `Ok(())` where there is no identity, so the meeting that it makes goes out
    /// by a place.
    pub(super) async fn block(
        graph: Graph,
        participant: &super::MeetingParticipantInfo,
        made: &mut Option<super::OnlineMeeting>,
    ) -> Result<(), msgraph::Error> {
        use msgraph::models::{CommunicationsIdentitySet, MeetingParticipantInfo};

        let Some(identity) = participant.identity.as_ref() else { return Ok(()) };
        if let Some(caller) = identity.as_communications_identity_set() {
            println!("by phone: {:?}", caller.phone.and_then(|phone| phone.id));
        }
        let guest = CommunicationsIdentitySet::new().set_endpoint_type("default");
        let participant = MeetingParticipantInfo::new().set_identity(guest);
        let participants = super::MeetingParticipants::new().set_attendees([participant]);
        let meeting = super::OnlineMeeting::new().set_participants(participants);
        *made = Some(graph.me().online_meetings().post(&meeting).await?);
        Ok(())
    }
}

mod expand {
    use msgraph::Graph;

    pub(super) async fn block(graph: Graph, id: String) -> Result<super::OnlineMeeting, msgraph::Error> {
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
        Ok(meeting)
    }
}

mod permissions {
    use msgraph::permissions::ONLINE_MEETINGS_READ_WRITE_ALL;
    use msgraph::{Consent, Scheme, operations::PostMeOnlineMeetings};

    const _: () = assert!(
        PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::DelegatedWork, &["OnlineMeetings.ReadWrite"])
    );
    const CONSENT: Option<Consent> = ONLINE_MEETINGS_READ_WRITE_ALL.consent(Scheme::Application);

    #[test]
    fn the_constants_are_what_they_say() {
        assert_eq!(CONSENT, Some(Consent::Admin));
    }
}

mod scopes {
    #[test]
    #[rustfmt::skip]
    fn block() {
        const SCOPES: msgraph::Scopes = msgraph::scopes! { Delegated: PostMeOnlineMeetings, GetMeOnlineMeetings };

        assert_eq!(SCOPES.as_str(), "OnlineMeetings.ReadWrite"); // whoever may write need not ask to read
        println!("{}", SCOPES.explanation());
    }
}

#[expect(unreachable_pub, reason = "the README states a program that a crate shows")]
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
        book(&graph, user).await
    }

    use msgraph::permissions::may::PostUsersByIdOnlineMeetings;

    #[rustfmt::skip]
    async fn book<A: PostUsersByIdOnlineMeetings>(graph: &Graph<A>, user: &str) -> Result<(), msgraph::Error> {
        graph.users().by_id(user).online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")).await?;
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

mod at_run_time {
    use super::{Error as StdError, OnlineMeeting};

    pub(super) async fn block(token: String, meeting: OnlineMeeting) -> Result<String, Box<dyn StdError>> {
        use msgraph::{Error, Graph};

        let mut refused = String::new();
        let graph = Graph::builder().token(token).check_permissions().build()?;
        if let Err(Error::Permission(lacking)) = graph.me().online_meetings().post(&meeting).await {
            println!("{lacking}"); // nothing was sent
            refused = lacking.to_string();
        }
        println!("{}", graph.permissions_used());
        Ok(refused)
    }
}

/// Lines without their indentation, without empty ones and without the one that must not compile.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.ends_with("// does not")).collect()
}

#[test]
fn each_block_of_the_readme_is_compiled_here() {
    // a build script and a slice of its own need a crate of their own
    let compiled = [
        include_str!("readme.rs"),
        include_str!("readme_client.rs"),
        include_str!("../examples/mail/build.rs"),
        include_str!("../examples/mail/src/lib.rs"),
        include_str!("../examples/mail/tests/in_place.rs"),
    ];
    let compiled = compiled.map(lines);
    let readme = include_str!("../README.md");
    let blocks: Vec<&str> =
        readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 5, "the README has its blocks");
    for block in blocks {
        let unknown = compiled.each_ref().map(|file| first_unknown(block, file));
        assert!(
            unknown.iter().any(Option::is_none),
            "this block of the README is compiled nowhere; its first unknown line in each file is one of \
             {unknown:?}:\n{block}"
        );
    }
}

/// The first line of a block that a file does not have, behind the lines before it.
fn first_unknown<'a>(block: &'a str, file: &[&str]) -> Option<&'a str> {
    let mut rest = file;
    for line in lines(block) {
        let Some(at) = rest.iter().position(|known| *known == line) else { return Some(line) };
        rest = &rest[at + 1..];
    }
    None
}

#[tokio::test]
async fn what_the_readme_says_of_the_emulator_runs() {
    emulator::block().await.expect("the emulator answers");
}

/// The client of the block is one of Graph itself, which nothing is sent to.
#[tokio::test]
async fn what_the_readme_checks_is_not_sent() {
    let emulator = Emulator::start().await.unwrap();
    let token = emulator.application_token(&["OnlineMeetings.ReadWrite.All"]);
    assert_eq!(
        at_run_time::block(token, OnlineMeeting::new()).await.unwrap(),
        "POST /me/onlineMeetings was not sent: an application token cannot call it; use POST \
         /users/{user-id}/onlineMeetings (OnlineMeetings.ReadWrite.All, which the token holds)"
    );
}

/// An emulator, and a client of its first user, who has one meeting.
async fn tenant() -> (Emulator, msgraph::Graph, OnlineMeeting) {
    let emulator = Emulator::start().await.unwrap();
    let user = emulator.users()[0].id.clone();
    let graph = msgraph::Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user, &["OnlineMeetings.ReadWrite"]))
        .build()
        .unwrap();
    let meeting = OnlineMeeting::new().set_subject("Lecture");
    let meeting = graph.me().online_meetings().post(&meeting).await.unwrap();
    (emulator, graph, meeting)
}

#[tokio::test]
async fn what_the_readme_finds_is_the_meeting() {
    let (_emulator, graph, meeting) = tenant().await;
    let [by_url, by_number] = find::block(graph, meeting.join_web_url.unwrap()).await.unwrap();
    assert_eq!(by_url.value.iter().map(|one| &one.id).collect::<Vec<_>>(), [&meeting.id]);
    assert_eq!(by_number.value.len(), 0, "no meeting has the number of the README");
}

#[tokio::test]
async fn what_the_readme_expands_comes_with_the_meeting() {
    let (emulator, graph, meeting) = tenant().await;
    let id = meeting.id.unwrap();
    for (report, count) in [("empty", 0), ("full", 3)] {
        let report = json!({ "id": report, "totalParticipantCount": count });
        emulator.add_attendance_report(&id, report, Vec::new()).unwrap();
    }
    let expanded = expand::block(graph, id.clone()).await.unwrap();
    assert_eq!((expanded.id, expanded.subject.as_deref()), (Some(id), Some("Lecture")));
    assert_eq!(expanded.join_web_url, None, "it was not selected");
    let reports = serde_json::to_value(expanded.attendance_reports).unwrap();
    assert_eq!(reports, json!([{ "id": "full", "totalParticipantCount": 3 }]));
}

#[tokio::test]
async fn what_the_readme_changes_is_changed() {
    let (_emulator, graph, meeting) = tenant().await;
    let mut changed = change::block(graph, meeting.id.unwrap()).await.unwrap();
    let lobby = changed.lobby_bypass_settings.as_ref().unwrap();
    assert_eq!((&lobby.scope, &changed.subject), (&Some(LobbyBypassScope::Organization), &None));

    let lobby = clear::block(&mut changed);
    assert_eq!(serde_json::to_value(lobby).unwrap(), json!({ "scope": null }));
    let sent = serde_json::to_value(&changed).unwrap();
    assert_eq!(sent.get("subject"), None, "the null that came is taken out");
    assert_eq!(sent["recordAutomatically"], json!(false), "and nothing else");
}

#[tokio::test]
async fn what_the_readme_creates_or_gets_is_one_meeting() {
    let (_emulator, graph, meeting) = tenant().await;
    let first = create_or_get::block(graph.clone()).await.unwrap();
    let second = create_or_get::block(graph).await.unwrap();
    assert_eq!((&first.id, first.external_id.as_deref()), (&second.id, Some("my-id")));
    assert_ne!(first.id, meeting.id);
}

#[tokio::test]
async fn what_the_readme_makes_of_a_derived_type_is_kept() {
    let (_emulator, graph, _) = tenant().await;
    let mut made = None;
    derived::block(graph.clone(), &MeetingParticipantInfo::new(), &mut made).await.unwrap();
    assert!(made.is_none(), "without an identity the block leaves");

    let caller = CommunicationsIdentitySet::new().set_phone(msgraph::models::Identity::new().set_id("+49 1"));
    let participant = MeetingParticipantInfo::new().set_identity(caller);
    derived::block(graph, &participant, &mut made).await.unwrap();
    let attendees = made.unwrap().participants.unwrap().attendees.unwrap();
    assert_eq!(
        serde_json::to_value(&attendees[0].identity).unwrap(),
        json!({ "@odata.type": "#microsoft.graph.communicationsIdentitySet", "endpointType": "default" })
    );
}
