//! The HTTP client that is made when the program gives none.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use msgraph_core::ConfigError;
use reqwest::redirect::Policy;
use url::Url;

/// How long a connection may take, TLS included.
const CONNECT: Duration = Duration::from_secs(30);
/// How long the service may be silent. Not a limit for whole answers: a recording takes its time.
const SILENCE: Duration = Duration::from_secs(100);

/// What `localhost` is, whatever the machine says. The ports are those of the URLs.
const LOCALHOST: [SocketAddr; 2] = [
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
    SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0),
];

/// A client for that root.
pub(crate) fn client(root: &Url) -> Result<reqwest::Client, ConfigError> {
    let builder = reqwest::Client::builder()
        .redirect(Policy::none()) // followed by `redirect`, which looks after the token
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE);
    let builder = if root.scheme() == "http" {
        // Loopback: a proxy of the environment, a hosts file or a DNS server that knows another
        // `localhost` would carry the token off this machine.
        builder.no_proxy().resolve_to_addrs("localhost", &LOCALHOST)
    } else {
        builder.https_only(true)
    };
    tls(builder, root)?.build().map_err(|fault| ConfigError::Transport(fault.without_url().into()))
}

/// TLS settings of this one client.
///
/// `reqwest` would take the process-wide provider of rustls and panic without one. Installing ours
/// there would make a later `install_default().unwrap()` of the program panic instead, so the
/// client gets a configuration of its own: with the program's provider if it has installed one by
/// now, else with ring. `reqwest` takes such a configuration only from the same minor version of
/// rustls; a test builds a client to hold the two together.
#[cfg(feature = "rustls")]
fn tls(builder: reqwest::ClientBuilder, root: &Url) -> Result<reqwest::ClientBuilder, ConfigError> {
    use std::sync::Arc;

    use rustls::crypto::{CryptoProvider, ring};
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let failed = |fault: rustls::Error| ConfigError::Transport(fault.into());
    let provider =
        CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let config = if root.scheme() == "http" {
        // Nothing to trust, and tests against an emulator run in images without certificates.
        config.with_root_certificates(RootCertStore::empty())
    } else {
        config.with_platform_verifier().map_err(failed)?
    };
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(builder.tls_backend_preconfigured(config))
}

/// Without rustls only the program's own client can do TLS.
#[cfg(not(feature = "rustls"))]
fn tls(builder: reqwest::ClientBuilder, root: &Url) -> Result<reqwest::ClientBuilder, ConfigError> {
    if root.scheme() == "https" {
        return Err(ConfigError::Transport(
            "`msgraph` is built without its feature `rustls`; turn it on, or give a client with `.http_client(..)`"
                .into(),
        ));
    }
    Ok(builder)
}
