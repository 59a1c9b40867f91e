//! What moves between threads, and outlives what made it: promised for every type by which a program calls.
//!
//! All of it is checked by the compiler; the test below only shows that it was compiled.

use std::fmt::Debug;

use msgraph::models::{OnlineMeeting, OnlineMeetingUpdate};
use msgraph::testing::Memory;
use msgraph::{
    AccessToken, Answer, ByteStream, Client, CredentialError, DecodeError, Error, Graph, GraphBuilder,
    Operation, Page, PermissionError, PermissionsUsed, Request, RequestError, Response, RetryPolicy,
    ServiceError, TokenPermissions, TransportError, Unchecked, operations,
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

    reported::<Error>();
    reported::<ServiceError>();
    reported::<TransportError>();
    reported::<DecodeError>();
    reported::<RequestError>();
    reported::<CredentialError>();
    reported::<PermissionError>();
};

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
