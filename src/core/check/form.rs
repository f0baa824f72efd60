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
