//! JSON text for everything that leaves: one small writer, and no derived code.

use super::Json;
use crate::core::buffer::Buffer;
use crate::core::bytes::first_special;
use crate::core::text::{hex, push_integer};

/// What has one form as JSON, written here once for every reader: serde's and the bindings'.
pub(crate) trait Write {
    fn write(&self, to: &mut Writer);
}

/// Writes JSON in order; commas are its own business.
#[derive(Debug)]
pub(crate) struct Writer {
    out: Buffer,
}

impl Writer {
    /// The JSON text of a value.
    pub fn of(value: &impl Write) -> String {
        let mut to = Self::with_capacity(512);
        value.write(&mut to);
        to.finish()
    }

    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: Buffer::with_capacity(bytes) }
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the bindings keep a writer"))]
    pub const fn new() -> Self {
        Self { out: Buffer::new() }
    }

    /// For what is no JSON, or an end of it.
    pub fn raw(&mut self) -> &mut Buffer {
        &mut self.out
    }

    /// What was written: JSON where every bracket was closed.
    pub fn finish(self) -> String {
        self.out.into_string()
    }

    /// A comma, unless nothing stands before the value. No text ends in one of these: texts end in a quote.
    fn separate(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':' | b'\n')) {
            self.out.push(b',');
        }
    }

    pub fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.between(b'{', b'}', members);
    }

    pub fn array(&mut self, items: impl FnOnce(&mut Self)) {
        self.between(b'[', b']', items);
    }

    pub fn list<T: Write>(&mut self, items: impl IntoIterator<Item = T>) {
        self.array(|to| items.into_iter().for_each(|item| item.write(to)));
    }

    fn between(&mut self, open: u8, close: u8, inside: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push(open);
        inside(self);
        self.out.push(close);
    }

    /// A member's name, one of ours, in which nothing needs an escape; its value is what is written next.
    pub fn key(&mut self, name: &'static str) -> &mut Self {
        self.plain(name);
        self.out.push(b':');
        self
    }

    /// The same for a name that comes from outside.
    pub fn any_key(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.out.push(b':');
        self
    }

    /// A text in which nothing needs an escape.
    pub fn plain(&mut self, text: &str) {
        debug_assert_eq!(first_special(text.as_bytes()), text.len(), "{text:?} needs an escape");
        self.separate();
        self.out.push(b'"');
        self.out.push_str(text);
        self.out.push(b'"');
    }

    pub fn text(&mut self, text: &str) {
        self.separate();
        write_text(&mut self.out, text, Within::Nothing);
    }

    /// A text that comes in pieces.
    pub fn pieces(&mut self, text: impl FnOnce(&mut dyn FnMut(&str))) {
        self.separate();
        self.out.push(b'"');
        text(&mut |piece| escaped(&mut self.out, piece, Within::Nothing));
        self.out.push(b'"');
    }

    /// A member that is a text.
    pub fn pair(&mut self, name: &'static str, text: &str) {
        self.key(name).text(text);
    }

    pub fn integer(&mut self, integer: i64) {
        self.separate();
        push_integer(&mut self.out, integer);
    }

    pub fn flag(&mut self, flag: bool) {
        self.word(if flag { "true" } else { "false" });
    }

    pub fn null(&mut self) {
        self.word("null");
    }

    /// JSON as it stands: a value, or the beginning of one.
    #[inline(never)]
    pub fn word(&mut self, word: &str) {
        self.separate();
        self.out.push_str(word);
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the bindings write many lines"))]
    pub fn line_end(&mut self) {
        self.out.push(b'\n');
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }
}

impl Write for str {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }
}

impl Write for i64 {
    fn write(&self, to: &mut Writer) {
        to.integer(*self);
    }
}

/// What was written as a value to walk through.
pub(crate) fn json_of(value: &impl Write) -> Json {
    Json::written(&Writer::of(value))
}

/// Where JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// By itself.
    Nothing,
    /// Within a JSON string, so that what it escapes is escaped once more.
    Text,
}

impl Within {
    fn quote(self, out: &mut Buffer) {
        match self {
            Self::Nothing => out.push(b'"'),
            Self::Text => out.push_ours("\\\""),
        }
    }

    /// A part of JSON that is written already.
    pub fn write(self, out: &mut Buffer, json: &str) {
        match self {
            Self::Nothing => out.push_str(json),
            Self::Text => escaped(out, json, Self::Nothing),
        }
    }
}

/// Writes a text as a JSON string.
pub(crate) fn write_text(out: &mut Buffer, text: &str, within: Within) {
    within.quote(out);
    escaped(out, text, within);
    within.quote(out);
}

/// Writes a text in which nothing needs an escape.
#[inline]
pub(crate) fn write_as_it_stands(out: &mut Buffer, text: &str, within: Within) {
    within.quote(out);
    out.push_str(text);
    within.quote(out);
}

/// Writes a member's name, one of ours, in which nothing needs an escape, and its colon.
pub(crate) fn write_name(out: &mut Buffer, name: &'static str, within: Within) {
    within.quote(out);
    out.push_str(name);
    match within {
        Within::Nothing => out.push_ours("\":"),
        Within::Text => out.push_ours("\\\":"),
    }
}

/// A text as it stands between the quotes.
fn escaped(out: &mut Buffer, text: &str, within: Within) {
    let mut rest = text;
    loop {
        let (plain, from) = rest.split_at_checked(first_special(rest.as_bytes())).unwrap_or((rest, ""));
        out.push_str(plain);
        let Some(special) = from.as_bytes().first() else { return };
        escape(out, *special, within);
        rest = from.get(1..).unwrap_or_default();
    }
}

fn escape(out: &mut Buffer, special: u8, within: Within) {
    let short = match special {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x8 => "\\b",
        0xC => "\\f",
        _ => {
            within.write(out, "\\u00");
            out.push(hex(special >> 4, b'a'));
            out.push(hex(special & 15, b'a'));
            return;
        }
    };
    within.write(out, short);
}

/// Serde's view of what is written here.
macro_rules! serialize_as_written {
    ($($type:ty),+) => { $(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::core::json::json_of(self).serialize(serializer)
            }
        }
    )+ };
}
pub(crate) use serialize_as_written;

#[cfg(test)]
mod tests {
    use super::{Buffer, Within, write_text};

    #[test]
    fn a_text_is_written_as_json_writes_it() {
        let all = (0..0x180).filter_map(char::from_u32).chain(['\u{2028}', '📖']).map(String::from);
        for text in all.clone().chain(all.map(|one| format!("é_23456789{one}{one}78901234é"))) {
            let mut written = Buffer::new();
            write_text(&mut written, &text, Within::Nothing);
            let written = written.into_string();
            assert_eq!(Some(&written), serde_json::to_string(&text).ok().as_ref(), "{text:?}");
            let (mut within, mut once_more) = (Buffer::new(), Buffer::new());
            within.push(b'"');
            write_text(&mut within, &text, Within::Text);
            within.push(b'"');
            write_text(&mut once_more, &written, Within::Nothing);
            assert_eq!(within.into_string(), once_more.into_string(), "{text:?}");
        }
    }
}
