//! Ids, passcodes and tokens from a seed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Makes everything that a service makes up. The same seed and the same requests in the same order
/// give the same ids, so that a failing test can be run again.
///
/// SplitMix64: tiny and well spread, but nothing to protect a secret with.
pub(crate) struct Ids {
    state: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Those of an emulator whose file was opened so many times before. Of the same seed, each has others; the first
    /// has those of an emulator without a file.
    #[cfg(feature = "file")]
    pub(crate) fn of_generation(seed: u64, generation: u64) -> Self {
        match generation {
            0 => Self::new(seed),
            // far from the numbers of every other one
            _ => Self::new(seed ^ Self::new(generation).next()),
        }
    }

    fn next(&mut self) -> u64 {
        split_mix(&mut self.state)
    }

    /// A GUID of version 4.
    pub(crate) fn guid(&mut self) -> String {
        let high = (self.next() & !0xF000) | 0x4000;
        let low = (self.next() & !(0b11 << 62)) | (0b10 << 62);
        let (high, low) = (format!("{high:016x}"), format!("{low:016x}"));
        format!("{}-{}-{}-{}-{}", &high[..8], &high[8..12], &high[12..], &low[..4], &low[4..])
    }

    /// So many decimal digits, the first of which is not zero.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        let digits = (0..count).map(|at| {
            let first = u64::from(at == 0);
            let digit = first + self.next() % (10 - first);
            char::from_digit(u32::try_from(digit).unwrap_or(1), 10).unwrap_or('1')
        });
        digits.collect()
    }

    /// Puts things into another order. Two or more never stay in the one that they had.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        let mut order: Vec<usize> = (0..things.len()).collect();
        for at in (1..things.len()).rev() {
            let below = u64::try_from(at + 1).unwrap_or(u64::MAX);
            let other = usize::try_from(self.next() % below).unwrap_or(0);
            things.swap(at, other);
            order.swap(at, other);
        }
        if order.is_sorted() && !things.is_empty() {
            things.rotate_left(1);
        }
    }

    /// So many letters and digits, without those that people mix up.
    pub(crate) fn letters(&mut self, count: usize) -> String {
        const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let spread = ALPHABET.len() as u64;
        let letter = |number: u64| {
            let at = usize::try_from(number % spread).unwrap_or(0);
            char::from(ALPHABET[at])
        };
        (0..count).map(|_| letter(self.next())).collect()
    }
}

/// The next number of SplitMix64.
pub(crate) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The header of a JSON web token that nobody signed.
pub(crate) const UNSIGNED: &str = r#"{"alg":"none","typ":"JWT"}"#;

/// Text as Graph's opaque ids look: base64 without anything that a path would have to escape.
pub(crate) fn opaque(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// What [`opaque`] was made from.
pub(crate) fn transparent(id: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()
}

/// Whether a text is a GUID as OData writes it: `8-4-4-4-12` hexadecimal digits.
pub(crate) fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|one| one.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|one| one.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_everything() {
        let make = |seed| {
            let mut ids = Ids::new(seed);
            (ids.guid(), ids.digits(12), ids.letters(8))
        };
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
    }

    #[test]
    fn what_is_made_has_its_form() {
        let mut ids = Ids::new(7);
        for _ in 0..200 {
            let guid = ids.guid();
            assert!(is_guid(&guid), "{guid}");
            assert_eq!(&guid[14..15], "4");
            assert!(matches!(&guid[19..20], "8" | "9" | "a" | "b"), "{guid}");
            let digits = ids.digits(12);
            assert!(digits.len() == 12 && !digits.starts_with('0'), "{digits}");
        }
    }

    #[test]
    fn a_shuffle_keeps_everything_but_the_order() {
        let mut ids = Ids::new(3);
        for count in 2..40 {
            let asked: Vec<usize> = (0..count).collect();
            let mut shuffled = asked.clone();
            ids.shuffle(&mut shuffled);
            assert_ne!(shuffled, asked);
            shuffled.sort_unstable();
            assert_eq!(shuffled, asked);
        }
        ids.shuffle::<u8>(&mut []);
    }

    #[test]
    fn a_guid_is_told_from_a_name() {
        assert!(!is_guid("adele@contoso.example"));
        assert!(!is_guid("8b081ef6479242def2b2c9c363a1bf41d5"));
        assert!(!is_guid("8b081ef6-4792-4def-b2c9-c363a1bf41dg"));
        assert!(is_guid("8B081EF6-4792-4def-b2c9-c363a1bf41d5"));
    }
}
