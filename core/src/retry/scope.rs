//! Whose limit a request ran into.

use http::HeaderMap;

/// Whose limit an answer speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// That of the owner in the path: the user, the group, the team.
    Owner,
    /// That of the application or the tenant: the same for all owners.
    All,
}

impl Scope {
    /// What `x-ms-throttle-scope` says (`Tenant_Application/ReadWrite/{application}/{tenant}`). Where it is absent or
    /// not known, the limit is taken for the owner's.
    ///
    /// See <https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits>.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let value = headers.get("x-ms-throttle-scope").and_then(|value| value.to_str().ok());
        let scope = value.unwrap_or_default().split('/').next().unwrap_or_default();
        let is_of_all = |part: &str| {
            let part = part.trim();
            part.eq_ignore_ascii_case("tenant") || part.eq_ignore_ascii_case("application")
        };
        if scope.split('_').all(is_of_all) { Self::All } else { Self::Owner }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_and_applications_are_of_all() {
        let scope = |value: &str| {
            let value = http::HeaderValue::from_str(value).unwrap();
            Scope::of(&[(http::HeaderName::from_static("x-ms-throttle-scope"), value)].into_iter().collect())
        };
        for all in ["Tenant_Application/ReadWrite/a/b", "Application", "tenant/Read/a", "TENANT_APPLICATION"]
        {
            assert_eq!(scope(all), Scope::All, "{all}");
        }
        for owner in ["User/Read/a/b", "Tenant_User/x", "", "/Tenant", "_", "Mailbox"] {
            assert_eq!(scope(owner), Scope::Owner, "{owner}");
        }
        assert_eq!(Scope::of(&HeaderMap::new()), Scope::Owner);
    }
}
