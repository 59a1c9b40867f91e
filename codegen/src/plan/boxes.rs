//! Which fields need a box, because a type would contain itself without one.

use std::collections::BTreeMap;

use msgraph_spec::model::{Api, Property, StructuredType, TypeDef, TypeName, TypeRef, ValueType};

/// The properties whose type leads back to a type that has them, by single values.
///
/// A property is boxed in every type that inherits it or in none, so that values of a derived type and of
/// its base have the same fields.
pub(crate) struct Boxes<'a>(Vec<&'a Property>);

impl<'a> Boxes<'a> {
    pub(crate) fn find(api: &'a Api) -> Self {
        let structured = || {
            api.types.values().filter_map(|ty| match ty {
                TypeDef::Structured(ty) => Some(ty),
                _ => None,
            })
        };
        let names: BTreeMap<&TypeName, usize> =
            structured().enumerate().map(|(index, ty)| (&ty.name, index)).collect();
        let direct: Vec<Vec<usize>> = structured().map(|ty| contained(api, ty, &names)).collect();
        let rings = rings(&direct);
        let ring = |name: &TypeName| names.get(name).map(|index| rings[*index]);
        // a type has what the property holds, so the two are in a ring if and only if that leads back
        let leads_back = |of: &TypeName, field: &ValueType| match &field.item {
            TypeRef::Named(target) if !field.is_collection => {
                target == of || (ring(target).is_some() && ring(target) == ring(of))
            }
            _ => false,
        };
        let boxed = structured().flat_map(|ty| {
            let properties = api.properties_of(ty).into_iter();
            properties.filter(|property| leads_back(&ty.name, &property.ty))
        });
        let mut boxed: Vec<&Property> = boxed.collect();
        boxed.sort_by_key(|property| std::ptr::from_ref(*property));
        Self(boxed)
    }

    /// Whether the field of that property, which is the model's own, is boxed.
    pub(crate) fn is_boxed(&self, property: &'a Property) -> bool {
        self.0.binary_search_by_key(&std::ptr::from_ref(property), |one| std::ptr::from_ref(*one)).is_ok()
    }
}

/// The types that a type holds by single values, by their index.
fn contained(api: &Api, ty: &StructuredType, names: &BTreeMap<&TypeName, usize>) -> Vec<usize> {
    let properties = api.properties_of(ty).into_iter();
    let single = properties.filter(|property| !property.ty.is_collection);
    single
        .filter_map(|property| match &property.ty.item {
            TypeRef::Named(name) => names.get(name).copied(),
            _ => None,
        })
        .collect()
}

/// For each type a number, which it shares with those that lead to it and that it leads to.
///
/// Tarjan's algorithm: each type and each way on is looked at once, where a walk from each type would look at
/// nearly all of Graph thousands of times. It has a stack of its own, because chains of types can be long.
fn rings(direct: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut found = vec![NONE; direct.len()];
    let mut order = vec![NONE; direct.len()];
    let mut lowest = vec![NONE; direct.len()];
    let (mut seen, mut rings) = (0, 0);
    let mut open = Vec::new();
    for start in 0..direct.len() {
        if order[start] != NONE {
            continue;
        }
        // a type, and how many of its ways on were taken
        let mut walk = vec![(start, 0)];
        while let Some((at, taken)) = walk.pop() {
            if taken == 0 {
                order[at] = seen;
                lowest[at] = seen;
                seen += 1;
                open.push(at);
            } else {
                lowest[at] = lowest[at].min(lowest[direct[at][taken - 1]]);
            }
            let is_done = |next: usize| order[next] != NONE;
            let mut ways = direct[at].iter().enumerate().skip(taken);
            let unseen = ways.find_map(|(way, next)| {
                if is_done(*next) {
                    if found[*next] == NONE {
                        lowest[at] = lowest[at].min(order[*next]);
                    }
                    return None;
                }
                Some((way, *next))
            });
            if let Some((way, next)) = unseen {
                walk.push((at, way + 1));
                walk.push((next, 0));
            } else if lowest[at] == order[at] {
                while let Some(member) = open.pop() {
                    found[member] = rings;
                    if member == at {
                        break;
                    }
                }
                rings += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by walking from each type.
    fn walked(direct: &[Vec<usize>]) -> Vec<Vec<bool>> {
        let reach = |from: usize| {
            let mut seen = vec![false; direct.len()];
            let mut open = direct[from].clone();
            while let Some(next) = open.pop() {
                if !std::mem::replace(&mut seen[next], true) {
                    open.extend(&direct[next]);
                }
            }
            seen
        };
        (0..direct.len()).map(reach).collect()
    }

    #[test]
    fn rings_are_those_that_walking_finds() {
        let mut state = 7_u64;
        let mut random = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        for _ in 0..2000 {
            let count = 1 + random(9);
            let ways =
                |random: &mut dyn FnMut(usize) -> usize| (0..random(4)).map(|_| random(count)).collect();
            let direct: Vec<Vec<usize>> = (0..count).map(|_| ways(&mut random)).collect();
            let (rings, reach) = (rings(&direct), walked(&direct));
            for a in 0..count {
                for b in 0..count {
                    let is_ring = a == b || (reach[a][b] && reach[b][a]);
                    assert_eq!(rings[a] == rings[b], is_ring, "{a} and {b} of {direct:?}: {rings:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let count = 100_000;
        let direct: Vec<Vec<usize>> = (0..count).map(|at| vec![(at + 1) % count]).collect();
        assert!(rings(&direct).iter().all(|ring| *ring == 0));
    }
}
