//! How SimplePS answers: the payment with `approved` and `status`, or a `responseCode` with a message.

use std::borrow::Cow;

use crate::core::account::Settings;
use crate::core::decode::{Detail, Take};
use crate::core::issue::{Issue, Path};
use crate::core::json::{Json, Raw, Shape};
use crate::core::outcome::{Advice, Kind, Reader, Reading, Reason, Verdict};

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("paymentId", Take::Text),
    Detail::new("parentPaymentId", Take::Text),
    Detail::new("externalPaymentId", Take::Text),
    Detail::new("amount", Take::Major),
    Detail::new("created", Take::Text),
    Detail::new("approved", Take::Flag),
    Detail::new("message", Take::Text),
    Detail::new("automaticReversed", Take::Flag),
    Detail::new("status", Take::With(status)),
    Detail::new("captured", Take::Flag),
    Detail::new("voided", Take::Flag),
    Detail::new("authCode", Take::Text),
    Detail::new("issuerName", Take::Text),
    Detail::new("issuerCountry", Take::Text),
    Detail::new("cvcResult", Take::Text),
    Detail::new("avsResult", Take::Text),
    Detail::new("responseCode", Take::Text),
];

/// A payment's status is a word; an error's is the HTTP status as a number.
fn status(raw: Raw<'_>, _: &Settings) -> Option<Json> {
    matches!(raw.shape()?, Shape::Text | Shape::Number).then(|| Json::from_raw(raw))
}

pub(super) const READER: Reader = Reader { correlation: |_| None, reason, issues, special: |_| None };

/// The response code of an approved payment.
const APPROVED: &str = "00";

fn response_code<'r>(reading: &'r Reading<'_>) -> Option<&'r str> {
    reading.details.text("responseCode").filter(|code| *code != APPROVED)
}

fn message<'r>(reading: &'r Reading<'_>) -> &'r str {
    reading.details.text("message").unwrap_or("SimplePS gave no message")
}

/// The response code, or for a refused request without one its status; with the message either way.
fn reason(reading: &Reading<'_>) -> Option<Reason> {
    let said = reading.details.text("message").is_some();
    match (reading.details.text("responseCode"), reading.status) {
        (Some(APPROVED), _) => None,
        (Some(code), _) => Some(Reason::new(code, message(reading))),
        (None, 400..) if said => Some(Reason::new(format!("http_{}", reading.status), message(reading))),
        (None, _) => None,
    }
}

/// Where a response code is about a field of ours.
fn issues(reading: &Reading<'_>) -> Vec<Issue> {
    let Some(code) = response_code(reading) else { return Vec::new() };
    let at: &[&str] = match code {
        "PAY_012" => &["externalPaymentId"],
        "PAY_015" | "PAY_021" => &["amount", "currency"],
        "PAY_016" | "PAY_020" | "PAY_024" => &["amount", "total"],
        _ => &[],
    };
    vec![Issue::of_provider(Path::of(at), Some(code.to_owned()), message(reading).to_owned())]
}

/// `approved` and `status` must both say yes, or both no.
pub(super) fn refunded(reading: &Reading<'_>) -> Result<Verdict, Option<Reason>> {
    let status = match reading.details.get("status") {
        Some(Json::Text(status)) => Some(Cow::Borrowed(status.as_str())),
        Some(Json::Integer(status)) => Some(status.to_string().into()),
        _ => None,
    };
    let refunded = matches!(status.as_deref(), Some("REFUNDED" | "PARTIALLY_REFUNDED"));
    let unclear = |code: &str, ours: &str| Err(reason(reading).or_else(|| Some(Reason::new(code, ours))));
    match reading.details.get("approved").and_then(Json::as_bool) {
        Some(true) if refunded && response_code(reading).is_some() => {
            unclear("contradiction", "SimplePS approved with the response code of an error")
        }
        Some(true) if refunded => Ok(Verdict::done(
            Kind::Completed,
            "SimplePS says that it is done, and a repeat would be a second refund",
        )),
        Some(true) => unclear(
            "unexpected_status",
            "SimplePS approved, but the status is neither REFUNDED nor PARTIALLY_REFUNDED",
        ),
        Some(false) if refunded => {
            unclear("contradiction", "SimplePS did not approve, but the status says refunded")
        }
        Some(false) => Ok(Verdict::failed(
            Kind::Declined,
            reason(reading)
                .unwrap_or_else(|| Reason::new(status.as_deref().unwrap_or("declined"), message(reading))),
            Advice::FixFirst,
            "SimplePS did not approve the refund; no such answer is documented, so this rests on `approved` and `status` alone: mend what `reason` names before a new attempt",
        )),
        None => unclear("missing_approved", "SimplePS answered without `approved` true or false"),
    }
}
