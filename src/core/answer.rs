//! Reading an answer.
//!
//! It never fails and never guesses. The ladder: status, content, an error object even in a 2xx, the documented
//! success, any JSON, text. What is read stays in the words of the answer; [`super::outcome`] makes values of it.

use std::borrow::Cow;

use super::account::{Provider, Settings};
use super::check::{Checked, Value};
use super::decode::{Found, json_path};
use super::http::Arrived;
use super::issue::{Findings, Issue, Path};
use super::json::{Node, Shape, Tape};
use super::money;
use super::operation::Operation;
use super::outcome::{Advice, Kind, Mismatch};
use super::retry_after;
use super::text::{self, concat};

/// What a provider's code sees of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'r> {
    pub status: u16,
    pub details: &'r Found<'r>,
}

/// A [`Reason`] in the words of the answer.
#[derive(Debug)]
pub(crate) struct Why<'r> {
    pub code: Cow<'r, str>,
    pub message: Cow<'r, str>,
}

impl<'r> Why<'r> {
    pub fn new(code: impl Into<Cow<'r, str>>, message: impl Into<Cow<'r, str>>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

/// A field error in the words of the answer.
#[derive(Debug)]
pub(crate) struct FieldError<'r> {
    /// As a `jsonPath`: `$.value.amount`; what is none says nothing.
    pub at: Cow<'r, str>,
    pub code: Option<Cow<'r, str>>,
    pub message: Cow<'r, str>,
}

impl FieldError<'_> {
    pub fn path(&self) -> Path {
        json_path(&self.at).unwrap_or_default()
    }

    pub fn into_issue(self) -> Issue {
        Issue::of_provider(self.path(), self.code.map(Cow::into_owned), self.message.into_owned())
    }
}

/// What a provider's code makes of an answer.
pub(crate) struct Verdict<'r> {
    pub kind: Kind,
    pub reason: Option<Why<'r>>,
    pub advice: Advice,
    pub because: Because,
}

/// Why advice is given: texts of the program, one behind the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Because(pub [&'static str; 3]);

impl From<&'static str> for Because {
    fn from(text: &'static str) -> Self {
        Self([text, "", ""])
    }
}

impl<'r> Verdict<'r> {
    pub fn done(kind: Kind, because: &'static str) -> Self {
        Self { kind, reason: None, advice: Advice::Never, because: because.into() }
    }

    pub fn failed(kind: Kind, reason: Why<'r>, advice: Advice, because: impl Into<Because>) -> Self {
        Self { kind, reason: Some(reason), advice, because: because.into() }
    }
}

/// Where an answer has the id that names the exchange to the provider's support.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Correlation {
    None,
    /// By its name in lower case.
    Header(&'static str),
    /// A documented field, objects down.
    Detail(&'static [&'static str]),
}

/// The part of a provider that reads answers.
#[derive(Debug)]
pub(crate) struct Reader {
    pub correlation: Correlation,
    /// The provider's own word for what went wrong.
    pub reason: for<'r> fn(&Reading<'r>) -> Option<Why<'r>>,
    /// The provider's field errors, at our paths.
    pub issues: for<'r> fn(&Reading<'r>) -> Vec<FieldError<'r>>,
    /// A 4xx that means something of its own.
    pub special: for<'r> fn(&Reading<'r>) -> Option<Verdict<'r>>,
}

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
    fn mismatch(&self, sent: &Checked<'_>, details: &Found<'_>) -> Option<Mismatch> {
        let received = details.text_at(self.received)?;
        let (sent, is_amount) = match at(sent, self.sent)? {
            Value::Text(sent) => (sent.as_ref(), false),
            Value::Decimal { amount, .. } => (amount.as_str(), true),
            _ => return None,
        };
        let same = sent == received
            || is_amount && money::same(sent, received)
            || self.masked && received.contains('*');
        (!same).then(|| Mismatch {
            field: self.field.into(),
            sent: sent.to_owned(),
            received: received.to_owned(),
        })
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
fn at<'c, 'i>(sent: &'c Checked<'i>, path: &[&str]) -> Option<&'c Value<'i>> {
    match path {
        [name] => sent.get(name),
        [name, rest @ ..] => at(sent.object(name)?, rest),
        [] => None,
    }
}

/// The headers of an answer that are ever asked for, in lower case.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a Rust caller hands over all it has"))]
pub(crate) fn headers(provider: &Provider) -> impl Iterator<Item = &'static str> {
    let own = match provider.reader.correlation {
        Correlation::Header(name) => Some(name),
        _ => None,
    };
    ["retry-after", "date"].into_iter().chain(own)
}

