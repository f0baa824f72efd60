//! A request that can be sent, in the values it is made of: written straight to where it is wanted.

use std::borrow::Cow;

use super::account::Settings;
use super::check::{Checked, Value};
use super::field::{Form, Kind, Place, Text};
use super::http::{HeaderValue, Method, Request, Sent};
use super::json::{Within, write_as_it_stands, write_name, write_text};
use super::operation::{EmptyBody, Operation};
use super::text::{cut, push_integer};
use super::url;

/// What every request says of its body.
const CONTENT_TYPE: (&str, &str) = ("Content-Type", "application/json");

/// A request without credentials. Only an input without issues becomes one.
#[derive(Debug)]
pub(crate) struct Ready<'a> {
    pub operation: &'a Operation,
    pub settings: &'a Settings,
    pub checked: Checked<'a>,
}

impl Sent for Ready<'_> {
    fn method(&self) -> Method {
        self.operation.method
    }

    /// No character of it needs an escape.
    fn url(&self, out: &mut String, _: Within) {
        out.push_str(&self.settings.base_url);
        let mut rest = self.operation.path;
        while let Some((before, after)) = cut(rest, b'{') {
            out.push_str(before);
            let (name, after) = cut(after, b'}').unwrap_or((after, ""));
            rest = after;
            let Some((field, Value::Text(text))) =
                self.checked.entries().find(|(field, _)| field.name == name)
            else {
                continue;
            };
            match &field.kind {
                Kind::Text(Text { form: Form::Encoded, .. }) => out.push_str(text),
                _ => url::push_segment(out, text),
            }
        }
        out.push_str(rest);
    }

    fn headers(&self, each: &mut dyn FnMut(&'static str, &str)) {
        let (name, value) = CONTENT_TYPE;
        each(name, value);
        if let (Some(name), Some(version)) = (self.operation.version_header, &self.settings.version) {
            each(name, version);
        }
        for (field, value) in self.checked.entries() {
            if let (Place::Header(name), Value::Text(text)) = (field.place, value) {
                each(name, text);
            }
        }
    }

    fn has_body(&self) -> bool {
        self.operation.empty_body == EmptyBody::Object || in_body(&self.checked).next().is_some()
    }

    fn body(&self, out: &mut String, within: Within) {
        write_object(out, &self.checked, within);
    }
}

impl From<Ready<'_>> for Request {
    fn from(ready: Ready<'_>) -> Self {
        let mut request =
            Self { method: ready.method(), url: String::new(), headers: Vec::new(), body: None };
        ready.url(&mut request.url, Within::Nothing);
        ready.headers(&mut |name, value| {
            request.headers.push((name, HeaderValue::Plain(value.to_owned().into())));
        });
        if ready.has_body() {
            ready.body(request.body.insert(String::with_capacity(128)), Within::Nothing);
        }
        request
    }
}

/// The fields of the body, in documented order. A word such as "remaining" means what leaving the field out means
/// to the provider.
fn in_body<'c>(checked: &'c Checked<'_>) -> impl Iterator<Item = (&'static str, &'c Value<'c>)> {
    let sent = checked.entries();
    sent.filter(|(field, value)| field.place == Place::Body && !matches!(value, Value::Word(_)))
        .map(|(field, value)| (field.name, value))
}

fn write_object(out: &mut String, checked: &Checked<'_>, within: Within) {
    out.push('{');
    let mut first = true;
    for (name, value) in in_body(checked) {
        if !first {
            out.push(',');
        }
        first = false;
        write_name(out, name, within);
        write_value(out, value, within);
    }
    out.push('}');
}

fn write_value(out: &mut String, value: &Value<'_>, within: Within) {
    match value {
        Value::Text(Cow::Borrowed(text)) => write_as_it_stands(out, text, within),
        Value::Text(Cow::Owned(text)) => write_text(out, text, within),
        Value::Integer(integer) => push_integer(out, *integer),
        Value::Decimal { amount, .. } => out.push_str(amount.as_str()),
        Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Object(object) => write_object(out, object, within),
        Value::Texts(texts) => {
            out.push('[');
            let mut comma = "";
            for text in texts {
                out.push_str(comma);
                comma = ",";
                write_text(out, text, within);
            }
            out.push(']');
        }
        // Neither stands in a body by itself.
        Value::Word(_) | Value::Exponents(_) => out.push_str("null"),
    }
}
