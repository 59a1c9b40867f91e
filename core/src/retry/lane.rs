//! What a limit of the service holds for, as far as a path tells.

use std::fmt;

use crate::OperationInfo;

/// The owner and the area of a request: `/users/{this one}` and `onlineMeetings`. Graph limits what is done in one
/// area for one owner, and what is done in an area by an application or in a tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lane {
    area: Box<str>,
    owner: Box<str>,
}

impl Lane {
    /// The lane of a request, from its path below the root of the service, as it is sent, and the path template of
    /// its operation, which tells keys from names.
    ///
    /// `/me` is another owner for each user, and other paths that name no owner may be. So the lane is told who asks:
    /// whatever is the same for each request of one user, and different for another user's.
    ///
    /// - `/users/8a09/onlineMeetings/MSo1`: owner `users/8a09`, area `onlineMeetings`;
    /// - `/me/onlineMeetings`: owner `me` of who asks, area `onlineMeetings`;
    /// - `/communications/calls`: owner `communications` of who asks, area `calls`;
    /// - `/users`: owner and area `users`, of who asks.
    #[must_use]
    pub fn new(path: &str, operation: &OperationInfo, asker: impl fmt::Display) -> Self {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let mut next = || segments.next().unwrap_or_default().to_ascii_lowercase();
        let collection = next();
        let owner = if Self::depends_on_asker(operation) {
            format!("{collection}/{asker}")
        } else {
            format!("{collection}/{}", next())
        };
        let area = next();
        // `delta()` and `delta(token='x')` are one area
        let area = area.split('(').next().unwrap_or_default();
        let area = if area.is_empty() { &collection } else { area };
        Self { area: area.into(), owner: owner.into() }
    }

    /// Whether the path of an operation leaves open whose it is, so that its lane depends on who asks.
    #[must_use]
    pub fn depends_on_asker(operation: &OperationInfo) -> bool {
        let mut names = operation.path.split('/').filter(|segment| !segment.is_empty());
        !names.nth(1).is_some_and(|name| name.starts_with('{'))
    }

    pub(super) fn area(&self) -> &str {
        &self.area
    }

    pub(super) fn owner(&self) -> &str {
        &self.owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permissions;

    fn lane(path: &str, template: &'static str) -> (String, String) {
        let operation = OperationInfo::new(http::Method::GET, template, Permissions::UNKNOWN);
        let lane = Lane::new(path, &operation, 7);
        (lane.owner().to_owned(), lane.area().to_owned())
    }

    #[test]
    fn a_lane_is_the_owner_and_the_area_behind_it() {
        let user = "/users/{user-id}/onlineMeetings";
        for (path, template, owner, area) in [
            ("/users/8A09/onlineMeetings", user, "users/8a09", "onlinemeetings"),
            (
                "/users/8a09/onlineMeetings/MSo1/transcripts",
                "/users/{user-id}/onlineMeetings/{onlineMeeting-id}/transcripts",
                "users/8a09",
                "onlinemeetings",
            ),
            ("/me/onlineMeetings/MSo1", "/me/onlineMeetings/{onlineMeeting-id}", "me/7", "onlinemeetings"),
            (
                "/communications/onlineMeetings",
                "/communications/onlineMeetings",
                "communications/7",
                "onlinemeetings",
            ),
            ("/users", "/users", "users/7", "users"),
            ("/users/8a09", "/users/{user-id}", "users/8a09", "users"),
            ("/users/delta(token='x')", "/users/delta()", "users/7", "delta"),
            ("/me", "/me", "me/7", "me"),
            ("/$batch", "/$batch", "$batch/7", "$batch"),
            ("", "/", "/7", ""),
        ] {
            assert_eq!(lane(path, template), (owner.to_owned(), area.to_owned()), "{path}");
        }
    }
}
