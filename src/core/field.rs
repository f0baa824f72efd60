//! The tables that say what an input may hold. One table drives the check, the request, the JSON Schema,
//! `describe()` and the documentation, so they cannot disagree.

use super::text::{concat, join};

/// One documented field.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The documented name.
    pub name: &'static str,
    /// Where its value goes.
    pub place: Place,
    /// What it may be.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it is, in one sentence, with its unit.
    pub about: &'static str,
    /// What leaving it out means; empty where that goes without saying.
    pub absent: &'static str,
    /// The only API version that documents it; `None` for every version.
    pub version: Option<&'static str>,
}

impl Field {
    /// A required field of the body.
    #[must_use]
    pub const fn required(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, place: Place::Body, kind, required: true, about, absent: "", version: None }
    }

    /// An optional field of the body.
    #[must_use]
    pub const fn optional(name: &'static str, kind: Kind, about: &'static str, absent: &'static str) -> Self {
        Self { name, place: Place::Body, kind, required: false, about, absent, version: None }
    }

    /// The same field at another place.
    #[must_use]
    pub const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same field, documented for one API version only.
    #[must_use]
    pub const fn only_in(self, version: &'static str) -> Self {
        Self { version: Some(version), ..self }
    }
}

/// Where a field's value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the JSON body.
    Body,
    /// Into the path, where the template names it.
    Path,
    /// Into the header of this name.
    Header(&'static str),
}

/// What a field may be.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A text without control characters and lone surrogates.
    Text(Text),
    /// An integer within bounds, both included.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// An amount in minor units: an integer from 1.
    Minor {
        /// The greatest.
        max: i64,
    },
    /// An amount in major units: a decimal above 0, as text or number.
    Major {
        /// The field beside it that names the currency, where there is one.
        currency: Option<&'static str>,
    },
    /// A currency code.
    Currency,
    /// `true` or `false`.
    Flag,
    /// An object of documented fields.
    Object(&'static [Field]),
    /// A list of texts.
    Texts,
    /// One word with a meaning of its own, or another kind.
    WordOr(&'static str, &'static Kind),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Exponents by currency code.
    Exponents,
}

/// The bounds of a text.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Text {
    /// Its form.
    pub form: Form,
    /// Whether it may be empty.
    pub may_be_empty: bool,
    /// The longest that every source allows, in characters; beyond it is a warning.
    pub advised_max: Option<usize>,
    /// Who says so.
    pub advised_by: &'static str,
}

impl Text {
    /// A text that is not empty.
    #[must_use]
    pub const fn of(form: Form) -> Self {
        Self { form, may_be_empty: false, advised_max: None, advised_by: "" }
    }

    /// A text that may be empty, because nothing says that it may not.
    #[must_use]
    pub const fn or_empty(form: Form) -> Self {
        Self { form, may_be_empty: true, advised_max: None, advised_by: "" }
    }

    /// The same text, with a length beyond which some sources refuse it.
    #[must_use]
    pub const fn advised(self, max: usize, by: &'static str) -> Self {
        Self { advised_max: Some(max), advised_by: by, ..self }
    }
}

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Any text.
    Free,
    /// Any text, percent-encoded once when it enters the path.
    Segment,
    /// A path segment that is percent-encoded already and goes in byte for byte.
    Encoded,
    /// Visible ASCII without spaces (0x21 to 0x7E): it becomes a header, where the host's `fetch` would trim
    /// or refuse anything else.
    Token,
    /// A UUID.
    Uuid,
    /// Any text without a colon (RFC 7617: the user-id of Basic authentication).
    UserId,
    /// An https origin with an optional path.
    BaseUrl,
}

impl Kind {
    /// What a value must be, as a message says it.
    pub(crate) fn expected(&self) -> String {
        let plain = match self {
            Self::WordOr(word, kind) => return concat(&[&kind.expected(), " or \"", word, "\""]),
            Self::OneOf(words) => return concat(&["\"", &join(words, "\" or \""), "\""]),
            Self::Text(text) if text.form == Form::Uuid => "a UUID as a string",
            Self::Text(_) => "a string",
            Self::Integer { .. } => "an integer",
            Self::Minor { .. } => "an integer in minor units (250 for 2.50)",
            Self::Major { .. } => "a decimal in major units, as a string (\"2.50\") or a number",
            Self::Currency => "a currency code of three upper-case letters, as a string",
            Self::Flag => "true or false",
            Self::Object(_) => "an object",
            Self::Texts => "a list of strings",
            Self::Exponents => "an object of exponents by currency code, such as { \"XCG\": 2 }",
        };
        plain.to_owned()
    }
}
