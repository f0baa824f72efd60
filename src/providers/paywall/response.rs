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
pub(super) fn refunded<'r>(reading: &Reading<'r>) -> Verdict<'r> {
    let details = reading.details;
    let (code, ours) = match (reading.why(), details.text("ErrorCode"), details.flag("Result")) {
        (None, Some(_), Some(true)) => {
            return Verdict::done(
                Kind::Completed,
                "Paywall says that it is done, and a repeat would be a second refund",
            );
        }
        (Some(reason), _, Some(false)) => {
            return Verdict::failed(
                Kind::Declined,
                reason,
                Advice::QueryFirst,
                "Paywall said no, but its two published code tables contradict each other, so the code does not tell what became of the money",
            );
        }
        (Some(reason), ..) => return Verdict::undocumented(reason),
        (None, Some(_), Some(false)) => ("contradiction", "Paywall answered ErrorCode 0 with Result false"),
        (None, Some(_), None) => ("missing_result", "Paywall answered without a Result of true or false"),
        (None, None, _) => ("missing_error_code", "Paywall answered without an integer as ErrorCode"),
    };
    Verdict::doubtful(code, ours)
}
