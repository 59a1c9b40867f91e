//! What one request asks of whatever sends it.

use std::time::Duration;

use crate::{Operation, Request, RetryPolicy};

/// What one request asks of its [`Service`](crate::Service), beside what HTTP carries: it stands among the extensions
/// of the [`http::Request`].
///
/// A service in memory, and one that stands before another, reads them there:
///
/// ```
///
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use std::time::Duration;
/// use msgraph_core::{RequestSettings, RetryPolicy};
///
/// # let graph = detached();
/// let request = graph.me().online_meetings().get().timeout(Duration::from_secs(5)).retry(RetryPolicy::none());
/// let http = request.into_http()?;
/// let settings = http.extensions().get::<RequestSettings>().unwrap();
/// assert_eq!(settings.timeout, Some(Duration::from_secs(5)));
/// assert!(settings.retry.is_some() && !settings.can_be_repeated);
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RequestSettings {
    /// How it is sent again, instead of the client's way.
    pub retry: Option<RetryPolicy>,
    /// How long the call may take with everything in it, instead of the client's limit.
    pub timeout: Option<Duration>,
    /// Whether it can be done twice as well as once, although its operation does not say so.
    pub can_be_repeated: bool,
}

impl<O: Operation> Request<O> {
    /// The request with a way of its own of being sent again.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// use msgraph_core::RetryPolicy;
    ///
    /// # let created = http::Response::builder().status(201).body(r#"{"id":"MSo1N2Y5"}"#).unwrap();
    /// # let graph = answering([created]);
    /// # now(async {
    /// let meeting = OnlineMeeting::new().set_subject("Lecture");
    /// let meeting = graph.me().online_meetings().post(&meeting).retry(RetryPolicy::none()).await?;
    /// assert!(meeting.id.is_some());
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings().retry = Some(policy);
        self
    }

    /// The request with a limit of its own for the whole call: every attempt and every wait in it. Of a stream, until
    /// its first byte.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// use std::time::Duration;
    ///
    /// # let graph = answering([http::Response::new(r#"{"value":[]}"#)]);
    /// # now(async {
    /// let page = graph.me().online_meetings().get().timeout(Duration::from_secs(5)).await?;
    /// assert_eq!(page.value, []);
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings().timeout = Some(limit);
        self
    }

    /// Says that doing it twice is as doing it once, so that it is sent again although the first one may have been
    /// done: a change that sets what is set, an action that only reads.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// use msgraph_core::RequestSettings;
    ///
    /// # let graph = detached();
    /// // the program looks for a meeting of the same subject before it makes one
    /// let request = graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")).repeat_safely();
    /// assert!(request.into_http()?.extensions().get::<RequestSettings>().unwrap().can_be_repeated);
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn repeat_safely(mut self) -> Self {
        self.settings().can_be_repeated = true;
        self
    }

    fn settings(&mut self) -> &mut RequestSettings {
        self.extensions.get_or_insert_default()
    }
}
