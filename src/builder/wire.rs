//! Settings of the client's own transport, and what requests say of the program.

use std::time::Duration;

use super::GraphBuilder;

/// # The client's own transport
///
/// These settings are for the HTTP client that this crate makes. Beside [`http_client`](Self::http_client) or
/// [`service`](Self::service) they would do nothing, and [`build`](Self::build) refuses them.
impl<A> GraphBuilder<A> {
    /// How long a connection may take to come about, TLS included: 30 seconds unless this is called.
    ///
    /// What it ends was not sent; its error says so ([`TransportError::is_timeout`](crate::TransportError::is_timeout)).
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use std::time::Duration;
    /// use msgraph::Graph;
    ///
    /// let graph = Graph::builder()
    ///     .token("eyJ0...")
    ///     .connect_timeout(Duration::from_secs(5))
    ///     .read_timeout(Duration::from_secs(30))
    ///     .build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.wire.connect_timeout = Some(limit);
        self
    }

    /// How long the service may be silent, before its answer or in the middle of it: 100 seconds unless this is
    /// called.
    ///
    /// It is no limit for whole answers, of which large ones take their time: that is [`timeout`](Self::timeout).
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use std::time::Duration;
    /// use msgraph::Graph;
    ///
    /// let graph = Graph::builder().token("eyJ0...").read_timeout(Duration::from_secs(30)).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.wire.read_timeout = Some(limit);
        self
    }

    /// How many bytes an answer may have that is kept whole: 1 GiB unless this is called. A larger one is an error, which
    /// says so; of a refusal the first MiB is kept. Content that is read piece by piece has no limit.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = msgraph::Graph::builder().token("eyJ0...").answer_limit(16 << 20).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer_limit(mut self, bytes: u64) -> Self {
        self.wire.answer_limit = Some(bytes);
        self
    }

    /// Speaks HTTP/1.1 only, for a gateway that does not get on with HTTP/2.
    ///
    /// Without this the service chooses: with the feature `http2` it is offered HTTP/2 first, and many requests then
    /// share one connection.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = msgraph::Graph::builder().token("eyJ0...").http1_only().build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http1_only(mut self) -> Self {
        self.wire.http1_only = true;
        self
    }

    /// Uses no proxy, whatever the environment says, but those that [`proxy`](Self::proxy) names.
    ///
    /// Without this, and without a proxy of its own, a client takes those of the environment: `HTTPS_PROXY` or
    /// `ALL_PROXY`, and `NO_PROXY` with the hosts that are called directly, in either case. Never for a root on
    /// loopback ([`allow_http_on_loopback`](Self::allow_http_on_loopback)).
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = msgraph::Graph::builder().token("eyJ0...").no_proxy().build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn no_proxy(mut self) -> Self {
        self.wire.no_proxy = true;
        self
    }

    /// Sends through a proxy, instead of those of the environment. The first of several that wants the URL is taken.
    ///
    /// A root with `https` goes through it as a tunnel (`CONNECT`): the proxy sees the host, and neither the token nor
    /// anything else of a request. A root with `http`, which is on this machine, is handed to it in the clear: name
    /// only a proxy on this machine then.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph::{Graph, reqwest::Proxy};
    ///
    /// let proxy = Proxy::https("http://proxy.example.com:3128")?.basic_auth("lectures", "hunter2");
    /// let graph = Graph::builder().token("eyJ0...").proxy(proxy).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.wire.proxies.push(proxy);
        self
    }

    /// What does the TLS, where the features of this crate bring several.
    ///
    /// Without this it is the provider of rustls that the program has installed for the whole process
    /// (`CryptoProvider::install_default`), if it has installed one by the time of [`build`](Self::build) and a feature
    /// with rustls is on; else the first of `rustls`, `aws-lc` and `native-tls` that is on.
    ///
    /// [`Tls`](crate::Tls) has an example.
    #[cfg(all(
        not(target_arch = "wasm32"),
        any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
    ))]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.wire.tls = Some(tls);
        self
    }
}

/// # What requests say of the program
impl<A> GraphBuilder<A> {
    /// The name of the program, put before that of this crate in `User-Agent`: the service's logs, and whoever helps
    /// with them, then know who asked.
    ///
    /// ```
    /// use msgraph::Graph;
    /// use msgraph::testing::Memory;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), msgraph::Error> {
    /// let memory = Memory::json(200, "{}");
    /// let graph = Graph::builder().service(memory.clone()).user_agent("lectures/2").build()?;
    /// graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().await?;
    /// let agent = memory.requests()[0].headers()["user-agent"].clone();
    /// assert!(agent.to_str().unwrap().starts_with("lectures/2 msgraph/"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn user_agent(self, program: impl Into<String>) -> Self {
        Self { user_agent: Some(program.into()), ..self }
    }
}
