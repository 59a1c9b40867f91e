//! The running emulator, as a test holds it.

use std::fmt;
use std::sync::Arc;

use msgraph_spec::model::Operation;
use serde_json::Value;

use crate::artifacts::{self, Kind};
use crate::auth::{AccessPolicy, Grant};
use crate::builder::EmulatorBuilder;
use crate::error::{EmulatorError, SeedError};
use crate::fault::Fault;
use crate::handler;
use crate::received::Received;
use crate::server::Server;
use crate::service::Service;
use crate::users::{self, User};

/// A running emulator. Dropping it closes its port and every connection.
///
/// `Debug` shows neither tokens nor meetings.
pub struct Emulator {
    pub(crate) service: Arc<Service>,
    _server: Server,
}

impl Emulator {
    pub(crate) fn new(server: Server, service: Arc<Service>) -> Self {
        Self { service, _server: server }
    }

    /// Starts an emulator of the bundled online meetings on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// Where no port or thread can be had, or the bundled description cannot be read.
    pub async fn start() -> Result<Self, EmulatorError> {
        Self::builder().start().await
    }

    /// Sets an emulator up in another way.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::new()
    }

    /// Whether there is behaviour for an operation. Every other one is answered with 501.
    ///
    /// Online meetings have, with all that belongs to them; every action that gives nothing back: its
    /// parameters are held against the model, and what was sent is among [`requests`](Self::requests); and whatever
    /// makes, reads, lists, counts, changes, replaces or deletes entities and their contents, whose behaviour follows
    /// from the model. Functions have none, nor have actions with a result, `$ref`, and paths through functions or keys
    /// with names.
    #[must_use]
    pub fn answers(operation: &Operation) -> bool {
        handler::find(operation).is_some()
    }

    /// The service root that clients take instead of `https://graph.microsoft.com/v1.0`, without a
    /// slash at the end: `http://127.0.0.1:41234/v1.0`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.service.slices.first().root
    }

    /// Everybody in the tenant. There are two from the beginning, unless the builder was told
    /// otherwise.
    #[must_use]
    pub fn users(&self) -> Vec<User> {
        self.service.state().users.clone()
    }

    /// Adds a user, or replaces the one with the same object id. Tokens that were made before stand
    /// for the user as it was.
    ///
    /// Where the file of a store cannot take the user, every request from then on is answered with 500.
    pub fn add_user(&self, user: User) {
        // There is nobody to tell of a failure here; the next request is.
        let _ = self.service.change(|state| {
            users::add(state, user);
            Ok(())
        });
    }

    /// A token with which an app acts on behalf of a user, holding these delegated permissions (its
    /// `scp`). It never expires, and only this emulator takes it. Of very many tokens without an end, the last 10,000
    /// are known.
    ///
    /// It is a token for development, a JSON web token without a signature unless the builder was told to sign
    /// them: a client can read there what it holds, as in many tokens of Graph. What it stands for is known to
    /// this emulator alone.
    ///
    /// # Panics
    ///
    /// If there is no user with that object id.
    #[must_use]
    pub fn delegated_token(&self, user_id: &str, scopes: &[&str]) -> String {
        let mut state = self.service.state();
        let user = users::by_id(&state.users, user_id).cloned();
        let Some(user) = user else {
            drop(state);
            panic!("the emulator has no user with the object id '{user_id}'; add one with `add_user`");
        };
        let state = &mut *state;
        state.tokens.issue(Grant::delegated(user, scopes), &mut state.ids)
    }

    /// A token with which an app acts as itself, holding these application permissions (its
    /// `roles`), and with an application access policy for the whole tenant.
    #[must_use]
    pub fn application_token(&self, roles: &[&str]) -> String {
        self.application_token_with(roles, AccessPolicy::Tenant)
    }

    /// The same with another application access policy. [`AccessPolicy::None`] gives the 403 that
    /// Graph answers with where an administrator has granted none.
    #[must_use]
    pub fn application_token_with(&self, roles: &[&str], policy: AccessPolicy) -> String {
        let mut state = self.service.state();
        let state = &mut *state;
        state.tokens.issue(Grant::application(roles, policy), &mut state.ids)
    }

    /// Changes the application access policy behind one token, from the next request on. That of an app, with all
    /// its tokens, is changed by [`set_app_policy`](Self::set_app_policy).
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the token is none of this emulator's.
    pub fn set_access_policy(&self, token: &str, policy: AccessPolicy) -> Result<(), SeedError> {
        let mut state = self.service.state();
        let grant = state.tokens.get_mut(token).ok_or(SeedError::NotFound)?;
        grant.policy = Some(policy);
        Ok(())
    }

    /// The requests to Graph so far, in the order in which they came, whatever they were answered with; of many, the
    /// last [so many](crate::EmulatorBuilder::keep_requests), 10,000 where nothing else is said. Those of a `$batch`
    /// follow it, and have a [`batch_id`](Received::batch_id). Those to the token endpoint are
    /// [`token_requests`](Self::token_requests).
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.service.state().log.iter().cloned().collect()
    }

    /// Those behind a [number](Received::number), for somebody who follows them without copying all of them again. Each
    /// is answered, or was cut off.
    #[must_use]
    pub fn requests_after(&self, number: u64) -> Vec<Received> {
        self.service.state().log.after(number).cloned().collect()
    }

    /// Lets something go wrong: the fault waits for a request that it fits, behind those that wait already.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// use msgraph_emulator::{Emulator, Fault};
    ///
    /// let emulator = Emulator::start().await?;
    /// emulator.inject(Fault::status(429).header("retry-after", "2.128").on("GET", "/me"));
    ///
    /// let url = format!("{}/me/onlineMeetings/x", emulator.url());
    /// let throttled = reqwest::get(&url).await?;
    /// assert_eq!(throttled.status(), 429);
    /// assert_eq!(throttled.headers()["retry-after"], "2.128");
    /// assert_eq!(reqwest::get(&url).await?.status(), 401, "the fault was good for one request");
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.service.state().faults.add(fault);
    }

    /// Treats a meeting as if it belonged to a calendar event.
    ///
    /// Graph has no transcripts for meetings that were made through the API and answers 400 where
    /// they are asked for. With an event, there is a list, empty at first.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if there is no such meeting.
    pub fn link_to_event(&self, meeting_id: &str) -> Result<(), SeedError> {
        self.service.change(|state| {
            let meeting = state.meetings.get_mut(meeting_id).ok_or(SeedError::NotFound)?;
            meeting.has_event = true;
            meeting.keep(&mut state.store);
            Ok(())
        })
    }

    /// Adds a transcript to a meeting and gives its id. The JSON is a `callTranscript`, of which
    /// everything may be left out; the content is WebVTT. The meeting counts as
    /// [linked to an event](Self::link_to_event) from then on.
    ///
    /// # Errors
    ///
    /// If there is no such meeting, or the JSON does not fit the model.
    pub fn add_transcript(
        &self,
        meeting_id: &str,
        transcript: Value,
        content: impl Into<Vec<u8>>,
    ) -> Result<String, SeedError> {
        artifacts::add(&self.service, Kind::Transcript, meeting_id, transcript, content.into().into())
    }

    /// Sets what `metadataContent` of a transcript answers with. Until then it is 404.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if there is no such transcript.
    pub fn set_transcript_metadata(
        &self,
        transcript_id: &str,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), SeedError> {
        artifacts::set_metadata(&self.service, transcript_id, content.into().into())
    }

    /// Adds a recording to a meeting and gives its id. The JSON is a `callRecording`, of which
    /// everything may be left out; the content is a video.
    ///
    /// # Errors
    ///
    /// If there is no such meeting, or the JSON does not fit the model.
    pub fn add_recording(
        &self,
        meeting_id: &str,
        recording: Value,
        content: impl Into<Vec<u8>>,
    ) -> Result<String, SeedError> {
        artifacts::add(&self.service, Kind::Recording, meeting_id, recording, content.into().into())
    }

    /// Adds an attendance report with its records to a meeting and gives its id. The JSON is a
    /// `meetingAttendanceReport`, the records are `attendanceRecord`s; of both, everything may be
    /// left out.
    ///
    /// # Errors
    ///
    /// If there is no such meeting, or the JSON does not fit the model.
    pub fn add_attendance_report(
        &self,
        meeting_id: &str,
        report: Value,
        records: Vec<Value>,
    ) -> Result<String, SeedError> {
        artifacts::add_report(&self.service, meeting_id, report, records)
    }

    /// Sets what `attendeeReport` of a meeting answers with. Until then it is 404.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if there is no such meeting.
    pub fn set_attendee_report(
        &self,
        meeting_id: &str,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), SeedError> {
        self.service.change(|state| {
            let meeting = state.meetings.get_mut(meeting_id).ok_or(SeedError::NotFound)?;
            let report = state.artifacts.stream(content.into().into(), &mut state.store);
            if let Some(former) = meeting.attendee_report.replace(report) {
                former.forget(&mut state.store);
            }
            meeting.keep(&mut state.store);
            Ok(())
        })
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("url", &self.url())
            .field(
                "operations",
                &self.service.slices.iter().map(|one| one.api.operations.len()).sum::<usize>(),
            )
            .finish_non_exhaustive()
    }
}
