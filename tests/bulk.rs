//! Many calls at once, against the emulator and against services in memory.

#[path = "support/tenant.rs"]
mod tenant;

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use msgraph::bulk::{Booking, BookingError};
use msgraph::models::{JoinMeetingIdSettings, OnlineMeeting, OnlineMeetingPresenters};
use msgraph::testing::Memory;
use msgraph::{BoxFuture, Error, Graph, OperationInfo, RetryPolicy, Service, bulk};
use msgraph_emulator::{AccessPolicy, Fault};
use tenant::Tenant;

impl Tenant {
    fn organizer(&self) -> Graph {
        self.graph(self.emulator.delegated_token(&self.user, &["OnlineMeetings.ReadWrite"]))
    }

    /// How often the service was asked for that.
    fn count(&self, method: &str, end: &str) -> usize {
        let requests = self.emulator.requests();
        requests.iter().filter(|request| request.method == method && request.path.ends_with(end)).count()
    }
}

fn lectures(count: usize) -> Vec<Booking> {
    let lecture = |week: usize| {
        let lecture = OnlineMeeting::new()
            .set_subject(format!("Week {week}"))
            .set_allowed_presenters(OnlineMeetingPresenters::Organizer)
            .set_record_automatically(true);
        Booking::new(format!("term/{week}"), lecture)
    };
    (0..count).map(lecture).collect()
}

/// What came of bookings: the ids of the meetings, by external id, and how many are new and failed.
async fn book(graph: &Graph, bookings: Vec<Booking>) -> (BTreeMap<String, String>, usize, usize) {
    let mut outcomes = bulk::book(&graph.me().online_meetings(), bulk::iter(bookings));
    let (mut ids, mut new, mut failed) = (BTreeMap::new(), 0, 0);
    while let Some(outcome) = outcomes.next().await {
        match outcome.result {
            Ok(booked) => {
                assert_eq!(booked.meeting.allowed_presenters, Some(OnlineMeetingPresenters::Organizer));
                assert_eq!(booked.meeting.record_automatically, Some(true));
                new += usize::from(booked.is_new);
                ids.insert(outcome.key, booked.meeting.id.unwrap());
            }
            Err(error) => {
                assert!(
                    matches!(error, BookingError::NotMade(_) | BookingError::NotChanged { .. }),
                    "{error}"
                );
                failed += 1;
            }
        }
    }
    (ids, new, failed)
}

#[tokio::test]
async fn meetings_are_made_complete_and_found_again() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let (first, new, failed) = book(&graph, lectures(30)).await;
    assert_eq!((first.len(), new, failed), (30, 30, 0));
    assert_eq!(tenant.count("PATCH", ""), 30);
    let (second, new, failed) = book(&graph, lectures(30)).await;
    assert_eq!((new, failed), (0, 0));
    assert_eq!(second, first);
    assert_eq!(tenant.count("PATCH", ""), 30, "what is as it should be is not changed");
    assert_eq!(tenant.count("POST", "/createOrGet"), 60);
}

#[tokio::test]
async fn a_rerun_after_cuts_makes_every_meeting_exactly_once() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    // the first run loses each answer of the one call, the second some of the other
    tenant.emulator.inject(Fault::cut_after().on("POST", "/me/onlineMeetings/createOrGet").times(12));
    tenant.emulator.inject(Fault::cut_after().on("PATCH", "/me/onlineMeetings").times(3));
    let bookings = || lectures(12).into_iter().map(|booking| booking.retry(RetryPolicy::none())).collect();
    let (_, _, failed) = book(&graph, bookings()).await;
    assert_eq!(failed, 12, "the connection broke behind each");
    let mut runs = 1;
    let (ids, new) = loop {
        runs += 1;
        assert!(runs < 20, "it never ends");
        let (ids, new, failed) = book(&graph, bookings()).await;
        if failed == 0 {
            break (ids, new);
        }
    };
    assert_eq!((ids.len(), new), (12, 0), "all were made before, and their answers lost");
    assert_eq!(ids.values().collect::<BTreeSet<_>>().len(), 12);
    let (again, ..) = book(&graph, bookings()).await;
    assert_eq!(again, ids, "each external id is one meeting");
}

