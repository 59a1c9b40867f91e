//! From a request to its answer.

use std::sync::{Mutex, MutexGuard};

use bytes::Bytes;
use http::request::Parts;
use msgraph_spec::model::{Api, HttpMethod};
use time::OffsetDateTime;

use crate::auth;
use crate::batch;
use crate::error::SeedError;
use crate::errors::GraphError;
use crate::exchange::{self, Asked, Course, Outcome};
use crate::handler::Call;
use crate::identity;
use crate::moment::{self, Clock};
use crate::options;
use crate::query::Query;
use crate::reply::Reply;
use crate::route::{self, Miss};
use crate::slices::Slices;
use crate::state::State;

/// The longest body that is taken, in bytes. Graph's own limit is about that.
pub(crate) const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// A body that is longer than [`BODY_LIMIT`].
pub(crate) struct TooLarge;

/// The emulated service.
pub(crate) struct Service {
    pub(crate) slices: Slices,
    clock: Clock,
    pub(crate) page_size: usize,
    state: Mutex<State>,
}

impl Service {
    pub(crate) fn new(slices: Slices, clock: Clock, page_size: usize, state: State) -> Self {
        Self { slices, clock, page_size, state: Mutex::new(state) }
    }

    /// What is remembered. A panic while it was held leaves it usable, unless memory may then have what a file has
    /// not: half of a change is never kept.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| {
            let mut state = poisoned.into_inner();
            state.store.abandon("a panic interrupted a change");
            self.state.clear_poison();
            state
        })
    }

    /// Changes what is remembered, and keeps the change.
    ///
    /// # Errors
    ///
    /// What the change says, and where the file of the store cannot take it, or could not take an earlier one.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, SeedError>,
    ) -> Result<T, SeedError> {
        let mut state = self.state();
        state.store.check().map_err(|error| SeedError::not_kept(&error))?;
        let changed = change(&mut state);
        state.store.commit().map_err(|error| SeedError::not_kept(&error))?;
        changed
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        moment::now(&self.clock)
    }

    /// Notes a request and answers it.
    pub(crate) fn respond(&self, parts: &Parts, body: Result<Bytes, TooLarge>) -> Outcome {
        let now = self.now();
        let mut state = self.state();
        if let Some(outcome) = identity::respond(&mut state, self.slices.origin(), parts, &body, now) {
            return outcome;
        }
        exchange::exchange(self, &mut state, &Asked { parts, body, batch_id: None }, now)
    }

    /// Does what a request asks for. What there is to tell of it beside the answer is noted in `course`.
    pub(crate) fn answer(
        &self,
        state: &mut State,
        asked: &Asked<'_>,
        body: &Bytes,
        course: &mut Course,
        now: OffsetDateTime,
    ) -> Result<Reply, GraphError> {
        let parts = asked.parts;
        let grant = auth::caller(state, parts, now)?;
        (course.permissions, course.scheme) = (grant.permissions().to_vec(), Some(grant.scheme()));
        let (slices, path) = self.slices.at(parts.uri.path()).ok_or_else(|| no_such_version(parts))?;
        if batch::is_meant(path) {
            return batch::answer(self, state, asked, body, course, now);
        }
        let method = HttpMethod::parse(parts.method.as_str());
        let apis: Vec<&Api> = slices.iter().map(|one| &*one.api).collect();
        let found = route::find(&apis, method, path).map_err(|miss| refusal(miss, parts))?;
        let slice = slices[found.api];
        let operation = &slice.api.operations[found.operation];
        (course.operation, course.needed) = (Some(operation.title()), auth::needed(operation, &grant));
        auth::authorize(operation, &grant)?;
        let handler = slice.handlers[found.operation].ok_or_else(|| GraphError::unhandled(operation))?;
        let query = Query::parse(parts.uri.query().unwrap_or_default())?;
        options::check(operation, &query)?;
        let headers = &parts.headers;
        let service = self;
        handler(&mut Call { service, slice, state, operation, grant, found, path, query, headers, body, now })
    }
}

/// The version is the first segment, where the service root has one.
fn no_such_version(parts: &Parts) -> GraphError {
    GraphError::no_such_segment(parts.uri.path().split('/').nth(1).unwrap_or_default())
}

fn refusal(miss: Miss, parts: &Parts) -> GraphError {
    match miss {
        Miss::Encoding => GraphError::bad_request("The path is not correctly percent-encoded."),
        Miss::Segment(segment) => GraphError::no_such_segment(&segment),
        Miss::Method(allowed) => GraphError::method_not_allowed(parts.method.as_str(), &allowed),
    }
}

#[cfg(all(test, feature = "file"))]
mod tests {
    use std::io;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::Emulator;
    use crate::store::{Change, Keep, Store, Table};

    /// Counts what is kept.
    struct Counted(Arc<AtomicUsize>);

    impl Keep for Counted {
        fn keep(&mut self, changes: Vec<Change>) -> io::Result<()> {
            self.0.fetch_add(changes.len(), Ordering::Relaxed);
            Ok(())
        }
    }

    fn put(state: &mut State) {
        state.store.put(Table::Meetings, "x", Vec::new);
    }

    #[tokio::test]
    async fn half_a_change_is_never_kept() {
        let emulator = Emulator::start().await.expect("the emulator starts");
        let (service, kept) = (&emulator.service, Arc::new(AtomicUsize::new(0)));
        service.state().store = Store::new(Counted(Arc::clone(&kept)), 0);
        let change = |change: fn(&mut State)| {
            service.change(|state| {
                change(state);
                Ok(())
            })
        };
        catch_unwind(AssertUnwindSafe(|| change(|_| panic!("before the first change"))))
            .expect_err("a panic");
        change(put).expect("memory has nothing that the file has not");
        assert_eq!(kept.load(Ordering::Relaxed), 1);
        let half = |state: &mut State| {
            put(state);
            panic!("between two changes");
        };
        catch_unwind(AssertUnwindSafe(|| change(half))).expect_err("a panic");
        for _ in 0..2 {
            let error = change(put).expect_err("memory has what the file has not").to_string();
            assert!(error.contains("panic"), "{error}");
        }
        assert_eq!(kept.load(Ordering::Relaxed), 1);
    }
}
