//! `Debug` of models: what is set, and no secrets.

use std::borrow::Cow;
use std::fmt;

use super::{AdditionalProperties, Change, Record};

/// Writes the `Debug` of a model: the properties that are set or came as null, secrets as `<redacted>`,
/// and of the properties that the model does not know only the names.
#[expect(missing_debug_implementations, reason = "it is a writer, made and spent in one function")]
pub struct DebugRecord<'a, 'b, 'r> {
    out: fmt::DebugStruct<'a, 'b>,
    additional: Cow<'r, AdditionalProperties>,
    /// The place of the next property.
    at: usize,
}

/// A field that can be set or not.
pub trait Shown {
    /// What `Debug` shows of it: nothing where it is not set.
    fn shown(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> Shown for Option<T> {
    fn shown(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as &dyn fmt::Debug)
    }
}

impl<T: fmt::Debug> Shown for Change<T> {
    fn shown(&self) -> Option<&dyn fmt::Debug> {
        match self {
            Self::Absent => None,
            Self::Null => Some(&Null),
            Self::Value(value) => Some(value),
        }
    }
}

struct Null;

impl fmt::Debug for Null {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }
}

impl<'a, 'b, 'r> DebugRecord<'a, 'b, 'r> {
    /// Begins with the name of the type.
    pub fn new<T: Record>(f: &'a mut fmt::Formatter<'b>, name: &str, record: &'r T) -> Self {
        let additional = record.additional_properties().for_type(T::properties());
        Self { out: f.debug_struct(name), additional, at: 0 }
    }

    /// A property, where it is set.
    pub fn property(&mut self, field: &str, value: &dyn Shown) {
        match value.shown() {
            Some(value) => self.field(field, value),
            None => self.absent(field),
        }
    }

    /// A property whose value lets somebody in.
    pub fn secret(&mut self, field: &str, value: &dyn Shown) {
        match value.shown() {
            Some(_) => self.field(field, &format_args!("<redacted>")),
            None => self.absent(field),
        }
    }

    fn absent(&mut self, field: &str) {
        if self.additional.is_null(self.at) {
            self.field(field, &Null);
        } else {
            self.at += 1;
        }
    }

    fn field(&mut self, field: &str, value: &dyn fmt::Debug) {
        self.at += 1;
        self.out.field(field.strip_prefix("r#").unwrap_or(field), value);
    }

    /// Ends with the properties that the model does not know.
    ///
    /// # Errors
    /// Those of the formatter.
    pub fn finish(mut self) -> fmt::Result {
        if !self.additional.is_empty() {
            self.out.field("additional_properties", &self.additional);
        }
        self.out.finish()
    }
}