#[tokio::test]
async fn what_cannot_be_booked_is_refused_before_anything_is_sent() {
    let tenant = Tenant::start().await;
    let graph = tenant.organizer();
    let passcode = |asked| JoinMeetingIdSettings::new().set_is_passcode_required(asked);
    let of = |meeting| Booking::new("4711", meeting);
    let refused = [
        (
            of(OnlineMeeting::new().set_join_meeting_id_settings(passcode(true))),
            "joinMeetingIdSettings.isPasscodeRequired",
        ),
        (of(OnlineMeeting::new().set_meeting_template_id("t")), "meetingTemplateId"),
        (of(OnlineMeeting::new().set_join_web_url("https://x/SECRET")), "joinWebUrl"),
        (of(OnlineMeeting::new().set_external_id("4712")), "externalId"),
        (Booking::new("", OnlineMeeting::new()), "externalId"),
    ];
    let names: Vec<&str> = refused.iter().map(|(_, name)| *name).collect();
    let bookings = refused.into_iter().map(|(booking, _)| booking);
    let mut outcomes = bulk::book(&graph.me().online_meetings(), bulk::iter(bookings)).concurrency(1);
    for name in names {
        let error = outcomes.next().await.unwrap().result.unwrap_err();
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
    }
    assert!(outcomes.next().await.is_none() && !outcomes.is_stopped());
    assert!(tenant.emulator.requests().is_empty());
    for fine in [
        OnlineMeeting::new().set_join_meeting_id_settings(passcode(false)),
        OnlineMeeting::new().set_external_id("4711"),
    ] {
        assert!(of(fine).check().is_ok());
    }
}

#[tokio::test]
async fn a_missing_access_policy_stops_and_the_rest_comes_back() {
    let tenant = Tenant::start().await;
    let token = tenant.emulator.application_token_with(&["OnlineMeetings.ReadWrite.All"], AccessPolicy::None);
    let organizer = tenant.graph(token).users().by_id(&tenant.user).online_meetings();
    let mut outcomes = bulk::book(&organizer, bulk::iter(lectures(1000))).concurrency(2);
    let mut count = 0;
    while let Some(outcome) = outcomes.next().await {
        assert_eq!(outcome.result.unwrap_err().as_call().unwrap().status().unwrap(), 403);
        count += 1;
    }
    assert!(count <= 2 && outcomes.is_stopped(), "{count}");
    let mut rest = outcomes.into_rest().unwrap();
    let mut left = 0;
    while let Some(_booking) = std::future::poll_fn(|context| rest.as_mut().poll_next(context)).await {
        left += 1;
    }
    assert_eq!(count + left, 1000, "nothing is lost");
}

// ---- services in memory

/// Answers after a while, and counts how many calls are on their way.
#[derive(Default)]
struct Slow {
    running: AtomicUsize,
    most: AtomicUsize,
    calls: AtomicUsize,
    status: Mutex<Option<u16>>,
}

struct SlowService(Arc<Slow>);

/// Counts down when the call is over or dropped.
struct Running(Arc<Slow>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Service for SlowService {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let slow = Arc::clone(&self.0);
        Box::pin(async move {
            let now = slow.running.fetch_add(1, Ordering::SeqCst) + 1;
            let _running = Running(Arc::clone(&slow));
            slow.most.fetch_max(now, Ordering::SeqCst);
            slow.calls.fetch_add(1, Ordering::SeqCst);
            let number: u64 = request.uri().path().rsplit('/').next().unwrap().parse().unwrap();
            // the later, the sooner
            tokio::time::sleep(Duration::from_secs(100 - number % 7)).await;
            let status = slow.status.lock().unwrap().unwrap_or(if number % 10 == 3 { 404 } else { 204 });
            Ok(http::Response::builder().status(status).body(Bytes::new()).unwrap())
        })
    }
}

/// A stream that says how often it was pulled.
struct Pulled<I>(I, Arc<AtomicUsize>);

