//! What an update does to a property.

/// What an update does to a property: leaves it alone, sets it to null, or gives it a value.
///
/// ```
/// use msgraph_core::model::Change;
///
/// let mut subject: Change<String> = Change::Absent;
/// assert!(subject.is_absent());
/// subject = Change::Value("Standup".to_owned());
/// assert_eq!(subject.value().map(String::as_str), Some("Standup"));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Change<T> {
    /// The property is not sent: it stays as it is.
    #[default]
    Absent,
    /// The property is sent as null: it is cleared.
    Null,
    /// The property is sent with this value.
    Value(T),
}

impl<T> Change<T> {
    /// Whether the property is left alone.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is cleared.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The new value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The same with the value by reference.
    ///
    /// ```
    /// use msgraph_core::model::Change;
    ///
    /// let subject = Change::Value("Standup".to_owned());
    /// assert_eq!(subject.as_ref().map(|text| text.len()), Change::Value(7));
    /// assert_eq!(subject, Change::Value("Standup".to_owned())); // it is still there
    /// ```
    pub const fn as_ref(&self) -> Change<&T> {
        match self {
            Self::Absent => Change::Absent,
            Self::Null => Change::Null,
            Self::Value(value) => Change::Value(value),
        }
    }

    /// The same with another value.
    ///
    /// ```
    /// use msgraph_core::model::Change;
    ///
    /// assert_eq!(Change::Value(90).map(|minutes| minutes * 60), Change::Value(5400));
    /// assert!(Change::<u32>::Null.map(|minutes| minutes * 60).is_null());
    /// assert_eq!(Change::from(None::<u32>), Change::Null);
    /// ```
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Absent => Change::Absent,
            Self::Null => Change::Null,
            Self::Value(value) => Change::Value(with(value)),
        }
    }
}

impl<T> From<Option<T>> for Change<T> {
    /// A value, or null where there is none.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}
