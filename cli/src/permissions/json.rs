//! The report as JSON.

use std::fmt::Write as _;

use super::report::Report;

/// JSON need not escape all control characters, but terminals take some for the beginning of an escape.
pub(super) fn render(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report).expect("the keys of the report's maps are names");
    let mut out = String::with_capacity(text.len() + 1);
    for one in text.chars() {
        // A line break is one between two values: those inside of texts are escaped already.
        if one.is_control() && one != '\n' {
            write!(out, "\\u{:04x}", u32::from(one)).expect("a String takes everything");
        } else {
            out.push(one);
        }
    }
    out.push('\n');
    out
}
