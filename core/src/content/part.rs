//! Which bytes of the content are asked for, and which come.

use std::ops::{Bound, RangeBounds};

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::ContentError;
use crate::OperationInfo;

/// What a request asks for; it stands among its extensions.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// The first byte.
    pub(super) start: u64,
    /// The byte behind the last one.
    pub(super) end: Option<u64>,
    /// What the content must be the same as.
    pub(super) etag: Option<HeaderValue>,
}

impl Wanted {
    /// Those bytes; nothing where there are none between the bounds.
    pub(super) fn of(range: &impl RangeBounds<u64>) -> Option<Self> {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.checked_add(1)?,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => last.checked_add(1), // of all that there can be, there is no byte behind
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        end.is_none_or(|end| start < end).then_some(Self { start, end, etag: None })
    }

    /// The value of the header `Range`.
    pub(super) fn header(&self) -> String {
        match self.end {
            Some(end) => format!("bytes={}-{}", self.start, end - 1),
            None => format!("bytes={}-", self.start),
        }
    }

    /// How much of an answer comes before the first byte that is wanted.
    pub(super) fn skipped(&self, found: &Part, operation: &OperationInfo) -> Result<u64, ContentError> {
        if self.etag.is_some() && self.etag != found.etag {
            return Err(ContentError::Changed { operation: operation.to_string(), received: self.start });
        }
        let skipped = found.start.and_then(|start| self.start.checked_sub(start));
        skipped.ok_or_else(|| ContentError::OtherPart { operation: operation.to_string() })
    }
}

/// What an answer holds of the content.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The first byte; nothing where the answer does not say it.
    pub(super) start: Option<u64>,
    /// How long the whole content is.
    pub(super) total: Option<u64>,
    pub(super) etag: Option<HeaderValue>,
    /// Whether the places of its bytes are those of the content: they are not where it is compressed.
    pub(super) is_plain: bool,
}

impl Part {
    pub(super) fn of<B>(response: &http::Response<B>) -> Self {
        let headers = response.headers();
        let is_plain = headers.get(CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
        let etag = headers.get(ETAG).cloned();
        if response.status() == StatusCode::PARTIAL_CONTENT {
            let (start, total) = text(headers, &CONTENT_RANGE).and_then(content_range).unzip();
            return Self { start, total: total.flatten(), etag, is_plain };
        }
        let length = text(headers, &CONTENT_LENGTH).and_then(|length| length.parse().ok());
        Self { start: Some(0), total: length.filter(|_| is_plain), etag, is_plain }
    }

    /// The tag by which the rest of it can be asked for: one that changes with every byte.
    pub(super) fn strong_etag(&self) -> Option<&HeaderValue> {
        let is_strong = |etag: &&HeaderValue| etag.as_bytes().starts_with(b"\"");
        self.etag.as_ref().filter(is_strong).filter(|_| self.is_plain && self.start.is_some())
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// `bytes 500-999/1234`, or with `*` for a length that is not known: the first byte and the length.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (unit, rest) = text.split_once(' ')?;
    let (range, total) = rest.trim().split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    let total: Option<u64> = if total == "*" { None } else { Some(total.parse().ok()?) };
    let is_sound = first <= last && total.is_none_or(|total| last < total);
    (unit.eq_ignore_ascii_case("bytes") && is_sound).then_some((first, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_written_as_http_has_them() {
        let header = |wanted: Option<Wanted>| wanted.map(|wanted| wanted.header());
        assert_eq!(header(Wanted::of(&(5..))).unwrap(), "bytes=5-");
        assert_eq!(header(Wanted::of(&(5..=9))).unwrap(), "bytes=5-9");
        assert_eq!(header(Wanted::of(&(5..9))).unwrap(), "bytes=5-8");
        assert_eq!(header(Wanted::of(&(..=0))).unwrap(), "bytes=0-0");
        assert_eq!(header(Wanted::of(&(0..=u64::MAX))).unwrap(), "bytes=0-");
        let after = (Bound::Excluded(4), Bound::Unbounded);
        assert_eq!(header(Wanted::of(&after)).unwrap(), "bytes=5-");
        assert_eq!(header(Wanted::of(&(5..5))), None);
        assert_eq!(header(Wanted::of(&(..0))), None);
        assert_eq!(header(Wanted::of(&(Bound::Excluded(u64::MAX), Bound::Unbounded))), None);
    }

    #[test]
    fn a_content_range_that_is_none_says_nothing() {
        assert_eq!(content_range("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(content_range("Bytes 0-0/*"), Some((0, None)));
        for none in
            ["", "bytes 5-9", "bytes 9-5/10", "bytes 5-10/10", "items 0-1/2", "bytes */10", "bytes -5/10"]
        {
            assert_eq!(content_range(none), None, "{none}");
        }
    }
}
