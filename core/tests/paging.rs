//! Pages and items over a service in memory.

#[path = "support/now.rs"]
mod now;
#[path = "support/script.rs"]
mod script;

use std::marker::PhantomPinned;

use futures_core::Stream as _;
use http::Method;
use msgraph_core::{
    Client, Error, Items, Operation, OperationInfo, Paged, Pages, Permissions, Request, RequestError,
};
use now::now;
use script::{Answer, Script};
use serde_json::json;

const ROOT: &str = "https://graph.microsoft.com/v1.0";

enum List {}

impl Operation for List {
    type Answer = Paged<u32>;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::GET, "/me/numbers", Permissions::UNKNOWN);
}

/// An action that gives pages.
enum Find {}

impl Operation for Find {
    type Answer = Paged<u32>;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::POST, "/me/findNumbers", Permissions::UNKNOWN);
}

fn list(script: &Script) -> Request<List> {
    script.client().path::<()>().literal("me").literal("numbers").request()
}

fn page(value: &[u32], next: Option<&str>) -> Answer {
    let mut body = json!({ "value": value });
    if let Some(next) = next {
        body["@odata.nextLink"] = json!(link(next));
    }
    answer(200, &body)
}

fn answer(status: u16, body: &serde_json::Value) -> Answer {
    http::Response::builder().status(status).body(body.to_string().into()).unwrap()
}

fn link(token: &str) -> String {
    format!("{ROOT}/me/numbers?$skiptoken={token}")
}

fn promised<T: Send + Unpin + 'static>(value: T) -> T {
    value
}

#[test]
fn streams_are_send_and_unpin_whatever_the_items_are() {
    fn holds<T: Send + Unpin + 'static>() {}
    holds::<Pages<PhantomPinned>>();
    holds::<Items<PhantomPinned>>();
}

#[test]
fn all_items_come_over_empty_pages() {
    let script =
        Script::of([page(&[], Some("1")), page(&[1, 2], Some("2")), page(&[], Some("3")), page(&[3], None)]);
    let mut items = promised(list(&script).items());
    assert!(script.received().is_empty(), "nothing is sent before the first item is asked for");
    assert_eq!(items.size_hint(), (0, None));
    assert_eq!(now(items.next()).unwrap().unwrap(), 1);
    assert_eq!((items.buffered(), items.size_hint()), (&[2][..], (1, None)));
    assert_eq!(items.next_link(), Some(&*link("2")));
    assert_eq!(now(items.next()).unwrap().unwrap(), 2);
    assert_eq!(now(items.next()).unwrap().unwrap(), 3);
    assert_eq!(items.size_hint(), (0, Some(0)));
    assert!(now(items.next()).is_none() && now(items.next()).is_none());
    let targets = [format!("{ROOT}/me/numbers"), link("1"), link("2"), link("3")];
    assert_eq!(script.targets(), targets);
}

#[test]
fn headers_and_settings_go_on_and_options_of_the_query_do_not() {
    let odd = format!("{ROOT}/me/numbers?$skiptoken=a%2Fb%252f+c&%24top=1&x='y'");
    let first = json!({ "value": [], "@odata.nextLink": odd });
    let script = Script::of([answer(200, &first), page(&[], None)]);
    let request = list(&script)
        .query("$filter", "secret eq 1")
        .header("prefer", "odata.maxpagesize=5")
        .header("consistencylevel", "eventual")
        .header("accept-language", "de")
        .timeout(std::time::Duration::from_secs(7));
    now(request.items().try_collect()).unwrap();
    let [first, second] = &script.received()[..] else { panic!("{:?}", script.targets()) };
    assert_eq!(first.uri().query(), Some("$filter=secret%20eq%201"));
    assert_eq!(second.uri().to_string(), odd);
    assert_eq!(first.headers(), second.headers());
    assert_eq!(second.headers()["prefer"], "odata.maxpagesize=5");
    for request in [first, second] {
        let settings = request.extensions().get::<msgraph_core::RequestSettings>().unwrap();
        assert_eq!(settings.timeout.unwrap().as_secs(), 7);
    }
}

