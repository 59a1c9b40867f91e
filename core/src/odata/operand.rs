//! What a property can be compared with.

use std::borrow::Cow;

use super::Literal;
use crate::model::{Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, OpenEnum, TimeOfDay};

/// A value that a property of type `T` can be compared with: a text for `String`, a member for an enum,
/// and else a value of that very type, each owned or borrowed.
///
/// ```
/// use msgraph_core::odata::{Filter, Operand, Property};
///
/// # struct User;
/// /// Compares with a text, owned or borrowed.
/// fn named(name: impl Operand<String>) -> Filter<User> {
///     Property::<User, String>::new("displayName").eq(name)
/// }
/// assert_eq!(named("Adele").to_string(), named("Adele".to_owned()).to_string());
/// ```
#[diagnostic::on_unimplemented(
    message = "a property that holds `{T}` cannot be compared with `{Self}`",
    label = "no value of `{T}`",
    note = "texts are compared with texts, enums with their members, and other properties with values of the \
            type that they hold",
    note = "a collection is searched with `any` and `all`, and a complex value by a property of it: `A / B`"
)]
pub trait Operand<T> {
    /// The literal, not yet encoded for a URL.
    #[doc(hidden)]
    fn operand(self) -> String;
}

// which types take what is said above: a list of impls would bury it

macro_rules! operands {
    ($($value:ty: $($operand:ty),+;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl Operand<$value> for $operand {
            fn operand(self) -> String {
                self.literal()
            }
        }
    )+)*};
}

operands! {
    String: &str, &&str, String, &String, Cow<'_, str>, &Cow<'_, str>;
    bool: bool, &bool;
    u8: u8, &u8;
    i8: i8, &i8;
    i16: i16, &i16;
    i32: i32, &i32;
    i64: i64, &i64;
    f32: f32, &f32;
    f64: f64, &f64;
    Binary: Binary, &Binary;
    Date: Date, &Date;
    DateTimeOffset: DateTimeOffset, &DateTimeOffset;
    Decimal: Decimal, &Decimal;
    Duration: Duration, &Duration;
    Guid: Guid, &Guid;
    TimeOfDay: TimeOfDay, &TimeOfDay;
}

// members stand in quotes without their type before them, as Graph's documentation writes them

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<E> for E {
    fn operand(self) -> String {
        self.as_str().literal()
    }
}

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<E> for &E {
    fn operand(self) -> String {
        self.as_str().literal()
    }
}

// members that came as `read, write` go as `read,write`: OData's grammar has no space there

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<Flags<E>> for E {
    fn operand(self) -> String {
        Flags::from(self).joined().literal()
    }
}

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<Flags<E>> for &E {
    fn operand(self) -> String {
        Flags::from(self.clone()).joined().literal()
    }
}

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<Flags<E>> for Flags<E> {
    fn operand(self) -> String {
        self.joined().literal()
    }
}

#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<Flags<E>> for &Flags<E> {
    fn operand(self) -> String {
        self.joined().literal()
    }
}
