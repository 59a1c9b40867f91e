//! The control endpoint, as a program in any language uses it.

use msgraph_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::{Desk, READ_WRITE};

#[tokio::test]
async fn what_was_received_is_listed_for_assertions() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let body = json!({"subject": "Analysis II"});
    desk.graph(&token, "POST", "/me/onlineMeetings?x=%20y", &body).expect(201);
    let listed = desk.get("/emulator/requests");
    assert_eq!((&listed["schemaVersion"], &listed["last"]), (&json!(1), &json!(1)));
    let one = &listed["requests"][0];
    let wanted = json!({
        "number": 1,
        "method": "POST",
        "path": "/v1.0/me/onlineMeetings?x=%20y",
        "operation": "POST /me/onlineMeetings",
        "batchId": null,
        "status": 201,
        "reason": "Created",
        "errorCode": null,
        "fault": null,
        "scheme": "delegated (work or school)",
        "permissions": [READ_WRITE],
        "needed": [[READ_WRITE]],
        "body": body,
    });
    for (name, value) in wanted.as_object().expect("an object") {
        assert_eq!(&one[name], value, "{name}");
    }
    assert!(one["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{one}");
    assert_eq!(one["headers"]["authorization"], "(redacted)");
    assert_eq!(one["headers"]["content-type"], "application/json");
    assert!(!listed.to_string().contains(&token), "no token");
    let alone = desk.get("/emulator/requests/1");
    assert_eq!((&alone["body"], &alone["schemaVersion"]), (&body, &json!(1)));
}

#[tokio::test]
async fn refusals_say_what_was_missing() {
    let desk = Desk::new().await;
    let reader = desk.token(&["OnlineMeetings.Read"]);
    assert_eq!(desk.meeting(&reader, "No"), 403);
    assert_eq!(desk.meeting("nonsense", "No"), 401);
    let made = desk.json("POST", "/emulator/tokens", &json!({"permissions": ["Chat.Read.All"]}));
    let app = made.expect(201)["token"].as_str().expect("a token").to_owned();
    assert_eq!(desk.graph(&app, "GET", "/users/x/onlineMeetings/y", &Value::Null).status, 403);
    desk.graph(&app, "GET", "/nowhere", &Value::Null);
    let listed = desk.get("/emulator/requests");
    let one = |at: usize| {
        let one = &listed["requests"][at];
        json!([one["errorCode"], one["scheme"], one["permissions"], one["needed"][0], one["operation"]])
    };
    let work = "delegated (work or school)";
    let operation = "POST /me/onlineMeetings";
    assert_eq!(one(0), json!(["Forbidden", work, ["OnlineMeetings.Read"], [READ_WRITE], operation]));
    assert_eq!(one(1), json!(["InvalidAuthenticationToken", null, [], null, null]));
    assert_eq!(one(2)[1], "application");
    assert_eq!(one(2)[3], json!(["OnlineMeetings.Read.All"]));
    assert_eq!(one(3), json!(["BadRequest", "application", ["Chat.Read.All"], null, null]));
}

#[tokio::test]
async fn bodies_that_are_no_json_come_in_base64_and_headers_are_joined() {
    let desk = Desk::new().await;
    let headers = "X-One: a\r\nX-One: b\r\nContent-Type: text/plain\r\n";
    desk.send("POST", "/v1.0/me/onlineMeetings", headers, "{not json");
    let one = &desk.get("/emulator/requests")["requests"][0];
    assert_eq!(one["bodyBase64"], "e25vdCBqc29u");
    assert_eq!((one.get("body"), &one["headers"]["x-one"]), (None, &json!("a, b")));
}

#[tokio::test]
async fn the_requests_of_a_batch_are_listed_with_their_ids() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let item = json!({"id": "a", "method": "GET", "url": "/me/onlineMeetings/x"});
    desk.graph(&token, "POST", "/$batch", &json!({"requests": [item]})).expect(200);
    let listed = desk.get("/emulator/requests");
    let ids: Vec<&Value> =
        listed["requests"].as_array().expect("a list").iter().map(|one| &one["batchId"]).collect();
    assert_eq!(ids, [&Value::Null, &json!("a")]);
}

