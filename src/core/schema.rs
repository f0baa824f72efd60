//! The JSON Schema (2020-12) of an input, made of the table that drives the check.

use super::account::Settings;
use super::currency;
use super::field::{Field, Form, Kind, Text};
use super::json::{MAX_SAFE, Write, Writer};
use super::money::MAX_DIGITS;
use super::operation::Operation;
use super::text::{self, concat, join};

/// No control characters. (Lone surrogates cannot be written in a schema that is JSON.)
const PLAIN: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";
const ENCODED: &str =
    r"^(?!(?:\.|%2[Ee]){1,2}$)(?:[A-Za-z0-9._~-]|%(?!2[Ff]|5[Cc]|[01][0-9A-Fa-f]|7[Ff])[0-9A-Fa-f]{2})+$";
const TOKEN: &str = r"^[!-~]*$";
const UUID: &str = r"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
const USER_ID: &str = r"^[^:\u0000-\u001f\u007f-\u009f]*$";

/// The schema of an operation's input for one account.
pub(crate) struct Schema<'s> {
    pub operation: &'static Operation,
    pub settings: &'s Settings,
}

impl Write for Schema<'_> {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("$schema", "https://json-schema.org/draft/2020-12/schema");
            to.pair("title", self.operation.id);
            to.pair("description", self.operation.about);
            if !self.operation.rules.is_empty() {
                let rules: Vec<&str> = self.operation.rules.iter().map(|rule| rule.about).collect();
                to.pair("$comment", &join(&rules, " "));
            }
            self.object(self.operation.fields, to);
        });
    }
}

impl Schema<'_> {
    fn object(&self, fields: &'static [Field], to: &mut Writer) {
        let version = self.settings.version.as_deref();
        let usable = |field: &&Field| field.version.is_none() || field.version == version;
        to.pair("type", "object");
        to.key("properties").object(|to| {
            for field in fields.iter().filter(usable) {
                to.key(field.name).object(|to| {
                    self.kind(&field.kind, to);
                    let absent = match field.absent {
                        "" => String::new(),
                        absent => concat(&[" Leave it out if ", absent, "."]),
                    };
                    to.pair("description", &concat(&[field.about, &absent]));
                });
            }
        });
        let required = fields.iter().filter(usable).filter(|field| field.required);
        to.key("required").list(required.map(|field| field.name));
        to.key("additionalProperties").flag(false);
    }

    fn kind(&self, kind: &'static Kind, to: &mut Writer) {
        match kind {
            Kind::Text(bounds) => string(bounds, to),
            Kind::Integer { min, max } => integer(*min, *max, to),
            Kind::Minor { max } => integer(1, *max, to),
            Kind::Major { currency } => {
                let digits = currency.is_none().then(|| self.settings.decimals_of(None));
                to.key("anyOf").array(|to| {
                    to.object(|to| {
                        to.pair("type", "string");
                        to.pair("pattern", &decimal_pattern(digits));
                    });
                    to.object(|to| {
                        to.pair("type", "number");
                        to.key("exclusiveMinimum").integer(0);
                        to.key("maximum").integer(MAX_SAFE);
                    });
                });
            }
            Kind::Currency => {
                to.pair("type", "string");
                to.key("enum").array(|to| {
                    currency::codes().for_each(|code| to.text(code));
                    let own = self.settings.currencies.iter().map(|(code, _)| code.as_str());
                    own.filter(|code| currency::iso(code).is_none()).for_each(|code| to.text(code));
                });
            }
            Kind::Flag => to.pair("type", "boolean"),
            Kind::Object(fields) => self.object(fields, to),
            Kind::Texts => {
                to.pair("type", "array");
                to.key("items").object(|to| string(&Text::or_empty(Form::Free), to));
            }
            Kind::WordOr(word, inner) => to.key("anyOf").array(|to| {
                to.object(|to| to.pair("const", word));
                to.object(|to| self.kind(inner, to));
            }),
            Kind::OneOf(words) => to.key("enum").list(*words),
            Kind::Exponents => {
                to.pair("type", "object");
                to.key("propertyNames").object(|to| to.pair("pattern", "^[A-Z]{3}$"));
                let most = i64::from(currency::MAX_EXPONENT);
                to.key("additionalProperties").object(|to| integer(0, most, to));
            }
        }
    }
}

fn string(bounds: &Text, to: &mut Writer) {
    let pattern = match bounds.form {
        Form::Free | Form::Segment | Form::BaseUrl => PLAIN,
        Form::Encoded => ENCODED,
        Form::Token => TOKEN,
        Form::Uuid => UUID,
        Form::UserId => USER_ID,
    };
    to.pair("type", "string");
    to.pair("pattern", pattern);
    if !bounds.may_be_empty {
        to.key("minLength").integer(1);
    }
    if bounds.form == Form::Segment {
        to.key("not").object(|to| to.key("enum").list([".", ".."]));
    }
}

fn integer(min: i64, max: i64, to: &mut Writer) {
    to.pair("type", "integer");
    to.key("minimum").integer(min);
    // A bound beyond 2^53 - 1 is the bound of what a JavaScript number may be.
    to.key("maximum").integer(max.min(MAX_SAFE));
}

fn decimal_pattern(digits: Option<u32>) -> String {
    const { assert!(MAX_DIGITS == 28) };
    let fraction = match digits {
        Some(0) => String::new(),
        Some(digits) => concat(&[r"(?:\.[0-9]{1,", &text::integer(digits.into()), "})?"]),
        None => r"(?:\.[0-9]+)?".to_owned(),
    };
    concat(&[r"^(?=.*[1-9])(?!(?:\.?[0-9]){29,})(?:0|[1-9][0-9]*)", &fraction, "$"])
}
