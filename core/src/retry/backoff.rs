//! How long to wait where the service names no time.

use std::time::Duration;

/// The wait behind the attempt of that number: it doubles, up to the longest, and half of it is random.
///
/// Half, not all ("equal jitter", not "full jitter"). Full jitter spreads clients best, but its waits may be next to
/// nothing, and a throttled request that comes too soon counts against the limit once more. Half of the wait spreads
/// well enough and is never too soon.
pub(super) fn wait(first: Duration, longest: Duration, attempt: u32, random: u64) -> Duration {
    let doublings = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let whole = first.saturating_mul(doublings).min(longest);
    let half = whole / 2;
    half + part(whole.saturating_sub(half), random)
}

/// A part of a duration, none for 0 and all of it for the largest number.
fn part(of: Duration, random: u64) -> Duration {
    // 32 bits are fine enough for a wait, and a duration times 2^32 has room in 128 bits
    let nanos = (of.as_nanos() >> 32) * u128::from(random >> 32)
        + (((of.as_nanos() & 0xffff_ffff) * u128::from(random >> 32)) >> 32);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_millis(500);
    const LONGEST: Duration = Duration::from_secs(30);

    #[test]
    fn the_wait_doubles_up_to_the_longest_and_half_of_it_is_random() {
        for (attempt, whole) in [(1, 500), (2, 1000), (3, 2000), (6, 16_000), (7, 30_000), (u32::MAX, 30_000)]
        {
            let whole = Duration::from_millis(whole);
            assert_eq!(wait(FIRST, LONGEST, attempt, 0), whole / 2, "{attempt}");
            let most = wait(FIRST, LONGEST, attempt, u64::MAX);
            assert!(
                most <= whole && whole.saturating_sub(most) < Duration::from_micros(10),
                "{attempt}: {most:?}"
            );
        }
        let middle = wait(FIRST, LONGEST, 1, u64::MAX / 2);
        assert!(middle > Duration::from_millis(374) && middle < Duration::from_millis(376), "{middle:?}");
    }

    #[test]
    fn no_setting_overflows() {
        assert_eq!(wait(Duration::ZERO, LONGEST, 9, u64::MAX), Duration::ZERO);
        assert_eq!(wait(FIRST, Duration::ZERO, 9, u64::MAX), Duration::ZERO);
        assert!(wait(Duration::MAX, Duration::MAX, u32::MAX, u64::MAX) >= Duration::MAX / 2);
        assert!(wait(Duration::MAX, Duration::MAX, 1, 0) >= Duration::MAX / 2);
    }
}
