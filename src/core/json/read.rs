//! JSON taken apart by its text. `hifijson` knows the grammar of tokens; the walk over them is ours, so that it
//! does not recurse and that every value stays the text it is.

use std::borrow::Cow;

use hifijson::SliceLexer;
use hifijson::escape::Lex as _;
use hifijson::num::Lex as _;
use hifijson::str::{Lex as _, LexWrite as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, str::Error as StringError};

use super::MAX_SAFE;
use super::tape::Tape;
use crate::core::bytes::first_special;

/// Why a text is no JSON: how far it can be read, never its content. Lines count from 1; the column is the number of
/// characters that were taken of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub line: usize,
    pub column: usize,
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

/// One JSON value as its text, without white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'a>(&'a str);

pub(crate) type Members<'a> = Vec<(Raw<'a>, Raw<'a>)>;

impl<'a> Raw<'a> {
    /// Checks the whole text.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        let mut scan = Scan::new(text);
        scan.whole().ok_or_else(|| scan.malformed())
    }

    /// Takes a text whose syntax is checked only when it is taken apart.
    pub fn unchecked(text: &'a str) -> Self {
        Self(text.trim_matches([' ', '\t', '\r', '\n']))
    }

    /// Takes what was checked, and has nothing around it.
    pub(super) fn token(text: &'a str) -> Self {
        Self(text)
    }

    pub fn as_str(self) -> &'a str {
        self.0
    }

    pub fn shape(self) -> Option<Shape> {
        Shape::of(*self.0.as_bytes().first()?)
    }

    /// Hands out the members of an object in their order, repeated names included; before the first error, those
    /// that come before it.
    pub fn each_member(self, mut member: impl FnMut(Raw<'a>, Raw<'a>)) -> Result<(), Malformed> {
        let mut scan = Scan::new(self.0);
        let whole = scan.children(b'{', |key, value| {
            if let Some(key) = key {
                member(key, value);
            }
        });
        whole.ok_or_else(|| scan.malformed())
    }

    /// The members of an object in their order, repeated names included; an error for anything else.
    pub fn members(self) -> Result<Members<'a>, Malformed> {
        let mut members = Vec::with_capacity(8);
        self.each_member(|key, value| members.push((key, value)))?;
        Ok(members)
    }

    /// The members of what is known to be an object; none of anything else.
    pub fn entries(self) -> Members<'a> {
        self.members().unwrap_or_default()
    }

    /// The member of this name, the last one where the name is repeated.
    pub fn get(self, name: &str) -> Option<Raw<'a>> {
        self.entries().into_iter().rev().find(|(key, _)| key.is_text(name)).map(|(_, value)| value)
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Vec<Raw<'a>> {
        let mut items = Vec::new();
        let whole = Scan::new(self.0).children(b'[', |_, item| items.push(item));
        whole.map(|()| items).unwrap_or_default()
    }

    /// The decoded text of a string.
    pub fn text(self) -> Result<Cow<'a, str>, LoneSurrogate> {
        match self.decoded() {
            (text, false) => Ok(text),
            (_, true) => Err(LoneSurrogate),
        }
    }

    /// The decoded text of a string, with U+FFFD for what UTF-8 cannot carry.
    pub fn text_lossy(self) -> Cow<'a, str> {
        self.decoded().0
    }

    /// Whether this is a string of that text.
    pub fn is_text(self, text: &str) -> bool {
        let inner = self.inner().unwrap_or_default();
        inner == text || inner.contains('\\') && self.text().is_ok_and(|decoded| decoded == text)
    }

    /// A string as it stands between its quotes; any other value without its ends.
    pub fn inner(self) -> Option<&'a str> {
        self.0.get(1..self.0.len().checked_sub(1)?)
    }

    /// The decoded text of a string, and whether something in it had to be replaced.
    fn decoded(self) -> (Cow<'a, str>, bool) {
        let inner = self.inner().unwrap_or_default();
        if !inner.as_bytes().contains(&b'\\') {
            return (Cow::Borrowed(inner), false);
        }
        let mut lexer = SliceLexer::new(self.0.as_bytes());
        lexer.take_next();
        let plain = |bytes: &mut &[u8], (text, _): &mut (String, bool)| -> Result<(), StringError> {
            text.push_str(std::str::from_utf8(bytes).map_err(StringError::Utf8)?);
            Ok(())
        };
        let escaped = |lexer: &mut SliceLexer<'a>, (text, lossy): &mut (String, bool)| {
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
}

