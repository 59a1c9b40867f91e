//! Contents, whole and in ranges of bytes.
//!
//! See <https://www.rfc-editor.org/rfc/rfc9110#name-range-requests>.

use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderName, StatusCode};

use crate::errors::GraphError;
use crate::ids;
use crate::reply::Reply;
use crate::store::{self, Store, Table};

/// What a stream property holds. It is never copied: an answer shares its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    bytes: Bytes,
    etag: String,
    number: u64,
}

impl Stream {
    /// The number must be another one for each content that there ever was.
    pub(crate) fn new(bytes: Bytes, number: u64) -> Self {
        let etag = format!("\"{}\"", ids::opaque(&format!("{number}:{}", bytes.len())));
        Self { bytes, etag, number }
    }

    /// The number that tells it from every other content.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Tells the store of its bytes.
    pub(crate) fn keep(&self, store: &mut Store) {
        store.put(Table::Contents, &store::key(self.number), || self.bytes.to_vec());
    }

    /// Tells the store that they are gone.
    pub(crate) fn forget(&self, store: &mut Store) {
        store.remove(Table::Contents, &store::key(self.number));
    }

    /// Answers with the range that a request wants, else with all of it.
    ///
    /// Of several ranges, and of what is none, HTTP lets a server take no notice.
    pub(crate) fn reply(
        &self,
        headers: &HeaderMap,
        media_type: impl Into<String>,
    ) -> Result<Reply, GraphError> {
        let length = self.bytes.len();
        let value = |name| headers.get(name).and_then(|one| one.to_str().ok());
        // With a date in it, the condition never holds: there is no Last-Modified to compare it with.
        let is_same = value(IF_RANGE).is_none_or(|known| known == self.etag);
        let wanted = value(RANGE).filter(|_| is_same).and_then(Wanted::parse);
        let mut reply = match wanted {
            None => Reply::bytes(media_type, self.bytes.clone()),
            Some(wanted) => {
                let (start, end) =
                    wanted.within(length).ok_or_else(|| GraphError::range_not_satisfiable(length))?;
                let part = Reply::bytes(media_type, self.bytes.slice(start..=end));
                let range = (CONTENT_RANGE, format!("bytes {start}-{end}/{length}"));
                Reply { status: StatusCode::PARTIAL_CONTENT, headers: vec![range], ..part }
            }
        };
        let own: [(HeaderName, String); 2] =
            [(ACCEPT_RANGES, String::from("bytes")), (ETAG, self.etag.clone())];
        reply.headers.extend(own);
        Ok(reply)
    }
}

/// A range as a request writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// From a byte, up to and with another one.
    From(usize, Option<usize>),
    /// That many at the end.
    Last(usize),
}

impl Wanted {
    /// `bytes=0-99`, `bytes=100-`, `bytes=-100`.
    fn parse(header: &str) -> Option<Self> {
        let (unit, range) = header.split_once('=')?;
        let (start, end) = range.trim().split_once('-')?;
        let (start, end) = (start.trim(), end.trim());
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        match (start, end) {
            ("", end) => Some(Self::Last(number(end)?)),
            (start, "") => Some(Self::From(number(start)?, None)),
            (start, end) => {
                let (start, end) = (number(start)?, number(end)?);
                (start <= end).then_some(Self::From(start, Some(end)))
            }
        }
    }

    /// The first and the last byte, where there is at least one.
    fn within(self, length: usize) -> Option<(usize, usize)> {
        let last = length.checked_sub(1)?;
        match self {
            Self::From(start, end) => {
                (start <= last).then_some((start, end.map_or(last, |end| end.min(last))))
            }
            Self::Last(0) => None,
            Self::Last(count) => Some((length.saturating_sub(count), last)),
        }
    }
}

/// Digits alone; more of them than fit are simply far behind the end.
fn number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::reply::Content;

    #[test]
    fn a_part_shares_the_bytes_of_the_whole() {
        let stream = Stream::new(Bytes::from(vec![1; 1000]), 1);
        let mut headers = HeaderMap::new();
        for (range, offset) in [(None, 0), (Some("bytes=100-"), 100)] {
            headers.extend(range.map(|range| (RANGE, HeaderValue::from_static(range))));
            let reply = stream.reply(&headers, "video/mp4").unwrap_or_else(|error| panic!("{error:?}"));
            let Content::Bytes { bytes, .. } = reply.content else { panic!("no bytes") };
            assert_eq!(bytes.as_ptr(), stream.bytes[offset..].as_ptr());
        }
    }
}
