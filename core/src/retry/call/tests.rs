use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::{HeaderMap, Method, StatusCode};
use time::OffsetDateTime;

use super::*;
use crate::{Permissions, TransportError};

static GET: OperationInfo = OperationInfo::new(Method::GET, "/me", Permissions::UNKNOWN);
static CREATE: OperationInfo = OperationInfo::new(Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);
static CREATE_OR_GET: OperationInfo =
    OperationInfo::new(Method::POST, "/me/onlineMeetings/createOrGet", Permissions::UNKNOWN).idempotent();
static PATCH: OperationInfo = OperationInfo::new(Method::PATCH, "/me", Permissions::UNKNOWN);

const AT_ONCE: Surroundings = Surroundings { elapsed: Duration::ZERO, gate: Duration::ZERO, random: 0 };

fn answer(status: u16, retry_after: Option<&str>) -> Outcome<'static> {
    let mut headers = HeaderMap::new();
    if let Some(after) = retry_after {
        headers.insert("retry-after", after.parse().unwrap());
    }
    Outcome::answer(StatusCode::from_u16(status).unwrap(), &headers, || OffsetDateTime::UNIX_EPOCH)
}

fn repeated(
    policy: &RetryPolicy,
    operation: &'static OperationInfo,
    settings: &RequestSettings,
    outcome: &Outcome<'_>,
) -> Option<Duration> {
    let budget = RetryBudget::new(None);
    match RetryCall::new(policy, &budget, operation, settings, None).next(outcome, AT_ONCE) {
        Next::Stop => None,
        Next::Wait(wait) => Some(wait),
    }
}

/// Which outcomes lead to another attempt: of a GET, of a POST that creates, and of one that says it is safe.
#[test]
fn every_rule_of_the_policy() {
    let unsent = TransportError::unsent("x", "y");
    let lost = TransportError::new("x", "y");
    let late = TransportError::new("x", "y").timed_out();
    let policy = RetryPolicy::new();
    let safely = RequestSettings { can_be_repeated: true, ..RequestSettings::default() };
    let own = RequestSettings::default();
    for (outcome, where_repeatable, everywhere) in [
        (answer(200, None), false, false),
        (answer(201, Some("1")), false, false),
        (answer(302, None), false, false),
        (answer(400, None), false, false),
        (answer(401, None), false, false),
        (answer(404, Some("1")), false, false),
        (answer(408, None), true, false),
        (answer(408, Some("1")), true, false),
        (answer(409, None), false, false),
        (answer(423, Some("1")), false, false),
        (answer(429, None), true, true),
        (answer(429, Some("1")), true, true),
        (answer(500, None), true, false),
        (answer(500, Some("1")), true, false),
        (answer(501, None), false, false),
        (answer(502, None), true, false),
        (answer(503, None), true, false),
        (answer(503, Some("1")), true, true),
        (answer(503, Some("nonsense")), true, false),
        (answer(504, Some("1")), true, false),
        (answer(507, None), false, false),
        (Outcome::Lost(&unsent), true, true),
        (Outcome::Lost(&lost), true, false),
        (Outcome::Lost(&late), true, false),
    ] {
        for (operation, settings, expected) in [
            (&GET, &own, where_repeatable),
            (&CREATE_OR_GET, &own, where_repeatable),
            (&CREATE, &safely, where_repeatable),
            (&PATCH, &safely, where_repeatable),
            (&CREATE, &own, everywhere),
            (&PATCH, &own, everywhere),
        ] {
            let is_repeated = repeated(&policy, operation, settings, &outcome).is_some();
            assert_eq!(is_repeated, expected, "{operation}, {outcome:?}");
        }
    }
}

#[test]
fn a_failure_that_may_pass_is_given_up_for_a_reason() {
    let never = RetryPolicy::new().on_retry(|_| std::ops::ControlFlow::Break(()));
    for (policy, budget, operation, outcome, reason) in [
        (RetryPolicy::new(), None, &CREATE, answer(500, None), Some("not repeatable")),
        (RetryPolicy::none(), None, &GET, answer(500, None), Some("last attempt")),
        (RetryPolicy::new(), None, &GET, answer(429, Some("900")), Some("deadline")),
        (RetryPolicy::new(), Some(0), &GET, answer(500, None), Some("budget")),
        (never, None, &GET, answer(500, None), Some("policy")),
        (RetryPolicy::new(), None, &GET, answer(501, None), None),
        (RetryPolicy::new(), None, &GET, answer(404, None), None),
        (RetryPolicy::new(), None, &GET, answer(500, None), None),
    ] {
        let budget = RetryBudget::new(budget);
        let mut call = RetryCall::new(&policy, &budget, operation, &RequestSettings::default(), None);
        let next = call.next(&outcome, AT_ONCE);
        assert_eq!((call.given_up(), call.rest().given_up()), (reason, reason), "{outcome:?}, {next:?}");
    }
}

