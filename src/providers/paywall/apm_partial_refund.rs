//! `POST /api/paywall/apm/refund/partial`: "Partial Refund", of the alternative payment methods (APM).

use rust_decimal::Decimal;
use serde::Serialize;

use crate::core::answer::Echo;
use crate::core::describe::{told, told_all};
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::http::Method;
use crate::core::operation::{EmptyBody, Operation};

use super::response;

/// The input of `paywall.apmPartialRefund`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ApmPartialRefund {
    /// What names the payment: the `UniqueCode` that Paywall answered when the payment was made; not empty.
    pub unique_code: String,
    /// How much to give back, in major units of the payment's currency; above 0, with no more decimals than the
    /// account's `exponent`.
    pub amount: Decimal,
}

static FIELDS: &[Field] = &[
    Field::required(
        UNIQUE_CODE,
        Kind::Text(Text::of(Form::Free)),
        "What names the payment: the UniqueCode that Paywall answered when the payment was made.",
    ),
    Field::required(
        AMOUNT,
        Kind::Major { currency: None },
        "How much to give back, in major units of the payment's currency (12.50).",
    ),
];

const UNIQUE_CODE: &str = "UniqueCode";
const AMOUNT: &str = "Amount";

/// The body names the payment, often behind asterisks, and the amount.
static ECHOES: &[Echo] = &[
    Echo { sent: &[UNIQUE_CODE], received: &["Body", UNIQUE_CODE], field: "Body.UniqueCode", masked: true },
    Echo { sent: &[AMOUNT], received: &["Body", AMOUNT], field: "Body.Amount", masked: false },
];

pub(super) static OPERATION: Operation = Operation {
    id: "paywall.apmPartialRefund",
    name: "apmPartialRefund",
    about: "Gives back part of a payment made with an alternative payment method.",
    document: told("Partial Refund"),
    method: Method::Post,
    path: "/api/paywall/apm/refund/partial",
    version_header: None,
    fields: FIELDS,
    empty_body: EmptyBody::Object,
    rules: &[],
    statuses: &[200],
    silences: told_all(&[
        "No idempotency is documented and nothing in the request identifies the refund: the same request twice is two refunds.",
        "How many decimals `Amount` may have, and its bounds, are not documented; the account's `exponent` decides, 2 unless it says otherwise.",
        "The request names no currency; that the payment's own is meant follows from there being no other.",
        "Whether 0 is refused is not documented; a refund of nothing is an issue here.",
        "The form of `UniqueCode` is not documented; every example that is not masked is a UUID, but any text passes.",
        "The status and body of a refused refund are not documented; that it comes as a 200 with `Result` false follows from the answer's description.",
        "Paywall publishes two tables of error codes that contradict each other, and neither says which API answers with it: a code is handed on, never explained.",
        "`Body` is documented as an object about the error, but shown as a text and as an object of a success; null is known, too.",
        "Whether a query shows a partial refund, and how soon, is not documented.",
        "`Message` follows a locale; how to choose one is not documented.",
        "`Content-Type` is not documented; JSON is what is shown.",
    ]),
    idempotency: None,
    details: response::DETAILS,
    success: response::refunded,
    echoes: ECHOES,
};
