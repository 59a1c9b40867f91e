//! How a client is made, where its token goes, and what becomes of a request that has no answer.

#[path = "support/listener.rs"]
mod listener;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use listener::{Listener, answer};
use msgraph::models::OnlineMeeting;
use msgraph::{
    AccessToken, App, BoxFuture, ConfigError, CredentialError, Error, Graph, GraphBuilder, OperationInfo,
    RetryPolicy, Scheme, Service, permissions,
};

const TOKEN: &str = "SECRET-token";

/// A client of the listener that sends each request once.
fn local(listener: &Listener) -> GraphBuilder {
    let builder = Graph::builder().base_url(listener.url()).allow_http_on_loopback().token(TOKEN);
    builder.retry(RetryPolicy::none())
}

/// The texts of an error and of its causes, one behind the other.
fn whole_text(error: &Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(|error| format!("{error} | {error:?}")).collect::<Vec<_>>().join(" | ")
}

// ---- settings

#[test]
fn without_a_credential_there_is_no_client() {
    let error = Graph::builder().build().unwrap_err();
    assert!(matches!(error, Error::Config(ConfigError::NoCredential)), "{error:?}");
    assert!(error.to_string().contains(".token("), "{error}");
}

#[test]
fn a_root_that_cannot_be_called_is_refused() {
    for (root, reason) in [
        ("", "relative URL"),
        ("graph.microsoft.com/v1.0", "relative URL"),
        ("https://", "empty host"),
        ("ftp://graph.microsoft.com", "neither `https` nor `http`"),
        ("data:text/html,x", "neither `https` nor `http`"),
        ("https://graph.microsoft.com/v1.0?x=SECRET", "a query or a fragment"),
        ("https://graph.microsoft.com/v1.0#SECRET", "a query or a fragment"),
        ("https://me:SECRET@graph.microsoft.com/v1.0", "a user name or a password"),
        ("https://SECRET@graph.microsoft.com/v1.0", "a user name or a password"),
        ("https://SECRET:x@:bad", ""),
    ] {
        let error = Graph::builder().token(TOKEN).base_url(root).build().unwrap_err();
        assert!(matches!(error, Error::Config(ConfigError::Root { .. })), "{root}: {error:?}");
        assert!(error.to_string().contains(reason), "{root}: {error}");
        assert!(!whole_text(&error).contains("SECRET"), "{root}: {error:?}");
    }
}

#[test]
fn http_is_for_loopback_and_by_choice() {
    let build = |root: &str, allowed: bool| {
        let builder = Graph::builder().token(TOKEN).base_url(root);
        if allowed { builder.allow_http_on_loopback().build() } else { builder.build() }
    };
    for root in ["http://127.0.0.1:8080/v1.0", "http://[::1]/v1.0", "http://localhost:1/v1.0"] {
        assert!(build(root, true).is_ok(), "{root}");
        let error = build(root, false).unwrap_err();
        assert!(matches!(error, Error::Config(ConfigError::NoTls { .. })), "{root}: {error:?}");
        assert!(error.to_string().contains("allow_http_on_loopback"), "{error}");
    }
    for root in ["http://graph.microsoft.com/v1.0", "http://127.0.0.1.example.com/", "http://10.0.0.1/"] {
        for allowed in [false, true] {
            let error = build(root, allowed).unwrap_err();
            assert!(matches!(error, Error::Config(ConfigError::NoTls { .. })), "{root}: {error:?}");
        }
    }
}

/// Fails where `reqwest` no longer takes the TLS configuration of this version of rustls.
#[test]
fn the_default_client_has_tls_of_its_own() {
    let graph = Graph::builder().token(TOKEN).build().unwrap();
    assert_eq!(graph.client().root().as_str(), "https://graph.microsoft.com/v1.0");
    assert!(
        rustls::crypto::CryptoProvider::get_default().is_none(),
        "the choice for the whole process is the program's"
    );
}

fn is_send_sync<T: Send + Sync + Clone>(_: &T) {}

