use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::{prop_assert_eq, prop_oneof, sample};

use super::{KEPT, Known, Node, Tape};
use crate::core::json::read::FIRST_PLACE;
use crate::core::json::{Builder, Json, REMEMBERED, Shape, Writer};

fn written(text: &str) -> Option<String> {
    let tape = Tape::of(text).ok()?;
    let mut to = Writer::with_capacity(0);
    tape.root().write(&mut to);
    Some(to.finish())
}

fn built(text: &str) -> Option<Json> {
    let tape = Tape::of(text).ok()?;
    Some(Builder::of(|to| tape.root().write(to)))
}

/// Values of every kind, plain or not, with names that repeat.
fn json() -> impl Strategy<Value = String> {
    let words =
        ["null", "true", "0", "-0", "7", "1.50", "1e2", "9007199254740993", "\"a\"", "\"\\u0061\\ud83d\""];
    let name =
        || prop_oneof![sample::select(vec!["a", "b", "\\u0061", "c"]).prop_map(str::to_owned), "[a-f]{1,2}"];
    sample::select(words.to_vec()).prop_map(str::to_owned).prop_recursive(6, 200, 40, move |inner| {
        let member = (name(), inner.clone()).prop_map(|(name, value)| format!("\"{name}\" : {value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec(member, 0..40).prop_map(|members| format!("{{ {} }}", members.join(", "))),
        ]
    })
}

/// A name that has a place, or that has none.
fn numbered(number: u8) -> String {
    match number {
        ..Known::PLACES => format!("n{number}"),
        _ if number.is_multiple_of(3) => format!("\\u0078{number}"),
        _ => format!("x{number}"),
    }
}

/// A value with all its names, and the same with places. Some of its texts are like names.
fn spelled_and_placed() -> impl Strategy<Value = [String; 2]> {
    let words = vec!["null", "7", "-0", "\"a\"", "\"n1\"", "\"x31\"", "\"x32\"", "\"\\u0061\""];
    let leaf = sample::select(words).prop_map(|word| [word, word].map(str::to_owned));
    leaf.prop_recursive(4, 60, 8, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| {
            [0, 1].map(|which| {
                let items: Vec<_> =
                    items.iter().map(|item| item.get(which).map_or("", |text| text)).collect();
                format!("[{}]", items.join(","))
            })
        });
        let members = prop::collection::btree_map(0..Known::PLACES.saturating_add(9), (inner, " ?"), 0..9)
            .prop_map(|members| members.into_iter().collect::<Vec<_>>())
            .prop_shuffle();
        let object = members.prop_map(|members| {
            let (mut spelled, mut placed) = (Vec::new(), Vec::new());
            for (number, ([with_names, with_places], blank)) in members {
                let name = format!("{blank}\"{}\"{blank}:", numbered(number));
                let place = char::from(FIRST_PLACE.saturating_add(number));
                let place = if number < Known::PLACES { format!("{blank}{place}") } else { name.clone() };
                spelled.push(format!("{name}{blank}{with_names}{blank}"));
                placed.push(format!("{place}{blank}{with_places}{blank}"));
            }
            [spelled, placed].map(|members| format!("{{{}}}", members.join(",")))
        });
        prop_oneof![list, object]
    })
}

/// What the same value says of itself whether places stand for names, or not.
fn same(spelled: Node<'_>, placed: Node<'_>) -> bool {
    let members = spelled.members().zip(placed.members()).all(|((name, one), (key, other))| {
        let named = match other.place() {
            Some(place) => key.place() == Some(place) && name.is_named(&format!("n{place}")),
            None => key.place().is_none() && key.name() == name.name() && name.name().starts_with('x'),
        };
        let own = |name| placed.get(name).map(Node::as_str);
        let found = own(&name.name()) == other.place().map_or(Some(other.as_str()), |_| None);
        named && found && same(one, other)
    });
    let mut items = spelled.items().zip(placed.items());
    let items = items.all(|(one, other)| other.place().is_none() && same(one, other));
    let as_it_stands = spelled.as_str() == placed.as_str();
    members
        && items
        && (as_it_stands || matches!(placed.shape(), Some(Shape::List | Shape::Object)))
        && spelled.shape() == placed.shape()
        && spelled.members().count() == placed.members().count()
        && spelled.items().count() == placed.items().count()
        && spelled.visible_text() == placed.visible_text()
        && placed.is_plain() == (as_it_stands && spelled.is_plain())
        && !placed.repeats()
}

