//! Waits as people read them.

use std::fmt;
use std::time::Duration;

/// A wait in seconds: `900 s`, `2.2 s`. Rounded up to tenths, because sooner is in vain.
pub(super) struct Seconds(pub(super) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.as_nanos().div_ceil(100_000_000);
        match (tenths / 10, tenths % 10) {
            (whole, 0) => write!(f, "{whole} s"),
            (whole, tenth) => write!(f, "{whole}.{tenth} s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_short_and_never_too_short() {
        for (nanos, shown) in [
            (0, "0 s"),
            (1, "0.1 s"),
            (2_128_000_000, "2.2 s"),
            (41_999_999_999, "42 s"),
            (900_000_000_000, "900 s"),
        ] {
            assert_eq!(Seconds(Duration::from_nanos(nanos)).to_string(), shown);
        }
        assert_eq!(Seconds(Duration::MAX).to_string(), "18446744073709551616 s");
    }
}
