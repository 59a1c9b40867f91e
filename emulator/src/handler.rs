//! How an operation finds the code that answers it, and what that code gets.

use http::HeaderMap;
use msgraph_spec::model::{
    Answer, Api, Body, HttpMethod, Operation, OperationKind, PathTemplate, Segment, TypeName, TypeRef,
    ValueType,
};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::auth::Grant;
use crate::errors::GraphError;
use crate::language::Language;
use crate::query::Query;
use crate::reply::Reply;
use crate::route::Match;
use crate::service::Service;
use crate::slices::Slice;
use crate::state::State;
use crate::users::{self, User};
use crate::{actions, appointments, artifacts, json, meetings, moment, read_only, validate};

/// Answers an operation.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Reply, GraphError>;

/// The handler of an operation: of each family in turn, the first that knows it, else that of actions without
/// a result. An operation that none knows is answered with 501. Another family goes to the end of the list.
pub(crate) fn find(operation: &Operation) -> Option<Handler> {
    type Family = fn(HttpMethod, &str) -> Option<Handler>;
    const FAMILIES: [Family; 3] = [meetings::handler, artifacts::handler, appointments::handler];
    let of_family = |resource: String| FAMILIES.iter().find_map(|family| family(operation.method, &resource));
    resource(&operation.path).and_then(of_family).or_else(|| actions::handler(operation))
}

/// What a path names below its owner, as handlers are looked up by it: of
/// `/users/{user-id}/onlineMeetings/{onlineMeeting-id}` it is `onlinemeetings/{}`.
fn resource(path: &PathTemplate) -> Option<String> {
    let path = PathTemplate::anonymous(&path.to_string());
    let owners = ["/me/", "/users/{}/", "/communications/", "/app/"];
    owners.iter().find_map(|owner| path.strip_prefix(owner)).map(String::from)
}

/// A request that was let in, with all that its answer may depend on.
pub(crate) struct Call<'a> {
    pub(crate) service: &'a Service,
    /// The API that has the operation.
    pub(crate) slice: &'a Slice,
    pub(crate) state: &'a mut State,
    pub(crate) operation: &'a Operation,
    pub(crate) grant: Grant,
    pub(crate) found: Match,
    pub(crate) path: &'a str,
    pub(crate) query: Query,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) now: OffsetDateTime,
}

