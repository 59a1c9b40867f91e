//! The call that documentation shows first.

use std::collections::{BTreeMap, VecDeque};

use super::names::ident;
use super::paths::{ChildKind, PlannedBuilder};

/// The shortest way from the root to something that can be read: `.me().online_meetings().get()`.
pub(crate) fn find(builders: &[PlannedBuilder<'_>]) -> Option<String> {
    let by_name: BTreeMap<&str, &PlannedBuilder<'_>> =
        builders.iter().map(|one| (one.name.ty.as_str(), one)).collect();
    let mut open = VecDeque::from([(builders.first()?, String::new())]);
    while let Some((builder, way)) = open.pop_front() {
        if builder.operations.iter().any(|one| one.verb.method_name() == "get") {
            return Some(format!("{way}.get()"));
        }
        for child in &builder.children {
            let argument = match &child.kind {
                ChildKind::Literal(_) => String::new(),
                ChildKind::Key { argument, .. } => ident(argument).to_string(),
                ChildKind::Call { .. } => continue,
            };
            if let Some(next) = by_name.get(child.builder.ty.as_str()) {
                open.push_back((*next, format!("{way}.{}({argument})", ident(&child.method))));
            }
        }
    }
    None
}
