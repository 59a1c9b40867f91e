//! Ids of requests, for `client-request-id`.

use http::HeaderValue;

/// A new random GUID (version 4), such as `05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b`.
///
/// It must be unique, not secret.
pub(crate) fn new() -> HeaderValue {
    let [high, low] = [chance(), chance()];
    let high = high & !0xf000 | 0x4000; // version 4
    let low = low & !(0b11 << 62) | (0b10 << 62); // the variant of RFC 9562
    // 8-4-4-4-12 hexadecimal digits, written without the machinery of `format!`: each request has one
    let mut id = [b'-'; 36];
    let digits = (0..16).map(|at| high >> (60 - 4 * at)).chain((0..16).map(|at| low >> (60 - 4 * at)));
    let places = (0..36).filter(|place| !matches!(place, 8 | 13 | 18 | 23));
    for (place, digit) in places.zip(digits) {
        id[place] = b"0123456789abcdef"[(digit & 0xf) as usize];
    }
    HeaderValue::from_bytes(&id).unwrap_or(HeaderValue::from_static(""))
}

/// 64 bits from the standard library's keyed hasher: each [`RandomState`](std::hash::RandomState) has another key, and
/// the first of each thread comes from the operating system.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn chance() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};

    RandomState::new().build_hasher().finish()
}

/// The hasher's keys are always the same in a browser, which has chance of its own. Each call gives some 50 bits.
#[cfg(target_arch = "wasm32")]
pub(crate) fn chance() -> u64 {
    js_sys::Math::random().to_bits() << 32 ^ js_sys::Math::random().to_bits()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_guids_of_version_4_and_differ_across_threads() {
        let threads: Vec<_> =
            (0..4).map(|_| std::thread::spawn(|| (0..500).map(|_| new()).collect::<Vec<_>>())).collect();
        let ids: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        for id in &ids {
            let id = id.to_str().unwrap();
            assert!(id.parse::<msgraph_core::model::Guid>().is_ok(), "{id}");
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 2000);
    }
}
