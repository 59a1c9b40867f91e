//! The permissions of operations are united at compile time, for each scheme.

#![deny(warnings)]

use msgraph::{Scheme, Scopes};

const DELEGATED: Scopes = msgraph::scopes! { Delegated: PostMeOnlineMeetings, GetMeOnlineMeetings };
const READING: Scopes = msgraph::scopes! {
    Delegated:
    msgraph::operations::GetMeOnlineMeetings,
    operations::GetMeOnlineMeetingsByIdTranscripts,
    GetMeOnlineMeetingsByIdAttendanceReports,
};
static APPLICATION: Scopes = msgraph::scopes!(Application: PostUsersByIdOnlineMeetings);
const NAMES: &[&str] = READING.names();
const _: () = assert!(matches!(DELEGATED.scheme(), Scheme::DelegatedWork));
const _: () = assert!(NAMES.len() == 3 && DELEGATED.as_str().len() == 24 && !READING.explanation().is_empty());

fn main() {
    assert_eq!(DELEGATED.names(), ["OnlineMeetings.ReadWrite"]);
    assert_eq!(DELEGATED.to_string(), "OnlineMeetings.ReadWrite");
    assert_eq!(
        DELEGATED.explanation(),
        "OnlineMeetings.ReadWrite
  for POST /me/onlineMeetings: no other permission opens it
  for GET /me/onlineMeetings: held anyway, so the lesser OnlineMeetings.Read is not needed"
    );
    assert_eq!(
        READING.as_str(),
        "OnlineMeetingArtifact.Read.All OnlineMeetings.Read OnlineMeetingTranscript.Read.All"
    );
    assert_eq!(APPLICATION.scheme(), Scheme::Application);
    assert_eq!(APPLICATION.names(), ["OnlineMeetings.ReadWrite.All"]);
    assert_eq!(APPLICATION.uris("https://graph.microsoft.com/"), ["https://graph.microsoft.com/.default"]);
    assert_eq!(
        DELEGATED.uris("https://graph.microsoft.us"),
        ["https://graph.microsoft.us/OnlineMeetings.ReadWrite"]
    );
}
