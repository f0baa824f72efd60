//! How SimplePS answers: the payment with `approved` and `status`, or a `responseCode` with a message.

use crate::core::answer::{self, Correlation, FieldError, Reader, Reading, Verdict, Why};
use crate::core::decode::{Detail, Take};
use crate::core::outcome::{Advice, Kind};

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("paymentId", Take::Text),
    Detail::new("parentPaymentId", Take::Text),
    Detail::new("externalPaymentId", Take::Text),
    Detail::new("amount", Take::Major),
    Detail::new("created", Take::Text),
    Detail::new("approved", Take::Flag),
    Detail::new("message", Take::Text),
    Detail::new("automaticReversed", Take::Flag),
    // A payment's status is a word; an error's is the HTTP status as a number.
    Detail::new("status", Take::Word),
    Detail::new("captured", Take::Flag),
    Detail::new("voided", Take::Flag),
    Detail::new("authCode", Take::Text),
    Detail::new("issuerName", Take::Text),
    Detail::new("issuerCountry", Take::Text),
    Detail::new("cvcResult", Take::Text),
    Detail::new("avsResult", Take::Text),
    Detail::new("responseCode", Take::Text),
];

pub(super) const READER: Reader =
    Reader { correlation: Correlation::None, reason, issues, special: |_| None };

/// The response code of an approved payment.
const APPROVED: &str = "00";

fn response_code<'r>(reading: &Reading<'r>) -> Option<&'r str> {
    reading.details.text("responseCode").filter(|code| *code != APPROVED)
}

fn message<'r>(reading: &Reading<'r>) -> &'r str {
    reading.details.text("message").unwrap_or("SimplePS gave no message")
}

/// The response code, or for a refused request without one its status; with the message either way.
fn reason<'r>(reading: &Reading<'r>) -> Option<Why<'r>> {
    let said = reading.details.text("message").is_some();
    match (reading.details.text("responseCode"), reading.status) {
        (Some(APPROVED), _) => None,
        (Some(code), _) => Some(Why::new(code, message(reading))),
        (None, 400..) if said => Some(Why::new(answer::http(reading.status), message(reading))),
        (None, _) => None,
    }
}

/// Where a response code is about a field of ours.
fn issues<'r>(reading: &Reading<'r>) -> Vec<FieldError<'r>> {
    let Some(code) = response_code(reading) else { return Vec::new() };
    let at = match code {
        "PAY_012" => "$.externalPaymentId",
        "PAY_015" | "PAY_021" => "$.amount.currency",
        "PAY_016" | "PAY_020" | "PAY_024" => "$.amount.total",
        _ => "$",
    };
    vec![FieldError { at: at.into(), code: Some(code.into()), message: message(reading).into() }]
}

/// `approved` and `status` must both say yes, or both no.
pub(super) fn refunded<'r>(reading: &Reading<'r>) -> Result<Verdict<'r>, Option<Why<'r>>> {
    let status = reading.details.text("status");
    let refunded = matches!(status, Some("REFUNDED" | "PARTIALLY_REFUNDED"));
    let (code, ours) = match reading.details.flag("approved") {
        Some(true) if !refunded => (
            "unexpected_status",
            "SimplePS approved, but the status is neither REFUNDED nor PARTIALLY_REFUNDED",
        ),
        Some(true) if response_code(reading).is_none() => {
            return Ok(Verdict::done(
                Kind::Completed,
                "SimplePS says that it is done, and a repeat would be a second refund",
            ));
        }
        Some(true) => ("contradiction", "SimplePS approved with the response code of an error"),
        Some(false) if refunded => {
            ("contradiction", "SimplePS did not approve, but the status says refunded")
        }
        Some(false) => {
            return Ok(Verdict::failed(
                Kind::Declined,
                reason(reading).unwrap_or_else(|| Why::new(status.unwrap_or("declined"), message(reading))),
                Advice::FixFirst,
                "SimplePS did not approve the refund; no such answer is documented, so this rests on `approved` and `status` alone: mend what `reason` names before a new attempt",
            ));
        }
        None => ("missing_approved", "SimplePS answered without `approved` true or false"),
    };
    Err(Some(Why::new(code, ours)))
}
