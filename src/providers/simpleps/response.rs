//! How SimplePS answers: the payment with `approved` and `status`, or a `responseCode` with a message.

use crate::core::decode::{Detail, Take};
use crate::core::outcome::{Advice, Kind};
use crate::core::reader::{Correlation, Each, FieldError, Reader, Reading, Verdict, Word, Words};

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

pub(super) const READER: Reader = Reader {
    correlation: Correlation::None,
    words: Words {
        within: None,
        code: "responseCode",
        success: Some("00"),
        message: "message",
        silent: SILENT,
        or_status: true,
    },
    issues,
    special: &[],
};

const SILENT: &str = "SimplePS gave no message";

/// Where a response code is about a field of ours.
fn issues(reading: &Reading<'_>, each: &mut Each<'_>) {
    let Some((Some(code), message)) = reading.own() else { return };
    let at = match code {
        "PAY_012" => "$.externalPaymentId",
        "PAY_015" | "PAY_021" => "$.amount.currency",
        "PAY_016" | "PAY_020" | "PAY_024" => "$.amount.total",
        _ => "$",
    };
    each(FieldError { at, code: Some(code), message });
}

/// `approved` and `status` must both say yes, or both no.
pub(super) fn refunded(reading: &Reading<'_>) -> &'static Verdict {
    let refunded = matches!(reading.details.text("status"), Some("REFUNDED" | "PARTIALLY_REFUNDED"));
    match (reading.details.flag("approved"), refunded) {
        (Some(true), true) if reading.own().is_none() => &DONE,
        (Some(false), false) => &DECLINED,
        (Some(true), false) => &OTHER_STATUS,
        (Some(true), true) => &APPROVED_ERROR,
        (Some(false), true) => &REFUSED_REFUNDED,
        (None, _) => &UNTOLD,
    }
}

static DONE: Verdict =
    Verdict::done(Kind::Completed, "SimplePS says that it is done, and a repeat would be a second refund");
static DECLINED: Verdict = Verdict {
    reason: Some([Word::Detail(&("status", "declined")), Word::Detail(&("message", SILENT))]),
    ..Verdict::failed(
        Kind::Declined,
        Advice::FixFirst,
        "SimplePS did not approve the refund; no such answer is documented, so this rests on `approved` and `status` alone: mend what `reason` names before a new attempt",
    )
};
static OTHER_STATUS: Verdict = Verdict::doubtful(
    "unexpected_status",
    "SimplePS approved, but the status is neither REFUNDED nor PARTIALLY_REFUNDED",
);
static APPROVED_ERROR: Verdict =
    Verdict::doubtful("contradiction", "SimplePS approved with the response code of an error");
static REFUSED_REFUNDED: Verdict =
    Verdict::doubtful("contradiction", "SimplePS did not approve, but the status says refunded");
static UNTOLD: Verdict =
    Verdict::doubtful("missing_approved", "SimplePS answered without `approved` true or false");