impl Call<'_> {
    pub(crate) fn api(&self) -> &Api {
        &self.slice.api
    }

    /// The user whose data the path means. Nobody in particular where an application asks for the
    /// data of all users, as below `/communications`.
    pub(crate) fn owner(&self) -> Result<Option<User>, GraphError> {
        if !self.has_user_in_path() {
            return Ok(self.grant.user.clone());
        }
        self.reach(self.found.keys.first().map_or("", String::as_str)).map(Some)
    }

    /// The same, where it must be somebody.
    pub(crate) fn user(&self) -> Result<User, GraphError> {
        let nobody =
            || GraphError::bad_request("An application must say in the path for which user it acts.");
        self.owner()?.ok_or_else(nobody)
    }

    /// The user with that object id, if the caller may act for them. A user principal name finds
    /// nobody: online meetings take object ids alone.
    pub(crate) fn reach(&self, id: &str) -> Result<User, GraphError> {
        let user = users::by_id(&self.state.users, id).ok_or_else(GraphError::not_found)?;
        self.grant.reaches(user)?;
        Ok(user.clone())
    }

    fn has_user_in_path(&self) -> bool {
        match &self.operation.path.segments[..] {
            [Segment::Literal(name), Segment::Key(_), ..] => name.eq_ignore_ascii_case("users"),
            _ => false,
        }
    }

    /// Whether the path is that of all meetings rather than of one user's.
    pub(crate) fn is_tenant_wide(&self) -> bool {
        let first = self.operation.path.segments.first();
        !self.has_user_in_path()
            && !matches!(first, Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me"))
    }

    /// A key of the path, counted from 0 and without the one of the user.
    pub(crate) fn key(&self, index: usize) -> &str {
        let index = index + usize::from(self.has_user_in_path());
        self.found.keys.get(index).map_or("", String::as_str)
    }

    /// An argument of the function in the path.
    pub(crate) fn argument(&self, name: &str) -> Option<&str> {
        let found = self.found.arguments.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// An argument that is a date.
    pub(crate) fn moment_argument(&self, name: &str) -> Result<Option<OffsetDateTime>, GraphError> {
        let parse = |text| {
            moment::parse(text).ok_or_else(|| {
                GraphError::bad_request(format!("'{name}' must be Edm.DateTimeOffset and is {text}."))
            })
        };
        self.argument(name).map(parse).transpose()
    }

    pub(crate) fn language(&self) -> Language {
        Language::preferred(self.headers)
    }

    /// Whether the request has `Prefer: include-unknown-enum-members`.
    pub(crate) fn wants_unknown_members(&self) -> bool {
        let values = self.headers.get_all("prefer").into_iter().filter_map(|one| one.to_str().ok());
        values
            .flat_map(|one| one.split([',', ';']))
            .any(|one| one.trim().eq_ignore_ascii_case("include-unknown-enum-members"))
    }

    /// The body as JSON, not yet held against the model.
    pub(crate) fn json(&self) -> Result<Map<String, Value>, GraphError> {
        json(self.headers, self.body)
    }

    /// Holds a body against what the model says that the operation takes.
    pub(crate) fn validated(&self, mut body: Map<String, Value>) -> Result<Map<String, Value>, GraphError> {
        let ty = match &self.operation.body {
            Some(Body::Json { ty, .. }) => ty.clone(),
            Some(Body::Parameters(name)) => ValueType::required(TypeRef::Named(name.clone())),
            _ => return Ok(body),
        };
        if let TypeRef::Named(name) = &ty.item {
            read_only::drop_nulls(self.api(), name, &mut body);
        }
        let body = Value::Object(body);
        let faults = validate::faults(self.api(), &ty, &body);
        match body {
            Value::Object(body) if faults.is_empty() => Ok(body),
            _ => Err(GraphError::bad_request(faults.join(" "))),
        }
    }

    /// The type of what the operation answers with, or of each item of its pages.
    pub(crate) fn answer_type(&self) -> Option<TypeName> {
        let (Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. }) = self.operation.answer()
        else {
            return None;
        };
        match &ty.item {
            TypeRef::Named(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The value of `@odata.context`: the collection that the answer comes from, and `/$entity` as
    /// the suffix where the answer is one of it.
    pub(crate) fn context(&self, suffix: &str) -> String {
        let mut segments = self.operation.path.segments.as_slice();
        if let Some(item) = self.gathered_type() {
            return format!("{}/$metadata#Collection({item}){suffix}", self.slice.root);
        }
        let is_action = self.operation.kind == OperationKind::Action;
        if let [collection @ .., last] = segments
            && (is_action || matches!(last, Segment::Key(_)))
        {
            segments = collection;
        }
        let mut keys = self.found.keys.iter();
        let mut path: Vec<String> = Vec::new();
        for segment in segments {
            match (segment, path.last_mut(), &self.grant.user) {
                (Segment::Literal(name), None, Some(user)) if name.eq_ignore_ascii_case("me") => {
                    path.push(format!("users('{}')", user.id));
                }
                (Segment::Literal(name), ..) => path.push(name.clone()),
                (Segment::Key(_), Some(last), _) => {
                    let key = keys.next().map_or("", String::as_str);
                    *last = format!("{last}('{key}')");
                }
                _ => break,
            }
        }
        format!("{}/$metadata#{}{suffix}", self.slice.root, path.join("/"))
    }

    /// The type of the items where a function gathers them from many places, so that no single
    /// collection of the service holds them.
    fn gathered_type(&self) -> Option<TypeName> {
        let gathers =
            |segment: &Segment| matches!(segment, Segment::Call { parameters, .. } if !parameters.is_empty());
        self.operation.path.segments.iter().any(gathers).then(|| self.answer_type())?
    }

    /// The absolute address of the same path with another query.
    pub(crate) fn link(&self, query: &str) -> String {
        format!("{}{}?{query}", self.slice.root, self.path)
    }
}

/// The body of a request as JSON.
pub(crate) fn json(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, GraphError> {
    let media_type = headers.get(http::header::CONTENT_TYPE).and_then(|one| one.to_str().ok());
    if body.is_empty() {
        return Err(GraphError::bad_request("The request has no body. Send the JSON of an object."));
    }
    if !media_type.is_some_and(is_json) {
        let sent = media_type.map_or_else(|| String::from("none"), |one| format!("'{one}'"));
        let message = format!("The Content-Type must be application/json, and there is {sent}.");
        return Err(GraphError::bad_request(message));
    }
    match json::parse(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(GraphError::bad_request("The body must be a JSON object.")),
        Err(error) => Err(GraphError::bad_request(format!("The body is no valid JSON: {error}."))),
    }
}

/// Whether a media type is JSON; parameters such as `charset` do not matter.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    essence.eq_ignore_ascii_case("application/json")
}
