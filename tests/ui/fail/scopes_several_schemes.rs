//! Scopes are of one scheme: a program asks for tokens in one way at a time.

use msgraph::Scopes;

const TWO: Scopes = msgraph::scopes! { Delegated, Application: GetUsersByIdOnlineMeetings };
const IN_TURN: Scopes = msgraph::scopes! { Delegated: GetMeOnlineMeetings, Application: GetUsersByIdOnlineMeetings };

fn main() {
    let _ = (TWO, IN_TURN);
}
