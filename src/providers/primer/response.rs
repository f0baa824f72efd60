//! How Primer answers: the payment with its transactions, or an `error` object.

use crate::core::account::Settings;
use crate::core::decode::{self, Detail, Take, json_path};
use crate::core::issue::{Issue, Path};
use crate::core::json::{Json, Raw, Shape};
use crate::core::outcome::{Advice, Kind, Reader, Reading, Reason, Verdict};

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
    Detail::new("transactions", Take::With(transactions)),
    Detail::new("riskData", Take::Any),
    Detail::new("error", Take::With(error)),
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
    Detail::new("validationErrors", Take::With(list)),
];

fn list(raw: Raw<'_>, _: &Settings) -> Option<Json> {
    (raw.shape() == Some(Shape::List)).then(|| Json::from_raw(raw))
}

fn error(raw: Raw<'_>, settings: &Settings) -> Option<Json> {
    decode::object(raw, ERROR, settings)
}

fn transactions(raw: Raw<'_>, settings: &Settings) -> Option<Json> {
    (raw.shape() == Some(Shape::List)).then(|| {
        let entry =
            |item| decode::object(item, TRANSACTION, settings).unwrap_or_else(|| Json::from_raw(item));
        Json::List(raw.items().into_iter().map(entry).collect())
    })
}

fn error_text<'r>(reading: &'r Reading<'_>, name: &str) -> Option<&'r str> {
    reading.details.get("error")?.get(name)?.as_str()
}

pub(super) const READER: Reader = Reader {
    correlation: |reading| error_text(reading, "diagnosticsId").map(str::to_owned),
    reason: |reading| {
        let code = error_text(reading, "errorId")?;
        Some(Reason::new(code, error_text(reading, "description").unwrap_or("Primer gave no description")))
    },
    issues,
    special,
};

/// The conflicts that Primer explains; every other 409 stays unknown.
fn special(reading: &Reading<'_>) -> Option<Verdict> {
    if reading.status != 409 {
        return None;
    }
    let reason = (READER.reason)(reading)?;
    match reason.code.as_str() {
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
pub(super) fn refunded(reading: &Reading<'_>) -> Result<Verdict, Option<Reason>> {
    let Some(transactions) = reading.details.get("transactions").and_then(Json::as_list) else {
        let unreadable =
            reading.details.other().any(|(name, value)| name == "transactions" && *value != Json::Null);
        if unreadable {
            return Err(Some(Reason::new("unreadable_transactions", "Primer's `transactions` is no list")));
        }
        if reading.details.text("id").is_some_and(|id| !id.is_empty()) {
            return Ok(Verdict::done(Kind::Accepted, TAKEN));
        }
        return Err(Some(Reason::new("missing_id", "Primer answered without a payment")));
    };
    let two_kinds = |entry: &Json| {
        let other = |name| entry.get("other").and_then(|other| other.get(name));
        [other("type"), other("transactionType")].into_iter().flatten().any(|kind| *kind != Json::Null)
    };
    if transactions.iter().any(two_kinds) {
        let message = "a transaction has a `type` and a `transactionType` that differ";
        return Err(Some(Reason::new("contradiction", message)));
    }
    let is_refund = |entry: &&Json| entry.get("kind").and_then(Json::as_str) == Some("REFUND");
    let statuses: Vec<&str> = transactions
        .iter()
        .filter(is_refund)
        .map(|entry| entry.get("processorStatus").and_then(Json::as_str).unwrap_or_default())
        .collect();
    let failed = |status: &&str| matches!(*status, "FAILED" | "DECLINED");
    match statuses.as_slice() {
        [] => Err(Some(Reason::new(
            "no_refund",
            "Primer lists the payment's transactions, but no REFUND among them",
        ))),
        all if all.iter().all(|status| *status == "SETTLED") => Ok(Verdict::done(Kind::Completed, DONE)),
        all if !all.iter().any(failed) => Ok(Verdict::done(Kind::Accepted, TAKEN)),
        [only] => Ok(Verdict::failed(
            Kind::Declined,
            Reason::new(*only, format!("the REFUND transaction is {only}")),
            Advice::FixFirst,
            "the refund was refused and no money moved; find out why before a new attempt",
        )),
        _ => {
            let message = "one of several REFUND transactions failed, and they cannot be told apart";
            Err(Some(Reason::new("ambiguous_refunds", message)))
        }
    }
}

/// The nested `validationErrors`, and the error that is about the amount.
fn issues(reading: &Reading<'_>) -> Vec<Issue> {
    let Some(error) = reading.details.get("error") else { return Vec::new() };
    let text = |value: &Json, name: &str| value.get(name).and_then(Json::as_str).map(str::to_owned);
    let code = text(error, "errorId");
    let mut found = Vec::new();
    for model in error.get("validationErrors").and_then(Json::as_list).unwrap_or_default() {
        let nested = model.get("errors").and_then(Json::as_list);
        for entry in nested.unwrap_or(std::slice::from_ref(model)) {
            let at = text(entry, "path").and_then(|path| json_path(&path)).unwrap_or_default();
            let message =
                text(entry, "description").unwrap_or_else(|| "Primer gave no description".to_owned());
            found.push(Issue::of_provider(at, code.clone(), message));
        }
    }
    if found.is_empty() && code.as_deref() == Some("UnprocessableRefundAmount") {
        let message = text(error, "description").unwrap_or_else(|| "Primer refused the amount".to_owned());
        found.push(Issue::of_provider(Path::of(&["amount"]), code, message));
    }
    found
}
