//! How Paywall answers: one envelope of `ErrorCode`, `Result`, `Message` and `Body`, for yes and no alike.

use crate::core::decode::{Detail, Take};
use crate::core::outcome::{Advice, Kind};
use crate::core::reader::{Correlation, Reader, Reading, Verdict, Words};

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("ErrorCode", Take::Integer),
    Detail::new("Result", Take::Flag),
    Detail::new("Message", Take::Text),
    // Null, a text and an object are all known for one and the same success.
    Detail::new("Body", Take::Loose(BODY)),
];

static BODY: &[Detail] = &[
    Detail::new("ApmKey", Take::Text),
    Detail::new("ApmConnectionId", Take::Integer),
    Detail::new("ApmTransactionId", Take::Integer),
    Detail::new("UniqueCode", Take::Text),
    Detail::new("MerchantUniqueCode", Take::Text),
    Detail::new("Amount", Take::Major),
    // Another provider's own answer; its codes say nothing about Paywall's.
    Detail::new("ProviderDummyResponse", Take::Any),
];

pub(super) const READER: Reader = Reader {
    correlation: Correlation::None,
    words: Words {
        within: None,
        code: "ErrorCode",
        success: Some("0"),
        message: "Message",
        silent: "Paywall gave no message",
        or_status: false,
    },
    issues: |_, _| {},
    special: &[],
};

/// `ErrorCode` and `Result` must both say yes, or both no.
pub(super) fn refunded(reading: &Reading<'_>) -> &'static Verdict {
    let details = reading.details;
    let code = details.text("ErrorCode").is_some();
    match (reading.own().is_some(), code, details.flag("Result")) {
        (false, true, Some(true)) => &DONE,
        (true, _, Some(false)) => &DECLINED,
        (false, true, Some(false)) => &CONTRADICTION,
        (_, true, _) => &NO_RESULT,
        (_, false, _) => &NO_CODE,
    }
}

static DONE: Verdict =
    Verdict::done(Kind::Completed, "Paywall says that it is done, and a repeat would be a second refund");
static DECLINED: Verdict = Verdict::failed(
    Kind::Declined,
    Advice::QueryFirst,
    "Paywall said no, but its two published code tables contradict each other, so the code does not tell what became of the money",
);
static CONTRADICTION: Verdict =
    Verdict::doubtful("contradiction", "Paywall answered ErrorCode 0 with Result false");
static NO_RESULT: Verdict =
    Verdict::doubtful("missing_result", "Paywall answered without a Result of true or false");
static NO_CODE: Verdict =
    Verdict::doubtful("missing_error_code", "Paywall answered without an integer as ErrorCode");