#[tokio::test]
async fn a_list_goes_on_behind_a_number_and_can_be_emptied() {
    let desk = Desk::with(Emulator::builder().keep_requests(3)).await;
    for _ in 0..5 {
        desk.meeting("nobody", "x");
    }
    let numbers = |query: &str| -> Vec<u64> {
        let listed = desk.get(&format!("/emulator/requests{query}"));
        listed["requests"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["number"].as_u64())
            .collect()
    };
    assert_eq!(numbers(""), [3, 4, 5]);
    assert_eq!(numbers("?after=4"), [5]);
    assert_eq!(numbers("?after=1"), [3, 4, 5]);
    assert_eq!(numbers("?after=5"), Vec::<u64>::new());
    assert_eq!(numbers("?after=18446744073709551615"), Vec::<u64>::new());
    let behind =
        |number| desk.emulator.requests_after(number).iter().map(|one| one.number).collect::<Vec<_>>();
    assert_eq!((behind(0), behind(4), behind(5)), (vec![3, 4, 5], vec![5], vec![]));
    assert_eq!(desk.send("GET", "/emulator/requests?after=x", "", "").code(), "badRequest");
    assert_eq!(desk.send("GET", "/emulator/requests/2", "", "").status, 404);
    assert_eq!(desk.send("DELETE", "/emulator/requests", "", "").status, 204);
    assert_eq!(desk.emulator.requests(), []);
    desk.meeting("nobody", "x");
    assert_eq!(numbers(""), [6], "numbers go on");
}

#[tokio::test]
async fn tokens_are_for_users_and_applications() {
    let desk = Desk::new().await;
    let users = desk.get("/emulator/users");
    assert_eq!(users["users"][1]["userPrincipalName"], "megan@contoso.example");
    let by_name = json!({"user": "Megan@Contoso.example", "permissions": [READ_WRITE]});
    let made = desk.json("POST", "/emulator/tokens", &by_name).expect(201);
    assert_eq!((&made["user"], &made["permissions"]), (&users["users"][1]["id"], &json!([READ_WRITE])));
    assert_eq!(desk.meeting(made["token"].as_str().expect("a token"), "Megan's"), 201);
    assert_eq!(desk.get("/emulator/meetings")["meetings"][0]["organizer"]["displayName"], "Megan Bowen");

    let made =
        desk.json("POST", "/emulator/tokens", &json!({"permissions": ["OnlineMeetings.ReadWrite.All"]}));
    let made = made.expect(201);
    assert_eq!((&made["user"], &made["scheme"]), (&Value::Null, &json!("application")));
    let adele = users["users"][0]["id"].as_str().expect("an id");
    let path = format!("/users/{adele}/onlineMeetings");
    desk.graph(made["token"].as_str().expect("a token"), "POST", &path, &json!({})).expect(201);

    for broken in [
        json!([]),
        json!({}),
        json!({"permissions": "A"}),
        json!({"permissions": [1]}),
        json!({"permissions": ["A B"]}),
        json!({"permissions": [], "user": "nobody"}),
        json!({"permissions": [], "user": 1}),
        json!({"permissions": [], "scope": "x"}),
    ] {
        let reply = desk.json("POST", "/emulator/tokens", &broken);
        assert_eq!((reply.status, reply.code().as_str()), (400, "badRequest"), "{broken}");
    }
    let half = desk.send("POST", "/emulator/tokens", "Content-Type: application/json\r\n", "{");
    assert_eq!((half.status, half.code().as_str()), (400, "badRequest"));
}

#[tokio::test]
async fn token_requests_are_listed_without_secrets_and_can_be_forgotten() {
    let desk = Desk::new().await;
    let path = format!("/{}/oauth2/v2.0/token", desk.emulator.tenant_id());
    let ask = || {
        let form = "grant_type=client_credentials&client_id=one&client_secret=SECRET&scope=two";
        desk.send("POST", &path, "Content-Type: application/x-www-form-urlencoded\r\n", form).status
    };
    let status = ask();
    desk.json("POST", "/emulator/faults", &json!({"fault": "429 @token"})).expect(201);
    assert_eq!(ask(), 429);
    let one = |status: u16, fault: Value| {
        json!({
            "grantType": "client_credentials", "clientId": "one", "scope": "two", "hasClaims": false,
            "status": status, "fault": fault,
        })
    };
    let listed = desk.get("/emulator/token-requests");
    let wanted = [one(status, Value::Null), one(429, json!("429"))];
    assert_eq!(listed, json!({"schemaVersion": 1, "tokenRequests": wanted}));
    assert_eq!(desk.send("DELETE", "/emulator/token-requests", "", "").status, 204);
    assert_eq!(desk.get("/emulator/token-requests")["tokenRequests"], json!([]));
    for forget in ["clear", "reset"] {
        ask();
        assert_eq!(desk.emulator.token_requests().len(), 1);
        match forget {
            "clear" => desk.emulator.clear_token_requests(),
            _ => desk.emulator.reset().expect("nothing is written"),
        }
        assert_eq!(desk.emulator.token_requests(), []);
    }
}

