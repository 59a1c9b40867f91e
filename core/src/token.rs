//! What a token says of itself.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::DeserializeOwned;
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
    /// What the token says of itself, or nothing where that cannot be told: it is no JSON web token (those of
    /// personal accounts are not), has neither `scp` nor `roles`, or a claim is not as it is documented.
    ///
    /// - `scp` makes it delegated, and `tid` tells accounts of work or school from personal ones;
    /// - `roles` without `scp` makes it an application's;
    /// - `idtyp` decides where it is there: users in tokens of theirs may have roles too, and an application
    ///   without any permission has no `roles`. It is `app` or `user`; tokens of another kind hold what is not
    ///   known here.
    #[must_use]
    pub fn of(token: &AccessToken) -> Option<Self> {
        let claims = Claims::of(token.secret())?;
        let delegated = if claims.tid.as_deref() == Some(CONSUMERS) {
            Scheme::DelegatedPersonal
        } else {
            Scheme::DelegatedWork
        };
        let (scheme, names) = match (claims.idtyp.as_deref(), claims.scp, claims.roles) {
            (Some("app"), _, roles) => (Scheme::Application, names(roles.unwrap_or_default())),
            (None | Some("user"), Some(scopes), _) => {
                (delegated, names(scopes.split_ascii_whitespace().map(ToOwned::to_owned)))
            }
            (None, None, Some(roles)) => (Scheme::Application, names(roles)),
            _ => return None,
        };
        Some(Self { scheme, names })
    }

    /// How the token was got.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The names of the permissions, in the order of the token. What can be no name of a permission is left
    /// out: longer than 192 bytes, or with anything in it but letters, digits, `.`, `_` and `-` of ASCII.
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
                self.by_consent_for_one(permissions).next().is_none().then_some(false)
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

    /// The sets of permissions that open an operation in this scheme, but for one chat, team or meeting alone.
    pub(crate) fn by_consent_for_one(
        &self,
        permissions: &Permissions,
    ) -> impl Iterator<Item = &'static [Permission]> {
        let of_the_scheme = permissions.resource_specific.iter().filter(|(scheme, _)| *scheme == self.scheme);
        of_the_scheme.map(|(_, all_of)| *all_of)
    }

    /// The names in one line; of very many, the first ones.
    pub(crate) fn shown(&self) -> String {
        match &self.names[..] {
            [] => "none".to_owned(),
            names if names.len() <= SHOWN => names.join(", "),
            names => format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN),
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
        write!(f, "{}: {}", self.scheme, self.shown())
    }
}

impl fmt::Debug for TokenPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenPermissions({self})")
    }
}

/// The claims that are read. Each is absent, or of the type that it is documented with: a token in which one is
/// of another type says nothing that can be relied on.
struct Claims {
    idtyp: Option<String>,
    scp: Option<String>,
    roles: Option<Vec<String>>,
    tid: Option<String>,
}

impl Claims {
    /// Those of a JSON web token.
    fn of(token: &str) -> Option<Self> {
        let mut claims = claims(token)?;
        Some(Self {
            idtyp: take(&mut claims, "idtyp")?,
            scp: take(&mut claims, "scp")?,
            roles: take(&mut claims, "roles")?,
            tid: take(&mut claims, "tid")?,
        })
    }
}

/// What a JSON web token says, unverified. For the runtime; it may change with each version.
#[doc(hidden)]
#[must_use]
pub fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.splitn(4, '.').skip(1);
    let (Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next()) else { return None };
    if payload.len() > PAYLOAD_LIMIT {
        return None;
    }
    serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()
}

/// The claim, where it is there; nothing at all where it is of another type.
#[expect(clippy::option_option, reason = "absent and wrong are two things")]
fn take<T: DeserializeOwned>(claims: &mut Map<String, Value>, name: &str) -> Option<Option<T>> {
    claims.remove(name).map(serde_json::from_value).transpose().ok()
}

/// The names that can be those of permissions: they go into messages, and a token is no more than data.
fn names(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let is_name =
        |name: &String| !name.is_empty() && name.len() <= NAME_LIMIT && name.bytes().all(is_of_a_name);
    all.into_iter().filter(is_name).collect()
}

#[cfg(test)]
mod tests;