const TOO_MANY: &str = "a 429 turns the request away because there were too many; that nothing was done is what the status means, not what a document says";
const FIX: &str = "a 4xx says that the request was refused, though no document says in words that nothing was done; mend what `reason` and `issues` name";

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
pub(crate) struct Read<'r> {
    pub kind: Kind,
    pub correlation_id: Option<&'r str>,
    pub reason: Option<Why<'r>>,
    pub issues: Option<Vec<FieldError<'r>>>,
    pub mismatches: Vec<Mismatch>,
    pub advice: Advice,
    /// In seconds.
    pub after: Option<u64>,
    pub because: Because,
}

/// The body's values, where it is a JSON object: nothing else is looked into, however long it is.
pub(crate) fn tape<'r>(arrived: Option<&Arrived<'r>>) -> Option<Tape<'r>> {
    let body = arrived?.body.trim_start_matches('\u{feff}');
    if body.trim_ascii_start().starts_with('{') { Tape::of(body).ok() } else { None }
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

    /// What it means. `sent` gives what was sent, checked, if that is known; it is asked only where it matters, because
    /// the check of an input that nobody asks about is saved.
    pub fn read(&'r self, sent: &mut Sent<'_, '_>) -> Read<'r> {
        let Self { provider, operation, details, .. } = self;
        let reading = Reading { status: self.arrived.map_or(0, |arrived| arrived.status), details };
        let mut verdict = self.judge(&reading);
        let lost = verdict.kind == Kind::Unknown && lost(self.arrived);
        let key = operation.idempotency.filter(|_| lost);
        let echoed = operation.echoes.iter().any(|echo| details.text_at(echo.received).is_some());
        let sent = match (key, echoed) {
            (Some(_), _) => sent(Needed::Whole),
            (None, true) => sent(Needed::Echoes),
            (None, false) => None,
        };
        // An input that was refused was never sent, so its key protects nothing.
        if let (Some(key), Some((sent, findings))) = (key, &sent)
            && findings.issues.is_empty()
            && sent.text(key.field).is_some()
        {
            verdict.advice = Advice::ResendSameKey;
            verdict.because = key.because.into();
        }
        let mut mismatches = Vec::new();
        if let Some((sent, _)) = &sent {
            for echo in operation.echoes {
                mismatches.extend(echo.mismatch(sent, details));
            }
        }
        Read {
            kind: verdict.kind,
            correlation_id: match provider.reader.correlation {
                Correlation::None => None,
                Correlation::Header(name) => self.arrived.and_then(|arrived| arrived.header(name)),
                Correlation::Detail(path) => details.text_at(path),
            },
            reason: verdict.reason,
            issues: (verdict.kind == Kind::Rejected).then(|| (provider.reader.issues)(&reading)),
            mismatches,
            advice: verdict.advice,
            after: self
                .arrived
                .filter(|_| lost || verdict.kind == Kind::Throttled)
                .and_then(retry_after::seconds),
            because: verdict.because,
        }
    }

    fn judge(&self, reading: &Reading<'r>) -> Verdict<'r> {
        self.understand(reading).unwrap_or_else(|Unclear(what, ours)| {
            let own = (self.provider.reader.reason)(reading).filter(|_| ours.is_none());
            let reason = ours.or(own).unwrap_or_else(|| plain(reading.status));
            let because = Because([what, ", so the money may move; ", self.provider.query]);
            Verdict::failed(Kind::Unknown, reason, Advice::QueryFirst, because)
        })
    }

    fn understand(&self, reading: &Reading<'r>) -> Result<Verdict<'r>, Unclear<'r>> {
        let status = reading.status;
        let own = || (self.provider.reader.reason)(reading);
        let Some(arrived) = self.arrived else {
            let what = "no answer arrived";
            return Err(Unclear(what, Some(Why::new("no_response", what))));
        };
        if arrived.truncated {
            let what = "the answer's body broke off";
            return Err(Unclear(what, Some(Why::new("truncated", what))));
        }
        if lost(Some(arrived)) {
            let ours = || match status {
                0 => Some(Why::new(http(status), "the host could not tell the status")),
                300..=399 => {
                    Some(Why::new(http(status), answered(status, ", a redirect, which is not followed")))
                }
                _ => None,
            };
            let what = "the answer does not say whether the request was carried out";
            return Err(Unclear(what, own().or_else(ours)));
        }
        let repeats = self.details.repeats;
        if status >= 400 {
            if let Some(verdict) =
                (self.provider.reader.special)(reading).filter(|_| !repeats && status != 429)
            {
                return Ok(verdict);
            }
            let (kind, advice, because) = match status {
                409 => {
                    return Err(Unclear(
                        "409 says that the request conflicts with something, not with what",
                        None,
                    ));
                }
                429 => (Kind::Throttled, Advice::Resend, TOO_MANY),
                _ => (Kind::Rejected, Advice::FixFirst, FIX),
            };
            return Ok(Verdict::failed(kind, own().unwrap_or_else(|| plain(status)), advice, because));
        }
        let Some(object) = self.object else {
            let (code, rest) = if arrived.body.is_empty() {
                ("empty_body", " without a body")
            } else {
                ("not_json", " with a body that is no JSON object")
            };
            let what = "the answer does not hold the documented success";
            return Err(Unclear(what, Some(Why::new(code, answered(status, rest)))));
        };
        let is_error = |(name, value): (Node<'_>, Node<'_>)| {
            value.shape() == Some(Shape::Object) && name.is_named("error")
        };
        if object.members().any(is_error) {
            let ours = || Why::new("error_in_success", answered(status, " with an error object"));
            return Err(Unclear("a success status came with an error", own().or_else(|| Some(ours()))));
        }
        if status > 202 {
            // Part of an answer (206), an answer for several requests (207), or one without content: nothing that
            // any document calls a success, whatever it holds.
            let what = "the status is not one of a documented success";
            return Err(Unclear(what, Some(plain(status))));
        }
        if repeats {
            let reason = Why::new("repeated_field", "the provider's answer names a documented field twice");
            return Err(Unclear("the answer contradicts itself", Some(reason)));
        }
        (self.operation.success)(reading).map_err(|ours| {
            let none =
                || Why::new("not_documented", answered(status, " without the documented sign of success"));
            let reason = own().or(ours).unwrap_or_else(none);
            Unclear("the answer lacks or contradicts the documented success", Some(reason))
        })
    }
}

/// What nobody can tell, and why where it is not the provider's own word or the status.
struct Unclear<'r>(&'static str, Option<Why<'r>>);

/// The status as a reason.
fn plain<'r>(status: u16) -> Why<'r> {
    Why::new(http(status), answered(status, ""))
}

fn answered(status: u16, rest: &str) -> String {
    concat(&["the provider answered ", &text::integer(status.into()), rest])
}

/// The code of a status, where the provider has no word of its own.
pub(crate) fn http(status: u16) -> String {
    concat(&["http_", &text::integer(status.into())])
}

/// Whether the answer itself was lost on its way, rather than unclear in what it says.
fn lost(arrived: Option<&Arrived<'_>>) -> bool {
    arrived.is_none_or(|arrived| {
        arrived.truncated || !matches!(arrived.status, 200..=299 | 400..=499) || arrived.status == 408
    })
}
