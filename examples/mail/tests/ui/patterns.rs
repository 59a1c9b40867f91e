//! Patterns and roots that choose nothing. A program that covers the slice is not told the same again.

mod mail {
    msgraph::slice! {
        spec = "spec/mail.yaml",
        permissions = "spec/permissions.yaml",
        include = ["/me/sendMail", "/me/mesages/**", "PSOT /me/messages"],
        exclude = ["me/messages"],
        roots = ["microsoft.graph.fileAttachments", "attachment"],
    }
}

msgraph::app! {
    use crate::mail;
    struct Office: Delegated { "OnlineMeetings.ReadWrite" }
}

fn post(graph: &msgraph::Graph<Office>) {
    let _ = graph.me().online_meetings().post(&msgraph::models::OnlineMeeting::new());
}

fn main() {}
