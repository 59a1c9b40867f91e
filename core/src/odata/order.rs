//! `$orderby`.

use std::fmt;
use std::marker::PhantomData;

use super::PropertyPath;

/// A property of an `O` and whether it rises or falls: [`Property::asc`](super::Property::asc) and
/// [`desc`](super::Property::desc) make one.
///
/// ```
/// use msgraph_core::odata::{OrderBy, Property};
///
/// # struct OnlineMeeting;
/// const START: Property<OnlineMeeting, String> = Property::new("startDateTime");
/// let newest_first: OrderBy<OnlineMeeting> = START.desc();
/// assert_eq!(newest_first.to_string(), "startDateTime desc");
/// ```
pub struct OrderBy<O> {
    path: PropertyPath,
    direction: &'static str,
    of: PhantomData<fn() -> O>,
}

impl<O> OrderBy<O> {
    pub(super) fn new(path: PropertyPath, direction: &'static str) -> Self {
        Self { path, direction, of: PhantomData }
    }
}

impl<O> Clone for OrderBy<O> {
    fn clone(&self) -> Self {
        Self::new(self.path.clone(), self.direction)
    }
}

impl<O> fmt::Display for OrderBy<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.direction)
    }
}

impl<O> fmt::Debug for OrderBy<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderBy({self})")
    }
}
