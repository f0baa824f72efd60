//! How long an answer asks to wait (RFC 9110, `Retry-After`).

use super::http::Response;
use super::json::MAX_SAFE;

/// Seconds, or a date counted from the response's own `Date`: there is no clock in here. A form that is
/// neither says nothing, nor does one of more seconds than a JavaScript number holds.
pub(crate) fn seconds(response: &Response) -> Option<u64> {
    let value = response.header("retry-after")?;
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok().filter(|seconds| *seconds <= MAX_SAFE.unsigned_abs());
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(response.header("date")?).ok()?;
    Some(until.duration_since(now).map_or(0, |wait| wait.as_secs()))
}
