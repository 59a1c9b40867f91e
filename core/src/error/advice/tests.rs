use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::*;
use crate::{AccessToken, Permission};

const READ: Permission = Permission::new("Meetings.Read");
const READ_WRITE: Permission = Permission::new("Meetings.ReadWrite");
const ALL: Permission = Permission::new("Meetings.ReadWrite.All");
const CHAT: Permission = Permission::new("Meeting.Read.Chat");

const OF_THE_USER: Permissions = Permissions {
    delegated_work: Requirement::OneOf(&[&[READ], &[READ_WRITE]]),
    delegated_personal: Requirement::NotSupported,
    application: Requirement::NotSupported,
    resource_specific: &[],
};
const OF_ANY_USER: Permissions = Permissions {
    delegated_work: Requirement::NotSupported,
    application: Requirement::OneOf(&[&[ALL]]),
    ..OF_THE_USER
};

static MINE: OperationInfo = OperationInfo::new(Method::GET, "/me/onlineMeetings", OF_THE_USER)
    .like("/users/{user-id}/onlineMeetings", OF_ANY_USER);
static UNKNOWN: OperationInfo = OperationInfo::new(Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN)
    .like("/users/{user-id}/onlineMeetings", OF_ANY_USER);
static OF_ANY: OperationInfo =
    OperationInfo::new(Method::GET, "/users/{user-id}/onlineMeetings", OF_ANY_USER);
static TASKS: OperationInfo = OperationInfo::new(Method::GET, "/users/{user-id}/tasks", OF_ANY_USER);
static TRANSCRIPTS: OperationInfo = OperationInfo::new(
    Method::GET,
    "/users/{user-id}/onlineMeetings/{onlineMeeting-id}/transcripts",
    Permissions { resource_specific: &[(Scheme::Application, &[CHAT])], ..OF_ANY_USER },
);

const NO_POLICY: &str = "No application access policy found for this app";

fn held(claims: &Value) -> TokenPermissions {
    let token = format!("e30.{}.", URL_SAFE_NO_PAD.encode(claims.to_string()));
    TokenPermissions::of(&AccessToken::new(token)).unwrap()
}

/// The error of an answer to a request with a token of these claims, or an opaque one.
fn error(
    operation: &'static OperationInfo,
    claims: Option<&Value>,
    (status, message): (u16, &str),
) -> ServiceError {
    let body = json!({"error": {"code": "x", "message": message}}).to_string();
    let mut response = http::Response::builder().status(status).body(Bytes::from(body)).unwrap();
    if let Some(claims) = claims {
        response.extensions_mut().insert(held(claims));
    }
    ServiceError::read(&response, operation)
}

/// The lines behind the words of the service.
fn advice(error: &ServiceError) -> String {
    error.to_string().split_once('\n').map(|(_, lines)| lines.to_owned()).unwrap_or_default()
}

fn unsent(operation: &'static OperationInfo, claims: &Value) -> String {
    held(claims).check(operation).unwrap_err().to_string()
}

#[test]
fn a_call_that_is_not_sent_says_what_to_do_instead() {
    assert_eq!(
        unsent(&MINE, &json!({"roles": ["Meetings.ReadWrite.All"]})),
        "GET /me/onlineMeetings was not sent: an application token cannot call it; use GET \
         /users/{user-id}/onlineMeetings (Meetings.ReadWrite.All, which the token holds)"
    );
    assert_eq!(
        unsent(&MINE, &json!({"roles": ["User.Read.All"]})),
        "GET /me/onlineMeetings was not sent: an application token cannot call it; use GET \
         /users/{user-id}/onlineMeetings (it needs Meetings.ReadWrite.All, which the token lacks)"
    );
    assert_eq!(
        unsent(&MINE, &json!({"scp": "User.Read Mail.Send"})),
        "GET /me/onlineMeetings was not sent: the token lacks Meetings.Read (least privileged; or \
         Meetings.ReadWrite); it holds delegated (work or school): User.Read, Mail.Send"
    );
    assert_eq!(
        unsent(&OF_ANY, &json!({"scp": "User.Read"})),
        "GET /users/{user-id}/onlineMeetings was not sent: a delegated (work or school) token cannot call it; \
         its permissions are delegated (work or school): not supported; delegated (personal account): not \
         supported; application: Meetings.ReadWrite.All"
    );
    assert_eq!(
        unsent(&OF_ANY, &json!({"idtyp": "app"})),
        "GET /users/{user-id}/onlineMeetings was not sent: the token lacks Meetings.ReadWrite.All; it holds \
         application: none"
    );
}

