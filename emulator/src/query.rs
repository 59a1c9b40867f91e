//! The query options of a request.

use crate::errors::GraphError;
use crate::{literal, percent};

/// What stands behind the question mark.
#[derive(Clone, Default)]
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

    /// All options, decoded, in the order in which they came.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The options of an expanded property, which have come decoded: `$select=id;$top=5`.
    pub(crate) fn nested(text: &str) -> Result<Self, GraphError> {
        let parts = literal::split(text, ';').ok_or_else(|| unbalanced("$expand", text))?;
        let pair = |one: &str| {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            (String::from(name.trim()), String::from(value.trim()))
        };
        let pairs = parts.into_iter().filter(|one| !one.is_empty()).map(pair).collect();
        Ok(Self { raw: String::from(text), pairs })
    }

    /// The first option that is none of these.
    pub(crate) fn first_beyond(&self, names: &[&str]) -> Option<&str> {
        let is_known = |known: &str| names.iter().any(|name| is_option(known, name));
        self.pairs.iter().map(|(name, _)| name.as_str()).find(|name| !is_known(name))
    }

    /// The items of a list such as `$expand=transcripts,attendanceReports($select=id,type)`.
    pub(crate) fn list(&self, name: &str) -> Result<Option<Vec<&str>>, GraphError> {
        let split = |list| literal::split(list, ',').ok_or_else(|| unbalanced(name, list));
        self.get(name).map(split).transpose()
    }

    /// The names in a list such as `$select=id,subject`; of a path, its first part.
    pub(crate) fn names(&self, name: &str) -> Result<Option<Vec<&str>>, GraphError> {
        let first = |one: &'_ str| one.find(['/', '(']).unwrap_or(one.len());
        let list = self.list(name)?;
        Ok(list.map(|list| list.into_iter().map(|one| one[..first(one)].trim()).collect()))
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, GraphError> {
        let parse = |text: &str| text.parse().map_err(|_| GraphError::no_value(name, text));
        self.get(name).map(parse).transpose()
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

fn unbalanced(name: &str, text: &str) -> GraphError {
    GraphError::bad_request(format!("A quote or a parenthesis of {name} has no partner: '{text}'."))
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
        assert_eq!(query.number("$top"), Ok(Some(3)));
        assert!(Query::parse("$filter=%").is_err());
    }

    #[test]
    fn lists_give_their_first_names() {
        let query = Query::parse("$select=id, participants/organizer,a(b=c)").expect("a query");
        assert_eq!(query.names("$select"), Ok(Some(vec!["id", "participants", "a"])));
        assert!(Query::parse("$select=a(b").expect("a query").names("$select").is_err());
    }

    #[test]
    fn nested_options_are_parted_by_semicolons() {
        let query = Query::nested("$select=id,type; top=5 ;$filter=a eq ';=';").expect("options");
        assert_eq!(query.names("$select"), Ok(Some(vec!["id", "type"])));
        assert_eq!((query.get("$top"), query.get("$filter")), (Some("5"), Some("a eq ';='")));
        assert_eq!(query.first_beyond(&["$select", "$top"]), Some("$filter"));
        assert_eq!(query.first_beyond(&["$select", "$top", "$filter"]), None);
        assert!(Query::nested("$filter=a eq 'b").is_err());
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
    fn a_number_is_whole_and_may_be_nothing() {
        for broken in ["$top=-1", "$top=x", "$top="] {
            assert!(Query::parse(broken).expect("a query").number("$top").is_err(), "{broken}");
        }
        assert_eq!(Query::parse("$top=0").expect("a query").number("$top"), Ok(Some(0)));
    }
}
