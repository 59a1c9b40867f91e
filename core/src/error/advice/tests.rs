use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::*;
use crate::{AccessToken, Permissions, Requirement};

const READ: Permission = Permission::new("Meetings.Read").delegated_work(Consent::User, Some(2));
const READ_WRITE: Permission = Permission::new("Meetings.ReadWrite");
const ALL: Permission = Permission::new("Meetings.ReadWrite.All").application(Consent::Admin, Some(5));
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

static RECORD: OperationInfo =
    OperationInfo::new(Method::GET, "/communications/callRecords/{callRecord-id}", OF_ANY_USER);
/// Only consent for one meeting opens it for applications.
static RECORDINGS: OperationInfo = OperationInfo::new(
    Method::GET,
    "/me/onlineMeetings/{onlineMeeting-id}/recordings",
    Permissions { resource_specific: &[(Scheme::Application, &[CHAT])], ..OF_THE_USER },
)
.like("/users/{user-id}/onlineMeetings/{onlineMeeting-id}/recordings", OF_ANY_USER);

/// Where an administrator grants one permission.
const BY_ADMIN: &str = "\nTo grant it, open the app registration in the Microsoft Entra admin center, add it under API \
                        permissions, and have an administrator consent; then get a new token: \
                        https://learn.microsoft.com/entra/identity-platform/quickstart-configure-app-access-web-apis";
/// Where the user grants the one that reads.
const BY_USER: &str = "\nTo grant it, ask for the scope Meetings.Read at sign-in: the user can consent";

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
        format!(
            "GET /me/onlineMeetings was not sent: the delegated (work or school) token lacks Meetings.Read (least \
             privileged; or Meetings.ReadWrite); it holds User.Read, Mail.Send{BY_USER}"
        )
    );
    assert_eq!(
        unsent(&OF_ANY, &json!({"scp": "User.Read"})),
        "GET /users/{user-id}/onlineMeetings was not sent: a delegated (work or school) token cannot call it; \
         its permissions are delegated (work or school): not supported; delegated (personal account): not \
         supported; application: Meetings.ReadWrite.All"
    );
    assert_eq!(
        unsent(&OF_ANY, &json!({"idtyp": "app"})),
        format!(
            "GET /users/{{user-id}}/onlineMeetings was not sent: the application token lacks Meetings.ReadWrite.All; \
             it holds none{BY_ADMIN}"
        )
    );
}

#[test]
fn a_refusal_says_which_permission_lacks() {
    let refused = error(&MINE, Some(&json!({"scp": "User.Read"})), (403, "no"));
    assert_eq!(refused.lacks_permission(), Some(true));
    assert_eq!(
        advice(&refused),
        format!(
            "Permissions of the operation: {OF_THE_USER}\nMissing permission: Meetings.Read (least privileged); the \
             delegated (work or school) token holds User.Read{BY_USER}"
        )
    );
    let refused = error(&OF_ANY, Some(&json!({"roles": []})), (403, "no"));
    let missing = "\nMissing permission: Meetings.ReadWrite.All; the application token holds none";
    assert!(refused.to_string().ends_with(&format!("{missing}{BY_ADMIN}")), "{refused}");
}

#[test]
fn a_permission_that_is_held_leads_to_the_policy_or_to_the_user() {
    let application = json!({"roles": ["Meetings.ReadWrite.All"]});
    for (message, wanted) in [
        (
            "no",
            ", so look at the application access policy. If there is none for the user, an administrator must",
        ),
        (NO_POLICY, "; the application access policy for the user is missing: an administrator must"),
    ] {
        let refused = error(&OF_ANY, Some(&application), (403, message));
        assert_eq!(refused.lacks_permission(), Some(false));
        let wanted = format!(
            "Permissions of the operation: {OF_ANY_USER}\nThe token holds Meetings.ReadWrite.All{wanted} create one"
        );
        let advice = advice(&refused);
        assert!(advice.starts_with(&wanted), "{advice}");
        assert!(
            advice.ends_with("/cloud-communication-online-meeting-application-access-policy"),
            "{advice}"
        );
        assert_eq!(advice.matches("an administrator must").count(), 1, "{advice}");
    }
    let tasks = advice(&error(&TASKS, Some(&application), (403, "no")));
    assert!(tasks.contains("so look at what limits the application otherwise"), "{tasks}");

    let refused = error(&MINE, Some(&json!({"scp": "Meetings.ReadWrite"})), (403, "no"));
    assert_eq!(refused.lacks_permission(), Some(false));
    let user = advice(&refused);
    assert!(user.contains("holds Meetings.ReadWrite, so look at the user: "), "{user}");
}

#[test]
fn only_meetings_and_virtual_events_take_an_access_policy() {
    for path in [
        "/users/{user-id}/onlineMeetings",
        "/communications/onlineMeetings/{onlineMeeting-id}",
        "/users/{user-id}/onlineMeetings/getAllRecordings(meetingOrganizerUserId='{id}')",
        "/solutions/virtualEvents/webinars",
    ] {
        assert!(takes_access_policy(path), "{path}");
    }
    for path in [
        "/communications/callRecords/{callRecord-id}",
        "/communications/calls",
        "/communications/presences/{presence-id}",
        "/users/{user-id}/onlineMeetingsOfOthers",
        "/solutions/virtualEventsOfOthers",
        "/users/{user-id}/virtualEvents",
    ] {
        assert!(!takes_access_policy(path), "{path}");
    }
    let refused = error(&RECORD, Some(&json!({"roles": ["Meetings.ReadWrite.All"]})), (403, "no"));
    assert!(!refused.to_string().contains("access policy"), "{refused}");
}

