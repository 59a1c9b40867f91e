//! The encoding of files: UTF-8, or a word on what it is instead.

/// The text of a file, or what is wrong and what to do.
///
/// A text in UTF-16 without a byte order mark is good UTF-8 with a zero behind each letter, so that is looked for
/// first.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, (String, &'static str)> {
    if let Some(name) = wide(&bytes) {
        return Err((format!("the file is not UTF-8: it looks like {name}"), "save the file as UTF-8"));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK\x03\x04") {
        return Err(("the file is compressed".to_owned(), "unpack it first"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let guess =
            if is_one_byte(error.as_bytes()) { ", and looks like Latin-1 or Windows-1252" } else { "" };
        let message = format!("the file is not UTF-8: byte {at} is no part of a character{guess}");
        (message, "save the file as UTF-8")
    })
}

/// The name of an encoding with two or four bytes for a letter: by its mark, or by its zeros.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    const HEAD: usize = 64;
    let marks: [(&[u8], _); 4] = [
        (&[0xff, 0xfe, 0, 0], "UTF-32"),
        (&[0, 0, 0xfe, 0xff], "UTF-32"),
        (&[0xff, 0xfe], "UTF-16"),
        (&[0xfe, 0xff], "UTF-16"),
    ];
    if let Some((_, name)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(name);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|one| **one == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    let is_wide = half > 1 && even.max(odd) * 4 > half * 3 && even.min(odd) * 4 < half;
    is_wide.then_some("UTF-16")
}

/// Whether the bytes that are not ASCII stand alone between letters, as in encodings of one byte for a letter.
fn is_one_byte(bytes: &[u8]) -> bool {
    let is_text = |one: u8| one.is_ascii_graphic() || one.is_ascii_whitespace();
    let foreign = bytes.iter().filter(|one| !one.is_ascii()).count();
    let alone = |at: usize| {
        let near = [at.checked_sub(1), at.checked_add(1)];
        near.into_iter().flatten().filter_map(|at| bytes.get(at)).any(|one| is_text(*one))
    };
    let is_sound = bytes.iter().enumerate().all(|(at, one)| is_text(*one) || (*one >= 0xa0 && alone(at)));
    foreign > 0 && is_sound
}

/// The text with line breaks as all readers count them, without a byte order mark: a carriage return alone is a
/// line break to YAML and XML. Nothing where it is so already.
pub(crate) fn tidied(text: &str) -> Option<String> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bytes = bare.as_bytes();
    let is_lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let has_lone = bytes.contains(&b'\r') && (0..bytes.len()).any(is_lone);
    if !has_lone {
        return (bare.len() < text.len()).then(|| bare.to_owned());
    }
    let one = |(at, one): (usize, char)| if one == '\r' && is_lone(at) { '\n' } else { one };
    Some(bare.char_indices().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_encoding_where_it_can_be_told() {
        let text = "openapi: 3.0.3\ninfo: {title: Größe}\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let latin1: Vec<u8> = text.chars().filter_map(|one| u8::try_from(u32::from(one)).ok()).collect();
        for (bytes, expected) in [
            (utf16(u16::to_le_bytes), "looks like UTF-16"),
            (utf16(u16::to_be_bytes), "looks like UTF-16"),
            ([&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat(), "looks like UTF-16"),
            ([&[0xfe, 0xff][..], &utf16(u16::to_be_bytes)].concat(), "looks like UTF-16"),
            (latin1, "byte 31 is no part of a character, and looks like Latin-1"),
            (b"a: \xff\xfe\xfd".to_vec(), "byte 3 is no part of a character"),
            (b"\x1f\x8b\x08\x00".to_vec(), "compressed"),
        ] {
            let (message, _) = decode(bytes).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
        assert_eq!(decode(text.as_bytes().to_vec()).unwrap(), text);
        assert_eq!(decode(b"a\0b".to_vec()).unwrap(), "a\0b");
        assert_eq!(decode(Vec::new()).unwrap(), "");
    }

    #[test]
    fn lines_end_as_all_readers_count_them() {
        assert_eq!(tidied("a\r\nb\n"), None);
        assert_eq!(tidied("\u{feff}a\r\n").unwrap(), "a\r\n");
        assert_eq!(tidied("é\rb\r\nc\r").unwrap(), "é\nb\r\nc\n");
    }
}
