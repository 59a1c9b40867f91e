//! A page of meetings as Graph sends it: every property, many of them null, without blanks.

use serde::{Deserialize, Serialize};

/// A meeting with `{places}` for what differs. A line that starts with `?` has what the models do not
/// declare.
const MEETING: &str = include_str!("meeting.json.txt");

/// A page of anything, so that of two pages nothing but the items differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What the page holds.
    #[serde(rename = "@odata.context")]
    pub context: String,
    /// The items.
    pub value: Vec<T>,
}

/// What a page has of what the service sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Everything, with the ten or more properties of a meeting that the models do not declare.
    Everything,
    /// What the models declare, with its nulls, which derives do not write again.
    Declared,
    /// What the models declare and has a value: the three ways read and write the same.
    Values,
}

/// The JSON of a page of so many meetings, about 3 KB each. The same arguments give the same text.
#[must_use]
pub fn meetings(count: usize, sent: Sent) -> String {
    let [meeting, attendee] = [MEETING, ATTENDEE].map(|template| template_of(template, sent));
    let items = (0..count).map(|at| fill(&meeting, &attendee, Varied::new(at)));
    let items: Vec<String> =
        items.map(|item| if sent == Sent::Values { without_nulls(&item) } else { item }).collect();
    format!(
        "{{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#communications/onlineMeetings\",\
         \"value\":[{}]}}",
        items.join(",")
    )
}

/// The JSON of a page of so many recordings of one meeting, about 1 KB each.
#[must_use]
pub fn recordings(count: usize, sent: Sent) -> String {
    let recording = template_of(RECORDING, sent);
    let items = (0..count).map(|at| {
        let mut varied = Varied::new(at);
        let filled = [
            ("{id}", varied.letters(60)),
            ("{call}", varied.guid()),
            ("{content}", varied.guid()),
            ("{day}", format!("{:02}", 1 + varied.below(28))),
            ("{number}", varied.number()),
        ];
        filled.iter().fold(recording.clone(), |text, (place, value)| text.replace(place, value))
    });
    let items: Vec<String> =
        items.map(|item| if sent == Sent::Values { without_nulls(&item) } else { item }).collect();
    format!(
        "{{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#users('me')/onlineMeetings('1')/recordings\",\
         \"value\":[{}]}}",
        items.join(",")
    )
}

/// The JSON of one meeting, as the answer to its creation.
#[must_use]
pub fn meeting() -> String {
    let [meeting, attendee] = [MEETING, ATTENDEE].map(|template| template_of(template, Sent::Everything));
    fill(&meeting, &attendee, Varied::new(0))
}

const RECORDING: &str = r##"
{"id":"{id}","meetingId":"MSo{call}KjAqKjE5Om1lZXRpbmdf","callId":"{call}","contentCorrelationId":"{content}",
"createdDateTime":"2026-11-{day}T08:14:21.50{number}Z","endDateTime":"2026-11-{day}T09:03:47.11{number}Z",
"recordingContentUrl":"https://graph.microsoft.com/v1.0/users/{call}/onlineMeetings/MSo{call}/recordings/{id}/content",
"meetingOrganizer":{"application":null,"device":null,
"user":{"@odata.type":"#microsoft.graph.teamworkUserIdentity","id":"{content}","displayName":null
? ,"userIdentityType":"aadUser","tenantId":"5fdbd2ae-6a1f-4c0e-9d2c-7c0a3b8f4e15"
}}}
"##;

const ATTENDEE: &str = r#"
{"upn":"guest{number}@fabrikam.example","role":"{role}","identity":{
? "acsUser":null,"spoolUser":null,"phone":null,"guest":null,"encrypted":null,"applicationInstance":null,
"application":null,"device":null,"user":{"id":"{guid}","displayName":"Guest {number}"
? ,"tenantId":null,"identityProvider":null
}}}
"#;

fn template_of(text: &str, sent: Sent) -> String {
    let lines = text.lines().filter_map(|line| match (line.strip_prefix("? "), sent) {
        (Some(_), Sent::Declared | Sent::Values) => None,
        (Some(rest), Sent::Everything) => Some(rest),
        (None, _) => Some(line),
    });
    lines.collect()
}

fn fill(meeting: &str, attendee: &str, mut varied: Varied) -> String {
    let attendees: Vec<String> = (0..varied.below(4))
        .map(|_| {
            attendee
                .replace("{role}", varied.one_of(&["attendee", "presenter", "coorganizer"]))
                .replace("{guid}", &varied.guid())
                .replace("{number}", &varied.number())
        })
        .collect();
    let number = varied.number();
    let audio = format!(
        r#"{{"tollNumber":"+49 69 {number}","tollFreeNumber":null,"tollNumbers":["+49 69 {number}"],"tollFreeNumbers":[],"conferenceId":"{number}","dialinUrl":"https://dialin.teams.microsoft.com/{number}"}}"#
    );
    let filled = [
        ("{attendees}", attendees.join(",")),
        ("{audio}", varied.one_of(&[audio.as_str(), "null", "null"]).to_owned()),
        ("{subject}", varied.one_of(&SUBJECTS).to_owned()),
        ("{user}", varied.letters(24)),
        ("{thread}", varied.letters(48)),
        ("{guid}", varied.guid()),
        ("{number}", number),
        ("{month}", format!("{:02}", 1 + varied.below(12))),
        ("{day}", format!("{:02}", 1 + varied.below(28))),
        ("{flag}", varied.one_of(&["true", "false"]).to_owned()),
        ("{presenters}", varied.one_of(&["everyone", "organization", "roleIsPresenter"]).to_owned()),
        ("{chat}", varied.one_of(&["enabled", "disabled", "limited"]).to_owned()),
        ("{type}", varied.one_of(&["scheduled", "recurring", "meetnow"]).to_owned()),
        ("{scope}", varied.one_of(&["organization", "everyone", "invited"]).to_owned()),
    ];
    filled.iter().fold(meeting.to_owned(), |text, (place, value)| text.replace(place, value))
}

/// The object without its nulls, also in the objects within it. No text of it holds what a null looks like.
fn without_nulls(object: &str) -> String {
    let mut text = object.to_owned();
    while let Some(at) = text.find("\":null") {
        let start = text[..at].rfind('"').unwrap_or(at);
        let end = at + "\":null".len();
        // the comma behind it goes too, or else the one before it
        if text[end..].starts_with(',') {
            text.replace_range(start..=end, "");
        } else {
            let start = if text[..start].ends_with(',') { start - 1 } else { start };
            text.replace_range(start..end, "");
        }
    }
    text
}

/// Titles as JSON: plain, with escapes, with other scripts, none.
const SUBJECTS: [&str; 5] = [
    r#""Weekly planning""#,
    r#""Analysis II: \"limits\"""#,
    r#""会議 – Übersicht""#,
    "null",
    r#""Stand-up (15 min)""#,
];

/// Values that differ from meeting to meeting, and not from run to run.
struct Varied(u64);

impl Varied {
    fn new(seed: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed as u64 + 1))
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of[at]
    }

    fn number(&mut self) -> String {
        format!("{:05}", self.below(100_000))
    }

    fn letters(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'a' + u8::try_from(self.below(26)).unwrap_or_default())).collect()
    }

    fn guid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 52,
            low & 0xffff_ffff_ffff
        )
    }
}