#[test]
fn a_policy_that_is_named_and_a_permission_that_lacks_are_both_said() {
    let table = format!("Permissions of the operation: {OF_ANY_USER}\n");
    let policy = "The application access policy for the user is missing: an administrator must";
    let lacking = advice(&error(&OF_ANY, Some(&json!({"roles": []})), (403, NO_POLICY)));
    let missing = "Missing permission: Meetings.ReadWrite.All; the application token holds none";
    assert!(lacking.starts_with(&format!("{table}{missing}{BY_ADMIN}\n{policy}")), "{lacking}");
    let opaque = advice(&error(&OF_ANY, None, (403, NO_POLICY)));
    assert!(opaque.starts_with(&format!("{table}{policy}")), "{opaque}");
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
    assert!(advice(&error(&MINE, Some(&claims), (401, "no"))).contains(use_it));
    let user = json!({"scp": "Meetings.Read"});
    let other = error(&MINE, Some(&user), (400, me));
    assert_eq!(advice(&other), format!("The token does not fit: {use_it})"), "the service knows the token");
}

#[test]
fn an_opaque_token_leaves_the_table_alone() {
    let refused = error(&MINE, None, (403, "no"));
    assert_eq!(advice(&refused), format!("Permissions of the operation: {OF_THE_USER}"));
    assert_eq!(refused.lacks_permission(), None);
    assert_eq!(advice(&error(&MINE, None, (400, "no"))), "");
}

/// A malformed body is refused with 400 too, whatever the token.
#[test]
fn a_400_that_is_not_about_the_token_says_nothing_of_it() {
    let claims = json!({"roles": ["Meetings.ReadWrite.All"]});
    for operation in [&MINE, &RECORDINGS, &OF_ANY] {
        assert_eq!(advice(&error(operation, Some(&claims), (400, "The subject is too long."))), "");
    }
}

#[test]
fn consent_for_one_meeting_may_be_there_unseen() {
    let claims = json!({"roles": ["User.Read.All"]});
    assert!(held(&claims).check(&TRANSCRIPTS).is_ok());
    let refused = error(&TRANSCRIPTS, Some(&claims), (403, "no"));
    assert_eq!(refused.lacks_permission(), None);
    assert_eq!(
        advice(&refused),
        format!(
            "Permissions of the operation: {OF_ANY_USER}; by consent for one chat, team or meeting: \
             Meeting.Read.Chat (application)\nMissing permission: Meetings.ReadWrite.All; the application token \
             holds User.Read.All; consent for one chat, team or meeting would do too{BY_ADMIN}"
        )
    );
}

#[test]
fn where_only_consent_for_one_meeting_opens_the_token_may_fit() {
    let claims = json!({"roles": ["Meetings.ReadWrite.All"]});
    assert!(held(&claims).check(&RECORDINGS).is_ok());
    let refused = error(&RECORDINGS, Some(&claims), (403, "no"));
    assert_eq!(refused.lacks_permission(), None);
    let only = "\nFor an application token, only consent for one chat, team or meeting opens it \
                (Meeting.Read.Chat); use GET /users/{user-id}/onlineMeetings/{onlineMeeting-id}/recordings \
                (Meetings.ReadWrite.All, which the token holds)";
    assert!(refused.to_string().ends_with(only), "{refused}");
    let unfit = |status| advice(&error(&RECORDINGS, Some(&claims), (status, "no"))).contains("does not fit");
    assert!(!unfit(403) && !unfit(401));
    let user = error(&RECORDINGS, Some(&json!({"scp": "Meetings.Read"})), (403, "no"));
    assert!(!user.to_string().contains("only consent"), "{user}");
}

/// A delegated permission that a user may not give, and one of which that is not known, are an administrator's.
#[test]
fn who_can_consent_decides_where_it_is_granted() {
    const ADMIN: Permission = Permission::new("Meetings.Read").delegated_work(Consent::Admin, Some(4));
    const UNKNOWN: Permission = Permission::new("Meetings.Read");
    const OTHER: Permission = Permission::new("Rooms.Read").delegated_work(Consent::User, None);
    let place = |missing: &[Permission], scheme| {
        struct Shown<'a>(&'a [Permission], Scheme);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                grant(f, self.1, self.0)
            }
        }
        Shown(missing, scheme).to_string()
    };
    assert_eq!(place(&[READ], Scheme::DelegatedWork), BY_USER);
    assert_eq!(place(&[READ], Scheme::DelegatedPersonal), BY_ADMIN, "nothing is known of that scheme");
    assert_eq!(place(&[ADMIN], Scheme::DelegatedWork), BY_ADMIN);
    assert_eq!(place(&[UNKNOWN], Scheme::DelegatedWork), BY_ADMIN);
    assert_eq!(place(&[ALL], Scheme::Application), BY_ADMIN);
    let two = place(&[READ, OTHER], Scheme::DelegatedWork);
    assert_eq!(
        two,
        "\nTo grant them, ask for the scopes Meetings.Read and Rooms.Read at sign-in: the user can consent"
    );
    assert!(place(&[ADMIN, OTHER], Scheme::DelegatedWork).contains("add them under API permissions"));
}

/// Few enough lines to be read aloud.
#[test]
fn no_refusal_has_more_than_six_lines() {
    let claims =
        [json!({"roles": []}), json!({"scp": "User.Read"}), json!({"roles": ["Meetings.ReadWrite.All"]})];
    for operation in [&MINE, &UNKNOWN, &OF_ANY, &TASKS, &TRANSCRIPTS, &RECORD, &RECORDINGS] {
        for claims in claims.iter().map(Some).chain([None]) {
            for message in ["no", NO_POLICY] {
                let mut refused = error(operation, claims, (403, message));
                refused.request_id = Some("05b9ed5f".to_owned());
                assert!(refused.to_string().lines().count() <= 6, "{refused}");
            }
        }
    }
}
