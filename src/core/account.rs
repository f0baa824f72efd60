//! How one merchant talks to one provider: a host, what deviates for this merchant, and credentials.

use serde::{Serialize, Serializer};

use super::bytes::first_special;
use super::check::{Context, Input, Passed, Source, Value, check};
use super::currency::{self, Disputed, Exponent};
use super::describe::told;
use super::field::{Field, Form, Kind, Text};
use super::http::{HeaderValue, Request};
use super::issue::{Code, Findings, InvalidAccount, InvalidInput, Issue};
use super::json::{Node, Tape, Writer};
use super::operation::Operation;
use super::reader::Reader;
use super::secret::{Credentials, Secret};
use super::text::{concat, natural};
use super::url::{self, Base};

/// Decimals of an amount in major units whose currency nobody names.
pub const DEFAULT_DECIMALS: u32 = 2;

/// A payment API, as data.
#[derive(Debug)]
#[non_exhaustive]
pub struct Provider {
    /// The name in ids, before the point.
    pub name: &'static str,
    /// The name people know.
    pub title: &'static str,
    /// What an account may hold besides its host and `currencies`.
    pub account: &'static [Field],
    /// The documented hosts, by environment.
    pub environments: &'static [(&'static str, &'static str)],
    /// The API version a request carries, unless the account says otherwise; empty where there is none.
    pub api_version: &'static str,
    /// Currencies whose exponent is in doubt here.
    pub disputed: &'static [Disputed],
    /// How to find out what became of a request, for retry advice.
    pub query: &'static str,
    /// The fields of the account that together are its credentials.
    pub credential_fields: &'static [&'static str],
    /// The headers made of them, once all are there.
    pub(crate) credentials: Credentials,
    /// How its answers are read.
    pub(crate) reader: Reader,
    /// What the provider documents.
    pub operations: &'static [&'static Operation],
}

/// The fields every account has.
pub(crate) const ENVIRONMENT: &str = "environment";
pub(crate) const BASE_URL: Field = Field::optional(
    "baseUrl",
    Kind::Text(Text::of(Form::BaseUrl)),
    told("An https origin with an optional path, instead of an environment."),
    "an environment is given",
);
pub(crate) const LOOPBACK: Field = Field::optional(
    "allowInsecureLoopback",
    Kind::Flag,
    told("Whether `baseUrl` may be http to this computer (127.0.0.0/8, ::1, localhost)."),
    "only https is wanted",
);
pub(crate) const CURRENCIES: Field = Field::optional(
    "currencies",
    Kind::Exponents,
    told("Exponents by currency code: codes to add to ISO 4217, or that differ for this merchant."),
    "ISO 4217 is enough",
);

/// The public part of an account: everything a request needs but the credentials.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    pub base_url: String,
    pub currencies: Vec<(String, u32)>,
    pub exponent: Option<u32>,
    pub currency: Option<String>,
    pub version: Option<String>,
    /// It needs no escape in JSON.
    pub version_stands: bool,
    pub base: Base,
}

