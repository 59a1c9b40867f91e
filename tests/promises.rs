//! What moves between threads, and outlives what made it: promised for every type by which a program calls.
//!
//! All of it is checked by the compiler; the test below only shows that it was compiled.

use std::fmt::Debug;

use msgraph::batch::{Answers, BatchError, Handle, ItemId};
use msgraph::bulk::{Booked, Booking, BookingError, Bulk, Outcome};
use msgraph::models::{OnlineMeeting, OnlineMeetingUpdate};
use msgraph::testing::Memory;
use msgraph::{
    AccessToken, Answer, Batch, ByteStream, Client, ContentError, ContentStream, CredentialError,
    DecodeError, Download, DownloadError, Downloaded, Error, Graph, GraphBuilder, Items, Operation, Page,
    Pages, PermissionError, PermissionsUsed, Request, RequestError, Response, RetryPolicy, ServiceError,
    TokenPermissions, TransportError, Unchecked, operations,
};

/// Kept anywhere, used from anywhere.
const fn shared<T: Send + Sync + 'static>() {}

/// Kept anywhere, used by one task at a time, which may go from thread to thread.
const fn moved<T: Send + 'static>() {}

/// Errors go through `anyhow`, `Box<dyn Error + Send + Sync>` and channels.
const fn reported<T: std::error::Error + Send + Sync + 'static>() {}

const fn cheap<T: Clone>() {}

const fn shown<T: Debug>() {}

/// A program that states its permissions need itself be nothing: not `Send`, not `Debug`.
struct Program(#[expect(dead_code, reason = "what it holds decides what it is")] *const ());

/// A call of any operation, and its future.
const fn called<O: Operation>() {
    shared::<Request<O>>();
    shown::<Request<O>>();
    moved::<<Request<O> as IntoFuture>::IntoFuture>();
    moved::<<O::Answer as Answer>::Output>();
}

const _: () = {
    shared::<Graph>();
    shared::<Graph<Program>>();
    cheap::<Graph<Program>>();
    shown::<Graph<Program>>();
    shared::<Client>();
    cheap::<Client>();
    moved::<GraphBuilder<Unchecked>>();
    shared::<Memory>();
    shared::<AccessToken>();
    shared::<RetryPolicy>();
    shared::<TokenPermissions>();
    shared::<PermissionsUsed>();

    called::<operations::PostMeOnlineMeetings>();
    called::<operations::GetMeOnlineMeetings>();
    called::<operations::DeleteMeOnlineMeetingsById>();
    called::<operations::GetMeOnlineMeetingsByIdTranscriptsByIdContent>();

    shared::<OnlineMeeting>();
    shared::<OnlineMeetingUpdate>();
    shared::<Page<OnlineMeeting>>();
    shared::<Response<OnlineMeeting>>();
    moved::<ByteStream>();

    moved::<Items<OnlineMeeting>>();
    shown::<Items<OnlineMeeting>>();
    moved::<Pages<OnlineMeeting>>();
    shown::<Pages<OnlineMeeting>>();
    moved::<ContentStream>();
    shown::<ContentStream>();
    moved::<Download<Content>>();
    shown::<Download<Content>>();
    shared::<Downloaded>();

    moved::<Batch>();
    shown::<Batch>();
    shared::<Handle<Content>>();
    shared::<ItemId>();
    moved::<Answers>();
    shown::<Answers>();
    moved::<Bookings>();
    shared::<Booking>();
    shared::<Booked>();
    shared::<Outcome<String, Booked, BookingError>>();

    let _ = (sent, next_outcome, next_item, next_page, next_piece, downloaded);

    reported::<Error>();
    reported::<BatchError>();
    reported::<BookingError>();
    reported::<ContentError>();
    reported::<DownloadError>();
    reported::<ServiceError>();
    reported::<TransportError>();
    reported::<DecodeError>();
    reported::<RequestError>();
    reported::<CredentialError>();
    reported::<PermissionError>();
};

#[cfg(feature = "azure")]
const _: () = shared::<msgraph::credential::Azure>();

#[cfg(feature = "oauth")]
const _: () = {
    use msgraph::credential::{
        AppRegistration, AuthorizationCode, ClientSecret, DeviceCode, DevicePrompt, IdentityError,
        OnBehalfOf, RefreshToken, SignIn,
    };

    const fn credential<T: msgraph::Credential + Clone + Debug>() {}

    credential::<ClientSecret>();
    credential::<DeviceCode>();
    credential::<AuthorizationCode>();
    credential::<OnBehalfOf>();
    shared::<AppRegistration>();
    cheap::<AppRegistration>();
    shared::<RefreshToken>();
    shared::<DevicePrompt>();
    shared::<SignIn>();
    reported::<IdentityError>();
};

type Content = operations::GetMeOnlineMeetingsByIdTranscriptsByIdContent;
type Bookings = Bulk<msgraph::bulk::Iter<std::vec::IntoIter<Booking>>, String, Booked, BookingError>;

fn sent(batch: Batch) -> impl Future<Output = Result<Answers, Error>> + Send + 'static {
    batch.send()
}

fn downloaded(download: Download<Content>) -> impl Future<Output = Result<Downloaded, DownloadError>> + Send {
    download.to_file("lecture.vtt")
}

fn next_outcome(
    all: &mut Bookings,
) -> impl Future<Output = Option<Outcome<String, Booked, BookingError>>> + Send {
    all.next()
}

fn next_item(
    all: &mut Items<OnlineMeeting>,
) -> impl Future<Output = Option<Result<OnlineMeeting, Error>>> + Send {
    all.next()
}

fn next_page(all: &mut Pages<OnlineMeeting>) -> impl Future + Send {
    all.next()
}

fn next_piece(all: &mut ContentStream) -> impl Future + Send {
    all.next()
}

/// What a request builder of a program gives is promised too, whatever the program is.
fn builders(graph: &Graph<Unchecked>) -> impl Future<Output = Result<OnlineMeeting, Error>> + Send + 'static {
    graph.me().online_meetings().by_id("m").get().into_future()
}

#[tokio::test]
async fn a_future_outlives_its_client_and_runs_on_another_thread() {
    let future = {
        let graph = Graph::builder().service(Memory::json(200, r#"{"id":"m"}"#)).build().unwrap();
        builders(&graph)
    };
    let elsewhere = std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    });
    assert_eq!(elsewhere.join().unwrap().unwrap().id.as_deref(), Some("m"));
}
