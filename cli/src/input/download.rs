//! Gets a file over https, or over http from this machine.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use msgraph_spec::Diagnostic;
use msgraph_spec::settings::wrong_address;
use rustls::crypto::{CryptoProvider, ring};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use crate::progress::Progress;

/// How large a file may be. The largest that Microsoft publishes, the OpenAPI description of the beta version, has
/// less than a quarter of it.
const LARGEST: u64 = 256 << 20;

/// How long the whole of it may take.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// The bytes that lie at an address.
///
/// # Errors
/// In words for people: an address that is none, a server that is not there, refuses or falls silent, an answer
/// that is too large or cut off.
pub(super) fn get(url: &str, progress: &Progress) -> Result<Vec<u8>, Box<Diagnostic>> {
    if let Some(wrong) = wrong_address(url) {
        return Err(Box::new(Diagnostic::error(format!("the address of a source {wrong}"))));
    }
    progress.stage(&format!("Downloading {url}"));
    let failed = |fault: ureq::Error| {
        let help = "check the address and the network; a file that was downloaded by hand does as well";
        let fault = format!("`{url}` cannot be downloaded: {}", reason(&fault));
        Box::new(Diagnostic::error(fault).help(help))
    };
    let is_secure = url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    let mut answer = agent(is_secure).get(url).call().map_err(failed)?;
    let status = answer.status();
    if !status.is_success() {
        let fault = format!("`{url}` cannot be downloaded: the server answers {status}");
        return Err(Box::new(Diagnostic::error(fault).help("look at the address in a browser")));
    }
    let promised = answer.body().content_length();
    if promised.is_some_and(|length| length > LARGEST) {
        return Err(too_large(url));
    }
    progress.bytes(promised);
    let mut bytes = Vec::new();
    let body = answer.body_mut().as_reader().take(LARGEST + 1);
    let read = progress.counted(body).read_to_end(&mut bytes);
    read.map_err(|fault| failed(ureq::Error::from(fault)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(url));
    }
    Ok(bytes)
}

/// A client of its own cryptography: one that is installed for the process would be in the way of others.
fn agent(is_secure: bool) -> Agent {
    let provider = CryptoProvider::get_default().cloned();
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider.unwrap_or_else(|| Arc::new(ring::default_provider())));
    let config = Agent::config_builder()
        .tls_config(tls.build())
        .https_only(is_secure)
        .http_status_as_error(false)
        .timeout_global(Some(LONGEST))
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_recv_response(Some(Duration::from_secs(60)))
        .user_agent(concat!("cargo-msgraph/", env!("CARGO_PKG_VERSION")));
    // What this machine serves in the clear leads nowhere else.
    let config = if is_secure { config.max_redirects(5) } else { config.max_redirects(0).proxy(None) };
    config.build().into()
}

fn too_large(url: &str) -> Box<Diagnostic> {
    let fault = format!("what lies at `{url}` has more than {} MB", LARGEST >> 20);
    let help = "no description of Graph is that large: look at the address in a browser";
    Box::new(Diagnostic::error(fault).help(help))
}

/// What happened, in words that are the same on every system where that can be.
fn reason(fault: &ureq::Error) -> String {
    use std::io::ErrorKind;
    match fault {
        ureq::Error::HostNotFound => "no machine of that name is known".to_owned(),
        ureq::Error::Timeout(_) => "the server takes too long".to_owned(),
        ureq::Error::TooManyRedirects => "it leads from one address to the next without an end".to_owned(),
        ureq::Error::RequireHttpsOnly(_) => "it leads to an address without `https://`".to_owned(),
        ureq::Error::Io(fault) => match fault.kind() {
            ErrorKind::ConnectionRefused => "nothing answers there".to_owned(),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => "the connection broke off".to_owned(),
            _ => fault.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses() {
        for url in ["http://example.com/x", "ftp://example.com/x", "https://me:secret@example.com/x"] {
            let fault = get(url, &Progress::none()).expect_err(url);
            assert!(
                fault.message.starts_with("the address ") && !fault.message.contains("secret"),
                "{fault:?}"
            );
        }
    }
}
