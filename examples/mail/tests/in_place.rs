//! `slice!` makes what the build script makes, and both live in one program.

use msgraph::Scopes;
use msgraph_example_mail::mail as built;

mod mail {
    msgraph::slice! {
        spec = "spec/mail.yaml",
        permissions = "spec/permissions.yaml",
        include = ["/me/sendMail", "/users/{id}/sendMail", "/me/messages/**"],
        roots = ["microsoft.graph.fileAttachment"],
    }
}

/// A slice at some depth, cut by what is left out, beside another one of the same file.
mod mailbox {
    pub(crate) mod drafts {
        msgraph::slice! {
            spec = "spec/mail.yaml",
            permissions = "spec/permissions.yaml",
            exclude = ["/**/sendMail", "/users/{id}/**", "PATCH,DELETE /**"],
            name = "drafts",
        }
    }
}

/// A slice of which an operation is left out, and that has no table of permissions.
#[expect(deprecated, reason = "nobody here lists notes")]
mod notes {
    msgraph::slice! { spec = "tests/ui/spec/left_out.yaml" }
}

msgraph::app! {
    use crate::{mail, mailbox::drafts};
    use msgraph_example_mail::mail;

    struct All: Delegated { "OnlineMeetings.ReadWrite", "Mail.Send", "Mail.ReadWrite" }
}

const SCOPES: Scopes = msgraph::scopes! {
    use {crate::mail, msgraph_example_mail::mail};
    Application: PostUsersByIdOnlineMeetings, PostUsersByIdSendMail
};

#[test]
fn the_macro_makes_what_the_build_script_makes() {
    assert_eq!(mail::operations::ALL.len(), 7);
    assert_eq!(format!("{:?}", mail::operations::ALL), format!("{:?}", built::operations::ALL));
    assert_eq!(mail::permissions::ALL, built::permissions::ALL);
    let json = r##"{"name":"a","@odata.type":"#microsoft.graph.fileAttachment","contentBytes":"AAE="}"##;
    let here: mail::models::Attachment = serde_json::from_str(json).unwrap();
    let there: built::models::Attachment = serde_json::from_str(json).unwrap();
    assert_eq!(format!("{here:?}"), format!("{there:?}"));
    assert_eq!(
        here.as_file_attachment().unwrap().content_bytes,
        there.as_file_attachment().unwrap().content_bytes
    );
}

/// What is compiled again when a file changes is what the compiler has written beside the program. That cargo does
/// so is tried by .ci/rebuilds.
#[test]
fn the_compiler_watches_the_files() {
    let beside = std::env::current_exe().unwrap().with_extension("d");
    let watched = std::fs::read_to_string(&beside).unwrap();
    for file in ["spec/mail.yaml", "spec/permissions.yaml", "tests/ui/spec/left_out.yaml"] {
        assert!(watched.contains(&format!("{file}:")), "{file}:\n{watched}");
    }
    assert_eq!(notes::operations::ALL.len(), 1);
}

#[test]
fn one_program_covers_all_of_them() {
    fn may<A>()
    where
        A: msgraph::permissions::may::PostMeOnlineMeetings
            + mail::permissions::may::PostMeSendMail
            + built::permissions::may::PostMeSendMail
            + mailbox::drafts::permissions::may::PostMeMessages,
    {
    }
    may::<All>();
    let names: Vec<String> = mailbox::drafts::operations::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["GET /me/messages", "POST /me/messages", "GET /me/messages/{message-id}"]);
    assert_eq!(SCOPES.as_str(), "Mail.Send OnlineMeetings.ReadWrite.All");
}
