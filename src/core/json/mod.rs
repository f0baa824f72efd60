//! JSON by its text, so that no number passes through a float.
//!
//! `Tape` is a text taken apart, and `Node` one of its values as its exact text; `Writer` writes what leaves; `Json` is
//! a value to hand out.

mod read;
mod sink;
mod tape;
mod write;

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

pub(crate) use read::{Malformed, Shape};
pub(crate) use sink::{Builder, Sink};
pub(crate) use tape::{Node, Tape, last_counts};
pub(crate) use write::{
    Within, Write, Writer, json_of, serialize_as_written, write_as_it_stands, write_name, write_text,
};

/// How deep a value may nest before the rest is handed out as text. Bounds the work on hostile bodies.
const DEEPEST: usize = 32;

/// Where nobody looks any more, and nothing is remembered: what is made of such a value nests deeper by a few levels, an
/// outcome's details.
const REMEMBERED: usize = DEEPEST.saturating_add(16);

/// The largest integer a JavaScript number holds exactly, 2^53 - 1.
pub(crate) const MAX_SAFE: i64 = 9_007_199_254_740_991;

/// A JSON value to hand out. Integers up to 2^53 - 1 are numbers; every other number is its exact text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// An integer that every JSON reader takes exactly.
    Integer(i64),
    /// A text, or a number that a float might change.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, its members in their order.
    Object(Vec<(Cow<'static, str>, Json)>),
}

impl Json {
    /// A value of our own writing.
    fn written(text: &str) -> Self {
        Tape::of(text).map_or(Self::Null, |tape| Self::read(tape.root()))
    }

    /// A value that may be handed out as it stands.
    fn read(node: Node<'_>) -> Self {
        match node.shape() {
            None | Some(Shape::Null) => Self::Null,
            Some(Shape::Flag(flag)) => Self::Flag(flag),
            Some(Shape::Number) => Self::Integer(node.as_str().parse().unwrap_or_default()),
            Some(Shape::Text) => Self::Text(node.name().into_owned()),
            Some(Shape::List) => Self::List(node.items().map(Self::read).collect()),
            Some(Shape::Object) => {
                let read =
                    |(key, value): (Node<'_>, Node<'_>)| (key.name().into_owned().into(), Self::read(value));
                Self::Object(node.members().map(read).collect())
            }
        }
    }

    /// An integer as a number where every JSON reader takes it exactly, else as text.
    pub(crate) fn safe(integer: i64) -> Self {
        if integer.unsigned_abs() <= MAX_SAFE.unsigned_abs() {
            Self::Integer(integer)
        } else {
            Self::Text(integer.to_string())
        }
    }

    /// The text, where this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, where this is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// The flag, where this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The items, where this is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member of this name, where this is an object that has it; the last one where the name is repeated.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => {
                members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key.as_ref(), value)?;
                }
                map.end()
            }
        }
    }
}

impl Write for Json {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Null => to.null(),
            Self::Flag(flag) => to.flag(*flag),
            Self::Integer(integer) => to.integer(*integer),
            Self::Text(text) => to.text(text),
            Self::List(items) => to.list(items),
            Self::Object(members) => to.object(|to| {
                for (name, value) in members {
                    value.write(to.any_key(name));
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Builder, DEEPEST, Json, Tape};

    /// As deep as said, and what lies deeper is its text.
    #[test]
    fn depth_is_bounded() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for depth in [DEEPEST, DEEPEST.saturating_add(1)] {
                let text = nested(depth);
                let tape = Tape::of(&text);
                let built = tape.as_ref().map(|tape| Builder::of(|to| tape.root().write(to)));
                let mut json = built.as_ref().unwrap_or(&Json::Null);
                for _ in 0..DEEPEST {
                    json = match json {
                        Json::List(items) => items.first(),
                        object => object.get("a"),
                    }
                    .unwrap_or(&Json::Null);
                }
                let rest = if depth == DEEPEST { Json::Integer(1) } else { Json::Text(nested(1)) };
                assert_eq!(*json, rest);
            }
        }
    }
}
