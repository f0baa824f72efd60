//! A text taken apart once: where each of its values stands, so that nothing is read twice.

use std::borrow::Cow;

use super::DEEPEST;
use super::read::{Leaf, Malformed, Open, Shape, closer, decoded, inner, read};
use super::sink::Sink;

/// Where a value stands. Until the end of a list or an object is read, its mark keeps what [`Open`] says of it while
/// another is read within, and `next` is the mark of what is around it.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    start: usize,
    end: usize,
    /// The mark behind it and all that is within it.
    next: usize,
    /// It may be handed out as it stands.
    plain: bool,
    /// A string of visible ASCII and spaces, which stands for itself.
    visible: bool,
    /// An object that names something twice.
    repeats: bool,
}

/// A text and its values in their order: a list before its items, an object before its names and values.
#[derive(Debug)]
pub(crate) struct Tape<'b> {
    text: &'b str,
    marks: Vec<Mark>,
}

/// So many names of one object are compared with each other, if none must be decoded; else all of them are put in order.
const FEW: usize = 32;

impl<'b> Tape<'b> {
    /// Takes a whole text apart.
    pub fn of(text: &'b str) -> Result<Self, Malformed> {
        // Most values are no shorter, and no text makes more room before it is read.
        let values = (text.len() / 8).clamp(16, 64);
        read(Self { text, marks: Vec::with_capacity(values) })
    }

    pub(super) fn text(&self) -> &'b str {
        self.text
    }

    /// The value of the whole text.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    fn node(&self, at: usize) -> Node<'_> {
        Node { tape: self, at }
    }

    /// A value without values within.
    pub(super) fn leaf(&mut self, start: usize, end: usize, Leaf { plain, visible }: Leaf) {
        let next = self.marks.len().saturating_add(1);
        self.marks.push(Mark { start, end, next, plain, visible, repeats: false });
    }

    /// The beginning of a list or an object within another. Returns its place.
    pub(super) fn open(&mut self, start: usize, around: &Open) -> usize {
        if let Some(mark) = self.marks.get_mut(around.at) {
            (mark.plain, mark.end, mark.repeats) = (around.plain, around.names, around.doubtful);
        }
        let at = self.marks.len();
        self.marks.push(Mark { start, next: around.at, ..Mark::default() });
        at
    }

    /// The end of a list or an object, which is remembered or not, and back to what is around it. Tells whether it may be
    /// handed out as it stands.
    pub(super) fn close(&mut self, open: &mut Open, end: usize, remembered: bool) -> bool {
        let Open { at, doubtful, plain, .. } = *open;
        let next = self.marks.len();
        let Some(mark) = self.marks.get_mut(at) else { return false };
        let outer = mark.next;
        (mark.end, mark.next) = (end, next);
        let repeats = remembered && doubtful && repeat(self.node(at).members());
        let plain = plain && !repeats;
        if !remembered {
            self.marks.truncate(at);
        } else if let Some(mark) = self.marks.get_mut(at) {
            (mark.plain, mark.repeats) = (plain, repeats);
        }
        // Nothing is around the first.
        *open = if at == 0 {
            Open::default()
        } else {
            let around = self.node(outer);
            let Mark { plain, end: names, repeats: doubtful, .. } = around.mark();
            Open { at: outer, close: around.first().map(closer), plain, names, doubtful }
        };
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

    fn first(self) -> Option<u8> {
        self.tape.text.as_bytes().get(self.mark().start).copied()
    }

    pub fn shape(self) -> Option<Shape> {
        Shape::of(self.first()?)
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
            Shape::Text => Some(inner(text)),
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
        if self.is_plain() { Cow::Borrowed(inner(self.as_str())) } else { decoded(self.as_str()).0 }
    }

    /// A string of nothing but visible ASCII and spaces, which stands for itself.
    pub fn visible_text(self) -> Option<&'t str> {
        self.mark().visible.then(|| inner(self.as_str()))
    }

    /// The decoded text of what is known to be a string; `None` where it holds half of a surrogate pair, which no UTF-8 can carry.
    pub fn exact_text(self) -> Option<Cow<'t, str>> {
        if self.is_plain() {
            return Some(Cow::Borrowed(inner(self.as_str())));
        }
        let (text, lossy) = decoded(self.as_str());
        (!lossy).then_some(text)
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
        let at = self.at.saturating_add(1);
        let end = if self.first() == Some(open) { self.mark().next } else { at };
        Inside { tape: self.tape, at, end }
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

    /// For each member whether its name came before; nothing where no name comes twice.
    pub fn again(self) -> Vec<bool> {
        if self.repeats() { repeated(self.members().map(|(name, _)| name), true) } else { Vec::new() }
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
        Some((self.0.next()?, self.0.next()?))
    }
}

/// Whether two members have the same name.
fn repeat(members: Members<'_>) -> bool {
    let names = members.map(|(name, _)| name);
    if names.clone().nth(FEW).is_some() || names.clone().any(|name| !name.is_plain()) {
        return repeated(names, false).contains(&true);
    }
    let mut places = names.clone().enumerate();
    places.any(|(place, name)| names.clone().take(place).any(|known| known.bytes() == name.bytes()))
}

/// For each of some names whether the same comes once more: before it, or after it.
fn repeated<'t>(names: impl Iterator<Item = Node<'t>>, before: bool) -> Vec<bool> {
    let mut order: Vec<_> = names.enumerate().map(|(place, name)| (name.name(), place)).collect();
    order.sort_unstable();
    let mut marked = vec![false; order.len()];
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
    let mut again = repeated(members.iter().map(|(name, _)| *name), false).into_iter();
    members.retain(|_| again.next() == Some(false));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{Strategy, any, prop, proptest};
    use proptest::{prop_assert_eq, prop_oneof, sample};

    use super::Tape;
    use crate::core::json::{Builder, Json, REMEMBERED, Writer};

    fn written(text: &str) -> Option<String> {
        let tape = Tape::of(text).ok()?;
        let mut to = Writer::with_capacity(0);
        tape.root().write(&mut to);
        Some(to.finish())
    }

    fn built(text: &str) -> Option<Json> {
        let tape = Tape::of(text).ok()?;
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
        fn the_last_counts(names in prop::collection::vec(0_u32..5000, 1..300), escaped in any::<bool>()) {
            let name = |name: &u32| if escaped && name.is_multiple_of(3) { format!("\\u006e{name}") } else { format!("n{name}") };
            let members: Vec<_> = names.iter().zip(0..).map(|(known, at)| format!("\"{}\":{at}", name(known))).collect();
            let text = format!("{{{}}}", members.join(","));
            let known: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            prop_assert_eq!(written(&text).and_then(|text| serde_json::from_str(&text).ok()), Some(known));
            let count = |text: &str| Tape::of(text).ok().map(|tape| tape.root().members().count());
            let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
            prop_assert_eq!(written(&text).and_then(|text| count(&text)), Some(distinct));
            let repeats = Tape::of(&text).map(|tape| tape.root().repeats());
            prop_assert_eq!(repeats.ok(), Some(distinct < names.len()));
        }
    }

    /// What nobody looks at takes no room.
    #[test]
    fn depth_bounds_what_is_remembered() {
        let nested = |depth: usize| {
            format!("{}{}{}", "[".repeat(depth), "[0,{}],".repeat(100) + "0", "]".repeat(depth))
        };
        let marks = |depth| Tape::of(&nested(depth)).map(|tape| tape.marks.len()).unwrap_or_default();
        assert_eq!(marks(1), 302);
        assert_eq!(marks(200), REMEMBERED.saturating_add(1));
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