#[test]
fn the_wait_is_what_the_service_names_and_never_shorter() {
    let policy = RetryPolicy::new().first_wait(Duration::from_secs(8)).longest_wait(Duration::from_secs(9));
    let wait = |outcome| repeated(&policy, &GET, &RequestSettings::default(), &outcome);
    assert_eq!(
        wait(answer(429, Some("2.128"))),
        Some(Duration::from_secs(4)),
        "shorter than the first wait, so it is that"
    );
    assert_eq!(wait(answer(503, Some("8.128"))), Some(Duration::from_millis(8128)));
    assert_eq!(wait(answer(503, Some("120"))), Some(Duration::from_secs(120)), "longer than the longest");
    assert_eq!(wait(answer(500, Some("9"))), Some(Duration::from_secs(9)));
    assert_eq!(wait(answer(429, None)), Some(Duration::from_secs(4)), "half of the first, and no luck");
    let budget = RetryBudget::new(None);
    let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    let behind_others = Surroundings { gate: Duration::from_secs(5), ..AT_ONCE };
    assert_eq!(call.next(&answer(429, Some("2")), behind_others), Next::Wait(Duration::from_secs(5)));
}

#[test]
fn attempts_are_counted_and_end() {
    let (policy, budget) = (RetryPolicy::new().attempts(3), RetryBudget::new(None));
    let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    let waits: Vec<Next> = (0..2).map(|_| call.next(&answer(500, None), AT_ONCE)).collect();
    assert_eq!(waits, [250, 500].map(|millis| Next::Wait(Duration::from_millis(millis))));
    assert_eq!((call.attempt(), call.is_last_attempt()), (3, true));
    assert_eq!(call.next(&answer(500, None), AT_ONCE), Next::Stop);
    let none = RetryPolicy::none();
    assert!(RetryCall::new(&none, &budget, &GET, &RequestSettings::default(), None).is_last_attempt());
}

#[test]
fn a_wait_that_ends_behind_the_deadline_is_not_begun() {
    let budget = RetryBudget::new(None);
    let policy = RetryPolicy::new().deadline(Duration::from_secs(10));
    let next = |elapsed, timeout: Option<u64>| {
        let timeout = timeout.map(Duration::from_secs);
        let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), timeout);
        call.next(&answer(429, Some("4")), Surroundings { elapsed: Duration::from_secs(elapsed), ..AT_ONCE })
    };
    assert_eq!(next(6, None), Next::Wait(Duration::from_secs(4)), "to the moment");
    assert_eq!(next(7, None), Next::Stop);
    assert_eq!(next(1, Some(5)), Next::Wait(Duration::from_secs(4)));
    assert_eq!(next(2, Some(5)), Next::Stop, "the limit for the whole call comes first");
    assert_eq!(next(7, Some(60)), Next::Stop);
    let forever = "1e15";
    let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    assert_eq!(call.next(&answer(429, Some(forever)), AT_ONCE), Next::Stop);
}

#[test]
fn the_budget_stops_what_the_service_did_not_ask_for() {
    let (policy, budget) = (RetryPolicy::new(), RetryBudget::new(Some(5)));
    let call = || RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    let goes_on = |call: &mut RetryCall<'_>, outcome| matches!(call.next(&outcome, AT_ONCE), Next::Wait(_));
    let mut first = call();
    assert!(goes_on(&mut first, answer(500, None)));
    assert!(!goes_on(&mut call(), answer(500, None)), "nothing is left");
    assert!(goes_on(&mut call(), answer(429, Some("1"))), "the service itself said when");
    assert!(!goes_on(&mut call(), answer(504, None)));
    assert!(!goes_on(&mut first, answer(200, None)), "a success gives back what it took");
    assert!(!goes_on(&mut call(), answer(504, None)), "a timeout takes twice as much");
    assert!(goes_on(&mut call(), answer(500, None)));
}

