//! Requests as they are put together, and what shows of them.

use bytes::Bytes;
use http::Method;
use msgraph_core::{
    Call, Client, Content, Error, Operation, OperationInfo, Page, Path, Permissions, Request, RequestError,
    Wrapped, option,
};

enum Get {}

impl Operation for Get {
    type Answer = Wrapped<Option<String>>;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::GET, "/things", Permissions::UNKNOWN).documented_at("https://x/y");
}

impl option::Select for Get {}
impl option::Expand for Get {}
impl option::OrderBy for Get {}
impl option::Prefer for Get {}

enum Put {}

impl Operation for Put {
    type Answer = Content;
    const INFO: &'static OperationInfo = &OperationInfo::new(Method::PUT, "/things", Permissions::UNKNOWN);
}

fn path() -> Path {
    Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap()).path().literal("things")
}

fn get() -> Request<Get> {
    path().request()
}

fn query(request: Request<Get>) -> Option<String> {
    request.into_http().unwrap().uri().query().map(ToOwned::to_owned)
}

#[test]
fn an_option_that_the_slice_does_not_know_is_sent() {
    let request =
        get().query("$skiptoken", "a b&c").query(String::from("ä=&"), "1").query("$skiptoken", "é+");
    assert_eq!(query(request).as_deref(), Some("$skiptoken=%C3%A9%2B&%C3%A4%3D%26=1"));
    assert_eq!(query(get().select(["a"]).query("$select", "b")).as_deref(), Some("$select=b"));
}

#[test]
fn a_list_of_nothing_is_not_sent() {
    let nothing: [&str; 0] = [];
    assert_eq!(query(get().select(nothing).expand(nothing).order_by(nothing)), None);
    assert_eq!(query(get().select(["a", "b"]).expand(nothing)).as_deref(), Some("$select=a,b"));
    assert_eq!(query(get().select(["a"]).select(nothing)), None);
}

#[test]
fn preferences_add_up() {
    let request = get().prefer("a").prefer("b; c=1").prefer("d").into_http().unwrap();
    assert_eq!(request.headers()["prefer"], "a, b; c=1, d");
    assert_eq!(request.headers().get_all("prefer").iter().count(), 1);
    let error = get().prefer("a").prefer("b\n").into_http().unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::Header { .. })), "{error:?}");
}

#[test]
fn a_url_that_is_too_long_says_so() {
    let error = get().query("$filter", "x".repeat(65_534)).into_http().unwrap_err();
    let Error::Request(RequestError::TooLong { length, limit: 65_534 }) = error else { panic!("{error:?}") };
    assert!(error.to_string().contains(&format!("the URL has {length} bytes")), "{error}");
    let base = get().query("q", "").into_http().unwrap().uri().to_string().len();
    assert!(get().query("q", "x".repeat(65_534 - base)).into_http().is_ok(), "the limit is the crate's");
    assert!(get().query("q", "x".repeat(65_535 - base)).into_http().is_err());
}

#[test]
fn bodies_are_values_of_any_size_and_bytes() {
    let request = path().request::<Put>().json("text").into_http().unwrap();
    assert_eq!(request.body(), "\"text\"");
    let json: &dyn Fn(Request<Put>) -> Request<Put> = &|request| request.json(&[1, 2][..]);
    assert_eq!(json(path().request()).into_http().unwrap().body(), "[1,2]");

    let bytes = Bytes::from(vec![1, 2, 3]);
    let request = path().request::<Put>().body("image/jpeg", bytes.clone()).into_http().unwrap();
    assert_eq!(request.headers()["content-type"], "image/jpeg");
    assert_eq!(request.body().as_ptr(), bytes.as_ptr(), "not copied");
    let request = path().request::<Put>().body(String::from("text/plain"), "text").into_http().unwrap();
    assert_eq!(request.body(), "text");
}

#[test]
fn a_fixed_segment_does_not_lead_to_another_path_either() {
    for segment in ["..", ".", ""] {
        let error = path().literal(segment).request::<Get>().into_http().unwrap_err();
        assert!(matches!(error, Error::Request(RequestError::Segment { .. })), "{segment}: {error:?}");
    }
}

#[test]
fn paths_and_calls_show_no_values() {
    let call = Call::new("getAll").argument("user", "SECRET").argument("from", "SECRET");
    let path = path().key("thing-id", "SECRET").call(&call);
    let shown = format!("{path:?} {call:?} {:?}", path.request::<Get>());
    assert!(!shown.contains("SECRET"), "{shown}");
    assert!(shown.starts_with("Path(/things/{thing-id}/getAll())"), "{shown}");
    assert!(shown.contains(r#"["user", "from"]"#), "{shown}");
}

#[test]
fn a_root_shows_no_password_and_no_query() {
    for root in ["https://me:SECRET@host/v1.0?sig=SECRET#SECRET", "https://SECRET@host/v1.0", "data:SECRET"] {
        let client = Client::detached(root.parse().unwrap());
        let error = client.path::<()>().literal("x").request::<Get>().into_http();
        let shown = format!("{client:?} {:?}", error.map(|_| ()));
        assert!(!shown.contains("SECRET"), "{shown}");
        assert!(shown.contains("https://host/v1.0") || shown.contains("data:"), "{shown}");
    }
}

#[test]
fn what_is_known_of_an_operation_is_there_or_not() {
    assert_eq!(Get::INFO.documentation, Some("https://x/y"));
    assert_eq!(Put::INFO.documentation, None);
}

#[test]
fn a_page_can_be_made() {
    let page = Page::new(vec![1]);
    assert_eq!((page.value, page.count, page.next_link, page.delta_link), (vec![1], None, None, None));
}