#[test]
fn a_refusal_says_which_permission_lacks() {
    let refused = error(&MINE, Some(&json!({"scp": "User.Read"})), (403, "no"));
    assert_eq!(refused.lacks_permission(), Some(true));
    assert_eq!(
        advice(&refused),
        format!(
            "Permissions of the operation: {OF_THE_USER}\nThe permission is not there: the token lacks \
             Meetings.Read (least privileged; or Meetings.ReadWrite); it holds delegated (work or school): User.Read"
        )
    );
}

#[test]
fn a_permission_that_is_held_leads_to_the_policy_or_to_the_user() {
    let application = json!({"roles": ["Meetings.ReadWrite.All"]});
    for message in ["no", NO_POLICY] {
        let refused = error(&OF_ANY, Some(&application), (403, message));
        assert_eq!(refused.lacks_permission(), Some(false));
        let advice = advice(&refused);
        let wanted = "The token holds Meetings.ReadWrite.All, so the permission is there: look at the application \
                      access policy.";
        assert!(advice.contains(wanted), "{advice}");
        assert!(
            advice.ends_with("/cloud-communication-online-meeting-application-access-policy"),
            "{advice}"
        );
        assert_eq!(advice.matches("application access policy for the app").count(), 1, "{advice}");
    }
    let tasks = advice(&error(&TASKS, Some(&application), (403, "no")));
    assert!(tasks.contains("so the permission is there") && !tasks.contains("access policy"), "{tasks}");

    let refused = error(&MINE, Some(&json!({"scp": "Meetings.ReadWrite"})), (403, "no"));
    assert_eq!(refused.lacks_permission(), Some(false));
    let user = advice(&refused);
    assert!(
        user.contains("holds Meetings.ReadWrite, so the permission is there: look at the user"),
        "{user}"
    );
}

#[test]
fn a_policy_that_is_named_and_a_permission_that_lacks_are_both_said() {
    let advice = advice(&error(&OF_ANY, Some(&json!({"roles": []})), (403, NO_POLICY)));
    assert!(
        advice.starts_with("The permission is not there: the token lacks Meetings.ReadWrite.All"),
        "{advice}"
    );
    assert!(advice.contains("\nThe permission alone is not enough: an administrator must"), "{advice}");
}

#[test]
fn a_token_of_the_wrong_scheme_is_led_to_the_sibling() {
    let me = "/me request is only valid with delegated authentication flow.";
    let claims = json!({"roles": ["Meetings.ReadWrite.All"]});
    let use_it = "an application token cannot call it; use GET /users/{user-id}/onlineMeetings \
                  (Meetings.ReadWrite.All";
    let refused = error(&MINE, Some(&claims), (400, me));
    assert_eq!(refused.lacks_permission(), None, "no 403");
    assert!(advice(&refused).contains(&format!("{use_it}, which the token holds)")), "{refused}");
    let opaque = error(&MINE, None, (400, me));
    assert_eq!(advice(&opaque), format!("The token does not fit: {use_it})"));
    let unknown = error(&UNKNOWN, None, (400, me));
    assert_eq!(
        advice(&unknown),
        format!("The token does not fit: {use_it})"),
        "the service says so, no table"
    );
    let refused = error(&MINE, Some(&claims), (403, "no"));
    assert!(advice(&refused).starts_with("Permissions of the operation: "), "{refused}");
    assert!(advice(&refused).contains(use_it), "{refused}");
    assert_eq!(advice(&error(&MINE, Some(&claims), (404, "no"))), "");
}

#[test]
fn an_opaque_token_leaves_the_table_alone() {
    let refused = error(&MINE, None, (403, "no"));
    assert_eq!(advice(&refused), format!("Permissions of the operation: {OF_THE_USER}"));
    assert_eq!(refused.lacks_permission(), None);
    assert_eq!(advice(&error(&MINE, None, (400, "no"))), "");
}

#[test]
fn consent_for_one_meeting_may_be_there_unseen() {
    let claims = json!({"roles": ["User.Read.All"]});
    assert!(held(&claims).check(&TRANSCRIPTS).is_ok());
    let refused = error(&TRANSCRIPTS, Some(&claims), (403, "no"));
    assert_eq!(refused.lacks_permission(), None);
    assert!(advice(&refused).ends_with("would do (Meeting.Read.Chat)"), "{refused}");
}
