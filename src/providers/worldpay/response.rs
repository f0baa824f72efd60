//! How Worldpay answers: 202 with an `outcome`, or the error envelope.

use crate::core::decode::{Detail, Take};
use crate::core::json::{Node, Shape};
use crate::core::outcome::Kind;
use crate::core::reader::{Correlation, Each, Entry, FieldError, Reader, Reading, Verdict, Word, Words};

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

pub(super) const READER: Reader = Reader {
    correlation: Correlation::Header("wp-correlationid"),
    words: Words {
        within: None,
        code: "errorName",
        success: None,
        message: "message",
        silent: "Worldpay gave no message",
        or_status: false,
    },
    issues,
    special: &[],
};

/// A 2xx means that Worldpay has taken the request, once it says so with this very `outcome`.
pub(super) fn sent_for(reading: &Reading<'_>, expected: &str, other: &'static Verdict) -> &'static Verdict {
    let details = reading.details;
    let wrong = |name| details.get(name).is_some() || details.is_odd(name);
    if wrong("errorName") || wrong(ERRORS) {
        return &UNDOCUMENTED;
    }
    match details.text("outcome") {
        Some(outcome) if outcome == expected => &TAKEN,
        Some(_) => other,
        None => &MISSING,
    }
}

static TAKEN: Verdict = Verdict::done(
    Kind::Accepted,
    "Worldpay has taken the request; the final state comes by event or query, and a repeat would be a second one",
);
static MISSING: Verdict = Verdict::doubtful("missing_outcome", "Worldpay answered without an outcome");
static UNDOCUMENTED: Verdict = Verdict {
    reason: Some([Word::Text("not_documented"), Word::Status(" without the documented sign of success")]),
    ..Verdict::doubtful("", "")
};

/// What is said of another `outcome`.
pub(super) const fn unknown_outcome(message: &'static str) -> Verdict {
    Verdict::doubtful("unknown_outcome", message)
}

static ENTRY: Entry =
    Entry { at: PATH, code: Some("errorName"), message: "message", silent: "the provider gave no message" };

const PATH: &str = "jsonPath";
const ERRORS: &str = "validationErrors";

/// The error itself where it names a field, and every entry below it.
fn issues(reading: &Reading<'_>, each: &mut Each<'_>) {
    let text = |name| reading.details.text(name);
    if let Some(code) = text("errorName") {
        // Worldpay names no field here, but the only value of ours in the URL is the link data.
        let of_url = (code == "urlContainsInvalidValue").then_some("$.linkData");
        if let Some(at) = text(PATH).or(of_url) {
            each(FieldError { at, code: Some(code), message: text("message").unwrap_or(code) });
        }
    }
    if let Some(errors) = reading.details.node(ERRORS) {
        collect(errors, NESTED, each);
    }
}

/// How many lists of errors are read within each other; what is nested deeper is handed out as text.
const NESTED: usize = 16;

fn collect(errors: Node<'_>, lists: usize, each: &mut Each<'_>) {
    let below = lists.saturating_sub(1);
    for error in errors.items() {
        let nested = error.get(ERRORS).filter(|nested| below > 0 && nested.items().next().is_some());
        if nested.is_none() || error.get(PATH).is_some_and(|path| path.shape() == Some(Shape::Text)) {
            ENTRY.read(error, None, each);
        }
        if let Some(nested) = nested {
            collect(nested, below, each);
        }
    }
}
