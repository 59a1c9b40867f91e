//! Permissions of all slices are checked, each where it is needed.

use msgraph::Graph;
use msgraph_example_mail::Office;
use msgraph_example_mail::mail::builders::Root as Mail;
use msgraph_example_mail::mail::models::{Message, SendMailParameters};

msgraph::app! {
    use msgraph_example_mail::mail;

    struct Daemon: Application { "Mail.Send", "Mail.Sent" }
    struct Mailer: Application { "Mail.Send", "OnlineMeetings.Read.All" }
}

msgraph::app! {
    /// Covers nothing but meetings.
    struct Meetings: Delegated { "OnlineMeetings.ReadWrite", "Mail.Send" }
}

const SCOPES: msgraph::Scopes = msgraph::scopes! {
    use msgraph_example_mail::mail;
    Application: PostMeSendMail, PostMeSendMial
};

fn drafts(graph: &Graph<Office>) {
    let _ = Mail::new(graph).me().messages().post(&Message::new());
}

fn as_nobody(graph: &Graph<Mailer>) {
    let _ = Mail::new(graph).me().send_mail().post(&SendMailParameters::new(Message::new()));
}

fn without_the_slice(graph: &Graph<Meetings>) {
    let _ = Mail::new(graph).me().send_mail().post(&SendMailParameters::new(Message::new()));
}

fn main() {}
