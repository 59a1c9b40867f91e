//! Permissions at run time: what is refused before it is sent, what a refusal of the service says, and what a
//! program needs for what it did.

mod support;
#[path = "support/tenant.rs"]
mod tenant;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use msgraph::models::OnlineMeeting;
use msgraph::{
    AccessToken, BoxFuture, Error, Graph, OperationInfo, PermissionError, Scheme, Service, ServiceError,
    TokenPermissions,
};
use msgraph_emulator::{AccessPolicy, User};
use support::meeting;
use tenant::Tenant;

const READ: &str = "OnlineMeetings.Read";
const READ_WRITE: &str = "OnlineMeetings.ReadWrite";
const READ_WRITE_ALL: &str = "OnlineMeetings.ReadWrite.All";

impl Tenant {
    fn checked(&self, token: impl Into<String>) -> Graph {
        self.builder(token).check_permissions().build().unwrap()
    }

    fn user_with(&self, scopes: &[&str]) -> String {
        self.emulator.delegated_token(&self.user, scopes)
    }
}

fn unsent<T: std::fmt::Debug>(result: Result<T, Error>) -> PermissionError {
    match result.unwrap_err() {
        Error::Permission(error) => *error,
        other => panic!("{other:?}"),
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> ServiceError {
    match result.unwrap_err() {
        Error::Service(error) => *error,
        other => panic!("{other:?}"),
    }
}

// ---- before anything is sent

#[tokio::test]
async fn a_call_that_the_token_does_not_open_is_not_sent() {
    let tenant = Tenant::start().await;
    let graph = tenant.checked(tenant.user_with(&["User.Read", "Mail.Send"]));
    let error = unsent(graph.me().online_meetings().by_id("m").get().await);
    assert_eq!(
        error.to_string(),
        "GET /me/onlineMeetings/{onlineMeeting-id} was not sent: the delegated (work or school) token lacks \
         OnlineMeetings.Read (least privileged; or OnlineMeetings.ReadWrite); it holds User.Read, Mail.Send\n\
         To grant it, ask for the scope OnlineMeetings.Read at sign-in: the user can consent"
    );
    assert_eq!(error.missing(), [READ]);
    assert_eq!(error.token().scheme(), Scheme::DelegatedWork);
    assert!(error.sibling().is_none());

    let error = unsent(graph.users().by_id(&tenant.user).online_meetings().post(&meeting("x")).await);
    assert_eq!(error.missing(), [READ_WRITE]);
    assert!(tenant.emulator.requests().is_empty());
    assert!(graph.permissions_used().operations().is_empty(), "what is not sent is not called");
}

#[tokio::test]
async fn an_application_is_led_to_the_path_that_it_can_call() {
    let tenant = Tenant::start().await;
    let graph = tenant.checked(tenant.emulator.application_token(&[READ_WRITE_ALL]));
    let error = unsent(graph.me().online_meetings().post(&meeting("x")).await);
    assert_eq!(
        error.to_string(),
        "POST /me/onlineMeetings was not sent: an application token cannot call it; use POST \
         /users/{user-id}/onlineMeetings (OnlineMeetings.ReadWrite.All, which the token holds)"
    );
    assert_eq!(error.sibling().unwrap().path, "/users/{user-id}/onlineMeetings");
    assert!(error.missing().is_empty());
    assert!(tenant.emulator.requests().is_empty());
    graph.users().by_id(&tenant.user).online_meetings().post(&meeting("x")).await.unwrap();
    assert_eq!(tenant.emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_call_goes_on_where_the_permission_is_held() {
    let tenant = Tenant::start().await;
    let graph = tenant.checked(tenant.user_with(&[READ_WRITE]));
    let created = graph.me().online_meetings().post(&meeting("x")).await.unwrap();
    graph.me().online_meetings().by_id(created.id.unwrap()).get().await.unwrap();
    assert_eq!(tenant.emulator.requests().len(), 2);
}

#[tokio::test]
async fn a_personal_account_has_a_column_of_its_own() {
    let tenant = Tenant::start().await;
    let id = "00000000-0000-4000-8000-000000000001";
    tenant.emulator.add_user(User::new(id, "Pat Doe", "pat@outlook.example").personal());
    let graph = tenant.checked(tenant.emulator.delegated_token(id, &[READ_WRITE]));
    let error = unsent(graph.me().online_meetings().post(&meeting("x")).await);
    assert_eq!(error.token().scheme(), Scheme::DelegatedPersonal);
    assert!(error.to_string().contains("a delegated (personal account) token cannot call it"), "{error}");
}

/// Counts what comes to it.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Counting {
    fn calls(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Service for Counting {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(http::Response::new(Bytes::from_static(b"{}")))))
    }
}

#[tokio::test]
async fn without_the_check_and_with_an_opaque_token_the_service_decides() {
    let tenant = Tenant::start().await;
    let application = tenant.emulator.application_token(&[]);
    for (token, is_checked, is_sent) in [
        (application.as_str(), true, false),
        (&application, false, true),
        ("EwBgA8l6BAAU", true, true),
        ("a.b.c", true, true),
    ] {
        let service = Counting::default();
        let builder = Graph::builder().service(service.clone()).token(token);
        let builder = if is_checked { builder.check_permissions() } else { builder };
        let result = builder.build().unwrap().me().online_meetings().by_id("m").get().await;
        assert_eq!((result.is_ok(), service.calls()), (is_sent, usize::from(is_sent)), "{result:?}");
    }
    let service = Counting::default();
    let graph = Graph::builder().service(service.clone()).check_permissions().build().unwrap();
    graph.me().online_meetings().by_id("m").get().await.unwrap();
    assert_eq!(service.calls(), 1, "no token, nothing to compare");
}

#[tokio::test]
async fn consent_for_one_meeting_does_not_stand_in_the_token() {
    let tenant = Tenant::start().await;
    let graph = tenant.checked(tenant.emulator.application_token(&[]));
    let meeting = graph.users().by_id(&tenant.user).online_meetings().by_id("m");
    let error = refused(meeting.transcripts().get().await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (403, None));
    assert!(error.to_string().contains("consent for one chat, team or meeting would do"), "{error}");
}

// ---- when the service refuses

#[tokio::test]
async fn a_refusal_names_what_the_token_lacks() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.user_with(&[READ]));
    let error = refused(graph.me().online_meetings().post(&meeting("x")).await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (403, Some(true)));
    let text = error.to_string();
    let table = "\nPermissions of the operation: delegated (work or school): OnlineMeetings.ReadWrite; ";
    let lacks = "\nMissing permission: OnlineMeetings.ReadWrite; the delegated (work or school) token holds \
                 OnlineMeetings.Read\nTo grant it, ask for the scope OnlineMeetings.ReadWrite at sign-in: the user can \
                 consent\n";
    assert!(text.contains(table) && text.contains(lacks), "{text}");
    let held: Vec<&str> = error.token.as_ref().unwrap().names().collect();
    assert_eq!(held, [READ]);
}

