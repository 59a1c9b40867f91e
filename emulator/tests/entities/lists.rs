//! `$top`, `$skip`, `$count`, `$select`, `$orderby`, `$filter`, and pages.

use std::collections::BTreeSet;

use msgraph_emulator::Emulator;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, World, api, text};

/// Six messages: a and b are read, c has no size.
async fn messages(client: &Client) {
    let all = [
        json!({"subject": "a", "size": 3, "isRead": true, "importance": "low", "categories": ["red"]}),
        json!({"subject": "b", "size": 1, "isRead": true, "importance": "high"}),
        json!({"subject": "c", "isRead": false, "from": {"emailAddress": {"address": "c@x"}}}),
        json!({"subject": "d", "size": 2, "isRead": false, "categories": ["red", "blue"]}),
        json!({"subject": "e", "size": 2, "isRead": false, "from": {"emailAddress": {"address": "e@x"}}}),
        json!({"subject": "it's f", "size": 10, "toRecipients": [{"emailAddress": {"address": "f@x"}}]}),
    ];
    for one in &all {
        client.post("/me/messages", one).await.expect(201);
    }
}

#[tokio::test]
async fn filters_leave_what_they_are_true_of() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    let cases: [(&str, &[&str]); 10] = [
        ("isRead eq true and size gt 2", &["a"]),
        ("not (isRead eq true) and size le 2", &["d", "e"]),
        ("importance eq 'high' or importance eq 'low'", &["a", "b"]),
        ("size eq null", &["c"]),
        ("subject in ('a','e')", &["a", "e"]),
        ("subject eq 'it''s f'", &["it's f"]),
        ("startswith(from/emailAddress/address,'e')", &["e"]),
        ("categories/any(c:c eq 'red')", &["a", "d"]),
        ("toRecipients/any(r:r/emailAddress/address eq 'f@x')", &["it's f"]),
        ("createdDateTime lt 2026-03-01T12:00:00Z", &[]),
    ];
    for (filter, wanted) in cases {
        assert_eq!(client.subjects(&[("$filter", filter)]).await, *wanted, "{filter}");
    }
    let refused = client.query("/me/messages", &[("$filter", "nothing eq 1")]).await;
    assert!(refused.error(400, "BadRequest").contains("'nothing'"));
    client.query("/me/messages", &[("$filter", "length(subject) gt 1")]).await.error(501, "NotImplemented");
    client.query("/me/messages", &[("$search", "\"x\"")]).await.error(501, "NotImplemented");
}

#[tokio::test]
async fn orders_have_several_keys_and_begin_with_null() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    let by_size = client.subjects(&[("$orderby", "size")]).await;
    assert_eq!(by_size, ["c", "b", "d", "e", "a", "it's f"]);
    let down = client.subjects(&[("$orderby", "size desc,subject desc")]).await;
    assert_eq!(down, ["it's f", "a", "e", "d", "b", "c"]);
    let nested = client.subjects(&[("$orderby", "from/emailAddress/address desc"), ("$top", "2")]).await;
    assert_eq!(nested, ["e", "c"]);
    client.query("/me/messages", &[("$orderby", "categories")]).await.error(400, "BadRequest");
}

#[tokio::test]
async fn counts_are_of_all_that_the_filter_leaves() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    let query = [("$count", "true"), ("$top", "1"), ("$skip", "1"), ("$filter", "isRead eq false")];
    let page = client.query("/me/messages", &query).await;
    assert_eq!(page.json()["@odata.count"], 3);
    assert_eq!(page.items()[0]["subject"], "d");
    let count = client.get("/me/messages/$count").await;
    assert_eq!(
        (count.status, count.bytes.as_slice(), count.header("content-type")),
        (200, &b"6"[..], "text/plain")
    );
    let some = client.query("/me/messages/$count", &[("$filter", "size gt 2")]).await;
    assert_eq!(some.bytes, b"2");
}

#[tokio::test]
async fn a_page_may_be_one_of_nothing() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    for order in ["", "&$orderby=size"] {
        let page = client.get(&format!("/me/messages?$top=0&$count=true{order}")).await.expect(200);
        assert_eq!((&page["value"], &page["@odata.count"]), (&json!([]), &json!(6)), "{order}");
        assert_eq!(page.get("@odata.nextLink"), None, "{order}");
    }
    let expanded = client.get("/me?$expand=messages($top=0)").await.expect(200);
    assert_eq!(expanded["messages"], json!([]));
}

