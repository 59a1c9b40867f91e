//! Entities of any type, and another emulator with the same file.

use msgraph_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::{Client, client, place, shelves, text};

async fn start(path: &std::path::Path) -> Emulator {
    shelves(path).page_size(2).start().await.unwrap_or_else(|error| panic!("{error}"))
}

/// A shelf with two books, of which the first has a text.
async fn shelf(client: &Client, id: &str) -> String {
    let books = [json!({ "id": "z", "title": "Zorn" }), json!({ "id": "a", "title": "Analysis" })];
    let body = json!({ "id": id, "name": "before", "copy": "ä", "books": books });
    client.post("/me/shelves", &body).await.expect(201);
    let path = format!("/me/shelves/{id}");
    let put = client.put(&format!("{path}/books/z/text"), String::from("one\ntwo\n\u{0}")).await;
    assert_eq!(put.expect("an answer").status, 204);
    path
}

#[tokio::test]
async fn entities_and_contents_are_as_they_were() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let first = client(&emulator);
    let (kept, gone) = (shelf(&first, "kept").await, shelf(&first, "gone").await);
    first.patch(&kept, &json!({ "name": "after" })).await.expect(200);
    let titled = first.patch(&format!("{kept}/books/a"), &json!({ "title": "Algebra" })).await;
    titled.expect(200);
    first.put(&format!("{kept}/books/z/text"), String::from("other")).await.expect("an answer");
    let made_up = text(&first.post("/me/shelves", &json!({ "name": "third" })).await.expect(201)["id"]);
    let new =
        json!({ "displayName": "Alex", "userPrincipalName": "alex@contoso.example", "jobTitle": "Author" });
    let alex = text(&first.post("/users", &new).await.expect(201)["id"]);
    let alexandra = json!({ "displayName": "Alexandra" });
    first.patch("/users/alex@contoso.example", &alexandra).await.expect(200);
    emulator.put_entity(&format!("/users/{alex}/shelves"), json!({ "id": "own" })).expect("a shelf");
    assert_eq!(first.delete(&gone).await.status, 204);
    assert_eq!(first.delete(&format!("{kept}/books/a")).await.status, 204);

    let mut paths: Vec<String> = ["", "/books", "/books/z", "/books/z/text", "?$expand=books"]
        .map(|rest| format!("{kept}{rest}"))
        .into();
    paths.extend([String::from("/me/shelves"), format!("/me/shelves/{made_up}")]);
    paths.push(String::from("/users/alex@contoso.example"));
    let mut before = Vec::new();
    for path in &paths {
        let told = first.told(path).await;
        assert_eq!(told.0, 200, "{path}: {told:?}");
        before.push(told);
    }
    assert_eq!(first.get(&kept).await.expect(200)["name"], "after");
    drop(emulator);

    for _ in 0..2 {
        let emulator = start(&path).await;
        let next = client(&emulator);
        for (path, before) in paths.iter().zip(&before) {
            assert_eq!(next.told(path).await, *before, "{path}");
        }
        for path in [&gone, &format!("{gone}/books/z"), &format!("{gone}/books/z/text")] {
            assert_eq!(next.get(path).await.status, 404, "{path}");
        }
        let user = emulator.users().into_iter().find(|one| one.id == alex).expect("Alex");
        assert_eq!(user.display_name, "Alexandra");
        let own = Client::new(emulator.url(), &emulator.delegated_token(&alex, &[]));
        assert_eq!(own.get("/me").await.expect(200)["jobTitle"], "Author");
        assert_eq!(own.get("/me/shelves/own").await.status, 200);
    }
    // What is made in the place of something that is gone has nothing of it.
    let emulator = start(&path).await;
    let next = client(&emulator);
    next.post("/me/shelves", &json!({ "id": "gone", "books": [{ "id": "z" }] })).await.expect(201);
    assert_eq!(values(&next, &format!("{gone}/books"), "id").await, ["z"]);
    assert_eq!(next.get(&format!("{gone}/books/z/text")).await.status, 404);
}

/// The order in which entities came outlives the emulator, and those that come later are behind them.
#[tokio::test]
async fn a_collection_goes_on_in_its_order() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let first = client(&emulator);
    for id in ["z", "m", "a"] {
        first.post("/me/shelves", &json!({ "id": id })).await.expect(201);
    }
    first.patch("/me/shelves/z", &json!({ "name": "changed" })).await.expect(200);
    assert_eq!(first.delete("/me/shelves/m").await.status, 204);
    drop(emulator);
    let emulator = start(&path).await;
    let next = client(&emulator);
    next.post("/me/shelves", &json!({ "id": "k" })).await.expect(201);
    assert_eq!(all(&next, "/me/shelves", "id").await, ["z", "a", "k"]);
}

#[tokio::test]
async fn etags_and_page_tokens_of_what_is_gone_are_not_given_again() {
    let (_folder, path) = place();
    let emulator = start(&path).await;
    let first = client(&emulator);
    let mut etags = Vec::new();
    for id in ["a", "b", "c"] {
        first.post("/me/shelves", &json!({ "id": id })).await.expect(201);
        etags.push(first.get(&format!("/me/shelves/{id}")).await.etag.expect("an ETag"));
    }
    let page = first.get("/me/shelves").await.expect(200);
    let next_page = text(&page["@odata.nextLink"]).replace(emulator.url(), "");
    for id in ["b", "c"] {
        assert_eq!(first.delete(&format!("/me/shelves/{id}")).await.status, 204);
    }
    drop(emulator);

    let emulator = start(&path).await;
    let next = client(&emulator);
    for id in ["d", "b"] {
        next.post("/me/shelves", &json!({ "id": id })).await.expect(201);
        let etag = next.get(&format!("/me/shelves/{id}")).await.etag.expect("an ETag");
        assert!(!etags.contains(&etag), "{id} has the ETag of another one");
    }
    // Behind the last one that was seen, which was 'b'.
    assert_eq!(values(&next, &next_page, "id").await, ["d", "b"]);
    emulator.reset().expect("it is kept");
    drop(emulator);
    let emulator = start(&path).await;
    let last = client(&emulator);
    last.post("/me/shelves", &json!({ "id": "e" })).await.expect(201);
    assert_eq!(values(&last, &next_page, "id").await, ["e"]);
}

/// A property of the entities of one page.
async fn values(client: &Client, path: &str, property: &str) -> Vec<String> {
    let page = client.get(path).await.expect(200);
    of_page(&page, property)
}

/// A property of the entities of all pages.
async fn all(client: &Client, path: &str, property: &str) -> Vec<String> {
    let mut page = client.get(path).await.expect(200);
    let mut found = of_page(&page, property);
    while let Some(next) = page["@odata.nextLink"].as_str().map(String::from) {
        page = client.get(&next).await.expect(200);
        found.extend(of_page(&page, property));
    }
    found
}

fn of_page(page: &Value, property: &str) -> Vec<String> {
    page["value"].as_array().expect("a page").iter().map(|one| text(&one[property])).collect()
}
