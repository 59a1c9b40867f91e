//! Comparisons: how properties become filters.

use super::expression::Expression;
use super::{Filter, Navigation, Operand, OrderBy, Property};
use crate::model::Flags;

impl<O, T> Property<O, T> {
    // written out, because the compiler shows these lines where an operand is of another type

    /// Equal to the value: `subject eq 'Lecture'`.
    #[must_use]
    pub fn eq(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("eq", value.operand())
    }

    /// Not equal to the value.
    #[must_use]
    pub fn ne(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("ne", value.operand())
    }

    /// Greater than the value: later, for a moment.
    #[must_use]
    pub fn gt(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("gt", value.operand())
    }

    /// Greater than the value or equal to it.
    #[must_use]
    pub fn ge(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("ge", value.operand())
    }

    /// Less than the value: earlier, for a moment.
    #[must_use]
    pub fn lt(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("lt", value.operand())
    }

    /// Less than the value or equal to it.
    #[must_use]
    pub fn le(&self, value: impl Operand<T>) -> Filter<O> {
        self.compare("le", value.operand())
    }

    /// Equal to one of the values: `subject in ('a','b')`. Of no values, none is: the expression is `false`.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct User;
    /// const ID: Property<User, String> = Property::new("id");
    /// assert_eq!(ID.is_in(["a", "b"]).to_string(), "id in ('a','b')");
    /// assert_eq!(ID.is_in([] as [&str; 0]).to_string(), "false");
    /// ```
    #[must_use]
    pub fn is_in<I: IntoIterator<Item: Operand<T>>>(&self, values: I) -> Filter<O> {
        let literals: Vec<String> = values.into_iter().map(Operand::operand).collect();
        if literals.is_empty() {
            return Filter::of(Expression::Never);
        }
        self.compare("in", format!("({})", literals.join(",")))
    }

    /// Null: `subject eq null`.
    #[must_use]
    pub fn is_null(&self) -> Filter<O> {
        self.compare("eq", "null".to_owned())
    }

    /// Not null: `subject ne null`.
    #[must_use]
    pub fn is_not_null(&self) -> Filter<O> {
        self.compare("ne", "null".to_owned())
    }

    /// Rising order in `$orderby`.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct User;
    /// const NAME: Property<User, String> = Property::new("displayName");
    /// assert_eq!(NAME.asc().to_string(), "displayName asc");
    /// ```
    #[must_use]
    pub fn asc(self) -> OrderBy<O> {
        OrderBy::new(self.path, "asc")
    }

    /// Falling order in `$orderby`.
    #[must_use]
    pub fn desc(self) -> OrderBy<O> {
        OrderBy::new(self.path, "desc")
    }

    fn compare(&self, operator: &'static str, operand: String) -> Filter<O> {
        Filter::of(Expression::Compare { path: self.path.clone(), operator, operand })
    }
}

impl<O> Property<O, String> {
    /// Begins with the text: `startswith(subject,'Lec')`.
    #[must_use]
    pub fn starts_with(&self, text: impl Operand<String>) -> Filter<O> {
        self.call("startswith", text.operand())
    }

    /// Ends with the text: `endswith(subject,'ure')`.
    #[must_use]
    pub fn ends_with(&self, text: impl Operand<String>) -> Filter<O> {
        self.call("endswith", text.operand())
    }

    /// Has the text in it: `contains(subject,'ect')`.
    #[must_use]
    pub fn contains(&self, text: impl Operand<String>) -> Filter<O> {
        self.call("contains", text.operand())
    }

    fn call(&self, function: &'static str, operand: String) -> Filter<O> {
        Filter::of(Expression::Call { function, path: self.path.clone(), operand })
    }
}

impl<O, E> Property<O, Flags<E>> {
    /// Has the member, or all of the members, among its own: `rights has 'write'`.
    ///
    /// ```
    /// use msgraph_core::model::{Flags, OpenEnum};
    /// use msgraph_core::odata::Property;
    ///
    /// # #[derive(Clone)]
    /// # struct Right(String);
    /// # impl From<&str> for Right { fn from(text: &str) -> Self { Self(text.to_owned()) } }
    /// # impl OpenEnum for Right {
    /// #     const MEMBERS: &'static [&'static str] = &["read", "write"];
    /// #     fn as_str(&self) -> &str { &self.0 }
    /// # }
    /// # struct Room;
    /// const RIGHTS: Property<Room, Flags<Right>> = Property::new("rights");
    /// let both = Flags::empty().with(Right::from("read")).with(Right::from("write"));
    /// assert_eq!(RIGHTS.has(both).to_string(), "rights has 'read,write'");
    /// ```
    #[must_use]
    pub fn has(&self, members: impl Operand<Flags<E>>) -> Filter<O> {
        self.compare("has", members.operand())
    }
}

impl<O, I> Property<O, Vec<I>> {
    /// An item is equal to the value: `tags/any(t:t eq 'x')`.
    ///
    /// ```
    /// use msgraph_core::odata::Property;
    ///
    /// # struct OnlineMeeting;
    /// const TAGS: Property<OnlineMeeting, Vec<String>> = Property::new("tags");
    /// assert_eq!(TAGS.any_is("x").to_string(), "tags/any(t:t eq 'x')");
    /// ```
    #[must_use]
    pub fn any_is(&self, value: impl Operand<I>) -> Filter<O> {
        self.any(super::item().eq(value))
    }
}

macro_rules! lambdas {
    ($($token:ident),*) => {$(
        impl<O, I> $token<O, Vec<I>> {
            /// The filter holds for at least one item: `attendees/any(a:a/upn eq 'x')`. The range variable
            /// is put before the filter's properties here. An empty filter asks whether there are items at
            /// all: `attendees/any()`.
            ///
            /// ```
            /// use msgraph_core::odata::Property;
            ///
            /// # struct OnlineMeeting; struct Attendee;
            /// const ATTENDEES: Property<OnlineMeeting, Vec<Attendee>> = Property::new("attendees");
            /// const UPN: Property<Attendee, String> = Property::new("upn");
            /// assert_eq!(ATTENDEES.any(UPN.eq("x")).to_string(), "attendees/any(a:a/upn eq 'x')");
            /// ```
            #[must_use]
            pub fn any(&self, filter: Filter<I>) -> Filter<O> {
                Filter::of(Expression::lambda(self.path.clone(), "any", filter.expression))
            }

            /// The filter holds for every item: `attendees/all(a:a/upn ne 'x')`. It also holds where there
            /// are no items.
            ///
            /// ```
            /// use msgraph_core::odata::Property;
            ///
            /// # struct OnlineMeeting; struct Attendee;
            /// const ATTENDEES: Property<OnlineMeeting, Vec<Attendee>> = Property::new("attendees");
            /// const UPN: Property<Attendee, String> = Property::new("upn");
            /// assert_eq!(ATTENDEES.all(UPN.ne("x")).to_string(), "attendees/all(a:a/upn ne 'x')");
            /// ```
            #[must_use]
            pub fn all(&self, filter: Filter<I>) -> Filter<O> {
                Filter::of(Expression::lambda(self.path.clone(), "all", filter.expression))
            }
        }
    )*};
}

lambdas!(Property, Navigation);
