//! Everything there is, as data: providers, accounts, operations, fields.

use super::account::Provider;
use super::field::{Field, Form, Kind, Place};
use super::json::{Json, Write, Writer, json_of};
use super::operation::{EmptyBody, Operation};

/// `{ providers: [{ name, title, environments, account, operations }] }`.
#[must_use]
pub fn describe(providers: &'static [&'static Provider]) -> Json {
    json_of(&Description(providers))
}

/// A text that only a description holds. The module that browsers download is built without those (see
/// `scripts/lib/description.mjs`).
pub(crate) const fn told(text: &'static str) -> &'static str {
    if cfg!(undescribed) { "" } else { text }
}

/// The same for a list.
pub(crate) const fn told_all<T>(list: &'static [T]) -> &'static [T] {
    if cfg!(undescribed) { &[] } else { list }
}

/// Everything there is, as text.
pub(crate) struct Description(pub &'static [&'static Provider]);

impl Write for Description {
    fn write(&self, to: &mut Writer) {
        to.object(|to| to.key("providers").list(self.0));
    }
}

impl Write for Provider {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("name", self.name);
            to.pair("title", self.title);
            to.key("environments").object(|to| {
                for (name, url) in self.environments {
                    to.pair(name, url);
                }
            });
            let own = |field| AccountField { field, secret: self.credential_fields.contains(&field.name) };
            to.key("account").list(self.account.iter().map(own));
            to.key("operations").list(self.operations);
        });
    }
}

/// An account's fields have no place in a request; those that are credentials say so.
struct AccountField {
    field: &'static Field,
    secret: bool,
}

impl Write for AccountField {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("name", self.field.name);
            to.key("required").flag(self.field.required);
            rest(self.field, to);
            if self.secret {
                to.key("secret").flag(true);
            }
        });
    }
}

impl Write for Operation {
    fn write(&self, to: &mut Writer) {
        let empty = match self.empty_body {
            EmptyBody::Object => "object",
            EmptyBody::Nothing => "nothing",
        };
        to.object(|to| {
            for (name, text) in [
                ("id", self.id),
                ("name", self.name),
                ("about", self.about),
                ("document", self.document),
                ("method", self.method.as_str()),
                ("path", self.path),
                ("emptyBody", empty),
            ] {
                to.pair(name, text);
            }
            to.key("fields").list(self.fields);
            to.key("rules").list(self.rules.iter().map(|rule| rule.about));
            to.key("statuses").list(self.statuses.iter().map(|status| i64::from(*status)));
            to.key("details").list(self.details.iter().map(|detail| detail.name));
            to.key("silences").list(self.silences);
            if let Some(key) = self.idempotency {
                to.pair("idempotency", key.field);
            }
        });
    }
}

impl Write for Field {
    fn write(&self, to: &mut Writer) {
        let place = match self.place {
            Place::Body => "body",
            Place::Path => "path",
            Place::Header(_) => "header",
        };
        to.object(|to| {
            to.pair("name", self.name);
            to.pair("place", place);
            to.key("required").flag(self.required);
            rest(self, to);
        });
    }
}

fn rest(field: &Field, to: &mut Writer) {
    to.pair("about", field.about);
    if let Place::Header(header) = field.place {
        to.pair("header", header);
    }
    if !field.absent.is_empty() {
        to.pair("leaveOutIf", field.absent);
    }
    if let Some(version) = field.version {
        to.pair("apiVersion", version);
    }
    kind(&field.kind, to);
}

fn kind(kind_of: &Kind, to: &mut Writer) {
    let name = match kind_of {
        Kind::Text(_) => "text",
        Kind::Integer { .. } => "integer",
        Kind::Minor { .. } => "minor",
        Kind::Major { .. } => "major",
        Kind::Currency => "currency",
        Kind::Flag => "flag",
        Kind::Object(_) => "object",
        Kind::Texts => "texts",
        Kind::WordOr(word, inner) => {
            kind(inner, to);
            to.pair("word", word);
            return;
        }
        Kind::OneOf(_) => "word",
        Kind::Exponents => "exponents",
    };
    to.pair("kind", name);
    match kind_of {
        Kind::Object(inner) => to.key("fields").list(*inner),
        Kind::OneOf(words) => to.key("words").list(*words),
        Kind::Text(bounds) => {
            if let Some(max) = bounds.advised_max {
                to.key("advisedMaxLength").integer(i64::try_from(max).unwrap_or(i64::MAX));
            }
            to.pair("form", form(bounds.form));
            to.key("mayBeEmpty").flag(bounds.may_be_empty);
        }
        Kind::Integer { min, max } => {
            Json::safe(*min).write(to.key("min"));
            Json::safe(*max).write(to.key("max"));
        }
        Kind::Minor { max } => Json::safe(*max).write(to.key("max")),
        Kind::Major { currency: Some(currency) } => to.pair("currencyField", currency),
        _ => {}
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Free => "free",
        Form::Segment => "segment",
        Form::Encoded => "encoded",
        Form::Token => "token",
        Form::Uuid => "uuid",
        Form::UserId => "userId",
        Form::BaseUrl => "baseUrl",
    }
}
