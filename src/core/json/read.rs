//! JSON taken apart by its text. `hifijson` knows the grammar of tokens; the walk over them is ours, so that it
//! does not recurse and that every value stays the text it is.

use std::borrow::Cow;

use hifijson::SliceLexer;
use hifijson::escape::Lex as _;
use hifijson::num::Lex as _;
use hifijson::str::{Lex as _, LexWrite as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, str::Error as StringError};

use super::tape::Tape;
use super::{DEEPEST, MAX_SAFE, REMEMBERED};
use crate::core::bytes::{first_odd, first_special};
use crate::core::text::{natural, past};

/// Why a text is no JSON: how far it can be read, never its content. Lines count from 1; the column is the number of
/// characters that were taken of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub line: usize,
    pub column: usize,
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

/// A string as it stands between its quotes.
pub(super) fn inner(token: &str) -> &str {
    token.get(1..token.len().saturating_sub(1)).unwrap_or_default()
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

/// Takes a text apart.
pub(super) fn read(tape: Tape<'_>) -> Result<Tape<'_>, Malformed> {
    let mut scan = Scan { lexer: SliceLexer::new(tape.text().as_bytes()), tape, depth: 0 };
    match scan.whole() {
        Some(()) => Ok(scan.tape),
        None => Err(scan.malformed()),
    }
}

/// A walk through a text.
struct Scan<'a> {
    lexer: SliceLexer<'a>,
    tape: Tape<'a>,
    /// How many lists and objects are open.
    depth: usize,
}

/// The innermost list or object whose end is not reached; the others wait on the tape.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub at: usize,
    /// What ends it; nothing ends the text.
    pub close: Option<u8>,
    /// So far it may be handed out as it stands.
    pub plain: bool,
    /// A bit for each name of an object, so that most objects are known to repeat none.
    pub names: usize,
    /// A name may have come twice: its bit was there, or it must be decoded first.
    pub doubtful: bool,
}

impl Open {
    fn add(&mut self, name: &[u8], plain: bool) {
        let mixed = match name {
            [b'"', first, .., last, b'"'] => u32::from(*first).rotate_left(3) ^ u32::from(*last),
            _ => 0,
        };
        let length = u32::try_from(name.len()).unwrap_or_default();
        let bit = 1_usize.rotate_left(mixed.wrapping_add(length));
        self.doubtful |= !plain || self.names & bit != 0;
        self.names |= bit;
        self.plain &= plain;
    }
}

/// What is known of a value without values within.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    /// It may be handed out as it stands.
    pub plain: bool,
    /// It is a string of visible ASCII and spaces, and stands for itself.
    pub visible: bool,
}

impl Scan<'_> {
    fn at(&self) -> usize {
        self.tape.text().len().saturating_sub(self.lexer.as_slice().len())
    }

    fn malformed(&self) -> Malformed {
        let bytes = self.tape.text().as_bytes().get(..self.at()).unwrap_or_default();
        let lines = bytes.split(|byte| *byte == b'\n');
        let last = lines.clone().next_back().unwrap_or_default();
        // A character counts by its first byte.
        let characters = last.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Malformed { line: lines.count(), column: characters }
    }

    /// The only value of the text, however deep, without recursion.
    fn whole(&mut self) -> Option<()> {
        let mut around = Open::default();
        loop {
            let first = self.lexer.ws_peek()?;
            let start = self.at();
            let mut plain = if matches!(first, b'{' | b'[') {
                self.lexer.take_next();
                let close = closer(first);
                let at = self.tape.open(start, &around);
                around = Open { at, close: Some(close), plain: true, ..Open::default() };
                self.depth = self.depth.saturating_add(1);
                if self.lexer.expect(SliceLexer::ws_peek, close).is_none() {
                    if first == b'{' {
                        self.key(&mut around)?;
                    }
                    continue;
                }
                self.close(&mut around)
            } else {
                let leaf = match first {
                    b'"' => self.string()?,
                    b'-' | b'0'..=b'9' => Leaf { plain: self.number()?, visible: false },
                    b't' | b'f' | b'n' => {
                        self.lexer.null_or_bool()?;
                        Leaf { plain: true, visible: false }
                    }
                    _ => return None,
                };
                self.leaf(start, leaf);
                leaf.plain
            };
            loop {
                around.plain &= plain;
                let Some(close) = around.close else {
                    return self.lexer.ws_peek().is_none().then_some(());
                };
                if self.lexer.expect(SliceLexer::ws_peek, close).is_some() {
                    plain = self.close(&mut around);
                    continue;
                }
                self.lexer.expect(SliceLexer::ws_peek, b',')?;
                if close == b'}' {
                    self.key(&mut around)?;
                }
                break;
            }
        }
    }

    /// A key with its colon.
    fn key(&mut self, around: &mut Open) -> Option<()> {
        self.lexer.eat_whitespace();
        let (start, text) = (self.at(), self.lexer.as_slice());
        let leaf = self.string()?;
        self.leaf(start, leaf);
        around.add(text.get(..self.at().saturating_sub(start))?, leaf.plain);
        self.lexer.expect(SliceLexer::ws_peek, b':')
    }

    fn leaf(&mut self, start: usize, leaf: Leaf) {
        if self.depth <= REMEMBERED {
            self.tape.leaf(start, self.at(), leaf);
        }
    }

    /// The end of a list or object, and back to what is around it; tells whether it is plain.
    fn close(&mut self, around: &mut Open) -> bool {
        self.depth = self.depth.saturating_sub(1);
        around.plain &= self.depth < DEEPEST;
        self.tape.close(around, self.at(), self.depth <= REMEMBERED)
    }

    /// Plain where it holds no escape.
    fn string(&mut self) -> Option<Leaf> {
        let rest = self.lexer.as_slice().strip_prefix(b"\"")?;
        // Most strings hold no escape: their end is found without the lexer's state machine.
        let odd = rest.get(first_odd(rest)..)?;
        if let Some(after) = odd.strip_prefix(b"\"") {
            self.lexer = SliceLexer::new(after);
            return Some(Leaf { plain: true, visible: true });
        }
        let special = odd.get(first_special(odd)..)?;
        if let Some(after) = special.strip_prefix(b"\"") {
            self.lexer = SliceLexer::new(after);
            return Some(Leaf { plain: true, visible: false });
        }
        self.lexer = SliceLexer::new(special);
        self.lexer.str_ignore().ok().map(|()| Leaf { plain: false, visible: false })
    }

    /// Plain where it is an integer that every reader takes exactly.
    fn number(&mut self) -> Option<bool> {
        let from = self.at();
        let parts = self.lexer.num_ignore().validate().ok()?;
        Some(parts.is_int() && is_exact(self.tape.text().get(from..self.at())?))
    }
}

/// Whether every JSON reader takes an integer exactly, and writes it as it stands.
fn is_exact(integer: &str) -> bool {
    integer != "-0"
        && (integer.len() < 16
            || natural(past(integer, b'-').unwrap_or(integer))
                .is_some_and(|value| value <= MAX_SAFE.unsigned_abs()))
}

/// What ends a list or an object.
pub(super) fn closer(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{Strategy, any, proptest};
    use proptest::{collection, prop_assert_eq, sample};
    use serde::de::IgnoredAny;

    use super::Malformed;
    use crate::core::json::Tape;

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
        for (text, line, column) in
            [("", 1, 0), ("{\"é\" 1}", 1, 5), ("{\n \"a\": [1,\n2,,]}", 3, 2), ("{\"a\":1}\n x", 2, 1)]
        {
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
