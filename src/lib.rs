//! Microsoft Graph for Rust: typed, cut to size, with permissions that the compiler checks.
//!
//! The way through the crate is the way through the service: a path of Graph, segment by segment,
//! then the method. Awaiting it sends it.
//!
//! ```no_run
//! use msgraph::{DateTimeOffset, Graph, models::OnlineMeeting};
//!
//! # async fn lecture() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("MSGRAPH_TOKEN").map_err(|_| "`MSGRAPH_TOKEN` holds no text")?;
//! let graph = Graph::builder().token(token).build()?;
//!
//! let meeting = OnlineMeeting::new()
//!     .set_start_date_time(DateTimeOffset::parse("2019-07-12T14:30:34.2444915-07:00")?)
//!     .set_end_date_time(DateTimeOffset::parse("2019-07-12T15:00:34.2464912-07:00")?)
//!     .set_subject("User Token Meeting");
//! let meeting = graph.me().online_meetings().post(&meeting).await?;
//! println!("{}", meeting.join_web_url.unwrap_or_default());
//! # Ok(())
//! # }
//! ```
//!
//! # Without a tenant
//!
//! The crate `msgraph-emulator` answers like Graph on this machine, so this one runs:
//!
//! ```
//! use msgraph::{Graph, models::{JoinMeetingIdSettings, OnlineMeeting}};
//! use msgraph_emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! let user = emulator.users()[0].id.clone();
//! let graph = Graph::builder()
//!     .base_url(emulator.url())
//!     .allow_http_on_loopback()
//!     .token(emulator.application_token(&["OnlineMeetings.ReadWrite.All"]))
//!     .build()?;
//!
//! let wanted = OnlineMeeting::new()
//!     .set_subject("Lecture")
//!     .set_join_meeting_id_settings(JoinMeetingIdSettings::new().set_is_passcode_required(true));
//! let meeting = graph
//!     .users().by_id(&user).online_meetings()
//!     .post(&wanted)
//!     .accept_language("de-DE")
//!     .await?;
//! assert!(meeting.join_meeting_id_settings.unwrap().passcode.is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # Which properties, which items
//!
//! Each property of a model is a constant that names it in a request and writes its values
//! ([`odata`] says what they can do):
//!
//! ```no_run
//! use msgraph::{Graph, models::OnlineMeeting};
//!
//! # async fn find(graph: Graph, join_url: &str) -> Result<(), msgraph::Error> {
//! let found = graph.me().online_meetings().get().filter(OnlineMeeting::JOIN_WEB_URL.eq(join_url)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # All pages, and what has changed since
//!
//! A collection comes page by page; [`Request::items`] and [`Request::pages`] are streams over all of them. What has
//! changed since the last time comes by the link that a delta function ends with:
//!
//! ```
//! use msgraph::{Graph, types::Removed};
//! use msgraph_emulator::Emulator;
//! # use msgraph::models::OnlineMeeting;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! let permissions = ["OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All"];
//! let graph = Graph::builder()
//!     .base_url(emulator.url())
//!     .allow_http_on_loopback()
//!     .token(emulator.delegated_token(&emulator.users()[0].id, &permissions))
//!     .build()?;
//! # let meeting = graph.me().online_meetings().post(&OnlineMeeting::new()).await?.id.unwrap_or_default();
//! # emulator.add_recording(&meeting, serde_json::json!({}), "video")?;
//! let recordings = graph.me().online_meetings().by_id(&meeting).recordings();
//! let all = recordings.get().items().try_collect().await?;
//!
//! let mut changes = recordings.delta().get().items();
//! while let Some(recording) = changes.next().await {
//!     let recording = recording?;
//!     println!("{:?} {}", recording.id, if Removed::of(&recording).is_some() { "is gone" } else { "is new" });
//! }
//! let link = changes.delta_link().unwrap_or_default().to_owned(); // to be kept until the next time
//! assert_eq!(recordings.delta().get().items_from(link).try_collect().await?, []);
//! # assert_eq!(all.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! A content comes piece by piece ([`Request::stream`]), or into a file ([`Download`]).
//!
//! # What models keep
//!
//! What comes is written back as it came, whatever the model knows of it. A change is a type of its own, and a
//! value of a derived type can be read as what it is:
//!
//! ```
//! use msgraph::models::{IdentitySet, OnlineMeeting, OnlineMeetingUpdate};
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! let json = r#"{"id":"1","subject":null,"aPropertyOfNextYear":1.50}"#;
//! let meeting: OnlineMeeting = serde_json::from_str(json)?;
//! assert_eq!(serde_json::to_string(&meeting)?, json);
//!
//! let change = OnlineMeetingUpdate::new().clear_subject();
//! assert_eq!(serde_json::to_string(&change)?, r#"{"subject":null}"#);
//!
//! let json = r##"{"@odata.type":"#microsoft.graph.communicationsIdentitySet","phone":{"id":"+49 1"}}"##;
//! let identity: IdentitySet = serde_json::from_str(json)?;
//! let caller = identity.as_communications_identity_set().unwrap();
//! assert_eq!(caller.phone.unwrap().id.as_deref(), Some("+49 1"));
//! # Ok(())
//! # }
//! ```
//!
//! # Which permission does a call need?
//!
//! Each operation knows, and a refusal by the service (403) says it too:
//!
//! ```
//! use msgraph::operations::PostMeOnlineMeetings;
//! use msgraph::{Consent, Permission, Scheme};
//!
//! const LEAST: Option<&[Permission]> = PostMeOnlineMeetings::PERMISSIONS.delegated_work.least();
//! assert_eq!(LEAST.unwrap(), ["OnlineMeetings.ReadWrite"]);
//! assert_eq!(LEAST.unwrap()[0].consent(Scheme::DelegatedWork), Some(Consent::User));
//! ```
//!
//! A program that states its permissions with [`app!`] cannot even be compiled where it calls what
//! they do not open; [`scopes!`] unites what named calls need. [`GraphBuilder::check_permissions`] compares a
//! call with what its token holds before anything is sent, and [`Graph::permissions_used`] tells the least that a
//! program needs for what it did.
//!
//! # What is where
//!
//! - [`Graph`] sends; [`GraphBuilder`] says where to, with whose token, and over what;
//! - [`credential`] says where tokens come from, and what the client does with them; [`Cloud`] which Graph is called;
//! - [`models`] are the JSON of the service; [`operations`] its methods on paths, [`builders`] the
//!   fluent way to them;
//! - [`Request`] is a call before it is sent: options go in there, [`Request::response`] also gives
//!   status and headers, [`Request::into_http`] sends nothing at all;
//! - [`Batch`] sends requests together, [`bulk`](mod@bulk) many at the same time, and makes many meetings;
//! - [`Error`] is everything that can go wrong; [`ServiceError`] what the service said.
//!
//! No token, passcode or join URL shows in the `Debug` of anything here, nor in an error.
//!
//! # Telemetry
//!
//! Everything is told to [`tracing`](https://docs.rs/tracing) with the target `msgraph`, after
//! [OpenTelemetry's conventions for clients of HTTP](https://opentelemetry.io/docs/specs/semconv/http/http-spans/), and
//! costs next to nothing where nobody listens:
//!
//! - the span `msgraph.call` is a call with all its attempts and waits; `msgraph.request` in it is one attempt, with
//!   `http.request.method`, `http.request.resend_count`, `http.response.status_code`, `url.full`, `url.template`,
//!   `server.address`, `server.port`, `network.protocol.version`, `error.type`, and the ids by which Microsoft's
//!   support finds it, `client_request_id` and `request_id`. Both have `otel.name`, such as `POST /me/onlineMeetings`;
//! - requests that are sent again and new tokens are events of the level `DEBUG`;
//! - throttling is a warning, with `retry_after_seconds` where the service names a wait. So is a failure that might pass
//!   and is not sent again, the first one too, with `attempts`, `cause` and, where known, `reason`: `not repeatable`,
//!   `last attempt`, `deadline`, `budget`, or `policy` where [`RetryPolicy::on_retry`] said no.
//!
//! No key of a path and no value of a query is told: ids of meetings hold those of people, filters hold join links.
//! The feature `metrics` has figures for the façade [`metrics`](https://docs.rs/metrics):
//!
//! | figure | | labels |
//! |---|---|---|
//! | `http.client.request.duration` | histogram, in seconds | method, template, `server.address`, status, `error.type` |
//! | `msgraph.requests.in_flight` | gauge | |
//! | `msgraph.retries` | counter | method, template, `cause` |
//! | `msgraph.throttled` | counter | method, template |
//! | `msgraph.tokens.refreshed` | counter | `cause` |
//!
//! # Features
//!
//! All of them add, and go together in any way. The first three are on by default:
//!
//! - `macros` has [`app!`] and [`scopes!`]. A program that uses neither builds fewer crates without it;
//! - `rustls` is TLS by rustls with ring, and trusts what the platform trusts;
//! - `http2` offers HTTP/2 to the service;
//! - `aws-lc` is TLS by rustls with aws-lc;
//! - `native-tls` is TLS by the system: OpenSSL, Secure Transport or SChannel. Where several kinds of TLS are on,
//!   `GraphBuilder::tls` chooses, and says what is taken where it does not. Without any, give a client with
//!   [`GraphBuilder::http_client`], or a [`GraphBuilder::service`];
//! - `slice` has [`slice!`], which generates a client of another part of Graph in the program's own crate;
//! - `azure` takes [credentials](credential) of the Azure SDK: whatever implements
//!   `azure_core::credentials::TokenCredential`;
//! - `oauth` has credentials of its own: client secret, device code, authorization code with PKCE, on behalf of a user;
//! - `metrics` has the figures above;
//! - `blocking` waits for answers without async, in scripts.
//!
//! For `wasm32-unknown-unknown` the crate builds without the default features. Requests go through the browser's
//! `fetch` there, which nobody has tested yet; what a stream gives then comes in one piece.
#![cfg_attr(not(feature = "macros"), doc = "")]
#![cfg_attr(not(feature = "macros"), doc = "[`app!`]: https://docs.rs/msgraph/latest/msgraph/macro.app.html")]
#![cfg_attr(
    not(feature = "macros"),
    doc = "[`scopes!`]: https://docs.rs/msgraph/latest/msgraph/macro.scopes.html"
)]
#![cfg_attr(not(feature = "slice"), doc = "")]
#![cfg_attr(
    not(feature = "slice"),
    doc = "[`slice!`]: https://docs.rs/msgraph/latest/msgraph/macro.slice.html"
)]

