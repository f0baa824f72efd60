//! JSON taken apart by its text. `hifijson` knows the grammar of tokens; the walk over them is ours, so that it
//! does not recurse and that every value stays the text it is. So is a quick way for what most tokens are: strings of
//! visible ASCII, and short integers. Whatever is no such token, `hifijson` reads from its beginning.

use std::borrow::Cow;

use hifijson::SliceLexer;
use hifijson::escape::Lex as _;
use hifijson::num::Lex as _;
use hifijson::str::{Lex as _, LexWrite as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, str::Error as StringError};

use super::MAX_SAFE;
use super::tape::{Known, Tape};
use crate::core::bytes::{first_odd, first_special};
use crate::core::text::{natural, past};

/// Why a text is no JSON: how far it can be read, never its content. Lines count from 1; the column is the number of
/// characters that were taken of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub line: usize,
    pub column: usize,
}

impl Malformed {
    /// What could be read ends here.
    #[cold]
    fn behind(taken: &[u8]) -> Self {
        let lines = taken.split(|byte| *byte == b'\n');
        let last = lines.clone().next_back().unwrap_or_default();
        // A character counts by its first byte.
        let characters = last.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Self { line: lines.count(), column: characters }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Null,
    Flag(bool),
    Number,
    Text,
    List,
    Object,
}

impl Shape {
    /// Judged by the first character; `None` for a text that can be no JSON.
    pub fn of(first: u8) -> Option<Self> {
        Some(match first {
            b'{' => Self::Object,
            b'[' => Self::List,
            b'"' => Self::Text,
            b't' => Self::Flag(true),
            b'f' => Self::Flag(false),
            b'n' => Self::Null,
            b'-' | b'0'..=b'9' => Self::Number,
            _ => return None,
        })
    }
}

/// The decoded text of a string, with U+FFFD for halves of surrogate pairs, which no UTF-8 can carry; and whether there
/// was one.
pub(super) fn decoded(token: &str) -> (Cow<'_, str>, bool) {
    let mut lexer = SliceLexer::new(token.as_bytes());
    lexer.take_next();
    let plain = |bytes: &mut &[u8], (text, _): &mut (String, bool)| -> Result<(), StringError> {
        text.push_str(std::str::from_utf8(bytes).map_err(StringError::Utf8)?);
        Ok(())
    };
    let escaped = |lexer: &mut SliceLexer<'_>, (text, lossy): &mut (String, bool)| {
        let Some(kind) = lexer.take_next() else { return Ok(()) };
        let after = lexer.as_slice();
        text.push(lexer.escape(kind).unwrap_or_else(|_| {
            // Half of a pair: its four digits go, and what follows is read on its own.
            *lexer = SliceLexer::new(after.get(4..).unwrap_or_default());
            *lossy = true;
            char::REPLACEMENT_CHARACTER
        }));
        Ok(())
    };
    let (text, lossy) = lexer.str_fold((String::new(), false), plain, escaped).unwrap_or_default();
    (Cow::Owned(text), lossy)
}

/// What the bindings write for a name and its colon where a table has that name at its first place; one more for each place
/// behind that. So a documented name is neither written nor read.
pub(super) const FIRST_PLACE: u8 = b'#';

/// What the bindings write before a long string of ASCII, with its length, six bits a character: it stands between its quotes
/// as it is, without escapes.
const RAW: u8 = b'\'';

/// Takes a text apart, in which `places` may stand for names, and strings be [raw](RAW); or neither.
#[inline(never)]
pub(super) fn read(text: &[u8], places: bool, tape: &mut Tape<'_>) -> Result<(), Malformed> {
    let mut scan = Scan { text, at: 0, places };
    scan.whole(tape).ok_or_else(|| Malformed::behind(text.get(..scan.at).unwrap_or_default()))
}

/// The innermost list or object whose end is not reached; the others wait on the tape.
#[derive(Debug)]
pub(super) struct Open {
    pub at: usize,
    /// What ends it.
    pub close: u8,
    /// What is known of it so far.
    pub known: Known,
    /// A bit for each name of an object, so that most names are known to be new; all bits where only the object's end
    /// can tell.
    pub names: usize,
}

/// Nothing ends the text: white space is never what comes next.
const NOTHING: u8 = b' ';

impl Open {
    /// What is around the whole text.
    pub const fn nothing() -> Self {
        Self { at: 0, close: NOTHING, known: Known::PLAIN, names: 0 }
    }

    /// What was just read in it.
    fn take(&mut self, known: Known) {
        self.known = self.known.and(known.around());
    }

    /// A name that was just read, by one of its bits.
    fn add(&mut self, bit: usize, tape: &Tape<'_>) {
        if self.names & bit != 0 && (self.names == usize::MAX || tape.may_repeat(self.at)) {
            self.names = usize::MAX;
        }
        self.names |= bit;
    }
}

