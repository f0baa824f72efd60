//! A text taken apart once: where each of its values stands, so that nothing is read twice.

use std::borrow::Cow;

use super::read::{Raw, Scan, Shape};
use super::sink::Sink;
use super::{AROUND, DEEPEST};

/// Where a value stands.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    start: usize,
    end: usize,
    /// The mark behind it and all that is within it.
    next: usize,
    /// It may be handed out as it stands.
    plain: bool,
    /// An object that names something twice.
    repeats: bool,
}

/// A text and its values in their order: a list before its items, an object before its names and values.
#[derive(Debug)]
pub(crate) struct Tape<'b> {
    text: &'b str,
    marks: Vec<Mark>,
    /// How many lists and objects are open, while the text is read.
    depth: usize,
}

/// Nobody looks deeper: what lies there is handed out as text.
const REMEMBERED: usize = DEEPEST.saturating_add(AROUND);

/// So many names of one object are compared with each other, before a set of them is made.
const FEW: usize = 32;

impl<'b> Tape<'b> {
    /// `None` for what is no JSON.
    pub fn of(text: &'b str) -> Option<Self> {
        let mut scan = Scan::new(text);
        // Most values are no shorter, and no text makes more room before it is read.
        let values = (text.len() / 8).clamp(16, 64);
        scan.tape = Some(Self { text, marks: Vec::with_capacity(values), depth: 0 });
        scan.whole()?;
        scan.tape
    }

    /// The value of the whole text.
    pub fn root(&self) -> Node<'_> {
        Node { tape: self, at: 0 }
    }

    /// A value, or the beginning of one that holds others. Returns its place.
    pub(super) fn begin(&mut self, start: usize, end: usize, plain: bool) -> usize {
        let at = self.marks.len();
        if self.depth <= REMEMBERED {
            self.marks.push(Mark { start, end, next: at.saturating_add(1), plain, repeats: false });
        }
        at
    }

    pub(super) fn open(&mut self, start: usize) -> usize {
        let at = self.begin(start, start, true);
        self.depth = self.depth.saturating_add(1);
        at
    }

    /// The end of a list or an object. Tells whether it may be handed out as it stands.
    pub(super) fn close(&mut self, at: usize, end: usize, plain: bool) -> bool {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > REMEMBERED {
            return false;
        }
        let next = self.marks.len();
        if let Some(mark) = self.marks.get_mut(at) {
            (mark.end, mark.next) = (end, next);
        }
        let repeats = repeat(Node { tape: self, at }.members());
        let plain = plain && !repeats && self.depth < DEEPEST;
        if let Some(mark) = self.marks.get_mut(at) {
            (mark.plain, mark.repeats) = (plain, repeats);
        }
        plain
    }
}

/// One value of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'t> {
    tape: &'t Tape<'t>,
    at: usize,
}

impl<'t> Node<'t> {
    fn mark(self) -> Mark {
        self.tape.marks.get(self.at).copied().unwrap_or_default()
    }

    pub fn as_str(self) -> &'t str {
        let Mark { start, end, .. } = self.mark();
        self.tape.text.get(start..end).unwrap_or_default()
    }

    pub fn shape(self) -> Option<Shape> {
        Shape::of(*self.tape.text.as_bytes().get(self.mark().start)?)
    }

    /// Whether it can be handed out as it stands: no number that a float might change, no repeated name, no escape,
    /// and not too deep.
    pub fn is_plain(self) -> bool {
        self.mark().plain
    }

    /// A string or number that may be handed out as it stands, as text.
    pub fn plain_text(self) -> Option<&'t str> {
        let text = self.is_plain().then(|| self.as_str())?;
        match self.shape()? {
            Shape::Text => Raw::token(text).inner(),
            Shape::Number => Some(text),
            _ => None,
        }
    }

    /// The decoded text of a string, with U+FFFD for what UTF-8 cannot carry; `None` for anything else.
    pub fn text(self) -> Option<Cow<'t, str>> {
        (self.shape() == Some(Shape::Text)).then(|| self.name())
    }

    /// The same for what is known to be a string, as a name is.
    pub fn name(self) -> Cow<'t, str> {
        let raw = Raw::token(self.as_str());
        if self.is_plain() { Cow::Borrowed(raw.inner().unwrap_or_default()) } else { raw.text_lossy() }
    }

    /// Whether two names are the same.
    fn is_named_as(self, other: Self) -> bool {
        if self.is_plain() && other.is_plain() {
            self.bytes() == other.bytes()
        } else {
            self.name() == other.name()
        }
    }

    pub fn is_named(self, name: &str) -> bool {
        if self.is_plain() {
            matches!(self.bytes(), [b'"', own @ .., b'"'] if own == name.as_bytes())
        } else {
            self.name() == name
        }
    }

    fn bytes(self) -> &'t [u8] {
        let Mark { start, end, .. } = self.mark();
        self.tape.text.as_bytes().get(start..end).unwrap_or_default()
    }

    fn inside(self, open: u8) -> Inside<'t> {
        let Mark { start, next, .. } = self.mark();
        let at = self.at.saturating_add(1);
        let is = self.tape.text.as_bytes().get(start) == Some(&open);
        Inside { tape: self.tape, at, end: if is { next } else { at } }
    }

    /// The members of an object in their order, repeated names included; none of anything else.
    pub fn members(self) -> Members<'t> {
        Members(self.inside(b'{'))
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Inside<'t> {
        self.inside(b'[')
    }

    /// The member of this name, the last one where the name is repeated.
    pub fn get(self, name: &str) -> Option<Node<'t>> {
        self.members().filter(|(key, _)| key.is_named(name)).last().map(|(_, value)| value)
    }

    /// Whether this is an object that names something twice.
    pub fn repeats(self) -> bool {
        self.mark().repeats
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

/// The values of a list, or the names and values of an object by turns.
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
        let node = Node { tape: self.tape, at: self.at };
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
        Some((self.0.next()?, self.0.next()?))
    }
}

