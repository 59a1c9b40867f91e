//! The tokens: properties that know whose they are and what they hold.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Div;

use super::PropertyPath;

/// A structural property of an `O` that holds a `T`; a collection holds a `Vec` of its items.
///
/// It names the property in `$select` and `$orderby`, and its comparisons make a
/// [`Filter<O>`](super::Filter). Models have one as a constant for each property; a property that they
/// do not declare gets one by [`new`](Self::new).
///
/// ```
/// use msgraph_core::odata::Property;
///
/// struct User;
///
/// const SHOE_SIZE: Property<User, i32> = Property::new("shoeSize");
/// assert_eq!(SHOE_SIZE.ge(44).to_string(), "shoeSize ge 44");
/// ```
///
/// Each comparison, and what it is on the wire:
///
/// ```
///
/// use msgraph_core::odata::{Filter, Property};
///
/// # struct OnlineMeeting;
/// const SUBJECT: Property<OnlineMeeting, String> = Property::new("subject");
/// const SEATS: Property<OnlineMeeting, i32> = Property::new("seats");
///
/// let wire = |filter: Filter<OnlineMeeting>| filter.to_string();
/// assert_eq!(wire(SEATS.eq(5)), "seats eq 5");
/// assert_eq!(wire(SEATS.ne(5)), "seats ne 5");
/// assert_eq!(wire(SEATS.gt(5)), "seats gt 5");
/// assert_eq!(wire(SEATS.ge(5)), "seats ge 5");
/// assert_eq!(wire(SEATS.lt(5)), "seats lt 5");
/// assert_eq!(wire(SEATS.le(5)), "seats le 5");
/// assert_eq!(wire(SEATS.is_in([5, 6])), "seats in (5,6)");
/// assert_eq!(wire(SUBJECT.is_null()), "subject eq null");
/// assert_eq!(wire(SUBJECT.is_not_null()), "subject ne null");
/// assert_eq!(wire(SUBJECT.starts_with("Lec")), "startswith(subject,'Lec')");
/// assert_eq!(wire(SUBJECT.ends_with("ure")), "endswith(subject,'ure')");
/// assert_eq!(wire(SUBJECT.contains("ect")), "contains(subject,'ect')");
/// assert_eq!(SUBJECT.desc().to_string(), "subject desc");
/// assert_eq!(SEATS.path(), "seats");
/// ```
pub struct Property<O, T> {
    pub(super) path: PropertyPath,
    of: PhantomData<fn() -> (O, T)>,
}

/// A property of an `O` that leads to another entity `T`, or with a `Vec` to a collection of them.
///
/// It names the property in `$expand`, with options for what is behind it ([`select`](Self::select) and
/// its like). In a filter a slash leads on from a single one, and [`any`](Self::any) looks into a
/// collection.
///
/// ```
/// use msgraph_core::odata::{Navigation, Property};
///
/// # struct OnlineMeeting; struct Report;
/// const REPORTS: Navigation<OnlineMeeting, Vec<Report>> = Navigation::new("attendanceReports");
/// const TOTAL: Property<Report, i32> = Property::new("totalParticipantCount");
///
/// assert_eq!(REPORTS.path(), "attendanceReports");
/// assert_eq!(
///     REPORTS.filter(TOTAL.gt(0)).order_by(TOTAL.desc()).skip(1).top(5).to_string(),
///     "attendanceReports($filter=totalParticipantCount gt 0;$orderby=totalParticipantCount desc;$skip=1;$top=5)"
/// );
/// assert_eq!(
///     REPORTS.any(TOTAL.gt(100)).to_string(),
///     "attendanceReports/any(a:a/totalParticipantCount gt 100)"
/// );
/// ```
pub struct Navigation<O, T> {
    pub(super) path: PropertyPath,
    of: PhantomData<fn() -> (O, T)>,
}

/// The item itself, where a collection holds plain values:
/// `TAGS.any(item().starts_with("x"))` is `tags/any(t:startswith(t,'x'))`.
///
/// Outside of `any` and `all` it is OData's `$it`.
///
/// ```
/// use msgraph_core::odata::{Property, item};
///
/// # struct OnlineMeeting;
/// const TAGS: Property<OnlineMeeting, Vec<String>> = Property::new("tags");
/// assert_eq!(TAGS.any(item().starts_with("x")).to_string(), "tags/any(t:startswith(t,'x'))");
/// ```
#[must_use]
pub const fn item<T>() -> Property<T, T> {
    Property::new("")
}

macro_rules! token {
    ($name:ident) => {
        impl<O, T> $name<O, T> {
            /// The property of that name on the wire.
            #[must_use]
            pub const fn new(name: &'static str) -> Self {
                Self { path: Cow::Borrowed(name), of: PhantomData }
            }

            /// The name on the wire, or the names with slashes between them.
            #[must_use]
            pub fn path(&self) -> &str {
                &self.path
            }

            fn at(path: PropertyPath) -> Self {
                Self { path, of: PhantomData }
            }
        }

        impl<O, T> Clone for $name<O, T> {
            fn clone(&self) -> Self {
                Self::at(self.path.clone())
            }
        }

        impl<O, T> fmt::Debug for $name<O, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.path)
            }
        }
    };
}

token!(Property);
token!(Navigation);

// written out, because the compiler shows these lines where two do not fit together

impl<O, M, T> Div<Property<M, T>> for Property<O, M> {
    type Output = Property<O, T>;

    /// A property of what this one holds, with OData's own slash.
    fn div(self, property: Property<M, T>) -> Property<O, T> {
        Property::at(join(self.path, &property.path))
    }
}

impl<O, M, T> Div<Navigation<M, T>> for Property<O, M> {
    type Output = Navigation<O, T>;

    /// A property of what this one holds, with OData's own slash.
    fn div(self, property: Navigation<M, T>) -> Navigation<O, T> {
        Navigation::at(join(self.path, &property.path))
    }
}

impl<O, M, T> Div<Property<M, T>> for Navigation<O, M> {
    type Output = Property<O, T>;

    /// A property of what this one holds, with OData's own slash.
    fn div(self, property: Property<M, T>) -> Property<O, T> {
        Property::at(join(self.path, &property.path))
    }
}

impl<O, M, T> Div<Navigation<M, T>> for Navigation<O, M> {
    type Output = Navigation<O, T>;

    /// A property of what this one holds, with OData's own slash.
    fn div(self, property: Navigation<M, T>) -> Navigation<O, T> {
        Navigation::at(join(self.path, &property.path))
    }
}

macro_rules! then {
    ($name:ident) => {
        impl<O, T> $name<O, T> {
            /// A property of what this one holds: the same as a slash between them.
            ///
            /// ```
            /// use msgraph_core::odata::Property;
            ///
            /// # struct User; struct Address;
            /// const ADDRESS: Property<User, Address> = Property::new("address");
            /// const CITY: Property<Address, String> = Property::new("city");
            /// assert_eq!(ADDRESS.then(CITY).path(), (ADDRESS / CITY).path());
            /// ```
            #[must_use]
            pub fn then<N>(self, property: N) -> <Self as Div<N>>::Output
            where
                Self: Div<N>,
            {
                self / property
            }
        }
    };
}

then!(Property);
then!(Navigation);

fn join(from: PropertyPath, to: &str) -> PropertyPath {
    if from.is_empty() {
        return Cow::Owned(to.to_owned());
    }
    let mut path = from.into_owned();
    path.push('/');
    path.push_str(to);
    Cow::Owned(path)
}
