//! Reads a pattern from its text.

use super::{Arguments, Part, Pattern};
use crate::model::HttpMethod;
use crate::nearest::{did_you_mean, nearest};
use crate::{Diagnostic, Diagnostics};

const EXAMPLE: &str = "write a pattern such as `POST /me/onlineMeetings` or `/users/{id}/**`";

/// What stands between methods.
const SEPARATORS: [char; 2] = [',', ' '];

pub(super) fn parse(text: &str) -> Result<Pattern, Diagnostics> {
    let text = text.trim();
    if text.is_empty() {
        return Err(fault("the pattern is empty".to_owned(), EXAMPLE));
    }
    if text.contains("://") {
        let help = "leave out the service root: write the path from `/me` or `/users` on";
        return Err(fault(format!("`{text}` is an address, not a pattern"), help));
    }
    let Some(slash) = text.find('/') else {
        return Err(no_path(text));
    };
    if let Some(fault) = no_slash_first(text, slash) {
        return Err(fault);
    }
    let methods = methods(&text[..slash])?;
    let path = &text[slash..];
    let parts = match path.trim_end_matches('/') {
        "" => Err(fault(format!("`{text}` names no path"), "write `/**` for every path")),
        path => split(&path[1..]).into_iter().map(|segment| part(segment, text)).collect(),
    }?;
    Ok(Pattern { methods, parts })
}

fn fault(message: String, help: &str) -> Diagnostics {
    let mut faults = Diagnostics::default();
    faults.push(Diagnostic::error(message).help(help));
    faults
}

/// A pattern without a slash.
fn no_path(text: &str) -> Diagnostics {
    let mut words = text.split(SEPARATORS).filter(|word| !word.is_empty());
    let is_methods = words.all(|word| HttpMethod::parse(word).is_some());
    let help = match text.split_whitespace().collect::<Vec<_>>()[..] {
        _ if is_methods => format!("write `{} /**` for every path", text.to_ascii_uppercase()),
        [path] => format!("a path begins with a slash: `/{path}`"),
        [method, path] => format!("a path begins with a slash: `{method} /{path}`"),
        _ => EXAMPLE.to_owned(),
    };
    fault(format!("the pattern `{text}` has no path"), &help)
}

/// The fault of a path that begins with a name: `me/onlineMeetings`. What stands right before the slash is
/// a method only where it is one, or is spelt like one.
fn no_slash_first(text: &str, slash: usize) -> Option<Diagnostics> {
    let before = &text[..slash];
    let start = before.rfind(SEPARATORS).map_or(0, |at| at + 1);
    let (first, are_methods) = (&before[start..], methods(&before[..start]).is_ok());
    let is_method = HttpMethod::parse(first).is_some() || !nearest(first, method_names()).is_empty();
    if first.is_empty() || is_method || !are_methods {
        return None;
    }
    let message = format!("the path of the pattern `{text}` does not begin with a slash");
    let help = format!("write `{}/{}`", &text[..start], &text[start..]);
    Some(fault(message, &help))
}

fn method_names() -> impl Iterator<Item = &'static str> {
    HttpMethod::ALL.iter().map(|one| one.as_str())
}

/// `GET,POST`, or nothing.
fn methods(text: &str) -> Result<Vec<HttpMethod>, Diagnostics> {
    let mut found = Vec::new();
    for name in text.split(SEPARATORS).filter(|one| !one.is_empty()) {
        let Some(method) = HttpMethod::parse(name) else {
            let otherwise =
                "write GET, POST, PATCH, PUT or DELETE before the path, or nothing for all of them";
            let message = format!("`{name}` is no method that Graph uses");
            return Err(fault(message, &did_you_mean(name, method_names(), otherwise)));
        };
        if !found.contains(&method) {
            found.push(method);
        }
    }
    Ok(found)
}

/// Splits at slashes outside of parentheses: an argument may have some.
fn split(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    path.split(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == '/' && depth == 0
    })
    .collect()
}

fn part(segment: &str, pattern: &str) -> Result<Part, Diagnostics> {
    let refused = |message: String, help: &str| Err(fault(message, help));
    match segment {
        "" => return refused(format!("`{pattern}` has an empty segment"), "take one of the slashes out"),
        "*" => return Ok(Part::AnyOne),
        "**" => return Ok(Part::AnyNumber),
        _ => {}
    }
    if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !name.contains(['{', '}'])
    {
        return Ok(Part::Key(name.to_owned()));
    }
    let (name, arguments) = match segment.split_once('(') {
        None => (segment, Some(Arguments::Unsaid { has_parentheses: false })),
        Some((name, rest)) => (name, rest.strip_suffix(')').and_then(arguments)),
    };
    if name.contains('*') {
        let message = format!("`*` stands for a whole segment, not for a part of `{segment}`");
        return refused(message, "write `*` for any one segment, `**` for any number of them");
    }
    if segment.contains('?') {
        let message = format!("`{segment}` has a query, which no pattern can choose by");
        return refused(message, "leave out the question mark and what follows");
    }
    if segment.contains('{') && segment.ends_with(':') {
        // `/drives/{id}/root:/{path}:/content`
        let message = format!("`{segment}` addresses an item by its path, which no description lists");
        let help = "name what lies at the item by its key, such as `/drives/{id}/items/{id}/content`: the key of a \
                    path is looked up when the program runs";
        return refused(message, help);
    }
    let is_name =
        !name.is_empty() && !name.contains(|one: char| "{}()'\",;=".contains(one) || one.is_whitespace());
    match arguments {
        Some(arguments) if is_name => Ok(Part::Name { written: name.to_owned(), arguments }),
        _ => refused(
            format!("the segment `{segment}` of the pattern cannot be read"),
            "write a name, a `{key}`, a call such as `name(argument={argument})`, `*` or `**`",
        ),
    }
}

/// What stands between the parentheses of a call; nothing where it cannot be read.
fn arguments(text: &str) -> Option<Arguments> {
    match text.trim() {
        "" => return Some(Arguments::Unsaid { has_parentheses: true }),
        "*" => return Some(Arguments::Any),
        _ => {}
    }
    let name = |argument: &str| {
        let name = argument.split('=').next().unwrap_or(argument).trim();
        let is_name = !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || "_-".contains(one));
        is_name.then(|| name.to_ascii_lowercase())
    };
    let names = text.split(',').map(name).collect::<Option<Vec<_>>>()?;
    Some(Arguments::These { names, written: text.to_owned() })
}
