//! What a script finds in its emulator, and what it must leave there.

use msgraph::Graph;
use msgraph::models::OnlineMeeting;
use msgraph_emulator::{AccessPolicy, App, Emulator, Fault};
use serde_json::{Value, json};

/// An emulator with a meeting that has transcripts and an attendance report, and two throttled requests ahead.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    /// The object id of the organizer.
    pub(crate) user: String,
    /// What the script is told.
    pub(crate) input: Value,
    /// What the script says in its last line: `kept` and `deleted`, ids of meetings.
    pub(crate) result: Value,
}

impl World {
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::builder().page_size(2).start().await.unwrap();
        let user = emulator.users()[0].id.clone();
        let permissions = [
            "OnlineMeetings.ReadWrite",
            "OnlineMeetingTranscript.Read.All",
            "OnlineMeetingArtifact.Read.All",
        ];
        let organizer = emulator.delegated_token(&user, &permissions);
        let graph = client(&emulator, &organizer);
        let recorded = new_meeting(&graph).await;
        let throttled = new_meeting(&graph).await;
        let vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGood morning.\n";
        let transcript = |_| emulator.add_transcript(&recorded, json!({}), vtt).unwrap();
        let transcripts: Vec<String> = (0..5).map(transcript).collect();
        let attendees = ["a@contoso.example", "b@contoso.example", "c@contoso.example"];
        let records = attendees.iter().map(|one| json!({ "emailAddress": one })).collect();
        emulator.add_attendance_report(&recorded, json!({}), records).unwrap();
        let role = ["OnlineMeetings.ReadWrite.All"];
        let input = json!({
            "url": emulator.url(),
            "user": user,
            "organizer": organizer,
            "application": emulator.application_token(&role),
            "without_policy": emulator.application_token_with(&role, AccessPolicy::None),
            "recorded": recorded,
            "transcripts": transcripts,
            "vtt": vtt,
            "attendees": attendees,
            "throttled": throttled,
            "app": {
                "tenant": emulator.tenant_id(),
                "id": App::DEFAULT_CLIENT_ID,
                "secret": App::DEFAULT_CLIENT_SECRET,
            },
        });
        let throttling = Fault::status(429).header("retry-after", "1");
        emulator.inject(throttling.clone().on("GET", &format!("/me/onlineMeetings/{throttled}")));
        // The first two are the step of createOrGet itself.
        let other = Fault::delay(std::time::Duration::ZERO).times(2);
        emulator.inject(other.on("POST", "/me/onlineMeetings/createOrGet"));
        emulator.inject(throttling.on("POST", "/me/onlineMeetings/createOrGet"));
        Self { emulator, user, input, result: Value::Null }
    }

    /// The meeting that the script kept is there, and the one that it deleted is not.
    pub(crate) async fn is_as_the_script_left_it(&self) {
        let meetings = client(&self.emulator, self.told("organizer")).me().online_meetings();
        let id = |name: &str| self.result[name].as_str().unwrap();
        let kept = meetings.by_id(id("kept")).get().await.unwrap();
        assert_eq!(kept.subject.as_deref(), Some("Kept"));
        let minutes = kept.end_date_time.unwrap().get() - kept.start_date_time.unwrap().get();
        assert_eq!(minutes.whole_minutes(), 60);
        assert!(meetings.by_id(id("deleted")).get().await.unwrap_err().is_not_found());
    }

    fn told(&self, name: &str) -> &str {
        self.input[name].as_str().unwrap()
    }
}

fn client(emulator: &Emulator, token: &str) -> Graph {
    Graph::builder().base_url(emulator.url()).allow_http_on_loopback().token(token).build().unwrap()
}

async fn new_meeting(graph: &Graph) -> String {
    graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap().id.unwrap()
}
