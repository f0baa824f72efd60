//! The JSON Schema (2020-12) of an input, made of the table that drives the check.

use super::account::Settings;
use super::currency;
use super::field::{Field, Form, Kind, Text};
use super::json::{MAX_SAFE, Write, Writer};
use super::money::MAX_DIGITS;
use super::operation::Operation;
use super::text::{self, concat};

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
        let Operation { id, about, rules, fields, .. } = self.operation;
        to.object(|to| {
            to.word(r#""$schema":"https://json-schema.org/draft/2020-12/schema""#);
            to.pair("title", id);
            to.pair("description", about);
            let mut comment = String::new();
            for rule in *rules {
                comment.push_str(if comment.is_empty() { "" } else { " " });
                comment.push_str(rule.about);
            }
            if !comment.is_empty() {
                to.pair("$comment", &comment);
            }
            self.object(fields, to);
        });
    }
}

impl Schema<'_> {
    fn object(&self, fields: &'static [Field], to: &mut Writer) {
        to.word(r#""type":"object""#);
        to.key("properties").object(|to| {
            for field in fields {
                if !self.knows(field) {
                    continue;
                }
                to.key(field.name).object(|to| {
                    self.kind(&field.kind, to);
                    let (before, after) = match field.absent {
                        "" => ("", ""),
                        _ => (" Leave it out if ", "."),
                    };
                    to.pair("description", &concat(&[field.about, before, field.absent, after]));
                });
            }
        });
        to.key("required").array(|to| {
            for field in fields {
                if field.required && self.knows(field) {
                    to.text(field.name);
                }
            }
        });
        to.word(r#""additionalProperties":false"#);
    }

    /// Whether the account's API version documents a field.
    fn knows(&self, field: &Field) -> bool {
        field.version.is_none() || field.version == self.settings.version.as_deref()
    }

    fn kind(&self, kind: &'static Kind, to: &mut Writer) {
        match kind {
            Kind::Text(bounds) => string(bounds, to),
            Kind::Integer { min, max } => integer(*min, *max, to),
            Kind::Minor { max } => integer(1, *max, to),
            Kind::Major { currency } => {
                const { assert!(MAX_SAFE == 9_007_199_254_740_991) };
                let digits = currency.is_none().then(|| self.settings.decimals_of(None));
                to.word(r#""anyOf":[{"type":"string""#);
                to.pair("pattern", &decimal_pattern(digits));
                let number = r#"},{"type":"number","exclusiveMinimum":0,"maximum":9007199254740991}]"#;
                to.raw().push_str(number);
            }
            Kind::Currency => {
                to.word(r#""type":"string""#);
                to.key("enum").array(|to| {
                    currency::each_code(&mut |code| to.text(code));
                    for (code, _) in &self.settings.currencies {
                        if currency::iso(code).is_none() {
                            to.text(code);
                        }
                    }
                });
            }
            Kind::Flag => to.word(r#""type":"boolean""#),
            Kind::Object(fields) => self.object(fields, to),
            Kind::Texts => {
                to.word(r#""type":"array""#);
                to.key("items").object(|to| string(&Text::or_empty(Form::Free), to));
            }
            Kind::WordOr(word, inner) => {
                to.word(r#""anyOf":[{"#);
                to.pair("const", word);
                to.raw().push_str("},{");
                self.kind(inner, to);
                to.raw().push_str("}]");
            }
            Kind::OneOf(words) => to.key("enum").list(*words),
            Kind::Exponents => {
                const { assert!(currency::MAX_EXPONENT == 28) };
                to.word(r#""type":"object","propertyNames":{"pattern":"^[A-Z]{3}$"}"#);
                to.word(r#""additionalProperties":{"type":"integer","minimum":0,"maximum":28}"#);
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
    to.word(r#""type":"string""#);
    to.pair("pattern", pattern);
    if !bounds.may_be_empty {
        to.word(r#""minLength":1"#);
    }
    if bounds.form == Form::Segment {
        to.word(r#""not":{"enum":[".",".."]}"#);
    }
}

fn integer(min: i64, max: i64, to: &mut Writer) {
    to.word(r#""type":"integer""#);
    to.key("minimum").integer(min);
    // A bound beyond 2^53 - 1 is the bound of what a JavaScript number may be.
    to.key("maximum").integer(max.min(MAX_SAFE));
}

fn decimal_pattern(digits: Option<u32>) -> String {
    const { assert!(MAX_DIGITS == 28) };
    let most = text::integer(digits.unwrap_or(0).into());
    let [before, most, after] = match digits {
        Some(0) => ["", "", "$"],
        Some(_) => [r"(?:\.[0-9]{1,", &most, "})?$"],
        None => [r"(?:\.[0-9]+)?$", "", ""],
    };
    concat(&[r"^(?=.*[1-9])(?!(?:\.?[0-9]){29,})(?:0|[1-9][0-9]*)", before, most, after])
}