impl Settings {
    /// The settings as text, for a caller that keeps no Rust value.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "the bindings keep settings as text"))]
    pub fn to_text(&self) -> String {
        let mut to = Writer::with_capacity(128);
        to.object(|to| {
            to.pair("baseUrl", &self.base_url);
            to.key("currencies").object(|to| {
                for (code, digits) in &self.currencies {
                    to.any_key(code).integer((*digits).into());
                }
            });
            if let Some(digits) = self.exponent {
                to.key("exponent").integer(digits.into());
            }
            for (name, text) in [("currency", &self.currency), ("version", &self.version)] {
                if let Some(text) = text {
                    to.pair(name, text);
                }
            }
        });
        to.finish()
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "the bindings keep settings as text"))]
    pub fn from_text(text: &str) -> Option<Self> {
        let tape = Tape::of(text).ok()?;
        let settings = tape.root();
        let digits = |value: Node<'_>| natural(value.as_str()).and_then(|digits| u32::try_from(digits).ok());
        let owned = |name| settings.get(name).map(|text| text.name().into_owned());
        let base_url = owned("baseUrl")?;
        let currencies = settings.get("currencies")?.members();
        let version = owned("version");
        Some(Self {
            base: url::base(&base_url, true).ok()?,
            base_url,
            version_stands: stands(version.as_deref()),
            currencies: currencies
                .filter_map(|(code, exponent)| Some((code.name().into_owned(), digits(exponent)?)))
                .collect(),
            exponent: settings.get("exponent").and_then(digits),
            currency: owned("currency"),
            version,
        })
    }

    /// The exponent the account states for a currency.
    pub fn exponent_of(&self, code: &str) -> Option<u32> {
        self.currencies.iter().find(|(known, _)| known == code).map(|(_, digits)| *digits)
    }

    /// How many decimals an amount in major units may have.
    pub fn decimals_of(&self, code: Option<&str>) -> u32 {
        match code.or(self.currency.as_deref()) {
            Some(code) => self.exponent_of(code).unwrap_or_else(|| match currency::iso(code) {
                Some(Exponent::Digits(digits)) => digits,
                _ => DEFAULT_DECIMALS,
            }),
            None => self.exponent.unwrap_or(DEFAULT_DECIMALS),
        }
    }
}

fn stands(version: Option<&str>) -> bool {
    version.is_some_and(|version| first_special(version.as_bytes()) == version.len())
}

/// An account that passed its check.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub provider: &'static Provider,
    pub settings: Settings,
    pub credentials: Vec<(&'static str, Secret)>,
}

impl Account {
    /// Checks an account given as JSON text.
    pub fn connect(provider: &'static Provider, text: &str, source: Source) -> Result<Self, InvalidAccount> {
        // The account's own currencies count when its `currency` is checked, wherever they stand in the text.
        let mut own = Settings::default();
        let context = Context { settings: &own, disputed: &[] };
        let input = Input::of(text, source);
        own.currencies = exponents(check(&input, provider.account, &context).0.all());
        let context = Context { settings: &own, disputed: &[] };
        let (checked, mut findings) = check(&input, provider.account, &context);
        let checked = checked.all();
        let base = host(provider, checked, &mut findings);
        let credentials = credentials(provider, checked, &mut findings);
        if !findings.issues.is_empty() {
            return Err(InvalidAccount { provider: provider.name, issues: findings.issues });
        }
        let default_version = (!provider.api_version.is_empty()).then_some(provider.api_version);
        let version = checked.text("apiVersion").or(default_version);
        let settings = Settings {
            base_url: base.as_url(),
            version_stands: stands(version),
            currencies: exponents(checked),
            exponent: checked.integer("exponent").and_then(|digits| u32::try_from(digits).ok()),
            currency: checked.text("currency").map(str::to_owned),
            version: version.map(str::to_owned),
            base,
        };
        Ok(Self { provider, settings, credentials })
    }

    /// Adds the credential headers.
    pub fn authorize(&self, mut request: Request) -> Result<Request, InvalidInput> {
        check_origin(&self.settings, &request.url)?;
        for (name, secret) in &self.credentials {
            request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            request.headers.push((name, HeaderValue::Credential(secret.clone())));
        }
        Ok(request)
    }
}

fn exponents(checked: Passed<'_>) -> Vec<(String, u32)> {
    match checked.get(CURRENCIES.name) {
        Some(Value::Exponents(exponents)) => exponents.clone(),
        _ => Vec::new(),
    }
}

/// Refuses a URL that does not start with the account's base.
pub(crate) fn check_origin(settings: &Settings, address: &str) -> Result<(), InvalidInput> {
    if url::below(&settings.base, address).is_some() {
        return Ok(());
    }
    let rule =
        concat(&["must begin with ", &settings.base_url, "/, where this account's credentials belong"]);
    Err(InvalidInput { operation: None, issues: Issue::only(Code::BadFormat, &["url"], &rule) })
}

