//! What crosses the boundary in one piece of text.

use std::borrow::Cow;

use crate::core::answer::{Answer, Read};
use crate::core::http::{CONTENT_TYPE_LINE, Header, Sent};
use crate::core::issue::write_pointer;
use crate::core::json::{Within, Write, Writer};
use crate::core::outcome::{Kind, write_mismatch};
use crate::core::reader::FieldError;
use crate::core::ready::Ready;
use crate::core::text::{cut, past};

use super::said::{head_again, verdict_again};

/// A request, a line for each part: the URL, the body (empty where there is none), the method, the headers. None of them
/// holds a line end. First comes what differs from request to request. What follows is left out with the line end before
/// it, where that would be [said again](super::said::head_again).
pub(super) fn message(request: &Ready<'_>, known: bool, to: &mut Writer) {
    let out = to.raw();
    request.url(out, Within::Nothing);
    out.push(b'\n');
    if request.has_body() {
        request.body(out, Within::Nothing);
    }
    if head_again(known, !request.has_own_headers()) {
        return;
    }
    out.push(b'\n');
    out.push_str(request.method().as_str());
    out.push_ours(CONTENT_TYPE_LINE);
    request.headers(&mut |Header { name, value, .. }| {
        out.push(b'\n');
        out.push_str(name);
        out.push_ours(": ");
        out.push_str(value);
    });
}

/// What is known of an answer: so many bytes of what was sent (none where that is not known; perhaps only what comes back in
/// answers) and a line end; two lines for each header, an empty one; the body. One text is converted sooner than several,
/// and a body by itself sooner still.
pub(super) fn given(text: &str, sent: usize) -> (&str, &str, &str) {
    let (sent, headers) = text.split_at_checked(sent).unwrap_or_default();
    let headers = past(headers, b'\n').unwrap_or_default();
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

/// What is answered where the whole input has to be known: then there is no outcome yet.
pub(super) fn lacking(to: &mut Writer) {
    to.raw().push(b'?');
}

/// What of an outcome the caller does not know yet, in two lines, which `Outcomes` in outcome.ts takes apart: the verdict,
/// nothing where it is [said again](super::said::verdict_again); and the details as an object, nothing where the body is
/// the same. Where there is what mostly is not, the second is a list: the details or null, the mismatches or null, the
/// correlation id or null, and the field errors. Where both are empty, so is the whole. Flat lists are shorter to write and
/// quicker to parse than objects.
pub(super) fn outcome(answer: &Answer<'_>, read: &Read<'_, '_>, known: bool, to: &mut Writer) {
    let reason = read.reason();
    let again = verdict(read, reason.as_ref(), known, to);
    let id = read.correlation_id();
    let rejected = read.kind() == Kind::Rejected;
    let mut differs = false;
    read.mismatches(&mut |_, _, _| differs = true);
    let more = id.is_some() || rejected || differs;
    if again && answer.stands() && !more {
        return;
    }
    to.line_end();
    if !more {
        return details(answer, to);
    }
    to.array(|to| {
        if answer.stands() {
            to.null();
        }
        details(answer, to);
        if differs {
            to.array(|to| {
                read.mismatches(&mut |field, sent, received| write_mismatch(field, sent, received, to));
            });
        } else {
            to.null();
        }
        maybe(id, to);
        if rejected {
            read.issues(&mut |error| field_error(error, reason.as_ref(), to));
        }
    });
}

/// Nothing where a reader of the body makes the same of it.
fn details(answer: &Answer<'_>, to: &mut Writer) {
    if !answer.stands() {
        answer.details.write(answer.settings, to);
    }
}

/// The path, the pointer, the message, the code. The last two are false where they are the reason's.
fn field_error(error: FieldError<'_>, reason: Option<&[Cow<'_, str>; 2]>, to: &mut Writer) {
    let steps = error.steps();
    steps.write(to);
    write_pointer(&steps, to);
    if reason.is_some_and(|[_, message]| message == error.message) {
        to.flag(false);
    } else {
        to.text(error.message);
    }
    match error.code {
        Some(code) if reason.is_some_and(|[own, _]| own == code) => to.flag(false),
        code => maybe(code, to),
    }
}

fn maybe(text: Option<&str>, to: &mut Writer) {
    match text {
        Some(text) => to.text(text),
        None => to.null(),
    }
}

/// Writes the verdict, unless it is said again. Whether it is, is found out sooner than it is written.
fn verdict(read: &Read<'_, '_>, reason: Option<&[Cow<'_, str>; 2]>, known: bool, to: &mut Writer) -> bool {
    let (kind, advice, because) = (read.kind().as_str(), read.advice().as_str(), read.because());
    // What has no reason is a success, and no success has to be waited for.
    let after = reason.and_then(|_| read.after());
    let again = verdict_again(known, |all| {
        // Texts of the program are the same where they stand in the same place.
        for text in [kind, advice].iter().chain(&because) {
            all.extend_from_slice(&text.as_ptr().expose_provenance().to_le_bytes());
            all.extend_from_slice(&text.len().to_le_bytes());
        }
        if let Some([code, message]) = reason {
            all.push(u8::from(after.is_some()));
            all.extend_from_slice(&after.unwrap_or_default().to_le_bytes());
            all.extend_from_slice(&code.len().to_le_bytes());
            all.extend_from_slice(code.as_bytes());
            all.extend_from_slice(message.as_bytes());
        }
    });
    if !again {
        to.array(|to| {
            to.plain(kind);
            to.plain(advice);
            // Where the texts stand, and how long they are: they are read there, once.
            to.array(|to| {
                for part in because {
                    if !part.is_empty() {
                        to.integer(place(part.as_ptr().expose_provenance()));
                        to.integer(place(part.len()));
                    }
                }
            });
            if let Some([code, message]) = reason {
                to.text(code);
                to.text(message);
                if let Some(seconds) = after {
                    to.integer(i64::try_from(seconds).unwrap_or(i64::MAX));
                }
            }
        });
    }
    again
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
