//! Patterns: a pattern that is read says itself again, and chooses without trouble.

use std::sync::OnceLock;

use msgraph_spec::Pattern;
use msgraph_spec::model::Api;

use crate::readers::{rendered, text};

/// Patterns, one on a line: each is refused, or its own text is read as the same pattern; and what it chooses
/// out of the bundled slice are operations that it matches.
///
/// # Panics
/// If that does not hold.
pub fn pattern(data: &[u8]) {
    let api = bundled();
    for line in text(data).lines() {
        let pattern = match Pattern::parse(line) {
            Ok(pattern) => pattern,
            Err(faults) => {
                assert!(faults.has_errors());
                rendered(&faults);
                continue;
            }
        };
        let shown = pattern.to_string();
        match Pattern::parse(&shown) {
            Ok(again) => {
                assert_eq!(again, pattern, "{line:?} is shown as {shown:?}");
                assert_eq!(again.to_string(), shown);
            }
            Err(faults) => panic!("{line:?} is shown as {shown:?}, which is refused: {faults}"),
        }
        match pattern.select(api) {
            Ok(chosen) => assert!(!chosen.is_empty() && chosen.iter().all(|one| pattern.matches(one))),
            Err(faults) => {
                assert!(!api.operations.iter().any(|one| pattern.matches(one)));
                rendered(&faults);
            }
        }
    }
}

fn bundled() -> &'static Api {
    static API: OnceLock<Api> = OnceLock::new();
    API.get_or_init(|| msgraph_spec::online_meetings().read().expect("the bundled slice").api)
}
