//! JSON read from its text, so that no number passes through a float.
//!
//! `Raw` is one JSON value as its exact text; it is taken apart on demand. [`Json`] is a value to hand out.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

/// How deep a value may nest before [`Json`] holds the rest as text. Bounds the work on hostile bodies.
const DEEPEST: usize = 32;

/// The largest integer a JavaScript number holds exactly, 2^53 - 1.
pub(crate) const MAX_SAFE: i64 = 9_007_199_254_740_991;

/// Why a text is no JSON: the place, never the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub line: usize,
    pub column: usize,
}

impl From<serde_json::Error> for Malformed {
    fn from(error: serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column() }
    }
}

/// The text holds half of a surrogate pair, which no UTF-8 can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LoneSurrogate;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Null,
    Flag(bool),
    Number,
    Text,
    List,
    Object,
}

/// One JSON value as its text, without white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'a>(&'a str);

pub(crate) type Members<'a> = Vec<(Raw<'a>, Raw<'a>)>;

impl<'a> Raw<'a> {
    /// Checks the whole text.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        Ok(serde_json::from_str::<&RawValue>(text).map(|raw| Self(raw.get()))?)
    }

    /// Takes a text whose syntax is checked only when it is taken apart.
    pub fn unchecked(text: &'a str) -> Self {
        Self(text.trim_matches([' ', '\t', '\r', '\n']))
    }

    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// Judged by the first character; `None` for a text that can be no JSON.
    pub fn shape(self) -> Option<Shape> {
        Some(match self.0.as_bytes().first()? {
            b'{' => Shape::Object,
            b'[' => Shape::List,
            b'"' => Shape::Text,
            b't' => Shape::Flag(true),
            b'f' => Shape::Flag(false),
            b'n' => Shape::Null,
            b'-' | b'0'..=b'9' => Shape::Number,
            _ => return None,
        })
    }

    /// The members of an object in their order, repeated names included.
    pub fn members(self) -> Result<Members<'a>, Malformed> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                    members.push((Raw(key.get()), Raw(value.get())));
                }
                Ok(members)
            }
        }
        let mut reader = serde_json::Deserializer::from_str(self.0);
        let members = reader.deserialize_map(Collect)?;
        reader.end()?;
        Ok(members)
    }

    /// The members of what is known to be an object; none of anything else.
    pub fn entries(self) -> Members<'a> {
        self.members().unwrap_or_default()
    }

    /// The member of this name, the last one where the name is repeated.
    pub fn get(self, name: &str) -> Option<Raw<'a>> {
        if self.shape() != Some(Shape::Object) {
            return None;
        }
        self.entries().into_iter().rev().find(|(key, _)| key.is_text(name)).map(|(_, value)| value)
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Vec<Raw<'a>> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<Raw<'de>>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element::<&RawValue>()? {
                    items.push(Raw(item.get()));
                }
                Ok(items)
            }
        }
        serde_json::Deserializer::from_str(self.0).deserialize_seq(Collect).unwrap_or_default()
    }

    /// The decoded text of a string.
    pub fn text(self) -> Result<Cow<'a, str>, LoneSurrogate> {
        match self.unescaped() {
            Some(plain) => Ok(Cow::Borrowed(plain)),
            None => serde_json::from_str::<String>(self.0).map(Cow::Owned).map_err(|_| LoneSurrogate),
        }
    }

    /// The decoded text of a string, with U+FFFD for what UTF-8 cannot carry.
    pub fn text_lossy(self) -> Cow<'a, str> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = String;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
                Ok(String::from_utf8_lossy(bytes).into_owned())
            }
        }
        match self.unescaped() {
            Some(plain) => Cow::Borrowed(plain),
            None => serde_json::Deserializer::from_str(self.0)
                .deserialize_bytes(Bytes)
                .map_or(Cow::Borrowed(self.0), Cow::Owned),
        }
    }

    pub fn is_text(self, text: &str) -> bool {
        match self.unescaped() {
            Some(plain) => plain == text,
            None => self.text().is_ok_and(|decoded| decoded == text),
        }
    }

    fn unescaped(self) -> Option<&'a str> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.contains('\\')).then_some(inner)
    }
}

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
    pub(crate) fn from_raw(raw: Raw<'_>) -> Self {
        Self::at_depth(raw, 0)
    }

    fn at_depth(raw: Raw<'_>, depth: usize) -> Self {
        let below = depth.saturating_add(1);
        match raw.shape() {
            Some(Shape::Null) => Self::Null,
            Some(Shape::Flag(flag)) => Self::Flag(flag),
            Some(Shape::Number) => Self::number(raw.as_str()),
            Some(Shape::Text) => Self::Text(raw.text_lossy().into_owned()),
            Some(Shape::List) if depth < DEEPEST => {
                Self::List(raw.items().into_iter().map(|item| Self::at_depth(item, below)).collect())
            }
            Some(Shape::Object) if depth < DEEPEST => {
                let mut members: Vec<(Cow<'static, str>, Self)> = Vec::new();
                for (key, value) in raw.entries() {
                    members.push((Cow::Owned(key.text_lossy().into_owned()), Self::at_depth(value, below)));
                }
                Self::Object(last_counts(members))
            }
            _ => Self::Text(raw.as_str().to_owned()),
        }
    }

    fn number(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(integer) if text != "-0" => Self::safe(integer),
            _ => Self::Text(text.to_owned()),
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

/// A repeated name stays once, with its last value: what every reader that keeps one value makes of it.
pub(crate) fn last_counts(mut members: Vec<(Cow<'static, str>, Json)>) -> Vec<(Cow<'static, str>, Json)> {
    let mut seen = BTreeSet::new();
    members.reverse();
    members.retain(|(name, _)| seen.insert(name.clone()));
    members.reverse();
    members
}

/// Writes a text as a JSON string.
pub(crate) fn write_text(out: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        // Writing a string cannot fail; were it to, an empty string is still JSON.
        out.push_str(&serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned()));
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, Json, Raw, write_text};

    #[test]
    fn a_text_is_written_as_json_writes_it() {
        let all = (0..0x180).filter_map(char::from_u32).map(String::from);
        for text in all.chain([String::new(), "a\"b".into(), "a\\b".into(), "\u{2028}📖".into()]) {
            let mut written = String::new();
            write_text(&mut written, &text);
            assert_eq!(Some(written), serde_json::to_string(&text).ok(), "{text:?}");
        }
    }

    /// As deep as said, and what lies deeper is its text.
    #[test]
    fn depth_is_bounded() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for depth in [DEEPEST, DEEPEST.saturating_add(1)] {
                let text = nested(depth);
                let mut json = &Json::from_raw(Raw::unchecked(&text));
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
