//! The query options of a request.

use crate::errors::GraphError;
use crate::percent;

/// What stands behind the question mark.
#[derive(Default)]
pub(crate) struct Query {
    /// As it came.
    raw: String,
    /// Decoded, in order.
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn parse(raw: &str) -> Result<Self, GraphError> {
        let decode = |text| {
            percent::decode(text, true)
                .ok_or_else(|| GraphError::bad_request("The query string is not correctly percent-encoded."))
        };
        let mut pairs = Vec::new();
        for one in raw.split('&').filter(|one| !one.is_empty()) {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Self { raw: String::from(raw), pairs })
    }

    /// The option of that name, in any case. Graph also takes system options without the `$`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| is_option(known, name));
        found.map(|(_, value)| value.as_str())
    }

    /// The names in a list such as `$select=id,subject`; of a path, its first part; of an expanded
    /// property, without its own options.
    pub(crate) fn names(&self, name: &str) -> Option<Vec<&str>> {
        let list = self.get(name)?;
        let first = |one: &'_ str| one.find(['/', '(']).map_or(one.len(), |at| at);
        Some(list.split(',').map(|one| one.trim()[..first(one.trim())].trim()).collect())
    }

    /// A whole number of one or more.
    pub(crate) fn count(&self, name: &str) -> Result<Option<usize>, GraphError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse::<usize>() {
            Ok(count) if count > 0 => Ok(Some(count)),
            _ => Err(GraphError::bad_request(format!("'{text}' is no valid value of {name}."))),
        }
    }

    /// The same query with one more option, and without those of these names.
    pub(crate) fn replaced(&self, without: &[&str], name: &str, value: &str) -> String {
        let is_kept = |one: &&str| {
            let known = percent::decode(one.split('=').next().unwrap_or(one), true).unwrap_or_default();
            !one.is_empty() && !without.iter().any(|name| is_option(&known, name))
        };
        let mut parts: Vec<String> = self.raw.split('&').filter(is_kept).map(String::from).collect();
        parts.push(format!("{name}={}", percent::encode_component(value)));
        parts.join("&")
    }
}

fn is_option(known: &str, name: &str) -> bool {
    known.eq_ignore_ascii_case(name)
        || name.strip_prefix('$').is_some_and(|bare| known.eq_ignore_ascii_case(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_found_in_any_case_and_decoded_once() {
        let query = Query::parse("%24Filter=a%20eq%20'19%253a'&top=3").expect("a query");
        assert_eq!(query.get("$filter"), Some("a eq '19%3a'"));
        assert_eq!(query.count("$top"), Ok(Some(3)));
        assert!(Query::parse("$filter=%").is_err());
    }

    #[test]
    fn lists_give_their_first_names() {
        let query = Query::parse("$select=id, participants/organizer,a(b=c)").expect("a query");
        assert_eq!(query.names("$select"), Some(vec!["id", "participants", "a"]));
    }

    #[test]
    fn a_link_keeps_the_other_options_as_they_were() {
        let query = Query::parse("$top=2&$skiptoken=x&$select=a%20b").expect("a query");
        assert_eq!(
            query.replaced(&["$skiptoken"], "$skiptoken", "y z"),
            "$top=2&$select=a%20b&$skiptoken=y%20z"
        );
    }

    #[test]
    fn a_count_is_positive() {
        for broken in ["$top=0", "$top=-1", "$top=x"] {
            assert!(Query::parse(broken).expect("a query").count("$top").is_err(), "{broken}");
        }
    }
}
