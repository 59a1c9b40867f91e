//! A local HTTP server that behaves like Microsoft Graph, for the tests of programs that call it.
//!
//! It reads the same description of the API that the typed client is generated from, but shares no
//! code with the client: it is a second reading, over real HTTP. There are no tenants, licences and
//! administrators; users, tokens and what a token holds are a test's to decide.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # rustls::crypto::ring::default_provider().install_default().ok();
//! use msgraph_emulator::Emulator;
//!
//! let emulator = Emulator::start().await?;
//! let adele = &emulator.users()[0];
//! let token = emulator.delegated_token(&adele.id, &["OnlineMeetings.ReadWrite"]);
//!
//! let client = reqwest::Client::new();
//! let response = client
//!     .post(format!("{}/me/onlineMeetings", emulator.url()))
//!     .bearer_auth(&token)
//!     .json(&serde_json::json!({ "subject": "Analysis II" }))
//!     .send()
//!     .await?;
//!
//! assert_eq!(response.status(), 201);
//! let meeting: serde_json::Value = response.json().await?;
//! assert_eq!(meeting["subject"], "Analysis II");
//! assert_eq!(meeting["participants"]["organizer"]["upn"], "adele@contoso.example");
//! assert_eq!(emulator.requests()[0].path, "/v1.0/me/onlineMeetings");
//! # Ok(())
//! # }
//! ```
//!
//! # What it does
//!
//! - Every operation of the API is routed: names in any case, with or without namespace, keys in
//!   segments or in parentheses, function arguments in any order.
//! - Tokens are checked against the permission table of the operation: `scp` for delegated ones,
//!   `roles` for applications, which also need an [`AccessPolicy`]. Audience, tenant and lifetime are checked on
//!   each request. They are JSON web tokens for development, without a signature unless it is
//!   [asked for](#signed-tokens), and good for this emulator alone.
//! - Bodies are checked against the types of the API; a refusal names every property at fault.
//! - Meetings can be created, read, found, changed and deleted, and made with `createOrGet`.
//!   Invitations are written in the language of `Accept-Language` (English, German, French,
//!   Japanese).
//! - Transcripts, recordings and attendance reports are put in by the test, and read over the wire
//!   page by page.
//! - `$expand` takes `$select`, `$filter` (one comparison), `$orderby`, `$skip`, `$top` and `$expand`
//!   of its own; what else stands there answers 501.
//! - Errors have Graph's body, and every answer Graph's headers.
//! - Contents are read whole or in part: `Range`, `If-Range`, `ETag`.
//! - `POST /$batch` takes up to 20 requests, in the order that `dependsOn` asks for, and never answers in the
//!   order in which they were asked. Each has an entry of its own in [`Emulator::requests`], with its id.
//! - Other APIs can be served beside the first one ([`EmulatorBuilder::also`]). An action that gives nothing back,
//!   such as `sendMail`, is held against the model there and answered as the description declares; another
//!   operation that there is no behaviour for answers 501.
//! - [`Fault`]s let requests fail as they do in the real service: throttled, cut off, late, or page by page in a
//!   circle.
//!
//! # The identity platform
//!
//! Beside Graph, an emulator has the endpoints of version 2 of Microsoft's identity platform, so that a
//! client's whole way to a token can be tested. They stand below [`Emulator::authority`] and the tenant:
//! its [id](Emulator::tenant_id), its domain `contoso.example`, `common` or `organizations`.
//!
//! - [`App`]s are registered with [`Emulator::add_app`] or [`EmulatorBuilder::apps`]; one is there from the
//!   beginning. What an app was granted counts as consented.
//! - `token` has client credentials, authorization codes (with PKCE, `plain` and `S256`), refresh tokens,
//!   device codes and on-behalf-of. Apps prove themselves by a secret in the body or in the header;
//!   certificates cannot be registered.
//! - `authorize` signs somebody in at once, whom `login_hint` names or the first user, and redirects.
//!   `devicecode` waits for [`Emulator::approve_device`], or for a person who opens the answer's
//!   `verification_uri` in a browser, types the code and says who signs in. On-behalf-of starts from
//!   [`Emulator::token_for_api`].
//! - Access tokens expire ([`EmulatorBuilder::token_lifetime`]), can be revoked ([`Emulator::revoke`]),
//!   and claims can be demanded of them ([`Emulator::demand_claims`]).
//!   [`Emulator::token_with_claims`] makes tokens of another tenant, for another audience, of the past or the
//!   future.
//! - An application access policy belongs to an app ([`App::access_policy`], [`Emulator::set_app_policy`]). A
//!   change holds from the next request on, also for tokens given out before; in Teams it takes up to 30 minutes.
//!   The 403 of a missing one has the words of newer tenants, or of older ones
//!   ([`EmulatorBuilder::older_policy_errors`]).
//! - Errors have Microsoft's `AADSTS` numbers. Numbers and texts are not promised there either: programs
//!   should look at `error` alone.
//! - [`Emulator::token_requests`] lists what the token endpoint was asked, without secrets.
//! - What has ended is remembered for ten minutes, so that who still sends it hears why it is refused, and then
//!   forgotten: tokens, codes, device codes. Of used refresh tokens, the last thousand stay good. So an
//!   emulator can run for weeks.
//!
//! # Signed tokens
//!
//! By default tokens are not signed, and so the list of keys (`jwks_uri`) is empty. With the feature `jwt` and
//! `EmulatorBuilder::signed_tokens`, access tokens and id tokens are signed with RS256 by a key that is made when
//! the emulator starts, and a web service under test verifies them as it does those of the service: with the
//! keys of `jwks_uri`. Tokens of Graph have the claims of version 1 (`appid`, `upn`), those of an app's own API
//! the claims of version 2 (`azp`, `preferred_username`); the issuer of both is the one of
//! `openid-configuration`. Graph refuses a token with another signature, key or algorithm, and one that this
//! emulator did not issue or no longer remembers.
//!
//! # Where Graph's behaviour is not known
//!
//! Microsoft does not document everything. Where nothing is known, the emulator is mild:
//!
//! - An operation that the permission table does not know is open to every token.
//! - Read-only properties in a body are ignored, as is a passcode of the client's own.
//! - A new meeting with an end and no start starts now; only for `createOrGet` Graph documents that
//!   an end needs a start.
//! - A 404 has the code `UnknownError` and no message, which says as little as Graph does.
//! - A filter that no meeting fits gives an empty collection.
//! - Query options that an operation does not have are ignored.
//! - A batch without requests has an answer without responses, and a request in it a `request-id` of its own.
//! - A request of a batch that waits for a failed one is answered with 424 and not listed: it was not carried out.
//! - Actions take the names of their parameters in any case.
//! - The roles that attendees are given are not checked against the users that exist.
//!
//! It is strict where a mistake would otherwise go unseen: an update that changes what is documented
//! as fixed is a 400, and so is `unknownFutureValue` in a body, which stands for a member that got lost. A batch is
//! refused as a whole where one of its requests has a body without a `Content-Type`, or writes without a body, as
//! Graph refuses it.

mod actions;
mod appointments;
mod artifacts;
mod auth;
mod batch;
mod builder;
mod comparison;
mod emulator;
mod error;
mod errors;
mod exchange;
mod expand;
mod fault;
mod filter;
mod handler;
mod identity;
mod ids;
mod language;
mod literal;
mod meetings;
mod moment;
mod page;
mod payload;
mod percent;
mod present;
mod primitive;
mod query;
mod received;
mod reply;
mod route;
mod server;
mod service;
mod slices;
mod state;
mod store;
mod stream;
mod users;
mod validate;

pub use auth::AccessPolicy;
pub use builder::EmulatorBuilder;
pub use emulator::Emulator;
pub use error::{EmulatorError, SeedError};
pub use fault::Fault;
pub use identity::{App, TokenRequest};
pub use received::Received;
pub use users::User;

pub use msgraph_spec::model::Api;
