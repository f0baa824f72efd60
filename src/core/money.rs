//! Exact amounts. No float, no rounding: what does not fit is an issue.

use rust_decimal::Decimal;

use super::currency::{self, Exponent};
use super::issue::{Code, InvalidInput, Issue, Path};
use super::json::MAX_SAFE;

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

/// A decimal text: `0` or digits without a leading zero, then optionally a point and digits. A leading
/// `-` is taken, so that the caller can say "must be above zero" rather than "bad format".
pub(crate) fn decimal(text: &str) -> Result<Decimal, Refused> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(Refused::Form),
        None => (unsigned, ""),
    };
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits_only(whole) || !digits_only(fraction) {
        return Err(Refused::Form);
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(Refused::Form);
    }
    if whole.len().saturating_add(fraction.len()) > MAX_DIGITS {
        return Err(Refused::Digits);
    }
    Decimal::from_str_exact(text).map_err(|_| Refused::Digits)
}

/// A JSON number by its exact value. `1.50` keeps its two decimals, `1e2` is 100.
pub(crate) fn number(text: &str) -> Result<Decimal, Refused> {
    let Some(at) = exponent_at(text) else {
        return decimal(text);
    };
    let Parts { negative, digits, power } = parts(text, at);
    if digits.is_empty() {
        return Ok(Decimal::ZERO);
    }
    let zeros = usize::try_from(power.unsigned_abs()).unwrap_or(usize::MAX);
    if digits.len().max(zeros) > MAX_DIGITS {
        return Err(Refused::Digits);
    }
    let mut plain = String::from(if negative { "-" } else { "" });
    if power >= 0 {
        plain.push_str(&digits);
        plain.extend(std::iter::repeat_n('0', zeros));
    } else if let Some((whole, fraction)) =
        digits.len().checked_sub(zeros).filter(|at| *at > 0).and_then(|at| digits.split_at_checked(at))
    {
        plain.push_str(whole);
        plain.push('.');
        plain.push_str(fraction);
    } else {
        plain.push_str("0.");
        plain.extend(std::iter::repeat_n('0', zeros.saturating_sub(digits.len())));
        plain.push_str(&digits);
    }
    decimal(&plain)
}

