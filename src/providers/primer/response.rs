//! How Primer answers: the payment with its transactions, or an `error` object.

use crate::core::decode::{Detail, Take, Taken};
use crate::core::json::Shape;
use crate::core::outcome::{Advice, Kind};
use crate::core::reader::{
    Correlation, Each, Entry, FieldError, Reader, Reading, Special, Verdict, Word, Words,
};

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

pub(super) const READER: Reader = Reader {
    correlation: Correlation::Detail(&["error", "diagnosticsId"]),
    words: Words {
        within: Some("error"),
        code: "errorId",
        success: None,
        message: "description",
        silent: SILENT,
        or_status: false,
    },
    issues,
    special: CONFLICTS,
};

const SILENT: &str = "Primer gave no description";

/// The conflicts that Primer explains; every other 409 stays unknown.
static CONFLICTS: &[Special] = &[
    Special {
        status: 409,
        code: "IdempotencyKeyAlreadyExists",
        verdict: Verdict::failed(
            Kind::Duplicate,
            Advice::QueryFirst,
            "a request with this key was processed before, with success or without; `details.error` names the payment and its status, and its REFUND transactions tell what became of it",
        ),
    },
    Special {
        status: 409,
        code: "PaymentAlreadyRefunded",
        verdict: Verdict::failed(
            Kind::Rejected,
            Advice::Never,
            "the payment has been refunded in full, so there is nothing left to refund",
        ),
    },
    Special {
        status: 409,
        code: "PaymentRequestLimitExceeded",
        verdict: Verdict::failed(
            Kind::Rejected,
            Advice::Never,
            "the payment has had too many failed requests, and Primer takes no more for it",
        ),
    },
];

/// A 200 says that the refund was taken; what became of it stands in its REFUND transactions.
pub(super) fn refunded(reading: &Reading<'_>) -> &'static Verdict {
    let details = reading.details;
    let Some(transactions) = details.list("transactions") else {
        if details.is_odd("transactions") {
            return &NO_LIST;
        }
        if details.text("id").is_none_or(str::is_empty) {
            return &NO_PAYMENT;
        }
        return &TAKEN;
    };
    let (mut refunds, mut settled, mut failed) = (0_usize, 0_usize, None);
    for entry in transactions.iter().filter_map(Taken::object) {
        if entry.is_odd("type") || entry.is_odd("transactionType") {
            return &CONTRADICTION;
        }
        if entry.text("transactionType").or_else(|| entry.text("type")) != Some("REFUND") {
            continue;
        }
        refunds = refunds.saturating_add(1);
        match entry.text("processorStatus") {
            Some("SETTLED") => settled = settled.saturating_add(1),
            Some("FAILED") => failed = Some(&FAILED),
            Some("DECLINED") => failed = Some(&DECLINED),
            _ => {}
        }
    }
    match (refunds, failed) {
        (0, _) => &NO_REFUND,
        (_, None) if settled == refunds => &DONE,
        (_, None) => &TAKEN,
        (1, Some(only)) => only,
        _ => &AMBIGUOUS,
    }
}

static DONE: Verdict =
    Verdict::done(Kind::Completed, "Primer's REFUND transactions are settled, so it has been done");
static TAKEN: Verdict =
    Verdict::done(Kind::Accepted, "Primer has taken the refund; its final state comes by webhook or query");
static NO_REFUND: Verdict =
    Verdict::doubtful("no_refund", "Primer lists the payment's transactions, but no REFUND among them");
static NO_LIST: Verdict = Verdict::doubtful("unreadable_transactions", "Primer's `transactions` is no list");
static NO_PAYMENT: Verdict = Verdict::doubtful("missing_id", "Primer answered without a payment");
static CONTRADICTION: Verdict =
    Verdict::doubtful("contradiction", "a transaction has a `type` and a `transactionType` that differ");
static AMBIGUOUS: Verdict = Verdict::doubtful(
    "ambiguous_refunds",
    "one of several REFUND transactions failed, and they cannot be told apart",
);
static FAILED: Verdict = declined("FAILED", "the REFUND transaction is FAILED");
static DECLINED: Verdict = declined("DECLINED", "the REFUND transaction is DECLINED");

const fn declined(code: &'static str, message: &'static str) -> Verdict {
    let because = "the refund was refused and no money moved; find out why before a new attempt";
    let reason = Some([Word::Text(code), Word::Text(message)]);
    Verdict { reason, yields: false, ..Verdict::failed(Kind::Declined, Advice::FixFirst, because) }
}

static ENTRY: Entry = Entry { at: "path", code: None, message: "description", silent: SILENT };

/// The nested `validationErrors`, and the error that is about the amount.
fn issues(reading: &Reading<'_>, each: &mut Each<'_>) {
    let Some(error) = reading.details.object("error") else { return };
    let code = error.text("errorId");
    let mut any = false;
    let mut read = |entry| {
        any = true;
        ENTRY.read(entry, code, each);
    };
    if let Some(models) = error.node("validationErrors") {
        for model in models.items() {
            match model.get("errors").filter(|errors| errors.shape() == Some(Shape::List)) {
                Some(errors) => errors.items().for_each(&mut read),
                None => read(model),
            }
        }
    }
    if !any && code == Some("UnprocessableRefundAmount") {
        let message = error.text("description").unwrap_or("Primer refused the amount");
        each(FieldError { at: "$.amount", code, message });
    }
}
