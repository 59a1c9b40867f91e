//! Operations stand by their names, with commas between them.

use msgraph::Scopes;

const TITLE: Scopes = msgraph::scopes! { Delegated: "POST /me/onlineMeetings", "GET /users/{id}/onlineMeetings" };
const NEARLY: Scopes = msgraph::scopes! { Delegated: "POST /me/onlineMeeting" };
const PERMISSION: Scopes = msgraph::scopes! { Delegated: "OnlineMeetings.Read" };
const NO_NAME: Scopes = msgraph::scopes! { Delegated: 7, GetMeOnlineMeetings GetMeOnlineMeetingsById, };

fn main() {
    let _ = (TITLE, NEARLY, PERMISSION, NO_NAME);
}
