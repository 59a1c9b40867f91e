//! What a limit of the service holds for, as far as a path tells.

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
    /// `/me` is another owner for each credential, so the lane is told which one it is.
    ///
    /// - `/users/8a09/onlineMeetings/MSo1`: owner `users/8a09`, area `onlineMeetings`;
    /// - `/me/onlineMeetings`: owner `me` of that credential, area `onlineMeetings`;
    /// - `/communications/calls`: owner `communications`, area `calls`;
    /// - `/users`: owner and area `users`.
    #[must_use]
    pub fn new(path: &str, operation: &OperationInfo, credential: u64) -> Self {
        let mut names = operation.path.split('/').filter(|segment| !segment.is_empty()).peekable();
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let mut next = || segments.next().unwrap_or_default().to_ascii_lowercase();
        let collection = next();
        names.next();
        let has_key = names.peek().is_some_and(|name| name.starts_with('{'));
        let owner = if has_key {
            format!("{collection}/{}", next())
        } else if collection == "me" || collection == "$batch" {
            format!("{collection}/{credential}")
        } else {
            collection.clone()
        };
        let area = next();
        // `delta()` and `delta(token='x')` are one area
        let area = area.split('(').next().unwrap_or_default();
        let area = if area.is_empty() { &collection } else { area };
        Self { area: area.into(), owner: owner.into() }
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
                "communications",
                "onlinemeetings",
            ),
            ("/users", "/users", "users", "users"),
            ("/users/8a09", "/users/{user-id}", "users/8a09", "users"),
            ("/users/delta(token='x')", "/users/delta()", "users", "delta"),
            ("/me", "/me", "me/7", "me"),
            ("", "/", "", ""),
        ] {
            assert_eq!(lane(path, template), (owner.to_owned(), area.to_owned()), "{path}");
        }
    }
}
