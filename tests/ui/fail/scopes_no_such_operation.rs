//! An operation that is none, and one that is named twice.

use msgraph::Scopes;

const UNKNOWN: Scopes = msgraph::scopes! { Delegated: operations::PostMeOnlineMeeting, SendMail, GetMeOnlineMeetings };
const TWICE: Scopes = msgraph::scopes! { Delegated: PostMeOnlineMeetings, operations::PostMeOnlineMeetings };

fn main() {
    let _ = (UNKNOWN, TWICE);
}
