//! An emulator, its app, and a browser.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph::credential::AppRegistration;
use msgraph::{AccessToken, BoxFuture, Credential, CredentialError, Graph, TokenRequest};
use msgraph_emulator::{App, Emulator};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub(crate) struct World {
    pub(crate) emulator: Emulator,
}

impl World {
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::builder().device_code_interval(Duration::ZERO).start().await.unwrap();
        Self { emulator }
    }

    pub(crate) fn app(&self) -> AppRegistration {
        self.app_with(App::DEFAULT_CLIENT_SECRET)
    }

    pub(crate) fn app_with(&self, secret: &str) -> AppRegistration {
        AppRegistration::confidential(self.emulator.tenant_id(), App::DEFAULT_CLIENT_ID, secret)
            .authority(self.emulator.authority())
    }

    pub(crate) fn graph(&self, credential: impl Credential) -> Graph {
        let builder = Graph::builder().base_url(self.emulator.url()).allow_http_on_loopback();
        builder.credential(credential).build().unwrap()
    }

    pub(crate) fn user(&self) -> String {
        self.emulator.users()[0].id.clone()
    }

    /// The grants that were asked for, and the status of each answer.
    pub(crate) fn grants(&self) -> Vec<(String, u16)> {
        self.emulator
            .token_requests()
            .into_iter()
            .map(|one| (one.grant_type, one.status.unwrap_or_default()))
            .collect()
    }
}

/// A credential that remembers the last token.
#[derive(Clone)]
pub(crate) struct Remembering<C>(pub(crate) Arc<C>, pub(crate) Arc<Mutex<Option<AccessToken>>>);

impl<C> Remembering<C> {
    pub(crate) fn new(credential: C) -> Self {
        Self(Arc::new(credential), Arc::default())
    }

    pub(crate) fn last(&self) -> String {
        self.1.lock().unwrap().as_ref().unwrap().secret().to_owned()
    }
}

impl<C: Credential> Credential for Remembering<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let token = self.0.token(request).await?;
            *self.1.lock().unwrap() = Some(token.clone());
            Ok(token)
        })
    }
}

/// Opens an address, and gives the one that the answer leads to.
pub(crate) async fn browse(url: &str) -> Option<String> {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host.replace("localhost", "127.0.0.1")).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().find_map(|line| line.strip_prefix("location: ").map(ToOwned::to_owned))
}