#[cfg(feature = "macros")]
mod app;
pub mod batch;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod builder;
pub mod bulk;
mod calls;
mod clock;
mod cloud;
pub mod credential;
#[cfg(not(target_arch = "wasm32"))]
mod download;
mod graph;
mod in_flight;
mod least;
mod permissions_used;
mod pipeline;
mod request_id;
mod root;
#[cfg(feature = "macros")]
mod scopes;
#[cfg(feature = "slice")]
mod slice;
mod telemetry;
pub mod testing;
mod transport;

pub use msgraph_core::odata::{self, Filter};
pub use msgraph_core::{
    AccessToken, Answer, App, AsClient, BoxFuture, ByteStream, Client, ConfigError, Consent, Content,
    ContentError, ContentStream, Count, Credential, CredentialError, DecodeError, Error, IdKind, Items,
    Operation, OperationInfo, Page, Paged, Pages, Permission, PermissionError, Permissions, Request,
    RequestError, RequestSettings, Requirement, Response, Retry, RetryPolicy, RetryReason, Scheme, Scopes,
    Service, ServiceError, Sibling, ThrottledError, TokenFn, TokenPermissions, TokenRequest, TransportError,
    Unchecked, option,
};
pub use msgraph_online_meetings::{builders, models, operations, permissions};