/// A walk through a text. A place in it is never so far that one more would overflow. Nothing takes all of it that is not
/// inlined, or it would be in memory.
#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a [u8],
    /// How far it is read.
    at: usize,
    places: bool,
}

impl Scan<'_> {
    /// The only value of the text, however deep, without recursion.
    fn whole(&mut self, tape: &mut Tape<'_>) -> Option<()> {
        let mut around = Open::nothing();
        // How many lists and objects are open.
        let mut depth = 0_usize;
        loop {
            let place = if around.close == b'}' { self.key(&mut around, tape)? } else { Known::PLAIN };
            let first = self.peek()?;
            if matches!(first, b'{' | b'[') {
                around = tape.open(self.at, &around, first == b'{', place);
                self.pass();
                depth = depth.wrapping_add(1);
                if self.peek()? != around.close {
                    continue;
                }
            } else {
                self.leaf(first, place, &mut around, tape)?;
            }
            // Behind a value: what ends there, and then the comma before the next.
            loop {
                let Some(next) = self.peek() else {
                    return (around.close == NOTHING).then_some(());
                };
                if next == around.close {
                    self.pass();
                    depth = depth.wrapping_sub(1);
                    around = tape.close(&around, self.at, depth);
                } else if next == b',' && around.close != NOTHING {
                    self.pass();
                    break;
                } else {
                    return None;
                }
            }
        }
    }

    /// A name with its colon, or the place that stands for both, which is known of the value behind it.
    fn key(&mut self, around: &mut Open, tape: &mut Tape<'_>) -> Option<Known> {
        let first = self.peek()?;
        let start = self.at;
        if first != b'"' {
            return self.place(first, around);
        }
        let known = self.take(Known::VISIBLE, self.visible())?;
        tape.leaf(start, self.at, known);
        if known.is(Known::VISIBLE) {
            around.add(self.bit(start), tape);
        } else {
            around.names = usize::MAX;
            around.take(known);
        }
        if self.peek()? != b':' {
            return None;
        }
        self.pass();
        Some(Known::PLAIN)
    }

    fn place(&mut self, first: u8, around: &mut Open) -> Option<Known> {
        let place = first.wrapping_sub(FIRST_PLACE);
        if !self.places || place >= Known::PLACES {
            return None;
        }
        self.pass();
        around.take(Known::CHANGES);
        Some(Known::behind(place))
    }

    /// One bit of the name that ends here, which says little of it and is quick to have.
    fn bit(&self, start: usize) -> usize {
        let byte = |at| self.text.get(at).copied().map_or(0, u32::from);
        let (first, last) = (byte(start.wrapping_add(1)), byte(self.at.wrapping_sub(2)));
        let length = u32::try_from(self.at.wrapping_sub(start)).unwrap_or_default();
        let mixed = first.wrapping_mul(3).wrapping_add(last.wrapping_mul(7)).wrapping_add(length);
        1_usize.rotate_left(mixed)
    }

    /// The next byte that is no white space, which is passed over.
    fn peek(&mut self) -> Option<u8> {
        let next = *self.text.get(self.at)?;
        if next > b' ' {
            return Some(next);
        }
        self.at = self.at.wrapping_add(blanks(self.rest()));
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn pass(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// A value without values within.
    fn leaf(&mut self, first: u8, place: Known, around: &mut Open, tape: &mut Tape<'_>) -> Option<()> {
        let mut start = self.at;
        let known = if first == b'"' {
            self.take(Known::VISIBLE, self.visible())
        } else if first == RAW && self.places {
            let (known, length) = raw(self.rest())?;
            start = start.wrapping_add(3);
            self.at = start.wrapping_add(length);
            Some(known)
        } else {
            self.take(Known::PLAIN, self.short())
        }?;
        tape.leaf(start, self.at, known.and(place));
        around.take(known);
        Some(())
    }

    /// A value that ends there, as is known of it; or else any other.
    fn take(&mut self, known: Known, end: Option<usize>) -> Option<Known> {
        if let Some(end) = end {
            self.at = end;
            return Some(known);
        }
        let (known, length) = lex(self.rest());
        self.at = self.at.wrapping_add(length);
        known
    }

    /// Where a string ends that is visible ASCII without an escape, as most are.
    fn visible(&self) -> Option<usize> {
        let start = self.at.wrapping_add(1);
        let end = start.wrapping_add(first_odd(self.text.get(start..)?));
        (self.text.get(end) == Some(&b'"')).then_some(end.wrapping_add(1))
    }

    /// Where a short integer ends.
    fn short(&self) -> Option<usize> {
        let rest = self.rest();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let short = digits == 1 || (2..16).contains(&digits) && rest.first() != Some(&b'0');
        let more = matches!(rest.get(digits), Some(b'.' | b'e' | b'E'));
        (short && !more).then_some(self.at.wrapping_add(digits))
    }
}

/// What a string is that stands as it is, and its length with the quotes.
#[inline(never)]
fn raw(rest: &[u8]) -> Option<(Known, usize)> {
    let [_, high, low, b'"', rest @ ..] = rest else { return None };
    let [high, low] = [high, low].map(|six| usize::from(six.wrapping_sub(b'0')));
    let (content, rest) = rest.split_at_checked(high << 6 | low)?;
    let known = if first_odd(content) == content.len() { Known::VISIBLE } else { Known::RAW };
    (rest.first() == Some(&b'"')).then_some((known, content.len().wrapping_add(2)))
}

/// How much white space there is.
#[cold]
#[inline(never)]
fn blanks(rest: &[u8]) -> usize {
    rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).unwrap_or(rest.len())
}

