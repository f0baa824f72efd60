//! What passed: the values a request is made of.

use std::borrow::Cow;
use std::cell::Cell;
use std::{iter, mem, ptr};

use crate::core::bytes::same;
use crate::core::field::Field;
use crate::core::money::Amount;

/// A value that passed.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// A borrowed one stood in JSON without an escape, and needs none there.
    Text(Cow<'a, str>),
    Integer(i64),
    Decimal {
        amount: Amount<'a>,
        /// Given as text, whose every digit counts; a number's zeros at the end say nothing.
        written: bool,
    },
    Flag(bool),
    Word(&'static str),
    /// So many of the entries behind it are its own.
    Object(usize),
    Texts(Vec<Cow<'a, str>>),
    Exponents(Vec<(String, u32)>),
}

#[derive(Debug)]
struct Entry<'a> {
    field: &'static Field,
    value: Value<'a>,
}

/// The values of an input that passed, each object's in the order of its table. What is within an object stands behind it
/// in the same list: with a list for each object, one with two within it took 5 % more instructions to become a request.
#[derive(Debug)]
pub(crate) struct Checked<'a>(Vec<Entry<'a>>);

thread_local! {
    /// Room that was used before: to make it for a few values anew took 7 % of what the module does for a request.
    static SPARE: Cell<Vec<Entry<'static>>> = const { Cell::new(Vec::new()) };
}

impl Drop for Checked<'_> {
    fn drop(&mut self) {
        let mut entries = mem::take(&mut self.0);
        entries.clear();
        // Made of nothing, it is the same room, for values of any lifetime.
        let spare = entries.into_iter().map(|Entry { field, .. }| Entry { field, value: Value::Flag(false) });
        let spare = spare.collect();
        // Where the thread ends, so does the spare.
        let _ = SPARE.try_with(|cell| cell.set(spare));
    }
}

impl<'a> Checked<'a> {
    pub(super) fn none() -> Self {
        Self(SPARE.try_with(Cell::take).unwrap_or_default())
    }

    /// The values of the whole input.
    pub fn all(&self) -> Passed<'_> {
        Passed(&self.0)
    }

    /// The values of an object whose first stands here, while there are none behind it.
    pub(super) fn from(&self, first: usize) -> Passed<'_> {
        Passed(self.0.get(first..).unwrap_or_default())
    }

    /// Where the next one will stand.
    pub(super) fn end(&self) -> usize {
        self.0.len()
    }

    pub(super) fn put(&mut self, field: &'static Field, value: Value<'a>) {
        self.0.push(Entry { field, value });
    }

    /// What was put since belongs to the object at this place.
    pub(super) fn close(&mut self, object: usize) {
        let many = self.0.len().saturating_sub(object).saturating_sub(1);
        if let Some(Entry { value: Value::Object(own), .. }) = self.0.get_mut(object) {
            *own = many;
        }
    }

    /// Moves the member of an object that was put last, with all that is within, in front of those `behind` it in the table.
    #[cold]
    #[inline(never)]
    pub(super) fn move_up(&mut self, first: usize, field: &'static Field, behind: &'static [Field]) {
        let own = self.0.get(first..).unwrap_or_default();
        let is_behind = |entry: &Entry<'_>| behind.iter().any(|other| ptr::eq(other, entry.field));
        // It may not have passed.
        let Some(from) = own.iter().position(|entry| ptr::eq(entry.field, field)) else { return };
        let Some(to) = own.iter().position(is_behind) else { return };
        for _ in from..own.len() {
            if let Some(entry) = self.0.pop() {
                self.0.insert(first.saturating_add(to), entry);
            }
        }
    }

    /// The amount of a field.
    pub(super) fn amount_mut(&mut self, first: usize, field: &Field) -> Option<(&mut Amount<'a>, bool)> {
        let own = self.0.get_mut(first..).unwrap_or_default();
        match own.iter_mut().find(|entry| ptr::eq(entry.field, field)) {
            Some(Entry { value: Value::Decimal { amount, written }, .. }) => Some((amount, *written)),
            _ => None,
        }
    }
}

/// The values of an object that passed, in the order of its table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passed<'c>(&'c [Entry<'c>]);

impl<'c> Passed<'c> {
    /// The fields with their values, and what passed of each that is an object.
    pub fn entries(self) -> impl Iterator<Item = (&'static Field, &'c Value<'c>, Self)> {
        let Self(mut rest) = self;
        iter::from_fn(move || {
            let (Entry { field, value }, behind) = rest.split_first()?;
            let own: &[_];
            (own, rest) = match value {
                Value::Object(many) => behind.split_at_checked(*many)?,
                _ => (Default::default(), behind),
            };
            Some((*field, value, Self(own)))
        })
    }

    fn named(self, name: &str) -> Option<(&'c Value<'c>, Self)> {
        let named = self.entries().find(|(field, ..)| same(field.name.as_bytes(), name.as_bytes()));
        named.map(|(_, value, own)| (value, own))
    }

    pub fn get(self, name: &str) -> Option<&'c Value<'c>> {
        self.named(name).map(|(value, _)| value)
    }

    pub fn text(self, name: &str) -> Option<&'c str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn integer(self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// What passed of an object.
    pub fn object(self, name: &str) -> Option<Self> {
        match self.named(name)? {
            (Value::Object(_), own) => Some(own),
            _ => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Checked, SPARE, Value};
    use crate::core::field::{Field, Kind};

    static FLAG: Field = Field::required("flag", Kind::Flag, "");

    /// The standard library does not promise it, so it is looked at.
    #[test]
    fn the_room_of_one_is_that_of_the_next() {
        let mut one = Checked::none();
        one.put(&FLAG, Value::Flag(true));
        let room = one.0.as_ptr();
        drop(one);
        let next = Checked::none();
        assert!(next.0.is_empty());
        assert_eq!(next.0.as_ptr(), room);
        assert_eq!(SPARE.take().capacity(), 0);
    }
}
