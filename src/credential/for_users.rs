//! A client that calls for the users of a service alone.

use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};

/// Stands where a client has no credential of its own, and gives no token.
pub(crate) struct ForUsers;

impl Credential for ForUsers {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async {
            Err(CredentialError::new(
                "the client was built `.for_users()` and has no credential of its own; call with one of a user, from \
                 `graph.with_credential(..)`",
            ))
        })
    }
}
