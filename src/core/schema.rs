//! The JSON Schema (2020-12) of an input, made of the table that drives the check.

use super::account::Settings;
use super::currency;
use super::field::{Field, Form, Kind, Text};
use super::json::Json;
use super::money::MAX_DIGITS;
use super::operation::Operation;

/// No control characters. (Lone surrogates cannot be written in a schema that is JSON.)
const PLAIN: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";
const ENCODED: &str =
    r"^(?!(?:\.|%2[Ee]){1,2}$)(?:[A-Za-z0-9._~-]|%(?!2[Ff]|5[Cc]|[01][0-9A-Fa-f]|7[Ff])[0-9A-Fa-f]{2})+$";
const TOKEN: &str = r"^[!-~]*$";
const UUID: &str = r"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
const USER_ID: &str = r"^[^:\u0000-\u001f\u007f-\u009f]*$";

pub(crate) fn of(operation: &Operation, settings: &Settings) -> Json {
    let mut schema = vec![
        ("$schema".into(), text("https://json-schema.org/draft/2020-12/schema")),
        ("title".into(), text(operation.id)),
        ("description".into(), text(operation.about)),
    ];
    if !operation.rules.is_empty() {
        let rules: Vec<&str> = operation.rules.iter().map(|rule| rule.about).collect();
        schema.push(("$comment".into(), text(&rules.join(" "))));
    }
    schema.extend(object(operation.fields, settings));
    Json::Object(schema)
}

type Members = Vec<(std::borrow::Cow<'static, str>, Json)>;

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Json {
    Json::List(texts.into_iter().map(text).collect())
}

fn object(fields: &'static [Field], settings: &Settings) -> Members {
    let usable = |field: &&Field| field.version.is_none() || field.version == settings.version.as_deref();
    let properties = fields.iter().filter(usable).map(|field| {
        let mut schema = kind(&field.kind, settings);
        let about = match field.absent {
            "" => field.about.to_owned(),
            absent => format!("{} Leave it out if {absent}.", field.about),
        };
        schema.push(("description".into(), text(&about)));
        (field.name.into(), Json::Object(schema))
    });
    let required = fields.iter().filter(usable).filter(|field| field.required).map(|field| field.name);
    vec![
        ("type".into(), text("object")),
        ("properties".into(), Json::Object(properties.collect())),
        ("required".into(), texts(required)),
        ("additionalProperties".into(), Json::Flag(false)),
    ]
}

fn kind(kind_of: &'static Kind, settings: &Settings) -> Members {
    match kind_of {
        Kind::Text(bounds) => string(bounds),
        Kind::Integer { min, max } => integer(*min, *max),
        Kind::Minor { max } => integer(1, *max),
        Kind::Major { currency } => {
            let digits = currency.is_none().then(|| settings.decimals_of(None));
            vec![("anyOf".into(), Json::List(vec![decimal_text(digits), positive_number()]))]
        }
        Kind::Currency => {
            let mut codes: Vec<&str> = currency::codes().collect();
            let own = settings.currencies.iter().map(|(code, _)| code.as_str());
            codes.extend(own.filter(|code| currency::iso(code).is_none()));
            vec![("type".into(), text("string")), ("enum".into(), texts(codes))]
        }
        Kind::Flag => vec![("type".into(), text("boolean"))],
        Kind::Object(fields) => object(fields, settings),
        Kind::Texts => {
            let items = Json::Object(string(&Text::or_empty(Form::Free)));
            vec![("type".into(), text("array")), ("items".into(), items)]
        }
        Kind::WordOr(word, inner) => {
            let word = Json::Object(vec![("const".into(), text(word))]);
            vec![("anyOf".into(), Json::List(vec![word, Json::Object(kind(inner, settings))]))]
        }
        Kind::OneOf(words) => vec![("enum".into(), texts(words.iter().copied()))],
        Kind::Exponents => {
            let digits = Json::Object(integer(0, i64::from(currency::MAX_EXPONENT)));
            let names = Json::Object(vec![("pattern".into(), text("^[A-Z]{3}$"))]);
            vec![
                ("type".into(), text("object")),
                ("propertyNames".into(), names),
                ("additionalProperties".into(), digits),
            ]
        }
    }
}

fn string(bounds: &Text) -> Members {
    let pattern = match bounds.form {
        Form::Free | Form::Segment | Form::BaseUrl => PLAIN,
        Form::Encoded => ENCODED,
        Form::Token => TOKEN,
        Form::Uuid => UUID,
        Form::UserId => USER_ID,
    };
    let mut schema = vec![("type".into(), text("string")), ("pattern".into(), text(pattern))];
    if !bounds.may_be_empty {
        schema.push(("minLength".into(), Json::Integer(1)));
    }
    if bounds.form == Form::Segment {
        schema.push(("not".into(), Json::Object(vec![("enum".into(), texts([".", ".."]))])));
    }
    schema
}

fn integer(min: i64, max: i64) -> Members {
    vec![
        ("type".into(), text("integer")),
        ("minimum".into(), Json::Integer(min)),
        // A bound beyond 2^53 - 1 is the bound of what a JavaScript number may be.
        ("maximum".into(), Json::Integer(max.min(super::json::MAX_SAFE))),
    ]
}

fn decimal_text(digits: Option<u32>) -> Json {
    let fraction = match digits {
        Some(0) => String::new(),
        Some(digits) => format!(r"(?:\.[0-9]{{1,{digits}}})?"),
        None => r"(?:\.[0-9]+)?".to_owned(),
    };
    let most = MAX_DIGITS;
    let pattern =
        format!(r"^(?=.*[1-9])(?!(?:\.?[0-9]){{{},}})(?:0|[1-9][0-9]*){fraction}$", most.saturating_add(1));
    Json::Object(vec![("type".into(), text("string")), ("pattern".into(), text(&pattern))])
}

fn positive_number() -> Json {
    Json::Object(vec![
        ("type".into(), text("number")),
        ("exclusiveMinimum".into(), Json::Integer(0)),
        ("maximum".into(), Json::Integer(super::json::MAX_SAFE)),
    ])
}
