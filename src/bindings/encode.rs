//! What crosses the boundary in one piece of text.

use crate::core::http::Sent;
use crate::core::json::{Within, Writer};

/// A request as an HTTP message would write it: `POST url`, a line for each header, and after a blank line
/// the body, where there is one. No URL or header value holds a line end.
pub(super) fn message(request: &dyn Sent, to: &mut Writer) {
    let out = to.raw();
    out.push_str(request.method().as_str());
    out.push(' ');
    request.url(out);
    request.headers(&mut |name, value| {
        for part in ["\n", name, ": ", value] {
            out.push_str(part);
        }
    });
    if request.has_body() {
        out.push_str("\n\n");
        request.body(out, Within::Nothing);
    }
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
