//! The text that goes into an invitation.

use super::Meeting;
use crate::language::Language;
use crate::percent;
use crate::users::TENANT;

/// The value of `joinInformation.content`: an HTML document as a URL-encoded `data:` address.
pub(super) fn content(meeting: &Meeting, language: Language) -> String {
    format!("data:text/html,{}", percent::encode_form(&html(meeting, language)))
}

/// Where the organizer changes the options of the meeting in a browser.
pub(super) fn options_url(meeting: &Meeting) -> String {
    let thread = percent::encode_component(meeting.thread());
    let organizer = &meeting.organizer.id;
    format!(
        "https://teams.microsoft.com/meetingOptions/?organizerId={organizer}&tenantId={TENANT}&threadId={thread}"
    )
}

fn html(meeting: &Meeting, language: Language) -> String {
    let words = language.words();
    let passcode = meeting.passcode.as_ref().map(|one| format!("<div>{}: {one}</div>", words.passcode));
    format!(
        "<div lang=\"{}\"><div><b>{}</b></div><div><a href=\"{}\">{}</a></div><div>{}: {}</div>{}<div><a href=\"{}\">{}</a></div></div>",
        language.tag(),
        words.title,
        meeting.join_web_url,
        words.join,
        words.meeting_id,
        meeting.join_meeting_id,
        passcode.unwrap_or_default(),
        options_url(meeting).replace('&', "&amp;"),
        words.options,
    )
}
