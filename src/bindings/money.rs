//! Exact conversions for JavaScript callers: what a value is has to be judged here, where it still is one.

use rust_decimal::Decimal;
use wasm_bindgen::prelude::{JsCast as _, JsValue, wasm_bindgen};

use crate::core::currency::{self, Exponent};
use crate::core::issue::{Code, InvalidInput, Issue, Path};
use crate::core::json::{MAX_SAFE, Writer};
use crate::core::money;
use crate::providers::PROVIDERS;

use super::refused;

fn wrong(code: Code, field: &[&str], rule: &str) -> JsValue {
    refused(&[Issue::new(code, Path::of(field), rule)])
}

fn thrown(error: &InvalidInput) -> JsValue {
    refused(&error.issues)
}

fn currency_of(currency: &JsValue) -> Result<String, JsValue> {
    currency
        .as_string()
        .ok_or_else(|| wrong(Code::WrongType, &["currency"], "must be a currency code, as a string"))
}

/// A number in its shortest decimal form: what a person who typed it has typed.
fn shortest(value: &JsValue, field: &[&str]) -> Result<Option<String>, JsValue> {
    let Some(number) = value.dyn_ref::<js_sys::Number>() else { return Ok(None) };
    let text = number.to_string_with_radix(10).map_or_else(|_| String::new(), String::from);
    if money::number(&text).is_ok_and(|number| number.abs() <= Decimal::from(MAX_SAFE)) {
        return Ok(Some(text));
    }
    if text.contains("e-") {
        return Err(wrong(Code::OutOfRange, field, "must have at most 28 digits"));
    }
    Err(wrong(Code::UnsafeNumber, field, "must be a finite number up to 2^53 - 1"))
}

/// `undefined` means the exponent of ISO 4217.
fn exponent_of(exponent: &JsValue) -> Result<Option<u32>, JsValue> {
    const FIELD: &[&str] = &["options", "exponent"];
    if exponent.is_undefined() {
        return Ok(None);
    }
    let digits = shortest(exponent, FIELD)?.and_then(|text| money::integer(&text).ok());
    let digits = digits.and_then(|digits| u32::try_from(digits).ok());
    digits.map(Some).ok_or_else(|| wrong(Code::OutOfRange, FIELD, "must be an integer from 0 to 28"))
}

/// Minor units of an amount in major units; throws its issues.
#[wasm_bindgen(js_name = toMinor)]
#[expect(clippy::cast_precision_loss, reason = "minor units are within 2^53 - 1")]
pub fn to_minor(value: &JsValue, currency: &JsValue, exponent: &JsValue) -> Result<f64, JsValue> {
    let code = currency_of(currency)?;
    let exponent = exponent_of(exponent)?;
    let minor = if let Some(text) = value.as_string() {
        money::to_minor(&text, &code, exponent)
    } else if let Some(text) = shortest(value, &["value"])? {
        money::minor_of(money::number(&text), &code, exponent)
    } else {
        return Err(wrong(Code::WrongType, &["value"], "must be a decimal, as a string or a number"));
    };
    minor.map(|minor| minor as f64).map_err(|error| thrown(&error))
}

/// The amount in major units, with all the currency's decimals; throws its issues.
#[wasm_bindgen(js_name = toMajor)]
pub fn to_major(minor: &JsValue, currency: &JsValue, exponent: &JsValue) -> Result<String, JsValue> {
    let code = currency_of(currency)?;
    let exponent = exponent_of(exponent)?;
    let Some(text) = shortest(minor, &["minor"])? else {
        return Err(wrong(Code::WrongType, &["minor"], "must be an integer, as a number"));
    };
    let Ok(integer) = money::integer(&text) else {
        return Err(wrong(Code::NotAnInteger, &["minor"], "must be an integer, without a fraction"));
    };
    money::to_major(integer, &code, exponent).map_err(|error| thrown(&error))
}

/// The exponent of ISO 4217 and who disagrees, as JSON text; `undefined` for a code without one.
#[wasm_bindgen]
pub fn exponent(currency: &JsValue) -> Option<String> {
    let currency = currency.as_string()?;
    let Some(Exponent::Digits(iso)) = currency::iso(&currency) else { return None };
    let all = PROVIDERS.iter().flat_map(|provider| provider.disputed);
    let mut to = Writer::default();
    to.object(|to| {
        to.key("iso").integer(iso.into());
        to.key("disputed").list(all.filter(|other| other.code == currency));
    });
    Some(to.finish())
}
