//! CSDL 4.0, the XML of an OData service's `$metadata`, into the model.
//!
//! CSDL declares types and calls, and no paths. So the reader makes an index of what there is by name
//! ([`index`]), walks the paths as far as the patterns of the cut go ([`walk`]), and lowers only the types that the
//! operations found there can reach ([`types`]). The text is parsed once; names and annotations are borrowed from
//! it.
//!
//! Key names, query options and kinds of operations follow what Graph's own OpenAPI files say, which are made from
//! the same metadata. What CSDL has no word for is missing: which media type a stream has, texts of Graph's
//! documentation. Title, version and address are no part of it either, so they are those of Graph v1.0; a client sets
//! its address for itself. Which values are secrets is known from a list, as for any description (`secrets.rs`).

mod ahead;
mod calls;
mod capabilities;
mod casts;
mod explain;
mod index;
mod notes;
mod operations;
mod parameters;
mod place;
mod reading;
mod shapes;
mod types;
mod walk;
mod xml;

use std::sync::Arc;

use crate::Diagnostics;
use crate::cut::Cut;
use crate::model::{Api, Body, Origin, StructuredKind, StructuredType, TypeDef, TypeName, TypeRef};
use crate::nearest::nearest;
use index::{Index, Kind, TypeId};
use operations::{REFERENCE_CREATE, REFERENCE_UPDATE};
use reading::Reading;
use walk::{Found, Walk};
use xml::Places;

/// Lowers a description. Its paths are walked as far as the patterns of the cut go.
pub(crate) fn read(name: &Arc<str>, text: &str, cut: &Cut, faults: &mut Diagnostics) -> Option<Api> {
    let document = match xml::parse(name, text) {
        Ok(document) => document,
        Err(fault) => {
            faults.push(*fault);
            return None;
        }
    };
    let index = Index::new(document.root_element());
    let reading = Reading::new(index, Places::new(name.clone(), text));
    reading.report(!cut.include().is_empty());
    let walked = Walk::new(&reading, cut).all();
    explain::unmatched(&reading, cut, &walked);
    let mut api = Api::new("Microsoft Graph", "v1.0", "https://graph.microsoft.com/v1.0");
    let sends = fill(&mut api, walked.found);
    parameters::attach(&reading, &sends, &mut api);
    add_references(&mut api);
    reading.reached_types(&mut api, seeds(&reading, cut));
    faults.extend(reading.take_faults());
    Some(api)
}

/// Puts the operations in the order of their paths. Two ways to the same path make one operation: the first.
fn fill(api: &mut Api, found: Vec<Found>) -> Vec<(usize, usize)> {
    let mut found: Vec<(String, Found)> =
        found.into_iter().map(|one| (one.operation.path.to_string(), one)).collect();
    found.sort_by(|(path, one), (other_path, other)| {
        (path, one.operation.method).cmp(&(other_path, other.operation.method))
    });
    found.dedup_by(|(path, one), (kept_path, kept)| {
        path == kept_path && one.operation.method == kept.operation.method
    });
    let mut sends = Vec::new();
    for (_, one) in found {
        sends.extend(one.sends.map(|callable| (api.operations.len(), callable)));
        api.operations.push(one.operation);
    }
    sends
}

/// The types that stand for a reference to an entity, where operations send some. They are open and declare
/// nothing: `@odata.id` is no property.
fn add_references(api: &mut Api) {
    for name in [REFERENCE_CREATE, REFERENCE_UPDATE] {
        let name = TypeName::new(name);
        let is_sent = |body: &Option<Body>| match body {
            Some(Body::Json { ty, .. }) => ty.item == TypeRef::Named(name.clone()),
            _ => false,
        };
        if api.operations.iter().any(|one| is_sent(&one.body)) {
            let mut ty = StructuredType::new(name.clone(), StructuredKind::Complex, Origin::none());
            ty.is_open = true;
            api.types.insert(name, TypeDef::Structured(ty));
        }
    }
}

/// The types that are wanted whether or not an operation reaches them: all of them where nothing is cut out, else
/// the roots. What is spelt like a root comes too, so that the cut can name it; the cut takes it out again.
fn seeds(reading: &Reading<'_>, cut: &Cut) -> Vec<TypeId> {
    let all = || (0..reading.index.types.len()).map(TypeId);
    let all = || all().filter(|id| reading.index.get(*id).kind != Kind::Definition);
    if cut.include().is_empty() {
        return all().collect();
    }
    let mut found = Vec::new();
    for root in cut.roots() {
        let short = root.rsplit('.').next().unwrap_or(root);
        let alike = nearest(short, all().map(|id| reading.index.get(id).name));
        let is_meant = |id: &TypeId| {
            let name = reading.index.get(*id).name;
            name == short || alike.contains(&name)
        };
        found.extend(all().filter(is_meant));
    }
    found
}
