//! Refusals that another token answers: claims challenges, and tokens that were revoked.

use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use msgraph_core::{CredentialError, challenge};

use crate::credential::{Bearer, Tokens};

/// The token with which a refused request is repeated, once; nothing where the answer is to be taken as it is.
///
/// A 401 says that nothing was done, so any method may be repeated.
/// See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
pub(super) async fn other_token(
    tokens: &Tokens,
    bearer: &Bearer,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<Arc<Bearer>>, CredentialError> {
    if status != StatusCode::UNAUTHORIZED {
        bearer.accepted();
        return Ok(None);
    }
    let other = match challenge::claims(headers) {
        Some(claims) => tokens.instead_of(bearer, Some(claims)).await?,
        None if bearer.is_worth_replacing() => match tokens.instead_of(bearer, None).await {
            Ok(other) => other,
            Err(error) => {
                tracing::warn!(target: "msgraph", %error, "the service refused the access token, and there is no other one");
                return Ok(None);
            }
        },
        None => return Ok(None),
    };
    Ok(Some(other).filter(|other| other.token != bearer.token))
}
