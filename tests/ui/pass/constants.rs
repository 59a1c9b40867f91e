//! Permissions can be asked at compile time.

use msgraph::operations::{GetMeOnlineMeetings, PostMeOnlineMeetings, PostUsersByIdOnlineMeetings};
use msgraph::permissions::{self, ONLINE_MEETINGS_READ_WRITE, ONLINE_MEETINGS_READ_WRITE_ALL};
use msgraph::{Consent, IdKind, Permission, Requirement, Scheme};

const _: () = assert!(PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::DelegatedWork, &["OnlineMeetings.ReadWrite"]));
const _: () = assert!(!PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::Application, &["OnlineMeetings.ReadWrite.All"]));
const LEAST: Option<&[Permission]> = GetMeOnlineMeetings::PERMISSIONS.delegated_work.least();

fn main() {
    assert_eq!(LEAST.unwrap(), ["OnlineMeetings.Read"]);
    // the tables of the documentation's page, to the word
    let me = PostMeOnlineMeetings::PERMISSIONS;
    assert_eq!(me.delegated_work, Requirement::OneOf(&[&[ONLINE_MEETINGS_READ_WRITE]]));
    assert_eq!(me.delegated_personal, Requirement::NotSupported);
    assert_eq!(me.application, Requirement::NotSupported);
    let users = PostUsersByIdOnlineMeetings::PERMISSIONS;
    assert_eq!(users.delegated_work, Requirement::OneOf(&[&[ONLINE_MEETINGS_READ_WRITE]]));
    assert_eq!(users.delegated_personal, Requirement::NotSupported);
    assert_eq!(users.application, Requirement::OneOf(&[&[ONLINE_MEETINGS_READ_WRITE_ALL]]));
    // what a permission is
    const CONSENT: Option<Consent> = ONLINE_MEETINGS_READ_WRITE_ALL.consent(Scheme::Application);
    assert_eq!(CONSENT, Some(Consent::Admin));
    assert_eq!(ONLINE_MEETINGS_READ_WRITE.id_kind(Scheme::DelegatedWork), Some(IdKind::Scope));
    assert_eq!(permissions::ALL.iter().filter(|one| one.is_resource_specific()).count(), 3);
}
