//! What a description says of the places where entities live, looked up once for all requests.

use std::collections::BTreeMap;

use msgraph_spec::model::{
    Answer, Api, Body, OperationKind, ParameterPlace, PathTemplate, Segment, TypeName, TypeRef, ValueType,
};

/// All places of an API, by their [`template`].
#[derive(Default)]
pub(crate) struct Outline {
    spots: BTreeMap<String, Spot>,
}

/// What can be done at a place.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an operation that the place has or lacks")]
pub(crate) struct Spot {
    /// The type of what is there, or of the items of the collection.
    pub(crate) ty: Option<TypeName>,
    /// The placeholder of the key at the end.
    pub(crate) key: Option<String>,
    pub(crate) has_create: bool,
    pub(crate) has_update: bool,
    pub(crate) has_delete: bool,
    pub(crate) has_content: bool,
    /// Whether what is there is only referred to.
    pub(crate) has_reference: bool,
    /// Whether an operation there takes `If-Match`, so that what is there has an ETag.
    pub(crate) is_tagged: bool,
}

impl Outline {
    pub(crate) fn of(api: &Api) -> Self {
        let mut outline = Self::default();
        for operation in &api.operations {
            let Some(template) = template(&operation.path) else { continue };
            if let Some(of) = template.strip_suffix("/$ref") {
                outline.spots.entry(String::from(of)).or_default().has_reference = true;
                continue;
            }
            let spot = outline.spots.entry(template).or_default();
            match operation.kind {
                OperationKind::Create => spot.has_create = true,
                OperationKind::Update | OperationKind::Replace => spot.has_update = true,
                OperationKind::Delete => spot.has_delete = true,
                OperationKind::Content => spot.has_content = true,
                OperationKind::Action | OperationKind::Function => continue,
                _ => {}
            }
            spot.is_tagged |= operation.parameter(ParameterPlace::Header, "If-Match").is_some();
            let sent = match &operation.body {
                Some(Body::Json { ty, .. }) => named(ty),
                _ => None,
            };
            let given = match operation.answer() {
                Answer::One(ty) | Answer::Page { item: ty, .. } => named(ty),
                _ => None,
            };
            // A cast gives what is there as a derived type, and says nothing of the place itself.
            if !operation.path.segments.last().is_some_and(is_cast) {
                spot.ty = spot.ty.take().or(given).or(sent);
            }
            if let Some(Segment::Key(key)) = operation.path.segments.last() {
                spot.key.get_or_insert_with(|| key.name.clone());
            }
        }
        outline
    }

    pub(crate) fn at(&self, template: &str) -> Option<&Spot> {
        self.spots.get(template)
    }

    /// The entity of a collection: `users/{}/messages/{}` of `users/{}/messages`.
    pub(crate) fn item(&self, collection: &str) -> Option<&Spot> {
        self.at(&format!("{collection}/{{}}"))
    }
}

fn named(ty: &ValueType) -> Option<TypeName> {
    match &ty.item {
        TypeRef::Named(name) => Some(name.clone()),
        _ => None,
    }
}

/// A path as places are told apart by it: in lower case, without namespaces, casts and names of keys, and with
/// `users/{}` for `me`. None where it goes through a function or has keys with names.
pub(crate) fn template(path: &PathTemplate) -> Option<String> {
    let mut out = String::new();
    for (at, segment) in path.segments.iter().enumerate().filter(|(_, one)| !is_cast(one)) {
        if at > 0 {
            out.push('/');
        }
        match segment {
            Segment::Literal(name) if at == 0 && name.eq_ignore_ascii_case("me") => out.push_str("users/{}"),
            Segment::Literal(name) => out.push_str(&name.to_ascii_lowercase()),
            Segment::Key(_) => out.push_str("{}"),
            _ => return None,
        }
    }
    Some(out)
}

/// The type that a segment makes of what stands before it: `microsoft.graph.user`, in Graph's OpenAPI files
/// `graph.user`.
pub(crate) fn cast(segment: &Segment) -> Option<TypeName> {
    let Segment::Literal(name) = segment else { return None };
    let (namespace, _) = name.rsplit_once('.')?;
    let is_graph = ["graph", "microsoft.graph"].iter().any(|one| namespace.eq_ignore_ascii_case(one));
    let full = || format!("microsoft.{name}");
    Some(TypeName::new(if is_graph && !namespace.contains('.') { full() } else { name.clone() }))
}

fn is_cast(segment: &Segment) -> bool {
    cast(segment).is_some()
}
