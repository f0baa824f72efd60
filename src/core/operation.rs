//! One documented endpoint as data, and the two things done with it: building a request and reading the answer.

use std::io::BufRead;
use std::marker::PhantomData;

use serde::Serialize;

use super::account::{Account, Provider, Settings};
use super::answer::Echo;
use super::bulk::Requests;
use super::check::{Checked, Context, Input, Passed, Source, check};
use super::decode::Detail;
use super::field::Field;
use super::http::{Method, Request, Response};
use super::issue::{Findings, InvalidInput, Issue};
use super::json::{Json, json_of};
use super::outcome::{self, Outcome};
use super::reader::{Reading, Verdict};
use super::ready::Ready;

use super::schema::Schema;

/// One documented endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// `provider.name`: the provider, a point and the name below.
    pub id: &'static str,
    /// The name within its provider.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// The provider document's title.
    pub document: &'static str,
    /// The method.
    pub method: Method,
    /// The path below the account's base; `{name}` stands for a path parameter.
    pub path: &'static str,
    /// The header that carries the account's API version.
    pub version_header: Option<&'static str>,
    /// The input's fields, in documented order.
    pub fields: &'static [Field],
    /// What is sent where no body field is given.
    pub empty_body: EmptyBody,
    /// What the table of fields cannot say.
    pub rules: &'static [Rule],
    /// The statuses the document names.
    pub statuses: &'static [u16],
    /// What the provider leaves open.
    pub silences: &'static [&'static str],
    /// The field that makes a repeat safe.
    pub idempotency: Option<Idempotency>,
    /// The response's documented fields.
    pub(crate) details: &'static [Detail],
    /// Judges a 2xx.
    pub(crate) success: fn(&Reading<'_>) -> &'static Verdict,
    /// What the answer gives back as it was sent.
    pub(crate) echoes: &'static [Echo],
}

/// What is sent where no body field is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyBody {
    /// An empty object.
    Object,
    /// No body at all.
    Nothing,
}

/// A rule between fields.
#[derive(Debug)]
pub struct Rule {
    /// The rule, in one sentence.
    pub about: &'static str,
    pub(crate) check: fn(Passed<'_>, &mut Findings),
}

/// What makes a repeated request safe.
#[derive(Debug, Clone, Copy)]
pub struct Idempotency {
    /// The input's field.
    pub field: &'static str,
    /// Why it is safe.
    pub because: &'static str,
}

impl Operation {
    /// Every issue of an input, and its values.
    pub(crate) fn check<'a>(
        &self,
        provider: &'static Provider,
        settings: &Settings,
        input: &'a Input<'a>,
    ) -> (Checked<'a>, Findings) {
        let context = Context { settings, disputed: provider.disputed };
        let (checked, mut findings) = check(input, self.fields, &context);
        for rule in self.rules {
            (rule.check)(checked.all(), &mut findings);
        }
        (checked, findings)
    }

    /// The request without credentials, or every issue.
    pub(crate) fn build<'a>(
        &'a self,
        provider: &'static Provider,
        settings: &'a Settings,
        input: &'a Input<'a>,
    ) -> Result<Ready<'a>, InvalidInput> {
        let (checked, findings) = self.check(provider, settings, input);
        if findings.issues.is_empty() {
            Ok(Ready { operation: self, settings, checked })
        } else {
            Err(InvalidInput { operation: Some(self.id), issues: findings.issues })
        }
    }
}

/// An input that passed, with what may still be refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Validation {
    /// What must be fixed before a request can be built; empty for a valid input.
    pub issues: Vec<Issue>,
    /// What may be refused, though nobody can be sure: a disputed exponent, a reference longer than some sources allow.
    pub warnings: Vec<Issue>,
}

/// An operation of one account, for inputs of type `I`.
#[derive(Debug)]
pub struct Bound<'a, I> {
    account: &'a Account,
    operation: &'static Operation,
    input: PhantomData<fn(I)>,
}

impl<'a, I: Serialize> Bound<'a, I> {
    pub(crate) fn new(account: &'a Account, operation: &'static Operation) -> Self {
        Self { account, operation, input: PhantomData }
    }

    /// The operation as data.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Builds the request, credentials included where the account has them.
    ///
    /// # Errors
    /// [`InvalidInput`] with every issue.
    pub fn request(&self, input: &I) -> Result<Request, InvalidInput> {
        self.request_json(&text_of(input))
    }

    /// The same for an input given as JSON text; a name given twice is an issue.
    ///
    /// # Errors
    /// [`InvalidInput`] with every issue.
    pub fn request_json(&self, text: &str) -> Result<Request, InvalidInput> {
        let Account { provider, settings, .. } = self.account;
        let input = Input::of(text, Source::Text);
        let request = self.operation.build(provider, settings, &input)?;
        self.account.authorize(request.into())
    }

    /// Every issue and warning of an input.
    #[must_use]
    pub fn validate(&self, input: &I) -> Validation {
        self.validate_json(&text_of(input))
    }

    /// The same for an input given as JSON text.
    #[must_use]
    pub fn validate_json(&self, text: &str) -> Validation {
        let Account { provider, settings, .. } = self.account;
        let input = Input::of(text, Source::Text);
        let (_, Findings { issues, warnings }) = self.operation.check(provider, settings, &input);
        Validation { issues, warnings }
    }

    /// Reads any answer; `None` means that none arrived. `input` is what was sent: it turns on the echo check
    /// and the retry advice that depends on it.
    #[must_use]
    pub fn outcome(&self, response: Option<&Response>, input: Option<&I>) -> Outcome {
        self.outcome_json(response, input.map(text_of).as_deref())
    }

    /// The same for an input given as JSON text.
    #[must_use]
    pub fn outcome_json(&self, response: Option<&Response>, input: Option<&str>) -> Outcome {
        let Account { provider, settings, .. } = self.account;
        outcome::read(provider, self.operation, settings, response, input)
    }

    /// Requests for the lines of an NDJSON reader, an input a line; blank lines are skipped. They come without
    /// credentials, so that they may be stored: authorize each before sending it.
    pub fn requests<R: BufRead>(&self, reader: R) -> Requests<'a, R> {
        Requests::new(self.account, self.operation, reader)
    }

    /// The JSON Schema (2020-12) of the input, made of the same table as the check.
    #[must_use]
    pub fn input_schema(&self) -> Json {
        json_of(&Schema { operation: self.operation, settings: &self.account.settings })
    }
}

/// An input as JSON text. What cannot be serialised is reported by the check as malformed.
fn text_of<I: Serialize>(input: &I) -> String {
    serde_json::to_string(input).unwrap_or_default()
}
