//! The one walk over an input: every issue at once, and the values a request is made of.

mod form;
mod way;

use std::borrow::Cow;

use super::account::Settings;
use super::bytes::first_odd;
use super::currency::{self, Disputed, Exponent};
use super::field::{Field, Form, Kind, Text};
use super::issue::{Code, Findings, Path};
use super::json::{MAX_SAFE, Malformed, Names, Raw, Shape};
use super::money::{self, Amount, Refused};
use super::text::{self, concat, join};
use form::{has_control, nearest, refuse_form};
use way::{At, Seen};

/// The longest input, in bytes of its JSON text. A bound of our own: no documented input comes near it.
pub(crate) const MAX_INPUT: usize = 1 << 20;

/// How many issues of one input are listed one by one. No documented input can have so many by mistake; a hostile one
/// of a mebibyte could have a hundred thousand.
const MOST_ISSUES: usize = 1000;

/// Where the JSON text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// It is what somebody wrote.
    Text,
    /// The bindings made it of a JavaScript value. What JSON cannot say stands in an object whose only key
    /// is U+0000; a key of the value's own that starts with U+0000 has one more in front.
    Script,
}

/// What a check needs to know besides the input.
pub(crate) struct Context<'s> {
    pub settings: &'s Settings,
    pub disputed: &'static [Disputed],
    pub source: Source,
}

