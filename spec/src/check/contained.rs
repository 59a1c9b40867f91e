//! Types of endless size: a value that must hold a value of its own type, and so on.
//!
//! Only properties that are always sent count: those that hold one value, which is never null and
//! no navigation. Everything else ends somewhere.

use std::collections::HashMap;

use super::chain;
use crate::model::{Api, Property, StructuredType, TypeDef, TypeRef};
use crate::{Diagnostic, Diagnostics};

pub(super) fn check(api: &Api, faults: &mut Diagnostics) {
    let mut search = Search { api, states: HashMap::new(), path: Vec::new(), faults };
    for one in api.types.values() {
        if let TypeDef::Structured(one) = one {
            search.visit(one);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Done,
}

struct Search<'a, 'f> {
    api: &'a Api,
    states: HashMap<&'a str, State>,
    path: Vec<(&'a StructuredType, Option<&'a Property>)>,
    faults: &'f mut Diagnostics,
}

impl<'a> Search<'a, '_> {
    /// Depth first without recursion, so that no input can exhaust the stack.
    fn visit(&mut self, from: &'a StructuredType) {
        let mut work = vec![Step::Enter(from, None)];
        while let Some(step) = work.pop() {
            match step {
                Step::Leave(one) => {
                    self.states.insert(one.name.as_str(), State::Done);
                    self.path.pop();
                }
                Step::Enter(one, by) => match self.states.get(one.name.as_str()) {
                    Some(State::Done) => {}
                    Some(State::Open) => self.report(one, by),
                    None => {
                        self.states.insert(one.name.as_str(), State::Open);
                        self.path.push((one, by));
                        work.push(Step::Leave(one));
                        for property in self.api.properties_of(one) {
                            let inner = self.always_sent(property);
                            work.extend(inner.map(|inner| Step::Enter(inner, Some(property))));
                        }
                    }
                },
            }
        }
    }

    fn always_sent(&self, property: &Property) -> Option<&'a StructuredType> {
        let is_sent = !property.is_navigation && !property.ty.is_nullable && !property.ty.is_collection;
        match &property.ty.item {
            TypeRef::Named(name) if is_sent => self.api.structured(name),
            _ => None,
        }
    }

    fn report(&mut self, one: &'a StructuredType, by: Option<&'a Property>) {
        let start = self.path.iter().position(|(known, _)| known.name == one.name).unwrap_or(0);
        let mut names: Vec<&str> = self.path[start..].iter().map(|(known, _)| known.name.as_str()).collect();
        names.push(one.name.as_str());
        let at = by.map_or(&one.origin, |property| &property.origin);
        self.faults.push(
            Diagnostic::error(format!("`{}` contains itself without end: {}", one.name, chain(&names)))
                .at(at.clone())
                .help("let the property be null: `anyOf: [$ref, {type: object, nullable: true}]`"),
        );
    }
}

enum Step<'a> {
    Enter(&'a StructuredType, Option<&'a Property>),
    Leave(&'a StructuredType),
}
