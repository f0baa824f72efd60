//! What crosses the boundary in one piece of text.

use crate::core::answer::{Answer, Read};
use crate::core::http::{CONTENT_TYPE_LINE, Header, Sent};
use crate::core::json::{Within, Write, Writer};
use crate::core::outcome::{Kind, write_mismatch};
use crate::core::text::cut;

/// A request, a line for each part: the URL, the body (empty where there is none), the method, the headers. None of them
/// holds a line end. First comes what differs from request to request.
pub(super) fn message(request: &dyn Sent, to: &mut Writer) {
    let out = to.raw();
    request.url(out, Within::Nothing);
    out.push(b'\n');
    if request.has_body() {
        request.body(out, Within::Nothing);
    }
    out.push(b'\n');
    out.push_str(request.method().as_str());
    if request.is_ours() {
        out.push_ours(CONTENT_TYPE_LINE);
    }
    request.headers(&mut |Header { name, value, .. }| {
        out.push(b'\n');
        out.push_str(name);
        out.push_ours(": ");
        out.push_str(value);
    });
}

/// What is known of an answer: a line for what was sent (empty where that is not known; perhaps only what comes back in
/// answers), two for each header, an empty one; the body. One text is converted sooner than several, and a body by itself
/// sooner still.
pub(super) fn given(text: &str) -> (&str, &str, &str) {
    let (sent, headers) = cut(text, b'\n').unwrap_or_default();
    let mut rest = headers;
    while let Some((name, after)) = cut(rest, b'\n') {
        rest = after;
        if name.is_empty() {
            break;
        }
        rest = cut(after, b'\n').unwrap_or_default().1;
    }
    (sent, headers, rest)
}

/// The first header of a name, of those lines.
pub(super) fn header<'h>(lines: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = lines;
    loop {
        let (known, after) = cut(rest, b'\n').filter(|(known, _)| !known.is_empty())?;
        let (value, after) = cut(after, b'\n')?;
        if known.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// What of an outcome the caller does not know yet, in three lines, which `Outcomes` in outcome.ts takes apart: what is
/// mostly said as it was the last time; what mostly is not there, then the line is empty; the details, nothing where the
/// body is the same. Lists are shorter to write and quicker to parse than objects.
pub(super) fn outcome(answer: &Answer<'_>, read: &Read<'_, '_>, to: &mut Writer) {
    let text = |text: Option<&str>, to: &mut Writer| match text {
        Some(text) => to.text(text),
        None => to.null(),
    };
    to.array(|to| {
        to.plain(read.kind().as_str());
        to.plain(read.advice().as_str());
        // Where the texts stand, and how long they are: they are read there, once.
        to.array(|to| {
            for part in read.because() {
                if !part.is_empty() {
                    to.integer(place(part.as_ptr().expose_provenance()));
                    to.integer(place(part.len()));
                }
            }
        });
        // What has no reason is a success, and no success has to be waited for.
        if let Some([code, message]) = read.reason() {
            to.text(&code);
            to.text(&message);
            if let Some(seconds) = read.after() {
                to.integer(i64::try_from(seconds).unwrap_or(i64::MAX));
            }
        }
    });
    to.line_end();
    let id = read.correlation_id();
    let rejected = read.kind() == Kind::Rejected;
    let mut differs = false;
    read.mismatches(&mut |_, _, _| differs = true);
    if id.is_some() || rejected || differs {
        to.array(|to| {
            to.array(|to| {
                read.mismatches(&mut |field, sent, received| write_mismatch(field, sent, received, to));
            });
            text(id, to);
            if !rejected {
                return to.null();
            }
            to.array(|to| {
                read.issues(&mut |error| {
                    let path = error.path();
                    to.array(|to| {
                        path.write(to);
                        to.text(&path.pointer());
                        to.text(error.message);
                        text(error.code, to);
                    });
                });
            });
        });
    }
    to.line_end();
    if !answer.stands() {
        answer.details.write(answer.settings, to);
    }
}

/// A place or a length as the writer takes it.
pub(super) fn place(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// A line number as JavaScript counts.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and line numbers are far below 2^53"
)]
pub(super) fn line_number(number: f64) -> u64 {
    number as u64
}

#[expect(clippy::cast_precision_loss, reason = "line numbers are far below 2^53")]
pub(super) fn number(line: u64) -> f64 {
    line as f64
}
