//! What several tests build.

use msgraph::models::OnlineMeeting;

/// A meeting with the times of Microsoft's examples.
pub(crate) fn meeting(subject: &str) -> OnlineMeeting {
    OnlineMeeting::new()
        .set_start_date_time("2019-07-12T14:30:34.2444915-07:00".parse::<msgraph::DateTimeOffset>().unwrap())
        .set_end_date_time("2019-07-12T15:00:34.2464912-07:00".parse::<msgraph::DateTimeOffset>().unwrap())
        .set_subject(subject)
}
