//! What the bindings say of JavaScript values that JSON cannot hold.

use super::{Context, Input, Source, check};
use crate::core::account::Settings;
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::issue::{Code, Findings};

static FIELDS: &[Field] = &[
    Field::optional("name", Kind::Text(Text::of(Form::Free)), "", "there is none"),
    Field::optional("count", Kind::Integer { min: 0, max: i64::MAX }, "", "there is none"),
    Field::optional("minor", Kind::Minor { max: i64::MAX }, "", "there is none"),
    Field::optional("major", Kind::Major { currency: None }, "", "there is none"),
    Field::optional("part", Kind::WordOr("all", &Kind::Minor { max: i64::MAX }), "", "there is none"),
    Field::optional("group", Kind::WordOr("all", &Kind::Object(INNER)), "", "there is none"),
    Field::optional("texts", Kind::Texts, "", "there is none"),
    Field::optional("digits", Kind::Exponents, "", "there is none"),
];

static INNER: &[Field] = &[Field::optional("minor", Kind::Minor { max: 9 }, "", "")];

fn find(text: &str, source: Source) -> Findings {
    let settings = Settings::default();
    check(&Input::of(text, source), FIELDS, &Context { settings: &settings, disputed: &[] }).1
}

/// The codes and messages of what is wrong with a JavaScript value.
fn issues(text: &str) -> Vec<(Code, String)> {
    let found = find(text, Source::Script).issues;
    found.into_iter().map(|issue| (issue.code, issue.message)).collect()
}

