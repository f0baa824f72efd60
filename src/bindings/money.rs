//! Exact conversions for JavaScript callers: what a value is has to be judged here, where it still is one.

use std::borrow::Cow;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::check::{Source, mark};
use crate::core::currency::{self, Exponent};
use crate::core::issue::{Code, Issue, Path};
use crate::core::json::{Node, Shape, Tape};
use crate::core::money;
use crate::providers::PROVIDERS;

use super::desk::answer;

/// Amount, currency and exponent, written as an input is.
struct Given<'t> {
    amount: Node<'t>,
    currency: Cow<'t, str>,
    exponent: Option<u32>,
}

fn wrong(code: Code, field: &[&str], rule: &str) -> Vec<Issue> {
    vec![Issue::new(code, Path::of(field), rule)]
}

fn given<'t>(input: &'t Tape<'t>) -> Result<Given<'t>, Vec<Issue>> {
    let mut items = input.root().items();
    let (amount, currency, exponent) = (items.next(), items.next(), items.next());
    // What is too long has no items at all.
    let Some(currency) = currency.and_then(Node::text) else {
        return Err(wrong(Code::WrongType, &["currency"], "must be a currency code, as a string"));
    };
    let (Some(amount), Some(exponent)) = (amount, exponent) else {
        return Err(Vec::new());
    };
    Ok(Given { amount, currency, exponent: exponent_of(exponent)? })
}

/// A number in its shortest decimal form: what a person who typed it has typed. `None` for what is no number.
fn shortest<'t>(value: Node<'t>, field: &[&str]) -> Result<Option<&'t str>, Vec<Issue>> {
    let infinite = matches!(mark(value, Source::Script), Some("NaN" | "Infinity" | "-Infinity"));
    if value.shape() != Some(Shape::Number) && !infinite {
        return Ok(None);
    }
    let text = value.as_str();
    if money::number(text).is_ok_and(|number| !number.is_unsafe()) {
        return Ok(Some(if text == "-0" { "0" } else { text }));
    }
    Err(if money::has_exponent(text, '-') {
        wrong(Code::OutOfRange, field, "must have at most 28 digits")
    } else {
        wrong(Code::UnsafeNumber, field, "must be a finite number up to 2^53 - 1")
    })
}

/// `undefined` means the exponent of ISO 4217.
fn exponent_of(value: Node<'_>) -> Result<Option<u32>, Vec<Issue>> {
    const FIELD: &[&str] = &["options", "exponent"];
    if mark(value, Source::Script) == Some("undefined") {
        return Ok(None);
    }
    let digits = shortest(value, FIELD)?.and_then(|text| money::integer(text).ok());
    let digits = digits.and_then(|digits| u32::try_from(digits).ok());
    digits.map(Some).ok_or_else(|| wrong(Code::OutOfRange, FIELD, "must be an integer from 0 to 28"))
}

/// Minor units of `[value, currency, exponent]` with a value in major units; refuses with its issues.
#[wasm_bindgen(js_name = toMinor)]
pub fn to_minor(input: usize) -> i32 {
    const FIELD: &[&str] = &["value"];
    answer(&mut |desk, to| {
        let input = Tape::of(desk.text(0, input)).map_err(|_| Vec::new())?;
        let Given { amount, currency, exponent } = given(&input)?;
        let minor = if let Some(text) = amount.text() {
            money::to_minor(&text, &currency, exponent)
        } else if let Some(text) = shortest(amount, FIELD)? {
            money::minor_of(money::number(text), &currency, exponent)
        } else {
            return Err(wrong(Code::WrongType, FIELD, "must be a decimal, as a string or a number"));
        };
        to.integer(minor.map_err(|error| error.issues)?);
        Ok(())
    })
}

/// The major units of `[minor, currency, exponent]`, with all the currency's decimals; refuses with its issues.
#[wasm_bindgen(js_name = toMajor)]
pub fn to_major(input: usize) -> i32 {
    const FIELD: &[&str] = &["minor"];
    answer(&mut |desk, to| {
        let input = Tape::of(desk.text(0, input)).map_err(|_| Vec::new())?;
        let Given { amount, currency, exponent } = given(&input)?;
        let Some(text) = shortest(amount, FIELD)? else {
            return Err(wrong(Code::WrongType, FIELD, "must be an integer, as a number"));
        };
        let Ok(integer) = money::integer(text) else {
            return Err(wrong(Code::NotAnInteger, FIELD, "must be an integer, without a fraction"));
        };
        to.raw().push_str(&money::to_major(integer, &currency, exponent).map_err(|error| error.issues)?);
        Ok(())
    })
}

/// The exponent of ISO 4217 and who disagrees, as JSON text; `null` for a code without one.
#[wasm_bindgen]
pub fn exponent(currency: usize) -> i32 {
    answer(&mut |desk, to| {
        let currency = desk.text(0, currency);
        let Some(Exponent::Digits(iso)) = currency::iso(currency) else {
            to.null();
            return Ok(());
        };
        let all = PROVIDERS.iter().flat_map(|provider| provider.disputed);
        to.object(|to| {
            to.key("iso").integer(iso.into());
            to.key("disputed").list(all.filter(|other| other.code == currency));
        });
        Ok(())
    })
}
