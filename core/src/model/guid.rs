//! `Edm.Guid`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::ParseValueError;
use super::text::{by_value, text_types};

text_types! {
    /// `Edm.Guid`: `05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b`. Letters keep their case; two are equal when
    /// they are the same number.
    ///
    /// ```
    /// use msgraph_core::model::Guid;
    ///
    /// let id: Guid = "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B".parse()?;
    /// assert_eq!(id, Guid::from_u128(0x05b9ed5f_2ac3_4470_aae9_f4a0c30b1a4b));
    /// assert_eq!(id.to_string(), "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B");
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    Guid: "GUID such as `05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b`" if is_guid;
}

by_value! { Guid }

impl Guid {
    /// The GUID of this number, in small letters.
    ///
    /// ```
    /// use msgraph_core::model::Guid;
    ///
    /// let id = Guid::from_u128(7);
    /// assert_eq!(id.as_str(), "00000000-0000-0000-0000-000000000007");
    /// assert_eq!(id.to_u128(), 7);
    /// ```
    #[must_use]
    pub fn from_u128(number: u128) -> Self {
        let mut text = format!("{number:032x}");
        for at in [20, 16, 12, 8] {
            text.insert(at, '-');
        }
        Self(text)
    }

    /// The number: the digits of the text from left to right.
    #[must_use]
    pub fn to_u128(&self) -> u128 {
        let digits = self.0.chars().filter_map(|digit| digit.to_digit(16));
        digits.fold(0, |number, digit| number << 4 | u128::from(digit))
    }

    /// The GUID of these bytes, in the order of the text. (.NET's `ToByteArray` has another order.)
    ///
    /// ```
    /// use msgraph_core::model::Guid;
    ///
    /// let id: Guid = "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b".parse()?;
    /// assert_eq!(id.to_bytes()[..4], [0x05, 0xb9, 0xed, 0x5f]);
    /// assert_eq!(Guid::from_bytes(id.to_bytes()), id);
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_u128(u128::from_be_bytes(bytes))
    }

    /// The bytes in the order of the text.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 16] {
        self.to_u128().to_be_bytes()
    }

    fn value(&self) -> u128 {
        self.to_u128()
    }
}

impl From<u128> for Guid {
    /// As [`Guid::from_u128`] does.
    fn from(number: u128) -> Self {
        Self::from_u128(number)
    }
}

impl From<[u8; 16]> for Guid {
    /// As [`Guid::from_bytes`] does.
    fn from(bytes: [u8; 16]) -> Self {
        Self::from_bytes(bytes)
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::text::tests::check;
    use super::*;

    #[test]
    fn a_guid_keeps_what_is_right_and_refuses_the_rest() {
        check::<Guid>(
            &["05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b", "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B"],
            &[
                "",
                "05b9ed5f2ac34470aae9f4a0c30b1a4b",
                "{05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b}",
                "g5b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b",
                "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a-b",
            ],
        );
    }

    #[test]
    fn a_guid_is_a_number() {
        let guid = |text: &str| text.parse::<Guid>().unwrap();
        let [lower, upper] =
            ["05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b", "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B"].map(guid);
        assert_eq!(lower, upper);
        assert_eq!(HashSet::from([lower.clone(), upper.clone()]).len(), 1);
        assert!(guid("F0000000-0000-0000-0000-000000000000") > guid("a0000000-0000-0000-0000-000000000000"));
        assert_eq!(upper.to_bytes()[..4], [0x05, 0xb9, 0xed, 0x5f]);
        assert_eq!(Guid::from_bytes(upper.to_bytes()).as_str(), lower.as_str());
        assert_eq!(
            [Guid::from(upper.to_bytes()), Guid::from(upper.to_u128())],
            [lower.clone(), lower.clone()]
        );
        assert_eq!(Guid::from_u128(1).as_str(), "00000000-0000-0000-0000-000000000001");
    }
}
