//! Reading and writing structured types.
//!
//! A generated model is a table of its properties ([`Record`], by `record_impls!`); the loops around it
//! stand here once.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::AdditionalProperties;
use super::reader::PropertyReader;
use super::transcode::Transcode;
use super::writer::PropertyWriter;

/// A structured type: its properties by name, and those that it does not know.
///
/// ```
/// use msgraph_core::model::Record;
///
/// /// What every entity may come with, and no model declares.
/// fn etag<T: Record>(entity: &T) -> Option<&str> {
///     entity.additional_properties().get_raw("@odata.etag")
/// }
/// ```
pub trait Record: Sized {
    /// The qualified name of the type: `microsoft.graph.onlineMeeting`.
    const ODATA_NAME: &'static str;
    /// The properties that the type declares, as they are called on the wire, in the order in which they
    /// are written. Always at the same address.
    #[doc(hidden)]
    fn properties() -> &'static &'static [&'static str];

    /// An object with nothing set.
    #[doc(hidden)]
    fn empty() -> Self;

    /// Reads the value of a property, or gives false and leaves it alone where the type declares none of
    /// that name.
    ///
    /// # Errors
    /// Those of the format.
    #[doc(hidden)]
    fn read_property<'de, M: MapAccess<'de>>(
        &mut self,
        name: &str,
        from: &mut PropertyReader<'_, M>,
    ) -> Result<bool, M::Error>;

    /// Hands each property to the writer, in the order of [`properties`](Self::properties).
    ///
    /// # Errors
    /// Those of the format.
    #[doc(hidden)]
    fn write_properties<M: SerializeMap>(&self, out: &mut PropertyWriter<'_, M>) -> Result<(), M::Error>;

    /// What came with the object and its fields do not hold.
    fn additional_properties(&self) -> &AdditionalProperties;

    /// The same, to be changed.
    fn additional_properties_mut(&mut self) -> &mut AdditionalProperties;
}

/// The table of a generated type: its properties as they are called on the wire, their fields, how each
/// is read and written, and which are secrets.
#[doc(hidden)]
#[macro_export]
macro_rules! __record_impls {
    ($name:ident as $odata_name:literal {
        $($wire:literal => $field:ident: $kind:ident $($secret:ident)?,)*
    }) => {
        impl $crate::rt::Record for $name {
            const ODATA_NAME: &'static str = $odata_name;

            fn properties() -> &'static &'static [&'static str] {
                static PROPERTIES: &[&str] = &[$($wire),*];
                &PROPERTIES
            }

            fn empty() -> Self {
                Self {
                    $($field: ::std::default::Default::default(),)*
                    additional_properties: ::std::default::Default::default(),
                }
            }

            fn read_property<'de, M: $crate::rt::MapAccess<'de>>(
                &mut self,
                name: &str,
                from: &mut $crate::rt::PropertyReader<'_, M>,
            ) -> ::std::result::Result<bool, M::Error> {
                #[allow(non_camel_case_types)]
                enum At { $($field),* }
                match name {
                    $($wire => from.$kind(At::$field as usize, &mut self.$field)?,)*
                    _ => return ::std::result::Result::Ok(false),
                }
                ::std::result::Result::Ok(true)
            }

            fn write_properties<M: $crate::rt::SerializeMap>(
                &self,
                out: &mut $crate::rt::PropertyWriter<'_, M>,
            ) -> ::std::result::Result<(), M::Error> {
                $(out.$kind($wire, &self.$field)?;)*
                ::std::result::Result::Ok(())
            }

            fn additional_properties(&self) -> &$crate::rt::AdditionalProperties {
                &self.additional_properties
            }

            fn additional_properties_mut(&mut self) -> &mut $crate::rt::AdditionalProperties {
                &mut self.additional_properties
            }
        }

        impl $crate::rt::Serialize for $name {
            fn serialize<S: $crate::rt::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::rt::write_record(self, serializer)
            }
        }

        impl<'de> $crate::rt::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::rt::read_record(deserializer)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            /// Whether the two are written the same.
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)*
                $crate::rt::same_additional(self, other, &|at| {
                    [$($crate::rt::Shown::shown(&self.$field).is_some()),*].get(at) == Some(&true)
                })
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut out = $crate::rt::DebugRecord::new(f, ::std::stringify!($name), self);
                $($crate::__record_impls!(@show out, self.$field, $field $($secret)?);)*
                out.finish()
            }
        }
    };
    (@show $out:ident, $value:expr, $field:ident) => {
        $out.property(::std::stringify!($field), &$value);
    };
    (@show $out:ident, $value:expr, $field:ident secret) => {
        $out.secret(::std::stringify!($field), &$value);
    };
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
            let mut record = T::empty();
            let mut additional = AdditionalProperties::of(T::properties());
            let mut from = PropertyReader::new(&mut map, &mut additional);
            while let Some(name) = from.next_name()? {
                if !record.read_property(&name, &mut from)? {
                    from.unknown(&name)?;
                }
            }
            additional.settle();
            *record.additional_properties_mut() = additional;
            Ok(record)
        }
    }

    deserializer.deserialize_map(Read(PhantomData))
}

/// Writes a structured type: what `Serialize` of a generated model calls.
///
/// A property that is set on the model and also stands among the additional ones is written once, as it
/// is set on the model.
///
/// # Errors
/// Those of the format.
pub fn write_record<T: Record, S: Serializer>(record: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let additional = &*record.additional_properties().for_type(T::properties());
    if additional.is_empty() {
        record.write_properties(&mut PropertyWriter::new(&mut map, additional, false))?;
        return map.end();
    }
    let is_declared = |name: &str| place::<T>(name).is_some();
    let shadows = additional.iter().any(|(name, _)| is_declared(name));
    record.write_properties(&mut PropertyWriter::new(&mut map, additional, shadows))?;
    for (name, value) in additional.iter().filter(|(name, _)| !(shadows && is_declared(name))) {
        map.serialize_entry(name, &Transcode::new(value))?;
    }
    map.end()
}

/// Whether two objects with equal fields are written the same: what `PartialEq` of a generated model calls.
#[doc(hidden)]
pub fn same_additional<T: Record>(a: &T, b: &T, is_set: &dyn Fn(usize) -> bool) -> bool {
    let [a, b] = [a, b].map(|one| one.additional_properties().for_type(T::properties()));
    a.is_written_as(&b, is_set)
}

/// Where a name stands among the declared ones of a type.
pub(super) fn place<T: Record>(name: &str) -> Option<usize> {
    T::properties().iter().position(|declared| *declared == name)
}

/// A text, borrowed from the input where the format can lend it.
#[derive(Debug)]
pub struct Key<'de>(Cow<'de, str>);

impl<'de> Key<'de> {
    /// The name as text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    pub(super) fn into_text(self) -> Cow<'de, str> {
        self.0
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