#[test]
fn the_pages_of_an_action_are_read_with_get() {
    let script = Script::of([page(&[1], Some("1")), page(&[2], None)]);
    let request: Request<Find> = script.client().path::<()>().literal("me").literal("findNumbers").request();
    assert_eq!(now(request.json(&json!({ "a": 1 })).items().try_collect()).unwrap(), [1, 2]);
    let [first, second] = &script.received()[..] else { panic!("{:?}", script.targets()) };
    assert_eq!((first.method(), &first.body()[..]), (&Method::POST, &br#"{"a":1}"#[..]));
    assert_eq!((second.method(), second.body().len()), (&Method::GET, 0));
    assert!(first.headers().contains_key("content-type") && !second.headers().contains_key("content-type"));
    assert!(second.extensions().get::<msgraph_core::RequestSettings>().unwrap().can_be_repeated);
}

#[test]
fn a_link_that_was_followed_before_ends_with_an_error() {
    let circle = |from: &[&str]| -> Vec<Answer> { from.iter().map(|next| page(&[7], Some(next))).collect() };
    for (answers, sent) in [(circle(&["1", "1"]), 2), (circle(&["1", "2", "3", "1"]), 4)] {
        let script = Script::of(answers);
        let mut pages = list(&script).pages();
        for _ in 0..sent {
            assert_eq!(now(pages.next()).unwrap().unwrap().value, [7]);
        }
        let error = now(pages.next()).unwrap().unwrap_err();
        assert!(matches!(error, Error::Request(RequestError::RepeatedLink { .. })), "{error:?}");
        assert!(
            error.to_string().contains("GET /me/numbers gave a link to a page for the second time"),
            "{error}"
        );
        assert_eq!(pages.next_link(), Some(&*link("1")));
        assert!(now(pages.next()).is_none());
        assert_eq!(script.received().len(), sent);
    }
    // the address of the first request is no link before the service makes it one
    let again = || answer(200, &json!({ "value": [], "@odata.nextLink": format!("{ROOT}/me/numbers") }));
    let script = Script::of([again(), page(&[1], None)]);
    assert_eq!(now(list(&script).items().try_collect()).unwrap(), [1]);
    let script = Script::of([again(), again()]);
    assert!(now(list(&script).items().try_collect()).is_err());
    assert_eq!(script.received().len(), 2);
}

#[test]
fn a_link_to_elsewhere_is_never_called() {
    for foreign in ["https://example.com/v1.0/me?secret=1", "http://graph.microsoft.com/v1.0/me?secret=1"] {
        let script = Script::of([answer(200, &json!({ "value": [1, 2], "@odata.nextLink": foreign }))]);
        let mut items = list(&script).items();
        assert_eq!([(); 2].map(|()| now(items.next()).unwrap().unwrap()), [1, 2]);
        let error = now(items.next()).unwrap().unwrap_err();
        assert!(matches!(error, Error::Request(RequestError::ForeignOrigin { .. })), "{error:?}");
        assert!(!format!("{error} {error:?} {items:?}").contains("secret"));
        assert_eq!(items.next_link(), Some(foreign), "nothing is lost");
        assert!(now(items.next()).is_none());
        assert_eq!(script.received().len(), 1);

        let script = Script::default();
        let error = now(list(&script).pages_from(foreign).next()).unwrap().unwrap_err();
        assert!(matches!(error, Error::Request(RequestError::ForeignOrigin { .. })), "{error:?}");
    }
}

#[test]
fn a_page_that_fails_can_be_read_later() {
    let refused = answer(500, &json!({ "error": { "code": "broken" } }));
    let unread = answer(200, &json!({ "values": [] }));
    for failure in [refused, unread] {
        let script = Script::of([page(&[1], Some("2")), failure, page(&[2], None)]);
        let mut items = list(&script).items();
        assert_eq!(now(items.next()).unwrap().unwrap(), 1);
        assert!(now(items.next()).unwrap().is_err());
        assert!(now(items.next()).is_none());
        let link = items.next_link().unwrap().to_owned();
        assert_eq!(now(list(&script).items_from(link).try_collect()).unwrap(), [2]);
    }
}

#[test]
fn a_delta_link_is_there_once_every_item_is_taken() {
    let delta = format!("{ROOT}/me/numbers?$deltatoken=1");
    let last = json!({ "value": [2, 3], "@odata.deltaLink": delta });
    let script = Script::of([page(&[1], Some("1")), answer(200, &last), page(&[4], None)]);
    let mut items = list(&script).items();
    for item in 1..=3 {
        assert_eq!(items.delta_link(), None);
        assert_eq!(now(items.next()).unwrap().unwrap(), item);
    }
    assert_eq!(items.delta_link(), Some(&*delta));
    assert!(now(items.next()).is_none());
    assert!(!format!("{items:?}").contains("deltatoken"), "{items:?}");
    assert_eq!(now(list(&script).items_from(delta.clone()).try_collect()).unwrap(), [4]);
    assert_eq!(script.targets()[2], delta);
}

#[test]
fn the_count_is_that_of_the_first_page_that_has_one() {
    let first = json!({ "value": [1], "@odata.count": 2, "@odata.nextLink": link("1") });
    let script = Script::of([answer(200, &first), answer(200, &json!({ "value": [2], "@odata.count": 9 }))]);
    let mut pages = list(&script).pages();
    assert_eq!(pages.count(), None);
    while let Some(page) = now(pages.next()) {
        page.unwrap();
        assert_eq!(pages.count(), Some(2));
    }
}

#[test]
fn a_limit_asks_for_no_page_too_many() {
    let script = Script::of([page(&[1, 2], Some("1")), page(&[3, 4], Some("2"))]);
    let items = list(&script).items().limit(2);
    assert_eq!(items.size_hint(), (0, Some(2)));
    assert_eq!(now(items.try_collect()).unwrap(), [1, 2]);
    assert_eq!(script.received().len(), 1);
    let script = Script::of([page(&[1, 2], Some("1")), page(&[3, 4], None)]);
    let mut items = list(&script).items().limit(3);
    while now(items.next()).is_some() {}
    assert_eq!((items.buffered(), items.delta_link()), (&[4][..], None));
    assert!(now(list(&Script::default()).items().limit(0).try_collect()).unwrap().is_empty());
}

#[test]
fn a_request_that_cannot_be_made_is_the_first_result() {
    let script = Script::default();
    let mut pages = list(&script).header("no name", "").pages();
    assert_eq!(pages.size_hint(), (1, None));
    assert!(matches!(now(pages.next()), Some(Err(Error::Request(RequestError::Header { .. })))));
    assert_eq!(pages.size_hint(), (0, Some(0)));
    assert!(now(pages.next()).is_none());

    let detached = Client::detached(ROOT.parse().unwrap());
    let mut pages = detached.path::<()>().literal("me").request::<List>().pages();
    assert!(matches!(now(pages.next()), Some(Err(Error::Request(RequestError::Detached)))));
}
