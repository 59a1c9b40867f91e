//! The HTTP client that is made when the program gives none.

#[cfg(not(target_arch = "wasm32"))]
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use msgraph_core::ConfigError;
use url::Url;

use super::Limits;

/// How long a connection may take, TLS included.
#[cfg(not(target_arch = "wasm32"))]
const CONNECT: Duration = Duration::from_secs(30);
/// How long the service may be silent. Not a limit for whole answers: a recording takes its time.
#[cfg(not(target_arch = "wasm32"))]
const SILENCE: Duration = Duration::from_secs(100);

/// What `localhost` is, whatever the machine says. The ports are those of the URLs.
#[cfg(not(target_arch = "wasm32"))]
const LOCALHOST: [SocketAddr; 2] = [
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
    SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0),
];

/// What the program says of the client that is made here.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) answer_limit: Option<u64>,
    pub(crate) http1_only: bool,
    pub(crate) no_proxy: bool,
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) proxies: Vec<reqwest::Proxy>,
    #[cfg(all(
        not(target_arch = "wasm32"),
        any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
    ))]
    pub(crate) tls: Option<super::Tls>,
}

impl Settings {
    /// How long the client waits.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            connect: Some(self.connect_timeout.unwrap_or(CONNECT)),
            read: Some(self.read_timeout.unwrap_or(SILENCE)),
            whole: self.answer_limit,
        }
    }

    /// The browser does not say.
    #[cfg(target_arch = "wasm32")]
    #[expect(clippy::unused_self, reason = "elsewhere the settings say it")]
    pub(crate) fn limits(&self) -> Limits {
        Limits::default()
    }

    /// Refuses settings that nothing would come of, because the program sends by other means.
    pub(crate) fn expect_none(&self, sender: &str) -> Result<(), ConfigError> {
        let Some(first) = self.first() else { return Ok(()) };
        let message = format!(
            "`.{first}(..)` is a setting of the client's own transport, and `{sender}` takes its place; make that \
             setting there, or leave it out"
        );
        Err(ConfigError::Transport(message.into()))
    }

    /// The method by which the first of the settings was made.
    fn first(&self) -> Option<&'static str> {
        #[cfg(not(target_arch = "wasm32"))]
        let proxies = !self.proxies.is_empty();
        #[cfg(target_arch = "wasm32")]
        let proxies = false;
        #[cfg(all(
            not(target_arch = "wasm32"),
            any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
        ))]
        let tls = self.tls.is_some();
        #[cfg(any(
            target_arch = "wasm32",
            not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))
        ))]
        let tls = false;
        let made = [
            ("connect_timeout", self.connect_timeout.is_some()),
            ("read_timeout", self.read_timeout.is_some()),
            ("answer_limit", self.answer_limit.is_some()),
            ("http1_only", self.http1_only),
            ("no_proxy", self.no_proxy),
            ("proxy", proxies),
            ("tls", tls),
        ];
        made.into_iter().find(|(_, is_made)| *is_made).map(|(name, _)| name)
    }
}

/// A client for that root.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn client(root: &Url, settings: Settings) -> Result<reqwest::Client, ConfigError> {
    let limits = settings.limits();
    let mut builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()); // followed by `redirect`, which looks after the token
    if let Some(limit) = limits.connect {
        builder = builder.connect_timeout(limit);
    }
    if let Some(limit) = limits.read {
        builder = builder.read_timeout(limit);
    }
    if settings.http1_only {
        builder = builder.http1_only();
    }
    if root.scheme() == "http" {
        // Loopback: a proxy of the environment, a hosts file or a DNS server that knows another
        // `localhost` would carry the token off this machine.
        builder = builder.no_proxy().resolve_to_addrs("localhost", &LOCALHOST);
    } else {
        builder = builder.https_only(true);
    }
    if settings.no_proxy {
        builder = builder.no_proxy();
    }
    builder = super::tls::choose(builder, root, &settings)?;
    for proxy in settings.proxies {
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|fault| ConfigError::Transport(fault.without_url().into()))
}

/// The browser's `fetch`: connections, TLS, proxies and their limits are the browser's.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::needless_pass_by_value, reason = "elsewhere the proxies in it are moved")]
pub(crate) fn client(_: &Url, settings: Settings) -> Result<reqwest::Client, ConfigError> {
    settings.expect_none("fetch")?;
    reqwest::Client::builder().build().map_err(|fault| ConfigError::Transport(fault.without_url().into()))
}
