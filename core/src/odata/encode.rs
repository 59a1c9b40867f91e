//! Percent-encoding.

use std::borrow::Cow;

/// What stays as it is in a query beside letters and digits.
///
/// RFC 3986 allows more there. `&`, `=` and `+` mean something to whoever reads a query, `#` would end it
/// and `%` is the escape itself; `'` some proxies refuse; `?` only looks like a second query. `;` parts the
/// options of an `$expand`, but there are readers that part the whole query at it; OData's grammar takes
/// `%3B` in its place.
const PLAIN_IN_QUERY: &[u8] = b"-._~$(),:/@!*";

/// What stays as it is in a segment. `+` and `%` are encoded too: a value reads back as it was.
const PLAIN_IN_SEGMENT: &[u8] = b"-._~$(),:@!*;='";

/// A query string of these options. Spaces become `%20`, never `+`.
pub(crate) fn encode_query(options: &[(Cow<'static, str>, String)]) -> String {
    let mut query = String::new();
    for (name, value) in options {
        if !query.is_empty() {
            query.push('&');
        }
        encode(&mut query, name, PLAIN_IN_QUERY);
        query.push('=');
        encode(&mut query, value, PLAIN_IN_QUERY);
    }
    query
}

/// One segment of a path.
pub(crate) fn encode_segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    encode(&mut segment, text, PLAIN_IN_SEGMENT);
    segment
}

/// Adds the text with everything percent-encoded but letters, digits and the plain ones.
fn encode(out: &mut String, text: &str, plain: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_bytes_encoded() {
        let filter = "JoinWebUrl eq 'https://x/19%3ameeting_é+1&a=''b'''";
        let query = encode_query(&[("$filter".into(), filter.to_owned()), ("$top".into(), "5".to_owned())]);
        assert_eq!(
            query,
            "$filter=JoinWebUrl%20eq%20%27https://x/19%253ameeting_%C3%A9%2B1%26a%3D%27%27b%27%27%27&$top=5"
        );
    }

    #[test]
    fn what_is_plain_in_a_query_is_allowed_there_and_parts_nothing() {
        // RFC 3986: query = *( pchar / "/" / "?" )
        let allowed = b"-._~!$&'()*+,;=:@/?";
        assert!(PLAIN_IN_QUERY.iter().all(|byte| allowed.contains(byte)));
        assert!(!PLAIN_IN_QUERY.iter().any(|byte| b"&=+#%;?".contains(byte)));
    }
}