fn one(text: &str) -> (Code, String) {
    let mut all = issues(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

#[test]
fn what_is_no_number_is_an_unsafe_number_where_one_belongs() {
    for field in ["count", "minor", "major", "part"] {
        for word in ["NaN", "Infinity", "-Infinity"] {
            let (code, message) = one(&format!(r#"{{"{field}":{{"\u0000":"{word}"}}}}"#));
            assert_eq!(code, Code::UnsafeNumber, "{message}");
            assert_eq!(message, format!("`{field}` must be a finite number, not {word}"));
        }
    }
    for field in ["name", "texts", "group", "digits"] {
        let (code, message) = one(&format!(r#"{{"{field}":{{"\u0000":"NaN"}}}}"#));
        assert_eq!(code, Code::WrongType);
        assert!(message.ends_with(", not NaN"), "{message}");
    }
    for field in ["count", "part"] {
        let (code, message) = one(&format!(r#"{{"{field}":{{"\u0000":"a Map"}}}}"#));
        assert_eq!(code, Code::WrongType);
        assert!(message.ends_with(", not a Map"), "{message}");
    }
}

#[test]
fn undefined_is_not_absent() {
    for word in ["undefined", "null"] {
        let value = if word == "null" { word } else { r#"{"\u0000":"undefined"}"# };
        let (code, message) = one(&format!(r#"{{"minor":{value}}}"#));
        assert_eq!(code, Code::WrongType);
        assert!(
            message.ends_with(&format!(", not {word}; leave the field out if there is none")),
            "{message}"
        );
    }
    // Nothing to say about leaving it out.
    let (_, message) = one(r#"{"group":{"minor":{"\u0000":"undefined"}}}"#);
    assert!(message.ends_with(", not undefined"), "{message}");
}

#[test]
fn marks_stand_for_values_everywhere() {
    assert_eq!(
        one(r#"{"\u0000":"a Map"}"#),
        (Code::WrongType, "the input must be a plain object, not a Map".to_owned())
    );
    assert_eq!(one(r#"{"\u0000":"too long"}"#).0, Code::TooLong);
    assert_eq!(
        one(r#"{"texts":["a",{"\u0000":"a symbol"}]}"#).1,
        "`texts[1]` must be a string, not a symbol"
    );
    assert_eq!(one(r#"{"digits":{"GBP":{"\u0000":"NaN"}}}"#).0, Code::UnsafeNumber);
}

/// In JSON text the same is an object with an odd name: nobody may pretend to be the bindings.
#[test]
fn text_holds_no_marks() {
    let found = |text| find(text, Source::Text).issues;
    let codes = |text| found(text).into_iter().map(|issue| issue.code).collect::<Vec<_>>();
    assert_eq!(codes(r#"{"minor":{"\u0000":"NaN"}}"#), [Code::WrongType]);
    assert_eq!(codes(r#"{"\u0000":"too long"}"#), [Code::UnknownField]);
    assert!(
        found(r#"{"minor":{"\u0000":"a Map"}}"#)
            .iter()
            .all(|issue| issue.message.ends_with(", not an object"))
    );
}

/// A key of the value's own that starts with U+0000 comes with one more.
#[test]
fn an_odd_key_keeps_its_name() {
    let pointers = |text, source| {
        let found = find(text, source).issues;
        found.into_iter().map(|issue| (issue.code, issue.path.pointer())).collect::<Vec<_>>()
    };
    let text = r#"{"\u0000\u0000a":1,"b":2}"#;
    let both = |odd: &str| [(Code::UnknownField, odd.to_owned()), (Code::UnknownField, "/b".to_owned())];
    assert_eq!(pointers(text, Source::Script), both("/\0a"));
    assert_eq!(pointers(text, Source::Text), both("/\0\0a"));
}

#[test]
fn numbers_beyond_two_to_the_53_are_unsafe() {
    for field in ["count", "minor", "major", "part"] {
        for number in ["9007199254740991", "9007199254740991.0", "1", "5e+3"] {
            let text = format!(r#"{{"{field}":{number}}}"#);
            assert_eq!(issues(&text), [], "{text}");
        }
        for number in ["9007199254740992", "-9007199254740992", "1e+21", "1.7976931348623157e+308"] {
            let text = format!(r#"{{"{field}":{number}}}"#);
            assert_eq!(one(&text).0, Code::UnsafeNumber, "{text}");
            // Text is what somebody wrote, digit by digit.
            let found = find(&text, Source::Text).issues;
            assert!(found.iter().all(|issue| issue.code != Code::UnsafeNumber), "{text}");
        }
    }
    assert_eq!(one(r#"{"major":5e-324}"#).0, Code::OutOfRange);
    assert_eq!(one(r#"{"count":5e-324}"#).0, Code::NotAnInteger);
}

/// A number's zeros at the end say nothing; a text's do.
#[test]
fn the_zeros_of_a_number_are_no_decimals() {
    for text in [r#"{"major":2.5000}"#, r#"{"major":2.50}"#, r#"{"major":2.5}"#, r#"{"major":250.00e-2}"#] {
        assert_eq!(find(text, Source::Text).issues, [], "{text}");
    }
    for text in [r#"{"major":2.501}"#, r#"{"major":"2.500"}"#, r#"{"major":"2.501"}"#] {
        let found = find(text, Source::Text).issues;
        assert!(matches!(found.as_slice(), [issue] if issue.code == Code::TooPrecise), "{text}: {found:?}");
    }
}

/// An object's currency says nothing of the amounts of another.
#[test]
fn decimals_are_those_of_the_currency_beside_the_amount() {
    static INNER: &[Field] = &[
        Field::required("total", Kind::Major { currency: Some("currency") }, ""),
        Field::required("currency", Kind::Currency, ""),
    ];
    static FIELDS: &[Field] = &[
        Field::required("currency", Kind::Currency, ""),
        Field::required("amount", Kind::Object(INNER), ""),
        Field::required("total", Kind::Major { currency: Some("currency") }, ""),
    ];
    let settings = Settings::default();
    let context = Context { settings: &settings, disputed: &[] };
    for (outer, inner, refused) in [("GBP", "JPY", "`amount.total`"), ("JPY", "GBP", "`total`")] {
        let own = format!(r#""total":"2.50","currency":"{inner}""#);
        let (before, after) = (format!(r#""currency":"{outer}""#), r#""total":"2.50""#);
        for text in [
            format!(r#"{{{before},"amount":{{{own}}},{after}}}"#),
            format!(r#"{{{after},"amount":{{{own}}},{before}}}"#),
        ] {
            let found = check(&Input::of(&text, Source::Text), FIELDS, &context).1.issues;
            let found: Vec<_> = found.iter().map(|issue| (issue.code, issue.path.to_string())).collect();
            assert_eq!(found, [(Code::TooPrecise, refused.to_owned())], "{text}");
        }
    }
}

/// A mebibyte of mistakes is not answered with twenty: the rest is counted.
#[test]
fn issues_without_end_are_counted() {
    let strangers: Vec<String> = (0..5000).map(|number| format!("\"stranger{number}\":1")).collect();
    let found = find(&format!("{{{}}}", strangers.join(",")), Source::Text).issues;
    assert_eq!(found.len(), 1001);
    let last = found.last().map(|issue| (issue.code, issue.message.as_str()));
    assert_eq!(last, Some((Code::TooLong, "the input has 4000 issues more than the 1000 that are listed")));
}
