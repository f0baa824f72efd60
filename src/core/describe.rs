//! Everything there is, as data: providers, accounts, operations, fields.

use super::account::Provider;
use super::field::{Field, Form, Kind, Place};
use super::json::Json;
use super::operation::{EmptyBody, Operation};

type Members = Vec<(std::borrow::Cow<'static, str>, Json)>;

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// `{ providers: [{ name, title, environments, account, operations }] }`.
#[must_use]
pub fn describe(providers: &[&'static Provider]) -> Json {
    let providers = providers.iter().map(|provider| {
        let environments = provider.environments.iter().map(|(name, url)| ((*name).into(), text(url)));
        Json::Object(vec![
            ("name".into(), text(provider.name)),
            ("title".into(), text(provider.title)),
            ("environments".into(), Json::Object(environments.collect())),
            ("account".into(), account(provider)),
            ("operations".into(), Json::List(provider.operations.iter().map(|one| operation(one)).collect())),
        ])
    });
    Json::Object(vec![("providers".into(), Json::List(providers.collect()))])
}

/// An account's fields have no place in a request; those that are credentials say so.
fn account(provider: &Provider) -> Json {
    let fields = provider.account.iter().map(|one| {
        let Json::Object(mut members) = field(one) else { return Json::Null };
        members.retain(|(name, _)| name != "place");
        if provider.credential_fields.contains(&one.name) {
            members.push(("secret".into(), Json::Flag(true)));
        }
        Json::Object(members)
    });
    Json::List(fields.collect())
}

fn operation(operation: &Operation) -> Json {
    let empty = match operation.empty_body {
        EmptyBody::Object => "object",
        EmptyBody::Nothing => "nothing",
    };
    let list = |texts: &[&str]| Json::List(texts.iter().map(|one| text(one)).collect());
    let rules: Vec<&str> = operation.rules.iter().map(|rule| rule.about).collect();
    let statuses = operation.statuses.iter().map(|status| Json::Integer(i64::from(*status)));
    let details: Vec<&str> = operation.details.iter().map(|detail| detail.name).collect();
    let mut members: Members = vec![
        ("id".into(), text(operation.id)),
        ("name".into(), text(operation.name)),
        ("about".into(), text(operation.about)),
        ("document".into(), text(operation.document)),
        ("method".into(), text(operation.method.as_str())),
        ("path".into(), text(operation.path)),
        ("emptyBody".into(), text(empty)),
        ("fields".into(), fields(operation.fields)),
        ("rules".into(), list(&rules)),
        ("statuses".into(), Json::List(statuses.collect())),
        ("details".into(), list(&details)),
        ("silences".into(), list(operation.silences)),
    ];
    if let Some(key) = operation.idempotency {
        members.push(("idempotency".into(), text(key.field)));
    }
    Json::Object(members)
}

fn fields(fields: &[Field]) -> Json {
    Json::List(fields.iter().map(field).collect())
}

fn field(field: &Field) -> Json {
    let place = match field.place {
        Place::Body => "body",
        Place::Path => "path",
        Place::Header(_) => "header",
    };
    let mut members: Members = vec![
        ("name".into(), text(field.name)),
        ("place".into(), text(place)),
        ("required".into(), Json::Flag(field.required)),
        ("about".into(), text(field.about)),
    ];
    if let Place::Header(header) = field.place {
        members.push(("header".into(), text(header)));
    }
    if !field.absent.is_empty() {
        members.push(("leaveOutIf".into(), text(field.absent)));
    }
    if let Some(version) = field.version {
        members.push(("apiVersion".into(), text(version)));
    }
    members.extend(kind(&field.kind));
    Json::Object(members)
}

fn kind(kind_of: &Kind) -> Members {
    let name = match kind_of {
        Kind::Text(_) => "text",
        Kind::Integer { .. } => "integer",
        Kind::Minor { .. } => "minor",
        Kind::Major { .. } => "major",
        Kind::Currency => "currency",
        Kind::Flag => "flag",
        Kind::Object(_) => "object",
        Kind::Texts => "texts",
        Kind::WordOr(_, inner) => {
            let mut members = kind(inner);
            if let Kind::WordOr(word, _) = kind_of {
                members.push(("word".into(), text(word)));
            }
            return members;
        }
        Kind::OneOf(_) => "word",
        Kind::Exponents => "exponents",
    };
    let mut members: Members = vec![("kind".into(), text(name))];
    match kind_of {
        Kind::Object(inner) => members.push(("fields".into(), fields(inner))),
        Kind::OneOf(words) => {
            members.push(("words".into(), Json::List(words.iter().map(|word| text(word)).collect())));
        }
        Kind::Text(bounds) => {
            if let Some(max) = bounds.advised_max {
                let max = i64::try_from(max).unwrap_or(i64::MAX);
                members.push(("advisedMaxLength".into(), Json::safe(max)));
            }
            members.push(("form".into(), text(form(bounds.form))));
            members.push(("mayBeEmpty".into(), Json::Flag(bounds.may_be_empty)));
        }
        Kind::Integer { min, max } => {
            members.push(("min".into(), Json::safe(*min)));
            members.push(("max".into(), Json::safe(*max)));
        }
        Kind::Minor { max } => members.push(("max".into(), Json::safe(*max))),
        Kind::Major { currency: Some(currency) } => members.push(("currencyField".into(), text(currency))),
        _ => {}
    }
    members
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
