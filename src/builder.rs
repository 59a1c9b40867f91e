//! Settings of a client.

mod credentials;
mod wire;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use msgraph_core::retry::RetryBudget;
use msgraph_core::{App, ConfigError, Credential, Error, RetryPolicy, Service, TokenRequest, Unchecked};

use crate::pipeline::{Home, Retrying, Shared, agent};
use crate::telemetry::Target;
use crate::transport::{self, Limits, Transport};
use crate::{Cloud, Graph, root};

/// Settings for a [`Graph`], made with [`Graph::builder`].
///
/// ```
/// # fn main() -> Result<(), msgraph::Error> {
/// use std::time::Duration;
/// use msgraph::{AccessToken, CredentialError, Graph};
///
/// /// Asks where the tokens come from, and gives one with its life in seconds.
/// async fn fetch() -> Result<(String, u64), CredentialError> {
///     Ok(("eyJ0...".to_owned(), 3600))
/// }
///
/// let graph = Graph::builder()
///     .credential_fn(|_request| async {
///         let (token, seconds) = fetch().await?;
///         Ok(AccessToken::new(token).expires_in(Duration::from_secs(seconds))) // without, it is fetched each time
///     })
///     .build()?;
/// # let _ = graph;
/// # Ok(())
/// # }
/// ```
#[must_use = "settings do nothing before `.build()`"]
pub struct GraphBuilder<A = Unchecked> {
    credential: Option<Arc<dyn Credential>>,
    scopes: Option<Vec<String>>,
    root: String,
    http_on_loopback: bool,
    checks_permissions: bool,
    timeout: Option<Duration>,
    retry: RetryPolicy,
    retry_budget: Option<u32>,
    user_agent: Option<String>,
    wire: transport::Settings,
    sender: Sender,
    app: PhantomData<fn() -> A>,
}

/// What sends the requests.
enum Sender {
    Own,
    Http(reqwest::Client),
    Service(Box<dyn Service>),
}

impl GraphBuilder {
    pub(crate) fn new() -> Self {
        Self {
            credential: None,
            scopes: None,
            root: root::PUBLIC_CLOUD.to_owned(),
            http_on_loopback: false,
            checks_permissions: false,
            timeout: None,
            retry: RetryPolicy::new(),
            retry_budget: Some(RetryBudget::DEFAULT),
            user_agent: None,
            wire: transport::Settings::default(),
            sender: Sender::Own,
            app: PhantomData,
        }
    }
}

