//! Random schedules: nobody passes a closed lane, and everybody passes in the end.

use std::collections::BTreeSet;

use super::*;

const OWNERS: [&str; 3] = ["a", "b", "c"];

/// SplitMix64, seeded by the number of the schedule.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn time(&mut self, limit: u64) -> Duration {
        Duration::from_micros(self.below(limit))
    }
}

/// What the rules say, in the plainest way: everything that was ever closed, for whom and until when.
#[derive(Default)]
struct History(Vec<(Option<&'static str>, Duration)>);

impl History {
    /// Closes the owner's, or that of all where it says so.
    fn close(&mut self, owner: &'static str, wait: Duration, scope: Scope, now: Duration) {
        let of = if scope == Scope::All { None } else { Some(owner) };
        self.0.push((of, now + wait));
    }

    fn is_closed(&self, owner: &str, now: Duration) -> bool {
        self.0.iter().any(|(of, until)| of.is_none_or(|of| of == owner) && now < *until)
    }
}

struct Waiter {
    owner: &'static str,
    place: Option<Place>,
    gives_up: Option<Duration>,
}

#[derive(Default)]
struct Schedule {
    lanes: Lanes,
    history: History,
    waiters: Vec<Waiter>,
    /// What happens next: a time, and who asks then, or that somebody comes.
    agenda: BTreeSet<(Duration, Option<usize>)>,
    passed: usize,
    gone: usize,
    waited: usize,
}

impl Schedule {
    /// Somebody comes, and the service may close a lane just before.
    fn arrive(&mut self, now: Duration, random: &mut Random) -> usize {
        let owner = OWNERS[usize::try_from(random.below(3)).unwrap()];
        if random.below(4) == 0 {
            let scope = if random.below(8) == 0 { Scope::All } else { Scope::Owner };
            let wait = random.time(150_000);
            self.lanes.close(&meetings_of(owner), wait, scope, now);
            self.history.close(owner, wait, scope, now);
        }
        let gives_up = (random.below(4) == 0).then(|| now + random.time(100_000));
        self.waiters.push(Waiter { owner, place: None, gives_up });
        self.waiters.len() - 1
    }

    fn ask(&mut self, index: usize, now: Duration, random: &mut Random) {
        let waiter = &mut self.waiters[index];
        let lane = meetings_of(waiter.owner);
        if waiter.gives_up.is_some_and(|end| end <= now) {
            self.lanes.leave(&lane, &mut waiter.place);
            self.gone += 1;
            return;
        }
        let had_to_wait = waiter.place.is_some();
        let Some(turn) = self.lanes.ask(&lane, &mut waiter.place, now) else {
            assert!(!self.history.is_closed(waiter.owner, now), "{index} passes at {now:?}");
            assert!(waiter.place.is_none(), "a place is left behind");
            self.passed += 1;
            self.waited += usize::from(had_to_wait);
            return;
        };
        assert!(turn > now && turn < now + Duration::from_secs(2), "{index} waits from {now:?} to {turn:?}");
        // timers are late at times, and who gives up does not wait for its turn
        let wakes = turn + random.time(2_000);
        self.agenda.insert((waiter.gives_up.map_or(wakes, |end| end.min(wakes)), Some(index)));
    }
}

/// Runs one schedule to its end, and gives how many passed after a wait.
fn run(seed: u64) -> usize {
    let (mut random, mut schedule) = (Random(seed), Schedule::default());
    schedule.agenda = (0..60).map(|_| (random.time(400_000), None)).collect();
    while let Some((now, who)) = schedule.agenda.pop_first() {
        let index = who.unwrap_or_else(|| schedule.arrive(now, &mut random));
        schedule.ask(index, now, &mut random);
    }
    assert_eq!(schedule.passed + schedule.gone, schedule.waiters.len(), "somebody never passed");
    let later = Duration::from_secs(60);
    assert!(schedule.lanes.ask(&meetings_of("a"), &mut None, later).is_none());
    assert!(schedule.lanes.is_empty(), "something is left behind");
    schedule.waited
}

/// A failure names its schedule by the number that stands last.
#[test]
fn nobody_passes_a_closed_lane_and_everybody_passes_in_the_end() {
    let runs = (0..1000)
        .map(|seed| std::panic::catch_unwind(|| run(seed)).unwrap_or_else(|_| panic!("schedule {seed}")));
    let waited: usize = runs.sum();
    assert!(waited > 10_000, "only {waited} had to wait: the schedules try nothing");
}
