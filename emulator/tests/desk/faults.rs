//! Faults by the control endpoint.

use msgraph_emulator::Fault;
use serde_json::json;

use crate::support::{Desk, READ_WRITE};

#[tokio::test]
async fn a_fault_waits_for_the_request_that_it_fits() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let text = "429;retry-after=2.128 @POST /me/onlineMeetings *2";
    let shown = desk.json("POST", "/emulator/faults", &json!({"fault": text})).expect(201);
    assert_eq!(shown["waiting"], json!([text]));
    let throttled = desk.graph(&token, "POST", "/me/onlineMeetings", &json!({}));
    assert_eq!((throttled.status, throttled.header("retry-after")), (429, Some("2.128")));
    assert_eq!(desk.meeting(&token, "x"), 429);
    assert_eq!(desk.meeting(&token, "x"), 201);
    assert_eq!(desk.get("/emulator/requests")["requests"][0]["fault"], "429;retry-after=2.128");
}

#[tokio::test]
async fn rates_are_replaced_as_a_whole() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let rates = json!([{"share": 0.25, "fault": "503"}, {"share": 0.75, "fault": "cut-before"}]);
    let set = desk.json("PUT", "/emulator/faults", &json!({"rates": rates})).expect(200);
    assert_eq!((&set["rates"], &desk.get("/emulator/faults")["rates"]), (&rates, &rates));
    for _ in 0..4 {
        assert!([503, 0].contains(&desk.meeting(&token, "x")));
    }
    desk.json("PUT", "/emulator/faults", &json!({"rates": []})).expect(200);
    assert_eq!(desk.meeting(&token, "x"), 201);
}

#[tokio::test]
async fn what_is_no_fault_and_no_share_is_refused_and_changes_nothing() {
    let desk = Desk::new().await;
    let rates = json!([{"share": 0.5, "fault": "503"}]);
    desk.json("PUT", "/emulator/faults", &json!({"rates": rates})).expect(200);
    for (broken, wanted) in [
        (json!({"rates": [{"share": 2, "fault": "503"}]}), "from 0 to 1"),
        (json!({"rates": [{"share": 0.6, "fault": "503"}, {"share": 0.6, "fault": "500"}]}), "add up to"),
        (json!({"rates": [{"share": 0.1}]}), "`rates[0].fault`"),
        (json!({"rates": [{"fault": "503"}]}), "`rates[0].share`"),
        (json!({"rates": [{"share": 0.1, "fault": "503", "times": 2}]}), "`rates[0].times`"),
        (json!({"rates": [{"share": 0.1, "fault": "nonsense"}]}), "'nonsense' is no fault"),
        (json!({"rates": [1]}), "rates[0] must be an object"),
        (json!({"rates": {}}), "`rates` must be a list"),
        (json!({}), "`rates` must be a list"),
    ] {
        let reply = desk.json("PUT", "/emulator/faults", &broken);
        assert_eq!((reply.status, reply.code().as_str()), (400, "badRequest"), "{broken}");
        let message = reply.json()["error"]["message"].to_string();
        assert!(message.contains(wanted), "{broken}: {message}");
    }
    for broken in [json!({}), json!({"fault": 503}), json!({"fault": ""}), json!("503")] {
        assert_eq!(desk.json("POST", "/emulator/faults", &broken).status, 400, "{broken}");
    }
    let faults = desk.get("/emulator/faults");
    assert_eq!((&faults["rates"], &faults["waiting"]), (&rates, &json!([])));
}

#[tokio::test]
async fn the_share_of_one_fault_is_set_and_the_others_stay() {
    let desk = Desk::new().await;
    let with_body = Fault::status(502).body("down");
    desk.emulator.set_fault_rates([(0.25, with_body.clone()), (0.25, Fault::status(503))]).expect("rates");
    let patch = |share: f64, fault: &str| {
        let body = json!({"share": share, "fault": fault});
        desk.json("PATCH", "/emulator/faults", &body)
    };
    patch(0.5, "429;retry-after=1").expect(200);
    patch(0.125, "502 +body").expect(200);
    let set = patch(0.0, "503").expect(200);
    let wanted =
        json!([{"share": 0.125, "fault": "502 +body"}, {"share": 0.5, "fault": "429;retry-after=1"}]);
    assert_eq!(set["rates"], wanted);
    assert_eq!(desk.emulator.fault_rates()[0], (0.125, with_body), "its body is still there");
    for (share, fault) in [(0.9, "503"), (-0.5, "429;retry-after=1"), (0.1, "nonsense"), (-1.0, "503")] {
        assert_eq!(patch(share, fault).code(), "badRequest", "{share} {fault}");
    }
    patch(0.0, "500").expect(200);
    for broken in [json!({"share": 0.1}), json!({"fault": "503"}), json!([]), json!({"rates": []})] {
        assert_eq!(desk.json("PATCH", "/emulator/faults", &broken).status, 400, "{broken}");
    }
    assert_eq!(desk.get("/emulator/faults")["rates"], wanted);
}