/// A JSON number as an integer, judged by its exact value: `250.0` and `2.5e2` are 250.
pub(crate) fn integer(text: &str) -> Result<i64, Refused> {
    if let Ok(plain) = text.parse::<i64>() {
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
    digits.extend(std::iter::repeat_n('0', zeros));
    let signed = if negative { format!("-{digits}") } else { digits };
    signed.parse().map_err(|_| Refused::Huge)
}

fn exponent_at(number: &str) -> Option<usize> {
    number.bytes().position(|byte| matches!(byte, b'e' | b'E'))
}

/// Whether a JavaScript number's text, which has a lower-case exponent, has one of this sign.
pub(crate) fn has_exponent(number: &str, sign: char) -> bool {
    number.split_once('e').is_some_and(|(_, exponent)| exponent.starts_with(sign))
}

/// A JSON number taken apart: its value is the digits (no zeros around them) times ten to the power.
struct Parts {
    negative: bool,
    digits: String,
    power: i64,
}

fn parts(text: &str, exponent_at: usize) -> Parts {
    let (mantissa, exponent) = text.split_at_checked(exponent_at).unwrap_or((text, ""));
    let exponent = exponent.trim_start_matches(['e', 'E', '+']);
    // An exponent beyond 64 bits is as good as the largest one: both are far out of every range.
    let beyond = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    let exponent = if exponent.is_empty() { 0 } else { exponent.parse().unwrap_or(beyond) };
    let unsigned = mantissa.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = format!("{whole}{fraction}");
    let kept = all.trim_end_matches('0');
    let dropped = all.len().saturating_sub(kept.len());
    let as_power = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let power = exponent.saturating_sub(as_power(fraction.len())).saturating_add(as_power(dropped));
    Parts { negative: text.starts_with('-'), digits: kept.trim_start_matches('0').to_owned(), power }
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
fn exponent_for(code: &str, exponent: Option<u32>) -> Result<u32, Issue> {
    let at = || Path::of(&["currency"]);
    if let Some(own) = exponent {
        return if own <= currency::MAX_EXPONENT {
            Ok(own)
        } else {
            let rule = format!("must be an integer from 0 to {}", currency::MAX_EXPONENT);
            Err(Issue::new(Code::OutOfRange, Path::of(&["options", "exponent"]), &rule))
        };
    }
    match currency::iso(code) {
        Some(Exponent::Digits(digits)) => Ok(digits),
        Some(Exponent::None) => Err(Issue::new(
            Code::UnknownCurrency,
            at(),
            "has no minor unit in ISO 4217; say how many decimals it has in `options.exponent`",
        )),
        None => Err(Issue::new(Code::UnknownCurrency, at(), &currency::unknown(code, "`options.exponent`"))),
    }
}

fn refuse(issue: Issue) -> InvalidInput {
    InvalidInput { operation: None, issues: vec![issue] }
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
    let parsed = if value.starts_with('-') { Err(Refused::Form) } else { decimal(value) };
    minor_of(parsed, code, exponent)
}

/// The minor units of a parsed amount, for callers that have a number rather than a text.
pub(crate) fn minor_of(
    parsed: Result<Decimal, Refused>,
    code: &str,
    exponent: Option<u32>,
) -> Result<i64, InvalidInput> {
    let at = || Path::of(&["value"]);
    let digits = exponent_for(code, exponent).map_err(refuse)?;
    let positive =
        parsed.and_then(|amount| if amount.is_sign_negative() { Err(Refused::Form) } else { Ok(amount) });
    let amount = positive.map_err(|why| refuse(not_decimal(why, at())))?;
    if amount.scale() > digits {
        return Err(refuse(Issue::new(Code::TooPrecise, at(), &too_precise(digits))));
    }
    let missing_zeros = digits.saturating_sub(amount.scale());
    10_i128
        .checked_pow(missing_zeros)
        .and_then(|factor| amount.mantissa().checked_mul(factor))
        .and_then(|minor| i64::try_from(minor).ok())
        .filter(|minor| minor.unsigned_abs() <= MAX_SAFE.unsigned_abs())
        .ok_or_else(|| {
            refuse(Issue::new(
                Code::UnsafeNumber,
                at(),
                "is more minor units than 2^53 - 1, which JSON readers may change",
            ))
        })
}

/// The amount in major units with all the currency's decimals: 250, `"GBP"` → `"2.50"`.
///
/// # Errors
/// `unknown_currency`; `out_of_range` for an exponent that is no exponent.
pub fn to_major(minor: i64, code: &str, exponent: Option<u32>) -> Result<String, InvalidInput> {
    let digits = exponent_for(code, exponent).map_err(refuse)?;
    Ok(Decimal::from_i128_with_scale(i128::from(minor), digits).to_string())
}

pub(crate) fn too_precise(digits: u32) -> String {
    match digits {
        0 => "must have no decimals; amounts are never rounded".to_owned(),
        1 => "must have at most 1 decimal; amounts are never rounded".to_owned(),
        _ => format!("must have at most {digits} decimals; amounts are never rounded"),
    }
}

pub(crate) fn not_decimal(why: Refused, at: Path) -> Issue {
    match why {
        Refused::Digits => Issue::new(Code::OutOfRange, at, "must have at most 28 digits"),
        _ => Issue::new(
            Code::BadFormat,
            at,
            "must be a decimal such as \"25.00\": digits, without sign, leading zeros, spaces or exponent",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refused, number};

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
            assert_eq!(number(text).map(|amount| amount.to_string()), Ok(plain.to_owned()), "{text}");
        }
        for text in ["1e28", "1e-28", "12345678901234567890123456789e0", "1e9999999999999999999"] {
            assert_eq!(number(text), Err(Refused::Digits), "{text}");
        }
    }
}
