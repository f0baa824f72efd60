//! What crosses the boundary in one piece of text.

use crate::core::http::Request;

/// A request as an HTTP message would write it: `POST url`, a line for each header, and after a blank line
/// the body, where there is one. No URL or header value holds a line end.
pub(super) fn message(request: &Request) -> String {
    let mut message = String::with_capacity(512);
    message.extend([request.method.as_str(), " ", &request.url]);
    for (name, value) in request.headers() {
        message.extend(["\n", name, ": ", value]);
    }
    if let Some(body) = &request.body {
        message.extend(["\n\n", body]);
    }
    message
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