#[tokio::test]
async fn clients_and_calls_move_between_threads() {
    let listener = Listener::answering([answer("200 OK", "", r#"{"id":"m"}"#)]);
    let graph = local(&listener).build().unwrap();
    is_send_sync(&graph);
    let clone = graph.clone();
    let task = tokio::spawn(async move { clone.me().online_meetings().by_id("m").get().await });
    assert_eq!(task.await.unwrap().unwrap().id.as_deref(), Some("m"));
    drop(graph);
}

struct Reader;

impl App for Reader {
    const NAME: &'static str = "Reader";
    const SCHEME: Scheme = Scheme::DelegatedWork;
    const PERMISSIONS: &'static [&'static str] = &["OnlineMeetings.Read"];
}

impl permissions::may::GetMeOnlineMeetingsById for Reader {}

#[test]
fn a_program_that_states_its_permissions_has_a_client_of_its_own() {
    let graph: Graph<Reader> = Graph::builder().token(TOKEN).app::<Reader>().build().unwrap();
    let request = graph.me().online_meetings().by_id("m").get().into_http().unwrap();
    assert_eq!(request.uri().path(), "/v1.0/me/onlineMeetings/m");
}

// ---- tokens

#[tokio::test]
async fn the_request_carries_the_token() {
    let listener = Listener::answering([answer("200 OK", "", "{}")]);
    local(&listener).build().unwrap().me().online_meetings().by_id("m").get().await.unwrap();
    let received = listener.received();
    assert!(received[0].starts_with("GET /v1.0/me/onlineMeetings/m HTTP/1.1\r\n"), "{received:?}");
    assert!(received[0].contains("\r\nauthorization: Bearer SECRET-token\r\n"), "{received:?}");
}

/// Runs the test above once more, in a process whose environment names a proxy that is not there.
#[test]
fn a_proxy_of_the_environment_gets_no_token_for_loopback() {
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "the_request_carries_the_token"]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:1");
    }
    let output = again.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

#[tokio::test]
async fn a_closure_is_asked_for_each_request() {
    let listener = Listener::answering([answer("200 OK", "", "{}"), answer("200 OK", "", "{}")]);
    let calls = Arc::new(AtomicUsize::new(0));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (counted, kept) = (Arc::clone(&calls), Arc::clone(&asked));
    let graph = Graph::builder()
        .base_url(listener.url())
        .allow_http_on_loopback()
        .credential_fn(move |scopes| {
            let call = counted.fetch_add(1, Ordering::SeqCst);
            kept.lock().unwrap().extend(scopes.scopes().to_vec());
            async move {
                tokio::task::yield_now().await;
                Ok(AccessToken::new(format!("token-{call}")))
            }
        })
        .build()
        .unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 0, "building asks for nothing");
    for call in 0..2 {
        graph.me().online_meetings().by_id("m").get().await.unwrap();
        assert!(listener.received()[call].contains(&format!("authorization: Bearer token-{call}\r\n")));
    }
    assert_eq!(*asked.lock().unwrap(), ["https://graph.microsoft.com/.default"; 2]);
}

#[tokio::test]
async fn scopes_can_be_chosen() {
    let listener = Listener::answering([answer("200 OK", "", "{}")]);
    let graph = local(&listener)
        .credential_fn(|request| async move { Ok(AccessToken::new(request.scopes().join("+"))) })
        .scopes(["a", "b"])
        .build()
        .unwrap();
    graph.me().online_meetings().by_id("m").get().await.unwrap();
    assert!(listener.received()[0].contains("authorization: Bearer a+b\r\n"));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let listener = Listener::answering([answer("200 OK", "", "{}")]);
    let graph = local(&listener)
        .credential_fn(|_| async { Err(CredentialError::new("the login server is away")) })
        .build()
        .unwrap();
    let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
    assert_eq!(error.to_string(), "no access token: the login server is away");
    assert!(listener.received().is_empty());
}

#[tokio::test]
async fn a_redirect_takes_the_token_nowhere_else() {
    let storage = Listener::answering([answer("200 OK", "", "WEBVTT")]);
    let location = format!("location: {}/blob\r\n", storage.url());
    let service = Listener::answering([answer("302 Found", &location, "")]);
    let graph = local(&service).build().unwrap();
    let transcript = graph.me().online_meetings().by_id("m").transcripts().by_id("t");
    let content = transcript.content().get().header("x-own", "SECRET").await.unwrap();
    assert_eq!(content, "WEBVTT");
    assert!(service.received()[0].contains(TOKEN));
    assert!(storage.received()[0].starts_with("GET /v1.0/blob HTTP/1.1"), "{:?}", storage.received());
    assert!(!storage.received()[0].contains("SECRET"), "{:?}", storage.received());
}

#[tokio::test]
async fn a_redirect_within_the_service_keeps_the_token() {
    let moved = answer("307 Temporary Redirect", "location: /v1.0/elsewhere\r\n", "");
    let service = Listener::answering([moved, answer("200 OK", "", "{}")]);
    local(&service).build().unwrap().me().online_meetings().by_id("m").get().await.unwrap();
    assert!(service.received()[1].starts_with("GET /v1.0/elsewhere "), "{:?}", service.received());
    assert!(service.received()[1].contains(TOKEN));
}

#[tokio::test]
async fn a_redirect_is_not_followed_for_ever() {
    let around = answer("302 Found", "location: /v1.0/again\r\n", "");
    let service = Listener::answering(std::iter::repeat_n(around, 20));
    let error = local(&service).build().unwrap().me().online_meetings().by_id("m").get().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(service.received().len(), 6, "the request, and five redirects");
}

