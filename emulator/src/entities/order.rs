//! `$orderby`.

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

    /// Sorts. What is equal stays in the order that it has.
    pub(super) fn sort<T>(&self, items: Vec<T>, properties: impl Fn(&T) -> &Map<String, Value>) -> Vec<T> {
        // Values are looked up once for each item, not for each comparison.
        let keys = |item: &T| -> Vec<Scalar> {
            self.by.iter().map(|(path, _)| path.value(properties(item))).collect()
        };
        let mut keyed: Vec<(Vec<Scalar>, T)> = items.into_iter().map(|item| (keys(&item), item)).collect();
        keyed.sort_by(|(one, _), (other, _)| {
            let orders = one.iter().zip(other).zip(&self.by).map(|((one, other), (_, is_descending))| {
                let order = total_order(one, other);
                if *is_descending { order.reverse() } else { order }
            });
            orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        keyed.into_iter().map(|(_, item)| item).collect()
    }
}
