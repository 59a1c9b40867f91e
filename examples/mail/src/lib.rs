//! A slice of Microsoft Graph of a program's own, mail, beside the one that comes with `msgraph`.
//!
//! `build.rs` generates the module [`mail`] from `spec/`. One program, [`Office`], states permissions of both
//! slices, and one client calls both.

use mail::builders::Root as Mail;
use mail::models::{
    BodyType, EmailAddress, FileAttachment, ItemBody, Message, Recipient, SendMailParameters,
};
use mail::operations::PostMeSendMail;
use msgraph::models::OnlineMeeting;
use msgraph::types::Binary;
use msgraph::{Error, Graph, Request};

/// Sending mail, and the messages of the signed-in user.
pub mod mail {
    include!(concat!(env!("OUT_DIR"), "/mail/lib.rs"));
}

msgraph::app! {
    use crate::mail;

    /// Makes meetings for the signed-in user, and mails their join links.
    pub struct Office: Delegated { "OnlineMeetings.ReadWrite", "Mail.Send" }
}

/// Creates a meeting of the signed-in user.
///
/// # Errors
/// Those of the call.
pub async fn meet(graph: &Graph<Office>, subject: &str) -> Result<OnlineMeeting, Error> {
    graph.me().online_meetings().post(&OnlineMeeting::new().set_subject(subject)).await
}

/// The request that mails the join link of a meeting to somebody, with the link as a file beside it.
pub fn invite(graph: &Graph<Office>, meeting: &OnlineMeeting, to: &str) -> Request<PostMeSendMail> {
    Mail::new(graph).me().send_mail().post(&SendMailParameters::new(invitation(meeting, to)))
}

/// What is mailed.
fn invitation(meeting: &OnlineMeeting, to: &str) -> Message {
    let subject = meeting.subject.as_deref().unwrap_or("A meeting");
    let link = meeting.join_web_url.as_deref().unwrap_or_default();
    let file = FileAttachment::new()
        .set_name("meeting.url")
        .set_content_type("text/plain")
        .set_content_bytes(Binary::from_bytes(format!("[InternetShortcut]\r\nURL={link}\r\n").as_bytes()));
    let body = ItemBody::new().set_content_type(BodyType::Text).set_content(format!("Join here: {link}\n"));
    Message::new()
        .set_subject(format!("Invitation: {subject}"))
        .set_body(body)
        .set_to_recipients([Recipient::new().set_email_address(EmailAddress::new().set_address(to))])
        .set_attachments([file])
}
