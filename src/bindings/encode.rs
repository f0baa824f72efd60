//! What crosses the boundary in one piece of text.

use crate::core::http::Sent;
use crate::core::json::{Within, Writer};

/// A request, a line for each part: the URL, the body (empty where there is none), the method, the headers. None of them
/// holds a line end. First comes what differs from request to request.
pub(super) fn message(request: &dyn Sent, to: &mut Writer) {
    let out = to.raw();
    request.url(out);
    out.push('\n');
    if request.has_body() {
        request.body(out, Within::Nothing);
    }
    out.push('\n');
    out.push_str(request.method().as_str());
    request.headers(&mut |name, value| {
        for part in ["\n", name, ": ", value] {
            out.push_str(part);
        }
    });
}

/// Headers given as `name\nvalue\n` pairs.
pub(super) fn headers(text: &str) -> Vec<(String, String)> {
    let mut lines = text.split('\n');
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        headers.push((name.to_owned(), value.to_owned()));
    }
    headers
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