pub use batch::Batch;
pub use builder::GraphBuilder;
pub use bulk::bulk;
pub use cloud::Cloud;
#[cfg(not(target_arch = "wasm32"))]
pub use download::{Download, DownloadError, Downloaded, Progress};
pub use graph::Graph;
pub use least::LeastPermissions;
pub use permissions_used::{CalledOperation, PermissionsUsed};
#[cfg(all(
    not(target_arch = "wasm32"),
    any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
))]
pub use transport::Tls;
pub use types::DateTimeOffset;

/// The HTTP client behind [`GraphBuilder::http_client`], in the version that it takes.
///
/// With this crate's feature `rustls` or `aws-lc` it has rustls without a cryptography provider, and
/// `Client::builder().build()` panics, for plain HTTP on loopback too, until the program has installed one
/// (`rustls::crypto::CryptoProvider::install_default`). The client's own transport needs none.
///
/// ```
/// use msgraph::reqwest;
///
/// let never: reqwest::redirect::Policy = reqwest::redirect::Policy::none();
/// ```
pub use reqwest;

/// What properties are made of: the primitive types of OData, and what models have in common.
///
/// ```
/// use msgraph::models::{IdentitySet, OnlineMeeting, OnlineMeetingPresenters};
/// use msgraph::types::{OpenEnum as _, Record as _, Removed};
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let meeting: OnlineMeeting = serde_json::from_str(
///     r#"{"id":"1","seats":1.50,"allowedPresenters":"nobody","@removed":{"reason":"deleted"}}"#,
/// )?;
/// assert_eq!(OnlineMeeting::ODATA_NAME, "microsoft.graph.onlineMeeting");
/// assert_eq!(meeting.additional_properties().get_raw("seats"), Some("1.50"));
/// assert_eq!(Removed::of(&meeting), Some(Removed::Deleted));
///
/// let Some(OnlineMeetingPresenters::UnknownValue(member)) = &meeting.allowed_presenters else { panic!("it is known") };
/// assert_eq!(member.as_str(), "nobody");
/// assert!(OnlineMeetingPresenters::Organizer.is_known());
///
/// let anybody: IdentitySet = serde_json::from_str(r#"{"user":{"id":"7"}}"#)?;
/// assert!(anybody.as_communications_identity_set().is_none());
/// # Ok(())
/// # }
/// ```
pub mod types {
    pub use msgraph_core::model::{
        AdditionalProperties, Binary, Change, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, OpenEnum,
        OtherType, ParseDateTimeError, ParseValueError, Record, Removed, TimeOfDay, UnknownMember, Untyped,
    };
}

/// What macros and generated code name. It may change with each version.
#[doc(hidden)]
pub use msgraph_core::{self as __core, rt};
#[cfg(feature = "slice")]
#[doc(hidden)]
pub use msgraph_macros::__slice;
#[cfg(feature = "macros")]
#[doc(hidden)]
pub use msgraph_macros::{__app, __covering, __scopes};