#[tokio::test]
async fn stored_meetings_are_listed_without_a_way_to_join_them() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let body = json!({
        "subject": "Analysis II", "startDateTime": "2026-03-02T08:00:00Z", "endDateTime": "2026-03-02T09:30:00Z",
        "externalId": "room-7",
    });
    let made = desk.graph(&token, "POST", "/me/onlineMeetings/createOrGet", &body).expect(201);
    let id = made["id"].as_str().expect("an id");
    desk.emulator.add_transcript(id, json!({}), "WEBVTT").expect("a transcript");
    desk.emulator.add_attendance_report(id, json!({}), Vec::new()).expect("a report");
    let listed = desk.get("/emulator/meetings");
    let shown = &listed["meetings"][0];
    for (name, value) in [
        ("id", json!(id)),
        ("subject", json!("Analysis II")),
        ("start", json!("2026-03-02T08:00:00.0000000Z")),
        ("end", json!("2026-03-02T09:30:00.0000000Z")),
        ("externalId", json!("room-7")),
        ("transcripts", json!(1)),
        ("recordings", json!(0)),
        ("attendanceReports", json!(1)),
    ] {
        assert_eq!(shown[name], value, "{name}");
    }
    let passcode = made["joinMeetingIdSettings"]["joinMeetingId"].as_str().expect("an id to join by");
    let text = listed.to_string();
    assert!(!text.contains("http") && !text.contains("thread.v2") && !text.contains(passcode), "{text}");
    assert_eq!(desk.meeting(&token, "Another"), 201);
    let top = desk.get("/emulator/meetings?top=1");
    assert_eq!((&top["count"], top["meetings"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    assert_eq!(top["meetings"][0]["subject"], "Another", "the newest first");
}

#[tokio::test]
async fn a_reset_drops_what_is_stored_and_keeps_tokens() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    assert_eq!(desk.meeting(&token, "It goes"), 201);
    let id = desk.get("/emulator/meetings")["meetings"][0]["id"].as_str().expect("an id").to_owned();
    desk.json("POST", "/emulator/faults", &json!({"fault": "503"})).expect(201);
    desk.json("PUT", "/emulator/faults", &json!({"rates": [{"share": 1, "fault": "500"}]})).expect(200);
    assert_eq!(desk.send("POST", "/emulator/reset", "", "").status, 204);
    assert_eq!(desk.get("/emulator/meetings")["count"], 0);
    assert_eq!(desk.get("/emulator/requests")["requests"], json!([]));
    let faults = desk.get("/emulator/faults");
    assert_eq!((&faults["rates"], &faults["waiting"]), (&json!([]), &json!([])));
    assert_eq!(desk.graph(&token, "GET", &format!("/me/onlineMeetings/{id}"), &Value::Null).status, 404);
    assert_eq!(desk.meeting(&token, "Another"), 201, "the token is still good");
}

#[tokio::test]
async fn a_test_in_rust_does_the_same() {
    let desk = Desk::new().await;
    assert_eq!(desk.meeting(&desk.token(&[READ_WRITE]), "It goes"), 201);
    desk.emulator.clear_requests();
    assert_eq!(desk.get("/emulator/requests"), json!({"schemaVersion": 1, "last": 1, "requests": []}));
    assert_eq!(desk.get("/emulator/meetings")["count"], 1);
    desk.emulator.reset().expect("nothing is written");
    assert_eq!(desk.get("/emulator/meetings")["count"], 0);
    assert_eq!(desk.emulator.desk_url(), Some(format!("{}/", desk.emulator.authority())));
}

#[tokio::test]
async fn the_overview_says_where_everything_is() {
    let desk = Desk::new().await;
    let facts = desk.get("/emulator");
    assert_eq!(facts["graph"], desk.emulator.url());
    assert_eq!(facts["authority"], desk.emulator.authority());
    assert_eq!(facts["tenantId"], desk.emulator.tenant_id());
    assert_eq!(facts["first"]["url"], format!("{}/me/onlineMeetings", desk.emulator.url()));
    let delegated = facts["permissions"]["delegated"].as_array().expect("a list");
    assert!(delegated.contains(&json!(READ_WRITE)), "{facts}");
    let names: Vec<&str> = delegated.iter().filter_map(Value::as_str).collect();
    assert_eq!(desk.meeting(&desk.token(&names), "With those"), 201);
    let unknown = desk.send("GET", "/emulator/nothing", "", "");
    assert_eq!((unknown.status, unknown.code().as_str()), (404, "notFound"));
    let wrong = desk.send("PUT", "/emulator/reset", "", "");
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("POST")));
    assert_eq!(desk.send("DELETE", "/", "", "").status, 405);
}

#[tokio::test]
async fn a_body_that_is_not_kept_any_more_leaves_its_length() {
    let desk = Desk::with(Emulator::builder().keep_bodies(30)).await;
    for subject in ["first", "second"] {
        desk.meeting("nobody", subject);
    }
    let kept = desk.emulator.requests();
    let lengths: Vec<_> = kept.iter().map(|one| (one.body.len(), one.body_length)).collect();
    assert_eq!(lengths, [(0, Some(19)), (20, Some(20))]);
    let (first, second) = (desk.get("/emulator/requests/1"), desk.get("/emulator/requests/2"));
    assert_eq!((first.get("body"), &first["bodyLength"]), (None, &json!(19)));
    assert_eq!((&second["body"]["subject"], &second["bodyLength"]), (&json!("second"), &json!(20)));
}
