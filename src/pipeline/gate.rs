//! Where requests wait while the service asks to be left alone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Uri;
use msgraph_core::OperationInfo;
use msgraph_core::retry::{Lane, Lanes, Moment, Place, Scope};

use super::Pipeline;

/// The lanes of a client, which clients of other credentials share. While none is closed, a request pays for one look
/// at a flag.
pub(crate) struct Gate {
    /// The path of the service's root.
    root: Box<str>,
    is_closed: AtomicBool,
    lanes: Mutex<Lanes>,
}

impl Gate {
    pub(super) fn new(root: &str) -> Self {
        Self {
            root: root.trim_end_matches('/').into(),
            is_closed: AtomicBool::new(false),
            lanes: Mutex::default(),
        }
    }

    /// A request before the gate.
    pub(super) fn visitor<'a>(
        &'a self,
        uri: &Uri,
        operation: &'static OperationInfo,
        from: &'a Pipeline,
    ) -> Visitor<'a> {
        Visitor { gate: self, uri: uri.clone(), operation, from, lane: None, place: None }
    }

    /// Closes a lane after a refusal within a batch.
    pub(crate) fn close(&self, lane: &Lane, wait: Duration, scope: Scope, now: Moment) {
        self.with(|lanes| lanes.close(lane, wait, scope, now));
    }

    /// When requests of a batch may go in that lane: at once (None), or not before that moment. They take no place among
    /// those who wait.
    pub(crate) fn opens(&self, lane: &Lane, now: Moment) -> Option<Moment> {
        self.with(|lanes| {
            let mut place = None;
            let turn = lanes.ask(lane, &mut place, now);
            lanes.leave(lane, &mut place);
            turn
        })
    }

    /// Whether any lane may be closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Lanes) -> T) -> T {
        let mut lanes = self.lock();
        let result = work(&mut lanes);
        self.is_closed.store(!lanes.is_empty(), Ordering::Release);
        result
    }

    fn lock(&self) -> MutexGuard<'_, Lanes> {
        // each change is whole before anything could panic
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One request before the gate. Dropping it gives its place back.
pub(super) struct Visitor<'a> {
    gate: &'a Gate,
    uri: Uri,
    operation: &'static OperationInfo,
    /// Knows who asks.
    from: &'a Pipeline,
    /// Made when something is closed.
    lane: Option<Lane>,
    place: Option<Place>,
}

impl Visitor<'_> {
    /// Whether it has to be known who asks before [`ask`](Self::ask): something is closed, and the path does not tell.
    pub(super) fn wants_asker(&self) -> bool {
        self.lane.is_none()
            && self.gate.is_closed.load(Ordering::Acquire)
            && Lane::depends_on_asker(self.operation)
    }

    /// When the request may go: at once (None), or not before that moment, when it has to ask again.
    pub(super) fn ask(&mut self, now: Moment) -> Option<Moment> {
        if !self.gate.is_closed.load(Ordering::Acquire) {
            self.place = None; // there is nobody left to give it back to
            return None;
        }
        let gate = self.gate;
        let (lane, place) = self.waiting();
        gate.with(|lanes| lanes.ask(lane, place, now))
    }

    /// Closes the lane after a refusal, takes a place, and gives the time until its turn.
    pub(super) fn refused(&mut self, wait: Duration, scope: Scope, now: Moment) -> Duration {
        let gate = self.gate;
        let (lane, place) = self.waiting();
        let turn = gate.with(|lanes| {
            lanes.close(lane, wait, scope, now);
            lanes.ask(lane, place, now)
        });
        turn.map_or(Duration::ZERO, |turn| turn.saturating_sub(now))
    }

    fn waiting(&mut self) -> (&Lane, &mut Option<Place>) {
        let lane = self.lane.get_or_insert_with(|| {
            let below = self.uri.path().strip_prefix(&*self.gate.root);
            let path = below.filter(|path| path.starts_with('/')).unwrap_or(self.operation.path);
            Lane::new(path, self.operation, &self.from.asker)
        });
        (lane, &mut self.place)
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        if let (Some(lane), Some(_)) = (&self.lane, &self.place) {
            self.gate.with(|lanes| lanes.leave(lane, &mut self.place));
        }
    }
}
