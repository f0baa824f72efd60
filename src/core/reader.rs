//! How a provider says things in its answers: mostly a table, and the judgement of a 2xx.
//!
//! What is read stays borrowed, from the answer or from the program, so that a verdict is a few words to hand on.

use std::borrow::Cow;

use super::decode::{Found, json_path};
use super::issue::{Issue, Path};
use super::json::Node;
use super::outcome::{Advice, Kind};
use super::text::{self, concat};

/// What a provider's code sees of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'r> {
    pub status: u16,
    pub details: &'r Found<'r>,
    pub reader: &'static Reader,
}

impl<'r> Reading<'r> {
    /// The provider's own word for what went wrong.
    pub fn why(&self) -> Option<Why<'r>> {
        let Words { within, code, success, message, silent, or_status } = &self.reader.words;
        let details = match within {
            Some(name) => self.details.object(name)?,
            None => self.details,
        };
        let said = details.text(message);
        let code = details.text(code);
        let refused = *or_status && self.status >= 400 && said.is_some();
        if code.is_none() && !refused || code.is_some() && code == *success {
            return None;
        }
        Some(Why { code, message: Said::Text(said.unwrap_or(silent)) })
    }
}

/// A [`Reason`](super::outcome::Reason) in the words of the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Why<'r> {
    /// `None` for the status: `http_503`.
    pub code: Option<&'r str>,
    pub message: Said<'r>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Said<'r> {
    Text(&'r str),
    /// What follows "the provider answered 503".
    Status(&'static str),
}

impl<'r> Why<'r> {
    pub fn new(code: &'r str, message: &'r str) -> Self {
        Self { code: Some(code), message: Said::Text(message) }
    }

    /// The status as a reason, and what is to say beside it.
    pub fn status(rest: &'static str) -> Self {
        Self { code: None, message: Said::Status(rest) }
    }

    /// Code and message of an answer of this status.
    pub fn texts(&self, status: Option<u16>) -> [Cow<'r, str>; 2] {
        let status = text::integer(status.unwrap_or(0).into());
        let code = match self.code {
            Some(code) => code.into(),
            None => concat(&["http_", &status]).into(),
        };
        let message = match self.message {
            Said::Text(message) => message.into(),
            Said::Status(rest) => concat(&["the provider answered ", &status, rest]).into(),
        };
        [code, message]
    }
}

/// A field error in the words of the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldError<'e> {
    /// As a `jsonPath`: `$.value.amount`; what is none says nothing.
    pub at: &'e str,
    pub code: Option<&'e str>,
    pub message: &'e str,
}

impl FieldError<'_> {
    pub fn path(&self) -> Path {
        json_path(self.at).unwrap_or_default()
    }

    pub fn to_issue(self) -> Issue {
        Issue::of_provider(self.path(), self.code.map(str::to_owned), self.message.to_owned())
    }
}

/// Takes a field error.
pub(crate) type Each<'e> = dyn FnMut(FieldError<'_>) + 'e;

/// The names in an entry of a provider's list of errors.
#[derive(Debug)]
pub(crate) struct Entry {
    pub at: &'static str,
    /// `None` where an entry has no code of its own.
    pub code: Option<&'static str>,
    pub message: &'static str,
    /// What is said where the entry says nothing.
    pub silent: &'static str,
}

impl Entry {
    /// Hands out an entry; one without a code of its own has that of the whole answer.
    pub fn read(&self, entry: Node<'_>, whole: Option<&str>, each: &mut Each<'_>) {
        let text = |name| entry.get(name).and_then(Node::text);
        let own = self.code.and_then(text);
        let message = text(self.message);
        each(FieldError {
            at: &text(self.at).unwrap_or_default(),
            code: own.as_deref().or(whole),
            message: message.as_deref().or(own.as_deref()).unwrap_or(self.silent),
        });
    }
}

/// What a provider's code makes of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict<'r> {
    pub kind: Kind,
    /// `None` for a success.
    pub reason: Option<Why<'r>>,
    /// The provider's own word counts before the reason.
    pub yields: bool,
    pub advice: Advice,
    /// Of what is [unknown](Kind::Unknown), only what makes it so.
    pub because: &'static str,
}

impl<'r> Verdict<'r> {
    pub const fn done(kind: Kind, because: &'static str) -> Self {
        Self { kind, reason: None, yields: false, advice: Advice::Never, because }
    }

    pub const fn failed(kind: Kind, reason: Why<'r>, advice: Advice, because: &'static str) -> Self {
        Self { kind, reason: Some(reason), yields: false, advice, because }
    }

    /// Nobody can tell.
    pub const fn unknown(reason: Why<'r>, because: &'static str) -> Self {
        Self::failed(Kind::Unknown, reason, Advice::QueryFirst, because)
    }

    /// A 2xx that is not what the document says of one.
    pub const fn doubtful(code: &'static str, message: &'static str) -> Self {
        Self::undocumented(Why { code: Some(code), message: Said::Text(message) })
    }

    /// The same for a reason of any kind.
    pub const fn undocumented(reason: Why<'r>) -> Self {
        let because = "the answer lacks or contradicts the documented success";
        Self { yields: true, ..Self::unknown(reason, because) }
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

/// Where an answer says what went wrong.
#[derive(Debug)]
pub(crate) struct Words {
    /// The object that says it, where it is not the whole body.
    pub within: Option<&'static str>,
    pub code: &'static str,
    /// The code that nothing went wrong with.
    pub success: Option<&'static str>,
    pub message: &'static str,
    /// What is said where there is no message.
    pub silent: &'static str,
    /// The message of a refused request counts without a code, too.
    pub or_status: bool,
}

/// A 4xx that means something of its own, by the provider's code.
#[derive(Debug)]
pub(crate) struct Special {
    pub status: u16,
    pub code: &'static str,
    pub kind: Kind,
    pub advice: Advice,
    pub because: &'static str,
}

/// The part of a provider that reads answers.
#[derive(Debug)]
pub(crate) struct Reader {
    pub correlation: Correlation,
    pub words: Words,
    /// Hands out the provider's field errors, at our paths.
    pub issues: fn(&Reading<'_>, &mut Each<'_>),
    pub special: &'static [Special],
}
