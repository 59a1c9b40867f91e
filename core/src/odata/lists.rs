//! What `$select`, `$orderby` and `$expand` can be given as.

use super::{Expansion, Navigation, OrderBy, Property};

/// Properties of an `O` for `$select`: a [`Property`], a text, or a tuple, array, slice or `Vec` of
/// those.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::odata::SelectList;
///
/// # let graph = detached();
/// let list = |what: &dyn Fn() -> msgraph_core::Request<ListMeOnlineMeetings>| what().into_http().unwrap();
/// let get = || graph.me().online_meetings().get();
/// assert_eq!(list(&|| get().select(OnlineMeeting::ID)).uri().query(), Some("$select=id"));
/// assert_eq!(list(&|| get().select((OnlineMeeting::ID, "seats"))).uri().query(), Some("$select=id,seats"));
/// assert_eq!(list(&|| get().select(vec!["id", "seats"])).uri().query(), Some("$select=id,seats"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` selects nothing of `{O}`",
    label = "no property of `{O}`, and no list of them",
    note = "the constants of `{O}` name its properties; several are given as a tuple, or as texts in an array"
)]
pub trait SelectList<O> {
    /// Adds the names, parted by commas.
    #[doc(hidden)]
    fn add_to(&self, list: &mut String);
}

/// An order of `O`s for `$orderby`: an [`OrderBy`], a [`Property`], which rises, a text, or a tuple, array,
/// slice or `Vec` of those.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// # let graph = detached();
/// let get = || graph.me().online_meetings().get();
/// let rising = get().order_by(OnlineMeeting::SUBJECT).into_http()?;
/// assert_eq!(rising.uri().query(), Some("$orderby=subject"));
/// let both = get().order_by((OnlineMeeting::SUBJECT.asc(), "seats desc")).into_http()?;
/// assert_eq!(both.uri().query(), Some("$orderby=subject%20asc,seats%20desc"));
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no order of `{O}`",
    label = "no property of `{O}`, and no list of them",
    note = "`.asc()` and `.desc()` of the constants of `{O}` order it; several are given as a tuple, or as \
            texts in an array"
)]
pub trait OrderList<O> {
    /// Adds the properties with their directions, parted by commas.
    #[doc(hidden)]
    fn add_to(&self, list: &mut String);
}

/// Entities that an `O` leads to, for `$expand`: a [`Navigation`], one with options ([`Expansion`]), a
/// text, or a tuple, array, slice or `Vec` of those.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// # let graph = detached();
/// let get = || graph.me().online_meetings().by_id("1").get();
/// let all = get().expand(OnlineMeeting::ATTENDANCE_REPORTS).into_http()?;
/// assert_eq!(all.uri().query(), Some("$expand=attendanceReports"));
/// let both = get().expand((OnlineMeeting::ATTENDANCE_REPORTS.top(5), "recordings")).into_http()?;
/// assert_eq!(both.uri().query(), Some("$expand=attendanceReports($top%3D5),recordings"));
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` expands nothing of `{O}`",
    label = "no navigation property of `{O}`, and no list of them",
    note = "those constants of `{O}` that are `Navigation` can be expanded; several are given as a tuple, or as \
            texts in an array"
)]
pub trait ExpandList<O> {
    /// Adds the properties with their options, parted by commas.
    #[doc(hidden)]
    fn add_to(&self, list: &mut String);
}

impl<O, T> SelectList<O> for Property<O, T> {
    fn add_to(&self, list: &mut String) {
        push(list, &self.path);
    }
}

impl<O, T> OrderList<O> for Property<O, T> {
    fn add_to(&self, list: &mut String) {
        push(list, &self.path);
    }
}

impl<O> OrderList<O> for OrderBy<O> {
    fn add_to(&self, list: &mut String) {
        push(list, &self.to_string());
    }
}

impl<O, T> ExpandList<O> for Navigation<O, T> {
    fn add_to(&self, list: &mut String) {
        push(list, &self.path);
    }
}

impl<O, M> ExpandList<O> for Expansion<O, M> {
    fn add_to(&self, list: &mut String) {
        push(list, &self.to_string());
    }
}

fn push(list: &mut String, item: &str) {
    if !list.is_empty() {
        list.push(',');
    }
    list.push_str(item);
}

macro_rules! lists {
    ($($list:ident),*) => {$(
        impl<O> $list<O> for str {
            fn add_to(&self, list: &mut String) {
                push(list, self);
            }
        }

        impl<O> $list<O> for String {
            fn add_to(&self, list: &mut String) {
                push(list, self);
            }
        }

        impl<O, L: $list<O> + ?Sized> $list<O> for &L {
            fn add_to(&self, list: &mut String) {
                (**self).add_to(list);
            }
        }

        impl<O, I: $list<O>> $list<O> for [I] {
            fn add_to(&self, list: &mut String) {
                for item in self {
                    item.add_to(list);
                }
            }
        }

        impl<O, I: $list<O>, const N: usize> $list<O> for [I; N] {
            fn add_to(&self, list: &mut String) {
                $list::add_to(self.as_slice(), list);
            }
        }

        impl<O, I: $list<O>> $list<O> for Vec<I> {
            fn add_to(&self, list: &mut String) {
                $list::add_to(self.as_slice(), list);
            }
        }

        tuples!($list: A B C D E F G H I J K L M N P Q);
    )*};
}

/// A tuple of these, and all shorter ones.
macro_rules! tuples {
    ($list:ident: ) => {};
    ($list:ident: $first:ident $($item:ident)*) => {
        impl<O, $first: $list<O>, $($item: $list<O>),*> $list<O> for ($first, $($item,)*) {
            #[expect(non_snake_case, reason = "each item is called as its type is")]
            fn add_to(&self, list: &mut String) {
                let ($first, $($item,)*) = self;
                $first.add_to(list);
                $($item.add_to(list);)*
            }
        }

        tuples!($list: $($item)*);
    };
}

lists!(SelectList, OrderList, ExpandList);
