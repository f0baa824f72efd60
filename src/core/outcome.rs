//! What an answer means, and whether the request may be sent again, as values to hand out.

use std::borrow::Cow;
use std::cell::LazyCell;

use super::account::{Provider, Settings};
use super::answer::{Answer, tape};
use super::check::{Input, Source};
use super::decode::Found;
use super::http::{Arrived, Response};
use super::issue::Issue;
use super::json::{Builder, Json, Write, Writer, serialize_as_written};
use super::operation::Operation;
use super::text::concat;

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The provider has taken the request; the money is not known to have moved yet.
    Accepted,
    /// The provider says that it is done.
    Completed,
    /// The provider understood the request and said no.
    Declined,
    /// The provider refused the request as wrong.
    Rejected,
    /// A request with the same idempotency key was processed before.
    Duplicate,
    /// Too many requests; this one was turned away.
    Throttled,
    /// Nobody can tell from this answer whether the money moves.
    Unknown,
}

impl Kind {
    /// The word, as JavaScript callers see it: `accepted`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Rejected => "rejected",
            Self::Duplicate => "duplicate",
            Self::Throttled => "throttled",
            Self::Unknown => "unknown",
        }
    }
}

impl Write for Kind {
    fn write(&self, to: &mut Writer) {
        to.text(self.as_str());
    }
}

/// Whether the request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// Yes, as it is.
    Resend,
    /// Yes, with the same idempotency key.
    ResendSameKey,
    /// Only after the provider was asked what became of the first one.
    QueryFirst,
    /// Only after its cause is mended.
    FixFirst,
    /// No.
    Never,
}

impl Advice {
    /// The word, as JavaScript callers see it: `query-first`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::ResendSameKey => "resend-same-key",
            Self::QueryFirst => "query-first",
            Self::FixFirst => "fix-first",
            Self::Never => "never",
        }
    }
}

impl Write for Advice {
    fn write(&self, to: &mut Writer) {
        to.text(self.as_str());
    }
}

/// Retry advice with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// The advice.
    pub advice: Advice,
    /// How long the provider asks to wait, in seconds.
    pub after_seconds: Option<u64>,
    /// Why; says so where it rests on a provider's silence.
    pub because: Cow<'static, str>,
}

/// Why an outcome is not a success: the provider's own word where it gave one, else ours.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The provider's code, or `no_response`, `truncated`, `http_503`, `not_json` and the like.
    pub code: String,
    /// The same for a person.
    pub message: String,
}

/// An echoed value that differs from what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The field, by its documented name.
    pub field: Cow<'static, str>,
    /// What was sent.
    pub sent: String,
    /// What came back.
    pub received: String,
}

/// The documented response fields, decoded. What the provider left out is absent; what the document does not
/// name, or names with another type, is in [`other`](Self::other).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    known: Vec<(Cow<'static, str>, Json)>,
    other: Vec<(Cow<'static, str>, Json)>,
}

impl Details {
    fn of(found: &Found<'_>, settings: &Settings) -> Self {
        let members = |json| if let Json::Object(members) = json { members } else { Vec::new() };
        let mut known = members(Builder::of(|to| found.write(settings, to)));
        let other = known.pop_if(|(name, _)| name == "other").map(|(_, other)| members(other));
        Self { known, other: other.unwrap_or_default() }
    }

    /// A documented field, by its name in `details`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.known.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// A documented text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// What the document does not name.
    pub fn other(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.other.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl Write for Details {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            for (name, value) in &self.known {
                value.write(to.any_key(name));
            }
            if !self.other.is_empty() {
                to.key("other").object(|to| {
                    for (name, value) in &self.other {
                        value.write(to.any_key(name));
                    }
                });
            }
        });
    }
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// In one word.
    pub kind: Kind,
    /// The provider's name.
    pub provider: &'static str,
    /// The operation's id.
    pub operation: &'static str,
    /// The status; `None` where no answer arrived.
    pub http_status: Option<u16>,
    /// What names this exchange to the provider's support.
    pub correlation_id: Option<String>,
    /// Why this is no success; `None` for `Accepted` and `Completed`.
    pub reason: Option<Reason>,
    /// The provider's field errors, at our paths; `Some` for `Rejected` only.
    pub issues: Option<Vec<Issue>>,
    /// The documented response fields.
    pub details: Details,
    /// Echoed values that differ from what was sent.
    pub mismatches: Vec<Mismatch>,
    /// Whether the request may be sent again.
    pub retry: Retry,
    /// The body's text; bytes that are no UTF-8 are replaced by U+FFFD.
    pub body: String,
}