impl<A> GraphBuilder<A> {
    /// The program that calls, as `msgraph::app!` states it: calls that its permissions do not open
    /// no longer compile.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use msgraph::{App, Graph, Scheme};
    ///
    /// /// What `msgraph::app! { struct Bookings: Delegated { "OnlineMeetings.ReadWrite" } }` states, without what the
    /// /// compiler checks by it.
    /// struct Bookings;
    ///
    /// impl App for Bookings {
    ///     const NAME: &'static str = "Bookings";
    ///     const SCHEME: Scheme = Scheme::DelegatedWork;
    ///     const PERMISSIONS: &'static [&'static str] = &["OnlineMeetings.ReadWrite"];
    /// }
    ///
    /// let graph: Graph<Bookings> = Graph::builder().app::<Bookings>().token("eyJ0...").build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn app<B: App>(self) -> GraphBuilder<B> {
        GraphBuilder {
            credential: self.credential,
            scopes: self.scopes,
            root: self.root,
            http_on_loopback: self.http_on_loopback,
            checks_permissions: self.checks_permissions,
            timeout: self.timeout,
            retry: self.retry,
            retry_budget: self.retry_budget,
            user_agent: self.user_agent,
            wire: self.wire,
            sender: self.sender,
            app: PhantomData,
        }
    }

    /// The root of the service, instead of `https://graph.microsoft.com/v1.0`: another version,
    /// another cloud, a gateway, an emulator.
    ///
    /// See <https://learn.microsoft.com/graph/deployments>.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use msgraph::Graph;
    ///
    /// let graph = Graph::builder().base_url("https://graph.microsoft.com/beta").token("eyJ0...").build()?;
    /// let request = graph.me().online_meetings().get().into_http()?;
    /// assert_eq!(request.uri(), "https://graph.microsoft.com/beta/me/onlineMeetings");
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(self, root: impl AsRef<str>) -> Self {
        Self { root: root.as_ref().to_owned(), ..self }
    }

    /// The cloud that the tenant is in: sets the root and, with it, what tokens are asked for and where credentials
    /// sign in. Replaces [`Self::base_url`].
    ///
    /// ```
    /// use msgraph::{Cloud, Graph};
    ///
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = Graph::builder().cloud(Cloud::UsGovernment).token("eyJ0...").build()?;
    /// assert_eq!(graph.client().root().as_str(), "https://graph.microsoft.us/v1.0");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cloud(self, cloud: Cloud) -> Self {
        self.base_url(cloud.root())
    }

    /// Lets the root be `http://` where its host is this machine: `127.0.0.0/8`, `::1` or
    /// `localhost`, which is taken to be one of the two. For an emulator; anywhere else the token
    /// would travel in the clear. A client of your own ([`Self::http_client`]) finds `localhost` by
    /// itself: give it an address rather than the name.
    ///
    /// ```
    /// use msgraph::Graph;
    ///
    /// let emulated = || Graph::builder().base_url("http://127.0.0.1:8080/v1.0").token("eyJ0...");
    /// assert!(emulated().build().is_err());
    /// assert!(emulated().allow_http_on_loopback().build().is_ok());
    ///
    /// let elsewhere = Graph::builder().base_url("http://graph.example/v1.0").token("eyJ0...");
    /// assert!(elsewhere.allow_http_on_loopback().build().is_err());
    /// ```
    pub fn allow_http_on_loopback(self) -> Self {
        Self { http_on_loopback: true, ..self }
    }

    /// Holds each call against what its token says that it holds, and answers with [`Error::Permission`] before
    /// anything is sent where the service would refuse. The error names the permission that lacks, or the
    /// path that a token of this kind can call.
    ///
    /// Off unless this is called. A token is officially opaque to the program that sends it, and what it says is
    /// a hint: its signature is not verified, and the service decides. A call goes on where nothing can be
    /// told: with a token that is no JSON web token, on an operation of which Microsoft's table says nothing,
    /// and where consent for a single chat, team or meeting may open it. What an application may do through a
    /// directory role alone stands in no table, so a program that lives by one leaves this off.
    ///
    /// ```
    /// use msgraph::{Error, Graph};
    /// use msgraph_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let graph = Graph::builder()
    ///     .base_url(emulator.url())
    ///     .allow_http_on_loopback()
    ///     .token(emulator.application_token(&["OnlineMeetings.ReadWrite.All"]))
    ///     .check_permissions()
    ///     .build()?;
    ///
    /// let error = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").delete().await.unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "DELETE /me/onlineMeetings/{onlineMeeting-id} was not sent: an application token cannot call it; use \
    ///      DELETE /users/{user-id}/onlineMeetings/{onlineMeeting-id} (OnlineMeetings.ReadWrite.All, which the \
    ///      token holds)"
    /// );
    /// let Error::Permission(refused) = error else { panic!("{error:?}") };
    /// assert!(refused.sibling().is_some() && refused.missing().is_empty());
    /// assert!(emulator.requests().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn check_permissions(self) -> Self {
        Self { checks_permissions: true, ..self }
    }

    /// A limit for each call as a whole: every attempt and every wait in it. Of a stream, until its first byte. There is
    /// none unless this is called; [`Request::timeout`](crate::Request::timeout) sets one for a single request.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use std::time::Duration;
    /// use msgraph::Graph;
    ///
    /// let graph = Graph::builder().token("eyJ0...").timeout(Duration::from_secs(20)).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(self, limit: Duration) -> Self {
        Self { timeout: Some(limit), ..self }
    }

    /// How requests are sent again, instead of [`RetryPolicy::new`]: five attempts within three minutes.
    /// [`Request::retry`](crate::Request::retry) says so for a single one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use msgraph::{Graph, RetryPolicy};
    ///
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let somebody_waits = RetryPolicy::new().attempts(3).deadline(Duration::from_secs(5));
    /// let graph = Graph::builder().token("eyJ0...").retry(somebody_waits).build()?;
    /// let patient = graph.me().online_meetings().get().retry(RetryPolicy::new());
    /// # let _ = patient;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// How much the client and its clones may repeat, so that they do not make an outage worse: 500 unless this is
    /// called, and None is no limit.
    ///
    /// A repeated request takes 5 of it, and 10 where a limit of time ended the one before; its success gives them
    /// back, and each request that needs no second attempt gives 1. One that is repeated when the service said so
    /// (`Retry-After`) takes none. When all is used up, answers are given as they are.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use msgraph::Graph;
    ///
    /// let careful = Graph::builder().token("eyJ0...").retry_budget(50).build()?;
    /// let without = Graph::builder().token("eyJ0...").retry_budget(None).build()?;
    /// # let _ = (careful, without);
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry_budget(self, budget: impl Into<Option<u32>>) -> Self {
        Self { retry_budget: budget.into(), ..self }
    }

    /// The HTTP client to send with, for proxies, timeouts and certificates of your own. Replaces
    /// [`Self::service`].
    ///
    /// Turn its redirects off (`reqwest::redirect::Policy::none()`), and this crate follows them, with
    /// the token on the own origin alone. [`reqwest`](crate::reqwest) comes with rustls and without a
    /// cryptography provider, and makes no client then, not even one for plain HTTP on loopback: install
    /// one (`rustls::crypto::CryptoProvider::install_default`) before you make a client, or turn on one of
    /// its features that has one.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph::{Graph, reqwest};
    ///
    /// let client = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .local_address(std::net::IpAddr::from([10, 0, 0, 7]))
    ///     .build()?;
    /// let graph = Graph::builder().token("eyJ0...").http_client(client).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(self, client: reqwest::Client) -> Self {
        Self { sender: Sender::Http(client), ..self }
    }

    /// What sends the requests, instead of HTTP: a transport of your own, or a test's memory
    /// ([`testing::Memory`](crate::testing::Memory)).
    ///
    /// It gets each request complete. A credential is not needed then; where there is one, requests
    /// carry its token. Replaces [`Self::http_client`].
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    /// use msgraph::{BoxFuture, Error, Graph, OperationInfo, Service};
    ///
    /// /// Counts what goes to the service behind it.
    /// struct Counted<S> {
    ///     inner: S,
    ///     count: Arc<AtomicUsize>,
    /// }
    ///
    /// impl<S: Service> Service for Counted<S> {
    ///     fn call(
    ///         &self,
    ///         request: http::Request<bytes::Bytes>,
    ///         operation: &'static OperationInfo,
    ///     ) -> BoxFuture<'_, Result<http::Response<bytes::Bytes>, Error>> {
    ///         self.count.fetch_add(1, Ordering::Relaxed);
    ///         self.inner.call(request, operation)
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// let count = Arc::default();
    /// let inner = msgraph::testing::Memory::json(200, r#"{"subject":"Lecture"}"#);
    /// let service = Counted { inner, count: Arc::clone(&count) };
    /// let graph = Graph::builder().service(service).build()?;
    /// graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().await?;
    /// assert_eq!(count.load(Ordering::Relaxed), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn service(self, service: impl Service) -> Self {
        Self { sender: Sender::Service(Box::new(service)), ..self }
    }

    /// The client. Nothing is sent yet, and the credential is not asked.
    ///
    /// ```
    /// use msgraph::{Error, Graph};
    ///
    /// assert!(matches!(Graph::builder().build(), Err(Error::Config(_)))); // there is no credential
    /// assert!(Graph::builder().token("eyJ0...").build().is_ok());
    /// ```
    ///
    /// # Errors
    /// [`Error::Config`] where there is no credential, where the root is no URL that can be called
    /// or has no TLS, and where the HTTP client cannot be made.
    pub fn build(self) -> Result<Graph<A>, Error> {
        let root = root::parse(&self.root, self.http_on_loopback)?;
        let transport: Box<dyn Service> = match self.sender {
            Sender::Service(service) => {
                self.wire.expect_none(".service(..)")?;
                service
            }
            Sender::Own | Sender::Http(_) if self.credential.is_none() => {
                return Err(ConfigError::NoCredential.into());
            }
            Sender::Own => {
                let limits = self.wire.limits();
                Box::new(Transport::new(transport::client(&root, self.wire)?, limits))
            }
            Sender::Http(client) => {
                self.wire.expect_none(".http_client(..)")?;
                Box::new(Transport::new(client, Limits::default()))
            }
        };
        let scopes = self.scopes.unwrap_or_else(|| vec![root::default_scope(&root)]);
        let retrying = Retrying::new(self.retry, self.retry_budget, root.path());
        let shared = Shared {
            home: Home::new(&root),
            tokens: TokenRequest::new(scopes),
            checks_permissions: self.checks_permissions,
            timeout: self.timeout,
            retrying,
            agent: agent(self.user_agent.as_deref())?,
            target: Target::new(&root),
            calls: Arc::default(),
            transport,
        };
        Ok(Graph::new(root, self.credential, Arc::new(shared)))
    }
}

impl<A> fmt::Debug for GraphBuilder<A> {
    /// Shows which settings were made, and neither the credential nor the root: the root may hold a
    /// password until [`Self::build`] refuses it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sender = match &self.sender {
            Sender::Own => "own HTTP client",
            Sender::Http(_) => "given HTTP client",
            Sender::Service(_) => "given service",
        };
        f.debug_struct("GraphBuilder")
            .field("has_credential", &self.credential.is_some())
            .field("http_on_loopback", &self.http_on_loopback)
            .field("checks_permissions", &self.checks_permissions)
            .field("sender", &sender)
            .finish_non_exhaustive()
    }
}
