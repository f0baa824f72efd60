//! `POST /payments/{externalPaymentId}/refund`: "Refund".

use rust_decimal::Decimal;
use serde::Serialize;

use crate::core::answer::Echo;
use crate::core::describe::{told, told_all};
use crate::core::field::{Field, Form, Kind, Place, Text};
use crate::core::http::Method;
use crate::core::operation::{EmptyBody, Operation};

use super::response;

/// The input of `simpleps.refund`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    /// Your own id of the payment; not empty, and neither `.` nor `..`.
    pub external_payment_id: String,
    /// How much; the full captured amount where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

/// How much to refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Amount {
    /// The full captured amount: no body is sent.
    Full,
    /// A part of it.
    #[serde(untagged)]
    Part {
        /// In major units; above 0, with no more decimals than its currency.
        total: Decimal,
        /// The payment's own currency; the account's decides the decimals where there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        currency: Option<String>,
    },
}

const ID: &str = "externalPaymentId";
const FULL: &str = "full";

static FIELDS: &[Field] = &[
    Field::required(ID, Kind::Text(Text::of(Form::Segment)), "Your own id of the payment.").at(Place::Path),
    Field::optional(
        "amount",
        Kind::WordOr(FULL, &Kind::Object(AMOUNT)),
        "How much to refund, or \"full\".",
        "the full captured amount is to be refunded",
    ),
];

static AMOUNT: &[Field] = &[
    Field::required(
        "total",
        Kind::Major { currency: Some("currency") },
        "How much, in major units (25.00), at most what is left of the captured amount.",
    ),
    Field::optional(
        "currency",
        Kind::Currency,
        "The currency of the payment, a code of ISO 4217.",
        "the payment's own goes without saying",
    ),
];

/// In the answer to a partial refund `amount` is what was refunded; after a full one there is nothing to compare
/// it with.
static ECHOES: &[Echo] = &[
    Echo { sent: &[ID], received: &[ID], field: ID, masked: false },
    Echo { sent: &["amount", "total"], received: &["amount"], field: "amount", masked: false },
];

pub(super) static OPERATION: Operation = Operation {
    id: "simpleps.refund",
    name: "refund",
    about: "Refunds a captured payment, in full or in part.",
    document: told("Refund"),
    method: Method::Post,
    path: "/payments/{externalPaymentId}/refund",
    version_header: None,
    fields: FIELDS,
    empty_body: EmptyBody::Nothing,
    rules: &[],
    statuses: &[200],
    silences: told_all(&[
        "The bodies of refused requests are not documented; `message` and `responseCode` are read as a refused token request shows them.",
        "No answer that is not approved is documented; that nothing was refunded then rests on `approved` false alone.",
        "No idempotency is documented and nothing in a request identifies the refund: the same partial refund twice is two refunds.",
        "What a refund without an amount does after an earlier partial refund is not documented: refund the remainder, or be refused.",
        "How many decimals `amount.total` may have is not documented; the currency's own are allowed, 2 where nobody names one.",
        "Whether `amount.currency` without `amount.total` means anything is not documented; it is an issue here.",
        "What `amount` is in an answer is not documented: the examples show the full amount for a full refund and the refunded one for a partial refund; after several it is unclear.",
        "Length and characters of `externalPaymentId` are not documented; it is percent-encoded as one path segment.",
        "What `automaticReversed` and `captured` say in the answer to a refund is not documented; they decide nothing here.",
        "The time zone of `created` is not documented on this page.",
    ]),
    idempotency: None,
    details: response::DETAILS,
    success: response::refunded,
    echoes: ECHOES,
};