/// A value that passed.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Decimal {
        amount: Amount,
        /// Given as text, whose every digit counts; a number's zeros at the end say nothing.
        written: bool,
    },
    Flag(bool),
    Word(&'static str),
    Object(Checked<'a>),
    Texts(Vec<Cow<'a, str>>),
    Exponents(Vec<(String, u32)>),
}

/// The values of an object that passed, one place for each field of its table.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    pub fields: &'static [Field],
    values: Vec<Option<Value<'a>>>,
}

impl<'a> Checked<'a> {
    fn none(fields: &'static [Field]) -> Self {
        Self { fields, values: fields.iter().map(|_| None).collect() }
    }

    pub fn entries(&self) -> impl Iterator<Item = (&'static Field, &Value<'a>)> {
        self.fields.iter().zip(&self.values).filter_map(|(field, value)| Some((field, value.as_ref()?)))
    }

    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.entries().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    pub fn object(&self, name: &str) -> Option<&Checked<'a>> {
        match self.get(name)? {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// Checks a whole input against its table.
pub(crate) fn check<'a>(
    text: &'a str,
    fields: &'static [Field],
    context: &Context<'_>,
) -> (Checked<'a>, Findings) {
    let mut findings = Findings::default();
    let refuse = |code, rule: &str| {
        let mut findings = Findings::default();
        findings.issue(code, &Path::default(), rule);
        (Checked::none(fields), findings)
    };
    let input = Raw::unchecked(text);
    let mark = mark(input, context.source);
    if text.len() > MAX_INPUT || mark == Some("too long") {
        return refuse(Code::TooLong, "must be at most 1 MiB as JSON text");
    }
    if input.shape() == Some(Shape::Object) && mark.is_none() {
        let mut walk = Walk { context, findings: &mut findings, more: 0 };
        let checked = walk.object(input, fields, &At::Root);
        if walk.more > 0 {
            let rule = concat(&[
                "has ",
                &count(walk.more),
                " issues more than the ",
                &count(MOST_ISSUES),
                " that are listed",
            ]);
            findings.issue(Code::TooLong, &Path::default(), &rule);
        }
        return match checked {
            Ok(checked) => (checked, findings),
            Err(Malformed { line, column }) => refuse(Code::MalformedJson, &malformed(line, column)),
        };
    }
    match Raw::parse(text) {
        Ok(raw) => {
            let found = found(raw, context.source);
            refuse(Code::WrongType, &concat(&["must be a plain object, not ", found]))
        }
        Err(Malformed { line, column }) => refuse(Code::MalformedJson, &malformed(line, column)),
    }
}

/// How many there are, in digits.
fn count(number: usize) -> String {
    text::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn malformed(line: usize, column: usize) -> String {
    concat(&["must be JSON; it cannot be read beyond line ", &count(line), ", column ", &count(column)])
}

/// What the bindings say of a JavaScript value that JSON cannot hold.
pub(crate) fn mark(raw: Raw<'_>, source: Source) -> Option<&str> {
    if source == Source::Text {
        return None;
    }
    raw.as_str().strip_prefix("{\"\\u0000\":\"")?.strip_suffix("\"}")
}

/// What a value is, as a message says it.
fn found(raw: Raw<'_>, source: Source) -> &str {
    if let Some(mark) = mark(raw, source) {
        return mark;
    }
    match raw.shape() {
        Some(Shape::Null) => "null",
        Some(Shape::Flag(true)) => "true",
        Some(Shape::Flag(false)) => "false",
        Some(Shape::Number) => "a number",
        Some(Shape::Text) => "a string",
        Some(Shape::List) => "a list",
        Some(Shape::Object) | None => "an object",
    }
}

struct Walk<'w, 's> {
    context: &'w Context<'s>,
    findings: &'w mut Findings,
    /// Issues beyond those that are listed.
    more: usize,
}

impl Walk<'_, '_> {
    fn issue(&mut self, code: Code, at: &At<'_>, rule: &str) {
        if self.findings.issues.len() < MOST_ISSUES {
            self.findings.issue(code, &at.path(), rule);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn warn(&mut self, code: Code, at: &At<'_>, rule: &str) {
        self.findings.warn(code, &at.path(), rule);
    }

    /// What of an object passed; an error where the text is no JSON, whatever was found before.
    fn object<'a>(
        &mut self,
        object: Raw<'a>,
        fields: &'static [Field],
        path: &At<'_>,
    ) -> Result<Checked<'a>, Malformed> {
        let mut checked = Checked::none(fields);
        let mut seen = Seen::default();
        let mut strangers = Names::default();
        object.each_member(|key, raw| {
            let named = |name: &str| fields.iter().position(|field| field.name == name);
            // No documented name has an escape, and few inputs write one with it.
            let place = key.inner().and_then(named).or_else(|| named(&key.text_lossy()));
            let Some((index, field)) = place.and_then(|index| Some((index, fields.get(index)?))) else {
                self.stranger(&key.text_lossy(), fields, path, &mut strangers);
                return;
            };
            let at = path.key(field.name);
            if !seen.add(index) {
                self.issue(Code::DuplicateField, &at, "must be given once, not twice");
                return;
            }
            if let Some(version) = field.version
                && self.context.settings.version.as_deref() != Some(version)
            {
                let rule = concat(&[
                    "is documented for API version ",
                    version,
                    " only, which this account does not use",
                ]);
                self.issue(Code::UnknownField, &at, &rule);
                return;
            }
            if let Some(slot) = checked.values.get_mut(index) {
                *slot = self.value(&field.kind, raw, &at, field.absent);
            }
        })?;
        for (index, field) in fields.iter().enumerate() {
            if field.required && !seen.has(index) {
                self.issue(Code::Missing, &path.key(field.name), "is required");
            }
        }
        self.decimals(&mut checked, &seen, path);
        Ok(checked)
    }

    fn stranger(&mut self, decoded: &str, fields: &'static [Field], path: &At<'_>, strangers: &mut Names) {
        let name = match self.context.source {
            Source::Script => decoded.strip_prefix('\0').unwrap_or(decoded),
            Source::Text => decoded,
        };
        let at = path.key(name);
        if !strangers.add(decoded) {
            self.issue(Code::DuplicateField, &at, "must be given once, not twice");
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

    fn wrong_type(&mut self, kind: &Kind, raw: Raw<'_>, at: &At<'_>, absent: &str) {
        let found = found(raw, self.context.source);
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

    fn value<'a>(
        &mut self,
        kind: &'static Kind,
        raw: Raw<'a>,
        at: &At<'_>,
        absent: &str,
    ) -> Option<Value<'a>> {
        let shape = if mark(raw, self.context.source).is_some() { None } else { raw.shape() };
        match (kind, shape) {
            (Kind::Text(bounds), Some(Shape::Text)) => self.text(bounds, raw, at).map(Value::Text),
            (Kind::Currency, Some(Shape::Text)) => self.currency(raw, at).map(Value::Text),
            (Kind::Integer { min, max }, Some(Shape::Number)) => self.integer(raw, *min, *max, at),
            (Kind::Minor { max }, Some(Shape::Number)) => self.minor(raw, *max, at),
            (Kind::Major { .. }, Some(Shape::Number | Shape::Text)) => self.major(raw, at),
            (Kind::Flag, Some(Shape::Flag(flag))) => Some(Value::Flag(flag)),
            (Kind::Object(fields), Some(Shape::Object)) => {
                self.object(raw, fields, at).ok().map(Value::Object)
            }
            (Kind::Texts, Some(Shape::List)) => self.texts(raw, at),
            (Kind::WordOr(word, _), Some(Shape::Text)) if raw.is_text(word) => Some(Value::Word(word)),
            (Kind::WordOr(_, inner), Some(Shape::Number | Shape::Object)) if takes(inner, shape) => {
                self.value(inner, raw, at, absent)
            }
            (Kind::OneOf(words), Some(Shape::Text)) => {
                let word = words.iter().find(|word| raw.is_text(word)).copied();
                if word.is_none() {
                    self.issue(Code::BadFormat, at, &concat(&["must be ", &kind.expected()]));
                }
                word.map(Value::Word)
            }
            (Kind::Exponents, Some(Shape::Object)) => self.exponents(raw, at),
            _ => {
                self.wrong_type(kind, raw, at, absent);
                None
            }
        }
    }

    /// A text as every kind of text must be: well-formed and without control characters.
    fn plain<'a>(&mut self, raw: Raw<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        if let Some(inner) = raw.inner().filter(|inner| first_odd(inner.as_bytes()) == inner.len()) {
            return Some(Cow::Borrowed(inner));
        }
        let Ok(text) = raw.text() else {
            self.issue(Code::BadCharacters, at, "must not hold half of a surrogate pair");
            return None;
        };
        if has_control(&text) {
            self.issue(Code::BadCharacters, at, "must not hold control characters");
            return None;
        }
        Some(text)
    }

    fn text<'a>(&mut self, bounds: &Text, raw: Raw<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        let text = self.plain(raw, at)?;
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

    fn texts<'a>(&mut self, raw: Raw<'a>, at: &At<'_>) -> Option<Value<'a>> {
        let mut texts = Vec::new();
        let items = raw.items();
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            let at = At::Index(at, index);
            if mark(item, self.context.source).is_none() && item.shape() == Some(Shape::Text) {
                texts.extend(self.plain(item, &at));
            } else {
                self.wrong_type(&Kind::Text(Text::or_empty(Form::Free)), item, &at, "");
            }
        }
        (texts.len() == count).then_some(Value::Texts(texts))
    }

    fn currency<'a>(&mut self, raw: Raw<'a>, at: &At<'_>) -> Option<Cow<'a, str>> {
        let code = self.plain(raw, at)?;
        if !currency::well_formed(&code) {
            self.issue(Code::BadFormat, at, "must be three upper-case letters, such as \"GBP\"");
            return None;
        }
        if self.context.settings.exponent_of(&code).is_some() {
            return Some(code);
        }
        match currency::iso(&code) {
            Some(Exponent::Digits(digits)) => {
                if let Some(other) = self.context.disputed.iter().find(|other| other.code == code) {
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

    fn disputed(&mut self, rule: &str, code: &str, at: &At<'_>) {
        let remedy = ["; state the exponent of `", code, "` in the account's `currencies` once you know"];
        self.warn(Code::DisputedExponent, at, &concat(&[rule, &concat(&remedy)]));
    }

    /// A JavaScript number beyond 2^53 - 1 may not be the number its author wrote.
    fn unsafe_number(&mut self, raw: Raw<'_>, integer: Option<i64>, at: &At<'_>) -> bool {
        if self.context.source != Source::Script {
            return false;
        }
        let beyond = match integer {
            Some(integer) => integer.unsigned_abs() > MAX_SAFE.unsigned_abs(),
            None => match money::number(raw.as_str()) {
                Ok(number) => number.is_unsafe(),
                Err(_) => money::has_exponent(raw.as_str(), '+'),
            },
        };
        if beyond {
            let rule = "is a JavaScript number beyond 2^53 - 1, which may have changed already";
            self.issue(Code::UnsafeNumber, at, rule);
        }
        beyond
    }

    fn whole(&mut self, raw: Raw<'_>, at: &At<'_>) -> Option<i64> {
        let integer = money::integer(raw.as_str());
        if self.unsafe_number(raw, integer.ok(), at) {
            return None;
        }
        match integer {
            Ok(integer) => Some(integer),
            Err(Refused::Fraction) => {
                self.issue(Code::NotAnInteger, at, "must be an integer, without a fraction");
                None
            }
            Err(_) => {
                self.issue(Code::OutOfRange, at, "must fit in 64 bits");
                None
            }
        }
    }

    fn integer<'a>(&mut self, raw: Raw<'_>, min: i64, max: i64, at: &At<'_>) -> Option<Value<'a>> {
        let integer = self.whole(raw, at)?;
        if integer < min || integer > max {
            self.issue(
                Code::OutOfRange,
                at,
                &concat(&["must be from ", &text::integer(min), " to ", &text::integer(max)]),
            );
            return None;
        }
        Some(Value::Integer(integer))
    }

    fn minor<'a>(&mut self, raw: Raw<'_>, max: i64, at: &At<'_>) -> Option<Value<'a>> {
        let amount = self.whole(raw, at)?;
        if amount <= 0 {
            self.issue(Code::NotPositive, at, "must be above zero");
            return None;
        }
        if amount > max {
            self.issue(
                Code::OutOfRange,
                at,
                &concat(&["must be at most ", &text::integer(max), " minor units"]),
            );
            return None;
        }
        Some(Value::Integer(amount))
    }

    fn major<'a>(&mut self, raw: Raw<'_>, at: &At<'_>) -> Option<Value<'a>> {
        let written = raw.shape() == Some(Shape::Text);
        let parsed = if written {
            money::decimal(&self.plain(raw, at)?)
        } else if self.unsafe_number(raw, None, at) {
            return None;
        } else {
            money::number(raw.as_str())
        };
        match parsed {
            Ok(amount) if !amount.is_positive() => {
                self.issue(Code::NotPositive, at, "must be above zero");
                None
            }
            Ok(amount) => Some(Value::Decimal { amount, written }),
            Err(why) => {
                self.findings.issues.push(money::not_decimal(why, at.path()));
                None
            }
        }
    }

    /// Whether the amounts in major units have no more decimals than their currency.
    fn decimals(&mut self, checked: &mut Checked<'_>, seen: &Seen, path: &At<'_>) {
        for (at, field) in checked.fields.iter().enumerate() {
            let Kind::Major { currency } = &field.kind else { continue };
            let code = currency.and_then(|name| checked.text(name));
            let place = currency.and_then(|name| checked.fields.iter().position(|field| field.name == name));
            if code.is_none() && place.is_some_and(|index| seen.has(index)) {
                // A currency that did not pass says nothing about decimals.
                continue;
            }
            let digits = self.context.settings.decimals_of(code);
            let Some(Some(Value::Decimal { amount, written })) = checked.values.get_mut(at) else { continue };
            if !*written {
                amount.shorten(digits);
            }
            if amount.scale() > digits {
                self.issue(Code::TooPrecise, &path.key(field.name), &money::too_precise(digits));
            }
        }
    }

    fn exponents<'a>(&mut self, raw: Raw<'_>, at: &At<'_>) -> Option<Value<'a>> {
        let mut exponents = Vec::new();
        let mut seen = Names::default();
        let mut sound = true;
        for (key, value) in raw.entries() {
            let code = key.text_lossy();
            let at = at.key(&code);
            if !seen.add(&code) {
                self.issue(Code::DuplicateField, &at, "must be given once, not twice");
                sound = false;
                continue;
            }
            if !currency::well_formed(&code) {
                self.issue(Code::BadFormat, &at, "must be named by three upper-case letters");
                sound = false;
                continue;
            }
            let number = mark(value, self.context.source).is_none() && value.shape() == Some(Shape::Number);
            if !number {
                let kind = Kind::Integer { min: 0, max: i64::from(currency::MAX_EXPONENT) };
                self.wrong_type(&kind, value, &at, "");
                sound = false;
                continue;
            }
            match self.integer(value, 0, i64::from(currency::MAX_EXPONENT), &at) {
                Some(Value::Integer(digits)) => {
                    exponents.push((code.into_owned(), u32::try_from(digits).unwrap_or(0)));
                }
                _ => sound = false,
            }
        }
        sound.then_some(Value::Exponents(exponents))
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
mod tests;
