//! `$filter`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::expression::{Expression, Values};

/// An expression for `$filter` that speaks of an `O`.
///
/// The comparisons of [`Property`](super::Property) make one. `Display` gives the expression, not yet
/// encoded for a URL; `Debug` shows no values.
///
/// ```
/// use msgraph_core::odata::Property;
///
/// # struct OnlineMeeting;
/// const SUBJECT: Property<OnlineMeeting, String> = Property::new("subject");
/// const IS_BROADCAST: Property<OnlineMeeting, bool> = Property::new("isBroadcast");
///
/// let filter = SUBJECT.eq("o'clock").or(SUBJECT.is_null()).and(IS_BROADCAST.eq(true));
/// assert_eq!(filter.to_string(), "(subject eq 'o''clock' or subject eq null) and isBroadcast eq true");
/// ```
pub struct Filter<O> {
    pub(super) expression: Expression,
    of: PhantomData<fn() -> O>,
}

impl<O> Filter<O> {
    pub(super) const fn of(expression: Expression) -> Self {
        Self { expression, of: PhantomData }
    }

    /// An expression as it is, not yet encoded for a URL, for what tokens cannot say. Nothing of it is
    /// checked, so a value from elsewhere does not belong in it: [`Literal`](super::Literal) writes one.
    ///
    /// Inside of `any` and `all` it must begin its properties with the range variable itself.
    ///
    /// An empty text asks for nothing, as an empty list does: it is not sent, and left out of `and`, `or`
    /// and `not`.
    ///
    /// ```
    /// use msgraph_core::odata::{Filter, Literal};
    ///
    /// # struct OnlineMeeting;
    /// let text = "o'clock";
    /// let filter: Filter<OnlineMeeting> = Filter::raw(format!("tolower(subject) eq {}", text.literal()));
    /// assert_eq!(filter.to_string(), "tolower(subject) eq 'o''clock'");
    /// ```
    #[must_use]
    pub fn raw(expression: impl Into<String>) -> Self {
        Self::of(Expression::raw(expression.into()))
    }

    /// Both this and the other.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct OnlineMeeting;
    /// const SEATS: Property<OnlineMeeting, i32> = Property::new("seats");
    /// assert_eq!(SEATS.gt(5).and(SEATS.lt(9)).to_string(), "seats gt 5 and seats lt 9");
    /// ```
    #[must_use]
    pub fn and(self, other: impl IntoFilter<O>) -> Self {
        Self::of(self.expression.and(other.into_filter().expression))
    }

    /// This or the other, or both.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct OnlineMeeting;
    /// const SEATS: Property<OnlineMeeting, i32> = Property::new("seats");
    /// assert_eq!(SEATS.lt(5).or(SEATS.is_null()).to_string(), "seats lt 5 or seats eq null");
    /// ```
    #[must_use]
    pub fn or(self, other: impl IntoFilter<O>) -> Self {
        Self::of(self.expression.or(other.into_filter().expression))
    }

    /// Not this: the same as `!` before it.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct OnlineMeeting;
    /// const SUBJECT: Property<OnlineMeeting, String> = Property::new("subject");
    /// assert_eq!(SUBJECT.contains("test").not().to_string(), "not contains(subject,'test')");
    /// assert_eq!((!SUBJECT.contains("test")).to_string(), SUBJECT.contains("test").not().to_string());
    /// ```
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it does, and here no trait must be imported")]
    pub fn not(self) -> Self {
        Self::of(self.expression.negated())
    }
}

impl<O> Not for Filter<O> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(self.expression.negated())
    }
}

/// What `$filter` of an `O` can be given as: a [`Filter`] that speaks of an `O`, or a text.
///
/// ```
/// use msgraph_core::odata::{Filter, IntoFilter, Property};
///
/// # struct OnlineMeeting;
/// fn wire(filter: impl IntoFilter<OnlineMeeting>) -> String {
///     filter.into_filter().to_string()
/// }
/// const SUBJECT: Property<OnlineMeeting, String> = Property::new("subject");
/// assert_eq!(wire(SUBJECT.is_null()), wire("subject eq null"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no filter of `{O}`",
    label = "does not speak of `{O}`",
    note = "the constants of `{O}` name its properties, and their comparisons make its filters"
)]
pub trait IntoFilter<O> {
    /// The filter.
    fn into_filter(self) -> Filter<O>;
}

impl<O> IntoFilter<O> for Filter<O> {
    fn into_filter(self) -> Self {
        self
    }
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl<O> IntoFilter<O> for $text {
            fn into_filter(self) -> Filter<O> {
                Filter::raw(self)
            }
        }

        impl<O> From<$text> for Filter<O> {
            fn from(expression: $text) -> Self {
                Self::raw(expression)
            }
        }
    )*};
}

texts!(&str, String, &String);

impl<O> Clone for Filter<O> {
    fn clone(&self) -> Self {
        Self::of(self.expression.clone())
    }
}

impl<O> PartialEq for Filter<O> {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl<O> Eq for Filter<O> {}

impl<O> fmt::Display for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.write(f, Values::Written)
    }
}

impl<O> fmt::Debug for Filter<O> {
    /// The expression with its values left out: each may be a join URL. Of a text, only how long it is:
    /// nobody knows what in it is a value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filter(")?;
        self.expression.write(f, Values::Hidden)?;
        f.write_str(")")
    }
}
