//! Reading an answer.
//!
//! It never fails and never guesses. The ladder: status, content, an error object even in a 2xx, the documented
//! success, any JSON, text. What is read stays in the words of the answer; [`super::outcome`] makes values of it.

use std::borrow::Cow;

use super::account::{Provider, Settings};
use super::check::{Checked, Passed, Value};
use super::decode::Found;
use super::http::Arrived;
use super::issue::Findings;
use super::json::{Node, Shape, Tape};
use super::money;
use super::operation::Operation;
use super::outcome::{Advice, Kind};
use super::reader::{Correlation, Each, Reading, Verdict, Word};
use super::retry_after;
use super::text::{has, past};

/// A value that comes back as it was sent.
#[derive(Debug)]
pub(crate) struct Echo {
    /// The input's field, objects down.
    pub sent: &'static [&'static str],
    /// The body's documented field, objects down.
    pub received: &'static [&'static str],
    /// The same as a mismatch names it.
    pub field: &'static str,
    /// The answer may hide it behind asterisks.
    pub masked: bool,
}

impl Echo {
    /// What was sent and what came back, where they differ.
    fn mismatch<'m>(&self, sent: Passed<'m>, details: &'m Found<'_>) -> Option<(&'m str, &'m str)> {
        let received = details.text_at(self.received)?;
        let (sent, is_amount) = match at(sent, self.sent)? {
            Value::Text(sent) => (sent.as_ref(), false),
            Value::Decimal { amount, .. } => (amount.as_str(), true),
            _ => return None,
        };
        let same = sent == received
            || is_amount && money::same(sent, received)
            || self.masked && has(received, b'*');
        (!same).then_some((sent, received))
    }
}

/// What of an input is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needed {
    /// At least the fields that the operation's answers echo.
    Echoes,
    /// Every field.
    Whole,
}

/// Gives what was sent, and what was found in it.
pub(crate) type Sent<'s, 'i> = dyn FnMut(Needed) -> Option<(Checked<'i>, Findings)> + 's;

/// A value of an input, objects down.
fn at<'c>(sent: Passed<'c>, path: &[&str]) -> Option<&'c Value<'c>> {
    match path {
        [name] => sent.get(name),
        [name, rest @ ..] => at(sent.object(name)?, rest),
        [] => None,
    }
}

/// The headers of an answer that are ever asked for, in lower case.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a Rust caller hands over all it has"))]
pub(crate) fn headers(provider: &Provider, each: &mut dyn FnMut(&'static str)) {
    each("retry-after");
    each("date");
    if let Correlation::Header(name) = provider.reader.correlation {
        each(name);
    }
}

static NO_ANSWER: Verdict =
    Verdict::lost("no answer arrived", Word::Text("no_response"), Word::Text("no answer arrived"));
static TRUNCATED: Verdict = Verdict {
    // Whatever the half of a body says.
    yields: false,
    ..Verdict::lost(
        "the answer's body broke off",
        Word::Text("truncated"),
        Word::Text("the answer's body broke off"),
    )
};
const UNTOLD: &str = "the answer does not say whether the request was carried out";
static NO_STATUS: Verdict =
    Verdict::lost(UNTOLD, Word::Status(""), Word::Text("the host could not tell the status"));
static REDIRECTED: Verdict =
    Verdict::lost(UNTOLD, Word::Status(""), Word::Status(", a redirect, which is not followed"));
static LOST: Verdict = Verdict::lost(UNTOLD, Word::Status(""), Word::Status(""));
static CONFLICT: Verdict = Verdict::unclear(
    "409 says that the request conflicts with something, not with what",
    Word::Status(""),
    Word::Status(""),
);
static THROTTLED: Verdict = Verdict::failed(
    Kind::Throttled,
    Advice::Resend,
    "a 429 turns the request away because there were too many; that nothing was done is what the status means, not what a document says",
);
static REJECTED: Verdict = Verdict::failed(
    Kind::Rejected,
    Advice::FixFirst,
    "a 4xx says that the request was refused, though no document says in words that nothing was done; mend what `reason` and `issues` name",
);
const LACKS: &str = "the answer does not hold the documented success";
static EMPTY: Verdict = Verdict::unknown(LACKS, Word::Text("empty_body"), Word::Status(" without a body"));
static NO_JSON: Verdict =
    Verdict::unknown(LACKS, Word::Text("not_json"), Word::Status(" with a body that is no JSON object"));
static ERROR_IN_SUCCESS: Verdict = Verdict::unclear(
    "a success status came with an error",
    Word::Text("error_in_success"),
    Word::Status(" with an error object"),
);
/// Part of an answer (206), an answer for several requests (207), or one without content: nothing that any document calls
/// a success, whatever it holds.
static NO_SUCCESS: Verdict =
    Verdict::unknown("the status is not one of a documented success", Word::Status(""), Word::Status(""));
static REPEATED: Verdict = Verdict::unknown(
    "the answer contradicts itself",
    Word::Text("repeated_field"),
    Word::Text("the provider's answer names a documented field twice"),
);

/// An answer whose body is taken apart.
pub(crate) struct Answer<'r> {
    provider: &'static Provider,
    operation: &'static Operation,
    pub settings: &'r Settings,
    /// `None` where none arrived.
    arrived: Option<&'r Arrived<'r>>,
    /// The body, where it is a JSON object.
    object: Option<Node<'r>>,
    pub details: Found<'r>,
}

