//! The desk: what a person, or a test in any language, sees and changes of a running emulator.
//!
//! A page at `/` and a control endpoint below `/emulator/`, for programs of the same machine alone (see [`guard`]).
//! Nothing of it is listed as a request.

mod answer;
mod body;
mod control;
mod events;
mod faults;
mod guard;
mod meetings;
mod overview;
mod page;
mod requests;
mod settings;
mod tokens;

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response, StatusCode};

use crate::payload::Payload;
use crate::percent;
use crate::service::{Service, TooLarge};
use answer::{Answer, Refusal};

/// What the desk has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    File(page::File),
    Overview,
    Requests,
    Request(u64),
    Events,
    Faults,
    Meetings,
    Users,
    Tokens,
    TokenRequests,
    Reset,
    /// Below `/emulator/`, and nothing that there is.
    Unknown,
}

impl Place {
    /// The place of a path; nothing where it is one of Graph or of the identity platform.
    fn find(path: &str) -> Option<Self> {
        if let Some(file) = page::File::find(path) {
            return Some(Self::File(file));
        }
        let rest = path.strip_prefix("/emulator")?;
        Some(match rest {
            "" | "/" => Self::Overview,
            "/requests" => Self::Requests,
            "/events" => Self::Events,
            "/faults" => Self::Faults,
            "/meetings" => Self::Meetings,
            "/users" => Self::Users,
            "/tokens" => Self::Tokens,
            "/token-requests" => Self::TokenRequests,
            "/reset" => Self::Reset,
            _ if !rest.starts_with('/') => return None,
            _ => rest
                .strip_prefix("/requests/")
                .and_then(|number| number.parse().ok())
                .map_or(Self::Unknown, Self::Request),
        })
    }

    /// The methods that it takes.
    fn methods(self) -> &'static str {
        match self {
            Self::Requests | Self::TokenRequests => "GET, HEAD, DELETE",
            Self::Events => "GET",
            Self::Faults => "GET, HEAD, PUT, PATCH, POST",
            Self::Tokens | Self::Reset => "POST",
            _ => "GET, HEAD",
        }
    }
}

/// Answers what is asked of the desk; nothing where it is a request to Graph or to the identity platform.
pub(crate) fn respond(
    service: &Arc<Service>,
    peer: SocketAddr,
    parts: &Parts,
    body: &Result<Bytes, TooLarge>,
) -> Option<Response<Payload>> {
    let place = Place::find(parts.uri.path())?;
    let answer = guard::check(peer, parts, place == Place::File(page::File::Page))
        .and_then(|()| self::body::check(parts, body))
        .and_then(|body| answer(service, place, parts, body));
    Some(answer::into_response(answer))
}

fn answer(service: &Arc<Service>, place: Place, parts: &Parts, body: &Bytes) -> Result<Answer, Refusal> {
    // Whoever asks for the head alone gets that of a GET; the server leaves the body out.
    let method = if parts.method == Method::HEAD && place != Place::Events {
        Method::GET
    } else {
        parts.method.clone()
    };
    let query = parts.uri.query().unwrap_or_default();
    match (place, method.as_str()) {
        (Place::File(file), "GET") => Ok(file.answer()),
        (Place::Overview, "GET") => Ok(overview::answer(service)),
        (Place::Requests, "GET") => requests::list(service, query),
        (Place::Requests, "DELETE") => {
            service.state().log.clear();
            Ok(Answer::NoContent)
        }
        (Place::Request(number), "GET") => requests::one(service, number),
        (Place::Events, "GET") => events::answer(service, &parts.headers, query),
        (Place::Faults, "GET") => Ok(faults::list(service)),
        (Place::Faults, "PUT") => faults::set_rates(service, body),
        (Place::Faults, "PATCH") => faults::set_rate(service, body),
        (Place::Faults, "POST") => faults::inject(service, body),
        (Place::Meetings, "GET") => meetings::list(service, query),
        (Place::Users, "GET") => Ok(tokens::users(service)),
        (Place::Tokens, "POST") => tokens::make(service, body),
        (Place::TokenRequests, "GET") => Ok(tokens::requests(service)),
        (Place::TokenRequests, "DELETE") => {
            service.state().identity.clear_token_requests();
            Ok(Answer::NoContent)
        }
        (Place::Reset, "POST") => reset(service),
        (Place::Unknown, _) => {
            let message =
                format!("There is nothing at {}. `GET /emulator` says what there is.", parts.uri.path());
            Err(Refusal::new(StatusCode::NOT_FOUND, "notFound", message))
        }
        _ => Err(Refusal::method(place.methods())),
    }
}

fn reset(service: &Service) -> Result<Answer, Refusal> {
    service.state().reset().map_err(|error| {
        let message = format!("The file could not be written: {error}.");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "notKept", message)
    })?;
    Ok(Answer::NoContent)
}

/// The number that an option of a query has.
fn number(query: &str, name: &str) -> Result<Option<u64>, Refusal> {
    let mut options = query.split('&').filter_map(|one| one.split_once('='));
    let Some((_, text)) = options.find(|(known, _)| *known == name) else { return Ok(None) };
    let number = percent::decode(text, true).and_then(|text| text.parse().ok());
    let refused = || Refusal::bad_request(format!("`{name}` in the query must be a whole number."));
    number.map(Some).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desk_has_its_own_paths_and_no_others() {
        assert_eq!(Place::find("/"), Some(Place::File(page::File::Page)));
        assert_eq!(Place::find("/emulator/"), Some(Place::Overview));
        assert_eq!(Place::find("/emulator/requests/12"), Some(Place::Request(12)));
        for unknown in ["/emulator/x", "/emulator/requests/", "/emulator/requests/-1", "/emulator//events"] {
            assert_eq!(Place::find(unknown), Some(Place::Unknown), "{unknown}");
        }
        for other in ["", "/v1.0", "/emulators", "/v1.0/emulator/requests", "/common/oauth2/v2.0/token"] {
            assert_eq!(Place::find(other), None, "{other}");
        }
    }
}