/// A walk through a text.
pub(super) struct Scan<'a> {
    text: &'a str,
    lexer: SliceLexer<'a>,
    /// Where everything stands, if it is to be remembered.
    pub tape: Option<Tape<'a>>,
}

/// A list or object whose end is not reached.
struct Open {
    close: u8,
    /// Its place on the tape.
    at: usize,
    plain: bool,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, lexer: SliceLexer::new(text.as_bytes()), tape: None }
    }

    fn at(&self) -> usize {
        self.text.len().saturating_sub(self.lexer.as_slice().len())
    }

    fn malformed(&self) -> Malformed {
        let bytes = self.text.as_bytes().get(..self.at()).unwrap_or_default();
        let lines = bytes.split(|byte| *byte == b'\n');
        let last = lines.clone().next_back().unwrap_or_default();
        // A character counts by its first byte.
        let characters = last.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Malformed { line: lines.count(), column: characters }
    }

    /// The only value of a text.
    pub fn whole(&mut self) -> Option<Raw<'a>> {
        self.value().filter(|_| self.lexer.ws_peek().is_none())
    }

    /// The values of one object or list, and nothing after it; keys are those of an object.
    fn children(&mut self, open: u8, mut child: impl FnMut(Option<Raw<'a>>, Raw<'a>)) -> Option<()> {
        self.lexer.expect(SliceLexer::ws_peek, open)?;
        let close = closer(open);
        if self.lexer.expect(SliceLexer::ws_peek, close).is_none() {
            loop {
                let key = if open == b'{' { Some(self.key()?.0) } else { None };
                let value = self.value()?;
                child(key, value);
                if self.lexer.expect(SliceLexer::ws_peek, close).is_some() {
                    break;
                }
                self.lexer.expect(SliceLexer::ws_peek, b',')?;
            }
        }
        self.lexer.ws_peek().is_none().then_some(())
    }

    /// A key with its colon, and whether it is plain.
    fn key(&mut self) -> Option<(Raw<'a>, bool)> {
        self.lexer.eat_whitespace();
        let start = self.at();
        let plain = self.string()?;
        let end = self.at();
        let key = self.text.get(start..end)?;
        if let Some(tape) = &mut self.tape {
            tape.begin(start, end, plain);
        }
        self.lexer.expect(SliceLexer::ws_peek, b':')?;
        Some((Raw(key), plain))
    }

    /// Any value, however deep, without recursion.
    fn value(&mut self) -> Option<Raw<'a>> {
        self.lexer.eat_whitespace();
        let start = self.at();
        let mut open: Vec<Open> = Vec::new();
        loop {
            let next = self.lexer.ws_peek()?;
            let from = self.at();
            let mut plain = match next {
                b'{' | b'[' => {
                    self.lexer.take_next();
                    let close = closer(next);
                    let at = self.tape.as_mut().map_or(0, |tape| tape.open(from));
                    let mut inside = Open { close, at, plain: true };
                    if self.lexer.expect(SliceLexer::ws_peek, close).is_none() {
                        if next == b'{' {
                            inside.plain = self.key()?.1;
                        }
                        open.push(inside);
                        continue;
                    }
                    self.end(&inside)
                }
                b'"' => self.leaf(from, Self::string)?,
                b'-' | b'0'..=b'9' => self.leaf(from, Self::number)?,
                b't' | b'f' | b'n' => self.leaf(from, |scan| scan.lexer.null_or_bool().map(|_| true))?,
                _ => return None,
            };
            loop {
                let Some(around) = open.last_mut() else {
                    return self.text.get(start..self.at()).map(Raw);
                };
                around.plain &= plain;
                let close = around.close;
                if self.lexer.expect(SliceLexer::ws_peek, close).is_some() {
                    plain = open.pop().is_some_and(|done| self.end(&done));
                    continue;
                }
                self.lexer.expect(SliceLexer::ws_peek, b',')?;
                if close == b'}' {
                    let key = self.key()?.1;
                    if let Some(around) = open.last_mut() {
                        around.plain &= key;
                    }
                }
                break;
            }
        }
    }

    /// A value without values within; tells whether it is plain.
    fn leaf(&mut self, start: usize, take: fn(&mut Self) -> Option<bool>) -> Option<bool> {
        let plain = take(self)?;
        let end = self.at();
        if let Some(tape) = &mut self.tape {
            tape.begin(start, end, plain);
        }
        Some(plain)
    }

    /// The end of a list or object; tells whether it is plain.
    fn end(&mut self, done: &Open) -> bool {
        let end = self.at();
        self.tape.as_mut().is_some_and(|tape| tape.close(done.at, end, done.plain))
    }

    /// Plain where it holds no escape.
    fn string(&mut self) -> Option<bool> {
        let rest = self.lexer.as_slice().strip_prefix(b"\"")?;
        // Most strings hold no escape: their end is found without the lexer's state machine.
        let special = rest.get(first_special(rest)..)?;
        if let Some(after) = special.strip_prefix(b"\"") {
            self.lexer = SliceLexer::new(after);
            return Some(true);
        }
        self.lexer = SliceLexer::new(special);
        self.lexer.str_ignore().ok().map(|()| false)
    }

    /// Plain where it is an integer that every reader takes exactly.
    fn number(&mut self) -> Option<bool> {
        let from = self.lexer.as_slice();
        let parts = self.lexer.num_ignore().validate().ok()?;
        let length = from.len().saturating_sub(self.lexer.as_slice().len());
        let text = from.get(..length).and_then(|number| std::str::from_utf8(number).ok())?;
        Some(parts.is_int() && is_exact(text))
    }
}

