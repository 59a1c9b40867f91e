//! What is told of work that others do.

#[path = "../../tests/support/recorder.rs"]
mod recorder;

use msgraph_core::Permissions;

use super::*;
use recorder::Recorder;

static POST: OperationInfo =
    OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);

#[test]
fn events_have_levels_and_fixed_texts() {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(recorder.clone(), || {
        retrying(&POST, 1, Duration::from_millis(2128), "429");
        given_up(&POST, 5, "429", Some("last attempt"));
        throttled(&POST, Some(Duration::from_secs(900)));
        token_refreshed("it ends soon");
    });
    let wanted = [
        "DEBUG POST /me/onlineMeetings is sent again",
        "WARN POST /me/onlineMeetings is not sent again",
        "WARN POST /me/onlineMeetings is throttled",
        "DEBUG the credential gave a new token",
    ];
    assert_eq!(recorder.events(), wanted);
    assert!(recorder.told().iter().all(|told| told.parent.is_none()));
    let first = &recorder.told()[0].fields;
    assert_eq!((first["wait_seconds"].as_str(), first["http.request.resend_count"].as_str()), ("2.128", "1"));
    assert_eq!(recorder.told()[1].fields["reason"], "last attempt");
    assert_eq!(recorder.told()[2].fields["retry_after_seconds"].parse(), Ok(900.0));
    assert!(recorder.spans("msgraph.call").is_empty() && recorder.text().contains("it ends soon"));
}