/// What an answer means, in its own words.
pub(crate) struct Read<'r, 'i> {
    answer: &'r Answer<'r>,
    verdict: &'static Verdict,
    /// Why a repeat with the same key is safe, where it is.
    safe: Option<&'static str>,
    /// What was sent, where an answer may echo it.
    sent: Option<Checked<'i>>,
}

/// The body's values, where it is a JSON object: nothing else is looked into, however long it is.
pub(crate) fn tape<'r>(arrived: Option<&Arrived<'r>>) -> Option<Tape<'r>> {
    let mut body = arrived?.body;
    while let Some(rest) = body.strip_prefix("\u{feff}") {
        body = rest;
    }
    if past(body.trim_ascii_start(), b'{').is_some() { Tape::of(body).ok() } else { None }
}

impl<'r> Answer<'r> {
    pub fn of(
        provider: &'static Provider,
        operation: &'static Operation,
        settings: &'r Settings,
        arrived: Option<&'r Arrived<'r>>,
        tape: Option<&'r Tape<'r>>,
    ) -> Self {
        let object = tape.map(Tape::root).filter(|root| root.shape() == Some(Shape::Object));
        let details = object.map(|object| Found::of(object, operation.details)).unwrap_or_default();
        Self { provider, operation, settings, arrived, object, details }
    }

    /// `None` where no answer arrived.
    pub fn status(&self) -> Option<u16> {
        self.arrived.map(|arrived| arrived.status)
    }

