//! Which operations can be emitted.

use msgraph_spec::model::{
    Api, FunctionParameter, Operation, ParameterPlace, Primitive, Segment, TypeDef, TypeRef,
};
use msgraph_spec::{Diagnostic, Diagnostics};

use super::options;
use super::scope::printable;

/// Whether a request of the operation can be right. If not, the reason is reported: as a warning where
/// the generator cannot express something yet, as an error where the path is wrong.
pub(crate) fn is_usable(api: &Api, operation: &Operation, faults: &mut Diagnostics) -> bool {
    if let Some((message, help)) = wrong_path(operation) {
        faults.push(Diagnostic::error(message).at(operation.origin.clone()).help(help));
        return false;
    }
    let Some(reason) = missing_argument(api, operation).or_else(|| missing_option(operation)) else {
        return true;
    };
    let message = format!("`{}` is left out: {reason}", printable(&operation.title()));
    faults.push(Diagnostic::warning(message).at(operation.origin.clone()));
    false
}

/// What a URL would not hold as it is written, and what to write instead.
fn wrong_path(operation: &Operation) -> Option<(String, &'static str)> {
    let mut names = operation.path.segments.iter().flat_map(|segment| match segment {
        Segment::Literal(name) => vec![name],
        Segment::Call { name, parameters } => {
            std::iter::once(name).chain(parameters.iter().map(|one| &one.name)).collect()
        }
        _ => Vec::new(),
    });
    let path = printable(&operation.path.to_string());
    names.find_map(|name| {
        if matches!(name.as_str(), "." | "..") {
            let message = format!("the path `{path}` has the dot segment `{name}`, which no URL keeps");
            Some((message, "write the path that it leads to"))
        } else if name.contains('%') {
            let message = format!("the path `{path}` has a percent sign, which would be encoded twice");
            Some((message, "write the character that it stands for"))
        } else {
            None
        }
    })
}

fn missing_argument(api: &Api, operation: &Operation) -> Option<String> {
    let mut parameters = operation.path.segments.iter().flat_map(|segment| match segment {
        Segment::Call { parameters, .. } => parameters.as_slice(),
        _ => &[],
    });
    parameters.find_map(|one| {
        let what = no_literal(api, one)?;
        Some(format!("its parameter `{}` is {what}, which a path cannot hold yet", printable(&one.name)))
    })
}

/// What a parameter holds, if the path has no literal for it.
fn no_literal(api: &Api, parameter: &FunctionParameter) -> Option<&'static str> {
    if parameter.ty.is_collection {
        return Some("a collection");
    }
    match &parameter.ty.item {
        TypeRef::Primitive(Primitive::Binary | Primitive::Stream) => Some("binary"),
        TypeRef::Primitive(_) => None,
        TypeRef::Named(name) => match api.types.get(name) {
            Some(TypeDef::Enum(_)) => None,
            _ => Some("an object"),
        },
        _ => Some("of no known type"),
    }
}

fn missing_option(operation: &Operation) -> Option<String> {
    let needed = options::further(operation).find(|one| one.is_required)?;
    let what = if needed.place == ParameterPlace::Query { "query option" } else { "header" };
    Some(format!("it demands the {what} `{}`, which has no method yet", printable(&needed.name)))
}
