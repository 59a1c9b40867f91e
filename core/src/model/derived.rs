//! Values of derived types: read as what they are, and given where the base type is asked for.
//!
//! A value is read as the type that its place declares. What a derived type has beyond it lies among the
//! additional properties until somebody asks for that type.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeSeed, MapAccess};
use serde::ser::SerializeMap;

use super::AdditionalProperties;
use super::raw::Raw;
use super::reader::PropertyReader;
use super::record::{Record, place};
use super::writer::PropertyWriter;
use crate::error::reason_of;

/// A value that is not of the type that it was to be read as. It still holds the value.
///
/// ```
/// use msgraph_core::model::OtherType;
///
/// /// Goes on with what it is, where it is not what was hoped for.
/// fn keep<T>(refused: OtherType<T>) -> T {
///     eprintln!("{refused}");
///     refused.into_inner()
/// }
/// ```
#[derive(Clone, PartialEq)]
pub struct OtherType<T> {
    value: Box<T>,
    wanted: &'static str,
    reason: String,
}

impl<T> OtherType<T> {
    /// The value as it was.
    #[must_use]
    pub fn into_inner(self) -> T {
        *self.value
    }

    #[doc(hidden)]
    #[must_use]
    pub fn new(value: T, wanted: &'static str, reason: String) -> Self {
        Self { value: Box::new(value), wanted, reason }
    }
}

impl<T> fmt::Display for OtherType<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value is no `{}`: {}", self.wanted, self.reason)
    }
}

impl<T> fmt::Debug for OtherType<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtherType({self})")
    }
}

impl<T> Error for OtherType<T> {}

/// The way between a base type and a type that derives from it, with the fields that they share, and the
/// types that derive from the latter.
#[doc(hidden)]
#[macro_export]
macro_rules! __derived_impls {
    ($base:path => $derived:ident { $($field:ident),* $(,)? } $(or $further:literal)*) => {
        impl ::std::convert::TryFrom<$base> for $derived {
            type Error = $crate::rt::OtherType<$base>;

            /// Reads the value as this type, if its `@odata.type` says that it is one.
            #[inline]
            fn try_from(base: $base) -> ::std::result::Result<Self, Self::Error> {
                match $crate::rt::narrow::<_, Self>(&base, base.odata_type.as_deref(), &[$($further),*]) {
                    ::std::result::Result::Ok(mut derived) => {
                        $(derived.$field = base.$field;)*
                        ::std::result::Result::Ok(derived)
                    }
                    ::std::result::Result::Err(reason) => ::std::result::Result::Err(
                        $crate::rt::OtherType::new(base, <Self as $crate::rt::Record>::ODATA_NAME, reason),
                    ),
                }
            }
        }

        $crate::__derived_impls! { $base => $derived { $($field),* } as <$derived>::ODATA_TYPE }
    };
    ($base:path => $derived:ident { $($field:ident),* $(,)? } as $odata_type:expr) => {
        impl ::std::convert::From<$derived> for $base {
            /// Gives the value where its base type is asked for. It says in `@odata.type` what it is.
            #[inline]
            fn from(mut derived: $derived) -> Self {
                let mut base = <$base>::default();
                $(base.$field = ::std::mem::take(&mut derived.$field);)*
                base.odata_type.get_or_insert_with(|| ::std::string::ToString::to_string($odata_type));
                $crate::rt::widen(&derived, &mut base);
                base
            }
        }
    };
}

/// What a derived type has beyond its base, out of what the base has kept; or why it is none.
///
/// # Errors
/// The type that the value says it has, or what is wrong with a property.
#[doc(hidden)]
pub fn narrow<B: Record, D: Record>(
    base: &B,
    odata_type: Option<&str>,
    further: &[&str],
) -> Result<D, String> {
    let said = odata_type.map(|said| said.rsplit('#').next().unwrap_or(said));
    if !said.is_some_and(|said| said == D::ODATA_NAME || further.contains(&said)) {
        return Err(said.map_or_else(
            || "it does not say that it is of another type than its base".to_owned(),
            |said| format!("it is of type `{}`", said.escape_debug()),
        ));
    }
    let mut derived = D::empty();
    let mut additional = base.additional_properties().translated(D::properties());
    let kept = additional.take_values();
    for (name, value) in kept.iter() {
        let mut one = OneValue(value);
        let is_declared = place::<B>(name).is_none()
            && derived
                .read_property(name, &mut PropertyReader::new(&mut one, &mut additional))
                .map_err(|fault| format!("{name}: {}", reason_of(&fault)))?;
        if !is_declared {
            additional.push(name, value);
        }
    }
    additional.settle();
    *derived.additional_properties_mut() = additional;
    Ok(derived)
}

/// The value of one property as its text.
struct OneValue<'a>(&'a str);

impl<'de> MapAccess<'de> for OneValue<'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, Self::Error> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        seed.deserialize(&mut serde_json::Deserializer::from_str(self.0))
    }
}

/// Hands the base what the derived type still has: its own properties as JSON, and what it kept.
#[doc(hidden)]
pub fn widen<D: Record, B: Record>(derived: &D, base: &mut B) {
    let kept = &*derived.additional_properties().for_type(D::properties());
    let mut additional = kept.translated(B::properties());
    let shadows = kept.iter().any(|(name, _)| place::<D>(name).is_some());
    let mut own = Own::<B> { name: None, additional: &mut additional, base: PhantomData };
    let written = derived.write_properties(&mut PropertyWriter::new(&mut own, kept, shadows));
    debug_assert!(written.is_ok(), "a model's names are texts, and what is no number is written as one");
    additional.settle();
    *base.additional_properties_mut() = additional;
}

/// Takes the properties of an object that its base does not declare, as JSON.
struct Own<'a, B> {
    name: Option<String>,
    additional: &'a mut AdditionalProperties,
    base: PhantomData<fn() -> B>,
}

impl<B: Record> SerializeMap for Own<'_, B> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Self::Error> {
        self.name = Raw::written(key)?.read();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        let (Some(name), value) = (self.name.take(), Raw::written(value)?) else { return Ok(()) };
        if place::<B>(&name).is_none() {
            self.additional.push(&name, value.as_str());
        }
        Ok(())
    }

    fn end(self) -> Result<(), Self::Error> {
        Ok(())
    }
}
