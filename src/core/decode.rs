//! Response bodies into details: what the document names, decoded; everything else kept.

use std::borrow::Cow;
use std::mem;

use super::account::Settings;
use super::issue::Named;
use super::json::{MAX_SAFE, Node, Shape, Sink, last_counts};
use super::money;
use super::text::{self, cut, past};

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

/// Takes a text by a name of ours.
pub(crate) type Parts<'p> = dyn FnMut(&'static str, &str) + 'p;

/// How a provider's own code takes an object apart.
#[derive(Debug)]
pub struct Own {
    /// Whether the whole is what the document says.
    pub takes: fn(Node<'_>) -> bool,
    /// Which of its members are; the others are kept in `other`.
    pub keeps: fn(Node<'_>, Node<'_>) -> bool,
    /// Which of those are taken apart; the others stay as they are.
    pub opens: fn(Node<'_>) -> bool,
    /// Hands out the parts of such a member: texts by names of ours.
    pub parts: fn(Node<'_>, Node<'_>, &Settings, &mut Parts<'_>),
    /// What of it no part stands for.
    pub rest: fn(Node<'_>, Node<'_>) -> bool,
}

impl Own {
    fn write(&self, object: Node<'_>, settings: &Settings, to: &mut impl Sink) {
        to.object(|to| {
            for (name, value) in object.wanted(&self.keeps) {
                let to = to.name(name);
                if !(self.opens)(name) {
                    value.write(to);
                    continue;
                }
                to.object(|to| {
                    (self.parts)(name, value, settings, &mut |name, text| to.key(name).text(text));
                    let rest = value.wanted(&self.rest);
                    if !rest.is_empty() {
                        write_members(rest, to.key("other"));
                    }
                });
            }
        });
    }
}

fn write_members(members: Vec<(Node<'_>, Node<'_>)>, to: &mut impl Sink) {
    to.object(|to| {
        for (name, value) in members {
            value.write(to.name(name));
        }
    });
}

impl Detail {
    pub(crate) const fn new(name: &'static str, take: Take) -> Self {
        Self { name, from: name, take }
    }

    pub(crate) const fn renamed(name: &'static str, from: &'static str, take: Take) -> Self {
        Self { name, from, take }
    }

    /// Whether it is named as in the body, by the very same text, and no code takes it apart.
    fn stands(&self) -> bool {
        self.name.as_ptr() == self.from.as_ptr() && !matches!(self.take, Take::With(_))
    }
}

impl Take {
    /// Whether a value may stand as it is.
    fn is(self, node: Node<'_>, shape: Shape) -> bool {
        match shape {
            Shape::Text => matches!(self, Self::Text | Self::Word | Self::Loose(_) | Self::Any),
            Shape::Number => matches!(self, Self::Integer | Self::Word | Self::Any),
            Shape::List => matches!(self, Self::List | Self::Any),
            Shape::Flag(_) => matches!(self, Self::Flag | Self::Any),
            Shape::Null => matches!(self, Self::Loose(_)),
            Shape::Object => match self {
                Self::With(own) => (own.takes)(node),
                _ => matches!(self, Self::Any),
            },
        }
    }

    /// Whether an object may stand in it.
    fn nests(self) -> bool {
        !matches!(self, Self::Text | Self::Integer | Self::Flag | Self::Major | Self::Any)
    }
}

/// A value of the documented type.
#[derive(Debug)]
pub(crate) enum Taken<'b> {
    Text(Cow<'b, str>),
    /// An integer that every JSON reader takes exactly.
    Number(Cow<'b, str>),
    Object(Found<'b>),
    List(Vec<Taken<'b>>),
    /// As it stands, or as the provider's own code takes it apart.
    As(Node<'b>),
}

impl<'b> Taken<'b> {
    fn of(how: Take, node: Node<'b>) -> Option<Self> {
        let plain = node.is_plain();
        Some(match (how, node.shape()?) {
            (Take::Text | Take::Word | Take::Loose(_), Shape::Text) if !plain => Self::Text(node.name()),
            (Take::Word, Shape::Number) if !plain => Self::Text(node.as_str().into()),
            // `250.0` is the integer 250; what is no integer at all is not what the document names.
            (Take::Integer, Shape::Number) if !plain => match money::integer(node.as_str()) {
                Ok(integer) => {
                    let text = text::integer(integer).into();
                    let exact = integer.unsigned_abs() <= MAX_SAFE.unsigned_abs();
                    if exact { Self::Number(text) } else { Self::Text(text) }
                }
                Err(money::Refused::Huge) => Self::Text(node.as_str().into()),
                Err(_) => return None,
            },
            (Take::Major, Shape::Text) => {
                Self::Text(node.text().filter(|text| money::decimal(text).is_ok())?)
            }
            (Take::Major, Shape::Number) => Self::Text(match money::number(node.as_str()) {
                Ok(amount) => amount.into_text(),
                Err(_) => node.as_str().into(),
            }),
            (Take::Object(table) | Take::Loose(table), Shape::Object) => Self::Object(Found::of(node, table)),
            (Take::Objects(table), Shape::List) => {
                let mut items = Vec::new();
                for item in node.items() {
                    items.push(Self::of(Take::Object(table), item).unwrap_or(Self::As(item)));
                }
                Self::List(items)
            }
            (how, shape) if how.is(node, shape) => Self::As(node),
            _ => return None,
        })
    }

    /// A text, or a number as text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
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

    /// Whether it would be handed out as the body has it.
    fn stands(&self) -> bool {
        match self {
            Self::As(node) => node.is_plain(),
            Self::Object(found) => found.stands,
            Self::List(items) => items.iter().all(Self::stands),
            Self::Text(_) | Self::Number(_) => false,
        }
    }

    fn write(&self, settings: &Settings, to: &mut impl Sink) {
        match self {
            Self::Text(text) => to.text(text),
            Self::Number(number) => to.exact(number),
            Self::Object(found) => found.write(settings, to),
            Self::List(items) => to.array(|to| items.iter().for_each(|item| item.write(settings, to))),
            Self::As(node) => node.write(to),
        }
    }
}

/// A field of a table that a body has.
#[derive(Debug)]
struct Known<'b> {
    /// Its place in the table.
    at: usize,
    detail: &'static Detail,
    taken: Taken<'b>,
}

/// Most bodies have no more documented fields.
const FEW: usize = 8;

/// An object by its table.
#[derive(Debug, Default)]
pub(crate) struct Found<'b> {
    table: &'static [Detail],
    /// In the order of the table: most bodies have few of its fields.
    known: Vec<Known<'b>>,
    /// What the table does not name, or names as something else; or what is left of it.
    other: Vec<(Node<'b>, Node<'b>)>,
    /// A documented name was repeated, whatever its values are.
    pub repeats: bool,
    /// It would be handed out as the body has it, to the order of its fields.
    pub stands: bool,
}

impl<'b> Found<'b> {
    pub fn of(object: Node<'b>, table: &'static [Detail]) -> Self {
        let known = Vec::with_capacity(FEW.min(table.len()));
        let mut found = Self { table, known, stands: object.is_plain(), ..Self::default() };
        let mut met = 0_u64;
        let mut expected = 0;
        for (key, value) in object.members() {
            let mut odd = true;
            if let Some((at, detail)) = place(table, key, expected) {
                expected = at.saturating_add(1);
                let bit = u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or_default();
                found.repeats |= met & bit != 0 || detail.take.nests() && repeats_inside(value, NESTED);
                met |= bit;
                if let Some(taken) = Taken::of(detail.take, value) {
                    found.stands &= detail.stands() && taken.stands();
                    found.put(Known { at, detail, taken });
                    odd = match detail.take {
                        Take::With(own) => value.members().any(|(key, value)| !(own.keeps)(key, value)),
                        _ => false,
                    };
                }
            }
            if odd {
                found.other.push((key, value));
            }
        }
        found.unite(object);
        found.stands &= found.other.is_empty();
        if object.repeats() {
            last_counts(&mut found.other);
        }
        found
    }

    /// Of a repeated name the last value counts.
    fn put(&mut self, new: Known<'b>) {
        let at = new.at;
        if self.known.last().is_some_and(|known| known.at >= at) {
            self.stands = false;
            if let Some(same) = self.known.iter_mut().find(|known| known.at == at) {
                *same = new;
                return;
            }
        }
        self.known.push(new);
        let mut end = self.known.len();
        while let Some([.., one, two]) = self.known.get_mut(..end)
            && one.at > two.at
        {
            mem::swap(one, two);
            end = end.saturating_sub(1);
        }
    }

    /// Where the table gives two names of the body the same name, the first counts; they stand side by side.
    fn unite(&mut self, object: Node<'b>) {
        let same = |known: &&[Known<'_>]| matches!(known, [one, two] if one.detail.name == two.detail.name);
        while let Some([one, two]) = self.known.windows(2).find(same) {
            let (second, Detail { from, take, .. }) = (two.at, two.detail);
            if one.taken.text() != two.taken.text() {
                let taken = |(name, value): &(Node<'_>, Node<'_>)| {
                    name.is_named(from) && Taken::of(*take, *value).is_some()
                };
                self.other.extend(object.members().filter(taken).last());
            }
            self.known.retain(|known| known.at != second);
        }
    }

    /// A documented field, by its name in the body.
    pub fn get(&self, from: &str) -> Option<&Taken<'b>> {
        let known = self.known.iter().find(|known| known.detail.from == from)?;
        Some(&known.taken)
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
        self.other.iter().any(|(name, other)| name.is_named(from) && other.shape() != Some(Shape::Null))
    }

    /// Hands out the details: the documented fields by the table, and all else within `other`.
    pub fn write(&self, settings: &Settings, to: &mut impl Sink) {
        to.object(|to| {
            for Known { detail, taken, .. } in &self.known {
                let to = to.key(detail.name);
                match (detail.take, taken) {
                    (Take::With(own), Taken::As(object)) => own.write(*object, settings, to),
                    _ => taken.write(settings, to),
                }
            }
            if self.other.is_empty() {
                return;
            }
            to.key("other").object(|to| {
                for (name, other) in &self.other {
                    let to = to.name(*name);
                    match place(self.table, *name, 0).map(|(_, detail)| detail.take) {
                        // Its own code has taken the rest of it.
                        Some(take @ Take::With(own)) if Taken::of(take, *other).is_some() => {
                            write_members(other.wanted(&|name, value| !(own.keeps)(name, value)), to);
                        }
                        _ => other.write(to),
                    }
                }
            });
        });
    }
}

/// A field's place in its table. Most bodies keep the documented order, so it is looked for where it is expected first.
fn place(table: &'static [Detail], name: Node<'_>, expected: usize) -> Option<(usize, &'static Detail)> {
    if let Some(detail) = table.get(expected)
        && name.is_named(detail.from)
    {
        return Some((expected, detail));
    }
    let name = name.name();
    table.iter().enumerate().find(|(_, detail)| *name == *detail.from)
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

/// The steps of a `jsonPath` as providers write it (`$.value.currency`, `$['expand'][0]`); `None` for more
/// than plain steps, or more steps than any field has.
pub(crate) fn json_path(path: &str) -> Option<Vec<Named<'_>>> {
    let mut rest = past(path, b'$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if steps.len() >= DEEPEST_PATH {
            return None;
        }
        let name;
        if let Some(named) = past(rest, b'.') {
            let end = named.bytes().position(|byte| matches!(byte, b'.' | b'['));
            (name, rest) = named.split_at_checked(end.unwrap_or(named.len()))?;
        } else {
            let inner;
            (inner, rest) = cut(past(rest, b'[')?, b']')?;
            name = match inner.as_bytes() {
                [b'\'', .., b'\''] | [b'"', .., b'"'] => inner.get(1..inner.len().saturating_sub(1))?,
                _ => {
                    steps.push(Named::Index(usize::try_from(text::natural(inner)?).ok()?));
                    continue;
                }
            };
        }
        if name.is_empty() {
            return None;
        }
        steps.push(Named::Key(name));
    }
    Some(steps)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
