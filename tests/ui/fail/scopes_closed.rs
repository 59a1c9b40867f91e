//! Operations that no permission of the scheme opens: where there is another way, it is named.

use msgraph::Scopes;

const APPLICATION: Scopes = msgraph::scopes! { Application: PostMeOnlineMeetings, GetMeOnlineMeetings };
const PERSONAL: Scopes = msgraph::scopes! { DelegatedPersonal: PostUsersByIdOnlineMeetings };

fn main() {
    let _ = (APPLICATION, PERSONAL);
}
