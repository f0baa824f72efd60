//! Exact conversions for JavaScript callers: what a value is has to be judged here, where it still is one.

use rust_decimal::Decimal;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::core::check::{Source, mark};
use crate::core::currency::{self, Exponent};
use crate::core::issue::{Code, Issue, Path};
use crate::core::json::{MAX_SAFE, Raw, Shape, Writer};
use crate::core::money;
use crate::providers::PROVIDERS;

use super::{refused, text};

/// Amount, currency and exponent, written as an input is.
struct Given<'t> {
    amount: Raw<'t>,
    currency: String,
    exponent: Option<u32>,
}

fn wrong(code: Code, field: &[&str], rule: &str) -> Issue {
    Issue::new(code, Path::of(field), rule)
}

fn given(input: &[u8]) -> Result<Given<'_>, Issue> {
    let items = Raw::unchecked(text(input)).items();
    let nothing = Raw::unchecked("null");
    let at = |index: usize| items.get(index).copied().unwrap_or(nothing);
    let currency = at(1);
    let currency = (currency.shape() == Some(Shape::Text)).then(|| currency.text_lossy().into_owned());
    Ok(Given {
        amount: at(0),
        currency: currency
            .ok_or_else(|| wrong(Code::WrongType, &["currency"], "must be a currency code, as a string"))?,
        exponent: exponent_of(at(2))?,
    })
}

/// A number in its shortest decimal form: what a person who typed it has typed. `None` for what is no number.
fn shortest<'t>(raw: Raw<'t>, field: &[&str]) -> Result<Option<&'t str>, Issue> {
    let infinite = matches!(mark(raw, Source::Script), Some("NaN" | "Infinity" | "-Infinity"));
    if raw.shape() != Some(Shape::Number) && !infinite {
        return Ok(None);
    }
    let text = raw.as_str();
    if money::number(text).is_ok_and(|number| number.abs() <= Decimal::from(MAX_SAFE)) {
        return Ok(Some(if text == "-0" { "0" } else { text }));
    }
    Err(if money::has_exponent(text, '-') {
        wrong(Code::OutOfRange, field, "must have at most 28 digits")
    } else {
        wrong(Code::UnsafeNumber, field, "must be a finite number up to 2^53 - 1")
    })
}

/// `undefined` means the exponent of ISO 4217.
fn exponent_of(raw: Raw<'_>) -> Result<Option<u32>, Issue> {
    const FIELD: &[&str] = &["options", "exponent"];
    if mark(raw, Source::Script) == Some("undefined") {
        return Ok(None);
    }
    let digits = shortest(raw, FIELD)?.and_then(|text| money::integer(text).ok());
    let digits = digits.and_then(|digits| u32::try_from(digits).ok());
    digits.map(Some).ok_or_else(|| wrong(Code::OutOfRange, FIELD, "must be an integer from 0 to 28"))
}

fn thrown(issue: Issue) -> JsValue {
    refused(&[issue])
}

/// Minor units of `[value, currency, exponent]` with a value in major units; throws its issues.
#[wasm_bindgen(js_name = toMinor)]
#[expect(clippy::cast_precision_loss, reason = "minor units are within 2^53 - 1")]
pub fn to_minor(input: &[u8]) -> Result<f64, JsValue> {
    const FIELD: &[&str] = &["value"];
    let Given { amount, currency, exponent } = given(input).map_err(thrown)?;
    let minor = if amount.shape() == Some(Shape::Text) {
        money::to_minor(&amount.text_lossy(), &currency, exponent)
    } else if let Some(text) = shortest(amount, FIELD).map_err(thrown)? {
        money::minor_of(money::number(text), &currency, exponent)
    } else {
        let rule = "must be a decimal, as a string or a number";
        return Err(thrown(wrong(Code::WrongType, FIELD, rule)));
    };
    minor.map(|minor| minor as f64).map_err(|error| refused(&error.issues))
}

/// The major units of `[minor, currency, exponent]`, with all the currency's decimals; throws its issues.
#[wasm_bindgen(js_name = toMajor)]
pub fn to_major(input: &[u8]) -> Result<String, JsValue> {
    const FIELD: &[&str] = &["minor"];
    let Given { amount, currency, exponent } = given(input).map_err(thrown)?;
    let Some(text) = shortest(amount, FIELD).map_err(thrown)? else {
        return Err(thrown(wrong(Code::WrongType, FIELD, "must be an integer, as a number")));
    };
    let Ok(integer) = money::integer(text) else {
        return Err(thrown(wrong(Code::NotAnInteger, FIELD, "must be an integer, without a fraction")));
    };
    money::to_major(integer, &currency, exponent).map_err(|error| refused(&error.issues))
}

/// The exponent of ISO 4217 and who disagrees, as JSON text; `undefined` for a code without one.
#[wasm_bindgen]
pub fn exponent(currency: &str) -> Option<String> {
    let Some(Exponent::Digits(iso)) = currency::iso(currency) else { return None };
    let all = PROVIDERS.iter().flat_map(|provider| provider.disputed);
    let mut to = Writer::with_capacity(64);
    to.object(|to| {
        to.key("iso").integer(iso.into());
        to.key("disputed").list(all.filter(|other| other.code == currency));
    });
    Some(to.finish())
}
