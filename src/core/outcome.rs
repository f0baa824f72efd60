//! What an answer means, and whether the request may be sent again.
//!
//! Reading never fails and never guesses. The ladder: status, content, an error object even in a 2xx, the
//! documented success, any JSON, text.

use std::borrow::Cow;

use super::account::{Provider, Settings};
use super::check::Checked;
use super::decode;
use super::http::Response;
use super::issue::{Findings, Issue};
use super::json::{Json, Raw, Shape, Write, Writer, serialize_as_written};
use super::operation::Operation;
use super::retry_after;

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

impl Reason {
    pub(crate) fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
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

impl Mismatch {
    pub(crate) fn new(field: &'static str, sent: impl Into<String>, received: impl Into<String>) -> Self {
        Self { field: field.into(), sent: sent.into(), received: received.into() }
    }
}

/// The documented response fields, decoded. What the provider left out is absent; what the document does not
/// name, or names with another type, is in [`other`](Self::other).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub(crate) known: Vec<(&'static str, Json)>,
    pub(crate) other: Vec<(Cow<'static, str>, Json)>,
}

impl Details {
    /// A documented field, by its name in `details`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.known.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value)
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

    /// The same as one object, `other` inside.
    pub(crate) fn into_json(self) -> Json {
        let mut members: Vec<(Cow<'static, str>, Json)> =
            self.known.into_iter().map(|(name, value)| (name.into(), value)).collect();
        if !self.other.is_empty() {
            members.push(("other".into(), Json::Object(self.other)));
        }
        Json::Object(members)
    }
}

impl Write for Details {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            for (name, value) in &self.known {
                value.write(to.key(name));
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
        to.object(|to| {
            to.pair("field", &self.field);
            to.pair("sent", &self.sent);
            to.pair("received", &self.received);
        });
    }
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

/// What a provider's code sees of an answer.
pub(crate) struct Reading<'r> {
    pub status: u16,
    pub response: &'r Response,
    pub details: &'r Details,
}

/// What a provider's code makes of it.
pub(crate) struct Verdict {
    pub kind: Kind,
    pub reason: Option<Reason>,
    pub advice: Advice,
    pub because: Cow<'static, str>,
}

impl Verdict {
    pub fn done(kind: Kind, because: &'static str) -> Self {
        Self { kind, reason: None, advice: Advice::Never, because: because.into() }
    }

