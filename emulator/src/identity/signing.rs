//! How tokens are made from their claims: signed, or for development alone.

#[cfg(feature = "jwt")]
mod rsa;

use std::hash::{BuildHasher as _, RandomState};

use serde_json::{Map, Value, json};

use crate::ids::{self, Ids};

/// Who signs the tokens of an emulator.
#[derive(Default)]
pub(crate) enum Signing {
    /// Nobody.
    #[default]
    Off,
    /// A key that was made when the emulator started.
    #[cfg(feature = "jwt")]
    Rsa(rsa::Key),
}

impl Signing {
    /// With a new key.
    #[cfg(feature = "jwt")]
    pub(crate) fn rsa() -> std::io::Result<Self> {
        rsa::Key::generate().map(Self::Rsa)
    }

    pub(crate) fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// An access token. No two are the same.
    #[cfg_attr(not(feature = "jwt"), expect(unused_mut, reason = "signed tokens differ by a claim"))]
    pub(crate) fn access_token(&self, mut claims: Value, ids: &mut Ids) -> String {
        match self {
            // Letters in the place of the signature make each one different. Half of them are not from the seed, which
            // other emulators have as well: none takes a token of another.
            Self::Off => {
                let (header, seeded) = (ids::opaque(ids::UNSIGNED), ids.letters(40));
                let own = Ids::new(RandomState::new().hash_one(&seeded)).letters(20);
                format!("{header}.{}.{}{own}", ids::opaque(&claims.to_string()), &seeded[..20])
            }
            #[cfg(feature = "jwt")]
            Self::Rsa(key) => {
                claims["uti"] = ids.letters(22).into();
                key.sign(&claims)
            }
        }
    }

    /// A token that only its app reads.
    pub(super) fn id_token(&self, claims: &Value) -> String {
        match self {
            // An unsigned token has an empty third part (RFC 7519, 6.1).
            Self::Off => format!("{}.{}.", ids::opaque(ids::UNSIGNED), ids::opaque(&claims.to_string())),
            #[cfg(feature = "jwt")]
            Self::Rsa(key) => key.sign(claims),
        }
    }

    /// The claims of a token whose signature is good; nothing where there are no signatures. The error says what is
    /// wrong with it.
    #[cfg_attr(
        not(feature = "jwt"),
        expect(clippy::unnecessary_wraps, reason = "only a signature can be wrong")
    )]
    pub(crate) fn verified(&self, token: &str) -> Result<Option<Map<String, Value>>, &'static str> {
        match self {
            Self::Off => {
                // What it stands for is known by its whole text.
                let _ = token;
                Ok(None)
            }
            #[cfg(feature = "jwt")]
            Self::Rsa(key) => key.verify(token).map(Some),
        }
    }

    /// The name of the algorithm: <https://www.rfc-editor.org/rfc/rfc7518#section-3.1>.
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Off => "none",
            #[cfg(feature = "jwt")]
            Self::Rsa(_) => "RS256",
        }
    }

    /// The list of keys with which tokens are verified: <https://www.rfc-editor.org/rfc/rfc7517#section-5>.
    pub(super) fn keys(&self) -> Value {
        match self {
            Self::Off => json!({ "keys": [] }),
            #[cfg(feature = "jwt")]
            Self::Rsa(key) => json!({ "keys": [key.public()] }),
        }
    }
}
