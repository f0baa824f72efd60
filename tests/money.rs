//! Amounts and exponents against arithmetic and a list that are not the crate's own.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test may fail, and its own arithmetic is small"
)]

use amends::currency::{Exponent, MAX_EXPONENT, iso};
use amends::{Client, Code, InvalidInput, money};
use iso_currency::Currency;
use proptest::prelude::*;

/// The largest integer that JavaScript holds safely.
const SAFE: i128 = (1 << 53) - 1;

/// Where the list of `iso_currency` 0.7 and the crate's own differ, and why.
const DIFFERENCES: &[(&str, Option<Exponent>, &str)] = &[
    ("ANG", Some(Exponent::Digits(2)), "withdrawn in 2025; a refund can outlive its currency"),
    ("HRK", None, "withdrawn in 2023"),
    ("SLL", None, "withdrawn in 2024, before the crate's list was published"),
    ("ZWL", None, "replaced by ZWG, which the crate's list has"),
];

fn every_code() -> impl Iterator<Item = String> {
    let letters = || 'A'..='Z';
    letters()
        .flat_map(move |a| letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c]))))
}

#[test]
fn exponents_are_those_of_an_outside_list() {
    let mut wrong = Vec::new();
    for code in every_code() {
        let theirs = Currency::from_code(&code).map(|currency| match currency.exponent() {
            Some(digits) => Exponent::Digits(u32::from(digits)),
            None => Exponent::None,
        });
        let difference = DIFFERENCES.iter().find(|(known, ..)| *known == code);
        let expected = difference.map_or(theirs, |(_, ours, _)| *ours);
        if iso(&code) != expected {
            wrong.push(format!("{code}: {:?} here, {theirs:?} there", iso(&code)));
        }
        if difference.is_some() && expected == theirs {
            wrong.push(format!("{code} is no difference any more"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_three_upper_case_letters_are_a_code() {
    for text in ["", "G", "GB", "GBPX", "gbp", "Gbp", "GB ", " GBP", "826", "G\0P", "ÄBC", "BPG", "PBA", "£"]
    {
        assert_eq!(iso(text), None, "{text:?}");
    }
    assert_eq!(iso("GBP"), Some(Exponent::Digits(2)));
}

/// The groups as a person would list them.
#[test]
fn exponents_that_are_not_two() {
    let with =
        |wanted: Exponent| -> Vec<String> { every_code().filter(|code| iso(code) == Some(wanted)).collect() };
    assert_eq!(
        with(Exponent::Digits(0)).join(" "),
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    );
    assert_eq!(with(Exponent::Digits(3)).join(" "), "BHD IQD JOD KWD LYD OMR TND");
    assert_eq!(with(Exponent::Digits(4)).join(" "), "CLF UYW");
    assert_eq!(with(Exponent::None).join(" "), "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX");
}

#[test]
fn worldpays_nine_are_in_doubt_and_no_other() {
    let nine = ["BIF", "CLP", "DJF", "HUF", "IDR", "ISK", "MGA", "UGX", "VUV"];
    let plain = Client::connect("worldpay", r#"{"environment":"try"}"#).expect("an account");
    let warned = |client: &Client, code: &str| {
        let input =
            format!(r#"{{"linkData":"a","reference":"r","value":{{"currency":"{code}","amount":1}}}}"#);
        let found = client.operation("worldpay.partialRefund").expect("it").validate_json(&input);
        assert!(found.issues.is_empty(), "{code}: {:?}", found.issues);
        found.warnings.iter().any(|warning| warning.code == Code::DisputedExponent)
    };
    for code in every_code().filter(|code| matches!(iso(code), Some(Exponent::Digits(_)))) {
        assert_eq!(warned(&plain, &code), nine.contains(&code.as_str()), "{code}");
    }
    for code in nine {
        let account = format!(r#"{{"environment":"try","currencies":{{"{code}":2}}}}"#);
        let sure = Client::connect("worldpay", &account).expect("an account");
        assert!(!warned(&sure, code), "{code} with an exponent of the account's own");
    }
}

fn code_of<T: std::fmt::Debug>(refused: Result<T, InvalidInput>) -> Code {
    let error = refused.expect_err("a refusal");
    assert_eq!(error.issues.len(), 1);
    error.issues.first().expect("an issue").code
}

#[test]
fn the_grammar_of_a_decimal_is_strict() {
    for text in [
        "", "-", "+1", "-1", "-0.5", "-0", "-0.00", ".5", "5.", ".", "1.2.3", "01", "00", "00.1", "1_000",
        "1,000", "1e2", "1E2", " 1", "1 ", "1\n", "0x1", "NaN", "Infinity", "١", "１", "£1", "1-", "--1",
    ] {
        assert_eq!(code_of(money::to_minor(text, "GBP", None)), Code::BadFormat, "{text:?}");
    }
    for (text, minor) in [("0", 0), ("0.0", 0), ("0.01", 1), ("1", 100), ("1.5", 150), ("1.50", 150)] {
        assert_eq!(money::to_minor(text, "GBP", None).ok(), Some(minor), "{text:?}");
    }
}

#[test]
fn nothing_is_rounded() {
    for text in ["0.001", "2.505", "2.500", "1.0000"] {
        assert_eq!(code_of(money::to_minor(text, "GBP", None)), Code::TooPrecise, "{text:?}");
    }
    assert_eq!(code_of(money::to_minor("1.0", "JPY", None)), Code::TooPrecise);
    assert_eq!(money::to_minor("1.234", "KWD", None).ok(), Some(1234));
    assert_eq!(money::to_minor("1.2345", "CLF", None).ok(), Some(12345));
}

#[test]
fn what_does_not_fit_is_said() {
    assert_eq!(money::to_minor("90071992547409.91", "GBP", None).ok(), Some(9_007_199_254_740_991));
    assert_eq!(code_of(money::to_minor("90071992547409.92", "GBP", None)), Code::UnsafeNumber);
    assert_eq!(code_of(money::to_minor(&"9".repeat(28), "GBP", None)), Code::UnsafeNumber);
    assert_eq!(code_of(money::to_minor(&"9".repeat(29), "GBP", None)), Code::OutOfRange);
    assert_eq!(code_of(money::to_minor(&format!("0.{}", "0".repeat(28)), "GBP", None)), Code::OutOfRange);
    assert_eq!(code_of(money::to_minor("1", "ZZZ", None)), Code::UnknownCurrency);
    assert_eq!(code_of(money::to_minor("1", "gbp", None)), Code::UnknownCurrency);
    assert_eq!(code_of(money::to_minor("1", "XAU", None)), Code::UnknownCurrency);
    assert_eq!(money::to_minor("1", "XAU", Some(4)).ok(), Some(10_000));
    assert_eq!(money::to_minor("1", "ZZZ", Some(0)).ok(), Some(1));
    assert_eq!(money::to_minor("1", "HUF", Some(0)).ok(), Some(1));
    assert_eq!(code_of(money::to_minor("1", "GBP", Some(MAX_EXPONENT + 1))), Code::OutOfRange);
    assert_eq!(code_of(money::to_major(1, "GBP", Some(u32::MAX))), Code::OutOfRange);
    assert_eq!(code_of(money::to_major(1, "ZZZ", None)), Code::UnknownCurrency);
}

/// A decimal text taken apart with nothing but integers.
fn by_hand(whole: i128, fraction: &str, digits: u32) -> i128 {
    let scale = u32::try_from(fraction.len()).expect("short");
    let parsed: i128 = if fraction.is_empty() { 0 } else { fraction.parse().expect("digits") };
    whole * 10_i128.pow(digits) + parsed * 10_i128.pow(digits - scale)
}

proptest! {
    #[test]
    fn minor_units_are_counted_as_by_hand(whole in 0_i128..=99_999_999_999_999, fraction in "[0-9]{0,6}", digits in 0_u32..=8) {
        let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
        let result = money::to_minor(&text, "GBP", Some(digits));
        if fraction.len() > usize::try_from(digits).expect("small") {
            prop_assert_eq!(code_of(result), Code::TooPrecise);
        } else {
            let expected = by_hand(whole, &fraction, digits);
            if expected > SAFE {
                prop_assert_eq!(code_of(result), Code::UnsafeNumber);
            } else {
                prop_assert_eq!(result.ok().map(i128::from), Some(expected));
            }
        }
    }

    #[test]
    fn major_units_have_every_decimal(minor in any::<i64>(), digits in 0_u32..=MAX_EXPONENT) {
        let text = money::to_major(minor, "GBP", Some(digits)).expect("an amount");
        let factor = 10_u128.pow(digits);
        let size = u128::from(minor.unsigned_abs());
        let sign = if minor < 0 { "-" } else { "" };
        let width = usize::try_from(digits).expect("small");
        let expected = if digits == 0 {
            format!("{sign}{size}")
        } else {
            format!("{sign}{}.{:0width$}", size / factor, size % factor)
        };
        prop_assert_eq!(text, expected);
    }

    #[test]
    fn there_and_back(minor in 0..=(1_i64 << 53) - 1, digits in 0_u32..MAX_EXPONENT) {
        let major = money::to_major(minor, "GBP", Some(digits)).expect("an amount");
        prop_assert_eq!(money::to_minor(&major, "GBP", Some(digits)).ok(), Some(minor), "{}", major);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), code in any::<String>(), digits in proptest::option::of(any::<u32>())) {
        _ = money::to_minor(&text, &code, digits);
        _ = money::to_major(text.len().try_into().unwrap_or(0), &code, digits);
    }

    /// What is accepted at all is of the grammar, and means what its digits say.
    #[test]
    fn only_the_grammar_passes(text in "[-+0-9._e ]{0,12}") {
        let grammar = {
            let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), "0"));
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
        };
        let result = money::to_minor(&text, "GBP", Some(12));
        if grammar {
            prop_assert!(!matches!(result, Err(ref error) if error.issues[..].iter().any(|one| one.code == Code::BadFormat)), "{}", text);
        } else {
            prop_assert_eq!(code_of(result), Code::BadFormat, "{}", text);
        }
    }
}
