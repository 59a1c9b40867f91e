//! `$expand` with options of its own.

use std::fmt;
use std::marker::PhantomData;

use super::{ExpandList, IntoFilter, Navigation, OrderList, PropertyPath, SelectList};
use crate::model::Record;

/// What a navigation property leads to: an entity, or a `Vec` of them.
///
/// ```
/// use msgraph_core::odata::{Expansion, Navigation, Related};
///
/// /// The first five of whatever it leads to.
/// fn few<O, T: Related>(of: Navigation<O, T>) -> Expansion<O, T::Item> {
///     of.top(5)
/// }
/// # struct OnlineMeeting; struct Report;
/// let reports: Navigation<OnlineMeeting, Vec<Report>> = Navigation::new("attendanceReports");
/// assert_eq!(few(reports).to_string(), "attendanceReports($top=5)");
/// ```
pub trait Related {
    /// The entity.
    type Item;
}

impl<M: Record> Related for M {
    type Item = M;
}

impl<M> Related for Vec<M> {
    type Item = M;
}

/// A navigation property of an `O` with options for the `M`s that it leads to.
///
/// ```
/// use msgraph_core::odata::{Navigation, Property};
///
/// # struct OnlineMeeting; struct Report;
/// const REPORTS: Navigation<OnlineMeeting, Vec<Report>> = Navigation::new("attendanceReports");
/// const ID: Property<Report, String> = Property::new("id");
/// const TOTAL: Property<Report, i32> = Property::new("totalParticipantCount");
///
/// let latest = REPORTS.select((ID, TOTAL)).filter(TOTAL.gt(0)).top(5);
/// assert_eq!(
///     latest.to_string(),
///     "attendanceReports($select=id,totalParticipantCount;$filter=totalParticipantCount gt 0;$top=5)"
/// );
/// ```
pub struct Expansion<O, M> {
    path: PropertyPath,
    options: Vec<(&'static str, String)>,
    of: PhantomData<fn() -> (O, M)>,
}

macro_rules! options {
    ($($(#[$doc:meta])* $name:ident($value:ident: $ty:ty) -> $option:literal = $text:expr;)*) => {
        impl<O, M> Expansion<O, M> {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(self, $value: $ty) -> Self {
                    self.option($option, $text)
                }
            )*

            fn option(mut self, name: &'static str, value: String) -> Self {
                self.options.retain(|(known, _)| *known != name);
                if !value.is_empty() {
                    self.options.push((name, value));
                }
                self
            }
        }
    };
}

options! {
    /// Only these properties (`$select`). A list of nothing asks for all.
    select(properties: impl SelectList<M>) -> "$select" = {
        let mut list = String::new();
        properties.add_to(&mut list);
        list
    };
    /// Only the items that the expression holds for (`$filter`). An empty one asks for all.
    filter(expression: impl IntoFilter<M>) -> "$filter" = expression.into_filter().to_string();
    /// In that order (`$orderby`).
    order_by(properties: impl OrderList<M>) -> "$orderby" = {
        let mut list = String::new();
        properties.add_to(&mut list);
        list
    };
    /// At most so many items (`$top`).
    top(items: u32) -> "$top" = items.to_string();
    /// Without so many items at the start (`$skip`).
    skip(items: u32) -> "$skip" = items.to_string();
    /// With entities that these lead to in their turn (`$expand`).
    expand(properties: impl ExpandList<M>) -> "$expand" = {
        let mut list = String::new();
        properties.add_to(&mut list);
        list
    };
}

impl<O, T: Related> Navigation<O, T> {
    fn expansion(self) -> Expansion<O, T::Item> {
        Expansion { path: self.path, options: Vec::new(), of: PhantomData }
    }

    /// Expands with only these properties (`$select`).
    #[must_use]
    pub fn select(self, properties: impl SelectList<T::Item>) -> Expansion<O, T::Item> {
        self.expansion().select(properties)
    }

    /// Expands only the items that the expression holds for (`$filter`).
    #[must_use]
    pub fn filter(self, expression: impl IntoFilter<T::Item>) -> Expansion<O, T::Item> {
        self.expansion().filter(expression)
    }

    /// Expands in that order (`$orderby`).
    #[must_use]
    pub fn order_by(self, properties: impl OrderList<T::Item>) -> Expansion<O, T::Item> {
        self.expansion().order_by(properties)
    }

    /// Expands at most so many items (`$top`).
    #[must_use]
    pub fn top(self, items: u32) -> Expansion<O, T::Item> {
        self.expansion().top(items)
    }

    /// Expands without so many items at the start (`$skip`).
    #[must_use]
    pub fn skip(self, items: u32) -> Expansion<O, T::Item> {
        self.expansion().skip(items)
    }

    /// Expands with entities that these lead to in their turn (`$expand`).
    #[must_use]
    pub fn expand(self, properties: impl ExpandList<T::Item>) -> Expansion<O, T::Item> {
        self.expansion().expand(properties)
    }
}

impl<O, M> Clone for Expansion<O, M> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), options: self.options.clone(), of: PhantomData }
    }
}

impl<O, M> fmt::Display for Expansion<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (index, (name, value)) in self.options.iter().enumerate() {
            let before = if index == 0 { '(' } else { ';' };
            write!(f, "{before}{name}={value}")?;
        }
        if self.options.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

impl<O, M> fmt::Debug for Expansion<O, M> {
    /// The names of the options alone: a filter may hold a join URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options: Vec<&str> = self.options.iter().map(|(name, _)| *name).collect();
        write!(f, "Expansion({}: {})", self.path, options.join(", "))
    }
}
