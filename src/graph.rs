//! The client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use msgraph_core::{AsClient, Client, Credential, Unchecked};
use msgraph_online_meetings::builders::{Communications, Me, Root, Users};
use url::Url;

use crate::credential::Tokens;
use crate::pipeline::{Asker, Pipeline, Shared};
use crate::{GraphBuilder, PermissionsUsed};

/// A client of Microsoft Graph: where every call begins.
///
/// Cheap to clone, and safe to share between threads and tasks; clones use the same connections.
/// Its methods are the first segments of the paths of Graph, and so on to the method of HTTP:
/// `POST /me/onlineMeetings` is `graph.me().online_meetings().post(&meeting)`.
///
/// `A` is the program that calls: [`Unchecked`], or one that states its permissions
/// ([`GraphBuilder::app`]) and can then only call what they open. Programs seldom name it.
///
/// ```
/// # fn main() -> Result<(), msgraph::Error> {
/// use msgraph::Graph;
///
/// let graph = Graph::builder().token("eyJ0...").build()?;
/// let request = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get();
/// assert_eq!(
///     request.into_http()?.uri(),
///     "https://graph.microsoft.com/v1.0/me/onlineMeetings/MSo1N2Y5ZGFjYy03",
/// );
/// # Ok(())
/// # }
/// ```
pub struct Graph<A = Unchecked> {
    client: Client,
    /// Which credential it is.
    asker: Arc<Asker>,
    shared: Arc<Shared>,
    app: PhantomData<fn() -> A>,
}

impl Graph {
    /// Settings for a new client. It needs a credential; everything else has a default.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = msgraph::Graph::builder().token("eyJ0...").build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> GraphBuilder {
        GraphBuilder::new()
    }
}

impl<A> Graph<A> {
    /// A client with that credential, over what others share.
    pub(crate) fn new(root: Url, credential: Option<Arc<dyn Credential>>, shared: Arc<Shared>) -> Self {
        let credential = credential.map(|one| Tokens::new(one, shared.tokens.clone()));
        let pipeline = Pipeline::new(credential, Arc::clone(&shared));
        let asker = Arc::clone(&pipeline.asker);
        Self { client: Client::new(root, pipeline), asker, shared, app: PhantomData }
    }

    /// The same client with another credential: for a service that calls on behalf of many users.
    ///
    /// Both use the same connections and settings, and what one learns of throttling holds for the other. This is
    /// cheap: make one for each user or request.
    ///
    /// ```
    /// use msgraph::Graph;
    ///
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = Graph::builder().token("of the service itself").build()?;
    /// let of_a_user = graph.with_credential(msgraph::AccessToken::new("of the user who asks"));
    /// # let _ = of_a_user;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_credential(&self, credential: impl Credential) -> Self {
        Self::new(self.client.root().clone(), Some(Arc::new(credential)), Arc::clone(&self.shared))
    }

    /// `/me`: the user whose token it is. Needs a delegated token; one of an application is refused.
    ///
    /// See <https://learn.microsoft.com/graph/use-the-api#resource>.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = msgraph::Graph::builder().token("eyJ0...").build()?;
    /// let request = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().into_http()?;
    /// assert_eq!(request.uri().path(), "/v1.0/me/onlineMeetings/MSo1N2Y5ZGFjYy03");
    /// # Ok(())
    /// # }
    /// ```
    pub fn me(&self) -> Me<A> {
        self.root().me()
    }

    /// `/users`: any user, by object id. This is the way of applications.
    ///
    /// See <https://learn.microsoft.com/graph/api/resources/users>.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = msgraph::Graph::builder().token("eyJ0...").build()?;
    /// let adele = graph.users().by_id("dc17674c-81d9-4adb-bfb2-8f6a442e4622");
    /// let request = adele.online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().into_http()?;
    /// assert!(request.uri().path().starts_with("/v1.0/users/dc17674c-81d9-4adb-bfb2-8f6a442e4622/"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn users(&self) -> Users<A> {
        self.root().users()
    }

    /// `/communications`: calls and online meetings apart from a user.
    ///
    /// See <https://learn.microsoft.com/graph/api/resources/communications-api-overview>.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = msgraph::Graph::builder().token("eyJ0...").build()?;
    /// use msgraph::models::OnlineMeeting;
    ///
    /// let by_video_id = graph.communications().online_meetings().get().filter(OnlineMeeting::VIDEO_TELECONFERENCE_ID.eq("123"));
    /// assert_eq!(by_video_id.into_http()?.uri().path(), "/v1.0/communications/onlineMeetings");
    /// # Ok(())
    /// # }
    /// ```
    pub fn communications(&self) -> Communications<A> {
        self.root().communications()
    }

    /// The client that the request builders stand on. Those of a slice of your own take the whole of this, and
    /// check the same program: `mail::builders::Root::new(&graph).me().send_mail()`.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = msgraph::Graph::builder().token("eyJ0...").build()?;
    /// assert_eq!(graph.client().root().as_str(), "https://graph.microsoft.com/v1.0");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What was called so far, and the least permissions that open all of it.
    ///
    /// It is of this client and its clones, and of other slices of Graph on its [`client`](Self::client). Each
    /// call that was handed to the transport counts, whatever became of it: one that the service refused with 401
    /// or 403, or that was lost, too. One that was not sent does not, such as those that
    /// [`check_permissions`](GraphBuilder::check_permissions) refuses.
    ///
    /// A program with several clients adds up what they give ([`PermissionsUsed`] shows how).
    ///
    /// Print it at the end of a test that goes through all that a program does, or compare it there with what
    /// the program asks for:
    ///
    /// ```
    /// use msgraph::{Graph, Scheme, models::OnlineMeeting};
    /// use msgraph_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let graph = Graph::builder()
    ///     .base_url(emulator.url())
    ///     .allow_http_on_loopback()
    ///     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
    ///     .build()?;
    /// let meetings = graph.me().online_meetings();
    /// let meeting = meetings.post(&OnlineMeeting::new().set_subject("Lecture")).await?;
    /// meetings.by_id(meeting.id.unwrap_or_default()).get().await?;
    ///
    /// let used = graph.permissions_used();
    /// assert_eq!(used.operations().len(), 2);
    /// let least = used.least(Scheme::DelegatedWork);
    /// assert_eq!(least.permissions(), ["OnlineMeetings.ReadWrite"]);
    /// assert_eq!(
    ///     least.to_string(),
    ///     "delegated (work or school): OnlineMeetings.ReadWrite
    ///   OnlineMeetings.ReadWrite
    ///     for POST /me/onlineMeetings: no other permission opens it
    ///     for GET /me/onlineMeetings/{onlineMeeting-id}: held anyway, so the lesser OnlineMeetings.Read is not needed"
    /// );
    /// println!("{used}");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn permissions_used(&self) -> PermissionsUsed {
        self.shared.calls.used()
    }

    /// What clients of several credentials have in common.
    pub(crate) fn asker(&self) -> &Arc<Asker> {
        &self.asker
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    fn root(&self) -> Root<A> {
        Root::new(&self.client)
    }
}

impl<A> AsClient<A> for Graph<A> {
    fn as_client(&self) -> &Client {
        &self.client
    }
}

impl<A> Clone for Graph<A> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            asker: Arc::clone(&self.asker),
            shared: Arc::clone(&self.shared),
            app: PhantomData,
        }
    }
}

impl<A> fmt::Debug for Graph<A> {
    /// Shows where requests go, and no credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Graph").field(&self.client).finish()
    }
}
