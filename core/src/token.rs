//! What a token says of itself.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use crate::error::PermissionError;
use crate::{AccessToken, OperationInfo, Permission, Permissions, Requirement, Scheme};

/// The tenant of all personal Microsoft accounts.
/// <https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference#payload-claims>
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// How long a token's middle part may be. HTTP servers take headers of a few thousand bytes.
const PAYLOAD_LIMIT: usize = 64 * 1024;

/// How long the name of a permission may be. Those of Graph are much shorter.
const NAME_LIMIT: usize = 192;

/// How many names one message shows.
const SHOWN: usize = 12;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The permissions that an access token names, and the scheme that they belong to.
///
/// Many tokens of Graph are JSON web tokens, whose middle part anybody can read. This is what `scp` or
/// `roles` say there, and nothing else of the token: neither its text, nor its user, nor another claim.
///
/// It is a hint. Officially a token is opaque to the program that sends it; its form may change, the
/// signature is not verified here, and the service decides.
/// See <https://learn.microsoft.com/entra/identity-platform/access-tokens>.
///
/// ```
/// use msgraph_core::{AccessToken, Scheme, TokenPermissions};
///
/// // {"alg":"none"} . {"scp":"User.Read OnlineMeetings.Read"} .
/// let token = AccessToken::new("eyJhbGciOiJub25lIn0.eyJzY3AiOiJVc2VyLlJlYWQgT25saW5lTWVldGluZ3MuUmVhZCJ9.");
/// let held = TokenPermissions::of(&token).unwrap();
/// assert_eq!(held.scheme(), Scheme::DelegatedWork);
/// assert!(held.holds("OnlineMeetings.Read"));
/// assert_eq!(held.to_string(), "delegated (work or school): User.Read, OnlineMeetings.Read");
///
/// assert_eq!(TokenPermissions::of(&AccessToken::new("EwBgA8l6BAAU")), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPermissions {
    scheme: Scheme,
    names: Vec<String>,
}

/// What a token's permissions mean for an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The table says nothing.
    Unknown,
    /// It holds these, which open the operation together.
    Held(&'static [Permission]),
    /// It holds none of the alternatives.
    Lacking,
    /// No permission of its scheme opens the operation.
    NotSupported,
}

impl TokenPermissions {
    /// What the token says of itself, or nothing where it does not say: it is no JSON web token (those of
    /// personal accounts are not), or has neither `scp` nor `roles`.
    ///
    /// - `scp` makes it delegated, and `tid` tells accounts of work or school from personal ones;
    /// - `roles` without `scp` makes it an application's;
    /// - `idtyp` decides where it is there: users in tokens of theirs may have roles too, and an application
    ///   without any permission has no `roles`.
    #[must_use]
    pub fn of(token: &AccessToken) -> Option<Self> {
        let claims = claims(token.secret())?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let scopes = text("scp").map(|scopes| names(scopes.split_ascii_whitespace()));
        let roles = claims.get("roles").and_then(Value::as_array);
        let roles = roles.map(|roles| names(roles.iter().filter_map(Value::as_str)));
        let delegated =
            if text("tid") == Some(CONSUMERS) { Scheme::DelegatedPersonal } else { Scheme::DelegatedWork };
        let (scheme, names) = match (text("idtyp"), scopes, roles) {
            (Some("app"), _, roles) => (Scheme::Application, roles.unwrap_or_default()),
            (_, Some(scopes), _) => (delegated, scopes),
            (Some("user"), None, _) | (_, None, None) => return None,
            (_, None, Some(roles)) => (Scheme::Application, roles),
        };
        Some(Self { scheme, names })
    }

    /// How the token was got.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The names of the permissions, in the order of the token. What can be no name of a permission is left
    /// out: longer than 192 bytes, or anything but visible ASCII.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether a permission is among them. Names compare without case.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.names.iter().any(|held| held.eq_ignore_ascii_case(name))
    }

    /// Holds an operation's table against the permissions, before anything is sent.
    ///
    /// What is not known is let through: an operation of which the table says nothing in the token's scheme
    /// ([`Requirement::Unknown`]), and one that consent for a single chat, team or meeting may open, which does
    /// not stand in the token.
    ///
    /// # Errors
    /// [`PermissionError`] where the table says that the service will refuse.
    pub fn check(&self, operation: &'static OperationInfo) -> Result<(), PermissionError> {
        match self.opens(&operation.permissions) {
            Some(false) => Err(PermissionError::new(operation, self.clone())),
            _ => Ok(()),
        }
    }

    /// Whether the permissions open an operation; nothing where that cannot be told.
    pub(crate) fn opens(&self, permissions: &Permissions) -> Option<bool> {
        match self.standing(permissions) {
            Standing::Held(_) => Some(true),
            Standing::Unknown => None,
            Standing::Lacking | Standing::NotSupported => {
                let elsewhere =
                    permissions.resource_specific.iter().any(|(scheme, _)| *scheme == self.scheme);
                (!elsewhere).then_some(false)
            }
        }
    }

    pub(crate) fn standing(&self, permissions: &Permissions) -> Standing {
        match permissions.of(self.scheme) {
            Requirement::Unknown => Standing::Unknown,
            Requirement::NotSupported => Standing::NotSupported,
            Requirement::OneOf(alternatives) => {
                let held = |all_of: &&&[Permission]| all_of.iter().all(|one| self.holds(one.name()));
                alternatives.iter().find(held).map_or(Standing::Lacking, |all_of| Standing::Held(all_of))
            }
        }
    }

    /// Those of the least privileged alternative that it does not hold.
    pub(crate) fn missing(&self, permissions: &Permissions) -> Vec<Permission> {
        let least = permissions.of(self.scheme).least().unwrap_or_default();
        least.iter().filter(|one| !self.holds(one.name())).copied().collect()
    }
}

impl fmt::Display for TokenPermissions {
    /// `application: OnlineMeetings.Read.All, User.Read.All`; of very many names, the first ones.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.scheme)?;
        match &self.names[..] {
            [] => f.write_str("none"),
            names if names.len() <= SHOWN => f.write_str(&names.join(", ")),
            names => write!(f, "{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN),
        }
    }
}

impl fmt::Debug for TokenPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenPermissions({self})")
    }
}

/// The claims of a JSON web token.
fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.splitn(4, '.').skip(1);
    let (Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next()) else { return None };
    if payload.len() > PAYLOAD_LIMIT {
        return None;
    }
    serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()
}

/// The names that can be those of permissions: they go into messages, and a token is no more than data.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_name = |name: &&str| {
        !name.is_empty() && name.len() <= NAME_LIMIT && name.bytes().all(|byte| byte.is_ascii_graphic())
    };
    all.filter(is_name).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests;
