//! A request that can be sent, in the values it is made of: written straight to where it is wanted.

use std::borrow::Cow;

use super::account::Settings;
use super::buffer::Buffer;
use super::check::{Checked, Passed, Value};
use super::field::{Field, Form, Kind, Place, Text};
use super::http::{CONTENT_TYPE, Header, HeaderValue, Method, Request, Sent};
use super::json::{Within, write_as_it_stands, write_name, write_text};
use super::operation::{EmptyBody, Operation};
use super::text::{cut, push_integer};
use super::url;

/// A request without credentials. Only an input without issues becomes one.
#[derive(Debug)]
pub(crate) struct Ready<'a> {
    pub operation: &'a Operation,
    pub settings: &'a Settings,
    pub checked: Checked<'a>,
}

impl Ready<'_> {
    /// Whether a header holds something of the input; if not, all requests of its operation and account have the same.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        expect(dead_code, reason = "only the bindings leave headers out")
    )]
    pub fn has_own_headers(&self) -> bool {
        self.checked.all().entries().any(|(field, ..)| matches!(field.place, Place::Header(_)))
    }
}

impl Sent for Ready<'_> {
    fn is_ours(&self) -> bool {
        true
    }

    fn method(&self) -> Method {
        self.operation.method
    }

    /// No character of it needs an escape.
    fn url(&self, out: &mut Buffer, _: Within) {
        out.push_str(&self.settings.base_url);
        let mut rest = self.operation.path;
        for (field, value, _) in self.checked.all().entries() {
            let (Place::Path, Value::Text(text)) = (field.place, value) else { continue };
            // The table has these fields in the order of the path.
            let Some((before, from)) = cut(rest, b'{') else { break };
            out.push_str(before);
            match &field.kind {
                Kind::Text(Text { form: Form::Encoded, .. }) => out.push_str(text),
                _ => url::push_segment(out, text),
            }
            rest = from.get(field.name.len().saturating_add(1)..).unwrap_or_default();
        }
        out.push_str(rest);
    }

    fn headers(&self, each: &mut dyn FnMut(Header<'_>)) {
        if let (Some(name), Some(value)) = (self.operation.version_header, &self.settings.version) {
            each(Header { name, value, stands: self.settings.version_stands });
        }
        for (field, value, _) in self.checked.all().entries() {
            if let (Place::Header(name), Value::Text(value)) = (field.place, value) {
                each(Header { name, value, stands: matches!(value, Cow::Borrowed(_)) });
            }
        }
    }

    fn has_body(&self) -> bool {
        self.operation.empty_body == EmptyBody::Object || in_body(self.checked.all()).next().is_some()
    }

    fn body(&self, out: &mut Buffer, within: Within) {
        write_object(out, self.checked.all(), within);
    }
}

impl From<Ready<'_>> for Request {
    fn from(ready: Ready<'_>) -> Self {
        let written = |write: &dyn Fn(&mut Buffer)| {
            let mut out = Buffer::with_capacity(128);
            write(&mut out);
            out.into_string()
        };
        let (name, value) = CONTENT_TYPE;
        let mut headers = vec![(name, HeaderValue::Plain(value.into()))];
        ready.headers(&mut |Header { name, value, .. }| {
            headers.push((name, HeaderValue::Plain(value.to_owned().into())));
        });
        Self {
            method: ready.method(),
            url: written(&|out| ready.url(out, Within::Nothing)),
            headers,
            body: ready.has_body().then(|| written(&|out| ready.body(out, Within::Nothing))),
        }
    }
}

/// The fields of the body, in documented order. A word such as "remaining" means what leaving the field out means
/// to the provider.
fn in_body(passed: Passed<'_>) -> impl Iterator<Item = (&'static Field, &Value<'_>, Passed<'_>)> {
    let is_sent =
        |field: &Field, value: &Value<'_>| field.place == Place::Body && !matches!(value, Value::Word(_));
    passed.entries().filter(move |(field, value, _)| is_sent(field, value))
}

fn write_object(out: &mut Buffer, passed: Passed<'_>, within: Within) {
    let mut before = b'{';
    for (field, value, inside) in in_body(passed) {
        out.push(before);
        before = b',';
        write_name(out, field.name, within);
        match value {
            Value::Object(_) => write_object(out, inside, within),
            _ => write_value(out, value, within),
        }
    }
    if before == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
}

fn write_value(out: &mut Buffer, value: &Value<'_>, within: Within) {
    match value {
        Value::Text(text) => write_checked(out, text, matches!(text, Cow::Borrowed(_)), within),
        Value::Integer(integer) => push_integer(out, *integer),
        Value::Decimal { amount, .. } => out.push_str(amount.as_str()),
        Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Texts(texts) => {
            let mut before = b'[';
            for text in texts {
                out.push(before);
                before = b',';
                write_checked(out, text, matches!(text, Cow::Borrowed(_)), within);
            }
            if before == b'[' {
                out.push(b'[');
            }
            out.push(b']');
        }
        // None of these stands in a body by itself.
        Value::Object(_) | Value::Word(_) | Value::Exponents(_) => out.push_str("null"),
    }
}

/// A borrowed text stood in JSON without an escape, and needs none now.
fn write_checked(out: &mut Buffer, text: &str, borrowed: bool, within: Within) {
    let write = if borrowed { write_as_it_stands } else { write_text };
    write(out, text, within);
}
