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

/// Hands on what a line of input became; `None` for a blank one.
pub(crate) fn line<T>(
    provider: &'static Provider,
    operation: &Operation,
    settings: &Settings,
    number: u64,
    bytes: &[u8],
    then: impl FnOnce(Result<Ready<'_>, Vec<Issue>>) -> T,
) -> Option<T> {
    let bytes = if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    if bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        return None;
    }
    let refuse = |code, rule| Err(vec![Issue::new(code, Path::default(), rule)]);
    let input;
    Some(then(match std::str::from_utf8(bytes) {
        Ok(text) => {
            input = Input::of(text);
            operation.build(provider, settings, Source::Text, &input).map_err(|error| error.issues)
        }
        // A line cut at the bound may end within a character; it is too long before it is anything else.
        Err(_) if bytes.len() > MAX_INPUT => refuse(Code::TooLong, TOO_LONG),
        Err(_) => refuse(Code::MalformedJson, "must be UTF-8"),
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
pub(crate) fn lines(first: u64, mut block: &[u8], each: &mut dyn FnMut(u64, &[u8])) -> u64 {
    let mut number = first;
    loop {
        let (line, rest) = block.split_at_checked(first_of(block, b'\n')).unwrap_or((block, &[]));
        each(number, line);
        number = number.saturating_add(1);
        match rest.split_first() {
            Some((_, after)) => block = after,
            None => return number,
        }
    }
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
            if let Some(line) = line(provider, self.operation, settings, number, &bytes, owned) {
                return Some(Ok(line));
            }
        }
        None
    }
}