/// What any value without values within is, and how far it can be read.
#[cold]
#[inline(never)]
fn lex(rest: &[u8]) -> (Option<Known>, usize) {
    let mut lexer = SliceLexer::new(rest);
    let known = match rest.first() {
        Some(b'"') => string(&mut lexer),
        Some(b'-' | b'0'..=b'9') => number(&mut lexer),
        Some(b't' | b'f' | b'n') => lexer.null_or_bool().map(|_| Known::PLAIN),
        _ => None,
    };
    (known, rest.len().saturating_sub(lexer.as_slice().len()))
}

/// Plain where it holds no escape.
fn string(lexer: &mut SliceLexer<'_>) -> Option<Known> {
    lexer.take_next();
    let rest = lexer.as_slice();
    // Its end is found without the lexer's state machine.
    let special = rest.get(first_special(rest)..).unwrap_or_default();
    *lexer = SliceLexer::new(special);
    let known = if special.first() == Some(&b'"') { Known::PLAIN } else { Known::CHANGES };
    lexer.str_ignore().ok().map(|()| known)
}

/// Plain where it is an integer that every reader takes exactly.
fn number(lexer: &mut SliceLexer<'_>) -> Option<Known> {
    let rest = lexer.as_slice();
    let parts = lexer.num_ignore().validate().ok()?;
    let number = rest.get(..rest.len().saturating_sub(lexer.as_slice().len()))?;
    let exact = parts.is_int() && is_exact(str::from_utf8(number).ok()?);
    Some(if exact { Known::PLAIN } else { Known::CHANGES })
}

