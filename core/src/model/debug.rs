//! `Debug` of models: what is set, and no secrets.

use std::fmt;

use super::AdditionalProperties;

/// Writes the `Debug` of a model: only the properties that are set, secrets as `<redacted>`, and of
/// the properties that the model does not know only the names.
#[expect(missing_debug_implementations, reason = "it is a writer, made and spent in one expression")]
pub struct DebugRecord<'a, 'b>(fmt::DebugStruct<'a, 'b>);

impl<'a, 'b> DebugRecord<'a, 'b> {
    /// Begins with the name of the type.
    pub fn new(f: &'a mut fmt::Formatter<'b>, name: &str) -> Self {
        Self(f.debug_struct(name))
    }

    /// A property, where it is set.
    #[must_use]
    pub fn property<T: fmt::Debug>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value {
            self.0.field(name, value);
        }
        self
    }

    /// A property whose value lets somebody in.
    #[must_use]
    pub fn secret<T>(mut self, name: &str, value: &Option<T>) -> Self {
        if value.is_some() {
            self.0.field(name, &format_args!("<redacted>"));
        }
        self
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
