//! What an operation does, in a sentence of our own, for sources that have no words for it.

use msgraph_spec::model::{Answer, Body, Operation, OperationKind, Segment, TypeRef, ValueType};

use super::docs::code;

/// ``Lists `messages`.``, ``Creates a `message` in `messages`.``, ``Calls the action `sendMail`.``
pub(crate) fn of(operation: &Operation) -> String {
    let segments = &operation.path.segments;
    let last = segments.last().map(Segment::to_string).unwrap_or_default();
    match (operation.kind, last.as_str()) {
        (OperationKind::Action, name) => return format!("Calls the action `{}`.", short(name)),
        (OperationKind::Function, name) => return format!("Calls the function `{}`.", short(name)),
        (_, "$count") => return format!("Counts {}.", place(before_last(segments))),
        (kind, "$ref") => return link(kind, before_last(segments)),
        (kind, "$value") => return stream(kind, before_last(segments)),
        _ => {}
    }
    match operation.kind {
        OperationKind::List => format!("Lists {}.", place(segments)),
        OperationKind::Get => format!("Reads {}.", read(operation)),
        OperationKind::Create => match sent_or_answered(operation) {
            Some(item) => format!("Creates {} in {}.", with_article(item), place(segments)),
            None => format!("Creates an item of {}.", place(segments)),
        },
        OperationKind::Update => format!("Changes {}.", target(operation)),
        OperationKind::Replace if matches!(operation.body, Some(Body::Binary { .. })) => {
            stream(operation.kind, segments)
        }
        OperationKind::Replace => format!("Replaces {}.", target(operation)),
        OperationKind::Delete => format!("Deletes {}.", target(operation)),
        OperationKind::Content => stream(operation.kind, segments),
        _ => String::new(),
    }
}

/// What a path leads to: an item by its type, where it ends with a key, else by its name.
fn target(operation: &Operation) -> String {
    let segments = &operation.path.segments;
    match segments.last() {
        Some(Segment::Key(key)) => {
            let item = key.of.as_ref().map(|name| name.short()).or_else(|| sent_or_answered(operation));
            item.map_or_else(|| place(segments), with_article)
        }
        _ => place(segments),
    }
}

/// What is read: what has a name of its own also by its type.
fn read(operation: &Operation) -> String {
    let target = target(operation);
    match (operation.path.segments.last(), sent_or_answered(operation)) {
        (Some(Segment::Literal(_)), Some(ty)) => format!("{target}, {}", with_article(ty)),
        _ => target,
    }
}

fn link(kind: OperationKind, to: &[Segment]) -> String {
    match kind {
        OperationKind::List => format!("Lists the links of {}.", place(to)),
        OperationKind::Create => format!("Adds a link to {}.", place(to)),
        OperationKind::Delete => format!("Removes the link to {}.", place(to)),
        OperationKind::Replace | OperationKind::Update => format!("Sets the link of {}.", place(to)),
        _ => format!("Reads the link of {}.", place(to)),
    }
}

fn stream(kind: OperationKind, of: &[Segment]) -> String {
    match kind {
        OperationKind::Replace | OperationKind::Update => format!("Replaces the content of {}.", place(of)),
        OperationKind::Delete => format!("Deletes the content of {}.", place(of)),
        _ => format!("Reads the content of {}.", place(of)),
    }
}

fn before_last(segments: &[Segment]) -> &[Segment] {
    segments.split_last().map_or(&[], |(_, before)| before)
}

/// What a path ends with: `messages`, or an item of it.
fn place(segments: &[Segment]) -> String {
    match segments {
        [.., Segment::Key(key)] if key.of.is_some() => {
            with_article(key.of.as_ref().map_or("", |name| name.short()))
        }
        [before @ .., Segment::Key(_)] => format!("an item of {}", place(before)),
        [.., last] => format!("`{}`", short(&last.to_string())),
        [] => "the service".to_owned(),
    }
}

/// An action or function without its namespace and arguments.
fn short(segment: &str) -> String {
    let name = segment.split('(').next().unwrap_or(segment);
    code(name.rsplit('.').next().unwrap_or(name))
}

/// The type of what goes over the wire.
fn sent_or_answered(operation: &Operation) -> Option<&str> {
    let sent = match &operation.body {
        Some(Body::Json { ty, .. }) => named(ty),
        _ => None,
    };
    sent.or_else(|| match operation.answer() {
        Answer::One(ty) => named(ty),
        _ => None,
    })
}

fn named(ty: &ValueType) -> Option<&str> {
    match &ty.item {
        TypeRef::Named(name) if !ty.is_collection => Some(name.short()),
        _ => None,
    }
}

