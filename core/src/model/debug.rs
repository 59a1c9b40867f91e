//! `Debug` of models: what is set, and no secrets.

use std::fmt;

use super::{AdditionalProperties, Change};

/// Writes the `Debug` of a model: only the properties that are set, secrets as `<redacted>`, and of
/// the properties that the model does not know only the names.
#[expect(missing_debug_implementations, reason = "it is a writer, made and spent in one expression")]
pub struct DebugRecord<'a, 'b>(fmt::DebugStruct<'a, 'b>);

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

impl<'a, 'b> DebugRecord<'a, 'b> {
    /// Begins with the name of the type.
    pub fn new(f: &'a mut fmt::Formatter<'b>, name: &str) -> Self {
        Self(f.debug_struct(name))
    }

    /// A property, where it is set.
    pub fn property(&mut self, field: &str, value: &dyn Shown) {
        if let Some(value) = value.shown() {
            self.0.field(label(field), value);
        }
    }

    /// A property whose value lets somebody in.
    pub fn secret(&mut self, field: &str, value: &dyn Shown) {
        if value.shown().is_some() {
            self.0.field(label(field), &format_args!("<redacted>"));
        }
    }

    /// Ends with the properties that the model does not know.
    ///
    /// # Errors
    /// Those of the formatter.
    pub fn finish(mut self, additional: &AdditionalProperties) -> fmt::Result {
        if !additional.is_empty() {
            self.0.field("additional_properties", additional);
        }
        self.0.finish()
    }
}

/// A field without what makes a keyword a name.
fn label(field: &str) -> &str {
    field.strip_prefix("r#").unwrap_or(field)
}
