//! Many inputs at once: NDJSON in, NDJSON out, in the same order. What comes out never holds credentials.

use std::io::{self, BufRead};

use super::account::{Account, Provider, Settings};
use super::bytes::first_of;
use super::check::{Input, MAX_INPUT, Source, TOO_LONG};
use super::http::{Request, Sent};
use super::issue::{Code, Issue, Path};
use super::json::{Write, Writer, serialize_as_written};
use super::operation::Operation;
use super::ready::Ready;
use super::text::push_integer;

/// What a line of input became.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The line's number, from 1; blank lines count.
    pub number: u64,
    /// The request without credentials, or every issue.
    pub result: Result<Request, Vec<Issue>>,
}

/// `{"line":1,"request":{…}}` or `{"line":2,"issues":[…]}`.
impl Write for Line {
    fn write(&self, to: &mut Writer) {
        let result = self.result.as_ref().map(|request| request as &dyn Sent);
        write_line(self.number, result.map_err(Vec::as_slice), to);
    }
}

serialize_as_written!(Line);

/// A line as text, or its bytes where they are none.
pub(crate) type Read<'l> = Result<&'l str, &'l [u8]>;

fn as_text(bytes: &[u8]) -> Read<'_> {
    std::str::from_utf8(bytes).map_err(|_| bytes)
}

/// Hands on what a line of input became; `None` for a blank one.
pub(crate) fn line<T>(
    provider: &'static Provider,
    operation: &Operation,
    settings: &Settings,
    number: u64,
    line: Read<'_>,
    then: impl FnOnce(Result<Ready<'_>, Vec<Issue>>) -> T,
) -> Option<T> {
    let first = number == 1;
    let refuse = |code, rule| Err(vec![Issue::new(code, Path::default(), rule)]);
    let input;
    Some(then(match line {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').filter(|_| first).unwrap_or(text);
            if text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
                return None;
            }
            input = Input::of(text, Source::Text);
            operation.build(provider, settings, &input).map_err(|error| error.issues)
        }
        Err(bytes) => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| first).unwrap_or(bytes);
            // A line cut at the bound may end within a character; it is too long before it is anything else.
            if bytes.len() > MAX_INPUT {
                refuse(Code::TooLong, TOO_LONG)
            } else {
                refuse(Code::MalformedJson, "must be UTF-8")
            }
        }
    }))
}

/// What stands in a line of output.
pub(crate) fn write_line(number: u64, result: Result<&dyn Sent, &[Issue]>, to: &mut Writer) {
    to.word("{\"line\":");
    let out = to.raw();
    push_integer(out, i64::try_from(number).unwrap_or(i64::MAX));
    match result {
        Ok(request) => {
            out.push_ours(",\"request\":");
            request.write(to);
        }
        Err(issues) => to.key("issues").list(issues),
    }
    to.raw().push(b'}');
}

/// The lines of a block, numbered from `first`; the number after the last.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "only the bindings get many lines at once")
)]
pub(crate) fn lines(first: u64, block: &[u8], each: &mut dyn FnMut(u64, Read<'_>)) -> u64 {
    // Mostly the whole block is text, and its lines need not be looked at one by one.
    let text = std::str::from_utf8(block).unwrap_or_default();
    let mut number = first;
    let mut from = 0_usize;
    while let Some(rest) = block.get(from..) {
        let to = from.saturating_add(first_of(rest, b'\n'));
        let line = text.get(from..to).map_or_else(|| as_text(block.get(from..to).unwrap_or_default()), Ok);
        each(number, line);
        number = number.saturating_add(1);
        from = to.saturating_add(1);
    }
    number
}

/// How much of a line is kept: the longest input, a byte order mark, and one byte that is too much.
const KEPT: usize = MAX_INPUT.saturating_add(4);

/// Requests for the lines of a reader, one at a time, in bounded memory. Nothing follows an error of the reader.
#[derive(Debug)]
pub struct Requests<'a, R> {
    account: &'a Account,
    operation: &'static Operation,
    reader: R,
    number: u64,
    /// The reader failed within a line; what it says next is no line.
    failed: bool,
}

impl<'a, R: BufRead> Requests<'a, R> {
    pub(crate) fn new(account: &'a Account, operation: &'static Operation, reader: R) -> Self {
        Self { account, operation, reader, number: 0, failed: false }
    }

    /// The next line without its end; of one beyond the bound, only enough to see that it is.
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut any = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(any.then_some(line));
            }
            any = true;
            let (part, rest) = buffer.split_at_checked(first_of(buffer, b'\n')).unwrap_or((buffer, &[]));
            let ended = !rest.is_empty();
            let used = part.len().saturating_add(ended.into());
            let room = KEPT.saturating_sub(line.len());
            line.extend_from_slice(part.get(..room).unwrap_or(part));
            self.reader.consume(used);
            if ended {
                return Ok(Some(line));
            }
        }
    }
}

impl<R: BufRead> Iterator for Requests<'_, R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            let bytes = match self.read() {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return None,
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error));
                }
            };
            self.number = self.number.saturating_add(1);
            let Account { provider, settings, .. } = self.account;
            let number = self.number;
            let owned = |result: Result<Ready<'_>, _>| Line { number, result: result.map(Request::from) };
            if let Some(line) = line(provider, self.operation, settings, number, as_text(&bytes), owned) {
                return Some(Ok(line));
            }
        }
        None
    }
}
