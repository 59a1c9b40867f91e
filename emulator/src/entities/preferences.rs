//! What a client would like: the header `Prefer`.
//!
//! See <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html>, 8.2.8.

use http::{HeaderMap, HeaderName};

/// The preferences that are met here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Preferences {
    /// `odata.maxpagesize`
    pub(super) page_size: Option<usize>,
    /// `return=representation` or `return=minimal`
    pub(super) wants_entity: Option<bool>,
}

impl Preferences {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut found = Self::default();
        let values = headers.get_all("prefer").into_iter().filter_map(|one| one.to_str().ok());
        for one in values.flat_map(|one| one.split([',', ';'])) {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            let value = value.trim().trim_matches('"').to_ascii_lowercase();
            // The first one counts.
            match (name.trim().to_ascii_lowercase().as_str(), value.as_str()) {
                ("odata.maxpagesize" | "maxpagesize", size) => {
                    let size = size.parse().ok().filter(|size| *size > 0);
                    found.page_size = found.page_size.or(size);
                }
                ("return", "representation") => found.wants_entity = found.wants_entity.or(Some(true)),
                ("return", "minimal") => found.wants_entity = found.wants_entity.or(Some(false)),
                _ => {}
            }
        }
        found
    }
}

/// Says that a preference was met.
pub(super) fn applied(preference: impl Into<String>) -> (HeaderName, String) {
    (HeaderName::from_static("preference-applied"), preference.into())
}

/// `return=minimal`
pub(super) fn applied_return(with_entity: bool) -> (HeaderName, String) {
    applied(if with_entity { "return=representation" } else { "return=minimal" })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn preferences_are_read_from_lists_and_repeated_headers() {
        let mut headers = HeaderMap::new();
        headers.append("prefer", HeaderValue::from_static("outlook.timezone=\"UTC\", odata.maxpagesize=5"));
        headers.append("prefer", HeaderValue::from_static("Return=Minimal; odata.maxpagesize=7"));
        let wanted = Preferences { page_size: Some(5), wants_entity: Some(false) };
        assert_eq!(Preferences::of(&headers), wanted);
        let mut none = HeaderMap::new();
        none.append("prefer", HeaderValue::from_static("odata.maxpagesize=0,return=everything"));
        assert_eq!(Preferences::of(&none), Preferences::default());
    }
}
