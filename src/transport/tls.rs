//! Which TLS the client does.

use msgraph_core::ConfigError;
use reqwest::ClientBuilder;
use url::Url;

use super::Settings;

/// What does the TLS of the client's own transport, for [`GraphBuilder::tls`](crate::GraphBuilder::tls). Each is there
/// with its feature.
///
/// ```
/// # fn main() -> Result<(), msgraph::Error> {
/// use msgraph::{Graph, Tls};
///
/// let graph = Graph::builder().token("eyJ0...").tls(Tls::Ring).build()?;
/// # let _ = graph;
/// # Ok(())
/// # }
/// ```
#[cfg(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tls {
    /// rustls with ring, and the platform's trusted roots. Feature `rustls`.
    #[cfg(feature = "rustls")]
    Ring,
    /// rustls with aws-lc, and the platform's trusted roots. Feature `aws-lc`.
    #[cfg(feature = "aws-lc")]
    AwsLc,
    /// The system's own: OpenSSL, Secure Transport or SChannel. Feature `native-tls`.
    #[cfg(feature = "native-tls")]
    Native,
}

/// Sets the TLS of a client: what the program chose; else a provider of rustls that it has installed for the whole
/// process; else that of the first feature that is on, of `rustls`, `aws-lc` and `native-tls`. Features are those of the
/// whole build: what another crate turns on takes the TLS of no program that has the default ones.
///
/// `reqwest` would take the process-wide provider of rustls and panic without one. Installing ours
/// there would make a later `install_default().unwrap()` of the program panic instead, so the
/// client gets a configuration of its own.
#[cfg(any(feature = "rustls", feature = "aws-lc"))]
pub(super) fn choose(
    builder: ClientBuilder,
    root: &Url,
    settings: &Settings,
) -> Result<ClientBuilder, ConfigError> {
    if settings.tls.is_none()
        && let Some(provider) = rustls::crypto::CryptoProvider::get_default()
    {
        return by_rustls(builder, root, settings, provider.clone());
    }
    match settings.tls.unwrap_or(DEFAULT) {
        #[cfg(feature = "rustls")]
        Tls::Ring => by_rustls(builder, root, settings, rustls::crypto::ring::default_provider().into()),
        #[cfg(feature = "aws-lc")]
        Tls::AwsLc => {
            by_rustls(builder, root, settings, rustls::crypto::aws_lc_rs::default_provider().into())
        }
        #[cfg(feature = "native-tls")]
        Tls::Native => Ok(builder.tls_backend_native()),
    }
}

/// There is but one.
#[cfg(all(feature = "native-tls", not(any(feature = "rustls", feature = "aws-lc"))))]
#[expect(clippy::unnecessary_wraps, reason = "with other features it may fail")]
pub(super) fn choose(builder: ClientBuilder, _: &Url, _: &Settings) -> Result<ClientBuilder, ConfigError> {
    Ok(builder.tls_backend_native())
}

#[cfg(feature = "rustls")]
const DEFAULT: Tls = Tls::Ring;
#[cfg(all(feature = "aws-lc", not(feature = "rustls")))]
const DEFAULT: Tls = Tls::AwsLc;

/// A configuration of rustls. `reqwest` takes one only from the same minor version of rustls; a test builds a client
/// to hold the two together.
#[cfg(any(feature = "rustls", feature = "aws-lc"))]
fn by_rustls(
    builder: ClientBuilder,
    root: &Url,
    settings: &Settings,
    provider: std::sync::Arc<rustls::crypto::CryptoProvider>,
) -> Result<ClientBuilder, ConfigError> {
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let failed = |fault: rustls::Error| ConfigError::Transport(fault.into());
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
    if cfg!(feature = "http2") && !settings.http1_only {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(builder.tls_backend_preconfigured(config))
}

/// Without a feature for it only the program's own client can do TLS.
#[cfg(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))]
pub(super) fn choose(builder: ClientBuilder, root: &Url, _: &Settings) -> Result<ClientBuilder, ConfigError> {
    if root.scheme() == "https" {
        return Err(ConfigError::Transport(
            "`msgraph` is built without TLS; turn on its feature `rustls`, `aws-lc` or `native-tls`, or give a client \
             with `.http_client(..)`"
                .into(),
        ));
    }
    Ok(builder)
}

#[cfg(all(test, feature = "rustls"))]
mod tests {
    use super::*;

    #[test]
    fn features_that_come_along_change_nothing() {
        assert_eq!(DEFAULT, Tls::Ring);
    }
}
