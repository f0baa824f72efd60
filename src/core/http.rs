//! Requests and responses as plain data. Sending is the host's.

use std::borrow::Cow;
use std::fmt;

use super::buffer::Buffer;
use super::json::{Within, Write, Writer, serialize_as_written, write_text};
use super::secret::{REDACTED, Secret};

/// How every request treats redirects: they are not followed.
pub const REDIRECT: &str = "manual";

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// POST
    Post,
}

impl Method {
    /// The method as HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
        }
    }
}

/// A header's value; a credential's is hidden from `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// Anything that may be shown.
    Plain(Cow<'static, str>),
    /// A credential.
    Credential(Secret),
}

impl HeaderValue {
    /// The value to send.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(value) => value,
            Self::Credential(secret) => secret.expose(),
        }
    }

    fn shown(&self) -> &str {
        match self {
            Self::Plain(value) => value,
            Self::Credential(_) => REDACTED,
        }
    }
}

impl fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => fmt::Debug::fmt(value, f),
            Self::Credential(_) => f.write_str(REDACTED),
        }
    }
}

/// A request ready to send. `Debug` shows it without its credentials.
///
/// Send it with redirects switched off: a followed redirect would carry the body and the key headers to
/// another origin. A 3xx answer is read as [unknown](super::outcome::Kind::Unknown).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// The headers in their order, each name once.
    pub headers: Vec<(&'static str, HeaderValue)>,
    /// The body as exact JSON text; `None` where the operation documents that none is sent.
    pub body: Option<String>,
}

impl Request {
    /// The headers as they are sent, credentials included.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.expose()))
    }
}

/// An answer as the host received it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The status; 0 where the host could not tell one.
    pub status: u16,
    /// The headers; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, UTF-8 or not.
    pub body: Vec<u8>,
    /// The body broke off before its end.
    pub truncated: bool,
}

impl Response {
    /// An answer whose body arrived whole.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers, body: body.into(), truncated: false }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The same where it is, in the host's memory.
pub(crate) struct Arrived<'r> {
    pub status: u16,
    /// The first header of a name, in any case.
    pub headers: &'r dyn Fn(&str) -> Option<&'r str>,
    pub body: &'r str,
    pub truncated: bool,
}

impl<'r> Arrived<'r> {
    pub fn header(&self, name: &str) -> Option<&'r str> {
        (self.headers)(name).map(str::trim_ascii).filter(|value| !value.is_empty())
    }
}

/// A header, as it is shown.
pub(crate) struct Header<'h> {
    pub name: &'static str,
    pub value: &'h str,
    /// Neither needs an escape in JSON.
    pub stands: bool,
}

/// What every request of ours says of its body, as a header, as a member of JSON and as a line of its own.
pub(crate) const CONTENT_TYPE: (&str, &str) = ("Content-Type", "application/json");
const CONTENT_TYPE_MEMBER: &str = "\"Content-Type\":\"application/json\"";
#[cfg_attr(
    not(any(test, target_arch = "wasm32")),
    expect(dead_code, reason = "only the bindings write lines")
)]
pub(crate) const CONTENT_TYPE_LINE: &str = "\nContent-Type: application/json";

/// What is a request, whatever it is made of.
pub(crate) trait Sent {
    /// Made from a table, and not by somebody: the header above comes before those handed out.
    fn is_ours(&self) -> bool;
    fn method(&self) -> Method;
    fn url(&self, out: &mut Buffer, within: Within);
    /// Hands out the headers in their order; no credential is shown.
    fn headers(&self, each: &mut dyn FnMut(Header<'_>));
    fn has_body(&self) -> bool;
    fn body(&self, out: &mut Buffer, within: Within);
}

impl Sent for Request {
    fn is_ours(&self) -> bool {
        false
    }

    fn method(&self) -> Method {
        self.method
    }

    fn url(&self, out: &mut Buffer, within: Within) {
        within.write(out, &self.url);
    }

    fn headers(&self, each: &mut dyn FnMut(Header<'_>)) {
        for (name, value) in &self.headers {
            each(Header { name, value: value.shown(), stands: false });
        }
    }

    fn has_body(&self) -> bool {
        self.body.is_some()
    }

    fn body(&self, out: &mut Buffer, within: Within) {
        within.write(out, self.body.as_deref().unwrap_or_default());
    }
}

/// As the host's `fetch` takes it, but with `[redacted]` for credentials.
impl Write for dyn Sent + '_ {
    fn write(&self, to: &mut Writer) {
        // What is the same in every line of bulk is written in as few pieces as there are.
        to.word("{\"method\":\"");
        let out = to.raw();
        out.push_str(self.method().as_str());
        out.push_ours("\",\"url\":\"");
        self.url(out, Within::Text);
        out.push_ours("\",\"headers\":{");
        let mut comma = self.is_ours();
        if comma {
            out.push_ours(CONTENT_TYPE_MEMBER);
        }
        self.headers(&mut |Header { name, value, stands }| {
            if comma {
                out.push(b',');
            }
            comma = true;
            if stands {
                out.push_ours("\"");
                out.push_str(name);
                out.push_ours("\":\"");
                out.push_str(value);
                out.push_ours("\"");
            } else {
                write_text(out, name, Within::Nothing);
                out.push_ours(":");
                write_text(out, value, Within::Nothing);
            }
        });
        if self.has_body() {
            out.push_ours("},\"body\":\"");
            self.body(out, Within::Text);
            out.push(b'"');
        } else {
            out.push(b'}');
        }
        const { assert!(matches!(REDIRECT.as_bytes(), b"manual")) };
        out.push_ours(",\"redirect\":\"manual\"}");
    }
}

impl Write for Request {
    fn write(&self, to: &mut Writer) {
        (self as &dyn Sent).write(to);
    }
}

serialize_as_written!(Request);

#[cfg(test)]
mod tests {
    use super::{CONTENT_TYPE, CONTENT_TYPE_LINE, CONTENT_TYPE_MEMBER, HeaderValue, Method, Request};

    #[test]
    fn the_content_type_is_the_same_everywhere() {
        let (name, value) = CONTENT_TYPE;
        assert_eq!(CONTENT_TYPE_MEMBER, format!("{name:?}:{value:?}"));
        assert_eq!(CONTENT_TYPE_LINE, format!("\n{name}: {value}"));
    }

    /// A URL or a header's name that somebody put there stays one text.
    #[test]
    fn nothing_breaks_out_of_a_request() {
        let odd = "https://a/\",\"method\":\"DELETE\\";
        let request = Request {
            method: Method::Post,
            url: odd.to_owned(),
            headers: vec![("X-\"\\", HeaderValue::Plain(odd.into()))],
            body: Some(odd.to_owned()),
        };
        let written = serde_json::to_value(&request).unwrap_or_default();
        for place in ["/url", "/headers/X-\"\\", "/body"] {
            assert_eq!(written.pointer(place).and_then(serde_json::Value::as_str), Some(odd), "{place}");
        }
        assert_eq!(written.get("method").and_then(serde_json::Value::as_str), Some("POST"));
    }
}