impl Write for Reason {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("code", &self.code);
            to.pair("message", &self.message);
        });
    }
}

impl Write for Mismatch {
    fn write(&self, to: &mut Writer) {
        write_mismatch(&self.field, &self.sent, &self.received, to);
    }
}

pub(crate) fn write_mismatch(field: &str, sent: &str, received: &str, to: &mut Writer) {
    to.object(|to| {
        to.pair("field", field);
        to.pair("sent", sent);
        to.pair("received", received);
    });
}

impl Write for Retry {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("advice", self.advice.as_str());
            if let Some(seconds) = self.after_seconds {
                to.key("afterSeconds").integer(i64::try_from(seconds).unwrap_or(i64::MAX));
            }
            to.pair("because", &self.because);
        });
    }
}

/// All but the body's text, which the caller has already.
impl Write for Outcome {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("kind", self.kind.as_str());
            to.pair("provider", self.provider);
            to.pair("operation", self.operation);
            to.key("httpStatus");
            match self.http_status {
                Some(status) => to.integer(status.into()),
                None => to.null(),
            }
            if let Some(id) = &self.correlation_id {
                to.pair("correlationId", id);
            }
            if let Some(reason) = &self.reason {
                reason.write(to.key("reason"));
            }
            if let Some(issues) = &self.issues {
                to.key("issues").list(issues);
            }
            self.details.write(to.key("details"));
            to.key("mismatches").list(&self.mismatches);
            self.retry.write(to.key("retry"));
        });
    }
}

serialize_as_written!(Kind, Advice, Retry, Reason, Mismatch, Details, Outcome);

/// Reads any answer.
pub(crate) fn read(
    provider: &'static Provider,
    operation: &'static Operation,
    settings: &Settings,
    response: Option<&Response>,
    input: Option<&str>,
) -> Outcome {
    let body = response.map(|response| String::from_utf8_lossy(&response.body)).unwrap_or_default();
    let header = |name: &str| response.and_then(|response| response.header(name));
    let arrived = response.map(|response| Arrived {
        status: response.status,
        headers: &header,
        body: &body,
        truncated: response.truncated,
    });
    let tape = tape(arrived.as_ref());
    let answer = Answer::of(provider, operation, settings, arrived.as_ref(), tape.as_ref());
    let sent = input.map(|text| LazyCell::new(move || Input::of(text, Source::Text)));
    let read = answer.read(&mut |_| sent.as_ref().map(|sent| operation.check(provider, settings, sent)));
    let issues = (read.kind() == Kind::Rejected).then(|| {
        let mut issues = Vec::new();
        read.issues(&mut |error| issues.push(error.to_issue()));
        issues
    });
    let mut mismatches = Vec::new();
    read.mismatches(&mut |field, sent, received| {
        let (sent, received) = (sent.to_owned(), received.to_owned());
        mismatches.push(Mismatch { field: field.into(), sent, received });
    });
    Outcome {
        kind: read.kind(),
        provider: provider.name,
        operation: operation.id,
        http_status: answer.status(),
        correlation_id: read.correlation_id().map(str::to_owned),
        reason: read.reason().map(|words| {
            let [code, message] = words.map(Cow::into_owned);
            Reason { code, message }
        }),
        issues,
        details: Details::of(&answer.details, answer.settings),
        mismatches,
        retry: Retry {
            advice: read.advice(),
            after_seconds: read.after(),
            because: concat(&read.because()).into(),
        },
        body: body.clone().into_owned(),
    }
}
