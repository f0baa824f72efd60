//! A text taken apart once: where each of its values stands, so that nothing is read twice.

use std::borrow::Cow;
use std::cell::Cell;
use std::mem;

use super::read::{Malformed, Open, Shape, decoded, read};
use super::sink::Sink;
use super::{DEEPEST, REMEMBERED};
use crate::core::bytes::same;

/// What is known of a value once it is read, in four bits; and above them the [place](super::read::FIRST_PLACE) that
/// stands before it, if any, as one more than its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known(u8);

impl Known {
    /// It may be handed out as it stands.
    pub const PLAIN: Self = Self(0);
    pub const CHANGES: Self = Self(1);
    /// A string of visible ASCII and spaces, which stands for itself.
    pub const VISIBLE: Self = Self(2);
    /// An object that names something twice. It changes, and is no string.
    const REPEATS: Self = Self(3);
    /// Said of an object besides.
    const OBJECT: Self = Self(4);
    /// A string in which nothing is escaped, though something in it might have to be.
    pub const RAW: Self = Self(9);

    const BITS: u32 = 4;
    /// As many places as the other bits can tell apart. No table has so many fields.
    pub const PLACES: u8 = u8::MAX >> Self::BITS;

    /// A plain value behind a place.
    pub fn behind(place: u8) -> Self {
        Self(place.wrapping_add(1) << Self::BITS)
    }

    /// All that is known by one of them.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is known of a list or an object that this is in.
    pub fn around(self) -> Self {
        Self(self.0 & Self::CHANGES.0)
    }

    pub fn is_plain(self) -> bool {
        self.around() == Self::PLAIN
    }

    /// Whether this is what is known of a value, be it an object or not.
    pub fn is(self, known: Self) -> bool {
        self.0 & Self::REPEATS.0 == known.0
    }

    fn is_raw(self) -> bool {
        self.0 & 8 != 0
    }

    fn is_object(self) -> bool {
        self.0 & Self::OBJECT.0 != 0
    }

    /// What ends a list or an object.
    fn close(self) -> u8 {
        if self.is_object() { b'}' } else { b']' }
    }

    fn place(self) -> Option<usize> {
        usize::from(self.0 >> Self::BITS).checked_sub(1)
    }
}

/// Where a value stands. Until the end of a list or an object is read, its mark keeps what [`Open`] says of it while
/// another is read within, `end` its names, and `next` is the mark of what is around it.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    /// The mark behind it and all that is within it.
    next: usize,
    known: Known,
}

impl Mark {
    const NONE: Self = Self { start: 0, end: 0, next: 0, known: Known::CHANGES };
}

/// A text and its values in their order: a list before its items, an object before its names and values.
#[derive(Debug)]
pub(crate) struct Tape<'b> {
    text: &'b str,
    marks: Marks,
}

/// Room for marks, which goes from one text to the next: most texts are short, and to make room for each took a tenth
/// of the time that reading takes.
#[derive(Debug)]
struct Marks(Vec<Mark>);

thread_local! {
    static SPARE: Cell<Vec<Mark>> = const { Cell::new(Vec::new()) };
}

/// No more room than this is kept: a long text must not take it for good.
const KEPT: usize = 1024;

impl Marks {
    fn new() -> Self {
        Self(SPARE.try_with(Cell::take).unwrap_or_default())
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        if self.0.capacity() <= KEPT {
            self.0.clear();
            let spare = mem::take(&mut self.0);
            // Where the thread ends, so does the spare.
            let _ = SPARE.try_with(|cell| cell.set(spare));
        }
    }
}

/// So many values are looked through for a name; where there are more, all names are put in order when their object
/// ends.
const FEW: usize = 64;

impl<'b> Tape<'b> {
    /// Takes a whole text apart.
    pub fn of(text: &'b str) -> Result<Self, Malformed> {
        Self::read(text, false)
    }

    /// The same for what the bindings wrote, where [places](super::read::FIRST_PLACE) may stand for names.
    pub fn of_script(text: &'b str) -> Result<Self, Malformed> {
        Self::read(text, true)
    }

    fn read(text: &'b str, places: bool) -> Result<Self, Malformed> {
        let mut tape = Self { text, marks: Marks::new() };
        read(text.as_bytes(), places, &mut tape)?;
        Ok(tape)
    }

