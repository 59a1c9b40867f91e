//! Which fault a request takes.

use http::HeaderMap;

use super::{Fault, FaultRatesError, ParseFaultError, Rates, Target};
use crate::ids;

/// The faults that wait for a request, in the order in which they were injected, and those that chance brings.
pub(crate) struct Faults {
    waiting: Vec<Fault>,
    rates: Rates,
    chance: Chance,
    /// Of its own, for when a client fetches a token is seldom the same from run to run.
    chance_of_tokens: Chance,
}

impl Faults {
    pub(crate) fn new(seed: u64, rates: Rates) -> Self {
        let (chance, chance_of_tokens) = (Chance::new(seed, "graph"), Chance::new(seed, "token"));
        Self { waiting: Vec::new(), rates, chance, chance_of_tokens }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.waiting.push(fault);
        }
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.waiting
    }

    /// Has these rates instead of those that there were. Chance goes on where it was.
    pub(crate) fn set_rates(&mut self, shares: Vec<(f64, Fault)>) -> Result<(), FaultRatesError> {
        self.rates = Rates::new(shares)?;
        Ok(())
    }

    pub(crate) fn rates(&self) -> &[(f64, Fault)] {
        self.rates.shares()
    }

    /// Forgets what waits and all rates.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.rates = Rates::default();
    }

    /// The fault of a request, for that request alone. An error where its header names one that is none; what waits
    /// goes on waiting then.
    pub(crate) fn take(
        &mut self,
        target: Target<'_>,
        headers: &HeaderMap,
    ) -> Result<Option<Fault>, ParseFaultError> {
        // Drawn for every request, so that what is injected moves nobody else's chances.
        let chance = match target {
            Target::Graph { .. } => self.chance.draw(),
            Target::TokenEndpoint => self.chance_of_tokens.draw(),
        };
        let asked = asked_for(headers)?;
        let taken = self
            .next_waiting(target)
            .or_else(|| asked.filter(|one| one.scope.fits(target)))
            .or_else(|| self.rates.at(chance, target).cloned());
        Ok(taken.map(Fault::taken))
    }

    fn next_waiting(&mut self, target: Target<'_>) -> Option<Fault> {
        let at = self.waiting.iter().position(|one| one.scope.fits(target))?;
        let fault = &mut self.waiting[at];
        fault.times -= 1;
        if fault.times == 0 { Some(self.waiting.remove(at)) } else { Some(fault.clone()) }
    }
}

/// The fault that a request asks for by itself.
fn asked_for(headers: &HeaderMap) -> Result<Option<Fault>, ParseFaultError> {
    let value = headers.get(Fault::HEADER);
    value.map(|value| String::from_utf8_lossy(value.as_bytes()).parse()).transpose()
}

/// Numbers that look as if by chance and are the same for the same seed.
struct Chance {
    state: u64,
}

impl Chance {
    /// Numbers for a purpose, other ones than ids are made of.
    fn new(seed: u64, purpose: &str) -> Self {
        let mut state = seed;
        for byte in purpose.bytes() {
            state = ids::split_mix(&mut state) ^ u64::from(byte);
        }
        Self { state }
    }

    /// From 0 to below 1.
    fn draw(&mut self) -> f64 {
        let high = u32::try_from(ids::split_mix(&mut self.state) >> 32).unwrap_or_default();
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(seed: u64, shares: Vec<(f64, Fault)>) -> Faults {
        Faults::new(seed, Rates::new(shares).expect("rates"))
    }

    fn get(path: &str) -> Target<'_> {
        Target::Graph { method: "GET", path }
    }

    fn status(taken: Result<Option<Fault>, ParseFaultError>) -> Option<u16> {
        taken.expect("no text")?.status_instead().map(|one| one.as_u16())
    }

    #[test]
    fn faults_are_taken_in_turn_and_used_up() {
        let mut faults = faults(0, Vec::new());
        faults.add(Fault::status(500).times(0));
        faults.add(Fault::status(501).on("GET", "/a"));
        faults.add(Fault::status(502).times(2));
        let mut take = |path| status(faults.take(get(path), &HeaderMap::new()));
        assert_eq!([take("/b"), take("/a"), take("/a"), take("/a")], [Some(502), Some(501), Some(502), None]);
    }

    #[test]
    fn what_waits_goes_before_the_header_and_that_before_chance() {
        let mut faults = faults(0, vec![(1.0, Fault::status(503))]);
        faults.add(Fault::status(501));
        let mut headers = HeaderMap::new();
        let mut take = |headers: &HeaderMap| status(faults.take(get("/a"), headers));
        headers.insert(Fault::HEADER, "502".parse().expect("a value"));
        assert_eq!([take(&headers), take(&headers)], [Some(501), Some(502)]);
        headers.insert(Fault::HEADER, "502 @POST /a".parse().expect("a value"));
        assert_eq!([take(&headers), take(&HeaderMap::new())], [Some(503), Some(503)]);
    }

    #[test]
    fn a_seed_decides_what_chance_brings_and_what_waits_does_not() {
        let run = |seed, injected: usize| {
            let mut faults = faults(seed, vec![(0.5, Fault::status(503))]);
            faults.add(Fault::status(429).times(injected));
            let all: Vec<_> = (0..200).map(|_| status(faults.take(get("/a"), &HeaderMap::new()))).collect();
            all[20..].to_vec()
        };
        assert_eq!(run(1, 0), run(1, 20));
        assert_ne!(run(1, 0), run(2, 0));
    }

    #[test]
    fn the_chances_of_tokens_are_their_own() {
        let draw = |with_tokens: bool| {
            let mut faults =
                faults(9, vec![(0.3, Fault::status(503)), (0.3, Fault::status(500).on_token_endpoint())]);
            let one = |_| {
                if with_tokens {
                    let token = status(faults.take(Target::TokenEndpoint, &HeaderMap::new()));
                    assert_ne!(token, Some(503));
                }
                status(faults.take(get("/a"), &HeaderMap::new()))
            };
            (0..100).map(one).collect::<Vec<_>>()
        };
        assert_eq!(draw(true), draw(false));
        assert!(draw(true).contains(&Some(503)) && !draw(true).contains(&Some(500)));
    }
}
