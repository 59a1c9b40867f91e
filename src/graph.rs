//! The client.

use std::fmt;
use std::marker::PhantomData;

use msgraph_core::{Client, Unchecked};
use msgraph_online_meetings::builders::{Communications, Me, Root, Users};

use crate::GraphBuilder;

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
    app: PhantomData<fn() -> A>,
}

impl Graph {
    /// Settings for a new client. It needs a credential; everything else has a default.
    pub fn builder() -> GraphBuilder {
        GraphBuilder::new()
    }
}

impl<A> Graph<A> {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, app: PhantomData }
    }

    /// `/me`: the user whose token it is. Needs a delegated token; one of an application is refused.
    ///
    /// See <https://learn.microsoft.com/graph/use-the-api#resource>.
    pub fn me(&self) -> Me<A> {
        self.root().me()
    }

    /// `/users`: any user, by object id. This is the way of applications.
    ///
    /// See <https://learn.microsoft.com/graph/api/resources/users>.
    pub fn users(&self) -> Users<A> {
        self.root().users()
    }

    /// `/communications`: calls and online meetings apart from a user.
    ///
    /// See <https://learn.microsoft.com/graph/api/resources/communications-api-overview>.
    pub fn communications(&self) -> Communications<A> {
        self.root().communications()
    }

    /// The client that the request builders stand on. A crate generated for another slice of Graph
    /// takes it: `builders::Root::<A>::new(graph.client())`.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn root(&self) -> Root<A> {
        Root::new(&self.client)
    }
}

impl<A> Clone for Graph<A> {
    fn clone(&self) -> Self {
        Self::new(self.client.clone())
    }
}

impl<A> fmt::Debug for Graph<A> {
    /// Shows where requests go, and no credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Graph").field(&self.client).finish()
    }
}
