//! Whatever the order in which an input names its fields, what passed stands in documented order.

use super::{Context, Input, Passed, Source, Value, check};
use crate::core::account::Settings;
use crate::core::field::{Field, Kind};

const COUNT: Kind = Kind::Integer { min: 0, max: 9 };

static PAIR: &[Field] = &[Field::required("x", COUNT, ""), Field::optional("y", COUNT, "", "")];

static INNER: &[Field] = &[
    Field::optional("x", COUNT, "", ""),
    Field::optional("pair", Kind::Object(PAIR), "", ""),
    Field::optional("y", COUNT, "", ""),
];

static FIELDS: &[Field] = &[
    Field::required("x", COUNT, ""),
    Field::optional("pair", Kind::Object(PAIR), "", ""),
    // In front of one whose name is also within the pair.
    Field::optional("z", Kind::Flag, "", ""),
    Field::required("y", COUNT, ""),
    Field::optional("inner", Kind::WordOr("all", &Kind::Object(INNER)), "", ""),
];

/// Every order of some members.
fn orders(members: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for member in members {
        let longer = all.iter().flat_map(|order: &Vec<String>| {
            (0..=order.len()).map(|at| {
                let mut order = order.clone();
                order.insert(at, member.clone());
                order
            })
        });
        all = longer.collect();
    }
    all
}

/// An object in every order of its members.
fn objects(members: &[String]) -> Vec<String> {
    orders(members).iter().map(|order| format!("{{{}}}", order.join(","))).collect()
}

fn member(name: &str, value: &str) -> String {
    format!("\"{name}\":{value}")
}

/// What passed, object by object.
fn shown(passed: Passed<'_>) -> String {
    let entries = passed.entries().map(|(field, value, own)| {
        let value = match value {
            Value::Integer(integer) => integer.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Object(_) => shown(own),
            other => format!("{other:?}"),
        };
        assert!(own.entries().next().is_none() || value.starts_with('{'), "only an object holds others");
        member(field.name, &value)
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

/// What passes of every order of these members, where the objects are in every order as well.
fn passes(z: &str, last: &str) -> Vec<String> {
    let count = |name, digit: &str| member(name, digit);
    let mut all = Vec::new();
    for pair in objects(&[count("x", "5"), count("y", last)]) {
        for inner in objects(&[count("x", "3"), member("pair", &pair), count("y", "4")]) {
            let outer = [
                count("x", "1"),
                member("pair", &pair),
                count("y", "2"),
                member("inner", &inner),
                member("z", z),
            ];
            for text in objects(&outer) {
                let settings = Settings::default();
                let context = Context { settings: &settings, disputed: &[] };
                let passed = shown(check(&Input::of(&text, Source::Text), FIELDS, &context).0.all());
                all.push(passed);
            }
        }
    }
    assert_eq!(all.len(), 2 * 6 * 120);
    all
}

#[test]
fn what_passed_stands_in_documented_order() {
    let pair = r#"{"x":5,"y":6}"#;
    let whole = format!(r#"{{"x":1,"pair":{pair},"z":true,"y":2,"inner":{{"x":3,"pair":{pair},"y":4}}}}"#);
    assert!(passes("true", "6").iter().all(|passed| *passed == whole));
}

/// An object is there without those of its members that did not pass.
#[test]
fn what_did_not_pass_changes_no_order() {
    let rest = r#"{"x":1,"pair":{"x":5},"y":2,"inner":{"x":3,"pair":{"x":5},"y":4}}"#;
    assert!(passes("0", "10").iter().all(|passed| passed == rest));
}

#[test]
fn an_empty_object_holds_nothing_of_what_follows() {
    for text in objects(&[member("pair", "{}"), member("inner", "{}"), member("y", "2")]) {
        let settings = Settings::default();
        let context = Context { settings: &settings, disputed: &[] };
        let input = Input::of(&text, Source::Text);
        let (checked, _) = check(&input, FIELDS, &context);
        let passed = checked.all();
        assert_eq!(shown(passed), r#"{"pair":{},"y":2,"inner":{}}"#, "{text}");
        assert!(passed.object("inner").is_some_and(|inner| inner.integer("y").is_none()));
        assert!(passed.object("y").is_none());
    }
}
