//! Links of pages: opaque, complete, of the client's own service, and followed once.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use http::Uri;
use url::Url;

use crate::{OperationInfo, RequestError};

/// The address that a link leads to, byte for byte where HTTP can carry it so.
///
/// A link to another origin is refused here, before anything is sent: the token would go along.
pub(super) fn target(link: &str, root: &Url, operation: &OperationInfo) -> Result<Uri, RequestError> {
    let unreadable =
        |reason: String| RequestError::UnreadableLink { operation: operation.to_string(), reason };
    let url = Url::parse(link).map_err(|fault| unreadable(fault.to_string()))?;
    if url.origin() != root.origin() {
        return Err(RequestError::ForeignOrigin { origin: url.origin().ascii_serialization() });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(unreadable("it holds a user name or a password".to_owned()));
    }
    // A space or a quote stands in no target of HTTP; the URL has them encoded.
    link.parse()
        .or_else(|_| url.as_str().parse())
        .map_err(|fault: http::uri::InvalidUri| unreadable(fault.to_string()))
}

/// What was followed, to tell a circle from a long way.
///
/// It holds hashes of at most the last two [`GENERATION`]s, so that a circle of up to so many links is seen and a run
/// of any length takes a bounded memory.
pub(super) struct Followed {
    hashes: RandomState,
    recent: HashSet<u64>,
    older: HashSet<u64>,
}

/// How many links are remembered at least.
const GENERATION: usize = 16_384;

impl Followed {
    pub(super) fn new() -> Self {
        Self { hashes: RandomState::new(), recent: HashSet::new(), older: HashSet::new() }
    }

    /// Notes a link, and says whether it is new.
    pub(super) fn is_new(&mut self, target: &Uri) -> bool {
        let hash = self.hashes.hash_one(target.to_string());
        if self.recent.contains(&hash) || self.older.contains(&hash) {
            return false;
        }
        if self.recent.len() == GENERATION {
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permissions;

    static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/messages", Permissions::UNKNOWN);

    fn read(link: &str) -> Result<String, RequestError> {
        let root = Url::parse("https://graph.microsoft.com/v1.0").unwrap();
        target(link, &root, &LIST).map(|uri| uri.to_string())
    }

    #[test]
    fn a_link_is_used_byte_for_byte() {
        for link in [
            "https://graph.microsoft.com/v1.0/me/messages?$skiptoken=a%2Fb%252f+c&%24top=1",
            "https://graph.microsoft.com/beta/x/./%2E/y?$filter=a%20eq%20'b'",
            "https://graph.microsoft.com:443/v1.0/me?a=%e9&b=(c)",
        ] {
            assert_eq!(read(link).unwrap(), link);
        }
        let spaced = read("https://graph.microsoft.com/v1.0/me?$filter=a eq 'b'").unwrap();
        assert_eq!(spaced, "https://graph.microsoft.com/v1.0/me?$filter=a%20eq%20%27b%27");
    }

    #[test]
    fn a_link_to_elsewhere_is_refused() {
        for link in [
            "http://graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com:444/v1.0/me",
            "https://graph.microsoft.com.example.com/v1.0/me",
            "https://graph.microsoft.com@example.com/v1.0/me",
            "file:///v1.0/me",
        ] {
            let refused = read(link).unwrap_err();
            assert!(matches!(refused, RequestError::ForeignOrigin { .. }), "{link}: {refused:?}");
        }
    }

    #[test]
    fn a_link_that_is_none_is_an_error_that_does_not_show_it() {
        let long = format!("https://graph.microsoft.com/{}", "secret".repeat(20_000));
        for link in
            ["", "/v1.0/secret", "secret", "https://", "https://a:secret@graph.microsoft.com/v1.0/me", &long]
        {
            let error = read(link).unwrap_err();
            assert!(matches!(error, RequestError::UnreadableLink { .. }), "{error:?}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
            assert!(error.to_string().contains("GET /me/messages"), "{error}");
        }
    }

    #[test]
    fn a_circle_is_seen_and_memory_is_bounded() {
        let mut followed = Followed::new();
        let link = |number: usize| format!("https://x/{number}").parse::<Uri>().unwrap();
        let count = 3 * GENERATION;
        assert!((0..count).all(|number| followed.is_new(&link(number))));
        assert!((count - GENERATION..count).all(|number| !followed.is_new(&link(number))));
        assert!(followed.recent.len() + followed.older.len() <= 2 * GENERATION);
    }
}
