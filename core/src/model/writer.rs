//! Properties as they are written.

use std::fmt::Display;
use std::str::FromStr;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::number::{Said, Written, is_same, numbers_of_list, said};
use super::transcode::Transcode;
use super::typed_text::values_of_list;
use super::{AdditionalProperties, Change, Number};

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

    /// The text of the next property, if its field holds it in other digits.
    fn spelled(&self) -> Option<&'a str> {
        self.additional.text(self.at).filter(|text| text.fits).map(|text| &*text.json)
    }

    /// What is written of the next property if its field is not set, apart from a null.
    fn instead(&self, name: &str) -> Option<&'a str> {
        let text = self.additional.text(self.at).filter(|text| !text.fits).map(|text| &*text.json);
        text.or_else(|| if self.shadows { self.additional.value(name) } else { None })
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

    /// Writes a text of a primitive type, or the text that it came as.
    ///
    /// # Errors
    /// Those of the format.
    #[inline]
    pub fn text<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        self.value(name, value)
    }

    /// Writes a collection of such texts, as it came if what fits of it is still the same.
    ///
    /// # Errors
    /// Those of the format.
    pub fn texts<T: FromStr + Display + Serialize>(
        &mut self,
        name: &'static str,
        values: &Option<Vec<T>>,
    ) -> Result<(), M::Error> {
        match values {
            Some(values) => self.write_texts(name, values),
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

    /// Writes what an update does to a text of a primitive type.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_text<T: Serialize>(
        &mut self,
        name: &'static str,
        change: &Change<T>,
    ) -> Result<(), M::Error> {
        self.change(name, change)
    }

    /// Writes what an update does to a collection of such texts.
    ///
    /// # Errors
    /// Those of the format.
    pub fn change_texts<T: FromStr + Display + Serialize>(
        &mut self,
        name: &'static str,
        change: &Change<Vec<T>>,
    ) -> Result<(), M::Error> {
        self.changed(name, change, |out, values| out.write_texts(name, values))
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
        match self.additional.null_items(self.at).filter(|nulls| nulls.others == items.len()) {
            Some(nulls) => self.write(name, &WithNulls { items, nulls: &nulls.places }),
            None => self.write(name, items),
        }
    }

    fn write_number<T: Number>(&mut self, name: &'static str, number: T) -> Result<(), M::Error> {
        let is_unchanged = |text: &&str| {
            let of_text = said::<T, serde_json::Error>(text);
            matches!(of_text, Ok(Said::Otherwise(Some(read))) if is_same(&read, &number))
        };
        match self.spelled().filter(is_unchanged) {
            Some(text) => self.write(name, &Transcode::new(text)),
            None => self.write(name, &Written(number)),
        }
    }

    fn write_numbers<T: Number>(&mut self, name: &'static str, numbers: &[T]) -> Result<(), M::Error> {
        let is_unchanged = |text: &&str| {
            numbers_of_list::<T>(text).is_some_and(|read| {
                read.len() == numbers.len() && read.iter().zip(numbers).all(|(a, b)| is_same(a, b))
            })
        };
        match self.spelled().filter(is_unchanged) {
            Some(text) => self.write(name, &Transcode::new(text)),
            None => self.write(name, &numbers.iter().copied().map(Written).collect::<Vec<_>>()),
        }
    }

    fn write_texts<T: FromStr + Display + Serialize>(
        &mut self,
        name: &'static str,
        values: &[T],
    ) -> Result<(), M::Error> {
        let is_unchanged = |text: &&str| {
            values_of_list::<T>(text).is_some_and(|read| {
                read.len() == values.len()
                    && read.iter().zip(values).all(|(a, b)| a.to_string() == b.to_string())
            })
        };
        match self.spelled().filter(is_unchanged) {
            Some(text) => self.write(name, &Transcode::new(text)),
            None => self.write_items(name, values),
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
        if let Some(text) = self.instead(name) {
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
