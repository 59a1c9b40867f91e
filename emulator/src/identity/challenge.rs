//! Continuous access evaluation: claims that an API demands of a token.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::auth::Block;
use crate::error::SeedError;
use crate::identity::errors::AuthError;
use crate::identity::{Platform, Request};
use crate::state::State;

/// Claims that were demanded and not yet brought.
#[derive(Default)]
pub(super) struct Demands {
    open: Vec<Demand>,
}

struct Demand {
    client_id: String,
    /// The object id; nothing for tokens of the app itself.
    user_id: Option<String>,
    claims: Value,
    /// The value of `WWW-Authenticate`.
    challenge: String,
}

/// Refuses a token from now on, and every one that the same app gets for the same user without the claims.
pub(super) fn demand(
    state: &mut State,
    authority: &str,
    token: &str,
    claims_json: &str,
) -> Result<(), SeedError> {
    let claims: Map<String, Value> = serde_json::from_str(claims_json)
        .map_err(|error| SeedError::Invalid(format!("the claims are no JSON object: {error}")))?;
    let grant = state.tokens.get_mut(token).ok_or(SeedError::NotFound)?;
    let challenge = format!(
        "Bearer realm=\"\", authorization_uri=\"{authority}/common/oauth2/v2.0/authorize\", \
         error=\"insufficient_claims\", claims=\"{}\"",
        STANDARD.encode(claims_json)
    );
    grant.block(Block::Challenge(challenge.clone()));
    if let Some(client_id) = grant.client_id().map(String::from) {
        let user_id = grant.user.as_ref().map(|user| user.id.clone());
        state.identity.demands.open.push(Demand { client_id, user_id, claims: claims.into(), challenge });
    }
    Ok(())
}

impl Request<'_> {
    /// The parameter `claims`.
    pub(super) fn claims(&self) -> Result<Option<Value>, AuthError> {
        let parse = |text| {
            let claims: Result<Map<String, Value>, _> = serde_json::from_str(text);
            claims
                .map(Value::from)
                .map_err(|_| AuthError::invalid_request("The parameter 'claims' must be a JSON object."))
        };
        self.form.get("claims").map(parse).transpose()
    }
}

impl Platform<'_> {
    /// Holds a new token against what was demanded of its app and user: demands that its claims meet are
    /// done with, by any other it is refused like the tokens before it.
    pub(super) fn meet_demands(&mut self, token: &str, claims: Option<&Value>) {
        let Some(grant) = self.state.tokens.get_mut(token) else { return };
        let (client_id, user) = (grant.client_id().map(String::from), grant.user.as_ref());
        let user_id = user.map(|user| user.id.clone());
        let mut block = None;
        self.state.identity.demands.open.retain(|demand| {
            if Some(&demand.client_id) != client_id.as_ref() || demand.user_id != user_id {
                return true;
            }
            let is_met = claims.is_some_and(|claims| covers(claims, &demand.claims));
            if !is_met {
                block = Some(Block::Challenge(demand.challenge.clone()));
            }
            !is_met
        });
        if let Some(block) = block {
            grant.block(block);
        }
    }
}

/// Whether all that is wanted was sent. Clients may send more, such as their own `xms_cc`.
fn covers(sent: &Value, wanted: &Value) -> bool {
    match (sent, wanted) {
        (Value::Object(sent), Value::Object(wanted)) => {
            wanted.iter().all(|(name, wanted)| sent.get(name).is_some_and(|sent| covers(sent, wanted)))
        }
        _ => sent == wanted,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_may_hold_more_than_was_demanded_and_not_less() {
        let wanted = json!({"access_token": {"nbf": {"essential": true, "value": "1"}}});
        let more = json!({"access_token": {
            "nbf": {"essential": true, "value": "1"}, "xms_cc": {"values": ["CP1"]}
        }});
        assert!(covers(&wanted, &wanted) && covers(&more, &wanted));
        for less in [
            json!({}),
            json!({"access_token": {}}),
            json!({"access_token": {"nbf": {"essential": true, "value": "2"}}}),
        ] {
            assert!(!covers(&less, &wanted), "{less}");
        }
    }
}
