//! The one walk over an input: every issue at once, and the values a request is made of.

mod checked;
mod form;
mod input;
mod number;
mod way;

use std::borrow::Cow;

use super::account::Settings;
use super::currency::{self, Disputed, Exponent};
use super::field::{Field, Form, Kind, Text};
use super::issue::{Code, Findings, Path};
use super::json::{Malformed, Node, Shape};
use super::text::{self, concat, join};
pub(crate) use checked::{Checked, Passed, Value};
use form::{has_control, nearest, refuse_form};
use input::Unread;
pub(crate) use input::{Input, MAX_INPUT, TOO_LONG};
use way::{At, Seen};

/// How many issues of one input are listed one by one. No documented input can have so many by mistake; a hostile one
/// of a mebibyte could have a hundred thousand.
const MOST_ISSUES: usize = 1000;

/// Where the JSON text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// It is what somebody wrote.
    Text,
    /// The bindings made it of a JavaScript value. What JSON cannot say stands in an object whose only key
    /// is U+0000; a key of the value's own that starts with U+0000 has one more in front. Its place in the table may stand
    /// for a name.
    Script,
}

/// What a check needs to know besides the input.
pub(crate) struct Context<'s> {
    pub settings: &'s Settings,
    pub disputed: &'static [Disputed],
}

/// Checks a whole input against its table.
pub(crate) fn check<'a>(
    input: &'a Input<'a>,
    fields: &'static [Field],
    context: &Context<'_>,
) -> (Checked<'a>, Findings) {
    let mut findings = Findings::default();
    let mut refuse = |code, rule: &str| findings.issue(code, Path::default(), rule);
    let source = input.source;
    let root = input.root();
    let mark = root.as_ref().ok().and_then(|root| mark(*root, source));
    match if mark == Some("too long") { Err(&Unread::TooLong) } else { root } {
        Err(Unread::TooLong) => refuse(Code::TooLong, TOO_LONG),
        Err(Unread::Malformed(Malformed { line, column })) => {
            let (line, column) = (count(*line), count(*column));
            let rule = ["must be JSON; it cannot be read beyond line ", &line, ", column ", &column];
            refuse(Code::MalformedJson, &concat(&rule));
        }
        Ok(root) if root.shape() != Some(Shape::Object) || mark.is_some() => {
            let found = found(root, source);
            refuse(Code::WrongType, &concat(&["must be a plain object, not ", found]));
        }
        Ok(root) => {
            let checked = Checked::none();
            let mut walk = Walk { context, source, findings: &mut findings, more: 0, checked };
            walk.object(root, fields, &At::Root);
            let Walk { more, checked, .. } = walk;
            if more > 0 {
                let (more, most) = (count(more), count(MOST_ISSUES));
                let rule = concat(&["has ", &more, " issues more than the ", &most, " that are listed"]);
                findings.issue(Code::TooLong, Path::default(), &rule);
            }
            return (checked, findings);
        }
    }
    (Checked::none(), findings)
}

