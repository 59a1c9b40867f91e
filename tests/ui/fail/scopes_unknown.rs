//! Where the table says nothing, nobody can say that no permission opens the operation.

use msgraph::Scopes;

const DELEGATED: Scopes = msgraph::scopes! { Delegated: GetMeOnlineMeetingsByIdTranscriptsDelta };
const APPLICATION: Scopes = msgraph::scopes! { Application: GetMeOnlineMeetingsByIdTranscriptsDelta };
/// Known for applications alone.
const HALF: Scopes = msgraph::scopes! { Delegated: GetUsersByIdOnlineMeetingsByIdTranscriptsDelta };

fn main() {
    let _ = (DELEGATED, APPLICATION, HALF);
}
