//! How many meetings a user may make in a month.
//!
//! See <https://learn.microsoft.com/graph/throttling-limits>.

use crate::EmulatorBuilder;
use crate::errors::GraphError;
use crate::handler::Call;
use crate::users::User;

impl EmulatorBuilder {
    /// Lets each user have so many meetings that were made in the same month of the calendar, and answers with 429
    /// to the next one. Without it there is no limit.
    ///
    /// Graph documents 2,000 of a user and month, but not how it refuses another one. Here the answer has the code
    /// `TooManyRequests` and no `Retry-After`, and a meeting that was deleted makes room again.
    pub fn meeting_limit(mut self, meetings: usize) -> Self {
        self.meeting_limit = Some(meetings);
        self
    }
}

/// Whether the user may make another meeting now.
pub(super) fn check(call: &Call<'_>, organizer: &User) -> Result<(), GraphError> {
    let Some(limit) = call.state.meetings.limit else { return Ok(()) };
    if call.state.meetings.made_by(organizer, call.now) < limit {
        return Ok(());
    }
    Err(GraphError::throttled(format!("The user has made {limit} meetings this month, which is the limit.")))
}

#[cfg(test)]
mod tests {
    use crate::Emulator;

    #[test]
    fn limits_of_meetings_are_there_only_where_a_test_sets_one() {
        assert_eq!(Emulator::builder().meeting_limit, None);
        assert_eq!(Emulator::builder().meeting_limit(2_000).meeting_limit, Some(2_000));
    }
}