#[test]
fn the_hook_is_told_of_each_retry_and_can_stop_it() {
    let seen = Arc::new(AtomicU32::new(0));
    let kept = Arc::clone(&seen);
    let policy = RetryPolicy::new().on_retry(move |retry| {
        kept.fetch_add(1, Ordering::Relaxed);
        assert_eq!(retry.operation(), &GET);
        let is_status = matches!(retry.reason(), crate::RetryReason::Status(status) if status == 429);
        assert_eq!((is_status, retry.is_wait_named()), (retry.attempt() == 1, retry.attempt() == 1));
        assert_eq!(retry.wait(), Duration::from_millis(if retry.attempt() == 1 { 7000 } else { 500 }));
        if retry.attempt() < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let budget = RetryBudget::new(Some(5));
    let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    assert_eq!(call.next(&answer(429, Some("7")), AT_ONCE), Next::Wait(Duration::from_secs(7)));
    let unsent = TransportError::unsent("x", "y");
    assert_eq!(call.next(&Outcome::Lost(&unsent), AT_ONCE), Next::Stop);
    assert_eq!(seen.load(Ordering::Relaxed), 2);
    let quiet = RetryPolicy::new();
    let mut other = RetryCall::new(&quiet, &budget, &GET, &RequestSettings::default(), None);
    assert_ne!(other.next(&answer(500, None), AT_ONCE), Next::Stop, "what was not used is given back");
    assert_eq!(call.next(&answer(404, None), AT_ONCE), Next::Stop);
    assert_eq!(seen.load(Ordering::Relaxed), 2, "nothing to tell");
    assert!(format!("{policy:?}").contains("has_hook: true"));
}

#[test]
fn a_call_may_have_been_done_where_one_of_its_attempts_may() {
    let (policy, budget) = (RetryPolicy::new(), RetryBudget::new(None));
    let unsent = || Error::from(TransportError::unsent("GET /me was not sent", "refused"));
    for (earlier, may_be_done) in [(500, true), (429, false)] {
        let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
        assert!(!call.ended(unsent()).may_have_been_done(), "the first");
        assert_ne!(call.next(&answer(earlier, None), AT_ONCE), Next::Stop);
        let error = call.ended(unsent());
        assert_eq!(error.may_have_been_done(), may_be_done, "{error}");
        assert_eq!(error.to_string().contains("an earlier attempt was"), may_be_done, "{error}");
        let credential = call.ended(crate::CredentialError::new("no").into());
        assert_eq!(credential.may_have_been_done(), may_be_done, "{credential}");
        assert_eq!(credential.to_string().contains("an earlier attempt was"), may_be_done, "{credential}");
        for status in [404, 409, 429] {
            let gone = http::Response::builder().status(status).body(bytes::Bytes::new()).unwrap();
            let refused = Error::from_response(&call.answered(gone.clone()), &PATCH);
            assert_eq!(refused.may_have_been_done(), may_be_done, "{refused}");
            assert_eq!(refused.to_string().contains("an earlier attempt had"), may_be_done, "{refused}");
            let refused = call.ended(Error::from_response(&gone, &PATCH));
            assert_eq!(refused.may_have_been_done(), may_be_done, "{refused}");
        }
        let done = call.answered(http::Response::new(()));
        assert!(done.extensions().is_empty());
        let rest = call.rest();
        assert_eq!(rest.may_have_been_done(), may_be_done);
        let settings = RequestSettings::default();
        let again = RetryCall::new(&policy, &budget, &GET, &settings, None).resume(rest);
        assert_eq!(again.ended(unsent()).may_have_been_done(), may_be_done, "it is kept while it rests");
        let error = call.ended(crate::ThrottledError::new(&GET, Duration::from_secs(1)).into());
        assert_eq!(error.may_have_been_done(), may_be_done, "{error}");
        assert_eq!(error.to_string().contains("was not sent again"), may_be_done, "{error}");
    }
}

#[test]
fn a_named_wait_that_is_none_is_a_back_off_and_takes_from_the_budget() {
    let (policy, budget) = (RetryPolicy::new(), RetryBudget::new(Some(10)));
    let mut call = RetryCall::new(&policy, &budget, &GET, &RequestSettings::default(), None);
    let over = "Sat, 01 Jan 1950 00:00:00 GMT";
    assert_eq!(call.next(&answer(429, Some("0")), AT_ONCE), Next::Wait(Duration::from_millis(250)));
    assert_eq!(call.next(&answer(503, Some(over)), AT_ONCE), Next::Wait(Duration::from_millis(500)));
    assert_eq!(call.next(&answer(429, Some("0.1")), AT_ONCE), Next::Stop, "nothing is left");
    assert_eq!(call.next(&answer(429, Some("0.5")), AT_ONCE), Next::Wait(Duration::from_millis(500)));
}