    pub fn failed(kind: Kind, reason: Reason, advice: Advice, because: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, reason: Some(reason), advice, because: because.into() }
    }
}

/// The part of a provider that reads answers.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The id that names the exchange to the provider's support.
    pub correlation: fn(&Reading<'_>) -> Option<String>,
    /// The provider's own word for what went wrong.
    pub reason: fn(&Reading<'_>) -> Option<Reason>,
    /// The provider's field errors, at our paths.
    pub issues: fn(&Reading<'_>) -> Vec<Issue>,
    /// A 4xx that means something of its own.
    pub special: fn(&Reading<'_>) -> Option<Verdict>,
}

const FIX: &str = "a 4xx says that the request was refused, though no document says in words that nothing was done; mend what `reason` and `issues` name";

/// Reads any answer.
pub(crate) fn read(
    provider: &'static Provider,
    operation: &'static Operation,
    settings: &Settings,
    response: Option<&Response>,
    input: Option<&(Checked<'_>, Findings)>,
) -> Outcome {
    let nothing = Response::default();
    let arrived = response.unwrap_or(&nothing);
    let body = String::from_utf8_lossy(&arrived.body);
    let object = Raw::unchecked(body.trim_start_matches('\u{feff}')).members().ok();
    let (details, repeated) = match &object {
        Some(members) => decode::details(members, operation.details, settings),
        None => (Details::default(), false),
    };
    let reading = Reading { status: arrived.status, response: arrived, details: &details };
    let mut verdict = judge(provider, operation, response, &reading, object.as_deref(), repeated);
    // An input that was refused was never sent, so its key protects nothing.
    let sent = input.filter(|(_, findings)| findings.issues.is_empty());
    let key =
        operation.idempotency.filter(|key| sent.is_some_and(|(sent, _)| sent.text(key.field).is_some()));
    if let Some(key) = key
        && verdict.kind == Kind::Unknown
        && lost(response)
    {
        verdict.advice = Advice::ResendSameKey;
        verdict.because = key.because.into();
    }
    let waits = matches!(verdict.kind, Kind::Throttled) || verdict.kind == Kind::Unknown && lost(response);
    let retry = Retry {
        advice: verdict.advice,
        after_seconds: if waits { retry_after::seconds(arrived) } else { None },
        because: verdict.because,
    };
    let mismatches = input.map(|(sent, _)| (operation.echo)(sent, &reading)).unwrap_or_default();
    Outcome {
        kind: verdict.kind,
        provider: provider.name,
        operation: operation.id,
        http_status: response.map(|response| response.status),
        correlation_id: (provider.reader.correlation)(&reading),
        reason: verdict.reason,
        issues: (verdict.kind == Kind::Rejected).then(|| (provider.reader.issues)(&reading)),
        details,
        mismatches,
        retry,
        body: body.into_owned(),
    }
}

/// Whether the answer itself was lost on its way, rather than unclear in what it says.
fn lost(response: Option<&Response>) -> bool {
    response.is_none_or(|response| {
        response.truncated || !matches!(response.status, 200..=299 | 400..=499) || response.status == 408
    })
}

fn judge(
    provider: &Provider,
    operation: &Operation,
    response: Option<&Response>,
    reading: &Reading<'_>,
    object: Option<&[(Raw<'_>, Raw<'_>)]>,
    repeated: bool,
) -> Verdict {
    let status = reading.status;
    let own = || (provider.reader.reason)(reading);
    let unknown = |reason: Reason, what: &str| {
        let because = format!("{what}, so the money may move; {}", provider.query);
        Verdict::failed(Kind::Unknown, reason, Advice::QueryFirst, because)
    };
    let Some(response) = response else {
        return unknown(Reason::new("no_response", "no answer arrived"), "no answer arrived");
    };
    if response.truncated {
        let reason = Reason::new("truncated", "the answer's body broke off");
        return unknown(reason, "the answer's body broke off");
    }
    if lost(Some(response)) {
        let message = match status {
            0 => "the host could not tell the status".to_owned(),
            300..=399 => format!("the provider answered {status}, a redirect, which is not followed"),
            _ => format!("the provider answered {status}"),
        };
        let reason = own().unwrap_or_else(|| Reason::new(format!("http_{status}"), message));
        return unknown(reason, "the answer does not say whether the request was carried out");
    }
    let plain = || Reason::new(format!("http_{status}"), format!("the provider answered {status}"));
    if status == 429 {
        let because = "a 429 turns the request away because there were too many; that nothing was done is what the status means, not what a document says";
        return Verdict::failed(Kind::Throttled, own().unwrap_or_else(plain), Advice::Resend, because);
    }
    if status >= 400 {
        if let Some(verdict) = (provider.reader.special)(reading).filter(|_| !repeated) {
            return verdict;
        }
        let reason = own().unwrap_or_else(plain);
        if status == 409 {
            return unknown(reason, "409 says that the request conflicts with something, not with what");
        }
        return Verdict::failed(Kind::Rejected, reason, Advice::FixFirst, FIX);
    }
    let Some(object) = object else {
        let empty = response.body.is_empty();
        let reason = if empty {
            Reason::new("empty_body", format!("the provider answered {status} without a body"))
        } else {
            Reason::new(
                "not_json",
                format!("the provider answered {status} with a body that is no JSON object"),
            )
        };
        return unknown(reason, "the answer does not hold the documented success");
    };
    if object.iter().any(|(key, value)| key.is_text("error") && value.shape() == Some(Shape::Object)) {
        let reason = own().unwrap_or_else(|| {
            Reason::new("error_in_success", format!("the provider answered {status} with an error object"))
        });
        return unknown(reason, "a success status came with an error");
    }
    if status > 202 {
        // Part of an answer (206), an answer for several requests (207), or one without content: nothing that
        // any document calls a success, whatever it holds.
        return unknown(plain(), "the status is not one of a documented success");
    }
    if repeated {
        let reason = Reason::new("repeated_field", "the provider's answer names a documented field twice");
        return unknown(reason, "the answer contradicts itself");
    }
    (operation.success)(reading).unwrap_or_else(|reason| {
        let reason = reason.or_else(own).unwrap_or_else(|| {
            let message = format!("the provider answered {status} without the documented sign of success");
            Reason::new("not_documented", message)
        });
        unknown(reason, "the answer lacks or contradicts the documented success")
    })
}
