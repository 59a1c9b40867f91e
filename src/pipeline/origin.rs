//! The one place that tokens go to.

use http::Uri;
use msgraph_core::RequestError;
use url::{Origin, Url};

/// Where a client's requests go.
pub(crate) struct Home {
    origin: Origin,
    /// The origin as the URLs of the client's own requests begin.
    scheme: String,
    authority: String,
}

impl Home {
    pub(crate) fn new(root: &Url) -> Self {
        Self {
            origin: root.origin(),
            scheme: root.scheme().to_owned(),
            authority: root.authority().to_owned(),
        }
    }

    /// Refuses whatever would leave for another place.
    pub(super) fn check(&self, uri: &Uri) -> Result<(), RequestError> {
        // Nearly always the URL begins letter by letter as the root does, and need not be taken apart.
        let is_same = uri.scheme_str() == Some(&self.scheme)
            && uri.authority().is_some_and(|authority| authority.as_str() == self.authority);
        if is_same {
            return Ok(());
        }
        let origin = Url::parse(&uri.to_string()).map(|url| url.origin());
        match origin {
            Ok(origin) if origin == self.origin => Ok(()),
            Ok(origin) => Err(RequestError::ForeignOrigin { origin: origin.ascii_serialization() }),
            Err(_) => Err(RequestError::ForeignOrigin { origin: "an unknown place".to_owned() }),
        }
    }
}
