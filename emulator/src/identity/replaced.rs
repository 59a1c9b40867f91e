//! Claims that a test wants a token to have.

use serde_json::{Map, Value};

/// The claims, if those that are checked later are of their types. The error names each that is not.
pub(super) fn check(claims: Value) -> Result<Map<String, Value>, String> {
    let Value::Object(claims) = claims else { return Err(String::from("the claims are no JSON object")) };
    let faults: Vec<String> = claims.iter().filter_map(|(name, value)| fault(name, value)).collect();
    if faults.is_empty() { Ok(claims) } else { Err(faults.join("; ")) }
}

fn fault(name: &str, value: &Value) -> Option<String> {
    let (is_good, wanted) = match name {
        "aud" | "tid" | "iss" | "scp" => (value.is_string(), "a text"),
        "exp" | "nbf" => (is_moment(value), "a whole number of seconds since 1970"),
        "roles" => (value.as_array().is_some_and(|all| all.iter().all(Value::is_string)), "a list of texts"),
        _ => return None,
    };
    (!is_good && !value.is_null()).then(|| format!("the claim '{name}' must be {wanted}, and is {value}"))
}

/// Whether the calendar has it.
fn is_moment(value: &Value) -> bool {
    value.as_i64().is_some_and(|seconds| time::OffsetDateTime::from_unix_timestamp(seconds).is_ok())
}
