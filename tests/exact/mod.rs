//! JSON as its text says it: numbers keep their digits, repeated names are seen. For tests alone.

#![allow(dead_code, reason = "no test uses all of it")]

pub mod files;

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value whose numbers are still text.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Null,
    Flag(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// In the order of the text, repeated names included.
    Object(Vec<(String, Node)>),
}

fn as_is<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// The members of an object in their order, each value as its text.
pub fn members(text: &str) -> Result<Vec<(String, Box<RawValue>)>, String> {
    struct Collect;
    impl<'de> Visitor<'de> for Collect {
        type Value = Vec<(String, Box<RawValue>)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(member) = map.next_entry()? {
                all.push(member);
            }
            Ok(all)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let all = reader.deserialize_map(Collect).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(all)
}

impl Node {
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        Ok(match text.as_bytes().first() {
            Some(b'n') => as_is::<()>(text).map(|()| Self::Null)?,
            Some(b't' | b'f') => Self::Flag(as_is(text)?),
            Some(b'"') => Self::Text(as_is(text)?),
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = as_is(text)?;
                Self::List(items.iter().map(|item| Self::parse(item.get())).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let parse = |(name, raw): (String, Box<RawValue>)| Ok((name, Self::parse(raw.get())?));
                Self::Object(members(text)?.into_iter().map(parse).collect::<Result<_, String>>()?)
            }
            _ => Self::Number(as_is::<Box<RawValue>>(text)?.get().to_owned()),
        })
    }

    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Every place where two values differ: its JSON pointer and both sides. The order of members says
    /// nothing; a repeated name is a difference of its own.
    pub fn differences(&self, actual: &Self) -> Vec<String> {
        let mut found = Vec::new();
        compare("", self, actual, &mut found);
        found
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => f.write_str(number),
            Self::Text(text) => f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?),
            Self::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if place == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (place, (name, value)) in members.iter().enumerate() {
                    let comma = if place == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{value}", Self::Text(name.clone()))?;
                }
                f.write_str("}")
            }
        }
    }
}

fn repeated(members: &[(String, Node)]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    members.iter().map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
}

fn compare(at: &str, expected: &Node, actual: &Node, found: &mut Vec<String>) {
    match (expected, actual) {
        (Node::Object(left), Node::Object(right)) => {
            for (side, members) in [("expected", left), ("actual", right)] {
                if let Some(name) = repeated(members) {
                    found.push(format!("{at}: the {side} object names {name:?} twice"));
                }
            }
            for (name, value) in left {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                match actual.get(name) {
                    Some(other) => compare(&at, value, other, found),
                    None => found.push(format!("{at}: expected {value}, found nothing")),
                }
            }
            for (name, value) in right.iter().filter(|(name, _)| expected.get(name).is_none()) {
                found.push(format!("{at}/{name}: expected nothing, found {value}"));
            }
        }
        (Node::List(left), Node::List(right)) => {
            for (place, pair) in left.iter().zip(right).enumerate() {
                compare(&format!("{at}/{place}"), pair.0, pair.1, found);
            }
            for (place, missing) in left.iter().enumerate().skip(right.len()) {
                found.push(format!("{at}/{place}: expected {missing}, found nothing"));
            }
            for (place, extra) in right.iter().enumerate().skip(left.len()) {
                found.push(format!("{at}/{place}: expected nothing, found {extra}"));
            }
        }
        _ if expected == actual => {}
        _ => found.push(format!("{at}:\n      expected {expected}\n      found    {actual}")),
    }
}