/// Whether every JSON reader takes an integer exactly, and writes it as it stands.
pub(crate) fn is_exact(integer: &str) -> bool {
    integer != "-0"
        && (integer.len() < 16
            || integer.parse::<i64>().is_ok_and(|value| value.unsigned_abs() <= MAX_SAFE.unsigned_abs()))
}

fn closer(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{Strategy, any, proptest};
    use proptest::{collection, prop_assert_eq, sample};
    use serde::de::IgnoredAny;

    use super::{LoneSurrogate, Malformed, Raw};

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

    proptest! {
        /// serde_json is the opinion from outside on what JSON is.
        #[test]
        fn what_is_json_is_taken(text in text()) {
            let known = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(Raw::parse(&text).is_ok(), known, "{:?}", text);
        }

        #[test]
        fn a_text_is_decoded_as_written(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap_or_default();
            let read = Raw::unchecked(&written).text().map(std::borrow::Cow::into_owned);
            prop_assert_eq!(read, Ok(text));
        }

        #[test]
        fn a_string_token_is_decoded_or_refused(inner in "(a|é|\\\\n|\\\\\"|\\\\/|\\\\u00e9|\\\\ud83d|\\\\ude00){0,6}") {
            let token = format!("\"{inner}\"");
            let known = serde_json::from_str::<String>(&token).map_err(|_| LoneSurrogate);
            prop_assert_eq!(Raw::unchecked(&token).text().map(std::borrow::Cow::into_owned), known);
        }
    }

    #[test]
    fn a_place_is_as_far_as_the_text_can_be_read() {
        for (text, line, column) in
            [("", 1, 0), ("{\"é\" 1}", 1, 5), ("{\n \"a\": [1,\n2,,]}", 3, 2), ("{\"a\":1}\n x", 2, 1)]
        {
            assert_eq!(Raw::parse(text).err(), Some(Malformed { line, column }), "{text:?}");
        }
    }

    #[test]
    fn half_of_a_pair_is_replaced_and_the_rest_kept() {
        for (token, text) in [
            (r#""a\ud83db""#, "a\u{fffd}b"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ude00\ud83d\ude00""#, "\u{fffd}😀"),
        ] {
            assert_eq!(Raw::unchecked(token).text_lossy(), text);
        }
    }
}
