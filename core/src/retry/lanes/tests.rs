use http::Method;

use super::super::closure::SPACING;
use super::*;
use crate::{OperationInfo, Permissions};

mod schedules;

static MEETINGS: OperationInfo =
    OperationInfo::new(Method::GET, "/users/{user-id}/onlineMeetings", Permissions::UNKNOWN);

fn meetings_of(user: &str) -> Lane {
    Lane::new(&format!("/users/{user}/onlineMeetings"), &MEETINGS, 0)
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Asks without having waited, and without staying to wait.
fn passes(lanes: &mut Lanes, lane: &Lane, now: u64) -> bool {
    let mut place = None;
    let passes = lanes.ask(lane, &mut place, millis(now)).is_none();
    lanes.leave(lane, &mut place);
    passes
}

#[test]
fn a_lane_is_closed_until_its_moment_and_then_forgotten() {
    let (mut lanes, lane) = (Lanes::default(), meetings_of("a"));
    assert!(lanes.is_empty() && passes(&mut lanes, &lane, 0));
    lanes.close(&lane, millis(1000), Scope::Owner, millis(10));
    assert!(!lanes.is_empty());
    assert!(!passes(&mut lanes, &lane, 10) && !passes(&mut lanes, &lane, 1009));
    assert!(passes(&mut lanes, &meetings_of("b"), 500), "another owner");
    let mail = OperationInfo::new(Method::GET, "/users/{user-id}/messages", Permissions::UNKNOWN);
    assert!(passes(&mut lanes, &Lane::new("/users/a/messages", &mail, 0), 500), "another area");
    assert!(passes(&mut lanes, &lane, 1010));
    assert!(passes(&mut lanes, &lane, 1200));
    assert!(lanes.is_empty(), "what is over is forgotten");
}

#[test]
fn those_who_waited_go_one_after_the_other() {
    let (mut lanes, lane) = (Lanes::default(), meetings_of("a"));
    lanes.close(&lane, millis(1000), Scope::Owner, millis(0));
    let mut places: Vec<Option<Place>> = (0..5).map(|_| None).collect();
    let mut asks = |lanes: &mut Lanes, index: usize, now: Duration| lanes.ask(&lane, &mut places[index], now);
    for index in 0..5 {
        let turn = millis(1000) + SPACING * u32::try_from(index).unwrap();
        assert_eq!(asks(&mut lanes, index, millis(1)), Some(turn));
        assert_eq!(asks(&mut lanes, index, millis(2)), Some(turn), "asking again changes nothing");
    }
    assert_eq!(asks(&mut lanes, 0, millis(1000)), None);
    assert_eq!(asks(&mut lanes, 1, millis(1000)), Some(millis(1000) + SPACING));
    assert!(passes(&mut lanes, &lane, 1001), "nobody queues who comes when it is open");
    assert_eq!(asks(&mut lanes, 1, millis(1000) + SPACING), None);
    // closed once more before the rest had their turn: they keep their order
    lanes.close(&lane, millis(1000), Scope::Owner, millis(1006));
    assert_eq!(asks(&mut lanes, 2, millis(1010)), Some(millis(2006)));
    assert_eq!(asks(&mut lanes, 3, millis(1010)), Some(millis(2006) + SPACING));
    assert_eq!(asks(&mut lanes, 1, millis(1010)), Some(millis(2006) + SPACING * 3), "has had its turn");
    for (index, behind) in [(2, 0), (3, 1), (4, 2), (1, 3)] {
        assert_eq!(asks(&mut lanes, index, millis(2006) + SPACING * behind), None);
    }
    assert!(passes(&mut lanes, &lane, 2500) && lanes.is_empty());
}

#[test]
fn a_place_that_is_given_back_is_taken_by_the_next() {
    let (mut lanes, lane) = (Lanes::default(), meetings_of("a"));
    lanes.close(&lane, millis(1000), Scope::Owner, millis(0));
    let mut places: Vec<Option<Place>> = (0..1000).map(|_| None).collect();
    for place in &mut places {
        lanes.ask(&lane, place, millis(1));
    }
    for index in (1..1000).rev() {
        lanes.leave(&lane, &mut places[index]);
    }
    let mut next = None;
    assert_eq!(lanes.ask(&lane, &mut next, millis(2)), Some(millis(1000) + SPACING));
    lanes.leave(&lane, &mut places[0]);
    let mut first = None;
    assert_eq!(lanes.ask(&lane, &mut first, millis(3)), Some(millis(1000)));
    lanes.leave(&lane, &mut first);
    lanes.leave(&lane, &mut next);
    assert!(passes(&mut lanes, &lane, 1000) && passes(&mut lanes, &lane, 1100) && lanes.is_empty());
}

#[test]
fn a_limit_of_all_closes_the_area_for_every_owner() {
    let (a, b, c) = (meetings_of("a"), meetings_of("b"), meetings_of("c"));
    let mut lanes = Lanes::default();
    lanes.close(&a, millis(1000), Scope::All, millis(0));
    assert!(!passes(&mut lanes, &b, 500) && passes(&mut lanes, &b, 1000));

    let mut lanes = Lanes::default();
    lanes.close(&a, millis(1000), Scope::Owner, millis(0));
    lanes.close(&b, millis(500), Scope::Owner, millis(10));
    assert!(!passes(&mut lanes, &a, 509) && !passes(&mut lanes, &b, 509));
    assert!(passes(&mut lanes, &c, 20), "two at once say nothing of a third one");
    assert!(passes(&mut lanes, &b, 510) && !passes(&mut lanes, &a, 600), "each has its own end");
}

#[test]
fn who_waits_for_both_goes_when_the_last_one_opens() {
    let a = meetings_of("a");
    let mut lanes = Lanes::default();
    lanes.close(&a, millis(100), Scope::Owner, millis(0));
    let mut place = None;
    assert_eq!(lanes.ask(&a, &mut place, millis(0)), Some(millis(100)));
    lanes.close(&a, millis(300), Scope::All, millis(50));
    assert_eq!(lanes.ask(&a, &mut place, millis(100)), Some(millis(350)));
    assert_eq!(lanes.ask(&a, &mut place, millis(350)), None);
}

#[test]
fn no_answer_silences_a_client_for_good() {
    let a = meetings_of("a");
    let mut lanes = Lanes::default();
    lanes.close(&a, Duration::MAX, Scope::Owner, millis(1));
    assert!(!passes(&mut lanes, &a, 3_600_000) && passes(&mut lanes, &a, 3_600_001));
    let mut lanes = Lanes::default();
    lanes.close(&a, Duration::MAX, Scope::Owner, Duration::MAX);
    assert!(lanes.ask(&a, &mut None, Duration::MAX).is_none(), "no overflow");
}
