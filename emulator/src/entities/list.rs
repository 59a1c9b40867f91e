//! Collections: what a query chooses of them, and in which pages.

use msgraph_spec::model::{Api, TypeName};
use serde_json::{Map, Value};

use super::filter::Filter;
use super::order::Order;
use super::shelf::Entity;
use crate::errors::GraphError;
use crate::ids;
use crate::query::Query;

/// A number, a path and an entity of a collection.
pub(super) type Item<'e> = (u64, &'e str, &'e Entity);

/// What a query chooses of a collection.
pub(super) struct Wanted<'a> {
    api: &'a Api,
    declared: Option<&'a TypeName>,
    /// The derived type that the path asks for.
    cast: Option<&'a TypeName>,
    filter: Option<Filter<'a>>,
    order: Option<Order<'a>>,
}

impl<'a> Wanted<'a> {
    pub(super) fn parse(
        api: &'a Api,
        declared: Option<&'a TypeName>,
        cast: Option<&'a TypeName>,
        query: &Query,
    ) -> Result<Self, GraphError> {
        for option in ["$search", "$apply", "$compute"] {
            if query.get(option).is_some() {
                return Err(GraphError::not_implemented(&format!("'{option}'")));
            }
        }
        let mut wanted = Self { api, declared, cast, filter: None, order: None };
        if let Some(ty) = cast.or(declared) {
            wanted.filter = query.get("$filter").map(|text| Filter::parse(api, ty, text)).transpose()?;
            wanted.order = Order::parse(api, ty, query)?;
        }
        Ok(wanted)
    }

    /// Whether every item is wanted.
    pub(super) fn is_whole(&self) -> bool {
        self.cast.is_none() && self.filter.is_none()
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.order.is_some()
    }

    pub(super) fn has(&self, properties: &Map<String, Value>) -> bool {
        self.cast.is_none_or(|cast| is_of(self.api, self.declared, properties, cast))
            && self.filter.as_ref().is_none_or(|filter| filter.holds(properties))
    }

    /// So many of the items that are wanted, behind some, in the order that is; and how many there are in all.
    pub(super) fn page<'e>(
        &self,
        items: impl Iterator<Item = Item<'e>>,
        (skip, size): (usize, usize),
    ) -> (Vec<Item<'e>>, usize) {
        let found: Vec<Item<'e>> = items.filter(|(_, _, one)| self.has(&one.properties)).collect();
        let total = found.len();
        let page = match &self.order {
            Some(order) => order.page(found, |(_, _, one)| &one.properties, (skip, size)),
            None => found.into_iter().skip(skip).take(size).collect(),
        };
        (page, total)
    }
}

/// Whether an entity is of a type: the one that it says, else the declared one.
pub(super) fn is_of(
    api: &Api,
    declared: Option<&TypeName>,
    properties: &Map<String, Value>,
    ty: &TypeName,
) -> bool {
    let stated = properties.get("@odata.type").and_then(Value::as_str);
    let stated = stated.map(|one| TypeName::new(one.trim_start_matches('#')));
    stated.as_ref().or(declared).is_some_and(|one| api.is_a(one, ty))
}

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Behind the entity with that number. It may be gone by then.
    Behind(u64),
    /// At an offset, where the collection is sorted by what can change.
    At(usize),
}

impl Start {
    pub(super) fn token(self) -> String {
        ids::opaque(&match self {
            Self::Behind(number) => format!("behind:{number}"),
            Self::At(offset) => format!("at:{offset}"),
        })
    }

    /// What the token of a query says; nothing where there is none.
    pub(super) fn of(query: &Query) -> Result<Option<Self>, GraphError> {
        let read = |token: &str| {
            let text = ids::transparent(token)?;
            match text.split_once(':')? {
                ("behind", number) => number.parse().ok().map(Self::Behind),
                ("at", offset) => offset.parse().ok().map(Self::At),
                _ => None,
            }
        };
        let foreign = || GraphError::bad_request("The $skiptoken is none of this service.");
        query.get("$skiptoken").map(|token| read(token).ok_or_else(foreign)).transpose()
    }
}
