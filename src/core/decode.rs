//! Response bodies into details: what the document names, decoded; everything else kept.

use std::borrow::Cow;

use super::account::Settings;
use super::issue::{Path, Step};
use super::json::{Node, Shape, Sink, is_exact, last_counts};
use super::money;
use super::text::{self, cut};

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
    /// A text or a number.
    Word,
    /// Any value but null.
    Any,
    /// A list of any values.
    List,
    /// An object with a table of its own.
    Object(&'static [Detail]),
    /// The same, or a text, or null.
    Loose(&'static [Detail]),
    /// A list of such objects; what is none stays as it is.
    Objects(&'static [Detail]),
    /// An object that only the provider's own code can write.
    With(&'static Own),
}

/// How a provider's own code takes an object apart.
#[derive(Debug)]
pub struct Own {
    /// Whether the whole is what the document says.
    pub takes: fn(Node<'_>) -> bool,
    /// Which of its members are; the others are kept in `other`.
    pub keeps: fn(Node<'_>, Node<'_>) -> bool,
    /// What a member becomes; `None` for one that stays as it is.
    pub parts: for<'b> fn(Node<'b>, Node<'b>, &Settings) -> Option<Parts<'b>>,
}

/// What an object becomes, by names of ours.
pub(crate) type Parts<'b> = Vec<(&'static str, Taken<'b>)>;

impl Detail {
    pub(crate) const fn new(name: &'static str, take: Take) -> Self {
        Self { name, from: name, take }
    }

    pub(crate) const fn renamed(name: &'static str, from: &'static str, take: Take) -> Self {
        Self { name, from, take }
    }
}

/// A value of the documented type.
#[derive(Debug)]
pub(crate) enum Taken<'b> {
    Text(Cow<'b, str>),
    /// An integer that every JSON reader takes exactly.
    Number(String),
    Object(Found<'b>),
    List(Vec<Taken<'b>>),
    /// As it stands.
    As(Node<'b>),
    /// Some members of an object, as they stand.
    Members(Vec<(Node<'b>, Node<'b>)>),
    /// What the provider's own code makes of it.
    Own(&'static Own, Node<'b>),
}

impl<'b> Taken<'b> {
    fn of(how: Take, node: Node<'b>) -> Option<Self> {
        Some(match (how, node.shape()?) {
            (Take::Text | Take::Word | Take::Loose(_), Shape::Text)
            | (Take::Integer | Take::Word, Shape::Number)
                if node.is_plain() =>
            {
                Self::As(node)
            }
            (Take::Text | Take::Word | Take::Loose(_), Shape::Text) => Self::Text(node.name()),
            (Take::Word, Shape::Number) => Self::Text(node.as_str().into()),
            // `250.0` is the integer 250; what is no integer at all is not what the document names.
            (Take::Integer, Shape::Number) => match money::integer(node.as_str()) {
                Ok(integer) => {
                    let text = text::integer(integer);
                    if is_exact(&text) { Self::Number(text) } else { Self::Text(text.into()) }
                }
                Err(money::Refused::Huge) => Self::Text(node.as_str().into()),
                Err(_) => return None,
            },
            (Take::Major, Shape::Text) => {
                Self::Text(node.text().filter(|text| money::decimal(text).is_ok())?)
            }
            (Take::Major, Shape::Number) => {
                let exact = money::number(node.as_str()).map(money::Amount::into_text);
                Self::Text(exact.map_or_else(|_| node.as_str().into(), Cow::Owned))
            }
            (Take::List, Shape::List) | (Take::Flag, Shape::Flag(_)) | (Take::Loose(_), Shape::Null) => {
                Self::As(node)
            }
            (Take::Any, shape) if shape != Shape::Null => Self::As(node),
            (Take::Object(table) | Take::Loose(table), Shape::Object) => Self::Object(Found::of(node, table)),
            (Take::Objects(table), Shape::List) => Self::List(
                node.items()
                    .map(|item| Self::of(Take::Object(table), item).unwrap_or(Self::As(item)))
                    .collect(),
            ),
            (Take::With(own), Shape::Object) if (own.takes)(node) => Self::Own(own, node),
            _ => return None,
        })
    }

    /// A text, or a number as text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number),
            Self::As(node) => node.plain_text(),
            _ => None,
        }
    }

    pub fn object(&self) -> Option<&Found<'b>> {
        match self {
            Self::Object(found) => Some(found),
            _ => None,
        }
    }

    fn write(&self, settings: &Settings, to: &mut impl Sink) {
        match self {
            Self::Text(text) => to.text(text),
            Self::Number(number) => to.exact(number),
            Self::Object(found) => found.write(settings, to),
            Self::List(items) => to.array(|to| items.iter().for_each(|item| item.write(settings, to))),
            Self::As(node) => node.write(to),
            Self::Members(members) => to.object(|to| {
                for (name, value) in members {
                    value.write(to.name(*name));
                }
            }),
            Self::Own(own, node) => to.object(|to| {
                for (name, value) in node.wanted(&own.keeps) {
                    let to = to.name(name);
                    match (own.parts)(name, value, settings) {
                        None => value.write(to),
                        Some(parts) => to.object(|to| {
                            for (name, part) in parts {
                                part.write(settings, to.key(name));
                            }
                        }),
                    }
                }
            }),
        }
    }
}

/// An object by its table.
#[derive(Debug, Default)]
pub(crate) struct Found<'b> {
    table: &'static [Detail],
    /// A place for each field of the table.
    taken: Vec<Option<Taken<'b>>>,
    /// What the table does not name, or names as something else; or what is left of it.
    other: Vec<(Node<'b>, Taken<'b>)>,
    /// A documented name was repeated, whatever its values are.
    pub repeats: bool,
}

impl<'b> Found<'b> {
    pub fn of(object: Node<'b>, table: &'static [Detail]) -> Self {
        let mut found = Self { table, ..Self::default() };
        found.taken.resize_with(table.len(), || None);
        let mut met = 0_u64;
        let mut expected = 0;
        for (key, value) in object.members() {
            let Some((at, detail)) = place(table, &|from| key.is_named(from), expected) else {
                found.other.push((key, Taken::As(value)));
                continue;
            };
            expected = at.saturating_add(1);
            let bit = u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or_default();
            let nests = matches!(
                detail.take,
                Take::Word | Take::List | Take::Object(_) | Take::Loose(_) | Take::Objects(_) | Take::With(_)
            );
            found.repeats = found.repeats || met & bit != 0 || nests && repeats_inside(value, NESTED);
            met |= bit;
            let Some(taken) = Taken::of(detail.take, value) else {
                found.other.push((key, Taken::As(value)));
                continue;
            };
            if let Taken::Own(own, node) = &taken {
                let rest = node.wanted(&|key, value| !(own.keeps)(key, value));
                if !rest.is_empty() {
                    found.other.push((key, Taken::Members(rest)));
                }
            }
            if let Some(slot) = found.taken.get_mut(at) {
                *slot = Some(taken);
            }
        }
        found.unite(object);
        if object.repeats() {
            last_counts(&mut found.other);
        }
        found
    }

    /// Where the table gives two names of the body the same name, the first counts; they stand side by side.
    fn unite(&mut self, object: Node<'b>) {
        for (at, pair) in self.table.windows(2).enumerate() {
            let Some([Some(first), slot @ Some(_)]) = self.taken.get_mut(at..at.saturating_add(2)) else {
                continue;
            };
            let [one, two] = pair else { continue };
            if one.name != two.name {
                continue;
            }
            let same =
                slot.as_ref().is_some_and(|other| other.text().is_some() && other.text() == first.text());
            let differing = slot.take().filter(|_| !same);
            let named = object.members().filter(|(name, _)| name.is_named(two.from)).last();
            self.other.extend(named.zip(differing).map(|((name, _), other)| (name, other)));
        }
    }

    /// A documented field, by its name in the body.
    pub fn get(&self, from: &str) -> Option<&Taken<'b>> {
        let at = self.table.iter().position(|detail| detail.from == from)?;
        self.taken.get(at)?.as_ref()
    }

    /// A documented text, or a number as text.
    pub fn text(&self, from: &str) -> Option<&str> {
        self.get(from)?.text()
    }

    /// The same, objects down.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        match path {
            [name] => self.text(name),
            [name, rest @ ..] => self.object(name)?.text_at(rest),
            [] => None,
        }
    }

    pub fn flag(&self, from: &str) -> Option<bool> {
        match self.node(from)?.shape()? {
            Shape::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    pub fn object(&self, from: &str) -> Option<&Found<'b>> {
        self.get(from)?.object()
    }

    /// A list of objects with a table.
    pub fn list(&self, from: &str) -> Option<&[Taken<'b>]> {
        match self.get(from)? {
            Taken::List(items) => Some(items),
            _ => None,
        }
    }

    /// A value that stays as it is.
    pub fn node(&self, from: &str) -> Option<Node<'b>> {
        match self.get(from)? {
            Taken::As(node) => Some(*node),
            _ => None,
        }
    }

    /// Whether the body has a value under this name that is not what the document says; null says nothing.
    pub fn is_odd(&self, from: &str) -> bool {
        let is_null =
            |other: &Taken<'_>| matches!(other, Taken::As(node) if node.shape() == Some(Shape::Null));
        self.other.iter().any(|(name, other)| name.is_named(from) && !is_null(other))
    }

    /// Hands out the details: the documented fields by the table, and all else within `other`.
    pub fn write(&self, settings: &Settings, to: &mut impl Sink) {
        to.object(|to| {
            for (detail, taken) in self.table.iter().zip(&self.taken) {
                if let Some(taken) = taken {
                    taken.write(settings, to.key(detail.name));
                }
            }
            if self.other.is_empty() {
                return;
            }
            to.key("other").object(|to| {
                for (name, other) in &self.other {
                    other.write(settings, to.name(*name));
                }
            });
        });
    }
}

