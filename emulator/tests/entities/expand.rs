//! `$expand`, and what is sent in line.

use serde_json::json;

use crate::support::{World, text};

#[tokio::test]
async fn what_is_sent_in_line_is_contained_and_expanded_again() {
    let world = World::new().await;
    let client = world.adele();
    let sent = json!({"subject": "x", "attachments": [{"name": "b", "size": 2}, {"name": "a", "size": 1}, {"name": "c"}]});
    let message = client.post("/me/messages", &sent).await.expect(201);
    assert_eq!(message.get("attachments"), None, "what is contained is sent only when asked for");
    let path = format!("/me/messages/{}", text(&message["id"]));
    assert_eq!(client.get(&format!("{path}/attachments")).await.items().len(), 3);
    let whole = client.get(&format!("{path}?$expand=attachments")).await.expect(200);
    assert_eq!(whole["attachments"].as_array().map(Vec::len), Some(3));
    let options = "attachments($select=name;$orderby=name;$filter=size ne null;$top=5)";
    let some = client.query(&path, &[("$expand", options), ("$select", "subject")]).await.expect(200);
    let names: Vec<&str> = some["attachments"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(some["attachments"][0].get("size"), None);
    let list = client.get("/me/messages?$expand=attachments($top=1)").await.items();
    assert_eq!(list[0]["attachments"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_single_value_is_expanded_or_null() {
    let world = World::new().await;
    let client = world.adele();
    assert_eq!(client.get("/me?$expand=assistant").await.expect(200)["assistant"], json!(null));
    client.patch("/me/assistant", &json!({"displayName": "Diego"})).await.expect(200);
    assert_eq!(client.get("/me?$expand=assistant").await.expect(200)["assistant"]["displayName"], "Diego");
    client.get("/me?$expand=nothing").await.error(400, "BadRequest");
    client.get("/me?$expand=messages($search=x)").await.error(501, "NotImplemented");
}

#[tokio::test]
async fn options_are_checked_where_there_is_nothing_to_show() {
    let world = World::new().await;
    let client = world.adele();
    let folders = ["$select=nothing", "$expand=nothing", "$expand=childFolders($select=nothing)"];
    for options in folders {
        client.get(&format!("/me/mailFolders?{options}")).await.error(400, "BadRequest");
    }
    client.get("/me/mailFolders?$expand=childFolders($filter=nothing eq 1)").await.error(400, "BadRequest");
    client.get("/me?$expand=assistant($expand=nothing)").await.error(400, "BadRequest");
    client.get("/me/settings?$expand=nothing").await.error(400, "BadRequest");
    client.get("/me/settings?$select=language").await.expect(200);
    assert!(client.get("/me/mailFolders?$expand=childFolders($select=displayName)").await.items().is_empty());
}

#[tokio::test]
async fn expansions_stand_only_so_deep_in_one_another() {
    let world = World::new().await;
    let client = world.adele();
    let expand = |depth: usize| {
        let inner = depth - 1;
        "childFolders($expand=".repeat(inner) + "childFolders" + &")".repeat(inner)
    };
    let make = async |depth| {
        let body = json!({"displayName": "x"});
        client.post(&format!("/me/mailFolders?$expand={}", expand(depth)), &body).await
    };
    assert_eq!(make(10).await.expect(201)["childFolders"], json!([]));
    for depth in [11, 2_000] {
        assert!(make(depth).await.error(400, "BadRequest").contains("deep"), "{depth}");
    }
    assert_eq!(client.get("/me/mailFolders").await.items().len(), 1, "nothing is made of what is refused");
}

#[tokio::test]
async fn what_else_odata_has_there_is_said_to_be_missing() {
    let world = World::new().await;
    let client = world.adele();
    let others =
        ["*", "*($levels=2)", "messages/$ref", "messages/$count", "messages($expand=attachments/$ref)"];
    for other in others {
        client.query("/me", &[("$expand", other)]).await.error(501, "NotImplemented");
    }
}
