//! The report as JSON.

use super::report::Report;

pub(super) fn render(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report).expect("the keys of the report's maps are names");
    text + "\n"
}