    /// The value of the whole text.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    fn node(&self, at: usize) -> Node<'_> {
        Node { tape: self, at }
    }

    /// A value without values within.
    pub(super) fn leaf(&mut self, start: usize, end: usize, known: Known) {
        let next = self.marks.0.len().wrapping_add(1);
        self.marks.0.push(Mark { start, end, next, known });
    }

    /// The beginning of a list or an object within another.
    pub(super) fn open(&mut self, start: usize, around: &Open, object: bool, known: Known) -> Open {
        if let Some(mark) = self.marks.0.get_mut(around.at) {
            (mark.end, mark.known) = (around.names, around.known);
        }
        let at = self.marks.0.len();
        self.marks.0.push(Mark { start, next: around.at, ..Mark::NONE });
        let known = if object { known.and(Known::OBJECT) } else { known };
        Open { at, close: known.close(), known, names: 0 }
    }

    /// The end of a list or an object at this depth, and back to what is around it.
    pub(super) fn close(&mut self, open: &Open, end: usize, depth: usize) -> Open {
        let Open { at, names, mut known, .. } = *open;
        if depth >= REMEMBERED {
            self.marks.0.truncate(at.saturating_add(1));
        }
        let next = self.marks.0.len();
        let Some(mark) = self.marks.0.get_mut(at) else { return Open::nothing() };
        let outer = mark.next;
        if depth >= DEEPEST {
            known = known.and(Known::CHANGES);
        }
        *mark = Mark { start: mark.start, end, next, known };
        if names == usize::MAX && self.repeat(at) {
            known = Known::REPEATS;
        }
        // Nothing is around the first.
        if at == 0 {
            return Open::nothing();
        }
        let around = self.node(outer).mark();
        let known = around.known.and(known.around());
        Open { at: outer, close: known.close(), known, names: around.end }
    }

    /// Whether the name read last may be one of its object's others: it is, or there is too much to look through.
    #[cold]
    pub(super) fn may_repeat(&self, object: usize) -> bool {
        let (from, last) = (object.saturating_add(1), self.marks.0.len().saturating_sub(1));
        let mut others = Members(Inside { tape: self, at: from, end: last });
        let name = self.node(last);
        last.saturating_sub(from) > FEW
            || others.any(|(other, _)| other.place().is_none() && other.bytes() == name.bytes())
    }

    /// Sees whether an object names something twice, by all of its names.
    #[cold]
    fn repeat(&mut self, at: usize) -> bool {
        let repeats = repeated(&mut self.node(at).members().map(|(name, _)| name), false).contains(&true);
        if repeats && let Some(mark) = self.marks.0.get_mut(at) {
            mark.known = mark.known.and(Known::REPEATS);
        }
        repeats
    }
}

/// One value of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'t> {
    tape: &'t Tape<'t>,
    at: usize,
}

