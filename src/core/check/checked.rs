//! What passed: the values a request is made of.

use std::borrow::Cow;
use std::cell::Cell;
use std::mem;

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
    Object(Checked<'a>),
    Texts(Vec<Cow<'a, str>>),
    Exponents(Vec<(String, u32)>),
}

/// The values of an object that passed, in the order of its table.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    pub fields: &'static [Field],
    values: Values<'a>,
}

/// Each behind the place of its field.
type Values<'a> = Vec<(usize, Value<'a>)>;

thread_local! {
    /// Room that was used before: to make it for a few values anew took 7 % of what the module does for a request.
    static SPARE: Cell<Vec<Values<'static>>> = const { Cell::new(Vec::new()) };
}

/// The objects of any documented input.
const KEPT: usize = 4;

impl Drop for Checked<'_> {
    fn drop(&mut self) {
        let mut values = mem::take(&mut self.values);
        values.clear();
        // Where the thread ends, so do the spares.
        let _ = SPARE.try_with(|cell| {
            let mut spare = cell.take();
            if spare.len() < KEPT {
                // Made of nothing, it is the same room, for values of any lifetime.
                spare.push(values.into_iter().map(|(index, _)| (index, Value::Flag(false))).collect());
            }
            cell.set(spare);
        });
    }
}

impl<'a> Checked<'a> {
    pub(super) fn none(fields: &'static [Field]) -> Self {
        let spare = SPARE.try_with(|cell| {
            let mut spare = cell.take();
            let last = spare.pop();
            cell.set(spare);
            last
        });
        Self { fields, values: spare.ok().flatten().unwrap_or_default() }
    }

    /// Takes a value that passed; no field has two.
    pub(super) fn put(&mut self, index: usize, value: Value<'a>) {
        debug_assert!(self.values.iter().all(|(other, _)| *other != index), "{index} has a value");
        // Most inputs name their fields in documented order.
        if self.values.last().is_none_or(|(last, _)| *last < index) {
            self.values.push((index, value));
            return;
        }
        let before = self.values.iter().rposition(|(other, _)| *other < index);
        self.values.insert(before.map_or(0, |before| before.saturating_add(1)), (index, value));
    }

    /// The value of the field at this place of its table.
    pub(super) fn at_mut(&mut self, index: usize) -> Option<&mut Value<'a>> {
        self.values.iter_mut().find(|(of, _)| *of == index).map(|(_, value)| value)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&'static Field, &Value<'a>)> {
        self.values.iter().filter_map(|(index, value)| Some((self.fields.get(*index)?, value)))
    }

    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.entries().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    pub fn object(&self, name: &str) -> Option<&Checked<'a>> {
        match self.get(name)? {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Checked, KEPT, SPARE, Value};
    use crate::core::field::{Field, Kind};

    static FIELDS: [Field; 1] = [Field::required("flag", Kind::Flag, "")];

    fn kept() -> usize {
        SPARE.with(|cell| {
            let spare = cell.take();
            let many = spare.len();
            cell.set(spare);
            many
        })
    }

    /// The standard library does not promise it, so it is looked at.
    #[test]
    fn the_room_of_one_is_that_of_the_next() {
        let mut one = Checked::none(&FIELDS);
        one.put(0, Value::Flag(true));
        let room = one.values.as_ptr();
        drop(one);
        let next = Checked::none(&FIELDS);
        assert!(next.values.is_empty());
        assert_eq!(next.values.as_ptr(), room);
    }

    #[test]
    fn room_is_kept_for_a_few() {
        for many in [1, 2, KEPT, KEPT.saturating_mul(3)] {
            drop((0..many).map(|_| Checked::none(&FIELDS)).collect::<Vec<_>>());
            assert_eq!(kept(), many.min(KEPT));
        }
    }
}
