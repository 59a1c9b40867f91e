//! Permissions can be asked at compile time.

use msgraph::operations::{GetMeOnlineMeetings, PostMeOnlineMeetings, PostUsersByIdOnlineMeetings};
use msgraph::{Requirement, Scheme};

const _: () = assert!(PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::DelegatedWork, &["OnlineMeetings.ReadWrite"]));
const _: () = assert!(!PostMeOnlineMeetings::PERMISSIONS.allows(Scheme::Application, &["OnlineMeetings.ReadWrite.All"]));
const LEAST: Option<&[&str]> = GetMeOnlineMeetings::PERMISSIONS.delegated_work.least();

fn main() {
    assert_eq!(LEAST, Some(&["OnlineMeetings.Read"][..]));
    // the tables of the documentation's page, to the word
    let me = PostMeOnlineMeetings::PERMISSIONS;
    assert_eq!(me.delegated_work, Requirement::OneOf(&[&["OnlineMeetings.ReadWrite"]]));
    assert_eq!(me.delegated_personal, Requirement::NotSupported);
    assert_eq!(me.application, Requirement::NotSupported);
    let users = PostUsersByIdOnlineMeetings::PERMISSIONS;
    assert_eq!(users.delegated_work, Requirement::OneOf(&[&["OnlineMeetings.ReadWrite"]]));
    assert_eq!(users.delegated_personal, Requirement::NotSupported);
    assert_eq!(users.application, Requirement::OneOf(&[&["OnlineMeetings.ReadWrite.All"]]));
}