#[tokio::test]
async fn an_application_that_holds_the_permission_is_led_to_its_policy() {
    let tenant = Tenant::start().await;
    let token = tenant.emulator.application_token_with(&[READ_WRITE_ALL], AccessPolicy::None);
    let graph = tenant.checked(token);
    let error = refused(graph.users().by_id(&tenant.user).online_meetings().post(&meeting("x")).await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (403, Some(false)));
    let text = error.to_string();
    let policy = "\nThe token holds OnlineMeetings.ReadWrite.All; the application access policy for the user is \
                  missing: an administrator must create one for the app and grant it to the user";
    assert!(text.contains("\nPermissions of the operation: delegated"), "{text}");
    assert!(text.contains(policy), "{text}");
    assert!(text.contains("/cloud-communication-online-meeting-application-access-policy"), "{text}");
}

#[tokio::test]
async fn a_user_who_holds_the_permission_may_still_not_be_the_organizer() {
    let tenant = Tenant::start().await;
    let organizer = tenant.graph(tenant.user_with(&[READ_WRITE]));
    let created = organizer.me().online_meetings().post(&meeting("x")).await.unwrap();
    let other = tenant.emulator.users()[1].id.clone();
    let graph = tenant.graph(tenant.emulator.delegated_token(&other, &[READ_WRITE]));
    let filter = OnlineMeeting::JOIN_WEB_URL.eq(created.join_web_url.unwrap());
    let error = refused(graph.me().online_meetings().get().filter(filter).await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (403, Some(false)));
    let user = "\nThe token holds OnlineMeetings.ReadWrite, so look at the user: ";
    assert!(error.to_string().contains(user), "{error}");
}

#[tokio::test]
async fn a_user_on_the_path_of_another_one_is_told_so() {
    let tenant = Tenant::start().await;
    let graph = tenant.checked(tenant.user_with(&[READ_WRITE]));
    let other = tenant.emulator.users()[1].id.clone();
    let error = refused(graph.users().by_id(&other).online_meetings().post(&meeting("x")).await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (403, Some(false)));
    let text = error.to_string();
    assert!(text.contains("so look at the user: "), "{text}");
    assert!(text.contains("or than the one in the path"), "{text}");
}

#[tokio::test]
async fn me_as_an_application_names_the_path_of_applications() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.emulator.application_token(&[READ_WRITE_ALL]));
    let error = refused(graph.me().online_meetings().post(&meeting("x")).await);
    assert_eq!((error.status.as_u16(), error.lacks_permission()), (400, None));
    let path =
        "use POST /users/{user-id}/onlineMeetings (OnlineMeetings.ReadWrite.All, which the token holds)";
    assert!(error.to_string().contains(path), "{error}");
}

// ---- afterwards

