//! RS256, with which the service signs its tokens.

use std::io;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::auth::UNREADABLE;
use crate::ids;

/// A key with the header of the tokens that it signs.
pub(crate) struct Key {
    pair: KeyPair,
    public: ParsedPublicKey,
    /// By which those who verify find it. It is also `x5t`, as in the service; there is no certificate here.
    id: String,
    header: String,
}

impl Key {
    /// A new key of 2048 bits, as the service has them.
    pub(super) fn generate() -> io::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048)
            .map_err(|_| io::Error::other("no RSA key can be made: the system gives no chance"))?;
        let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key())
            .map_err(|error| io::Error::other(error.to_string()))?;
        let hash = Sha256::digest(pair.public_key());
        // as long as those of the service, which hash by SHA-1
        let id = URL_SAFE_NO_PAD.encode(&hash[..20]);
        let header = json!({"typ": "JWT", "alg": "RS256", "x5t": id, "kid": id}).to_string();
        Ok(Self { pair, public, id, header: ids::opaque(&header) })
    }

    /// A token with these claims. It is empty where the library can sign nothing, which it tells nobody why.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let text = format!("{}.{}", self.header, ids::opaque(&claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        // Only a buffer of another length than the key's is an error.
        signed.map_or_else(|_| String::new(), |()| format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a token that this key signed.
    pub(super) fn verify(&self, token: &str) -> Result<Map<String, Value>, &'static str> {
        let (text, signature) = token.rsplit_once('.').ok_or(UNREADABLE)?;
        let (header, claims) = text.split_once('.').ok_or(UNREADABLE)?;
        let header: Map<String, Value> = read(header).ok_or(UNREADABLE)?;
        let said = |name| header.get(name).and_then(Value::as_str);
        if said("alg") != Some("RS256") {
            return Err("Access token validation failure. Invalid algorithm: tokens are signed with RS256.");
        }
        if said("kid") != Some(&self.id) {
            return Err(
                "Access token validation failure. Invalid key: the list of keys has none of that 'kid'.",
            );
        }
        let wrong = "Access token validation failure. Invalid signature.";
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| wrong)?;
        self.public.verify_sig(text.as_bytes(), &signature).map_err(|_| wrong)?;
        read(claims).ok_or(UNREADABLE)
    }

    /// The public half, as the list of keys has it.
    pub(super) fn public(&self) -> Value {
        let public = self.pair.public_key();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.id,
            "x5t": self.id,
            "n": number(public.modulus().big_endian_without_leading_zero()),
            "e": number(public.exponent().big_endian_without_leading_zero()),
        })
    }
}

/// One of the first two parts of a token.
fn read(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