/// `a` or `an` by the sound that a name begins with, as far as its letters tell.
fn with_article(name: &str) -> String {
    const LIKE_CONSONANTS: [&str; 7] = ["eu", "one", "unif", "unit", "univ", "us", "url"];
    let lower = name.to_lowercase();
    let is_vowel = lower.starts_with(['a', 'e', 'i', 'o', 'u']);
    let article =
        if is_vowel && !LIKE_CONSONANTS.iter().any(|start| lower.starts_with(start)) { "an" } else { "a" };
    format!("{article} `{}`", code(name))
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{
        HttpMethod, KeyParameter, Origin, PathTemplate, Primitive, StatusCodes, Success, TypeName,
    };

    use super::*;

    /// `/me/messages/{message-id}`, where a placeholder without a hyphen has no type.
    fn path(text: &str) -> PathTemplate {
        let segments = text.split('/').skip(1).map(|one| match one.strip_prefix('{') {
            Some(key) => {
                let mut key = KeyParameter::new(key.trim_end_matches('}'));
                let of =
                    key.name.strip_suffix("-id").map(|of| TypeName::new(format!("microsoft.graph.{of}")));
                key.of = of;
                Segment::Key(key)
            }
            None => match one.strip_suffix("()") {
                Some(name) => Segment::Call { name: name.to_owned(), parameters: Vec::new() },
                None => Segment::Literal(one.to_owned()),
            },
        });
        PathTemplate::new(segments.collect())
    }

    fn operation(kind: OperationKind, of: &str) -> Operation {
        Operation::new(HttpMethod::Get, path(of), kind, Origin::none())
    }

    fn json(name: &str) -> ValueType {
        ValueType::required(TypeRef::Named(TypeName::new(format!("microsoft.graph.{name}"))))
    }

    #[test]
    fn each_kind_has_its_sentence() {
        use OperationKind::{Action, Content, Create, Delete, Function, Get, List, Replace, Update};

        for (kind, path, expected) in [
            (List, "/me/messages", "Lists `messages`."),
            (Get, "/me/messages/$count", "Counts `messages`."),
            (Get, "/me/messages/{message-id}", "Reads a `message`."),
            (Get, "/me/messages/{id}", "Reads an item of `messages`."),
            (Get, "/me/manager", "Reads `manager`."),
            (Create, "/me/messages", "Creates an item of `messages`."),
            (Update, "/users/{user-id}", "Changes a `user`."),
            (Delete, "/me/events/{event-id}", "Deletes an `event`."),
            (Replace, "/me/manager", "Replaces `manager`."),
            (Replace, "/me/manager/$ref", "Sets the link of `manager`."),
            (List, "/groups/{group-id}/members/$ref", "Lists the links of `members`."),
            (Content, "/me/photo/$value", "Reads the content of `photo`."),
            (Content, "/me/messages/{message-id}/$value", "Reads the content of a `message`."),
            (Content, "/me/photos/{x}/$value", "Reads the content of an item of `photos`."),
            (Action, "/me/microsoft.graph.sendMail", "Calls the action `sendMail`."),
            (Function, "/me/messages/microsoft.graph.delta()", "Calls the function `delta`."),
            (List, "/a`|b", "Lists `ab`."),
            (Get, "", "Reads the service."),
        ] {
            assert_eq!(of(&operation(kind, path)), expected, "{kind:?} {path}");
        }
    }

    #[test]
    fn the_type_is_that_of_what_is_sent_or_answered() {
        let mut create = operation(OperationKind::Create, "/me/messages");
        create.body = Some(Body::Json { ty: json("message"), is_required: true });
        assert_eq!(of(&create), "Creates a `message` in `messages`.");
        let mut read = operation(OperationKind::Get, "/me");
        read.successes = vec![Success::new(StatusCodes::Exact(200), Answer::One(json("user")))];
        assert_eq!(of(&read), "Reads `me`, a `user`.");
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        read.successes = vec![Success::new(StatusCodes::Exact(200), Answer::Wrapped(text))];
        assert_eq!(of(&read), "Reads `me`.");
        let mut write = operation(OperationKind::Replace, "/me/photo/content");
        write.body = Some(Body::Binary { media_type: "image/png".to_owned() });
        assert_eq!(of(&write), "Replaces the content of `content`.");
    }

    #[test]
    fn articles_go_by_the_sound() {
        for (name, expected) in [
            ("attachment", "an `attachment`"),
            ("event", "an `event`"),
            ("UnknownValue", "an `UnknownValue`"),
            ("unifiedGroup", "a `unifiedGroup`"),
            ("oneDrive", "a `oneDrive`"),
            ("openShift", "an `openShift`"),
            ("urlResult", "a `urlResult`"),
            ("message", "a `message`"),
        ] {
            assert_eq!(with_article(name), expected);
        }
    }
}