/// Whether every JSON reader takes an integer exactly, and writes it as it stands.
fn is_exact(integer: &str) -> bool {
    integer != "-0"
        && (integer.len() < 16
            || natural(past(integer, b'-').unwrap_or(integer))
                .is_some_and(|value| value <= MAX_SAFE.unsigned_abs()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{Strategy, any, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq, sample};
    use serde::de::IgnoredAny;

    use super::Malformed;
    use crate::core::json::{MAX_SAFE, Node, Tape};

    /// Pieces that make JSON, nearly JSON, and rubbish.
    fn text() -> impl Strategy<Value = String> {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\\",
            "\\n",
            "\\u12",
            "\u{1}",
            "é",
            "0",
            "-",
            "1",
            "01",
            "-0",
            ".5",
            "1.5",
            "e",
            "E+",
            "1e5",
            "1e-07",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "\t",
            "\u{feff}",
            "/",
            "\u{7f}",
            "\"a\":1",
            "[1,2]",
            "{\"b\":[]}",
        ];
        collection::vec(sample::select(pieces.to_vec()), 0..9).prop_map(|pieces| pieces.concat())
    }

    /// The decoded text of a string that UTF-8 can carry.
    fn exact(token: &str) -> Option<String> {
        Tape::of(token).ok()?.root().exact_text().map(std::borrow::Cow::into_owned)
    }

    proptest! {
        /// serde_json is the opinion from outside on what JSON is.
        #[test]
        fn what_is_json_is_taken(text in text()) {
            let known = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(Tape::of(&text).is_ok(), known, "{:?}", text);
        }

        /// Numbers and what is nearly one, before each byte that may follow.
        #[test]
        fn a_number_is_plain_where_it_is_exact(
            number in "-?(0|[1-9]{0,17}|900719925474099[0-9])([.eE+0-9-]{0,3})",
            after in "[ ,\\]x]?",
        ) {
            let text = format!("[{number}{after}");
            let known = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(Tape::of(&text).is_ok(), known, "{:?}", text);
            let plain = Tape::of(&number).ok().map(|tape| tape.root().is_plain());
            let safe = number.parse::<i64>().is_ok_and(|value| value.unsigned_abs() <= MAX_SAFE.unsigned_abs());
            let exact = serde_json::from_str::<IgnoredAny>(&number).ok().map(|_| safe && number != "-0");
            prop_assert_eq!(plain, exact, "{:?}", number);
        }

        /// A string of any length around eights, with something among its characters and something behind it.
        #[test]
        fn a_string_is_known_for_what_it_holds(
            before in "[ -~&&[^\"\\\\]]{0,18}",
            odd in "|é|☕|\u{7f}|\u{1}|\\\\n|\\\\u00e9|\\\\x|\"|\\\\",
            after in "[ -~&&[^\"\\\\]]{0,9}",
            behind in " {0,9}",
        ) {
            let text = format!("\"{before}{odd}{after}\"{behind}");
            let tape = Tape::of(&text).ok();
            let known = serde_json::from_str::<String>(&text).ok();
            let node = tape.as_ref().map(Tape::root);
            let exact = node.and_then(Node::exact_text);
            prop_assert_eq!(exact.as_deref(), known.as_deref());
            prop_assert_eq!(node.map(Node::is_plain), known.as_ref().map(|_| !odd.contains('\\')));
            prop_assert_eq!(node.and_then(Node::visible_text), known.as_deref().filter(|_| odd.is_empty()));
        }

        /// As the bindings write it: the same as the string that is escaped, but that it never stands for itself where the
        /// other would not.
        #[test]
        fn a_raw_string_is_what_it_holds(text in "[ -~]{0,90}|[\\x00-\\x7f]{0,90}", more in 0_u8..64) {
            let length = text.len();
            let six = |six: usize| char::from(b'0'.saturating_add(u8::try_from(six & 63).unwrap_or_default()));
            let raw = |length: usize| format!("['{}{}\"{text}\",7]", six(length >> 6), six(length));
            let (escaped, ours) = (serde_json::to_string(&text).unwrap_or_default(), raw(length));
            let (escaped, tape) = (Tape::of(&escaped).ok(), Tape::of_script(&ours).ok());
            let known = escaped.as_ref().map(Tape::root);
            let items: Vec<_> = tape.iter().flat_map(|tape| tape.root().items()).collect();
            prop_assert_eq!(items.last().map(|item| item.as_str()), Some("7"));
            let node = items.first().copied();
            prop_assert_eq!(node.and_then(Node::shape), known.and_then(Node::shape));
            let exact = node.and_then(Node::exact_text);
            prop_assert_eq!(exact.as_deref(), Some(text.as_str()));
            prop_assert_eq!(node.and_then(Node::visible_text), known.and_then(Node::visible_text));
            prop_assert_eq!(node.map(Node::is_plain), Some(known.and_then(Node::visible_text).is_some()));
            // For everybody else it is no JSON, and neither is one of another length.
            prop_assert!(Tape::of(&ours).is_err());
            let other = raw(length.saturating_add(usize::from(more).max(1)));
            prop_assert!(Tape::of_script(&other).is_err(), "{other:?}");
        }

        #[test]
        fn a_text_is_decoded_as_written(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap_or_default();
            prop_assert_eq!(exact(&written), Some(text));
        }

        #[test]
        fn a_string_token_is_decoded_or_refused(inner in "(a|é|\\\\n|\\\\\"|\\\\/|\\\\u00e9|\\\\ud83d|\\\\ude00){0,6}") {
            let token = format!("\"{inner}\"");
            prop_assert_eq!(exact(&token), serde_json::from_str::<String>(&token).ok());
        }
    }

    #[test]
    fn a_place_is_as_far_as_the_text_can_be_read() {
        for (text, line, column) in [
            ("", 1, 0),
            ("{\"é\" 1}", 1, 5),
            ("{\n \"a\": [1,\n2,,]}", 3, 2),
            ("{\"a\":1}\n x", 2, 1),
            ("{\"abcdefgh\\x\":1}", 1, 11),
            ("[\"abc\u{1}\"]", 1, 5),
            ("[\"abcdefghijkl", 1, 14),
            ("[12, 01]", 1, 6),
            ("[1.]", 1, 3),
            ("[nul]", 1, 2),
            ("{ , }", 1, 2),
            ("[1 ", 1, 3),
            ("1,", 1, 1),
            ("1\0", 1, 1),
        ] {
            assert_eq!(Tape::of(text).err(), Some(Malformed { line, column }), "{text:?}");
        }
    }

    #[test]
    fn half_of_a_pair_is_replaced_and_the_rest_kept() {
        for (token, text) in [
            (r#""a\ud83db""#, "a\u{fffd}b"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ude00\ud83d\ude00""#, "\u{fffd}😀"),
        ] {
            assert_eq!(Tape::of(token).map(|tape| tape.root().name().into_owned()).as_deref(), Ok(text));
        }
    }
}
