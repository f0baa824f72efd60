//! How Worldpay answers: 202 with an `outcome`, or the error envelope.

use std::borrow::Cow;

use crate::core::answer::{Correlation, FieldError, Reader, Reading, Verdict, Why};
use crate::core::decode::{Detail, Take};
use crate::core::json::Node;
use crate::core::outcome::Kind;
use crate::core::text::concat;

use super::links;

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("outcome", Take::Text),
    Detail::new("paymentId", Take::Text),
    Detail::renamed("links", "_links", Take::With(&links::LINKS)),
    Detail::renamed("actions", "_actions", Take::With(&links::ACTIONS)),
    Detail::new("errorName", Take::Text),
    Detail::new("message", Take::Text),
    Detail::new("jsonPath", Take::Text),
    Detail::new("headerName", Take::Text),
    // An entry may hold entries again.
    Detail::new("validationErrors", Take::List),
];

pub(super) const READER: Reader =
    Reader { correlation: Correlation::Header("wp-correlationid"), reason, issues, special: |_| None };

fn reason<'r>(reading: &Reading<'r>) -> Option<Why<'r>> {
    let code = reading.details.text("errorName")?;
    Some(Why::new(code, reading.details.text("message").unwrap_or("Worldpay gave no message")))
}

/// A 2xx means that Worldpay has taken the request, once it says so with this very `outcome`.
pub(super) fn sent_for<'r>(reading: &Reading<'r>, expected: &str) -> Result<Verdict<'r>, Option<Why<'r>>> {
    let details = reading.details;
    let wrong = ["errorName", "validationErrors"];
    if wrong.iter().any(|name| details.get(name).is_some() || details.is_odd(name)) {
        return Err(None);
    }
    match details.text("outcome") {
        Some(outcome) if outcome == expected => Ok(Verdict::done(
            Kind::Accepted,
            "Worldpay has taken the request; the final state comes by event or query, and a repeat would be a second one",
        )),
        Some(_) => Err(Some(Why::new(
            "unknown_outcome",
            concat(&["Worldpay did not answer with the outcome ", expected]),
        ))),
        None => Err(Some(Why::new("missing_outcome", "Worldpay answered without an outcome"))),
    }
}

/// The error itself where it names a field, and every entry below it.
fn issues<'r>(reading: &Reading<'r>) -> Vec<FieldError<'r>> {
    let text = |name| reading.details.text(name).map(Cow::Borrowed);
    let mut found = Vec::new();
    let code = text("errorName");
    // Worldpay names no field here, but the only value of ours in the URL is the link data.
    let of_url = (code.as_deref() == Some("urlContainsInvalidValue")).then_some("$.linkData".into());
    if let Some(path) = text("jsonPath").or(of_url)
        && code.is_some()
    {
        found.push(field_error(code, text("message"), Some(path)));
    }
    collect(reading.details.node("validationErrors"), NESTED, &mut found);
    found
}

/// How many lists of errors are read within each other; what is nested deeper is handed out as text.
const NESTED: usize = 16;

fn collect<'r>(errors: Option<Node<'r>>, lists: usize, found: &mut Vec<FieldError<'r>>) {
    let below = lists.saturating_sub(1);
    for error in errors.into_iter().flat_map(Node::items) {
        let text = |name| error.get(name).and_then(Node::text);
        let nested = error.get("validationErrors").filter(|_| below > 0);
        let nested = nested.filter(|nested| nested.items().next().is_some());
        let path = text("jsonPath");
        if path.is_some() || nested.is_none() {
            found.push(field_error(text("errorName"), text("message"), path));
        }
        collect(nested, below, found);
    }
}

fn field_error<'r>(
    code: Option<Cow<'r, str>>,
    message: Option<Cow<'r, str>>,
    path: Option<Cow<'r, str>>,
) -> FieldError<'r> {
    let said = message.or_else(|| code.clone()).unwrap_or("the provider gave no message".into());
    FieldError { at: path.unwrap_or_default(), code, message: said }
}
