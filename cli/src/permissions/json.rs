//! The report as JSON.

use super::report::Report;
use crate::output::json_text;

pub(super) fn render(report: &Report) -> String {
    json_text(report)
}