impl<I: Iterator + Unpin> Stream for Pulled<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        let item = self.0.next();
        if item.is_some() {
            self.1.fetch_add(1, Ordering::SeqCst);
        }
        Poll::Ready(item)
    }
}

fn slow() -> (Arc<Slow>, Graph) {
    let slow = Arc::new(Slow::default());
    let graph = Graph::builder().service(SlowService(Arc::clone(&slow))).build().unwrap();
    (slow, graph)
}

#[tokio::test(start_paused = true)]
async fn calls_are_bounded_outcomes_come_as_they_are_ready_and_failures_stop_nothing() {
    let (slow, graph) = slow();
    let meetings = graph.me().online_meetings();
    let requests = (0..100).map(move |number| (number, meetings.by_id(number.to_string()).delete()));
    let pulls = Arc::new(AtomicUsize::new(0));
    let mut outcomes = bulk(Pulled(requests, Arc::clone(&pulls))).concurrency(5);
    assert_eq!(pulls.load(Ordering::SeqCst), 0, "nothing happens before it is asked for");
    let (mut keys, mut failed) = (Vec::new(), 0);
    while let Some(outcome) = outcomes.next().await {
        assert!(pulls.load(Ordering::SeqCst) <= keys.len() + 5, "pulled without room");
        assert_eq!(outcome.result.is_err(), outcome.key % 10 == 3);
        failed += usize::from(outcome.result.is_err());
        keys.push(outcome.key);
    }
    assert_eq!(slow.most.load(Ordering::SeqCst), 5);
    assert_eq!(failed, 10);
    assert_ne!(keys, (0..100).collect::<Vec<_>>(), "the order is that of the answers");
    keys.sort_unstable();
    assert_eq!(keys, (0..100).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn dropping_cancels() {
    let (slow, graph) = slow();
    let meetings = graph.me().online_meetings();
    let requests = (0..100).map(move |number| (number, meetings.by_id(number.to_string()).delete()));
    let mut outcomes = bulk(bulk::iter(requests));
    outcomes.next().await.unwrap();
    assert!(slow.running.load(Ordering::SeqCst) > 0);
    drop(outcomes);
    assert_eq!(slow.running.load(Ordering::SeqCst), 0);
    assert!(slow.calls.load(Ordering::SeqCst) < 20);
}

#[tokio::test(start_paused = true)]
async fn what_all_would_share_stops_unless_the_program_says_otherwise() {
    let requests = |graph: &Graph| {
        let meetings = graph.me().online_meetings();
        (0..50).map(move |number| (number, meetings.by_id(number.to_string()).delete()))
    };
    for (goes_on, expected) in [(false, 4), (true, 50)] {
        let (slow, graph) = slow();
        *slow.status.lock().unwrap() = Some(401);
        let mut outcomes = bulk(bulk::iter(requests(&graph))).concurrency(4);
        if goes_on {
            outcomes = outcomes.stop_on(|_| false);
        }
        let mut count = 0;
        while let Some(outcome) = outcomes.next().await {
            assert_eq!(outcome.result.unwrap_err().status().unwrap(), 401);
            count += 1;
        }
        assert_eq!(count, expected);
        assert_eq!(outcomes.is_stopped(), !goes_on);
    }
}

#[test]
fn streams_of_outcomes_can_move_between_threads() {
    fn movable<T: Send + Unpin + 'static>(_: &T) {}
    let (_, graph) = slow();
    let meetings = graph.me().online_meetings();
    movable(&bulk::book(&meetings, bulk::iter(Vec::<Booking>::new())));
    movable(&bulk(bulk::iter(vec![("key", meetings.by_id("1").delete())])));
}

/// Makes so many meetings, and asks to be left alone for ten minutes then, once or for ever.
fn throttling(after: usize, ever: bool) -> Memory {
    let calls = AtomicUsize::new(0);
    Memory::new(move |_| {
        let number = calls.fetch_add(1, Ordering::SeqCst);
        if number < after || (number > after && !ever) {
            return Ok(Memory::answer(201, r#"{"id":"m"}"#));
        }
        let mut refused = Memory::answer(429, r#"{"error":{"code":"TooManyRequests","message":""}}"#);
        refused.headers_mut().insert("retry-after", "600".parse().unwrap());
        Ok(refused)
    })
}

fn plain(count: usize) -> impl Iterator<Item = (usize, Booking)> + Send + Unpin {
    let booking = |number| Booking::new(format!("k{number}"), OnlineMeeting::new().set_subject("x"));
    (0..count).map(move |number| (number, booking(number)))
}

#[tokio::test(start_paused = true)]
async fn a_long_pause_stops_and_the_rest_comes_back() {
    let memory = throttling(10, true);
    let graph = Graph::builder().service(memory.clone()).build().unwrap();
    let organizer = graph.me().online_meetings();
    let mut outcomes = bulk::book(&organizer, bulk::iter(plain(1000)));
    let (mut made, mut failed) = (0, 0);
    while let Some(outcome) = outcomes.next().await {
        match outcome.result {
            Ok(_) => made += 1,
            Err(error) => {
                assert!(error.as_call().unwrap().is_throttled(), "{error}");
                failed += 1;
            }
        }
    }
    assert!(made == 10 && (1..=8).contains(&failed) && outcomes.is_stopped(), "{made} {failed}");
    let mut rest = outcomes.into_rest().unwrap();
    let next = std::future::poll_fn(|context| rest.as_mut().poll_next(context)).await;
    assert_eq!(next.unwrap().0, made + failed, "nothing is lost");
}

#[tokio::test(start_paused = true)]
async fn a_long_pause_is_waited_out_where_the_program_wants_that() {
    let memory = throttling(10, false);
    let graph = Graph::builder().service(memory.clone()).build().unwrap();
    let organizer = graph.me().online_meetings();
    let pulls = Arc::new(AtomicUsize::new(0));
    let input = Pulled(plain(100), Arc::clone(&pulls));
    let mut outcomes = bulk::book(&organizer, input).wait_out(Duration::from_secs(3600));
    let start = tokio::time::Instant::now();
    let mut keys = BTreeSet::new();
    while let Some(outcome) = outcomes.next().await {
        outcome.result.unwrap();
        if start.elapsed() < Duration::from_secs(600) {
            assert!(pulls.load(Ordering::SeqCst) <= 18, "nothing is pulled while all wait");
        }
        keys.insert(outcome.key);
    }
    assert_eq!(keys, (0..100).collect(), "each has its own key, and none is lost");
    assert_eq!(memory.requests().len(), 101);
    assert!((600..3600).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    // where there is less patience than the service asks for, it stops
    let graph = Graph::builder().service(throttling(0, true)).build().unwrap();
    let organizer = graph.me().online_meetings();
    let mut outcomes =
        bulk::book(&organizer, bulk::iter(plain(100))).concurrency(1).wait_out(Duration::from_secs(599));
    assert!(outcomes.next().await.unwrap().result.is_err());
    assert!(outcomes.next().await.is_none() && outcomes.is_stopped());
}

#[tokio::test(start_paused = true)]
async fn a_meeting_that_was_made_before_a_wait_is_new_after_it() {
    let changes = AtomicUsize::new(0);
    let creates = AtomicUsize::new(0);
    let memory = Memory::new(move |request| {
        if request.method() == http::Method::PATCH {
            if changes.fetch_add(1, Ordering::SeqCst) == 0 {
                let mut refused = Memory::answer(429, "{}");
                refused.headers_mut().insert("retry-after", "600".parse().unwrap());
                return Ok(refused);
            }
            return Ok(Memory::answer(200, r#"{"id":"m","recordAutomatically":true}"#));
        }
        let status = if creates.fetch_add(1, Ordering::SeqCst) == 0 { 201 } else { 200 };
        Ok(Memory::answer(status, r#"{"id":"m"}"#))
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let organizer = graph.me().online_meetings();
    let wanted = OnlineMeeting::new().set_record_automatically(true);
    let input = bulk::iter([Booking::new("k", wanted)]);
    let mut outcomes = bulk::book(&organizer, input).wait_out(Duration::from_secs(700));
    let outcome = outcomes.next().await.unwrap();
    assert!(outcome.key == "k" && outcome.result.unwrap().is_new);
}
