//! Properties as they are read.

use std::marker::PhantomData;
use std::str::FromStr;
use std::{cmp, fmt};

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;

use super::additional::NullItems;
use super::number::{NumberText, Numbers, Said, said};
use super::raw::RawText;
use super::typed_text::TypedText;
use super::{AdditionalProperties, Change, Key, Number};

/// Reads the value of one property, and notes what its field cannot hold.
#[expect(missing_debug_implementations, reason = "it is a reader in the middle of an object")]
pub struct PropertyReader<'a, M> {
    map: &'a mut M,
    additional: &'a mut AdditionalProperties,
}

impl<'a, M> PropertyReader<'a, M> {
    pub(super) fn new(map: &'a mut M, additional: &'a mut AdditionalProperties) -> Self {
        Self { map, additional }
    }
}

/// Each method reads what the method of the same name of [`PropertyWriter`](super::PropertyWriter) writes.
///
/// # Errors
/// All of them: those of the format.
impl<'de, M: MapAccess<'de>> PropertyReader<'_, M> {
    pub(super) fn next_name(&mut self) -> Result<Option<Key<'de>>, M::Error> {
        self.map.next_key()
    }

    /// A property that the type does not declare.
    pub(super) fn unknown(&mut self, name: &str) -> Result<(), M::Error> {
        let RawText(value) = self.map.next_value()?;
        self.additional.push(name, &value);
        Ok(())
    }

    /// A value that its type holds as it is.
    ///
    /// # Errors
    /// Those of the format.
    #[inline]
    pub fn value<T: Deserialize<'de>>(&mut self, at: usize, field: &mut Option<T>) -> Result<(), M::Error> {
        *field = self.map.next_value()?;
        self.additional.set_null(at, field.is_none());
        Ok(())
    }

    /// A collection. Nulls among its items are noted and left out.
    ///
    /// # Errors
    /// Those of the format.
    pub fn items<T: Deserialize<'de>>(
        &mut self,
        at: usize,
        field: &mut Option<Vec<T>>,
    ) -> Result<(), M::Error> {
        let mut found = None;
        self.value(at, &mut found)?;
        self.additional.forget(at);
        *field = found.map(|Items { items, nulls }| {
            self.additional.keep_null_items(at, NullItems { others: items.len(), places: nulls });
            items
        });
        Ok(())
    }

    /// A number. What it loses in its field is kept as its text.
    ///
    /// # Errors
    /// Those of the format.
    pub fn number<T: Number>(&mut self, at: usize, field: &mut Option<T>) -> Result<(), M::Error> {
        let NumberText(text) = self.map.next_value()?;
        let said = said(&text)?;
        self.additional.set_null(at, matches!(said, Said::Null));
        self.additional.forget(at);
        *field = match said {
            Said::Null => None,
            Said::Exactly(number) => Some(number),
            Said::Otherwise(number) => {
                self.additional.keep_text(at, &text, number.is_some());
                number
            }
        };
        Ok(())
    }

    /// A collection of numbers, which is kept as its text if anything of it is lost in the field.
    ///
    /// # Errors
    /// Those of the format.
    pub fn numbers<T: Number>(&mut self, at: usize, field: &mut Option<Vec<T>>) -> Result<(), M::Error> {
        let found: Option<Numbers<T>> = self.map.next_value()?;
        self.additional.set_null(at, found.is_none());
        self.additional.forget(at);
        *field = found.map(|Numbers { numbers, text }| {
            if let Some(text) = text {
                self.additional.keep_text(at, &text, true);
            }
            numbers
        });
        Ok(())
    }

    /// A text of a primitive type. One that is no value of that type is kept.
    ///
    /// # Errors
    /// Those of the format.
    #[inline]
    pub fn text<T: FromStr>(&mut self, at: usize, field: &mut Option<T>) -> Result<(), M::Error> {
        let found: Option<TypedText<T>> = self.map.next_value()?;
        self.additional.set_null(at, found.is_none());
        self.additional.forget(at);
        if let Some(TypedText::Other(text)) = &found {
            self.keep(at, text, false)?;
        }
        *field = found.and_then(TypedText::into_value);
        Ok(())
    }

    /// A collection of such texts, which is kept as a whole if one of them is no value.
    ///
    /// # Errors
    /// Those of the format.
    pub fn texts<T: FromStr + Serialize>(
        &mut self,
        at: usize,
        field: &mut Option<Vec<T>>,
    ) -> Result<(), M::Error> {
        let found: Option<Vec<Option<TypedText<T>>>> = self.map.next_value()?;
        self.additional.set_null(at, found.is_none());
        self.additional.forget(at);
        *field = None;
        let Some(found) = found else { return Ok(()) };
        let mut places = Vec::new();
        if found.iter().flatten().all(TypedText::fits) {
            places
                .extend(found.iter().enumerate().filter(|(_, item)| item.is_none()).map(|(place, _)| place));
        } else {
            self.keep(at, &found, true)?;
        }
        let items: Vec<T> = found.into_iter().flatten().filter_map(TypedText::into_value).collect();
        if !places.is_empty() {
            self.additional.keep_null_items(at, NullItems { others: items.len(), places });
        }
        *field = Some(items);
        Ok(())
    }

    /// Keeps a value beside its field, as JSON.
    fn keep<T: Serialize + ?Sized>(&mut self, at: usize, value: &T, fits: bool) -> Result<(), M::Error> {
        let text = serde_json::to_string(value).map_err(M::Error::custom)?;
        self.additional.keep_text(at, &text, fits);
        Ok(())
    }

    /// What an update does to a property.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change<T: Deserialize<'de>>(&mut self, at: usize, field: &mut Change<T>) -> Result<(), M::Error> {
        self.changed(at, field, Self::value)
    }

    /// What an update does to a collection.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_items<T: Deserialize<'de>>(
        &mut self,
        at: usize,
        field: &mut Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(at, field, Self::items)
    }

    /// What an update does to a number.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_number<T: Number>(&mut self, at: usize, field: &mut Change<T>) -> Result<(), M::Error> {
        self.changed(at, field, Self::number)
    }

    /// What an update does to a collection of numbers.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_numbers<T: Number>(
        &mut self,
        at: usize,
        field: &mut Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(at, field, Self::numbers)
    }

    /// What an update does to a text of a primitive type.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_text<T: FromStr>(&mut self, at: usize, field: &mut Change<T>) -> Result<(), M::Error> {
        self.changed(at, field, Self::text)
    }

    /// What an update does to a collection of such texts.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_texts<T: FromStr + Serialize>(
        &mut self,
        at: usize,
        field: &mut Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(at, field, Self::texts)
    }

    /// The field of an update knows a null by itself, so none is noted. What is no null and still not to
    /// be had, a number or text that does not fit, is kept like an unknown property.
    fn changed<T>(
        &mut self,
        at: usize,
        field: &mut Change<T>,
        read: impl FnOnce(&mut Self, usize, &mut Option<T>) -> Result<(), M::Error>,
    ) -> Result<(), M::Error> {
        let mut value = None;
        read(self, at, &mut value)?;
        let was_null = self.additional.is_null(at);
        self.additional.set_null(at, false);
        *field = match value {
            Some(value) => Change::Value(value),
            None if was_null => Change::Null,
            None => Change::Absent,
        };
        Ok(())
    }
}

/// A collection without its nulls, and where they stood.
struct Items<T> {
    items: Vec<T>,
    nulls: Vec<usize>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<fn() -> T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Items<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Items<T>, S::Error> {
                // what the input says of its own length is not worth more memory than this
                let room = cmp::min(seq.size_hint().unwrap_or(0), 64 * 1024 / size_of::<T>().max(1));
                let (mut items, mut nulls) = (Vec::with_capacity(room), Vec::new());
                while let Some(item) = seq.next_element()? {
                    match item {
                        Some(item) => items.push(item),
                        None => nulls.push(items.len() + nulls.len()),
                    }
                }
                Ok(Items { items, nulls })
            }
        }

        deserializer.deserialize_seq(Read(PhantomData))
    }
}
