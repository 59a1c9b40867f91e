//! `$orderby`.

use std::cmp::Ordering;

use msgraph_spec::model::{Api, TypeName};
use serde_json::{Map, Value};

use super::filter::{Path, Scalar, Scope, total_order};
use crate::errors::GraphError;
use crate::query::Query;

/// By what a collection is sorted, the most important first.
pub(super) struct Order<'a> {
    /// Each with whether it goes down.
    by: Vec<(Path<'a>, bool)>,
}

impl<'a> Order<'a> {
    /// What the option of a query says; nothing where there is none.
    pub(super) fn parse(api: &'a Api, ty: &TypeName, query: &Query) -> Result<Option<Self>, GraphError> {
        let Some(list) = query.list("$orderby")? else { return Ok(None) };
        let scope = Scope::new(api, ty, "$orderby");
        let read = |one: &str| {
            let (path, way) = one.split_once(char::is_whitespace).unwrap_or((one, "asc"));
            let is_descending = match way.trim().to_ascii_lowercase().as_str() {
                "asc" => false,
                "desc" => true,
                other => {
                    let message = format!("'{other}' is no direction of $orderby; use asc or desc.");
                    return Err(GraphError::bad_request(message));
                }
            };
            if path.contains(['(', '\'']) {
                return Err(GraphError::not_implemented(&format!("'{path}' in $orderby")));
            }
            let names: Vec<String> = path.split('/').map(String::from).collect();
            Ok((scope.path(&names)?, is_descending))
        };
        list.into_iter().map(read).collect::<Result<_, _>>().map(|by| Some(Self { by }))
    }

    /// So many items of the sorted ones, behind some. What is equal stays in the order that it has.
    ///
    /// Only what is on the page is sorted; of the rest it is enough to know on which side of the page it lies.
    pub(super) fn page<T>(
        &self,
        items: Vec<T>,
        properties: impl Fn(&T) -> &Map<String, Value>,
        (skip, size): (usize, usize),
    ) -> Vec<T> {
        let end = skip.saturating_add(size).min(items.len());
        if skip >= end {
            return Vec::new();
        }
        // Values are looked up once for each item, not for each comparison.
        let keyed = |(at, item): (usize, T)| {
            let keys: Vec<Scalar> = self.by.iter().map(|(path, _)| path.value(properties(&item))).collect();
            (keys, at, item)
        };
        let mut keyed: Vec<(Vec<Scalar>, usize, T)> = items.into_iter().enumerate().map(keyed).collect();
        let compare = |one: &(Vec<Scalar>, usize, T), other: &(Vec<Scalar>, usize, T)| {
            self.compare(&one.0, &other.0).then(one.1.cmp(&other.1))
        };
        if end < keyed.len() {
            keyed.select_nth_unstable_by(end, compare);
            keyed.truncate(end);
        }
        if skip > 0 {
            keyed.select_nth_unstable_by(skip, compare);
            keyed.drain(..skip);
        }
        keyed.sort_unstable_by(compare);
        keyed.into_iter().map(|(.., item)| item).collect()
    }

    fn compare(&self, one: &[Scalar], other: &[Scalar]) -> Ordering {
        let orders = one.iter().zip(other).zip(&self.by).map(|((one, other), (_, is_descending))| {
            let order = total_order(one, other);
            if *is_descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    }
}
