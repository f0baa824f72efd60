//! One thing wrong with an input, and the errors that carry a list of them.

use std::fmt;

use super::json::{Write, Writer, serialize_as_written};
use super::text::{self, concat, past};

/// What is wrong, as a stable word. New words may be added; none changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A required field is absent.
    Missing,
    /// The operation documents no field of this name.
    UnknownField,
    /// A JSON text names the same field twice.
    DuplicateField,
    /// The value is of another type than documented (`null` and `undefined` included).
    WrongType,
    /// A text that must hold something is empty.
    Empty,
    /// Longer than allowed, or (as a warning) longer than some sources allow.
    TooLong,
    /// A control character, a lone surrogate, or a character the field's place cannot carry.
    BadCharacters,
    /// The text does not have the documented form.
    BadFormat,
    /// A number with a fraction where an integer is documented.
    NotAnInteger,
    /// Outside the documented range.
    OutOfRange,
    /// An amount of zero or less.
    NotPositive,
    /// More decimals than the currency has; amounts are never rounded.
    TooPrecise,
    /// A JavaScript number that is not finite or beyond 2^53 - 1.
    UnsafeNumber,
    /// Neither in ISO 4217 nor among the account's own currencies.
    UnknownCurrency,
    /// Sources disagree about this currency's exponent at this provider (a warning).
    DisputedExponent,
    /// A settlement's number is above its total.
    BadSequence,
    /// The text is no JSON.
    MalformedJson,
    /// Found by the provider; its own word is the issue's provider code.
    Provider,
}

impl Code {
    /// The word, as JavaScript callers see it: `missing`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::UnknownField => "unknown_field",
            Self::DuplicateField => "duplicate_field",
            Self::WrongType => "wrong_type",
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::BadCharacters => "bad_characters",
            Self::BadFormat => "bad_format",
            Self::NotAnInteger => "not_an_integer",
            Self::OutOfRange => "out_of_range",
            Self::NotPositive => "not_positive",
            Self::TooPrecise => "too_precise",
            Self::UnsafeNumber => "unsafe_number",
            Self::UnknownCurrency => "unknown_currency",
            Self::DisputedExponent => "disputed_exponent",
            Self::BadSequence => "bad_sequence",
            Self::MalformedJson => "malformed_json",
            Self::Provider => "provider",
        }
    }
}

/// One step from an input to the value an issue is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A field's name.
    Key(String),
    /// A place in a list, counted from 0.
    Index(usize),
}

impl Step {
    fn as_named(&self) -> Named<'_> {
        match self {
            Self::Key(key) => Named::Key(key),
            Self::Index(index) => Named::Index(*index),
        }
    }
}

/// A step whose name is borrowed from whoever names it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named<'n> {
    Key(&'n str),
    Index(usize),
}

impl Named<'_> {
    pub fn to_step(self) -> Step {
        match self {
            Self::Key(key) => Step::Key(key.to_owned()),
            Self::Index(index) => Step::Index(index),
        }
    }
}

/// Hands out a JSON pointer (RFC 6901) piece by piece.
fn pointer(steps: &[Named<'_>], each: &mut dyn FnMut(&str)) {
    for step in steps {
        each("/");
        match step {
            Named::Key(key) => {
                let mut rest = *key;
                while let Some(place) = rest.bytes().position(|byte| matches!(byte, b'~' | b'/')) {
                    let (plain, from) = rest.split_at_checked(place).unwrap_or_default();
                    each(plain);
                    each(if past(from, b'~').is_some() { "~0" } else { "~1" });
                    rest = from.get(1..).unwrap_or_default();
                }
                each(rest);
            }
            Named::Index(index) => each(&index_text(*index)),
        }
    }
}

/// Writes the JSON pointer.
#[inline(never)]
pub(crate) fn write_pointer(steps: &[Named<'_>], to: &mut Writer) {
    to.pieces(|each| pointer(steps, each));
}

/// The way from an input to a value; empty for the input itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The way through fields of these names.
    #[must_use]
    pub fn of(keys: &[&str]) -> Self {
        let mut steps = Vec::with_capacity(keys.len());
        for key in keys {
            steps.push(Step::Key((*key).to_owned()));
        }
        Self(steps)
    }

    /// The JSON pointer (RFC 6901): `/value/amount`, or empty for the input itself.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut text = String::new();
        pointer(&self.steps(), &mut |piece| text.push_str(piece));
        text
    }

    #[inline(never)]
    fn steps(&self) -> Vec<Named<'_>> {
        self.0.iter().map(Step::as_named).collect()
    }

    /// As messages name it.
    fn named(&self) -> String {
        if self.0.is_empty() {
            return "the input".to_owned();
        }
        let mut named = String::from("`");
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    named.push_str(if place > 0 { "." } else { "" });
                    named.push_str(&printable(key));
                }
                Step::Index(index) => named.push_str(&concat(&["[", &index_text(*index), "]"])),
            }
        }
        named.push('`');
        named
    }
}

fn index_text(index: usize) -> String {
    text::integer(i64::try_from(index).unwrap_or(i64::MAX))
}

/// The form used in messages: `value.amount`, `expand[0]`; `the input` for the input itself.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.named())
    }
}

/// The longest piece of a caller's own text that a message repeats, in characters.
const SHOWN: usize = 40;

