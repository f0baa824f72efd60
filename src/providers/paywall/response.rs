//! How Paywall answers: one envelope of `ErrorCode`, `Result`, `Message` and `Body`, for yes and no alike.

use std::borrow::Cow;

use crate::core::account::Settings;
use crate::core::decode::{self, Detail, Take};
use crate::core::json::{Json, Raw, Shape};
use crate::core::outcome::{Advice, Kind, Reader, Reading, Reason, Verdict};

use super::PROVIDER;

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("ErrorCode", Take::Integer),
    Detail::new("Result", Take::Flag),
    Detail::new("Message", Take::Text),
    Detail::new("Body", Take::With(body)),
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

/// Null, a text and an object are all known for one and the same success.
fn body(raw: Raw<'_>, settings: &Settings) -> Option<Json> {
    match raw.shape()? {
        Shape::Null => Some(Json::Null),
        Shape::Text => Some(Json::Text(raw.text_lossy().into_owned())),
        _ => decode::object(raw, BODY, settings),
    }
}

pub(super) const READER: Reader =
    Reader { correlation: |_| None, reason, issues: |_| Vec::new(), special: |_| None };

fn error_code<'r>(reading: &'r Reading<'_>) -> Option<Cow<'r, str>> {
    match reading.details.get("ErrorCode")? {
        Json::Integer(code) => Some(code.to_string().into()),
        other => other.as_str().map(Cow::Borrowed),
    }
}

/// A code other than 0; 0 is the code of success.
fn reason(reading: &Reading<'_>) -> Option<Reason> {
    let code = error_code(reading).filter(|code| code != "0")?;
    Some(Reason::new(code, reading.details.text("Message").unwrap_or("Paywall gave no message")))
}

/// `ErrorCode` and `Result` must both say yes, or both no.
pub(super) fn refunded(reading: &Reading<'_>) -> Result<Verdict, Option<Reason>> {
    let result = reading.details.get("Result").and_then(Json::as_bool);
    match (reason(reading), error_code(reading), result) {
        (None, Some(_), Some(true)) => Ok(Verdict::done(
            Kind::Completed,
            "Paywall says that it is done, and a repeat would be a second refund",
        )),
        (Some(reason), _, Some(false)) => Ok(Verdict::failed(
            Kind::Declined,
            reason,
            Advice::QueryFirst,
            format!(
                "Paywall said no, but its two published code tables contradict each other, so the code does not tell what became of the money; {}",
                PROVIDER.query
            ),
        )),
        (Some(reason), ..) => Err(Some(reason)),
        (None, Some(_), Some(false)) => {
            Err(Some(Reason::new("contradiction", "Paywall answered ErrorCode 0 with Result false")))
        }
        (None, Some(_), None) => {
            Err(Some(Reason::new("missing_result", "Paywall answered without a Result of true or false")))
        }
        (None, None, _) => {
            Err(Some(Reason::new("missing_error_code", "Paywall answered without an integer as ErrorCode")))
        }
    }
}
