//! How Worldpay answers: 202 with an `outcome`, or the error envelope.

use crate::core::decode::{Detail, Take, json_path};
use crate::core::issue::Issue;
use crate::core::json::{Json, Raw};
use crate::core::outcome::{Kind, Reader, Reading, Reason, Verdict};

use super::links;

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("outcome", Take::Text),
    Detail::new("paymentId", Take::Text),
    Detail::renamed("links", "_links", Take::With(links::links)),
    Detail::renamed("actions", "_actions", Take::Split(links::actions)),
    Detail::new("errorName", Take::Text),
    Detail::new("message", Take::Text),
    Detail::new("jsonPath", Take::Text),
    Detail::new("headerName", Take::Text),
    Detail::new("validationErrors", Take::With(validation_errors)),
];

pub(super) const READER: Reader = Reader {
    correlation: |reading| reading.response.header("wp-correlationid").map(str::to_owned),
    reason: |reading| {
        let code = reading.details.text("errorName")?;
        Some(Reason::new(code, reading.details.text("message").unwrap_or("Worldpay gave no message")))
    },
    issues,
    special: |_| None,
};

/// A 2xx means that Worldpay has taken the request, once it says so with this very `outcome`.
pub(super) fn sent_for(reading: &Reading<'_>, expected: &str) -> Result<Verdict, Option<Reason>> {
    let wrong = ["errorName", "validationErrors"];
    let other = reading.details.other().any(|(name, value)| wrong.contains(&name) && *value != Json::Null);
    if other || wrong.iter().any(|name| reading.details.get(name).is_some()) {
        return Err(None);
    }
    match reading.details.text("outcome") {
        Some(outcome) if outcome == expected => Ok(Verdict::done(
            Kind::Accepted,
            "Worldpay has taken the request; the final state comes by event or query, and a repeat would be a second one",
        )),
        Some(_) => Err(Some(Reason::new(
            "unknown_outcome",
            format!("Worldpay did not answer with the outcome {expected}"),
        ))),
        None => Err(Some(Reason::new("missing_outcome", "Worldpay answered without an outcome"))),
    }
}

/// `validationErrors` nests: an entry may hold entries again.
fn validation_errors(raw: Raw<'_>, _: &crate::core::account::Settings) -> Option<Json> {
    (raw.shape() == Some(crate::core::json::Shape::List)).then(|| Json::from_raw(raw))
}

/// The error itself where it names a field, and every entry below it.
fn issues(reading: &Reading<'_>) -> Vec<Issue> {
    let details = reading.details;
    let mut found = Vec::new();
    match (details.text("errorName"), details.text("jsonPath")) {
        (Some(code), Some(path)) => found.push(issue(Some(code), details.text("message"), Some(path))),
        // Worldpay names no field here, but the only value of ours in the URL is the link data.
        (Some(code @ "urlContainsInvalidValue"), None) => {
            found.push(issue(Some(code), details.text("message"), Some("$.linkData")));
        }
        _ => {}
    }
    collect(details.get("validationErrors"), &mut found);
    found
}

fn collect(errors: Option<&Json>, found: &mut Vec<Issue>) {
    for error in errors.and_then(Json::as_list).unwrap_or_default() {
        let text = |name| error.get(name).and_then(Json::as_str);
        let nested = error
            .get("validationErrors")
            .filter(|nested| nested.as_list().is_some_and(|list| !list.is_empty()));
        let names_a_field = text("jsonPath").is_some();
        if names_a_field || nested.is_none() {
            found.push(issue(text("errorName"), text("message"), text("jsonPath")));
        }
        collect(nested, found);
    }
}

fn issue(code: Option<&str>, message: Option<&str>, path: Option<&str>) -> Issue {
    let at = path.and_then(json_path).unwrap_or_default();
    let said = message.or(code).unwrap_or("the provider gave no message");
    Issue::of_provider(at, code.map(str::to_owned), said.to_owned())
}
