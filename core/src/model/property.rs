//! One property of an object, read or written.

use std::marker::PhantomData;
use std::{cmp, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::additional::NullItems;
use super::number::{Said, Written, is_same, said, said_of_list};
use super::raw::RawText;
use super::transcode::Transcode;
use super::{AdditionalProperties, Change, Number};

/// Reads the value of one property, and notes what its field cannot hold.
#[expect(missing_debug_implementations, reason = "it is a reader in the middle of an object")]
pub struct PropertyReader<'a, M> {
    map: &'a mut M,
    additional: &'a mut AdditionalProperties,
    at: usize,
    name: &'static str,
}

impl<'a, M> PropertyReader<'a, M> {
    pub(super) fn new(
        map: &'a mut M,
        additional: &'a mut AdditionalProperties,
        at: usize,
        name: &'static str,
    ) -> Self {
        Self { map, additional, at, name }
    }
}

/// Each method reads what the method of the same name of [`PropertyWriter`] writes.
///
/// # Errors
/// All of them: those of the format.
impl<'de, M: MapAccess<'de>> PropertyReader<'_, M> {
    /// A value that its type holds as it is.
    ///
    /// # Errors
    /// Those of the format.
    #[inline]
    pub fn value<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), M::Error> {
        *field = self.map.next_value()?;
        self.additional.set_null(self.at, field.is_none());
        Ok(())
    }

    /// A collection. Nulls among its items are noted and left out.
    ///
    /// # Errors
    /// Those of the format.
    pub fn items<T: Deserialize<'de>>(&mut self, field: &mut Option<Vec<T>>) -> Result<(), M::Error> {
        let mut found = None;
        self.value(&mut found)?;
        *field = found.map(|Items { items, nulls }| {
            self.additional.set_null_items(self.name, NullItems { others: items.len(), places: nulls });
            items
        });
        Ok(())
    }

    /// A number. What it loses in its field is kept as its text.
    ///
    /// # Errors
    /// Those of the format.
    pub fn number<T: Number>(&mut self, field: &mut Option<T>) -> Result<(), M::Error> {
        let RawText(text) = self.map.next_value()?;
        let said = said(&text)?;
        self.additional.set_null(self.at, matches!(said, Said::Null));
        *field = match said {
            Said::Null => None,
            Said::Exactly(number) => Some(number),
            Said::Otherwise(number) => {
                self.keep(&text);
                number
            }
        };
        Ok(())
    }

    /// A collection of numbers, which is kept as its text if anything of it is lost in the field.
    ///
    /// # Errors
    /// Those of the format.
    pub fn numbers<T: Number>(&mut self, field: &mut Option<Vec<T>>) -> Result<(), M::Error> {
        let RawText(text) = self.map.next_value()?;
        let said = said_of_list(&text)?;
        self.additional.set_null(self.at, said.is_none());
        *field = said.map(|(numbers, is_exact)| {
            if !is_exact {
                self.keep(&text);
            }
            numbers
        });
        Ok(())
    }

    /// What an update does to a property.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change<T: Deserialize<'de>>(&mut self, field: &mut Change<T>) -> Result<(), M::Error> {
        self.changed(field, Self::value)
    }

    /// What an update does to a collection.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_items<T: Deserialize<'de>>(&mut self, field: &mut Change<Vec<T>>) -> Result<(), M::Error> {
        self.changed(field, Self::items)
    }

    /// What an update does to a number.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_number<T: Number>(&mut self, field: &mut Change<T>) -> Result<(), M::Error> {
        self.changed(field, Self::number)
    }

    /// What an update does to a collection of numbers.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_numbers<T: Number>(&mut self, field: &mut Change<Vec<T>>) -> Result<(), M::Error> {
        self.changed(field, Self::numbers)
    }

    /// The field of an update knows a null by itself, so none is noted. What is no null and still not to
    /// be had, a number that does not fit, is kept like an unknown property.
    fn changed<T>(
        &mut self,
        field: &mut Change<T>,
        read: impl FnOnce(&mut Self, &mut Option<T>) -> Result<(), M::Error>,
    ) -> Result<(), M::Error> {
        let mut value = None;
        read(self, &mut value)?;
        let was_null = self.additional.is_null(self.at);
        self.additional.set_null(self.at, false);
        *field = match value {
            Some(value) => Change::Value(value),
            None if was_null => Change::Null,
            None => Change::Absent,
        };
        Ok(())
    }

    fn keep(&mut self, text: &str) {
        self.additional.push(self.name, text);
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

/// Writes the properties of one object, each at most once and in their order.
#[expect(missing_debug_implementations, reason = "it is a writer in the middle of an object")]
pub struct PropertyWriter<'a, M> {
    map: &'a mut M,
    additional: &'a AdditionalProperties,
    /// Whether a declared property stands among the additional ones.
    shadows: bool,
    /// The place of the next property.
    at: usize,
}

impl<'a, M> PropertyWriter<'a, M> {
    pub(super) fn new(map: &'a mut M, additional: &'a AdditionalProperties, shadows: bool) -> Self {
        Self { map, additional, shadows, at: 0 }
    }

    /// What was kept of a declared property, beside its field or instead of it.
    fn kept(&self, name: &str) -> Option<&'a str> {
        if self.shadows { self.additional.value(name) } else { None }
    }
}