#[tokio::test]
async fn select_leaves_the_properties_that_it_names() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    let first = client.get("/me/messages?$select=subject,size&$top=1").await.items().remove(0);
    let names: Vec<&String> = first.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["@odata.etag", "size", "subject"]);
    client.get("/me/messages?$select=nothing").await.error(400, "BadRequest");
}

/// Follows the links from a page on; what each page has, by subjects.
async fn pages(client: &Client, first: Answer) -> Vec<Vec<String>> {
    let (mut pages, mut next) = (Vec::new(), first);
    loop {
        pages.push(next.items().iter().map(|one| text(&one["subject"])).collect());
        let json = next.json();
        let Some(link) = json["@odata.nextLink"].as_str() else { return pages };
        next = client.get(link).await;
    }
}

#[tokio::test]
async fn pages_hold_each_item_once_and_keep_the_options() {
    let builder = Emulator::builder().api(api()).page_size(4);
    let world = World::with(builder).await;
    let client = world.adele();
    messages(&client).await;
    let all = pages(&client, client.get("/me/messages").await).await;
    assert_eq!(all, [vec!["a", "b", "c", "d"], vec!["e", "it's f"]]);
    let query = [("$top", "2"), ("$skip", "1"), ("$orderby", "subject desc"), ("$select", "subject")];
    let sorted = pages(&client, client.query("/me/messages", &query).await).await;
    assert_eq!(sorted, [vec!["e", "d"], vec!["c", "b"], vec!["a"]]);
    let unsorted = pages(&client, client.query("/me/messages", &[("$top", "2"), ("$skip", "1")]).await).await;
    assert_eq!(unsorted, [vec!["b", "c"], vec!["d", "e"], vec!["it's f"]]);
    let request = client.request(Method::GET, "/me/messages").header("prefer", "odata.maxpagesize=3");
    let preferred = Answer::to(request).await;
    assert_eq!((preferred.items().len(), preferred.header("preference-applied")), (3, "odata.maxpagesize=3"));
    client.get("/me/messages?$skiptoken=x").await.error(400, "BadRequest");
}

#[tokio::test]
async fn a_page_goes_on_where_the_last_one_ended_whatever_came_and_went() {
    let world = World::new().await;
    let client = world.adele();
    messages(&client).await;
    let first = client.get("/me/messages?$top=2").await;
    let ids: Vec<String> = first.items().iter().map(|one| text(&one["id"])).collect();
    for id in &ids {
        assert_eq!(client.delete(&format!("/me/messages/{id}")).await.status, 204);
    }
    client.post("/me/messages", &json!({"subject": "new"})).await.expect(201);
    let rest: Vec<String> = pages(&client, first).await.into_iter().skip(1).flatten().collect();
    assert_eq!(rest, ["c", "d", "e", "it's f", "new"]);
}

#[tokio::test]
async fn a_cast_leaves_the_entities_of_a_type() {
    let world = World::new().await;
    let client = world.as_app();
    let group = client.create("/groups", &json!({"displayName": "g"})).await;
    let members = format!("/groups/{group}/members");
    client
        .post(&members, &json!({"@odata.type": "#microsoft.graph.user", "displayName": "u"}))
        .await
        .expect(201);
    client
        .post(&members, &json!({"@odata.type": "#microsoft.graph.group", "displayName": "h"}))
        .await
        .expect(201);
    let all: BTreeSet<String> =
        client.get(&members).await.items().iter().map(|one| text(&one["@odata.type"])).collect();
    assert_eq!(all.len(), 2);
    assert_eq!(client.get(&format!("{members}/$count")).await.bytes, b"2");
}

#[tokio::test]
async fn filters_and_orders_go_over_all_pages_of_a_large_collection() {
    let world = World::new().await;
    let path = format!("/users/{}/messages", world.adele.id);
    let mut last = String::new();
    for number in 0..2_000 {
        let message = json!({"subject": format!("{number}"), "size": number % 7});
        last = world.emulator.put_entity(&path, message).expect("a message");
    }
    let client = world.adele();
    assert_eq!(client.get(&format!("/me/messages/{last}")).await.expect(200)["subject"], "1999");
    let query = [("$filter", "size eq 3"), ("$orderby", "subject desc"), ("$top", "1"), ("$count", "true")];
    let page = client.query("/me/messages", &query).await;
    assert_eq!(
        (page.json()["@odata.count"].as_u64(), page.items()[0]["subject"].as_str()),
        (Some(286), Some("997"))
    );
}
