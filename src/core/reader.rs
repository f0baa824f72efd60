//! How a provider says things in its answers: mostly a table, and the judgement of a 2xx.
//!
//! Every verdict stands in the program; what it says in the words of an answer is put in where it is handed out.

use std::borrow::Cow;

use super::decode::{Found, json_path};
use super::issue::{Issue, Named, Path};
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
    /// The provider's own words for what went wrong: a code, `None` for the status, and a message.
    pub fn own(&self) -> Option<(Option<&'r str>, &'r str)> {
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
        Some((code, said.unwrap_or(silent)))
    }

    /// Code and message of what is no success.
    pub fn reason(&self, verdict: &Verdict) -> Option<[Cow<'r, str>; 2]> {
        let [code, message] = verdict.reason.as_ref()?;
        let own = self.own().filter(|_| verdict.yields);
        let code = own.map_or(*code, |(code, _)| code.map_or(Word::Status(""), Word::Text));
        let message = own.map_or(*message, |(_, message)| Word::Text(message));
        Some([self.word("http_", code), self.word("the provider answered ", message)])
    }

    fn word(&self, status: &str, word: Word<'r>) -> Cow<'r, str> {
        match word {
            Word::Text(text) => text.into(),
            Word::Status(after) => concat(&[status, &text::integer(self.status.into()), after]).into(),
            Word::Detail((from, or)) => self.details.text(from).unwrap_or(or).into(),
        }
    }
}

/// A word of a reason.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Word<'r> {
    Text(&'r str),
    /// What follows the status: as a code `http_503`, as a message `the provider answered 503`.
    Status(&'static str),
    /// A documented text, or else another.
    Detail(&'static (&'static str, &'static str)),
}

/// The status as a reason.
const PLAIN: [Word<'static>; 2] = [Word::Status(""), Word::Status("")];

/// A field error in the words of the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldError<'e> {
    /// As a `jsonPath`: `$.value.amount`; what is none says nothing.
    pub at: &'e str,
    pub code: Option<&'e str>,
    pub message: &'e str,
}

impl FieldError<'_> {
    pub fn steps(&self) -> Vec<Named<'_>> {
        json_path(self.at).unwrap_or_default()
    }

    pub fn to_issue(self) -> Issue {
        let path = Path(self.steps().into_iter().map(Named::to_step).collect());
        Issue::of_provider(path, self.code.map(str::to_owned), self.message.to_owned())
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

/// What an answer means. All there are stand in the program.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub kind: Kind,
    pub advice: Advice,
    /// Of what is [unknown](Kind::Unknown), only what makes it so.
    pub because: &'static str,
    /// Code and message; `None` for a success.
    pub reason: Option<[Word<'static>; 2]>,
    /// The provider's own words count before them.
    pub yields: bool,
    /// The answer itself was lost on its way, rather than unclear in what it says.
    pub lost: bool,
}

impl Verdict {
    pub const fn done(kind: Kind, because: &'static str) -> Self {
        Self { kind, advice: Advice::Never, because, reason: None, yields: false, lost: false }
    }

    /// Refused, as the provider's own words say, or else the status.
    pub const fn failed(kind: Kind, advice: Advice, because: &'static str) -> Self {
        Self { kind, advice, because, reason: Some(PLAIN), yields: true, lost: false }
    }

    /// Nobody can tell.
    pub const fn unknown(because: &'static str, code: Word<'static>, message: Word<'static>) -> Self {
        let reason = Some([code, message]);
        Self { kind: Kind::Unknown, advice: Advice::QueryFirst, because, reason, yields: false, lost: false }
    }

    /// The same where the provider may say why.
    pub const fn unclear(because: &'static str, code: Word<'static>, message: Word<'static>) -> Self {
        Self { yields: true, ..Self::unknown(because, code, message) }
    }

    /// The same where the answer itself was lost.
    pub const fn lost(because: &'static str, code: Word<'static>, message: Word<'static>) -> Self {
        Self { lost: true, ..Self::unclear(because, code, message) }
    }

    /// A 2xx that is not what the document says of one.
    pub const fn doubtful(code: &'static str, message: &'static str) -> Self {
        let because = "the answer lacks or contradicts the documented success";
        Self::unclear(because, Word::Text(code), Word::Text(message))
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
    pub verdict: Verdict,
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