    /// Whether a JSON reader makes of the whole body what the details say.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        expect(dead_code, reason = "a Rust caller gets the details as values")
    )]
    pub fn stands(&self) -> bool {
        // A byte order mark is no JSON.
        self.details.stands && self.arrived.is_some_and(|arrived| !arrived.body.starts_with('\u{feff}'))
    }

    fn reading(&self) -> Reading<'_> {
        let status = self.status().unwrap_or(0);
        Reading { status, details: &self.details, reader: &self.provider.reader }
    }

    /// What it means. `sent` gives what was sent, checked, if that is known; it is asked only where it matters, because
    /// the check of an input that nobody asks about is saved.
    pub fn read<'i>(&'r self, sent: &mut Sent<'_, 'i>) -> Read<'r, 'i> {
        let Self { operation, details, .. } = self;
        let verdict = self.judge(&self.reading());
        let mut read = Read { answer: self, verdict, safe: None, sent: None };
        let key = operation.idempotency.filter(|_| verdict.lost);
        let echoed = operation.echoes.iter().any(|echo| details.text_at(echo.received).is_some());
        let sent = match (key, echoed) {
            (Some(_), _) => sent(Needed::Whole),
            (None, true) => sent(Needed::Echoes),
            (None, false) => None,
        };
        if let Some((sent, findings)) = sent {
            // An input that was refused was never sent, so its key protects nothing.
            let key = key.filter(|key| findings.issues.is_empty() && sent.all().text(key.field).is_some());
            read.safe = key.map(|key| key.because);
            read.sent = Some(sent);
        }
        read
    }

    fn judge(&self, reading: &Reading<'_>) -> &'static Verdict {
        let status = reading.status;
        let Some(arrived) = self.arrived else {
            return &NO_ANSWER;
        };
        if arrived.truncated {
            return &TRUNCATED;
        }
        match status {
            0 => return &NO_STATUS,
            300..=399 => return &REDIRECTED,
            200..=407 | 409..=499 => {}
            _ => return &LOST,
        }
        let repeats = self.details.repeats;
        if status >= 400 {
            for special in reading.reader.special {
                if special.status == status
                    && status != 429
                    && !repeats
                    && let Some((Some(own), _)) = reading.own()
                    && own == special.code
                {
                    return &special.verdict;
                }
            }
            return match status {
                409 => &CONFLICT,
                429 => &THROTTLED,
                _ => &REJECTED,
            };
        }
        let Some(object) = self.object else {
            return if arrived.body.is_empty() { &EMPTY } else { &NO_JSON };
        };
        for (name, value) in object.members() {
            if value.shape() == Some(Shape::Object) && name.is_named("error") {
                return &ERROR_IN_SUCCESS;
            }
        }
        if status > 202 {
            return &NO_SUCCESS;
        }
        if repeats {
            return &REPEATED;
        }
        (self.operation.success)(reading)
    }
}

impl<'r> Read<'r, '_> {
    pub fn kind(&self) -> Kind {
        self.verdict.kind
    }

    pub fn advice(&self) -> Advice {
        if self.safe.is_some() { Advice::ResendSameKey } else { self.verdict.advice }
    }

    /// Why that is advised: texts of the program, one behind the other.
    pub fn because(&self) -> [&'static str; 3] {
        let Verdict { kind, advice, because, .. } = *self.verdict;
        let query = self.answer.provider.query;
        match (self.safe, kind, advice) {
            (Some(safe), ..) => [safe, "", ""],
            (_, Kind::Unknown, _) => [because, ", so the money may move; ", query],
            (_, Kind::Declined, Advice::QueryFirst) => [because, "; ", query],
            _ => [because, "", ""],
        }
    }

    /// How long to wait, in seconds.
    pub fn after(&self) -> Option<u64> {
        let waits = self.verdict.lost || self.kind() == Kind::Throttled;
        self.answer.arrived.filter(|_| waits).and_then(retry_after::seconds)
    }

    /// Code and message of what is no success.
    pub fn reason(&self) -> Option<[Cow<'r, str>; 2]> {
        self.answer.reading().reason(self.verdict)
    }

    pub fn correlation_id(&self) -> Option<&'r str> {
        match self.answer.provider.reader.correlation {
            Correlation::None => None,
            Correlation::Header(name) => self.answer.arrived.and_then(|arrived| arrived.header(name)),
            Correlation::Detail(path) => self.answer.details.text_at(path),
        }
    }

    /// Hands out the provider's field errors; those of a rejected request are about what was sent.
    pub fn issues(&self, each: &mut Each<'_>) {
        (self.answer.provider.reader.issues)(&self.answer.reading(), each);
    }

    /// Hands out the echoed values that differ from what was sent: the field, what was sent, what came back.
    pub fn mismatches(&self, each: &mut dyn FnMut(&'static str, &str, &str)) {
        let Some(sent) = &self.sent else { return };
        for echo in self.answer.operation.echoes {
            if let Some((sent, received)) = echo.mismatch(sent.all(), &self.answer.details) {
                each(echo.field, sent, received);
            }
        }
    }
}
