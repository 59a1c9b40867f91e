//! Query options and headers of operations.

use msgraph_spec::model::{Operation, Parameter, ParameterPlace};

/// The options that core knows, by where they go and what they are called on the wire.
pub(crate) const KNOWN: [(ParameterPlace, &str, &str); 13] = [
    (ParameterPlace::Query, "$select", "Select"),
    (ParameterPlace::Query, "$expand", "Expand"),
    (ParameterPlace::Query, "$filter", "FilterBy"),
    (ParameterPlace::Query, "$search", "Search"),
    (ParameterPlace::Query, "$orderby", "OrderBy"),
    (ParameterPlace::Query, "$top", "Top"),
    (ParameterPlace::Query, "$skip", "Skip"),
    (ParameterPlace::Query, "$count", "Count"),
    (ParameterPlace::Query, "$format", "Format"),
    (ParameterPlace::Header, "Accept-Language", "AcceptLanguage"),
    (ParameterPlace::Header, "Prefer", "Prefer"),
    (ParameterPlace::Header, "If-Match", "IfMatch"),
    (ParameterPlace::Header, "ConsistencyLevel", "ConsistencyLevel"),
];

/// Headers that OpenAPI says are no parameters, whatever a description declares.
const NO_PARAMETERS: [&str; 3] = ["Accept", "Authorization", "Content-Type"];

/// Whether core has a method for a parameter.
fn is_known(parameter: &Parameter) -> bool {
    let is = |name: &str| parameter.name.eq_ignore_ascii_case(name);
    KNOWN.iter().any(|(place, name, _)| *place == parameter.place && is(name))
}

/// The options that the operation takes and its source says something about, in the source's order.
pub(crate) fn described(operation: &Operation) -> impl Iterator<Item = (&str, &str)> {
    let known = operation.parameters.iter().filter(|one| is_known(one));
    known.filter_map(|one| Some((one.name.as_str(), one.description.as_deref()?)))
}

/// The parameters that have no method: they are set by their names.
pub(crate) fn further(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let is_none = |one: &Parameter| {
        one.place == ParameterPlace::Header
            && NO_PARAMETERS.iter().any(|name| one.name.eq_ignore_ascii_case(name))
    };
    operation.parameters.iter().filter(move |one| !is_known(one) && !is_none(one))
}

#[cfg(test)]
mod tests {
    use msgraph_spec::diff::has_own_method;

    use super::*;

    /// A comparison of slices must know which options a program can miss.
    #[test]
    fn comparisons_know_the_same_options() {
        for (place, name, _) in KNOWN {
            assert!(has_own_method(place, name), "{name}");
        }
        for (place, name) in [(ParameterPlace::Header, "$select"), (ParameterPlace::Query, "own")] {
            assert!(!has_own_method(place, name), "{name}");
        }
    }
}