impl<M: SerializeMap> PropertyWriter<'_, M> {
    /// Writes a property as it is, or the null that it came as.
    ///
    /// # Errors
    /// Those of the format.
    #[inline]
    pub fn value<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.write(name, value),
            None => self.absent(name),
        }
    }

    /// Writes a collection, with its nulls where they came, if it has as many items as it came with.
    ///
    /// # Errors
    /// Those of the format.
    pub fn items<T: Serialize>(
        &mut self,
        name: &'static str,
        items: &Option<Vec<T>>,
    ) -> Result<(), M::Error> {
        match items {
            Some(items) => self.write_items(name, items),
            None => self.absent(name),
        }
    }

    /// Writes a number, as the text that it came as if it is still the same.
    ///
    /// # Errors
    /// Those of the format.
    pub fn number<T: Number>(&mut self, name: &'static str, number: &Option<T>) -> Result<(), M::Error> {
        match number {
            Some(number) => self.write_number(name, *number),
            None => self.absent(name),
        }
    }

    /// Writes a collection of numbers, as the text that it came as if it is still the same.
    ///
    /// # Errors
    /// Those of the format.
    pub fn numbers<T: Number>(
        &mut self,
        name: &'static str,
        numbers: &Option<Vec<T>>,
    ) -> Result<(), M::Error> {
        match numbers {
            Some(numbers) => self.write_numbers(name, numbers),
            None => self.absent(name),
        }
    }

    /// Writes what an update does to a property.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change<T: Serialize>(&mut self, name: &'static str, change: &Change<T>) -> Result<(), M::Error> {
        self.changed(name, change, |out, value| out.write(name, value))
    }

    /// Writes what an update does to a collection.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_items<T: Serialize>(
        &mut self,
        name: &'static str,
        change: &Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(name, change, |out, items| out.write_items(name, items))
    }

    /// Writes what an update does to a number.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_number<T: Number>(
        &mut self,
        name: &'static str,
        change: &Change<T>,
    ) -> Result<(), M::Error> {
        self.changed(name, change, |out, number| out.write_number(name, *number))
    }

    /// Writes what an update does to a collection of numbers.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_numbers<T: Number>(
        &mut self,
        name: &'static str,
        change: &Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(name, change, |out, numbers| out.write_numbers(name, numbers))
    }

    fn changed<T>(
        &mut self,
        name: &'static str,
        change: &Change<T>,
        write: impl FnOnce(&mut Self, &T) -> Result<(), M::Error>,
    ) -> Result<(), M::Error> {
        match change {
            Change::Absent => self.absent(name),
            Change::Null => self.write(name, &()),
            Change::Value(value) => write(self, value),
        }
    }

    fn write_items<T: Serialize>(&mut self, name: &'static str, items: &[T]) -> Result<(), M::Error> {
        match self.additional.null_items(name).filter(|nulls| nulls.others == items.len()) {
            Some(nulls) => self.write(name, &WithNulls { items, nulls: &nulls.places }),
            None => self.write(name, items),
        }
    }

    fn write_number<T: Number>(&mut self, name: &'static str, number: T) -> Result<(), M::Error> {
        let is_unchanged = |text: &&str| {
            let of_text = said::<T, serde_json::Error>(text);
            matches!(of_text, Ok(Said::Otherwise(Some(read))) if is_same(&read, &number))
        };
        match self.kept(name).filter(is_unchanged) {
            Some(text) => self.write(name, &Transcode::new(text)),
            None => self.write(name, &Written(number)),
        }
    }

    fn write_numbers<T: Number>(&mut self, name: &'static str, numbers: &[T]) -> Result<(), M::Error> {
        let is_unchanged = |text: &&str| {
            let of_text = said_of_list::<T, serde_json::Error>(text);
            of_text.ok().flatten().is_some_and(|(read, _)| {
                read.len() == numbers.len() && read.iter().zip(numbers).all(|(a, b)| is_same(a, b))
            })
        };
        match self.kept(name).filter(is_unchanged) {
            Some(text) => self.write(name, &Transcode::new(text)),
            None => self.write(name, &numbers.iter().copied().map(Written).collect::<Vec<_>>()),
        }
    }

    fn write<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.at += 1;
        self.map.serialize_entry(name, value)
    }

    /// Writes a property whose field is not set: a null, what was kept of it, or nothing.
    #[inline]
    fn absent(&mut self, name: &'static str) -> Result<(), M::Error> {
        if self.additional.is_null(self.at) {
            return self.write(name, &());
        }
        if let Some(text) = self.kept(name) {
            return self.write(name, &Transcode::new(text));
        }
        self.at += 1;
        Ok(())
    }
}

/// A collection with nulls among its items.
struct WithNulls<'a, T> {
    items: &'a [T],
    /// The places of the nulls among all items, in their order.
    nulls: &'a [usize],
}

impl<T: Serialize> Serialize for WithNulls<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut nulls = self.nulls.iter().peekable();
        let mut items = self.items.iter();
        let all = (0..self.items.len() + self.nulls.len())
            .map(|at| if nulls.next_if(|null| **null == at).is_some() { None } else { items.next() });
        serializer.collect_seq(all)
    }
}
