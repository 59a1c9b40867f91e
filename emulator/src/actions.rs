//! Actions that give nothing back: whatever they are for, their parameters can be held against the model.

use http::StatusCode;
use msgraph_spec::model::{Answer, Body, Operation, OperationKind, Property, Segment, StatusCodes};
use serde_json::{Map, Value};

use crate::errors::GraphError;
use crate::handler::{Call, Handler};
use crate::reply::Reply;

/// The handler of an action without a result, such as `POST /me/sendMail`.
pub(crate) fn handler(operation: &Operation) -> Option<Handler> {
    let is_silent = operation.successes.iter().all(|one| one.answer == Answer::Empty);
    (operation.kind == OperationKind::Action && is_silent).then_some(take as Handler)
}

/// Takes what was sent and does nothing with it. Whether the entities in the path exist is not looked at,
/// users apart.
fn take(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    owner(call)?;
    match &call.operation.body {
        Some(Body::Binary { .. }) => {}
        Some(Body::Json { is_required: false, .. }) if call.body.is_empty() => {}
        Some(Body::Json { .. }) => drop(call.validated(call.json()?)?),
        Some(Body::Parameters(_)) => drop(call.validated(parameters(call)?)?),
        _ => no_parameters(call)?,
    }
    Ok(Reply { status: status(call.operation), ..Reply::no_content() })
}

/// What the description declares; where it leaves that open, what OData has for an action without a result.
fn status(operation: &Operation) -> StatusCode {
    let exact = operation.successes.iter().find_map(|one| match one.status {
        StatusCodes::Exact(status) => StatusCode::from_u16(status).ok(),
        _ => None,
    });
    exact.unwrap_or(StatusCode::NO_CONTENT)
}

/// The user in the path must exist, and be the signed-in one where there is one. Unlike online meetings, other
/// resources also take a user principal name there, and no access policy for meetings guards them.
fn owner(call: &Call<'_>) -> Result<(), GraphError> {
    let [Segment::Literal(first), Segment::Key(_), ..] = &call.operation.path.segments[..] else {
        return Ok(());
    };
    if !first.eq_ignore_ascii_case("users") {
        return Ok(());
    }
    let key = call.found.keys.first().map_or("", String::as_str);
    let is_it = |id: &str, name: &str| id.eq_ignore_ascii_case(key) || name.eq_ignore_ascii_case(key);
    let mut users = call.state.users.iter();
    let user =
        users.find(|one| is_it(&one.id, &one.user_principal_name)).ok_or_else(GraphError::not_found)?;
    match &call.grant.user {
        Some(_) => call.grant.reaches(user),
        None => Ok(()),
    }
}

/// The parameters by their declared names. Graph's own documentation writes `message` for what its metadata
/// calls `Message`, so their case does not matter. No body is as good as one without parameters.
fn parameters(call: &Call<'_>) -> Result<Map<String, Value>, GraphError> {
    let given = if call.body.is_empty() { Map::new() } else { call.json()? };
    let known = declared(call);
    let mut named = Map::new();
    for (name, value) in given {
        let declared = known.iter().find(|one| one.name.eq_ignore_ascii_case(&name));
        let name = declared.map_or(name, |one| one.name.clone());
        if named.contains_key(&name) {
            return Err(GraphError::bad_request(format!("'{name}' is there twice.")));
        }
        named.insert(name, value);
    }
    Ok(named)
}

fn declared<'a>(call: &'a Call<'_>) -> Vec<&'a Property> {
    let Some(Body::Parameters(name)) = &call.operation.body else { return Vec::new() };
    call.api().structured(name).map(|ty| call.api().properties_of(ty)).unwrap_or_default()
}

fn no_parameters(call: &Call<'_>) -> Result<(), GraphError> {
    if call.body.is_empty() {
        return Ok(());
    }
    match call.json()?.keys().next() {
        Some(name) => Err(GraphError::bad_request(format!("'{name}' is no parameter of this action."))),
        None => Ok(()),
    }
}
