//! URLs that may be told.

use std::fmt;

/// `url.full` without what it is about: keys are the placeholders of the template, because ids of meetings hold those
/// of people; values of the query are `REDACTED`, because a filter may hold a join link.
pub(super) struct Full<'a> {
    pub(super) base: &'a str,
    pub(super) template: &'a str,
    pub(super) query: Option<&'a str>,
}

impl fmt::Display for Full<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base, self.template)?;
        let options = self.query.unwrap_or_default().split('&').filter(|option| !option.is_empty());
        for (place, option) in options.enumerate() {
            let sign = if place == 0 { '?' } else { '&' };
            match option.split_once('=') {
                Some((name, _)) => write!(f, "{sign}{name}=REDACTED")?,
                // no name, so it may be anything
                None => write!(f, "{sign}REDACTED")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_query_stay_and_values_do_not() {
        let shown = |query| {
            Full { base: "https://host/v1.0", template: "/users/{user-id}/onlineMeetings", query }.to_string()
        };
        assert_eq!(shown(None), "https://host/v1.0/users/{user-id}/onlineMeetings");
        assert_eq!(
            shown(Some("%24filter=joinWebUrl+eq+'https://x/?a=b'&%24top=5")),
            "https://host/v1.0/users/{user-id}/onlineMeetings?%24filter=REDACTED&%24top=REDACTED"
        );
        assert_eq!(
            shown(Some("&&secret&a=")),
            "https://host/v1.0/users/{user-id}/onlineMeetings?REDACTED&a=REDACTED"
        );
    }
}
