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
//! - Entities of any other type are made, read, changed, replaced and deleted as the model has them
//!   ([`Emulator::put_entity`] puts them in). Collections take `$top`, `$skip`, `$count`, `$select`, `$expand`,
//!   `$orderby` with several keys and `$filter` with comparisons, `in`, `startswith`, `endswith`, `contains`, `any`,
//!   `all`, `and`, `or`, `not`; what OData has beyond that answers 501, as do functions, actions with a result and
//!   `$ref`. Where an operation takes `If-Match`, entities have ETags. `Prefer` sets the size of pages
//!   (`odata.maxpagesize`) and what a change answers with (`return`). Photos and files are kept with their media
//!   types. The users of the emulator are entities as well.
//! - Transcripts, recordings and attendance reports are put in by the test, and read over the wire
//!   page by page.
//! - Query options are checked: their names against OData and against what the operation declares, and their
//!   values. What is refused says what the operation takes. Options of a program's own, without a `$`, are ignored.
//! - `$expand` takes `$select`, `$filter`, `$orderby`, `$skip`, `$top` and `$expand` of its own; what else stands
//!   there answers 501. A `$filter` compares properties with values, with `and` between the comparisons; another
//!   one answers 501.
//! - What the service decides cannot be set: a read-only property with a value of the client's own is a 400 on
//!   create and update, as is an update of one that stays as it was made. Null passes, and so does what was read:
//!   a meeting may be sent back whole, or sent to make another one like it.
//! - Errors have Graph's body, and every answer Graph's headers.
//! - Contents are read whole or in part: `Range`, `If-Range`, `ETag`.
//! - `POST /$batch` takes up to 20 requests, in the order that `dependsOn` asks for, and never answers in the
//!   order in which they were asked. Each has an entry of its own in [`Emulator::requests`], with its id.
//! - Other APIs can be served beside the first one ([`EmulatorBuilder::also`]). An action that gives nothing back,
//!   such as `sendMail`, is held against the model there and answered as the description declares; another
//!   operation that there is no behaviour for answers 501.
//! - [`Fault`]s let requests fail as they do in the real service: throttled, refused by a gateway, late, cut off
//!   before, during or after the work, with half an answer, or page by page in a circle. They are
//!   [injected](Emulator::inject), come [at rates](EmulatorBuilder::fault_rate) and from a seed, or are asked for by
//!   a request in its header [`emulator-fault`](Fault::HEADER), as [text](Fault#as-text), from any language.
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
//! - [`Emulator::token_requests`] lists what the token endpoint was asked, without secrets. It takes
//!   [`Fault`]s of its own ([`Fault::on_token_endpoint`]).
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
//! # In a file
//!
//! All is kept in memory and gone when the emulator is dropped. With the feature `file`, `EmulatorBuilder::store`
//! keeps it in a single file, an embedded database: meetings with their transcripts, recordings and reports, entities
//! of any other type, photos and other contents, and the users that were added, changed or taken away. Another
//! emulator that starts with that file answers as the last one did, with the same ids, passcodes, `ETag`s, delta and
//! page tokens, and never makes up one of them again. Tokens, apps and the log of requests are not kept.
//!
//! A change is on the disk before it is answered, and one request changes all that it means to or nothing, also
//! where the process is killed in the middle. A write that fails is a 500, and so is all that follows until an
//! emulator starts anew: what was answered is always what the file has. [`Emulator`]'s own methods keep what they
//! change as well, or say [`SeedError::NotKept`].
//!
//! # The desk
//!
//! `http://127.0.0.1:PORT/` is a page to look at: requests as they come, with the permissions that each needed and
//! held, and what it was answered; stored meetings; switches for faults; tokens and a first call. The same is there
//! for tests in any language, as JSON:
//!
//! | | |
//! |---|---|
//! | `GET /emulator` | addresses, APIs, and the permissions that open them |
//! | `GET /emulator/requests?after={number}` | what was received, with headers, body, operation, status and permissions |
//! | `GET /emulator/requests/{number}` | one of them |
//! | `DELETE /emulator/requests` | forgets them |
//! | `GET /emulator/events` | server-sent events: `request`, `cleared`, and `missed` where requests are not kept any more |
//! | `GET /emulator/faults` | `rates` of faults, and the faults that are `waiting` |
//! | `PUT /emulator/faults` | sets `rates`, each with `share` and `fault` |
//! | `PATCH /emulator/faults` | sets the `share` of one `fault`, and leaves the others as they are |
//! | `POST /emulator/faults` | a `fault` for the next request that it fits |
//! | `GET /emulator/meetings?top={count}` | stored meetings, without what it takes to join them |
//! | `GET /emulator/users` | everybody in the tenant |
//! | `POST /emulator/tokens` | a token with `permissions`, for a `user` or for an application |
//! | `GET /emulator/token-requests` | what the token endpoint was asked, without secrets |
//! | `DELETE /emulator/token-requests` | forgets it |
//! | `POST /emulator/reset` | drops meetings, other entities, requests and faults; users and tokens stay |
//!
//! Faults are written [as text](Fault#as-text). Bodies are `application/json`. An answer is an object with a
//! `schemaVersion`, and a refusal has an `error` with `code` and `message`.
//!
//! The desk answers programs on the same machine alone, by a loopback address, also where the emulator listens on
//! another one ([`EmulatorBuilder::address`]). A `Host` that is no loopback name, another `Origin` and requests from
//! pages of other sites are refused: no web page in a browser beside it reaches it. It is not listed among
//! [`Emulator::requests`], of which [`EmulatorBuilder::keep_requests`] are kept.
//!
//! Graph and the identity platform themselves take requests for any `Host`, so that they can stand behind a name or
//! a proxy; only the desk is guarded against web pages of others.
//!
//! # Where Graph's behaviour is not known
//!
//! Microsoft does not document everything. Where nothing is known, the emulator is mild:
//!
//! - An operation that the permission table does not know is open to every token.
//! - The text of the invitation in a body is ignored: it was read in the language of another request. So are
//!   navigation properties.
//! - A new meeting with an end and no start starts now; only for `createOrGet` Graph documents that
//!   an end needs a start.
//! - A 404 has the code `UnknownError` and no message, which says as little as Graph does.
//! - A filter that no meeting fits gives an empty collection.
//! - An operation whose description names no query options takes all of OData's.
//! - JSON is the answer to every `Accept`, and a body on GET and DELETE is ignored.
//! - A `client-request-id` that is no GUID comes back as it is.
//! - A user makes as many meetings as they like; [`EmulatorBuilder::meeting_limit`] sets a limit for each month.
//!   Requests are not counted.
//! - Which options a meeting template locks is not known, and none is locked.
//! - A batch without requests has an answer without responses, and a request in it a `request-id` of its own.
//! - A request of a batch that waits for a failed one is answered with 424 and not listed: it was not carried out.
//! - Actions take the names of their parameters in any case.
//! - An entity lives where it was made, and nowhere else: a message of `/me/mailFolders/{id}/messages` is none of
//!   `/me/messages`, since the model does not say that both are the same. There are no folders, calendars and drives
//!   from the beginning, and an action such as `send` or `copy` moves nothing. What only refers to entities, such as
//!   `/groups/{id}/members`, is a collection of its own, too, and what `@odata.bind` names is not bound.
//! - An entity on the way of a path must exist, unless no operation of the API makes such entities.
//! - A new entity takes the key that its body has, unless somebody has it already (409); else a GUID. What else the
//!   body has of read-only properties, `createdDateTime` and `lastModifiedDateTime` is ignored.
//! - A single value that nobody has set has nothing in it where it is complex, a singleton of the service, or can be
//!   changed and neither deleted nor referred to; else it is a 404.
//! - An update that may answer with the entity or without answers with it; `PUT` makes what is not there.
//! - A missing `If-Match` that the description demands is a 412, as Planner has it.
//! - Texts of `$filter` count in their case, as in OData. Collections without `$orderby` are in the order in which
//!   their entities came.
//! - The roles that attendees are given are not checked against the users that exist.
//!
//! It is strict where a mistake would otherwise go unseen. These are a 400:
//!
//! - a read-only property that a client sets, which OData lets a service ignore, and with it a passcode of the
//!   client's own;
//! - an update of what is documented as fixed, and an organizer who is not the user in the path;
//! - `unknownFutureValue` in a body, which stands for a member that got lost;
//! - a member of a body that is there twice;
//! - a batch, as a whole, where one of its requests has a body without a `Content-Type`, or writes without a body,
//!   as Graph refuses it.

mod actions;
mod appointments;
mod artifacts;
mod auth;
mod batch;
mod builder;
mod comparison;
mod desk;
mod emulator;
mod entities;
mod error;
mod errors;
mod exchange;
mod expand;
mod fault;
mod filter;
mod handler;
mod identity;
mod ids;
mod json;
mod language;
mod literal;
mod meetings;
mod merge;
mod moment;
mod options;
mod page;
mod payload;
mod percent;
mod present;
mod primitive;
mod query;
mod read_only;
mod received;
mod redaction;
mod reply;
mod route;
mod server;
mod service;
mod slices;
mod sources;
mod state;
mod store;
mod stream;
mod users;
mod validate;

pub use auth::AccessPolicy;
pub use builder::EmulatorBuilder;
pub use emulator::Emulator;
pub use error::{EmulatorError, SeedError};
pub use fault::{Fault, FaultRatesError, ParseFaultError};
pub use identity::{App, TokenRequest};
pub use received::Received;
#[cfg(feature = "file")]
pub use store::StoreError;
pub use users::User;

pub use msgraph_spec::Reader;
pub use msgraph_spec::model::Api;