/// A caller's text as a message may show it: short, on one line, without control characters.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::new();
    for (place, c) in text.chars().enumerate() {
        if place == SHOWN {
            shown.push('…');
            break;
        }
        shown.push(if c.is_control() || c == '`' { char::REPLACEMENT_CHARACTER } else { c });
    }
    shown
}

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issue {
    /// What is wrong, as a stable word.
    pub code: Code,
    /// Where.
    pub path: Path,
    /// The same for a person: names the field and the rule, on one line.
    pub message: String,
    /// The provider's own word, where the provider found the issue.
    pub provider_code: Option<String>,
}

impl Issue {
    /// An issue of our own finding. `rule` follows the field's name: "must be an integer".
    pub(crate) fn new(code: Code, path: Path, rule: &str) -> Self {
        let message = concat(&[&path.named(), " ", rule]);
        Self { code, path, message, provider_code: None }
    }

    /// What is wrong with the value that these fields lead to, where nothing else is.
    #[inline(never)]
    pub(crate) fn only(code: Code, keys: &[&str], rule: &str) -> Vec<Self> {
        vec![Self::new(code, Path::of(keys), rule)]
    }

    /// An issue the provider reported.
    pub(crate) fn of_provider(path: Path, provider_code: Option<String>, message: String) -> Self {
        Self { code: Code::Provider, path, message, provider_code }
    }
}

impl Write for Code {
    fn write(&self, to: &mut Writer) {
        to.text(self.as_str());
    }
}

impl Write for Step {
    fn write(&self, to: &mut Writer) {
        self.as_named().write(to);
    }
}

impl Write for Named<'_> {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Key(key) => to.text(key),
            Self::Index(index) => to.integer(i64::try_from(*index).unwrap_or(i64::MAX)),
        }
    }
}

impl Write for [Named<'_>] {
    fn write(&self, to: &mut Writer) {
        to.list(self);
    }
}

impl Write for Path {
    fn write(&self, to: &mut Writer) {
        self.steps().write(to);
    }
}

impl Write for Issue {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("code", self.code.as_str());
            let steps = self.path.steps();
            steps.write(to.key("path"));
            write_pointer(&steps, to.key("pointer"));
            to.pair("message", &self.message);
            if let Some(code) = &self.provider_code {
                to.pair("providerCode", code);
            }
        });
    }
}

serialize_as_written!(Code, Step, Path, Issue);

/// All the issues in one line.
struct Listed<'a>(&'a [Issue]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, issue) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&issue.message)?;
        }
        Ok(())
    }
}

/// The input cannot become a request. Every issue is listed; the list is never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", operation.map(|id| format!("{id}: ")).unwrap_or_default(), Listed(issues))]
#[non_exhaustive]
pub struct InvalidInput {
    /// The operation's id, where the input belongs to one.
    pub operation: Option<&'static str>,
    /// Every issue found.
    pub issues: Vec<Issue>,
}

/// The account cannot be used. Every issue is listed; the list is never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{provider} account: {}", Listed(issues))]
#[non_exhaustive]
pub struct InvalidAccount {
    /// The provider's name.
    pub provider: &'static str,
    /// Every issue found.
    pub issues: Vec<Issue>,
}

/// What a check has found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// What must be fixed before a request can be built.
    pub issues: Vec<Issue>,
    /// What may be refused, though nobody can be sure.
    pub warnings: Vec<Issue>,
}

impl Findings {
    #[inline(never)]
    pub(crate) fn issue(&mut self, code: Code, path: Path, rule: &str) {
        self.issues.push(Issue::new(code, path, rule));
    }

    /// The same about the field that these lead to.
    #[inline(never)]
    pub(crate) fn field(&mut self, code: Code, keys: &[&str], rule: &str) {
        self.issue(code, Path::of(keys), rule);
    }

    /// Whether any issue is about the field of this name.
    pub(crate) fn are_about(&self, name: &str) -> bool {
        let about = |issue: &Issue| matches!(issue.path.0.as_slice(), [Step::Key(key)] if key == name);
        self.issues.iter().any(about)
    }

    pub(crate) fn warn(&mut self, code: Code, path: Path, rule: &str) {
        self.warnings.push(Issue::new(code, path, rule));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_oneof, proptest};
    use proptest::prop_assert_eq;
    use serde_json::{Value, json};

    use super::{Path, Step};

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof!["[~/a01é\"]{0,5}".prop_map(Step::Key), (0..12_usize).prop_map(Step::Index)]
    }

    proptest! {
        /// `serde_json` finds what is there, and nothing else is.
        #[test]
        fn a_pointer_leads_where_the_path_leads(steps in vec(step(), 0..6)) {
            let there = steps.iter().rev().fold(json!("there"), |inner, step| match step {
                Step::Key(key) => Value::Object([(key.clone(), inner)].into_iter().collect()),
                Step::Index(index) => {
                    let mut items = vec![Value::Null; *index];
                    items.push(inner);
                    Value::Array(items)
                }
            });
            prop_assert_eq!(there.pointer(&Path(steps).pointer()), Some(&json!("there")));
        }
    }

    #[test]
    fn a_path_is_written_as_names_and_places() {
        let step = Step::Key("expand".to_owned());
        assert_eq!(serde_json::to_value(&step).ok(), Some(json!("expand")));
        let path = Path(vec![step, Step::Index(2)]);
        assert_eq!(serde_json::to_value(&path).ok(), Some(json!(["expand", 2])));
        assert_eq!(path.to_string(), "`expand[2]`");
    }
}
