//! Collections, cut into pages.

use serde_json::{Map, Value};

use crate::errors::GraphError;
use crate::handler::Call;
use crate::ids;
use crate::reply::Reply;

/// Answers with a page of a collection, and with a link to the next one where there is more.
///
/// `$top` says how much goes on a page, within what the emulator was built with; `$count=true` adds
/// the number of all items, whatever `$skip` leaves out, so `$top=0` is how to ask for it alone. The link is absolute and keeps every other option of the request.
pub(crate) fn reply(call: &Call<'_>, items: Vec<Value>, delta: Option<&str>) -> Result<Reply, GraphError> {
    let limit = call.service.page_size;
    let size = call.query.number("$top")?.map_or(limit, |top| top.min(limit));
    let start = match call.query.get("$skiptoken") {
        Some(token) => token_to_offset(token)?,
        None => call.query.number("$skip")?.unwrap_or(0),
    };
    let mut page = Map::new();
    page.insert(String::from("@odata.context"), call.context("").into());
    if call.query.get("$count").is_some_and(|one| one.eq_ignore_ascii_case("true")) {
        page.insert(String::from("@odata.count"), items.len().into());
    }
    let end = start.saturating_add(size);
    // A page of nothing is all that was asked for; a link to the next one would never come to an end.
    if end < items.len() && size > 0 {
        let query =
            call.query.replaced(&["$skip", "$skiptoken"], "$skiptoken", &ids::opaque(&format!("skip:{end}")));
        page.insert(String::from("@odata.nextLink"), call.link(&query).into());
    } else if let Some(delta) = delta.filter(|_| end >= items.len()) {
        let query = call.query.replaced(&["$skiptoken", "$deltatoken"], "$deltatoken", &ids::opaque(delta));
        page.insert(String::from("@odata.deltaLink"), call.link(&query).into());
    }
    let items: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    page.insert(String::from("value"), items.into());
    Ok(Reply::ok(page))
}

fn token_to_offset(token: &str) -> Result<usize, GraphError> {
    let offset = ids::transparent(token).and_then(|text| text.strip_prefix("skip:")?.parse().ok());
    offset.ok_or_else(|| GraphError::bad_request("The $skiptoken is none of this service."))
}
