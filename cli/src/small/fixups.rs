//! The part of a list of fix-ups that goes with a slice.

use msgraph_spec::Pattern;
use msgraph_spec::model::Api;
use serde_json::Value;

/// The fix-ups of the operations that the slice has, as YAML; nothing where there is none. The others would be
/// faults beside it: their operations are not there.
///
/// The list was read before, so what is not as it should be does not come here.
pub(super) fn of_slice(text: &str, api: &Api) -> Option<String> {
    let mut list: Value = serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let fixups = list.get_mut("fixups")?.as_array_mut()?;
    fixups.retain(|one| one["operation"].as_str().is_some_and(|operation| has(api, operation)));
    if fixups.is_empty() {
        return None;
    }
    serde_yaml::to_string(&list).ok()
}

/// Whether the slice has an operation. Letter case and the names of keys do not matter, as in the fix-ups.
fn has(api: &Api, operation: &str) -> bool {
    Pattern::parse(operation)
        .is_ok_and(|pattern| api.operations.iter().any(|operation| pattern.matches(operation)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_of_the_slice() {
        let text = msgraph_spec::ONLINE_MEETINGS[2].1;
        let api =
            |pattern: &str| msgraph_spec::online_meetings().include(pattern).read().expect("a slice").api;
        assert_eq!(of_slice(text, &api("GET /me/onlineMeetings/{id}")), None);
        let cut = of_slice(text, &api("GET /users/{id}/onlineMeetings/{id}/recordings/delta")).expect("one");
        assert!(cut.contains("recordings/delta()") && !cut.contains("transcripts/delta()"), "{cut}");
        assert!(cut.contains("reason: ") && cut.contains("add:\n"), "{cut}");
    }
}
