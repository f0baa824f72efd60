//! Response bodies into details: what the document names, decoded; everything else kept.

use std::borrow::Cow;

use super::account::Settings;
use super::issue::{Path, Step};
use super::json::{Json, Names, Raw, Shape, last_counts};
use super::money;
use super::outcome::Details;

/// One documented field of a response.
#[derive(Debug)]
#[non_exhaustive]
pub struct Detail {
    /// Its name in `details`.
    pub name: &'static str,
    /// Its name in the body.
    pub from: &'static str,
    /// What it is there.
    pub take: Take,
}

/// What a response field is. A value of another type is kept in `other`, so that types can be relied on.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Take {
    /// A text.
    Text,
    /// An integer; as text where a JSON reader might change it.
    Integer,
    /// `true` or `false`.
    Flag,
    /// An amount in major units, as its exact decimal text; given as a number or as a decimal text.
    Major,
    /// Any value but null.
    Any,
    /// Something only the provider's own code can take apart.
    With(fn(Raw<'_>, &Settings) -> Option<Json>),
    /// The same for an object of which some members may not be what the document says: they are the second
    /// value, and kept in `other`.
    Split(fn(Raw<'_>, &Settings) -> Option<(Json, Members)>),
}

/// The members of an object to hand out.
pub(crate) type Members = Vec<(Cow<'static, str>, Json)>;

impl Detail {
    pub(crate) const fn new(name: &'static str, take: Take) -> Self {
        Self { name, from: name, take }
    }

    pub(crate) const fn renamed(name: &'static str, from: &'static str, take: Take) -> Self {
        Self { name, from, take }
    }
}

pub(crate) fn take(how: Take, raw: Raw<'_>, settings: &Settings) -> Option<Json> {
    match (how, raw.shape()?) {
        (Take::Text, Shape::Text) => Some(Json::Text(raw.text_lossy().into_owned())),
        (Take::Flag, Shape::Flag(flag)) => Some(Json::Flag(flag)),
        (Take::Integer, Shape::Number) => match Json::from_raw(raw) {
            Json::Integer(integer) => Some(Json::Integer(integer)),
            // `250.0` is the integer 250; what is no integer at all is not what the document names.
            other => match money::integer(raw.as_str()) {
                Ok(integer) => Some(Json::safe(integer)),
                Err(money::Refused::Huge) => Some(other),
                Err(_) => None,
            },
        },
        (Take::Major, Shape::Text) => raw
            .text()
            .ok()
            .filter(|text| money::decimal(text).is_ok())
            .map(|text| Json::Text(text.into_owned())),
        (Take::Major, Shape::Number) => {
            let exact = money::number(raw.as_str()).map(money::Amount::into_text);
            Some(Json::Text(exact.unwrap_or_else(|_| raw.as_str().to_owned())))
        }
        (Take::Any, shape) => (shape != Shape::Null).then(|| Json::from_raw(raw)),
        (Take::With(own), _) => own(raw, settings),
        _ => None,
    }
}

/// The details of an object by its table. The second value tells whether a documented name was repeated,
/// whatever its values are.
pub(crate) fn details(
    members: &[(Raw<'_>, Raw<'_>)],
    table: &[Detail],
    settings: &Settings,
) -> (Details, bool) {
    let mut values: Vec<Option<Json>> = table.iter().map(|_| None).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut repeated = false;
    let mut details = Details::default();
    for &(key, value) in members {
        let name = key.text_lossy();
        let place = table.iter().position(|detail| detail.from == name);
        if let Some((detail, slot)) = place.and_then(|at| table.get(at).zip(values.get_mut(at))) {
            repeated = repeated
                || seen.contains(&detail.from)
                || matches!(detail.take, Take::With(_) | Take::Split(_)) && repeats_inside(value, NESTED);
            seen.push(detail.from);
            let taken = if let Take::Split(own) = detail.take {
                own(value, settings).map(|(taken, rest)| {
                    if !rest.is_empty() {
                        details.other.push((detail.from.into(), Json::Object(rest)));
                    }
                    taken
                })
            } else {
                take(detail.take, value, settings)
            };
            if let Some(taken) = taken {
                *slot = Some(taken);
                continue;
            }
        }
        details.other.push((name.into_owned().into(), Json::from_raw(value)));
    }
    for (detail, value) in table.iter().zip(values) {
        let Some(value) = value else { continue };
        match details.get(detail.name) {
            None => details.known.push((detail.name, value)),
            // The same under both of its names.
            Some(first) if *first == value => {}
            Some(_) => details.other.push((detail.from.into(), value)),
        }
    }
    details.other = last_counts(details.other);
    (details, repeated)
}

/// How deep a documented value nests: a list of objects that hold a list of objects.
const NESTED: usize = 4;

/// Whether an object in a documented value names something twice.
fn repeats_inside(raw: Raw<'_>, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    match raw.shape() {
        Some(Shape::List) => raw.items().into_iter().any(|item| repeats_inside(item, below)),
        Some(Shape::Object) => {
            let mut seen = Names::default();
            raw.entries()
                .into_iter()
                .any(|(key, value)| !seen.add(&key.text_lossy()) || repeats_inside(value, below))
        }
        _ => false,
    }
}

/// An object inside a response by its table, with what the table does not name in `other`.
pub(crate) fn object(raw: Raw<'_>, table: &[Detail], settings: &Settings) -> Option<Json> {
    if raw.shape() != Some(Shape::Object) {
        return None;
    }
    Some(details(&raw.entries(), table, settings).0.into_json())
}

/// No documented field lies deeper.
const DEEPEST_PATH: usize = 32;

/// A `jsonPath` as providers write it (`$.value.currency`, `$['expand'][0]`) as a path; `None` for more
/// than plain steps, or more steps than any field has.
pub(crate) fn json_path(text: &str) -> Option<Path> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = if let Some(named) = rest.strip_prefix('.') {
            let end = named.find(['.', '[']).unwrap_or(named.len());
            let (name, after) = named.split_at_checked(end)?;
            (Step::Key(name.to_owned()), after)
        } else {
            let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = inner
                .strip_prefix('\'')
                .and_then(|inner| inner.strip_suffix('\''))
                .or_else(|| inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')));
            match quoted {
                Some(name) => (Step::Key(name.to_owned()), after),
                None => (Step::Index(inner.parse().ok()?), after),
            }
        };
        if step == Step::Key(String::new()) || steps.len() >= DEEPEST_PATH {
            return None;
        }
        steps.push(step);
        rest = after;
    }
    Some(Path(steps))
}