#[tokio::test]
async fn a_redirect_of_a_post_is_an_error() {
    let other = Listener::answering([answer("201 Created", "", "{}")]);
    let service = Listener::answering([answer("307 Moved", &format!("location: {}\r\n", other.url()), "")]);
    let graph = local(&service).build().unwrap();
    let error = graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn nothing_shows_the_token() {
    let listener = Listener::answering([answer("401 Unauthorized", "", "")]);
    let builder = local(&listener);
    let shown_builder = format!("{builder:?}");
    let graph = builder.build().unwrap();
    let request = graph.me().online_meetings().by_id("m").get().header("x-own", "SECRET-header");
    let shown = format!("{shown_builder} {graph:?} {:?} {:?} {request:?}", graph.client(), graph.me());
    let shown = shown + &whole_text(&request.await.unwrap_err());
    assert!(!shown.contains("SECRET"), "{shown}");
    assert!(shown.contains("GET /me/onlineMeetings/{onlineMeeting-id}"), "{shown}");
}

// ---- a service of one's own

/// Answers every request alike, and keeps their headers.
#[derive(Clone)]
struct Fixed {
    body: &'static str,
    headers: Arc<Mutex<Vec<http::HeaderMap>>>,
}

impl Fixed {
    fn new(body: &'static str) -> Self {
        Self { body, headers: Arc::default() }
    }
}

impl Service for Fixed {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        self.headers.lock().unwrap().push(request.headers().clone());
        Box::pin(std::future::ready(Ok(http::Response::new(Bytes::from_static(self.body.as_bytes())))))
    }
}

#[tokio::test]
async fn a_service_needs_no_credential_and_gets_the_token_where_there_is_one() {
    let service = Fixed::new(r#"{"subject":"from memory"}"#);
    let graph = Graph::builder().service(service.clone()).build().unwrap();
    let meeting = graph.me().online_meetings().by_id("m").get().await.unwrap();
    assert_eq!(meeting.subject.as_deref(), Some("from memory"));
    Graph::builder()
        .service(service.clone())
        .token(TOKEN)
        .build()
        .unwrap()
        .me()
        .online_meetings()
        .get()
        .await
        .unwrap_err();
    let headers = service.headers.lock().unwrap();
    assert!(!headers[0].contains_key("authorization"));
    assert_eq!(headers[1]["authorization"], "Bearer SECRET-token");
    assert_ne!(headers[0]["client-request-id"], headers[1]["client-request-id"]);
}

#[tokio::test]
async fn garbage_with_success_is_a_decode_error_that_names_the_operation() {
    for (body, reason) in [
        ("<html>SECRET</html>", "it is a page of HTML"),
        ("", "EOF while parsing"),
        (r#"{"subject": ["SECRET"]}"#, "subject: expected a string, found a list"),
        (r#"{"startDateTime": ["SECRET"]}"#, "startDateTime: expected a string, found a list"),
        (r#""SECRET""#, "expected an object of type microsoft.graph.onlineMeeting"),
    ] {
        let graph = Graph::builder().service(Fixed::new(body)).build().unwrap();
        let error = graph.me().online_meetings().by_id("m").get().await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error:?}") };
        assert_eq!(decode.operation().path, "/me/onlineMeetings/{onlineMeeting-id}");
        assert_eq!(decode.body(), body);
        let text = whole_text(&error);
        assert!(
            text.contains("GET /me/onlineMeetings/{onlineMeeting-id} was answered with success, but"),
            "{text}"
        );
        assert!(text.contains("is no `OnlineMeeting`") && text.contains(reason), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
    }
}

// ---- no answer

/// Asks for a meeting by its join link, and gives the error and whether the request may have been done.
async fn lost(graph: &Graph) -> (String, bool) {
    let request = graph.me().online_meetings().get().filter("JoinWebUrl eq 'https://SECRET-link'");
    let error = request.await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    let text = whole_text(&error);
    assert!(!text.contains("SECRET"), "{text}");
    (text, transport.may_have_been_done())
}

#[tokio::test]
async fn a_refused_connection_says_that_nothing_was_sent() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let builder = Graph::builder().base_url(format!("http://127.0.0.1:{port}/v1.0")).allow_http_on_loopback();
    let builder = builder.token(TOKEN).retry(RetryPolicy::none());
    let (text, may_have_been_done) = lost(&builder.build().unwrap()).await;
    assert!(text.starts_with("GET /me/onlineMeetings was not sent: it could not connect"), "{text}");
    assert!(!may_have_been_done);
}

#[tokio::test]
async fn a_cut_connection_says_that_the_request_may_have_been_done() {
    let before_the_head = String::new();
    let within_the_head = "HTTP/1.1 200 OK\r\ncontent-".to_owned();
    let within_the_body = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"subject\":".to_owned();
    for cut in [before_the_head, within_the_head, within_the_body] {
        let listener = Listener::answering([cut]);
        let (text, may_have_been_done) = lost(&local(&listener).build().unwrap()).await;
        assert!(text.contains("GET /me/onlineMeetings was sent, but the connection broke"), "{text}");
        assert!(text.contains("the service may have done it"), "{text}");
        assert!(may_have_been_done);
    }
}

#[tokio::test]
async fn a_given_client_sets_the_time_to_wait() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(no_roots())
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let graph = Graph::builder()
        .base_url(format!("http://{}", silent.local_addr().unwrap()))
        .allow_http_on_loopback()
        .token(TOKEN)
        .http_client(client)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let (text, may_have_been_done) = lost(&graph).await;
    assert!(text.starts_with("GET /me/onlineMeetings was sent, but no answer came in time"), "{text}");
    assert!(may_have_been_done);
}

/// TLS that trusts nobody: `reqwest` makes no client without a configuration or a provider.
fn no_roots() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
