//! The client as somebody writes it who needs these two calls: reqwest, serde's derives, nothing else.

use std::error::Error;
use std::time::Duration;

use msgraph_benches::page::Page;
use reqwest::header::ACCEPT;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub(crate) struct Hand {
    client: reqwest::Client,
    root: String,
    token: String,
}

impl Hand {
    pub(crate) fn new(root: &str, token: &str) -> Result<Self, Box<dyn Error>> {
        let client = reqwest::Client::builder()
            .user_agent("a-program/1.0")
            .connect_timeout(Duration::from_secs(30))
            .read_timeout(Duration::from_secs(100))
            .no_proxy()
            .build()?;
        Ok(Self { client, root: root.to_owned(), token: token.to_owned() })
    }

    pub(crate) async fn create_meeting<M: Serialize + DeserializeOwned>(
        &self,
        meeting: &M,
    ) -> Result<M, Box<dyn Error>> {
        self.send(self.client.post(format!("{}/me/onlineMeetings", self.root)).json(meeting)).await
    }

    pub(crate) async fn recordings<R: DeserializeOwned>(
        &self,
        meeting: &str,
    ) -> Result<Vec<R>, Box<dyn Error>> {
        let url = format!("{}/me/onlineMeetings/{meeting}/recordings", self.root);
        Ok(self.send::<Page<R>>(self.client.get(url)).await?.value)
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, Box<dyn Error>> {
        let request = request
            .bearer_auth(&self.token)
            .header(ACCEPT, "application/json")
            .header("client-request-id", Uuid::new_v4().to_string());
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}
