//! Exact amounts. No float, no rounding: what does not fit is an issue.

use std::borrow::Cow;

use super::currency::{self, Exponent};
use super::issue::{Code, InvalidInput, Issue, Path};
use super::json::MAX_SAFE;
use super::text::{self, concat, cut, past};

/// The most digits a decimal may have; within it every decimal is held exactly.
pub(crate) const MAX_DIGITS: usize = 28;

/// Why a number or decimal text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not of the decimal grammar.
    Form,
    /// More digits than can be held exactly.
    Digits,
    /// A fraction where an integer is needed.
    Fraction,
    /// An integer beyond 64 bits.
    Huge,
}

/// An exact amount: its plain decimal text, as [`decimal`] takes it, in which zero has no sign. No arithmetic is done
/// with amounts, so none is ever made a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount<'t>(Cow<'t, str>);

impl<'t> Amount<'t> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_text(self) -> Cow<'t, str> {
        self.0
    }

    /// The same, of a text that does not stay.
    pub fn into_owned<'o>(self) -> Amount<'o> {
        Amount(Cow::Owned(self.0.into_owned()))
    }

    fn is_negative(&self) -> bool {
        past(&self.0, b'-').is_some()
    }

    pub fn is_positive(&self) -> bool {
        !self.is_negative() && has_value(&self.0)
    }

    /// What stands before the point, sign included, and after it.
    fn parts(&self) -> (&str, &str) {
        cut(&self.0, b'.').unwrap_or((&self.0, ""))
    }

    /// The number of its decimals.
    pub fn scale(&self) -> u32 {
        // There are few: they are counted from the end.
        let decimals = self.0.bytes().rev().position(|byte| byte == b'.').unwrap_or_default();
        u32::try_from(decimals).unwrap_or(u32::MAX)
    }

    /// Beyond what a JavaScript number holds exactly, 2^53 - 1.
    pub fn is_unsafe(&self) -> bool {
        let (whole, fraction) = self.parts();
        let whole = text::natural(sign(whole).1);
        whole.is_none_or(|whole| {
            whole > MAX_SAFE.unsigned_abs() || whole == MAX_SAFE.unsigned_abs() && has_value(fraction)
        })
    }

    /// Cuts zeros behind this number of decimals, where there is nothing else.
    pub fn shorten(&mut self, decimals: u32) {
        let (whole, fraction) = self.parts();
        let kept = usize::try_from(decimals).unwrap_or(usize::MAX);
        if fraction.get(kept..).is_some_and(|cut| !has_value(cut)) {
            let point = if kept == 0 { 0 } else { kept.saturating_add(1) };
            let length = whole.len().saturating_add(point);
            match &mut self.0 {
                Cow::Borrowed(text) => *text = text.get(..length).unwrap_or_default(),
                Cow::Owned(text) => text.truncate(length),
            }
        }
    }
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether any digit is not zero.
fn has_value(digits: &str) -> bool {
    digits.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// A decimal text: `0` or digits without a leading zero, then optionally a point and digits. A leading
/// `-` is taken, so that the caller can say "must be above zero" rather than "bad format".
pub(crate) fn decimal(text: &str) -> Result<Amount<'_>, Refused> {
    let (_, unsigned) = sign(text);
    let (whole, fraction) = match cut(unsigned, b'.') {
        Some((_, "")) => return Err(Refused::Form),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    if whole.is_empty()
        || !are_digits(whole)
        || !are_digits(fraction)
        || whole.len() > 1 && past(whole, b'0').is_some()
    {
        return Err(Refused::Form);
    }
    if whole.len().saturating_add(fraction.len()) > MAX_DIGITS {
        return Err(Refused::Digits);
    }
    Ok(Amount(Cow::Borrowed(if has_value(unsigned) { text } else { unsigned })))
}

/// A JSON number by its exact value. `1.50` keeps its two decimals, `1e2` is 100.
pub(crate) fn number(text: &str) -> Result<Amount<'_>, Refused> {
    let Some(at) = exponent_at(text) else {
        return decimal(text);
    };
    let Parts { negative, mut digits, power } = parts(text, at);
    if digits.is_empty() {
        return Ok(Amount(Cow::Borrowed("0")));
    }
    let zeros = usize::try_from(power.unsigned_abs()).unwrap_or(usize::MAX);
    if digits.len().max(zeros) > MAX_DIGITS {
        return Err(Refused::Digits);
    }
    let decimals = if power < 0 {
        zeros
    } else {
        push_zeros(&mut digits, zeros);
        0
    };
    decimal(&with_point(negative, &digits, decimals)).map(Amount::into_owned)
}

/// Digits with a point in front of the last so many.
fn with_point(negative: bool, digits: &str, decimals: usize) -> String {
    let mut text = String::from(if negative { "-" } else { "" });
    let start = text.len();
    push_zeros(&mut text, decimals.saturating_add(1).saturating_sub(digits.len()));
    text.push_str(digits);
    let point = text.len().saturating_sub(decimals).max(start);
    if decimals > 0 {
        text.insert(point, '.');
    }
    text
}

