use proptest::collection::vec;
use proptest::prelude::proptest;
use proptest::prop_assert_eq;
use proptest::sample::select;

use super::{DEEPEST_PATH, Detail, Found, Named, Take, json_path};
use crate::core::account::Settings;
use crate::core::json::{Tape, Writer};

static INNER: &[Detail] = &[Detail::new("text", Take::Text), Detail::new("word", Take::Word)];
static TABLE: &[Detail] = &[
    Detail::new("text", Take::Text),
    Detail::new("integer", Take::Integer),
    Detail::new("flag", Take::Flag),
    Detail::new("major", Take::Major),
    Detail::new("any", Take::Any),
    Detail::new("list", Take::List),
    Detail::new("object", Take::Object(INNER)),
    Detail::new("loose", Take::Loose(INNER)),
    Detail::new("objects", Take::Objects(INNER)),
    Detail::renamed("renamed", "given", Take::Text),
];

/// Whether a body is said to stand, and what its details are written as.
fn read(body: &str) -> Option<(bool, String)> {
    let tape = Tape::of(body).ok()?;
    let found = Found::of(tape.root(), TABLE);
    let mut written = Writer::with_capacity(64);
    found.write(&Settings::default(), &mut written);
    Some((found.stands, written.finish()))
}

#[test]
fn a_body_stands_where_nothing_of_it_changes() {
    for body in [
        "{}",
        r#"{"text":"a","integer":7,"flag":true,"any":[1,{"b":null}],"list":[2]}"#,
        r#"{"object":{"text":"a","word":7},"loose":null,"objects":[{"text":"a"},{}]}"#,
        r#"{"integer":-7,"loose":"a"}"#,
        r#"{"loose":{"word":"a"}}"#,
    ] {
        assert_eq!(read(body), Some((true, body.to_owned())), "{body}");
    }
    for (body, written) in [
        // In another order, by another name, of another type.
        (r#"{"flag":true,"text":"a"}"#, r#"{"text":"a","flag":true}"#),
        (r#"{"given":"a"}"#, r#"{"renamed":"a"}"#),
        (r#"{"text":7}"#, r#"{"other":{"text":7}}"#),
        (r#"{"odd":7}"#, r#"{"other":{"odd":7}}"#),
        // Amounts are texts, and so is what a number would change.
        (r#"{"major":12.50}"#, r#"{"major":"12.50"}"#),
        (r#"{"integer":9007199254740993}"#, r#"{"integer":"9007199254740993"}"#),
        (r#"{"integer":7.0}"#, r#"{"integer":7}"#),
        (r#"{"any":[0.1]}"#, r#"{"any":["0.1"]}"#),
        // Twice, at any depth.
        (r#"{"text":"a","text":"b"}"#, r#"{"text":"b"}"#),
        (r#"{"any":{"b":1,"b":2}}"#, r#"{"any":{"b":2}}"#),
        (r#"{"object":{"text":"a","text":"b"}}"#, r#"{"object":{"text":"b"}}"#),
        // The same within.
        (r#"{"object":{"odd":7}}"#, r#"{"object":{"other":{"odd":7}}}"#),
        (r#"{"objects":[{"text":"a"},{"text":7}]}"#, r#"{"objects":[{"text":"a"},{"other":{"text":7}}]}"#),
        (r#"{"objects":[0.1]}"#, r#"{"objects":["0.1"]}"#),
        (r#"{"loose":{"word":7,"text":"a"}}"#, r#"{"loose":{"text":"a","word":7}}"#),
    ] {
        assert_eq!(read(body), Some((false, written.to_owned())), "{body}");
    }
}

#[test]
fn a_text_counts_however_it_is_written() {
    for (body, path, text) in [
        (r#"{"text":"a"}"#, ["text"].as_slice(), "a"),
        (r#"{"text":"\u0061\n"}"#, &["text"], "a\n"),
        (r#"{"object":{"word":"\""}}"#, &["object", "word"], "\""),
        (r#"{"object":{"word":7}}"#, &["object", "word"], "7"),
        (r#"{"object":{"word":1.50}}"#, &["object", "word"], "1.50"),
        (r#"{"major":1.50}"#, &["major"], "1.50"),
        (r#"{"loose":"\u0061"}"#, &["loose"], "a"),
    ] {
        let found = Tape::of(body).ok();
        let found = found.as_ref().map(|tape| Found::of(tape.root(), TABLE));
        assert_eq!(found.as_ref().and_then(|found| found.text_at(path)), Some(text), "{body}");
    }
}

#[test]
fn a_repeat_counts_where_something_documented_is_repeated() {
    for (body, repeats) in [
        (r#"{"text":"a","text":"a"}"#, true),
        (r#"{"text":"a","text":7}"#, true),
        (r#"{"object":{"text":"a","text":"a"}}"#, true),
        (r#"{"objects":[{"odd":{"b":1,"b":2}}]}"#, true),
        (r#"{"odd":1,"odd":2}"#, false),
        (r#"{"any":{"b":1,"b":2}}"#, false),
        (r#"{"odd":{"b":1,"b":2}}"#, false),
    ] {
        let found = Tape::of(body).ok().map(|tape| Found::of(tape.root(), TABLE).repeats);
        assert_eq!(found, Some(repeats), "{body}");
    }
}

const NAMES: &[&str] = &[
    "text", "integer", "flag", "major", "any", "list", "object", "loose", "objects", "given", "renamed",
    "odd",
];
const VALUES: &[&str] = &[
    "null",
    "true",
    "7",
    "-0",
    "0.1",
    "1e3",
    "9007199254740991",
    "9007199254740992",
    r#""a""#,
    r#""12.50""#,
    r#""\u0061""#,
    r#""\ud800""#,
    "[]",
    "[0.5]",
    r#"[{"text":"a"},{"b":1,"b":2}]"#,
    "{}",
    r#"{"text":"a","word":7}"#,
    r#"{"word":7,"text":"a"}"#,
    r#"{"text":7}"#,
    r#"{"word":1.5}"#,
];

proptest! {
    #[test]
    fn what_stands_is_written_as_it_is(members in vec((select(NAMES), select(VALUES)), 0..6)) {
        let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let body = format!("{{{}}}", members.join(","));
        if let Some((true, written)) = read(&body) {
            prop_assert_eq!(written, body);
        }
    }
}

#[test]
fn a_json_path_is_plain_steps_or_none() {
    use Named::{Index, Key};
    let told = |path: &str| json_path(path).map(|steps| format!("{steps:?}"));
    for (path, expected) in [
        ("$", vec![]),
        ("$.value.amount", vec![Key("value"), Key("amount")]),
        ("$['value']['a.b[0']", vec![Key("value"), Key("a.b[0")]),
        (r#"$["expand"][12].x"#, vec![Key("expand"), Index(12), Key("x")]),
        ("$[007]", vec![Index(7)]),
    ] {
        assert_eq!(told(path), Some(format!("{expected:?}")), "{path}");
    }
    for path in [
        "", "value", "$value", "$.", "$..a", "$.a..b", "$[", "$[]", "$['']", "$[']", "$[-1]", "$[+1]",
        "$[a]", "$.a[*]",
    ] {
        assert_eq!(told(path), None, "{path}");
    }
    assert!(told(&format!("${}", ".a".repeat(DEEPEST_PATH))).is_some());
    assert_eq!(told(&format!("${}", ".a".repeat(DEEPEST_PATH + 1))), None);
}
