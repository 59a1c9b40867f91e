//! Scopes of nothing, or of no scheme. A faulty constant is one all the same.

use msgraph::Scopes;

const NOTHING: Scopes = msgraph::scopes! {};
const NO_OPERATION: Scopes = msgraph::scopes! { Delegated: };
const NO_SCHEME: Scopes = msgraph::scopes! { PostMeOnlineMeetings };
const PATH_FIRST: Scopes = msgraph::scopes! { operations::PostMeOnlineMeetings };
const TEXT: &str = NOTHING.as_str();

fn main() {
    let _ = (NO_OPERATION, NO_SCHEME, PATH_FIRST, TEXT);
}
