//! What an emulator serves, as its builder was told.

use std::sync::{Arc, OnceLock};

use msgraph_spec::Reader;
use msgraph_spec::model::Api;

use crate::EmulatorBuilder;
use crate::error::EmulatorError;

/// A description of an API, read or still to be read.
pub(crate) enum Source {
    Api(Box<Api>),
    Reader(Box<Reader>),
}

impl Source {
    /// A word for it in `Debug`.
    pub(crate) fn title(&self) -> &str {
        match self {
            Self::Api(api) => &api.title,
            Self::Reader(_) => "(to be read)",
        }
    }

    /// Reads it. A description with faults is an error that names all of them.
    pub(crate) fn read(self) -> Result<Arc<Api>, EmulatorError> {
        match self {
            Self::Api(api) => Ok(Arc::new(*api)),
            Self::Reader(reader) => match reader.read() {
                Ok(read) => Ok(Arc::new(read.api)),
                Err(faults) => Err(EmulatorError::Spec(faults.to_string())),
            },
        }
    }
}

/// What is served.
impl EmulatorBuilder {
    /// Serves the slice that this reader gives, instead of the bundled one of online meetings: of an OpenAPI or CSDL
    /// description, cut as the generator cuts it, with its permission table. It is read by [`start`](Self::start).
    ///
    /// Said several times, the slices are served beside one another, as with [`also`](Self::also).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// use msgraph_emulator::{Emulator, Reader};
    ///
    /// # const CONTACTS: &str = "
    /// # openapi: 3.0.4
    /// # info: { title: contacts, version: v1.0 }
    /// # servers: [{ url: 'https://graph.microsoft.com/v1.0' }]
    /// # paths:
    /// #   /me/contacts:
    /// #     post:
    /// #       operationId: me.CreateContacts
    /// #       requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/microsoft.graph.contact' } } } }
    /// #       responses: { '201': { description: Done, content: { application/json: { schema: { $ref: '#/components/schemas/microsoft.graph.contact' } } } } }
    /// # components:
    /// #   schemas:
    /// #     microsoft.graph.contact:
    /// #       title: contact
    /// #       type: object
    /// #       properties: { id: { type: string }, displayName: { type: string, nullable: true } }
    /// # ";
    /// # let file = CONTACTS;
    /// // or `Reader::spec("contacts.yaml").permissions("permissions.json")`
    /// let contacts = Reader::spec_text("contacts.yaml", file);
    /// let emulator = Emulator::builder().slice(contacts).start().await?;
    ///
    /// let token = emulator.delegated_token(&emulator.users()[0].id, &["Contacts.ReadWrite"]);
    /// let response = reqwest::Client::new()
    ///     .post(format!("{}/me/contacts", emulator.url()))
    ///     .bearer_auth(token)
    ///     .json(&serde_json::json!({ "displayName": "Megan Bowen" }))
    ///     .send()
    ///     .await?;
    /// assert_eq!(response.status(), 201);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Warnings of the reader are not shown; read it yourself and take [`api`](Self::api) to see them.
    pub fn slice(mut self, reader: Reader) -> Self {
        let source = Source::Reader(Box::new(reader));
        match self.first {
            None => self.first = Some(source),
            Some(_) => self.others.push(source),
        }
        self
    }

    /// Serves that API instead of the bundled one of online meetings: what [`slice`](Self::slice) does, for one that
    /// was read already.
    pub fn api(mut self, api: Api) -> Self {
        self.first = Some(Source::Api(Box::new(api)));
        self
    }

    /// Serves that API beside the first one, which [`slice`](Self::slice) or [`api`](Self::api) sets; as often as is
    /// wanted.
    ///
    /// A path is looked up in all of them. Where several have the same operation, it is that of the one that
    /// was named first. Models stay apart: a body is held against the types of the API that has the operation.
    /// An API of another version, such as `beta`, is found below the path of that version.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph_emulator::{Api, Emulator};
    ///
    /// let mail = Api::new("mail", "v1.0", "https://graph.microsoft.com/v1.0");
    /// let emulator = Emulator::builder().also(mail).start().await?;
    /// # drop(emulator);
    /// # Ok(())
    /// # }
    /// ```
    pub fn also(mut self, api: Api) -> Self {
        self.others.push(Source::Api(Box::new(api)));
        self
    }
}

/// The online meetings that come with the reader, read once for all emulators of a process.
pub(crate) fn bundled() -> Result<Arc<Api>, EmulatorError> {
    static BUNDLED: OnceLock<Result<Arc<Api>, String>> = OnceLock::new();
    let read = || match msgraph_spec::online_meetings().read() {
        Ok(read) => Ok(Arc::new(read.api)),
        Err(faults) => Err(faults.to_string()),
    };
    BUNDLED.get_or_init(read).clone().map_err(EmulatorError::Spec)
}
