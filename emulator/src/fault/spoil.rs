//! What a fault does to an answer, and to the connection that carries it.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};
use serde_json::{Value, json};

use super::{Effect, Fault, pages};
use crate::errors::GraphError;
use crate::reply::{Content, Reply};

/// What a gateway says.
const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Gateway</title></head>\
                    <body><h1>The request could not be passed on</h1></body></html>\n";

/// The headers of the service that a gateway has not.
const OF_SERVICE: [&str; 4] = ["odata-version", "request-id", "client-request-id", "x-ms-request-id"];

/// Where a connection ends, the earlier end first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cut {
    /// Before the work was done.
    Before,
    /// After the work, before a word of the answer.
    After,
    /// After so many bytes of the body.
    Body(usize),
}

impl Cut {
    /// The most bytes behind which a body is cut. No answer has nearly as many.
    pub(super) const LONGEST: usize = u32::MAX as usize;
}

/// How an answer gets to its client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) delay: Duration,
    pub(crate) cut: Option<Cut>,
}

impl Delivery {
    /// Adds what happens to a request in a batch, whose connection is that of the batch. It ends but once, so of
    /// several cuts the earliest counts.
    pub(crate) fn merge(&mut self, of_item: Self) {
        self.delay = self.delay.saturating_add(of_item.delay);
        self.cut = self.cut.into_iter().chain(of_item.cut).min();
    }
}

impl Fault {
    /// The status with which it answers instead of doing anything, and nothing where the work is done first.
    pub(crate) fn status_instead(&self) -> Option<StatusCode> {
        match self.effect {
            Effect::Status(status) | Effect::Garbage(status) => Some(status),
            _ => None,
        }
    }

    /// The answer of Graph that it gives instead of doing anything.
    pub(crate) fn instead(&self) -> Option<Result<Reply, GraphError>> {
        let status = self.status_instead()?;
        let is_error = status.is_client_error() || status.is_server_error();
        Some(match self.effect {
            Effect::Status(_) if is_error => Err(GraphError::of_status(status)),
            _ => Ok(Reply { status, ..Reply::no_content() }),
        })
    }

    pub(crate) fn delivery(&self) -> Delivery {
        match self.effect {
            Effect::Cut(cut) => Delivery { cut: Some(cut), ..Delivery::default() },
            Effect::Delay(delay) => Delivery { delay, ..Delivery::default() },
            _ => Delivery::default(),
        }
    }

    /// Spoils a page of a collection, which was asked for at that address of the server.
    pub(crate) fn spoil_page(&self, reply: &mut Reply, origin: &str, asked: &Uri) {
        let link = match self.effect {
            Effect::RepeatNextLink => asked.to_string(),
            Effect::EmptyPage => pages::marked(asked),
            _ => return,
        };
        let Content::Json(Value::Object(page)) = &mut reply.content else { return };
        let Some(items @ Value::Array(_)) = page.get_mut("value") else { return };
        if self.effect == Effect::EmptyPage {
            *items = json!([]);
        }
        page.remove("@odata.deltaLink");
        page.insert(String::from("@odata.nextLink"), format!("{origin}{link}").into());
    }

    /// Spoils an answer of whatever endpoint: its body and its headers.
    pub(crate) fn spoil(self, response: &mut Response<Bytes>) {
        if let Some(status) = self.status_instead() {
            *response.status_mut() = status;
        }
        if let Effect::Garbage(_) = self.effect {
            for name in OF_SERVICE {
                response.headers_mut().remove(name);
            }
            replace(response, "text/html; charset=utf-8", Bytes::from_static(PAGE.as_bytes()));
        }
        if let Some(body) = self.body {
            replace(response, "application/json", body);
        }
        set(response.headers_mut(), self.headers);
        if self.effect == Effect::Truncated {
            let body = response.body_mut();
            body.truncate(body.len() / 2);
        }
    }
}

fn replace(response: &mut Response<Bytes>, media_type: &'static str, body: Bytes) {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *response.body_mut() = body;
}

fn set(headers: &mut HeaderMap, given: Vec<(http::HeaderName, String)>) {
    for (name, value) in given {
        // A value that HTTP cannot carry was refused when the fault was made.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(deliveries: &[Delivery]) -> Delivery {
        let mut all = Delivery::default();
        for one in deliveries {
            all.merge(*one);
        }
        all
    }

    #[test]
    fn the_connection_of_a_batch_ends_where_it_ends_first() {
        let cut = |cut| Delivery { cut: Some(cut), ..Delivery::default() };
        let order = [Cut::Before, Cut::After, Cut::Body(0), Cut::Body(7)];
        for (at, first) in order.into_iter().enumerate() {
            for later in &order[at..] {
                assert_eq!(merged(&[cut(first), cut(*later)]).cut, Some(first), "{later:?}");
                assert_eq!(merged(&[cut(*later), cut(first)]).cut, Some(first), "{later:?}");
            }
            assert_eq!(merged(&[Delivery::default(), cut(first)]), cut(first));
        }
    }

    #[test]
    fn delays_add_up_as_far_as_there_is_time() {
        let delay = |delay| Delivery { delay, ..Delivery::default() };
        let second = Duration::from_secs(1);
        assert_eq!(merged(&[delay(second), delay(second)]).delay, 2 * second);
        assert_eq!(merged(&[delay(Duration::MAX), delay(second)]).delay, Duration::MAX);
    }
}
