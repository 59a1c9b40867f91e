//! An emulator, and a user of it.

use msgraph::{Graph, GraphBuilder};
use msgraph_emulator::Emulator;

/// An emulator, and the id of a user of it.
pub(crate) struct Tenant {
    pub(crate) emulator: Emulator,
    pub(crate) user: String,
}

impl Tenant {
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let user = emulator.users()[0].id.clone();
        Self { emulator, user }
    }

    /// A client with a token, to be built.
    pub(crate) fn builder(&self, token: impl Into<String>) -> GraphBuilder {
        Graph::builder().base_url(self.emulator.url()).allow_http_on_loopback().token(token)
    }

    pub(crate) fn graph(&self, token: impl Into<String>) -> Graph {
        self.builder(token).build().unwrap()
    }
}