impl<'t> Node<'t> {
    fn mark(self) -> &'t Mark {
        self.tape.marks.0.get(self.at).unwrap_or(&Mark::NONE)
    }

    pub fn as_str(self) -> &'t str {
        let Mark { start, end, .. } = *self.mark();
        self.tape.text.get(start..end).unwrap_or_default()
    }

    fn first(self) -> Option<u8> {
        self.tape.text.as_bytes().get(self.mark().start).copied()
    }

    pub fn shape(self) -> Option<Shape> {
        Shape::of(self.first()?)
    }

    /// Whether it can be handed out as it stands: no number that a float might change, no repeated name, no escape,
    /// and not too deep.
    pub fn is_plain(self) -> bool {
        self.mark().known.is_plain()
    }

    /// A string or number that may be handed out as it stands, as text.
    pub fn plain_text(self) -> Option<&'t str> {
        match self.shape().filter(|_| self.is_plain())? {
            Shape::Text => Some(self.inner()),
            Shape::Number => Some(self.as_str()),
            _ => None,
        }
    }

    /// A string as it stands between its quotes.
    fn inner(self) -> &'t str {
        let Mark { start, end, .. } = *self.mark();
        self.tape.text.get(start.wrapping_add(1)..end.wrapping_sub(1)).unwrap_or_default()
    }

    /// The decoded text of a string, with U+FFFD for what UTF-8 cannot carry; `None` for anything else.
    pub fn text(self) -> Option<Cow<'t, str>> {
        (self.shape() == Some(Shape::Text)).then(|| self.name())
    }

    /// The same for what is known to be a string, as a name is.
    pub fn name(self) -> Cow<'t, str> {
        if self.is_plain() { Cow::Borrowed(self.inner()) } else { self.decoded().0 }
    }

    /// A string of nothing but visible ASCII and spaces, which stands for itself.
    pub fn visible_text(self) -> Option<&'t str> {
        self.mark().known.is(Known::VISIBLE).then(|| self.inner())
    }

    /// The decoded text of what is known to be a string; `None` where it holds half of a surrogate pair, which no UTF-8 can carry.
    pub fn exact_text(self) -> Option<Cow<'t, str>> {
        if self.is_plain() {
            return Some(Cow::Borrowed(self.inner()));
        }
        let (text, lossy) = self.decoded();
        (!lossy).then_some(text)
    }

    /// The text of a string that does not stand for itself, and whether half of a surrogate pair was lost.
    fn decoded(self) -> (Cow<'t, str>, bool) {
        if self.mark().known.is_raw() {
            // Not borrowed: that would say that it needs no escape.
            (Cow::Owned(self.inner().to_owned()), false)
        } else {
            decoded(self.as_str())
        }
    }

    /// The place that stands for this value's name.
    pub fn place(self) -> Option<usize> {
        self.mark().known.place()
    }

    /// Whether this is a string, or a name, that says so.
    pub fn is_named(self, name: &str) -> bool {
        if self.mark().known.is(Known::VISIBLE) {
            // No character is cut where bytes are compared.
            let inner = self.bytes().split_first().and_then(|(_, rest)| rest.split_last());
            inner.is_some_and(|(_, own)| same(own, name.as_bytes()))
        } else {
            self.text().is_some_and(|own| own == name)
        }
    }

    fn bytes(self) -> &'t [u8] {
        let Mark { start, end, .. } = *self.mark();
        self.tape.text.as_bytes().get(start..end).unwrap_or_default()
    }

    fn inside(self, any: bool) -> Inside<'t> {
        let at = self.at.saturating_add(1);
        let end = if any { self.mark().next } else { at };
        Inside { tape: self.tape, at, end }
    }

    /// The members of an object in their order, repeated names included; none of anything else. A value that a place stands
    /// for the name of is its own key.
    pub fn members(self) -> Members<'t> {
        Members(self.inside(self.mark().known.is_object()))
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Inside<'t> {
        self.inside(self.first() == Some(b'['))
    }

    /// The member of this name, the last one where the name is repeated.
    pub fn get(self, name: &str) -> Option<Node<'t>> {
        self.members()
            .filter(|(key, _)| key.place().is_none() && key.is_named(name))
            .last()
            .map(|(_, value)| value)
    }

    /// Whether this is an object that names something twice.
    pub fn repeats(self) -> bool {
        self.mark().known.is(Known::REPEATS)
    }

    /// For each member whether its name came before; nothing where no name comes twice.
    pub fn again(self) -> Vec<bool> {
        if self.repeats() { repeated(&mut self.members().map(|(name, _)| name), true) } else { Vec::new() }
    }

    /// Those of an object's members that are wanted; of a repeated name the last.
    pub fn wanted(self, wanted: &dyn Fn(Node<'t>, Node<'t>) -> bool) -> Vec<(Node<'t>, Node<'t>)> {
        let mut members: Vec<_> = self.members().filter(|(key, value)| wanted(*key, *value)).collect();
        if self.repeats() {
            last_counts(&mut members);
        }
        members
    }

    /// Hands a value out: integers up to 2^53 - 1 are numbers, every other number is its exact text; of a repeated name
    /// the last counts; what is nested too deep is its text.
    pub fn write(self, to: &mut impl Sink) {
        self.write_down_to(DEEPEST, to);
    }

    fn write_down_to(self, levels: usize, to: &mut impl Sink) {
        if self.is_plain() {
            to.plain(self);
            return;
        }
        let below = levels.saturating_sub(1);
        match self.shape() {
            Some(Shape::Text) => to.text(&self.name()),
            Some(Shape::List) if levels > 0 => {
                to.array(|to| self.items().for_each(|item| item.write_down_to(below, to)));
            }
            Some(Shape::Object) if levels > 0 => to.object(|to| {
                for (name, value) in self.wanted(&|_, _| true) {
                    value.write_down_to(below, to.name(name));
                }
            }),
            _ => to.text(self.as_str()),
        }
    }
}

/// The values of a list, or the names and values of an object by turns; but what a place stands for has no name.
#[derive(Debug, Clone)]
pub(crate) struct Inside<'t> {
    tape: &'t Tape<'t>,
    at: usize,
    end: usize,
}

impl<'t> Iterator for Inside<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = self.tape.node(self.at);
        self.at = node.mark().next;
        Some(node)
    }
}

/// The names and values of an object.
#[derive(Debug, Clone)]
pub(crate) struct Members<'t>(Inside<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = (Node<'t>, Node<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        let value = if key.place().is_some() { key } else { self.0.next()? };
        Some((key, value))
    }
}

/// For each of some names whether the same comes once more: before it, or after it.
fn repeated(names: &mut dyn Iterator<Item = Node<'_>>, before: bool) -> Vec<bool> {
    let mut all = 0_usize;
    // A place comes once: no JavaScript object names anything twice.
    let spelled = names.inspect(|_| all = all.saturating_add(1)).enumerate();
    let spelled = spelled.filter(|(_, name)| name.place().is_none());
    let mut order: Vec<_> = spelled.map(|(index, name)| (name.name(), index)).collect();
    order.sort_unstable();
    let mut marked = vec![false; all];
    for (one, next) in order.iter().zip(order.iter().skip(1)) {
        if one.0 == next.0
            && let Some(mark) = marked.get_mut(if before { next.1 } else { one.1 })
        {
            *mark = true;
        }
    }
    marked
}

/// A repeated name stays once, with its last value: what every reader that keeps one value makes of it.
pub(crate) fn last_counts<T>(members: &mut Vec<(Node<'_>, T)>) {
    let mut again = repeated(&mut members.iter().map(|(name, _)| *name), false).into_iter();
    members.retain(|_| again.next() == Some(false));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
