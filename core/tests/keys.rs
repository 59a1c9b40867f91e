//! Keys in paths: whatever a value holds, it stays one segment of the path and reads back as it was.

use http::Method;
use msgraph_core::{Client, Empty, Error, Operation, OperationInfo, Permissions, RequestError};

enum Get {}

impl Operation for Get {
    type Answer = Empty;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::GET, "/users/{user-id}/manager", Permissions::UNKNOWN);
}

fn path_for(key: &str) -> Result<String, Error> {
    let client = Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap());
    let path = client.path::<()>().literal("users").key("user-id", key).literal("manager");
    path.request::<Get>().into_http().map(|request| request.uri().path().to_owned())
}

/// The text that a percent-encoded one stands for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_key_stays_one_segment_and_reads_back() {
    let ascii: String = (0..=127_u8).map(char::from).collect();
    let all = [
        "a/b",
        "a\\b",
        "%2e%2e",
        "%2E.",
        "..a",
        "...",
        ".\t.",
        "\t..",
        "..\n",
        "\t",
        "a\tb\nc\rd",
        "é漢😀",
        &ascii,
    ];
    for key in all {
        let path = path_for(key).unwrap_or_else(|error| panic!("{key:?}: {error}"));
        let segments: Vec<&str> = path.split('/').collect();
        let ["", "v1.0", "users", found, "manager"] = segments[..] else { panic!("{key:?} gives {path}") };
        assert_eq!(decoded(found), key, "{path}");
    }
}

#[test]
fn a_key_that_would_lead_to_another_path_is_refused() {
    for key in ["", ".", ".."] {
        assert!(matches!(path_for(key), Err(Error::Request(RequestError::Key { .. }))), "{key:?}");
    }
}
