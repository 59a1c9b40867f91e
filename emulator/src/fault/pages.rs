//! Links that differ and mean the same page.
//!
//! An empty page leads to the items that it should have had, by a link that no client has followed before. Such a
//! link is that of the page with another `$skiptoken`: one that counts, and holds the token of the page if it had
//! one. It is read before anybody else looks at the request, so it works with the tokens of every handler.

use http::Uri;

use crate::{ids, percent};

/// A `$skiptoken` that was wrapped.
struct Marker {
    /// How often.
    count: u64,
    /// The one inside, as it stood in the address; empty where there was none.
    token: String,
}

impl Marker {
    const START: &'static str = "again";

    fn read(token: &str) -> Option<Self> {
        let text = ids::transparent(token)?;
        let (count, token) = text.strip_prefix(Self::START)?.strip_prefix(':')?.split_once(':')?;
        Some(Self { count: count.parse().ok()?, token: String::from(token) })
    }

    fn write(&self) -> String {
        ids::opaque(&format!("{}:{}:{}", Self::START, self.count, self.token))
    }
}

/// Path and query of another link to the same page.
pub(super) fn marked(uri: &Uri) -> String {
    let known = token(uri).unwrap_or_default();
    let marker = Marker::read(known).unwrap_or_else(|| Marker { count: 0, token: String::from(known) });
    let next = Marker { count: marker.count.saturating_add(1), ..marker };
    with_token(uri, &next.write())
}

/// The address that a link of [`marked`] means; nothing where it is none of those.
pub(crate) fn unmarked(uri: &Uri) -> Option<Uri> {
    let marker = Marker::read(token(uri)?)?;
    with_token(uri, &marker.token).parse().ok()
}

/// The value of `$skiptoken` as it stands in the address.
fn token(uri: &Uri) -> Option<&str> {
    uri.query()?
        .split('&')
        .find(|one| is_token(one))
        .map(|one| one.split_once('=').map_or("", |(_, value)| value))
}

/// Whether an option is `$skiptoken`, in any case, encoded or not, and with or without the dollar.
fn is_token(option: &str) -> bool {
    let name = percent::decode(option.split('=').next().unwrap_or(option), true).unwrap_or_default();
    name.strip_prefix('$').unwrap_or(&name).eq_ignore_ascii_case("skiptoken")
}

/// Path and query with that token instead; without one where it is empty.
fn with_token(uri: &Uri, token: &str) -> String {
    let others = uri.query().unwrap_or_default().split('&').filter(|one| !one.is_empty() && !is_token(one));
    let own = (!token.is_empty()).then(|| format!("$skiptoken={token}"));
    let options: Vec<String> = others.map(String::from).chain(own).collect();
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", uri.path(), options.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_link_is_always_another_and_means_the_same() {
        for address in ["/me/x", "/me/x?$top=1", "/me/x?$top=1&$skiptoken=abc%3D", "/x?%24SkipToken=ab&b"] {
            let start: Uri = address.parse().expect("an address");
            let mut seen = vec![start.to_string()];
            let mut link = start.clone();
            for _ in 0..5 {
                let next = marked(&link);
                assert!(!seen.contains(&next), "{next}");
                link = next.parse().expect("an address");
                let meant = unmarked(&link).expect("a marked link");
                assert_eq!((meant.path(), token(&meant)), (start.path(), token(&start)), "{address}");
                let count = |uri: &Uri| uri.query().map(|query| query.split('&').count());
                assert_eq!(count(&meant), count(&start), "{address}");
                seen.push(next);
            }
        }
    }

    #[test]
    fn other_tokens_are_left_alone() {
        for address in
            ["/x", "/x?$skiptoken=", "/x?$skiptoken=abc", "/x?$skiptoken=c2tpcDoy", "/x?$top=YWdhaW46MTo"]
        {
            assert_eq!(unmarked(&address.parse().expect("an address")), None, "{address}");
        }
    }
}