/// A field's place in its table. Most bodies keep the documented order, so the search begins where it is expected.
fn place(
    table: &'static [Detail],
    is: &dyn Fn(&str) -> bool,
    expected: usize,
) -> Option<(usize, &'static Detail)> {
    let is = |(_, detail): &(usize, &Detail)| is(detail.from);
    let next = table.get(expected).map(|detail| (expected, detail)).filter(is);
    next.or_else(|| table.iter().enumerate().find(is))
}

/// How deep a documented value nests: a list of objects that hold a list of objects.
const NESTED: usize = 4;

/// Whether an object in a documented value names something twice.
fn repeats_inside(node: Node<'_>, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    // What may be handed out as it stands repeats nothing.
    !node.is_plain()
        && (node.repeats()
            || node.items().any(|item| repeats_inside(item, below))
            || node.members().any(|(_, value)| repeats_inside(value, below)))
}

/// No documented field lies deeper.
const DEEPEST_PATH: usize = 32;

/// A `jsonPath` as providers write it (`$.value.currency`, `$['expand'][0]`) as a path; `None` for more
/// than plain steps, or more steps than any field has.
pub(crate) fn json_path(path: &str) -> Option<Path> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = if let Some(named) = rest.strip_prefix('.') {
            let end = named.bytes().position(|byte| matches!(byte, b'.' | b'['));
            let (name, after) = named.split_at_checked(end.unwrap_or(named.len()))?;
            (Step::Key(name.to_owned()), after)
        } else {
            let (inner, after) = cut(rest.strip_prefix('[')?, b']')?;
            let quoted = inner
                .strip_prefix('\'')
                .and_then(|inner| inner.strip_suffix('\''))
                .or_else(|| inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')));
            match quoted {
                Some(name) => (Step::Key(name.to_owned()), after),
                None => (Step::Index(usize::try_from(text::natural(inner)?).ok()?), after),
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
