//! Counts as plain text.

use http::Method;
use msgraph_core::{Count, Error, Operation, OperationInfo, Permissions};

enum Users {}

impl Operation for Users {
    type Answer = Count;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::GET, "/users/$count", Permissions::UNKNOWN);
}

fn read(body: &'static str) -> Result<i64, Error> {
    Users::read(&http::Response::new(body.into()))
}

#[test]
fn a_count_is_a_number() {
    for body in ["44", "\u{feff}44", " 44\r\n"] {
        assert_eq!(read(body).unwrap(), 44);
    }
    assert_eq!(read("9223372036854775807").unwrap(), i64::MAX);
}

#[test]
fn what_is_no_number_is_an_error_that_does_not_show_it() {
    for body in ["", "secret", "{\"secret\":1}", "4.5", "9223372036854775808"] {
        let error = read(body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET /users/$count was answered with success, but the answer is no `i64`: expected a number as plain text (line 1, column 1 \
             of the body)"
        );
        let Error::Decode(error) = error else { panic!("{error:?}") };
        assert_eq!(error.body(), body);
    }
}
