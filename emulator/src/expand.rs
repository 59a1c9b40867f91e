//! `$expand`: what an entity leads to, in line, each with query options of its own.

use msgraph_spec::model::{Api, StructuredType, TypeName, TypeRef};
use serde_json::{Map, Value};

use crate::comparison::{Comparable, Comparison};
use crate::errors::GraphError;
use crate::literal;
use crate::query::Query;

/// The options of an expanded property that the emulator serves.
const SERVED: [&str; 6] = ["$select", "$expand", "$filter", "$orderby", "$skip", "$top"];

/// How deep expansions may stand in one another.
const DEEPEST: usize = 10;

/// `attendanceReports($select=id;$top=5)`
pub(crate) struct Expansion {
    /// The navigation property, as the request names it.
    name: String,
    /// What stands between the parentheses.
    pub(crate) options: Query,
    /// What the options expand in turn.
    pub(crate) inner: Vec<Self>,
}

impl Expansion {
    /// All that the `$expand` of a query names, and what that expands in turn.
    pub(crate) fn all(query: &Query) -> Result<Vec<Self>, GraphError> {
        Self::within(query, 1)
    }

    fn within(query: &Query, depth: usize) -> Result<Vec<Self>, GraphError> {
        let Some(list) = query.list("$expand")? else { return Ok(Vec::new()) };
        if depth > DEEPEST {
            let message = format!("Expansions stand more than {DEEPEST} deep in one another.");
            return Err(GraphError::bad_request(message));
        }
        list.into_iter().map(|one| Self::parse(one, depth)).collect()
    }

    fn parse(text: &str, depth: usize) -> Result<Self, GraphError> {
        let (name, options) = match literal::call(text) {
            Some((name, options)) => (name.trim(), Query::nested(options)?),
            None => (text, Query::default()),
        };
        // `*`, `parts/$ref`, `parts/$count`, and what only a derived type has
        if name == "*" || name.contains('/') {
            return Err(GraphError::not_implemented(&format!("'{name}' in $expand")));
        }
        if let Some(other) = options.first_beyond(&SERVED) {
            return Err(GraphError::not_implemented(&format!("'{other}' inside of $expand")));
        }
        let inner = Self::within(&options, depth + 1)?;
        Ok(Self { name: String::from(name), options, inner })
    }

    /// The name and the type that the model gives to what is expanded.
    pub(crate) fn target<'m>(
        &self,
        api: &'m Api,
        ty: Option<&TypeName>,
    ) -> Result<(&'m str, &'m TypeName), GraphError> {
        let properties = ty.and_then(|ty| api.structured(ty)).map(|ty| api.properties_of(ty));
        let is_it = |name: &str| name.eq_ignore_ascii_case(&self.name);
        let found =
            properties.unwrap_or_default().into_iter().find(|one| one.is_navigation && is_it(&one.name));
        match found.map(|one| (one.name.as_str(), &one.ty.item)) {
            Some((name, TypeRef::Named(ty))) => Ok((name, ty)),
            _ => Err(self.refused()),
        }
    }

    /// What the service says to a property that it does not expand.
    pub(crate) fn refused(&self) -> GraphError {
        GraphError::bad_request(format!("'{}' cannot be expanded here.", self.name))
    }

    /// The entities that the options leave, in the order that they ask for.
    pub(crate) fn arranged<T>(
        &self,
        api: &Api,
        ty: &TypeName,
        items: Vec<T>,
        properties: impl Fn(&T) -> &Map<String, Value>,
    ) -> Result<Vec<T>, GraphError> {
        let items = arrange(&self.options, api, ty, items, properties)?;
        let skip = self.options.number("$skip")?.unwrap_or(0);
        let top = self.options.number("$top")?.unwrap_or(usize::MAX);
        Ok(items.into_iter().skip(skip).take(top).collect())
    }
}

/// The entities that the `$filter` of a query leaves, in the order of its `$orderby`.
pub(crate) fn arrange<T>(
    query: &Query,
    api: &Api,
    ty: &TypeName,
    mut items: Vec<T>,
    properties: impl Fn(&T) -> &Map<String, Value>,
) -> Result<Vec<T>, GraphError> {
    let Some(ty) = api.structured(ty) else { return Ok(items) };
    if let Some(filter) = query.get("$filter") {
        let filter = Comparison::all(api, ty, filter)?;
        items.retain(|one| filter.iter().all(|comparison| comparison.holds(properties(one))));
    }
    // The sort is stable, so the last order that is named is sorted by first.
    for (by, is_descending) in orders(query, api, ty)?.into_iter().rev() {
        items.sort_by(|one, other| {
            let (one, other) = (by.value(properties(one)), by.value(properties(other)));
            let order = one.partial_cmp(&other).unwrap_or(std::cmp::Ordering::Equal);
            if is_descending { order.reverse() } else { order }
        });
    }
    Ok(items)
}

/// What `$orderby` names, and whether it goes down.
fn orders<'m>(
    query: &Query,
    api: &'m Api,
    ty: &'m StructuredType,
) -> Result<Vec<(Comparable<'m>, bool)>, GraphError> {
    let orders = query.list("$orderby")?.unwrap_or_default();
    let read = |one: &str| {
        let (name, way) = one.split_once(char::is_whitespace).unwrap_or((one, "asc"));
        let is_descending = match way.trim() {
            "asc" => false,
            "desc" => true,
            other => {
                let message = format!("'{other}' is no direction of $orderby; use asc or desc.");
                return Err(GraphError::bad_request(message));
            }
        };
        Ok((Comparable::find(api, ty, name, "$orderby")?, is_descending))
    };
    orders.into_iter().map(read).collect()
}
