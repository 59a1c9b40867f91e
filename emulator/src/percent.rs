//! Percent-encoding, as paths and query strings use it.

/// Decodes `%41` to `A`, and `+` to a space where the text comes from a query string.
///
/// Nothing where an escape is cut short or the bytes are no UTF-8.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Encodes as .NET's `UrlEncode` does, which is what Graph puts into `joinInformation`: lower-case
/// hexadecimal digits, and `+` for a space.
pub(crate) fn encode_form(text: &str) -> String {
    encode(text, "+")
}

/// Encodes one value of a path or a query, with `%20` for a space.
pub(crate) fn encode_component(text: &str) -> String {
    encode(text, "%20")
}

fn encode(text: &str, space: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push_str(space),
            other => {
                out.push('%');
                for digit in [other >> 4, other & 15] {
                    out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
                }
            }
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_once() {
        assert_eq!(decode("19%253ameeting", true).as_deref(), Some("19%3ameeting"));
        assert_eq!(decode("a+b%2Bc", true).as_deref(), Some("a b+c"));
        assert_eq!(decode("a+b", false).as_deref(), Some("a+b"));
        assert_eq!(decode("%C3%A4", true).as_deref(), Some("ä"));
    }

    #[test]
    fn broken_escapes_are_told_apart_from_text() {
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(decode(broken, true), None, "{broken}");
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let text = "<a href=\"https://x/?y=1&z='ü'\">日本 +</a>";
        assert_eq!(decode(&encode_form(text), true).as_deref(), Some(text));
        assert_eq!(decode(&encode_component(text), false).as_deref(), Some(text));
        assert_eq!(encode_form("<b> "), "%3cb%3e+");
    }
}
