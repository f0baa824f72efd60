//! How Primer answers: the payment with its transactions, or an `error` object.

use std::borrow::Cow;

use crate::core::answer::{Correlation, FieldError, Reader, Reading, Verdict, Why};
use crate::core::decode::{Detail, Take, Taken};
use crate::core::json::{Node, Shape};
use crate::core::outcome::{Advice, Kind};
use crate::core::text::concat;

pub(super) static DETAILS: &[Detail] = &[
    Detail::new("id", Take::Text),
    Detail::new("date", Take::Text),
    Detail::new("dateUpdated", Take::Text),
    Detail::new("status", Take::Text),
    Detail::new("cardTokenType", Take::Text),
    Detail::new("orderId", Take::Text),
    Detail::new("currencyCode", Take::Text),
    Detail::new("amount", Take::Integer),
    Detail::new("order", Take::Any),
    Detail::new("customerId", Take::Text),
    Detail::new("customer", Take::Any),
    Detail::new("metadata", Take::Any),
    Detail::new("paymentMethod", Take::Any),
    Detail::new("processor", Take::Any),
    Detail::new("requiredAction", Take::Any),
    Detail::new("statusReason", Take::Any),
    Detail::new("transactions", Take::Objects(TRANSACTION)),
    Detail::new("riskData", Take::Any),
    Detail::new("error", Take::Object(ERROR)),
];

static TRANSACTION: &[Detail] = &[
    // Documentation examples write `type`, real bodies `transactionType`.
    Detail::renamed("kind", "transactionType", Take::Text),
    Detail::renamed("kind", "type", Take::Text),
    Detail::new("date", Take::Text),
    Detail::new("amount", Take::Integer),
    Detail::new("currencyCode", Take::Text),
    Detail::new("processorStatus", Take::Text),
    Detail::new("processorName", Take::Text),
    Detail::new("processorTransactionId", Take::Text),
    Detail::new("reason", Take::Text),
];

static ERROR: &[Detail] = &[
    Detail::new("errorId", Take::Text),
    Detail::new("description", Take::Text),
    Detail::new("recoverySuggestion", Take::Text),
    Detail::new("diagnosticsId", Take::Text),
    Detail::new("paymentId", Take::Text),
    Detail::new("paymentStatus", Take::Text),
    Detail::new("validationErrors", Take::List),
];

fn error_text<'r>(reading: &Reading<'r>, name: &str) -> Option<&'r str> {
    reading.details.object("error")?.text(name)
}

pub(super) const READER: Reader =
    Reader { correlation: Correlation::Detail(&["error", "diagnosticsId"]), reason, issues, special };

fn reason<'r>(reading: &Reading<'r>) -> Option<Why<'r>> {
    let code = error_text(reading, "errorId")?;
    Some(Why::new(code, error_text(reading, "description").unwrap_or("Primer gave no description")))
}

/// The conflicts that Primer explains; every other 409 stays unknown.
fn special<'r>(reading: &Reading<'r>) -> Option<Verdict<'r>> {
    if reading.status != 409 {
        return None;
    }
    let reason = reason(reading)?;
    match reason.code.as_ref() {
        "IdempotencyKeyAlreadyExists" => Some(Verdict::failed(
            Kind::Duplicate,
            reason,
            Advice::QueryFirst,
            "a request with this key was processed before, with success or without; `details.error` names the payment and its status, and its REFUND transactions tell what became of it",
        )),
        "PaymentAlreadyRefunded" => Some(Verdict::failed(
            Kind::Rejected,
            reason,
            Advice::Never,
            "the payment has been refunded in full, so there is nothing left to refund",
        )),
        "PaymentRequestLimitExceeded" => Some(Verdict::failed(
            Kind::Rejected,
            reason,
            Advice::Never,
            "the payment has had too many failed requests, and Primer takes no more for it",
        )),
        _ => None,
    }
}

const DONE: &str = "Primer's REFUND transactions are settled, so it has been done";
const TAKEN: &str = "Primer has taken the refund; its final state comes by webhook or query";

/// A 200 says that the refund was taken; what became of it stands in its REFUND transactions.
pub(super) fn refunded<'r>(reading: &Reading<'r>) -> Result<Verdict<'r>, Option<Why<'r>>> {
    let details = reading.details;
    let Some(transactions) = details.list("transactions") else {
        if details.is_odd("transactions") {
            return Err(Some(Why::new("unreadable_transactions", "Primer's `transactions` is no list")));
        }
        if details.text("id").is_some_and(|id| !id.is_empty()) {
            return Ok(Verdict::done(Kind::Accepted, TAKEN));
        }
        return Err(Some(Why::new("missing_id", "Primer answered without a payment")));
    };
    let (mut refunds, mut settled, mut failed) = (0_usize, 0_usize, None);
    for entry in transactions.iter().filter_map(Taken::object) {
        if entry.is_odd("type") || entry.is_odd("transactionType") {
            let message = "a transaction has a `type` and a `transactionType` that differ";
            return Err(Some(Why::new("contradiction", message)));
        }
        if entry.text("transactionType").or_else(|| entry.text("type")) != Some("REFUND") {
            continue;
        }
        refunds = refunds.saturating_add(1);
        match entry.text("processorStatus") {
            Some("SETTLED") => settled = settled.saturating_add(1),
            Some(status @ ("FAILED" | "DECLINED")) => failed = Some(status),
            _ => {}
        }
    }
    match (refunds, failed) {
        (0, _) => Err(Some(Why::new(
            "no_refund",
            "Primer lists the payment's transactions, but no REFUND among them",
        ))),
        (_, None) if settled == refunds => Ok(Verdict::done(Kind::Completed, DONE)),
        (_, None) => Ok(Verdict::done(Kind::Accepted, TAKEN)),
        (1, Some(only)) => Ok(Verdict::failed(
            Kind::Declined,
            Why::new(only, concat(&["the REFUND transaction is ", only])),
            Advice::FixFirst,
            "the refund was refused and no money moved; find out why before a new attempt",
        )),
        _ => {
            let message = "one of several REFUND transactions failed, and they cannot be told apart";
            Err(Some(Why::new("ambiguous_refunds", message)))
        }
    }
}

/// The nested `validationErrors`, and the error that is about the amount.
fn issues<'r>(reading: &Reading<'r>) -> Vec<FieldError<'r>> {
    let Some(error) = reading.details.object("error") else { return Vec::new() };
    let code = error.text("errorId").map(Cow::Borrowed);
    let mut found = Vec::new();
    let mut push = |entry: Node<'r>| {
        let text = |name| entry.get(name).and_then(Node::text);
        found.push(FieldError {
            at: text("path").unwrap_or_default(),
            code: code.clone(),
            message: text("description").unwrap_or("Primer gave no description".into()),
        });
    };
    for model in error.node("validationErrors").into_iter().flat_map(Node::items) {
        match model.get("errors").filter(|errors| errors.shape() == Some(Shape::List)) {
            Some(errors) => errors.items().for_each(&mut push),
            None => push(model),
        }
    }
    if found.is_empty() && code.as_deref() == Some("UnprocessableRefundAmount") {
        let message = error.text("description").unwrap_or("Primer refused the amount");
        found.push(FieldError { at: "$.amount".into(), code, message: message.into() });
    }
    found
}
