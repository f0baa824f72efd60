//! What a single text must be.

use crate::core::field::{Field, Form};
use crate::core::issue::Code;
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
        Form::UserId => text
            .contains(':')
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

/// A control character of Unicode: C0, DEL, C1.
pub(super) fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// Whether a JSON string stands for itself: visible ASCII and spaces without a backslash. So are most, and this looks at
/// eight bytes at a time.
pub(super) fn is_plain(inner: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 0xFF;
    const TOPS: u64 = ONES << 7;
    /// The top bit of a byte that is zero, where none is above 0x7F.
    const fn zero(eight: u64) -> u64 {
        !(eight.wrapping_add(TOPS ^ u64::MAX))
    }
    let (chunks, rest) = inner.as_chunks();
    let odd = |eight: u64| {
        let control = !eight.wrapping_add(ONES * 0x60);
        (eight | control | zero(eight ^ (ONES * 0x7F)) | zero(eight ^ (ONES * 0x5C))) & TOPS != 0
    };
    !chunks.iter().any(|chunk| odd(u64::from_le_bytes(*chunk)))
        && rest.iter().all(|byte| matches!(byte, 0x20..=0x7E) && *byte != b'\\')
}

/// The documented name a stranger most likely meant.
pub(super) fn nearest(name: &str, fields: &'static [Field]) -> Option<&'static str> {
    const FARTHEST: usize = 3;
    if name.len() > 64 {
        return None;
    }
    let name = name.to_ascii_lowercase();
    fields
        .iter()
        .map(|field| (strsim::osa_distance(&name, &field.name.to_ascii_lowercase()), field.name))
        .filter(|(distance, known)| *distance <= FARTHEST.min(known.len() / 2))
        .min()
        .map(|(_, known)| known)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::proptest;
    use proptest::prop_assert_eq;

    use super::is_plain;

    proptest! {
        #[test]
        fn what_stands_for_itself_is_known(plain in "[ !#-\\[\\]-~]{0,20}", odd in "[\u{0}-\u{ff}]?", after in "[ -~]{0,20}") {
            let text = format!("{plain}{odd}{after}");
            let slow = text.bytes().all(|byte| (0x20..0x7F).contains(&byte) && byte != b'\\');
            prop_assert_eq!(is_plain(text.as_bytes()), slow, "{:?}", text);
        }
    }
}