fn push_zeros(text: &mut String, zeros: usize) {
    for _ in 0..zeros {
        text.push('0');
    }
}

/// A JSON number as an integer, judged by its exact value: `250.0` and `2.5e2` are 250.
pub(crate) fn integer(text: &str) -> Result<i64, Refused> {
    let (below, unsigned) = sign(text);
    if let Some(plain) = of_digits(unsigned, below) {
        return Ok(plain);
    }
    let at = exponent_at(text).unwrap_or(text.len());
    let Parts { negative, mut digits, power } = parts(text, at);
    if digits.is_empty() {
        return Ok(0);
    }
    if power < 0 {
        return Err(Refused::Fraction);
    }
    let zeros = usize::try_from(power).unwrap_or(usize::MAX);
    if digits.len().saturating_add(zeros) > 19 {
        return Err(Refused::Huge);
    }
    push_zeros(&mut digits, zeros);
    of_digits(&digits, negative).ok_or(Refused::Huge)
}

/// Whether a number is below zero, and its text without the sign.
fn sign(text: &str) -> (bool, &str) {
    past(text, b'-').map_or((false, text), |unsigned| (true, unsigned))
}

fn of_digits(digits: &str, below: bool) -> Option<i64> {
    let sum = text::natural(digits)?;
    if below { 0_i64.checked_sub_unsigned(sum) } else { i64::try_from(sum).ok() }
}

fn exponent_at(number: &str) -> Option<usize> {
    number.bytes().position(|byte| matches!(byte, b'e' | b'E'))
}

/// Whether a JavaScript number's text, which has a lower-case exponent, has one of this sign.
pub(crate) fn has_exponent(number: &str, sign: char) -> bool {
    cut(number, b'e').is_some_and(|(_, exponent)| exponent.starts_with(sign))
}

/// A JSON number taken apart: its value is the digits (no zeros around them) times ten to the power.
struct Parts {
    negative: bool,
    digits: String,
    power: i64,
}

fn parts(text: &str, exponent_at: usize) -> Parts {
    let (mantissa, exponent) = text.split_at_checked(exponent_at).unwrap_or((text, ""));
    let mut power = exponent.get(1..).map_or(0, |signed| {
        let (below, digits) = past(signed, b'+').map_or_else(|| sign(signed), |digits| (false, digits));
        // An exponent beyond 64 bits is as good as the largest one: both are far out of every range.
        of_digits(digits, below).unwrap_or(if below { i64::MIN } else { i64::MAX })
    });
    let mut digits = String::new();
    let mut after_point = false;
    let (negative, mantissa) = sign(mantissa);
    for byte in mantissa.bytes() {
        if byte == b'.' {
            after_point = true;
            continue;
        }
        power = power.saturating_sub(after_point.into());
        if byte != b'0' || !digits.is_empty() {
            digits.push(char::from(byte));
        }
    }
    while digits.as_bytes().last() == Some(&b'0') {
        digits.pop();
        power = power.saturating_add(1);
    }
    Parts { negative, digits, power }
}

/// Whether two JSON numbers are of the same value, however they are written and however many digits they have.
pub(crate) fn same(left: &str, right: &str) -> bool {
    let value = |text: &str| {
        let Parts { negative, digits, power } = parts(text, exponent_at(text).unwrap_or(text.len()));
        // Zero has no digits left; its sign and power say nothing.
        let rest = (!digits.is_empty()).then_some((negative, power));
        (digits, rest)
    };
    value(left) == value(right)
}

/// The exponent to convert with: the caller's own, else the one of ISO 4217.
fn exponent_for(code: &str, exponent: Option<u32>) -> Result<u32, InvalidInput> {
    if let Some(own) = exponent {
        if own <= currency::MAX_EXPONENT {
            return Ok(own);
        }
        const { assert!(currency::MAX_EXPONENT == 28) };
        return refuse(Code::OutOfRange, &["options", "exponent"], "must be an integer from 0 to 28");
    }
    let unknown = |rule: &str| refuse(Code::UnknownCurrency, &["currency"], rule);
    match currency::iso(code) {
        Some(Exponent::Digits(digits)) => Ok(digits),
        Some(Exponent::None) => {
            unknown("has no minor unit in ISO 4217; say how many decimals it has in `options.exponent`")
        }
        None => unknown(&currency::unknown(code, "`options.exponent`")),
    }
}

fn refuse<T>(code: Code, keys: &[&str], rule: &str) -> Result<T, InvalidInput> {
    Err(InvalidInput { operation: None, issues: Issue::only(code, keys, rule) })
}

/// The minor units of an amount in major units: `"2.50"`, `"GBP"` → 250.
///
/// `exponent` replaces the exponent of ISO 4217. The result is at most 2^53 - 1, so that it is the same
/// in every JSON reader.
///
/// # Errors
/// `bad_format`, `too_precise` (never rounded), `out_of_range` (more than 28 digits), `unsafe_number`
/// (beyond 2^53 - 1 minor units), `unknown_currency`.
pub fn to_minor(value: &str, code: &str, exponent: Option<u32>) -> Result<i64, InvalidInput> {
    // Looked at in the text: a zero has lost its sign once it is a number.
    let parsed = if past(value, b'-').is_some() { Err(Refused::Form) } else { decimal(value) };
    minor_of(parsed, code, exponent)
}

