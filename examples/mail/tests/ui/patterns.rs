//! Patterns that cannot be read, and patterns and roots that choose nothing. A program that covers the slices is not
//! told the same again.

mod mail {
    msgraph::slice! {
        spec = "spec/mail.yaml",
        permissions = "spec/permissions.yaml",
        include = ["/me/sendMail", "/me/mesages/**"],
        roots = ["microsoft.graph.fileAttachments", "attachment"],
    }
}

mod unread {
    msgraph::slice! {
        spec = "spec/mail.yaml",
        permissions = "spec/permissions.yaml",
        include = ["/me/sendMail", "PSOT /me/messages"],
        exclude = ["me/messages"],
    }
}

msgraph::app! {
    use crate::{mail, unread};
    struct Office: Delegated { "OnlineMeetings.ReadWrite" }
}

fn post(graph: &msgraph::Graph<Office>) {
    let _ = graph.me().online_meetings().post(&msgraph::models::OnlineMeeting::new());
}

fn main() {}