/// How many there are, in digits.
fn count(number: usize) -> String {
    text::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What the bindings say of a JavaScript value that JSON cannot hold.
pub(crate) fn mark(value: Node<'_>, source: Source) -> Option<&str> {
    let text = value.as_str();
    // Hardly any object has a name that begins with an escape.
    if source == Source::Text || text.as_bytes().get(2) != Some(&b'\\') {
        return None;
    }
    text.strip_prefix("{\"\\u0000\":\"")?.strip_suffix("\"}")
}

/// What a value is, as a message says it.
fn found(value: Node<'_>, source: Source) -> &str {
    if let Some(mark) = mark(value, source) {
        return mark;
    }
    match value.shape() {
        Some(Shape::Null) => "null",
        Some(Shape::Flag(true)) => "true",
        Some(Shape::Flag(false)) => "false",
        Some(Shape::Number) => "a number",
        Some(Shape::Text) => "a string",
        Some(Shape::List) => "a list",
        Some(Shape::Object) | None => "an object",
    }
}

/// The field that a member names, and its place; most members name the one that is expected.
fn named(key: Node<'_>, fields: &'static [Field], expected: usize) -> Option<(usize, &'static Field)> {
    if let Some(place) = key.place() {
        return fields.get(place).map(|field| (place, field));
    }
    let next = fields.get(expected).filter(|field| key.is_named(field.name));
    let any = || fields.iter().enumerate().find(|(_, field)| key.is_named(field.name));
    next.map(|field| (expected, field)).or_else(any)
}

struct Walk<'w, 'a> {
    context: &'w Context<'w>,
    source: Source,
    findings: &'w mut Findings,
    /// Issues beyond those that are listed.
    more: usize,
    /// What passed so far.
    checked: Checked<'a>,
}

impl<'a> Walk<'_, 'a> {
    #[cold]
    #[inline(never)]
    fn issue(&mut self, code: Code, at: &At<'_>, rule: &str) {
        if self.findings.issues.len() < MOST_ISSUES {
            self.findings.issue(code, at.path(), rule);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    #[cold]
    #[inline(never)]
    fn warn(&mut self, code: Code, at: &At<'_>, rule: &str) {
        self.findings.warn(code, at.path(), rule);
    }

    /// Takes what of an object passes.
    fn object(&mut self, object: Node<'a>, fields: &'static [Field], path: &At<'_>) {
        let first = self.checked.end();
        let mut seen = Seen::default();
        let again = object.repeats().then(|| object.again());
        // Most inputs name their fields in documented order.
        let mut expected = 0_usize;
        let mut decimals = false;
        for (place, (key, value)) in object.members().enumerate() {
            let again = again.as_ref().is_some_and(|again| again.get(place) == Some(&true));
            let Some((index, field)) = named(key, fields, expected) else {
                self.stranger(&key.name(), again, fields, path);
                continue;
            };
            expected = index.saturating_add(1);
            let at = path.key(field.name);
            if again {
                self.twice(&at);
                continue;
            }
            let misplaced = seen.has_beyond(index);
            seen.add(index);
            if let Some(version) = field.version
                && self.context.settings.version.as_deref() != Some(version)
            {
                let rule = concat(&[
                    "is documented for API version ",
                    version,
                    " only, which this account does not use",
                ]);
                self.issue(Code::UnknownField, &at, &rule);
                continue;
            }
            self.value(field, value, &at);
            decimals |= matches!(field.kind, Kind::Major { .. });
            if misplaced {
                self.checked.move_up(first, field, fields.get(expected..).unwrap_or_default());
            }
        }
        if !seen.has_all(fields.len()) {
            for (index, field) in fields.iter().enumerate() {
                if field.required && !seen.has(index) {
                    self.issue(Code::Missing, &path.key(field.name), "is required");
                }
            }
        }
        if decimals {
            self.decimals(first, fields, &seen, path);
        }
    }

    #[cold]
    #[inline(never)]
    fn twice(&mut self, at: &At<'_>) {
        self.issue(Code::DuplicateField, at, "must be given once, not twice");
    }

    #[cold]
    #[inline(never)]
    fn stranger(&mut self, decoded: &str, again: bool, fields: &'static [Field], path: &At<'_>) {
        let name = match self.source {
            Source::Script => decoded.strip_prefix('\0').unwrap_or(decoded),
            Source::Text => decoded,
        };
        let at = path.key(name);
        if again {
            self.twice(&at);
            return;
        }
        let rule = if let Some(known) = nearest(name, fields) {
            concat(&["is not a documented field; did you mean `", known, "`?"])
        } else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            concat(&["is not a documented field; there are `", &join(&known, "`, `"), "`"])
        };
        self.issue(Code::UnknownField, &at, &rule);
    }

    #[cold]
    #[inline(never)]
    fn wrong_type(&mut self, kind: &Kind, value: Node<'_>, at: &At<'_>, absent: &str) {
        let found = found(value, self.source);
        let number = matches!(kind, Kind::Integer { .. } | Kind::Minor { .. } | Kind::Major { .. })
            || matches!(kind, Kind::WordOr(_, inner) if matches!(inner, Kind::Minor { .. }));
        if number && matches!(found, "NaN" | "Infinity" | "-Infinity") {
            self.issue(Code::UnsafeNumber, at, &concat(&["must be a finite number, not ", found]));
            return;
        }
        let nothing = matches!(found, "null" | "undefined");
        let expected = kind.expected();
        let rule = match (nothing, absent.is_empty()) {
            (true, false) => {
                concat(&["must be ", &expected, ", not ", found, "; leave the field out if ", absent])
            }
            _ => concat(&["must be ", &expected, ", not ", found]),
        };
        self.issue(Code::WrongType, at, &rule);
    }

    /// Takes the value of a field, if it passes.
    fn value(&mut self, field: &'static Field, value: Node<'a>, at: &At<'_>) -> Option<()> {
        let marked = |shape: &Shape| *shape == Shape::Object && mark(value, self.source).is_some();
        let shape = value.shape().filter(|shape| !marked(shape));
        let mut kind = &field.kind;
        if let Kind::WordOr(_, inner) = kind
            && takes(inner, shape)
        {
            kind = inner;
        }
        // Each is put where it is made: what passes through a common place before is copied once more.
        match (kind, shape) {
            (Kind::Text(bounds), Some(Shape::Text)) => {
                let text = self.text(bounds, value, at)?;
                self.checked.put(field, Value::Text(text));
            }
            (Kind::Currency, Some(Shape::Text)) => {
                let code = self.currency(value, at)?;
                self.checked.put(field, Value::Text(code));
            }
            (Kind::Integer { min, max }, Some(Shape::Number)) => {
                let integer = self.integer(value, *min, *max, at)?;
                self.checked.put(field, Value::Integer(integer));
            }
            (Kind::Minor { max }, Some(Shape::Number)) => {
                let amount = self.minor(value, *max, at)?;
                self.checked.put(field, Value::Integer(amount));
            }
            (Kind::Major { .. }, Some(Shape::Number | Shape::Text)) => {
                let (amount, written) = self.major(value, at)?;
                self.checked.put(field, Value::Decimal { amount, written });
            }
            (Kind::Flag, Some(Shape::Flag(flag))) => self.checked.put(field, Value::Flag(flag)),
            (Kind::Object(fields), Some(Shape::Object)) => {
                let place = self.checked.end();
                self.checked.put(field, Value::Object(0));
                self.object(value, fields, at);
                self.checked.close(place);
            }
            (Kind::Texts, Some(Shape::List)) => {
                let texts = self.texts(value, at)?;
                self.checked.put(field, Value::Texts(texts));
            }
            (Kind::WordOr(word, _), Some(Shape::Text)) if value.is_named(word) => {
                self.checked.put(field, Value::Word(word));
            }
            (Kind::OneOf(words), Some(Shape::Text)) => {
                let word = self.one_of(words, kind, value, at)?;
                self.checked.put(field, Value::Word(word));
            }
            (Kind::Exponents, Some(Shape::Object)) => {
                let exponents = self.exponents(value, at)?;
                self.checked.put(field, Value::Exponents(exponents));
            }
            _ => self.wrong_type(kind, value, at, field.absent),
        }
        Some(())
    }

    /// A text as every kind of text must be: well-formed and without control characters.
    #[inline]
    fn plain(&mut self, value: Node<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        match value.visible_text() {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.beyond_visible(value, at),
        }
    }

    /// The same of a text that is not seen to be plain as it stands.
    #[inline(never)]
    fn beyond_visible(&mut self, value: Node<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        let Some(text) = value.exact_text() else {
            self.issue(Code::BadCharacters, at, "must not hold half of a surrogate pair");
            return None;
        };
        if has_control(&text) {
            self.issue(Code::BadCharacters, at, "must not hold control characters");
            return None;
        }
        Some(text)
    }

    fn text(&mut self, bounds: &Text, value: Node<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        let text = self.plain(value, at)?;
        if text.is_empty() {
            if bounds.may_be_empty {
                return Some(text);
            }
            self.issue(Code::Empty, at, "must not be empty");
            return None;
        }
        if let Some(max) = bounds.advised_max
            && text.len() > max
            && text.chars().nth(max).is_some()
        {
            let rule = concat(&[
                "is longer than ",
                &count(max),
                " characters, which ",
                bounds.advised_by,
                " refuse",
            ]);
            self.warn(Code::TooLong, at, &rule);
        }
        match refuse_form(bounds.form, &text) {
            Some((code, rule)) => {
                self.issue(code, at, rule);
                None
            }
            None => Some(text),
        }
    }

    fn texts(&mut self, value: Node<'a>, at: &At<'_>) -> Option<Vec<Cow<'a, str>>> {
        let mut texts = Vec::new();
        let mut sound = true;
        for (index, item) in value.items().enumerate() {
            let at = At::Index(at, index);
            let text = if item.shape() == Some(Shape::Text) {
                self.plain(item, &at)
            } else {
                self.wrong_type(&Kind::Text(Text::or_empty(Form::Free)), item, &at, "");
                None
            };
            sound &= text.is_some();
            texts.extend(text);
        }
        sound.then_some(texts)
    }

    fn one_of(
        &mut self,
        words: &[&'static str],
        kind: &Kind,
        value: Node<'_>,
        at: &At<'_>,
    ) -> Option<&'static str> {
        let word = words.iter().find(|word| value.is_named(word)).copied();
        if word.is_none() {
            self.issue(Code::BadFormat, at, &concat(&["must be ", &kind.expected()]));
        }
        word
    }

    fn currency(&mut self, value: Node<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        let code = self.plain(value, at)?;
        if !currency::well_formed(&code) {
            self.issue(Code::BadFormat, at, "must be three upper-case letters, such as \"GBP\"");
            return None;
        }
        if self.context.settings.exponent_of(&code).is_some() {
            return Some(code);
        }
        match currency::iso(&code) {
            Some(Exponent::Digits(digits)) => {
                // Three bytes at once: WebAssembly compares texts byte by byte.
                let three = code.as_bytes().first_chunk::<3>();
                let differs = |other: &&Disputed| {
                    other.exponent != digits && other.code.as_bytes().first_chunk() == three
                };
                if let Some(other) = self.context.disputed.iter().find(differs) {
                    let [iso, exponent] = [digits, other.exponent].map(|digits| text::integer(digits.into()));
                    let rule = concat(&[
                        "has ",
                        &iso,
                        " decimals in ISO 4217 and ",
                        &exponent,
                        " in ",
                        other.source,
                    ]);
                    self.disputed(&rule, &code, at);
                }
            }
            Some(Exponent::None) => {
                self.disputed("has no minor unit in ISO 4217", &code, at);
            }
            None => {
                let rule = currency::unknown(&code, "the account's `currencies`");
                self.issue(Code::UnknownCurrency, at, &rule);
                return None;
            }
        }
        Some(code)
    }

    #[cold]
    #[inline(never)]
    fn disputed(&mut self, rule: &str, code: &str, at: &At<'_>) {
        let remedy = ["; state the exponent of `", code, "` in the account's `currencies` once you know"];
        self.warn(Code::DisputedExponent, at, &concat(&[rule, &concat(&remedy)]));
    }

    fn exponents(&mut self, value: Node<'_>, at: &At<'_>) -> Option<Vec<(String, u32)>> {
        let mut exponents = Vec::new();
        let mut again = value.again().into_iter();
        let mut sound = true;
        for (key, value) in value.members() {
            let code = key.name();
            let at = at.key(&code);
            if again.next() == Some(true) {
                self.twice(&at);
                sound = false;
                continue;
            }
            if !currency::well_formed(&code) {
                self.issue(Code::BadFormat, &at, "must be named by three upper-case letters");
                sound = false;
                continue;
            }
            if value.shape() != Some(Shape::Number) {
                let kind = Kind::Integer { min: 0, max: i64::from(currency::MAX_EXPONENT) };
                self.wrong_type(&kind, value, &at, "");
                sound = false;
                continue;
            }
            match self.integer(value, 0, i64::from(currency::MAX_EXPONENT), &at) {
                Some(digits) => exponents.push((code.into_owned(), u32::try_from(digits).unwrap_or(0))),
                None => sound = false,
            }
        }
        sound.then_some(exponents)
    }
}

fn takes(kind: &Kind, shape: Option<Shape>) -> bool {
    match kind {
        Kind::Minor { .. } | Kind::Integer { .. } => shape == Some(Shape::Number),
        Kind::Object(_) => shape == Some(Shape::Object),
        _ => false,
    }
}

#[cfg(test)]
mod order;
#[cfg(test)]
mod tests;