/// The minor units of a parsed amount, for callers that have a number rather than a text.
pub(crate) fn minor_of(
    parsed: Result<Amount<'_>, Refused>,
    code: &str,
    exponent: Option<u32>,
) -> Result<i64, InvalidInput> {
    const AT: &[&str] = &["value"];
    let digits = exponent_for(code, exponent)?;
    let (why, rule) = match parsed {
        Ok(amount) if !amount.is_negative() => {
            let Some(missing_zeros) = digits.checked_sub(amount.scale()) else {
                return refuse(Code::TooPrecise, AT, &too_precise(digits));
            };
            let (whole, fraction) = amount.parts();
            let mut minor = concat(&[whole, fraction]);
            push_zeros(&mut minor, usize::try_from(missing_zeros).unwrap_or(usize::MAX));
            match of_digits(&minor, false).filter(|minor| *minor <= MAX_SAFE) {
                Some(minor) => return Ok(minor),
                None => {
                    (Code::UnsafeNumber, "is more minor units than 2^53 - 1, which JSON readers may change")
                }
            }
        }
        parsed => no_decimal(parsed.err()),
    };
    refuse(why, AT, rule)
}

/// The amount in major units with all the currency's decimals: 250, `"GBP"` → `"2.50"`.
///
/// # Errors
/// `unknown_currency`; `out_of_range` for an exponent that is no exponent.
pub fn to_major(minor: i64, code: &str, exponent: Option<u32>) -> Result<String, InvalidInput> {
    let digits = exponent_for(code, exponent)?;
    let written = text::integer(minor);
    let (below, unsigned) = sign(&written);
    Ok(with_point(below, unsigned, usize::try_from(digits).unwrap_or(usize::MAX)))
}

pub(crate) fn too_precise(digits: u32) -> String {
    match digits {
        0 => "must have no decimals; amounts are never rounded".to_owned(),
        1 => "must have at most 1 decimal; amounts are never rounded".to_owned(),
        _ => {
            let digits = text::integer(digits.into());
            concat(&["must have at most ", &digits, " decimals; amounts are never rounded"])
        }
    }
}

pub(crate) fn not_decimal(why: Refused, at: Path) -> Issue {
    let (code, rule) = no_decimal(Some(why));
    Issue::new(code, at, rule)
}

fn no_decimal(why: Option<Refused>) -> (Code, &'static str) {
    match why {
        Some(Refused::Digits) => (Code::OutOfRange, "must have at most 28 digits"),
        _ => (
            Code::BadFormat,
            "must be a decimal such as \"25.00\": digits, without sign, leading zeros, spaces or exponent",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Refused, number};

    #[test]
    fn an_exponent_moves_the_point() {
        for (text, plain) in [
            ("5e-1", "0.5"),
            ("5e-2", "0.05"),
            ("25e-1", "2.5"),
            ("-25e-3", "-0.025"),
            ("2.5E+2", "250"),
            ("0e99", "0"),
            ("1e27", "1000000000000000000000000000"),
            ("1e-27", "0.000000000000000000000000001"),
            ("1.234567890123456789012345678e0", "1.234567890123456789012345678"),
            ("1234567890123456789012345678e0", "1234567890123456789012345678"),
        ] {
            assert_eq!(number(text).map(Amount::into_text), Ok(plain.into()), "{text}");
        }
        for text in ["1e28", "1e-28", "12345678901234567890123456789e0", "1e9999999999999999999"] {
            assert_eq!(number(text), Err(Refused::Digits), "{text}");
        }
    }

    /// Against arithmetic that is not ours.
    #[cfg(not(target_arch = "wasm32"))]
    mod beside_decimals {
        use proptest::prelude::*;
        use rust_decimal::Decimal;

        use crate::core::json::MAX_SAFE;
        use crate::core::money::{number, same};

        proptest! {
            #[test]
            fn a_number_is_what_a_decimal_is(text in "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?([eE][+-]?[0-9])?") {
                let theirs = Decimal::from_scientific(&text).or_else(|_| text.parse());
                let theirs: Decimal = theirs.map_err(|error| TestCaseError::fail(error.to_string()))?;
                let Ok(ours) = number(&text) else { return Err(TestCaseError::fail("refused")) };
                let read: Result<Decimal, _> = ours.as_str().parse();
                prop_assert_eq!(read.ok(), Some(theirs), "{}", text);
                prop_assert_eq!(ours.is_positive(), theirs > Decimal::ZERO);
                prop_assert_eq!(ours.is_unsafe(), theirs.abs() > Decimal::from(MAX_SAFE));
                prop_assert!(same(&text, ours.as_str()));
                let mut short = ours.clone();
                short.shorten(2);
                prop_assert!(same(&text, short.as_str()));
                prop_assert_eq!(short.scale() <= 2, ours.scale() <= 2 || theirs.normalize().scale() <= 2);
            }
        }
    }
}
