//! Path templates: what stands between the slashes, and which parameters fill it.

use crate::model::{FunctionParameter, KeyParameter, PathTemplate, Primitive, Segment, TypeRef, ValueType};
use crate::nearest::did_you_mean;
use crate::tree::At;

use super::Lower;
use super::located::words;
use super::parameters::{Parameters, PathParameter, schema};

/// A segment as it is written.
#[derive(Debug, PartialEq, Eq)]
enum Written<'a> {
    Literal(&'a str),
    Key(&'a str),
    Call(&'a str, Vec<Argument<'a>>),
}

/// `name='{placeholder}'`
#[derive(Debug, PartialEq, Eq)]
struct Argument<'a> {
    name: &'a str,
    placeholder: &'a str,
    is_quoted: bool,
}

impl<'a> Lower<'a> {
    /// Splits a path, and fills its placeholders with its parameters.
    pub(super) fn path(&self, text: &str, at: &At<'a>, parameters: &Parameters<'a>) -> Option<PathTemplate> {
        let mut written = Vec::new();
        for segment in split(text.strip_prefix('/').unwrap_or(text)) {
            match parse(segment) {
                Some(one) => written.push(one),
                None if segment.contains("=@") || segment.contains("='@") => {
                    at.warn(
                        format!(
                            "parameter aliases cannot be expressed yet, so the path `{text}` is left out"
                        ),
                        "write the argument as `name={name}`",
                    );
                    return None;
                }
                None if segment.is_empty() => {
                    at.error(
                        format!("the path `{text}` has an empty segment"),
                        "take one of the slashes out",
                    );
                    return None;
                }
                None => {
                    at.error(
                        format!("the segment `{segment}` of the path cannot be read"),
                        "write a name, a `{key}` or a call such as `name(argument={argument})`",
                    );
                    return None;
                }
            }
        }
        let is_whole = same_placeholders(text, &written, at, parameters);
        let segments = written.into_iter().map(|one| self.segment(&one, &parameters.path)).collect();
        is_whole.then(|| PathTemplate::new(segments))
    }

    fn segment(&self, written: &Written<'_>, parameters: &[PathParameter<'a>]) -> Segment {
        let find = |name: &str| parameters.iter().find(|one| one.value.name == name);
        match written {
            Written::Literal(name) => Segment::Literal((*name).to_owned()),
            Written::Key(name) => {
                let mut key = KeyParameter::new(*name);
                if let Some(one) = find(name) {
                    let short = one.extension("x-ms-docs-key-type");
                    key.of = short.and_then(|short| self.known_type(short.as_str()?));
                    key.description = words(one.value.description.as_deref());
                }
                Segment::Key(key)
            }
            Written::Call(name, arguments) => {
                let argument = |one: &Argument<'_>| {
                    let declared = find(one.placeholder);
                    let schema = declared.and_then(schema);
                    let text = ValueType::required(TypeRef::Primitive(Primitive::String));
                    let ty = schema.map_or(text, |schema| self.value_type(&schema));
                    let mut lowered = FunctionParameter::new(one.name, ty, one.is_quoted);
                    lowered.is_optional = declared.is_some_and(|one| one.is("x-odata-optional"));
                    lowered.description = declared.and_then(|one| words(one.value.description.as_deref()));
                    lowered
                };
                let parameters = arguments.iter().map(argument).collect();
                Segment::Call { name: (*name).to_owned(), parameters }
            }
        }
    }
}

/// A path without the names of its placeholders. Functions that take other arguments are others.
pub(super) fn key(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for segment in split(path.trim_start_matches('/')) {
        out.push('/');
        match parse(segment) {
            Some(Written::Key(_)) => out.push_str("{}"),
            Some(Written::Call(name, arguments)) if !arguments.is_empty() => {
                let mut names: Vec<&str> = arguments.iter().map(|one| one.name).collect();
                names.sort_unstable();
                out.push_str(&format!("{name}({})", names.join(",")).to_ascii_lowercase());
            }
            Some(Written::Call(name, _) | Written::Literal(name)) => {
                out.push_str(&name.to_ascii_lowercase());
            }
            None => out.push_str(segment),
        }
    }
    out
}

