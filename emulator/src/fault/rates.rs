//! Faults by chance.

use std::{error, fmt};

use super::{Fault, Target};

/// Sums of shares such as 0.1 + 0.2 + 0.7 are not exact.
const TOLERANCE: f64 = 1e-9;

/// How often which fault happens: shares that add up to at most 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    shares: Vec<(f64, Fault)>,
}

impl Rates {
    pub(crate) fn new(shares: Vec<(f64, Fault)>) -> Result<Self, FaultRatesError> {
        for (share, fault) in &shares {
            // Also where it is no number.
            if !(0.0..=1.0).contains(share) {
                let message = format!("the share of '{fault}' is {share}; a share is a number from 0 to 1");
                return Err(FaultRatesError(message));
            }
        }
        let sum: f64 = shares.iter().map(|(share, _)| share).sum();
        if sum > 1.0 + TOLERANCE {
            let message = format!(
                "the shares of all faults add up to {sum}; they may be 1 together, which is every request"
            );
            return Err(FaultRatesError(message));
        }
        Ok(Self { shares })
    }

    pub(crate) fn shares(&self) -> &[(f64, Fault)] {
        &self.shares
    }

    /// The fault of a request for which chance gave that number from 0 to below 1. Nothing also where the fault is
    /// not for this request: its share is one of the requests that it fits.
    pub(super) fn at(&self, chance: f64, target: Target<'_>) -> Option<&Fault> {
        let mut rest = chance;
        let mut drawn = self.shares.iter().filter_map(|(share, fault)| {
            rest -= share;
            (rest < 0.0).then_some(fault)
        });
        drawn.next().filter(|fault| fault.scope.fits(target))
    }
}

/// Why rates of faults are none. The text says which share is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRatesError(String);

impl fmt::Display for FaultRatesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for FaultRatesError {}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: Target<'_> = Target::Graph { method: "GET", path: "/me" };

    #[test]
    fn shares_lie_next_to_each_other() {
        let rates = vec![
            (0.25, Fault::status(500)),
            (0.0, Fault::status(501)),
            (0.25, Fault::status(502).on("POST", "/")),
            (0.25, Fault::status(503)),
        ];
        let rates = Rates::new(rates).expect("rates");
        let at = |chance| rates.at(chance, GET)?.status_instead().map(|one| one.as_u16());
        let found = [0.0, 0.24, 0.25, 0.49, 0.5, 0.74, 0.75, 0.99].map(at);
        assert_eq!(found, [Some(500), Some(500), None, None, Some(503), Some(503), None, None]);
    }

    #[test]
    fn shares_are_numbers_that_add_up_to_one_at_most() {
        let of = |shares: &[f64]| Rates::new(shares.iter().map(|one| (*one, Fault::garbage())).collect());
        for fine in [&[1.0][..], &[0.0], &[0.7, 0.2, 0.1], &[0.1; 10], &[]] {
            assert!(of(fine).is_ok(), "{fine:?}");
        }
        for share in [-0.1, 1.01, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = of(&[0.1, share]).expect_err("no share").to_string();
            assert!(error.starts_with("the share of 'garbage' is "), "{error}");
        }
        let error = of(&[0.6, 0.5]).expect_err("too much").to_string();
        assert!(error.starts_with("the shares of all faults add up to 1.1"), "{error}");
    }
}
