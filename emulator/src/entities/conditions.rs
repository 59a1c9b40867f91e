//! ETags, and requests that ask for one.
//!
//! The description decides what has an ETag: what an operation takes `If-Match` for.
//!
//! See <https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests>.

use http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName, StatusCode};
use msgraph_spec::model::ParameterPlace;

use super::place::Place;
use crate::errors::GraphError;
use crate::handler::Call;
use crate::reply::Reply;

/// Whether what is at a place has an ETag.
pub(super) fn is_tagged(call: &Call<'_>, place: &Place) -> bool {
    place.spot(&call.slice.outline).is_some_and(|one| one.is_tagged)
}

/// Refuses a change of what is not as the client knows it. `tag` is nothing where nothing is there.
pub(super) fn check_match(call: &Call<'_>, tag: Option<&str>) -> Result<(), GraphError> {
    let header = call.operation.parameter(ParameterPlace::Header, "If-Match");
    match wanted(call.headers, &IF_MATCH) {
        // The status and the text are those of a request to Planner without one: pnp/pnpjs#1033. The code that was
        // seen there is empty.
        None if header.is_some_and(|one| one.is_required) => {
            let message = "The If-Match header must be specified for this kind of request.";
            Err(GraphError::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message))
        }
        Some(wanted) if !tag.is_some_and(|tag| wanted.names(tag)) => {
            let message = "The entity has another ETag than If-Match names. Read it again.";
            Err(GraphError::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message))
        }
        _ => Ok(()),
    }
}

/// The answer to a client that has the same already.
pub(super) fn not_modified(call: &Call<'_>, tag: &str) -> Option<Reply> {
    let is_known = wanted(call.headers, &IF_NONE_MATCH)?.names(tag);
    is_known.then(|| Reply {
        status: StatusCode::NOT_MODIFIED,
        headers: vec![(ETAG, String::from(tag))],
        ..Reply::no_content()
    })
}

/// The tags that a header names.
struct Wanted<'a>(Vec<&'a str>);

fn wanted<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Wanted<'a>> {
    let values = headers.get_all(name).into_iter().filter_map(|one| one.to_str().ok());
    let tags: Vec<&str> = values.flat_map(|one| one.split(',')).map(str::trim).collect();
    (!tags.is_empty()).then_some(Wanted(tags))
}

impl Wanted<'_> {
    /// Whether a tag is among them. Graph's tags are weak, also where a client lost the `W/` before one.
    fn names(&self, tag: &str) -> bool {
        fn plain(tag: &str) -> &str {
            tag.strip_prefix("W/").unwrap_or(tag)
        }
        self.0.iter().any(|one| *one == "*" || plain(one) == plain(tag))
    }
}
