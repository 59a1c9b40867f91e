//! Reading and writing structured types.
//!
//! A generated model knows its properties by two short functions ([`Record`]); the loops around
//! them stand here once.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::AdditionalProperties;

/// A structured type: its properties by name, and those that it does not know.
pub trait Record: Default {
    /// The qualified name of the type: `microsoft.graph.onlineMeeting`.
    const ODATA_NAME: &'static str;

    /// Reads the value of a property from the map, or gives false and leaves the map alone where
    /// the type has no such property.
    ///
    /// # Errors
    /// Those of the format.
    fn read_property<'de, M: MapAccess<'de>>(&mut self, name: &str, map: &mut M) -> Result<bool, M::Error>;

    /// Writes the properties that are set.
    ///
    /// # Errors
    /// Those of the format.
    fn write_properties<M: SerializeMap>(&self, out: &mut PropertyWriter<'_, M>) -> Result<(), M::Error>;

    /// The properties that the type does not know.
    fn additional_properties(&self) -> &AdditionalProperties;

    /// The same, to be changed.
    fn additional_properties_mut(&mut self) -> &mut AdditionalProperties;
}

/// Reads a structured type: what `Deserialize` of a generated model calls.
///
/// A property that stands twice counts as the last one does, like in `serde_json`'s own maps.
///
/// # Errors
/// Those of the format, where a property has a value of another type.
pub fn read_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Read<T>(PhantomData<fn() -> T>);

    impl<'de, T: Record> Visitor<'de> for Read<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object of type {}", T::ODATA_NAME)
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
            let mut record = T::default();
            while let Some(name) = map.next_key::<Key<'de>>()? {
                if !record.read_property(&name, &mut map)? {
                    let value = map.next_value()?;
                    record.additional_properties_mut().insert_raw(name.into_string(), value);
                }
            }
            Ok(record)
        }
    }

    deserializer.deserialize_map(Read(PhantomData))
}

/// Writes a structured type: what `Serialize` of a generated model calls.
///
/// A property that is set on the model and also stands among those that the model does not know is
/// written once, as it is set on the model.
///
/// # Errors
/// Those of the format.
pub fn write_record<T: Record, S: Serializer>(record: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let additional = record.additional_properties();
    let mut out = PropertyWriter { map: &mut map, written: (!additional.is_empty()).then(Vec::new) };
    record.write_properties(&mut out)?;
    let written = out.written.unwrap_or_default();
    for (name, value) in additional.raws().filter(|(name, _)| !written.contains(name)) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Writes the properties of one object, each at most once.
#[derive(Debug)]
pub struct PropertyWriter<'a, M> {
    map: &'a mut M,
    /// What has been written, where something else could write it again.
    written: Option<Vec<&'static str>>,
}

impl<M: SerializeMap> PropertyWriter<'_, M> {
    /// Writes a property, where it is set.
    ///
    /// # Errors
    /// Those of the format.
    pub fn property<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        let Some(value) = value else { return Ok(()) };
        if let Some(written) = &mut self.written {
            written.push(name);
        }
        self.map.serialize_entry(name, value)
    }
}

/// The name of a property, borrowed from the input where the format can lend it.
#[derive(Debug)]
pub struct Key<'de>(Cow<'de, str>);

impl Key<'_> {
    /// The name as text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl Deref for Key<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a property")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }

            fn visit_string<E>(self, name: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name)))
            }
        }

        deserializer.deserialize_str(Read)
    }
}