/// Splits at slashes, except those within parentheses.
fn split(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    path.split(|one: char| {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        one == '/' && depth == 0
    })
    .collect()
}

fn parse(segment: &str) -> Option<Written<'_>> {
    if let Some(name) = segment.strip_prefix('{') {
        let name = name.strip_suffix('}')?;
        return is_name(name).then_some(Written::Key(name));
    }
    let Some((name, arguments)) = segment.split_once('(') else {
        return is_name(segment).then_some(Written::Literal(segment));
    };
    let arguments = arguments.strip_suffix(')')?;
    if !is_name(name) {
        return None;
    }
    let arguments = arguments.split(',').filter(|_| !arguments.is_empty()).map(argument);
    Some(Written::Call(name, arguments.collect::<Option<_>>()?))
}

fn argument(written: &str) -> Option<Argument<'_>> {
    let (name, value) = written.trim().split_once('=')?;
    let quoted = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    let placeholder = quoted.unwrap_or(value).strip_prefix('{')?.strip_suffix('}')?;
    let is_right = is_name(name) && is_name(placeholder);
    is_right.then_some(Argument { name, placeholder, is_quoted: quoted.is_some() })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['{', '}', '(', ')', '/', '?', '#', '=', ',', '\'', ' '])
}

/// Every placeholder has a parameter, every parameter a placeholder, and none stands twice.
fn same_placeholders(text: &str, written: &[Written<'_>], at: &At<'_>, parameters: &Parameters<'_>) -> bool {
    let mut placeholders: Vec<&str> = Vec::new();
    for one in written {
        match one {
            Written::Literal(_) => {}
            Written::Key(name) => placeholders.push(name),
            Written::Call(_, arguments) => placeholders.extend(arguments.iter().map(|one| one.placeholder)),
        }
    }
    let mut is_whole = true;
    for (index, name) in placeholders.iter().enumerate() {
        if placeholders[..index].contains(name) {
            at.error(
                format!("`{{{name}}}` stands twice in the path"),
                "give each placeholder a name of its own",
            );
            is_whole = false;
        } else if !parameters.is_partial && !parameters.path.iter().any(|one| one.value.name == **name) {
            let known = parameters.path.iter().map(|one| one.value.name.as_str());
            let help = format!("declare a parameter `{name}` with `in: path`");
            at.error(
                format!("no parameter is declared for `{{{name}}}` of the path"),
                did_you_mean(name, known, &help),
            );
            is_whole = false;
        }
    }
    for one in &parameters.path {
        let name = one.value.name.as_str();
        if !placeholders.contains(&name) {
            one.at.error(
                format!("the path `{text}` has no placeholder `{{{name}}}`"),
                did_you_mean(name, placeholders.iter().copied(), "take the parameter out"),
            );
            is_whole = false;
        }
    }
    is_whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_segments() {
        assert_eq!(parse("$count"), Some(Written::Literal("$count")));
        assert_eq!(parse("{user-id}"), Some(Written::Key("user-id")));
        assert_eq!(parse("delta()"), Some(Written::Call("delta", vec![])));
        let width = Argument { name: "width", placeholder: "width", is_quoted: false };
        let mode = Argument { name: "mode", placeholder: "m", is_quoted: true };
        assert_eq!(parse("image(width={width},mode='{m}')"), Some(Written::Call("image", vec![width, mode])));
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for wrong in
            ["", "a{b}", "{a}b", "a(", "a(b)", "a(b=c)", "a(b={c}", "a(b={c},)", "{a}.{b}", "(a={a})"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn splits_outside_of_parentheses() {
        assert_eq!(split("a/b(c='{d/e}')/f"), ["a", "b(c='{d/e}')", "f"]);
    }
}
