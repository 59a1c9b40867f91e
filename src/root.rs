//! The root of the service: where requests, and the token with them, may go.

use msgraph_core::ConfigError;
use url::{Host, Url};

use crate::Cloud;

/// The root of the worldwide service.
pub(crate) const PUBLIC_CLOUD: &str = "https://graph.microsoft.com/v1.0";

/// Reads the root and refuses one that cannot be called, or that a token must not go to.
pub(crate) fn parse(text: &str, http_on_loopback: bool) -> Result<Url, ConfigError> {
    let refused = |reason: &str| ConfigError::Root { root: shown(text), reason: reason.to_owned() };
    let url = Url::parse(text.trim()).map_err(|fault| refused(&fault.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("it is neither `https` nor `http`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("it holds a user name or a password, and the token is all that is sent"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("it holds a query or a fragment, and paths could not be put behind it"));
    }
    if url.scheme() == "http" && !(http_on_loopback && is_loopback(&url)) {
        return Err(ConfigError::NoTls { root: shown(text) });
    }
    if url.path() == "/" && is_of_graph(&url) {
        return Err(refused("it has no version; put `/v1.0` behind it"));
    }
    Ok(url)
}

/// Whether Microsoft answers there, who has nothing but versions below the root.
fn is_of_graph(url: &Url) -> bool {
    let clouds = [Cloud::Global, Cloud::UsGovernment, Cloud::UsGovernmentDod, Cloud::China];
    clouds.iter().filter_map(|cloud| Url::parse(cloud.root()).ok()).any(|graph| graph.host() == url.host())
}

/// Whether the host is this machine: `127.0.0.0/8`, `::1` or `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// The scope that a token for this service has: all that an administrator granted, or the user.
///
/// An emulator on loopback has no tokens of its own, so it is asked for those of the public cloud.
/// See <https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope>.
pub(crate) fn default_scope(root: &Url) -> String {
    if is_loopback(root) {
        return "https://graph.microsoft.com/.default".to_owned();
    }
    format!("{}/.default", root.origin().ascii_serialization())
}

/// The text for an error: without what stands where a password or a signature may be.
fn shown(text: &str) -> String {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let (text, rest) = text.split_at(end);
    let rest = if rest.is_empty() { "" } else { "…" };
    let start = text.find("//").map_or(0, |at| at + 2);
    let host_end = text[start..].find('/').map_or(text.len(), |at| start + at);
    match text[start..host_end].rfind('@') {
        Some(at) => format!("{}…{}{rest}", &text[..start], &text[start + at..]),
        None => format!("{text}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_what_cannot_leave_this_machine() {
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("127.9.8.7", true),
            ("[::1]:80", true),
            ("LOCALHOST", true),
            ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
            ("10.0.0.1", false),
            ("[::ffff:127.0.0.1]", false),
            ("0.0.0.0", false),
        ] {
            let url = Url::parse(&format!("http://{host}/v1.0")).unwrap();
            assert_eq!(is_loopback(&url), expected, "{host}");
        }
    }

    #[test]
    fn a_scope_is_of_the_cloud_that_the_root_is_in() {
        for (root, scope) in [
            (PUBLIC_CLOUD, "https://graph.microsoft.com/.default"),
            ("https://graph.microsoft.us/v1.0", "https://graph.microsoft.us/.default"),
            ("http://127.0.0.1:3000/v1.0", "https://graph.microsoft.com/.default"),
        ] {
            assert_eq!(default_scope(&Url::parse(root).unwrap()), scope);
        }
    }

    #[test]
    fn a_root_of_graph_has_a_version() {
        for root in
            ["https://graph.microsoft.com", "https://graph.microsoft.us/", "https://GRAPH.microsoft.com"]
        {
            let error = parse(root, false).unwrap_err().to_string();
            assert!(error.contains("no version; put `/v1.0` behind it"), "{error}");
        }
        for root in [PUBLIC_CLOUD, "https://graph.microsoft.com/beta", "https://gateway.example"] {
            assert!(parse(root, false).is_ok(), "{root}");
        }
    }

    #[test]
    fn an_error_shows_no_password_and_no_query() {
        assert_eq!(shown("https://me:pass@host/a@b?sig=x"), "https://…@host/a@b…");
        assert_eq!(shown("me:pass@host"), "…@host");
        assert_eq!(shown("https://host/v1.0"), "https://host/v1.0");
    }
}
