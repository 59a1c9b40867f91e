//! From a request to its answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use http_body_util::Full;
use msgraph_spec::model::{Api, HttpMethod};
use time::OffsetDateTime;

use crate::auth;
use crate::errors::GraphError;
use crate::handler::{self, Call, Handler};
use crate::identity;
use crate::moment::{self, Clock};
use crate::query::Query;
use crate::received::Received;
use crate::reply::{Reply, RequestIds};
use crate::route::{self, Miss};
use crate::state::State;

/// The longest body that is taken, in bytes. Graph's own limit is about that.
pub(crate) const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// A body that is longer than [`BODY_LIMIT`].
pub(crate) struct TooLarge;

/// The emulated service.
pub(crate) struct Service {
    pub(crate) api: Arc<Api>,
    /// Where clients find it, with the path of the version and without a slash at the end.
    pub(crate) root: String,
    /// Where clients find the identity platform, without a slash at the end.
    pub(crate) authority: String,
    /// The path of the version, such as `/v1.0`.
    base_path: String,
    /// For each operation of the API the code that answers it.
    handlers: Vec<Option<Handler>>,
    clock: Clock,
    pub(crate) page_size: usize,
    state: Mutex<State>,
}

impl Service {
    pub(crate) fn new(api: Arc<Api>, origin: &str, clock: Clock, page_size: usize, state: State) -> Self {
        let base_path = path_of(&api.service_root);
        let handlers = api.operations.iter().map(handler::find).collect();
        let root = format!("{origin}{base_path}");
        let authority = String::from(origin);
        Self { api, root, authority, base_path, handlers, clock, page_size, state: Mutex::new(state) }
    }

    /// What is remembered. A panic while it was held leaves it usable: every change is a single step.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        moment::now(&self.clock)
    }

    /// Notes a request and answers it.
    pub(crate) fn respond(&self, parts: &Parts, body: Result<Bytes, TooLarge>) -> Response<Full<Bytes>> {
        let now = self.now();
        let mut state = self.state();
        if let Some(response) = identity::respond(&mut state, &self.authority, parts, &body, now) {
            return response;
        }
        let ids = RequestIds::new(&parts.headers, &mut state.ids);
        state.received.push(Received::new(parts, body.as_ref().ok()));
        let reply = body
            .map_err(|TooLarge| GraphError::too_large(BODY_LIMIT))
            .and_then(|body| self.answer(&mut state, parts, &body, now))
            .unwrap_or_else(|error| error.into_reply(&ids, now));
        reply.into_response(&ids, now)
    }

    fn answer(
        &self,
        state: &mut State,
        parts: &Parts,
        body: &[u8],
        now: OffsetDateTime,
    ) -> Result<Reply, GraphError> {
        let grant = state.tokens.authenticate(&parts.headers, now)?.clone();
        let path = self.relative(parts.uri.path())?;
        let method = HttpMethod::parse(parts.method.as_str());
        let found = route::find(&self.api, method, path).map_err(|miss| refusal(miss, parts))?;
        let operation = &self.api.operations[found.operation];
        auth::authorize(operation, &grant)?;
        let handler = self.handlers[found.operation].ok_or_else(|| GraphError::unhandled(operation))?;
        let query = Query::parse(parts.uri.query().unwrap_or_default())?;
        let headers = &parts.headers;
        handler(&mut Call { service: self, state, operation, grant, found, path, query, headers, body, now })
    }

    /// A path without that of the version.
    fn relative<'a>(&self, path: &'a str) -> Result<&'a str, GraphError> {
        let start =
            path.get(..self.base_path.len()).filter(|start| start.eq_ignore_ascii_case(&self.base_path));
        let rest =
            start.map(|start| &path[start.len()..]).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        rest.ok_or_else(|| GraphError::no_such_segment(path.split('/').nth(1).unwrap_or_default()))
    }
}

fn refusal(miss: Miss, parts: &Parts) -> GraphError {
    match miss {
        Miss::Encoding => GraphError::bad_request("The path is not correctly percent-encoded."),
        Miss::Segment(segment) => GraphError::no_such_segment(&segment),
        Miss::Method(allowed) => GraphError::method_not_allowed(parts.method.as_str(), &allowed),
    }
}

/// The path of an address: `/v1.0` of `https://graph.microsoft.com/v1.0`.
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    String::from(path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_version_is_that_of_the_service_root() {
        assert_eq!(path_of("https://graph.microsoft.com/v1.0/"), "/v1.0");
        assert_eq!(path_of("https://graph.microsoft.com"), "");
        assert_eq!(path_of("/beta"), "/beta");
    }
}