fn host(provider: &Provider, checked: Passed<'_>, findings: &mut Findings) -> Base {
    let environment = checked.text(ENVIRONMENT);
    let mut address = checked.text(BASE_URL.name);
    if environment.is_some() && address.is_some() {
        let rule = "must not stand beside `environment`: give one of the two";
        findings.field(Code::BadFormat, &[BASE_URL.name], rule);
        return Base::default();
    }
    let own_is_broken = findings.are_about(BASE_URL.name);
    let loopback = checked.get(LOOPBACK.name);
    if address.is_none() && !own_is_broken && loopback.is_some() {
        findings.field(Code::BadFormat, &[LOOPBACK.name], "has a meaning only beside `baseUrl`");
    }
    for (name, documented) in provider.environments {
        if environment == Some(name) {
            address = Some(documented);
        }
    }
    let (code, name, rule) = match address {
        Some(address) => match url::base(address, matches!(loopback, Some(Value::Flag(true)))) {
            Ok(base) => return base,
            Err(rule) => (Code::BadFormat, BASE_URL.name, rule),
        },
        None if own_is_broken || findings.are_about(ENVIRONMENT) => return Base::default(),
        None => (Code::Missing, ENVIRONMENT, "or `baseUrl` is required: it says where requests go"),
    };
    findings.field(code, &[name], rule);
    Base::default()
}

fn credentials(
    provider: &Provider,
    checked: Passed<'_>,
    findings: &mut Findings,
) -> Vec<(&'static str, Secret)> {
    let mut parts = Vec::new();
    for name in provider.credential_fields {
        if let Some(part) = checked.text(name) {
            parts.push(part);
        }
    }
    if parts.len() == provider.credential_fields.len() {
        return provider.credentials.headers(&parts);
    }
    for name in provider.credential_fields {
        if !parts.is_empty() && checked.text(name).is_none() && !findings.are_about(name) {
            let rule = "is required beside the account's other credential; leave out both for requests without credentials";
            findings.field(Code::Missing, &[name], rule);
        }
    }
    Vec::new()
}

/// The part of a typed account that every provider shares.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Host<'t, E> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<E>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_insecure_loopback: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "as_map")]
    pub currencies: &'t [(String, u32)],
}

/// A field of a typed account that only its provider has.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Own<'t> {
    Text(&'t str),
    Number(u32),
}

impl<'t> Own<'t> {
    pub fn secret(secret: &'t Secret) -> Self {
        Self::Text(secret.expose())
    }
}

/// Checks a typed account by the text it stands for.
pub(crate) fn connect<E: Serialize>(
    provider: &'static Provider,
    host: Host<'_, E>,
    own: &[(&str, Option<Own<'_>>)],
) -> Result<Account, InvalidAccount> {
    #[derive(Serialize)]
    struct Typed<'t, E> {
        #[serde(flatten)]
        host: Host<'t, E>,
        #[serde(flatten, serialize_with = "given")]
        own: &'t [(&'t str, Option<Own<'t>>)],
    }
    let text = serde_json::to_string(&Typed { host, own }).unwrap_or_default();
    Account::connect(provider, &text, Source::Text)
}

fn as_map<S: Serializer>(pairs: &[(String, u32)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(code, digits)| (code, digits)))
}

fn given<S: Serializer>(own: &[(&str, Option<Own<'_>>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(own.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))))
}

#[cfg(test)]
mod tests {
    use super::stands;

    #[test]
    fn a_version_that_would_need_an_escape_does_not_stand() {
        assert!(stands(Some("2024-06-01")));
        for odd in [Some("2.4\""), Some("\\"), Some("2024-06\u{1}"), None] {
            assert!(!stands(odd), "{odd:?}");
        }
    }
}
