//! `Edm.Untyped`: any JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::raw::Raw;

/// `Edm.Untyped`: any JSON, kept as the text that it came as, so that numbers keep every digit.
///
/// Two are equal when they are the same JSON value, however those are written. `Debug` does not show
/// it: it may hold a secret.
///
/// ```
/// use msgraph_core::model::Untyped;
///
/// let untyped: Untyped = serde_json::from_str("[1e400]")?;
/// assert_eq!(untyped.as_json(), "[1e400]");
/// assert_eq!(Untyped::from(serde_json::json!({"seats": 44})).get()["seats"], 44);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Untyped(Raw);

impl Untyped {
    /// The value. A number may lose digits on the way, and what no [`Value`] can be (`1e400`, or one
    /// nested more than a hundredfold) is null: [`as_json`](Self::as_json) has everything.
    #[must_use]
    pub fn get(&self) -> Value {
        self.0.read().unwrap_or_default()
    }

    /// The JSON as it came.
    #[must_use]
    pub fn as_json(&self) -> &str {
        self.0.as_str()
    }
}

impl<T: Into<Value>> From<T> for Untyped {
    fn from(value: T) -> Self {
        Self(Raw::of(&value.into()))
    }
}

impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untyped(<{} bytes>)", self.as_json().len())
    }
}

impl Serialize for Untyped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Untyped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer).map(Self)
    }
}
