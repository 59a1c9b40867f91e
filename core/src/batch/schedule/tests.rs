//! Schedules of many requests.

use std::time::Instant;

use http::Method;
use url::Url;

use super::*;
use crate::{OperationInfo, Permissions, RequestError};

static DELETE: OperationInfo =
    OperationInfo::new(Method::DELETE, "/me/onlineMeetings/{onlineMeeting-id}", Permissions::UNKNOWN);

/// A schedule of requests, each of which waits for those.
fn schedule(after: impl IntoIterator<Item = Vec<usize>>) -> Schedule {
    let root = Url::parse("https://graph.microsoft.com/v1.0").unwrap();
    let mut schedule = Schedule::new(7, RetryPolicy::new());
    for after in after {
        let request = http::Request::delete("https://graph.microsoft.com/v1.0/me/onlineMeetings/m");
        let item = BatchItem::new(request.body(Bytes::new()).unwrap(), &DELETE, &root).unwrap();
        schedule.add(item, after.into_iter().map(|place| ItemId::new(7, place))).unwrap();
    }
    schedule
}

#[test]
fn the_time_for_a_batch_does_not_grow_with_the_number_of_requests() {
    let mut schedule = schedule(vec![Vec::new(); 40_000]);
    let start = Instant::now();
    let mut batches = 0;
    while let Step::Send(places) = schedule.next(Duration::ZERO) {
        assert_eq!(places, (batches * LIMIT..(batches + 1) * LIMIT).collect::<Vec<_>>());
        schedule.failed(&places, RequestError::Detached.into());
        batches += 1;
    }
    assert_eq!(batches, 2_000);
    // far more than it takes, and far less than where each batch looks at all requests
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn what_hangs_together_stays_together_however_far_apart_it_was_added() {
    let chain = (0..19_usize).map(|place| place.checked_sub(1).into_iter().collect());
    let firsts = (0..1000).map(|_| Vec::new());
    let seconds = (19..1019).map(|first| vec![first]);
    let mut schedule = schedule(chain.chain(firsts).chain(seconds));
    let Step::Send(places) = schedule.next(Duration::ZERO) else { panic!("nothing to send") };
    assert_eq!(places, (0..19).collect::<Vec<_>>(), "no pair is parted to fill the gap");
    let Step::Send(places) = schedule.next(Duration::ZERO) else { panic!("nothing to send") };
    assert_eq!(places, (19..29).chain(1019..1029).collect::<Vec<_>>());
}
