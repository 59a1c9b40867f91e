//! Scopes are of one of three schemes.

use msgraph::Scopes;

const UNKNOWN: Scopes = msgraph::scopes! { Daemon: PostMeOnlineMeeting };
const SMALL: Scopes = msgraph::scopes! { delegated: PostMeOnlineMeetings };
const AS_IN_CORE: Scopes = msgraph::scopes! { DelegatedWork: PostMeOnlineMeetings };

fn main() {
    let _ = (UNKNOWN, SMALL, AS_IN_CORE);
}
