//! What a single text must be.

use std::mem;

use crate::core::field::{Field, Form};
use crate::core::issue::Code;
use crate::core::text::cut;
use crate::core::url;

/// Why a text that is well-formed and without control characters has not the form of its field.
pub(super) fn refuse_form(form: Form, text: &str) -> Option<(Code, &'static str)> {
    match form {
        Form::Free | Form::BaseUrl => None,
        Form::Segment => matches!(text, "." | "..")
            .then_some((Code::BadFormat, "must not be a dot segment, which would climb in the path")),
        Form::Encoded => url::refuse_encoded(text),
        Form::Token => (!text.bytes().all(|byte| byte.is_ascii_graphic())).then_some((
            Code::BadCharacters,
            "must be visible ASCII without spaces, since it becomes a header",
        )),
        Form::Uuid => (!is_uuid(text))
            .then_some((Code::BadFormat, "must be a UUID, such as \"00000000-0000-4000-8000-000000000000\"")),
        Form::UserId => cut(text, b':')
            .is_some()
            .then_some((Code::BadCharacters, "must not hold a colon, which ends a user name")),
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A control character of Unicode: C0, DEL, C1. Those of C1 are two bytes, the second below that of any other character
/// that begins alike.
pub(super) fn has_control(text: &str) -> bool {
    let mut before = 0;
    text.bytes().any(|byte| {
        let first = mem::replace(&mut before, byte);
        byte.is_ascii_control() || first == 0xC2 && byte < 0xA0
    })
}

/// The documented name a stranger most likely meant.
pub(super) fn nearest(name: &str, fields: &'static [Field]) -> Option<&'static str> {
    const FARTHEST: usize = 3;
    if name.len() > 64 {
        return None;
    }
    // No documented name holds a character that is not ASCII: all of those are the same to it.
    let name: Vec<u8> = name.chars().map(|c| u8::try_from(c).unwrap_or(u8::MAX)).collect();
    let mut found = None;
    for field in fields {
        let known = field.name;
        // What is farther than the nearest so far needs no counting to its end.
        let farthest = found.map_or(FARTHEST, |(least, _)| least).min(known.len() / 2);
        let Some(edits) = edits(&name, known.as_bytes(), farthest) else { continue };
        if found.is_none_or(|least| (edits, known) < least) {
            found = Some((edits, known));
        }
    }
    found.map(|(_, known)| known)
}

/// How many edits make one text of the other: a character more, less, another, or two swapped; `None` for more than
/// `most`, which is small. Case does not count.
///
/// (The crate `strsim` says the same of any two texts, and the test holds this against it.)
fn edits(left: &[u8], right: &[u8], most: usize) -> Option<usize> {
    let (Some((a, left_rest)), Some((b, right_rest))) = (left.split_first(), right.split_first()) else {
        // What is left of one has nothing to stand for it in the other.
        return Some(left.len().max(right.len())).filter(|edits| *edits <= most);
    };
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    if a.eq_ignore_ascii_case(b) {
        return edits(left_rest, right_rest, most);
    }
    let most = most.checked_sub(1)?;
    let swapped = match (left_rest.split_first(), right_rest.split_first()) {
        (Some((c, left)), Some((d, right))) if a.eq_ignore_ascii_case(d) && b.eq_ignore_ascii_case(c) => {
            (left, right)
        }
        _ => (left_rest, right_rest),
    };
    let ways = [(left_rest, right), (left, right_rest), (left_rest, right_rest), swapped];
    let fewest = ways.iter().filter_map(|(left, right)| edits(left, right, most)).min();
    fewest.map(|edits| edits.saturating_add(1))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::{edits, has_control, nearest};
    use crate::core::field::{Field, Kind};

    /// The nearest, and of several as near the first by the alphabet, wherever they stand in the table.
    #[test]
    fn the_nearest_name_is_meant() {
        static FIELDS: [Field; 4] = {
            const fn flag(name: &'static str) -> Field {
                Field::required(name, Kind::Flag, "")
            }
            [flag("totalz"), flag("totaly"), flag("totalab"), flag("other")]
        };
        for (name, meant) in [("totala", "totalab"), ("totalx", "totaly"), ("othex", "other")] {
            assert_eq!(nearest(name, &FIELDS), Some(meant), "{name}");
        }
        assert_eq!(nearest("nothing", &FIELDS), None);
    }

    /// Those of the standard library, whatever stands around them.
    #[test]
    fn control_characters_are_found() {
        for c in (0..0x900).chain([0x2028, 0xFFFD, 0x1F4D6]).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("a{c}"), format!("\u{bf}{c}\u{a0}"), format!("\u{2028}{c}")]
            {
                assert_eq!(has_control(&text), c.is_control(), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn edits_are_counted_as_another_reader_counts_them(left in "[abcA]{0,7}", right in "[abcB]{0,7}") {
            let distance = strsim::osa_distance(&left.to_ascii_lowercase(), &right.to_ascii_lowercase());
            for most in 0..4 {
                let ours = edits(left.as_bytes(), right.as_bytes(), most);
                prop_assert_eq!(ours, Some(distance).filter(|distance| *distance <= most), "{} {}", left, right);
            }
        }
    }
}