#[tokio::test]
async fn what_a_user_did_needs_the_smallest_set() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.user_with(&[READ_WRITE]));
    assert_eq!(graph.permissions_used().to_string(), "No operation was called.");
    let clone = graph.clone();
    let created = clone.me().online_meetings().post(&meeting("x")).await.unwrap();
    let id = created.id.unwrap();
    for _ in 0..2 {
        graph.me().online_meetings().by_id(&id).get().await.unwrap();
    }
    refused(graph.me().online_meetings().by_id("nowhere").get().await);

    let used = graph.permissions_used();
    let calls: Vec<String> = used.operations().iter().map(ToString::to_string).collect();
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    assert_eq!(
        calls,
        ["POST /me/onlineMeetings (once)", "GET /me/onlineMeetings/{onlineMeeting-id} (3 times)"]
    );
    assert_eq!(clone.permissions_used().operations().len(), 2, "clones count together");
    assert_eq!(tenant.graph("t").permissions_used().operations().len(), 0, "another client does not");

    let least = used.least(Scheme::DelegatedWork);
    assert_eq!(least.permissions(), [READ_WRITE]);
    assert!(least.is_complete() && least.is_proven());
    let application = used.least(Scheme::Application);
    assert!(application.permissions().is_empty());
    assert_eq!(application.not_supported().len(), 2);
    let report = used.to_string();
    for part in [
        "  GET /me/onlineMeetings/{onlineMeeting-id} (3 times)\n",
        "\ndelegated (work or school): OnlineMeetings.ReadWrite\n",
        "    for POST /me/onlineMeetings: no other permission opens it\n",
        "held anyway, so the lesser OnlineMeetings.Read is not needed\n",
        "\ndelegated (personal account): not supported\n",
        "\napplication: not supported\n",
        "  not supported: POST /me/onlineMeetings; use POST /users/{user-id}/onlineMeetings \
         (OnlineMeetings.ReadWrite.All)",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[tokio::test]
async fn what_an_application_did_needs_the_smallest_set() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.emulator.application_token(&[READ_WRITE_ALL]));
    let meetings = graph.users().by_id(&tenant.user).online_meetings();
    let created = meetings.post(&meeting("x")).await.unwrap();
    let id = created.id.unwrap();
    meetings.by_id(&id).get().await.unwrap();
    // the token lacks this one's permission, and the call counts all the same
    refused(meetings.by_id(&id).recordings().get().await);
    let used = graph.permissions_used();
    let least = used.least(Scheme::Application);
    assert_eq!(least.permissions(), ["OnlineMeetingRecording.Read.All", READ_WRITE_ALL]);
    let text = least.to_string();
    assert!(text.contains("held anyway, so the lesser OnlineMeetings.Read.All is not needed"), "{text}");
    let delegated = used.least(Scheme::DelegatedWork);
    assert_eq!(delegated.permissions(), ["OnlineMeetingRecording.Read.All", READ_WRITE]);
    assert!(delegated.is_complete());
    let personal = used.least(Scheme::DelegatedPersonal);
    assert_eq!((personal.permissions().len(), personal.not_supported().len()), (0, 3));
}

#[tokio::test]
async fn another_slice_on_the_same_client_counts_too() {
    let service = Counting::default();
    let graph = Graph::builder().service(service.clone()).build().unwrap();
    let other = msgraph::builders::Root::<msgraph::Unchecked>::new(graph.client());
    other.me().online_meetings().by_id("m").get().await.unwrap();
    assert_eq!(graph.permissions_used().operations()[0].calls(), 1);
    assert_eq!(service.calls(), 1);
}

#[tokio::test]
async fn what_a_user_and_an_application_did_adds_up() {
    let tenant = Tenant::start().await;
    let user = tenant.graph(tenant.user_with(&[READ_WRITE]));
    let application = tenant.graph(tenant.emulator.application_token(&[]));
    user.me().online_meetings().post(&meeting("x")).await.unwrap();
    let meetings = application.users().by_id(&tenant.user).online_meetings();
    refused(meetings.post(&meeting("x")).await);

    let refused = application.permissions_used();
    assert_eq!(refused.operations()[0].calls(), 1, "a 403 counts");
    let both = user.permissions_used() + refused.clone();
    let calls: Vec<String> = both.operations().iter().map(ToString::to_string).collect();
    assert_eq!(calls, ["POST /me/onlineMeetings (once)", "POST /users/{user-id}/onlineMeetings (once)"]);
    assert_eq!(both, [refused, user.permissions_used()].into_iter().sum());
    assert_eq!(both.least(Scheme::Application).permissions(), [READ_WRITE_ALL]);
}

#[tokio::test]
async fn a_token_of_the_emulator_says_what_it_holds() {
    let tenant = Tenant::start().await;
    let held = |token: String| TokenPermissions::of(&AccessToken::new(token)).unwrap().to_string();
    assert_eq!(held(tenant.user_with(&[READ])), "delegated (work or school): OnlineMeetings.Read");
    assert_eq!(held(tenant.emulator.application_token(&[])), "application: none");
}
