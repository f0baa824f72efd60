//! How Paywall answers: one envelope of `ErrorCode`, `Result`, `Message` and `Body`, for yes and no alike.

use crate::core::answer::{Because, Correlation, Reader, Reading, Verdict, Why};
use crate::core::decode::{Detail, Take};
use crate::core::outcome::{Advice, Kind};

use super::PROVIDER;

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

pub(super) const READER: Reader =
    Reader { correlation: Correlation::None, reason, issues: |_| Vec::new(), special: |_| None };

/// A code other than 0; 0 is the code of success.
fn reason<'r>(reading: &Reading<'r>) -> Option<Why<'r>> {
    let code = reading.details.text("ErrorCode").filter(|code| *code != "0")?;
    Some(Why::new(code, reading.details.text("Message").unwrap_or("Paywall gave no message")))
}

/// `ErrorCode` and `Result` must both say yes, or both no.
pub(super) fn refunded<'r>(reading: &Reading<'r>) -> Result<Verdict<'r>, Option<Why<'r>>> {
    let details = reading.details;
    match (reason(reading), details.text("ErrorCode"), details.flag("Result")) {
        (None, Some(_), Some(true)) => Ok(Verdict::done(
            Kind::Completed,
            "Paywall says that it is done, and a repeat would be a second refund",
        )),
        (Some(reason), _, Some(false)) => Ok(Verdict::failed(
            Kind::Declined,
            reason,
            Advice::QueryFirst,
            Because([
                "Paywall said no, but its two published code tables contradict each other, so the code does not tell what became of the money; ",
                PROVIDER.query,
                "",
            ]),
        )),
        (Some(reason), ..) => Err(Some(reason)),
        (None, Some(_), Some(false)) => {
            Err(Some(Why::new("contradiction", "Paywall answered ErrorCode 0 with Result false")))
        }
        (None, Some(_), None) => {
            Err(Some(Why::new("missing_result", "Paywall answered without a Result of true or false")))
        }
        (None, None, _) => {
            Err(Some(Why::new("missing_error_code", "Paywall answered without an integer as ErrorCode")))
        }
    }
}
