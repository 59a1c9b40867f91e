//! What cannot be read as a scheme and operations, each at its place.

use msgraph::Scopes;

const NOTHING: Scopes = msgraph::scopes! {};
const NO_OPERATION: Scopes = msgraph::scopes! { Delegated: };
const NO_SCHEME: Scopes = msgraph::scopes! { PostMeOnlineMeetings };
const PATH_FIRST: Scopes = msgraph::scopes! { operations::PostMeOnlineMeetings };
const UNKNOWN_SCHEME: Scopes = msgraph::scopes! { Daemon: PostMeOnlineMeeting };
const UNKNOWN: Scopes = msgraph::scopes! { Delegated: operations::PostMeOnlineMeeting, SendMail, GetMeOnlineMeetings };
const TWICE: Scopes = msgraph::scopes! { Delegated: PostMeOnlineMeetings, operations::PostMeOnlineMeetings };
const NO_NAME: Scopes = msgraph::scopes! { Delegated: "OnlineMeetings.Read", GetMeOnlineMeetings GetMeOnlineMeetingsById, };

// A faulty constant is one all the same.
const TEXT: &str = UNKNOWN.as_str();

fn main() {
    let _ = (NOTHING, NO_OPERATION, NO_SCHEME, PATH_FIRST, UNKNOWN_SCHEME, TWICE, NO_NAME, TEXT);
}