proptest! {
    /// Places say what names say, beside names as well.
    #[test]
    fn a_place_is_as_good_as_a_name([spelled, placed] in spelled_and_placed()) {
        let (one, other) = (Tape::of_script(&spelled), Tape::of_script(&placed));
        let alike = one.ok().zip(other.ok()).map(|(one, other)| {
            other.root().place().is_none() && same(one.root(), other.root())
        });
        prop_assert_eq!(alike, Some(true), "{} {}", spelled, placed);
        prop_assert_eq!(Tape::of(&placed).is_ok(), placed == spelled, "{}", placed);
    }

    /// As text and as a value it is the same, and handing out what was handed out changes nothing.
    #[test]
    fn both_sinks_say_the_same(text in json()) {
        let text = written(&text).unwrap_or_default();
        prop_assert_eq!(serde_json::from_str(&text).ok(), built(&text).and_then(|json| serde_json::to_value(json).ok()));
        prop_assert_eq!(written(&text).and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok()), serde_json::from_str(&text).ok());
    }

    /// The last of a repeated name counts, however many names there are and however they are written.
    #[test]
    fn the_last_counts(
        names in prop_oneof![prop::collection::vec(0_u32..5000, 1..300), prop::collection::vec(0_u32..300, 1..25)],
        escaped in any::<bool>(),
    ) {
        let name = |name: &u32| if escaped && name.is_multiple_of(3) { format!("\\u006e{name}") } else { format!("n{name}") };
        let members: Vec<_> = names.iter().zip(0..).map(|(known, at)| format!("\"{}\":{at}", name(known))).collect();
        let text = format!("{{{}}}", members.join(","));
        let known: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        prop_assert_eq!(written(&text).and_then(|text| serde_json::from_str(&text).ok()), Some(known));
        let count = |text: &str| Tape::of(text).ok().map(|tape| tape.root().members().count());
        let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
        prop_assert_eq!(written(&text).and_then(|text| count(&text)), Some(distinct));
        let repeats = Tape::of(&text).map(|tape| tape.root().repeats());
        prop_assert_eq!(repeats.ok(), Some(distinct < names.len()));
    }
}

/// One text's room is the next one's, but never a long text's.
#[test]
fn little_room_is_kept() {
    let room = |text: &str| Tape::of(text).map(|tape| tape.marks.0.capacity()).unwrap_or_default();
    let list = |items| format!("[{}0]", "0,".repeat(items));
    let known = room(&list(100));
    assert_eq!(room("0"), known);
    assert!(room(&list(10_000)) > KEPT);
    assert!(room("0") <= KEPT);
}

#[test]
fn a_place_that_cannot_be_told_is_refused() {
    for (number, taken) in [(Known::PLACES.saturating_sub(1), true), (Known::PLACES, false)] {
        let text = format!("{{{}0}}", char::from(FIRST_PLACE.saturating_add(number)));
        assert_eq!(Tape::of_script(&text).is_ok(), taken, "{text}");
    }
}

/// What nobody looks at takes no room.
#[test]
fn depth_bounds_what_is_remembered() {
    let nested =
        |depth: usize| format!("{}{}{}", "[".repeat(depth), "[0,{}],".repeat(100) + "0", "]".repeat(depth));
    let marks = |depth| Tape::of(&nested(depth)).map(|tape| tape.marks.0.len()).unwrap_or_default();
    assert_eq!(marks(1), 302);
    assert_eq!(marks(200), REMEMBERED.saturating_add(1));
}

#[test]
fn what_a_float_might_change_is_text() {
    for (text, out) in [
        ("[9007199254740991,-9007199254740991]", "[9007199254740991,-9007199254740991]"),
        ("[ 1, 9007199254740992, -0, 1.0, 1e2 ]", r#"[1,"9007199254740992","-0","1.0","1e2"]"#),
        ("[-0,[1]]", r#"["-0",[1]]"#),
        (r#"{"a":{"b":1e2,"c":{}},"d":[]}"#, r#"{"a":{"b":"1e2","c":{}},"d":[]}"#),
        (r#"{"a":"\ud83d","b":{"c":1,"c":2}}"#, "{\"a\":\"\u{fffd}\",\"b\":{\"c\":2}}"),
    ] {
        assert_eq!(written(text).as_deref(), Some(out));
    }
}