/// Whether two members have the same name.
fn repeat(members: Members<'_>) -> bool {
    // A bit for each name: most objects are small, and few of their names share one.
    let mut met = 0_u64;
    for (place, (name, _)) in members.clone().enumerate() {
        let bit = bit_of(name);
        if met & bit != 0 {
            if place > FEW {
                return repeated(&in_order(members.map(|(name, _)| name))).next().is_some();
            }
            if members.clone().take(place).any(|(known, _)| known.is_named_as(name)) {
                return true;
            }
        }
        met |= bit;
    }
    false
}

/// One of 64 bits by a name's length and ends; all of them for one that must be decoded first.
fn bit_of(key: Node<'_>) -> u64 {
    match key.bytes() {
        [b'"', first, .., last, b'"'] if key.is_plain() => {
            let mixed = u32::from(*first).rotate_left(3) ^ u32::from(*last);
            1_u64.rotate_left(mixed.wrapping_add(u32::try_from(key.bytes().len()).unwrap_or(0)))
        }
        _ => u64::MAX,
    }
}

/// Names in order, each with its place.
fn in_order<'t>(names: impl Iterator<Item = Node<'t>>) -> Vec<(Cow<'t, str>, usize)> {
    let mut names: Vec<_> = names.enumerate().map(|(place, name)| (name.name(), place)).collect();
    names.sort_unstable();
    names
}

/// The places of names that come once more.
fn repeated(names: &[(Cow<'_, str>, usize)]) -> impl Iterator<Item = usize> {
    let pairs = names.iter().zip(names.iter().skip(1));
    pairs.filter(|(one, next)| one.0 == next.0).map(|(one, _)| one.1)
}

/// A repeated name stays once, with its last value: what every reader that keeps one value makes of it.
pub(crate) fn last_counts<T>(members: &mut Vec<(Node<'_>, T)>) {
    let mut kept = vec![true; members.len()];
    for place in repeated(&in_order(members.iter().map(|(name, _)| *name))) {
        if let Some(kept) = kept.get_mut(place) {
            *kept = false;
        }
    }
    let mut kept = kept.into_iter();
    members.retain(|_| kept.next().unwrap_or(true));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{Strategy, any, prop, proptest};
    use proptest::{prop_assert_eq, prop_oneof, sample};

    use super::Tape;
    use crate::core::json::{Builder, Json, Writer};

    fn written(text: &str) -> Option<String> {
        let tape = Tape::of(text)?;
        let mut to = Writer::with_capacity(0);
        tape.root().write(&mut to);
        Some(to.finish())
    }

    fn built(text: &str) -> Option<Json> {
        let tape = Tape::of(text)?;
        Some(Builder::of(|to| tape.root().write(to)))
    }

    /// Values of every kind, plain or not, with names that repeat.
    fn json() -> impl Strategy<Value = String> {
        let words = [
            "null",
            "true",
            "0",
            "-0",
            "7",
            "1.50",
            "1e2",
            "9007199254740993",
            "\"a\"",
            "\"\\u0061\\ud83d\"",
        ];
        let name = || {
            prop_oneof![sample::select(vec!["a", "b", "\\u0061", "c"]).prop_map(str::to_owned), "[a-f]{1,2}"]
        };
        sample::select(words.to_vec()).prop_map(str::to_owned).prop_recursive(6, 200, 40, move |inner| {
            let member = (name(), inner.clone()).prop_map(|(name, value)| format!("\"{name}\" : {value}"));
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(" ,"))),
                prop::collection::vec(member, 0..40)
                    .prop_map(|members| format!("{{ {} }}", members.join(", "))),
            ]
        })
    }

    proptest! {
        /// As text and as a value it is the same, and handing out what was handed out changes nothing.
        #[test]
        fn both_sinks_say_the_same(text in json()) {
            let text = written(&text).unwrap_or_default();
            prop_assert_eq!(serde_json::from_str(&text).ok(), built(&text).and_then(|json| serde_json::to_value(json).ok()));
            prop_assert_eq!(written(&text).and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok()), serde_json::from_str(&text).ok());
        }

        /// The last of a repeated name counts, however many names there are and however they are written.
        #[test]
        fn the_last_counts(names in prop::collection::vec(0_u32..200, 1..300), escaped in any::<bool>()) {
            let name = |name: &u32| if escaped && name.is_multiple_of(3) { format!("\\u006e{name}") } else { format!("n{name}") };
            let members: Vec<_> = names.iter().zip(0..).map(|(known, at)| format!("\"{}\":{at}", name(known))).collect();
            let text = format!("{{{}}}", members.join(","));
            let known: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            prop_assert_eq!(written(&text).and_then(|text| serde_json::from_str(&text).ok()), Some(known));
            let count = |text: &str| Tape::of(text).map(|tape| tape.root().members().count());
            let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
            prop_assert_eq!(written(&text).and_then(|text| count(&text)), Some(distinct));
        }
    }

    #[test]
    fn what_a_float_might_change_is_text() {
        for (text, out) in [
            ("[9007199254740991,-9007199254740991]", "[9007199254740991,-9007199254740991]"),
            ("[ 1, 9007199254740992, -0, 1.0, 1e2 ]", r#"[1,"9007199254740992","-0","1.0","1e2"]"#),
            (r#"{"a":"\ud83d","b":{"c":1,"c":2}}"#, "{\"a\":\"\u{fffd}\",\"b\":{\"c\":2}}"),
        ] {
            assert_eq!(written(text).as_deref(), Some(out));
        }
    }
}
