//! `POST /payments/{id}/refund`: "Refund a payment".

use serde::{Serialize, Serializer};

use crate::core::answer::Echo;
use crate::core::describe::{told, told_all};
use crate::core::field::{Field, Form, Kind, Place, Text};
use crate::core::http::Method;
use crate::core::operation::{EmptyBody, Idempotency, Operation};

use super::response;

/// The input of `primer.refund`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    /// The payment's id.
    pub id: String,
    /// Sent as `X-Idempotency-Key`; made by you, new for every new refund, kept for its repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// How much; what is left where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The order id of the refund; the payment's where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// For your own records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Refunds one capture; a UUID, version 2.4 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_event_id: Option<String>,
    /// What the answer is to hold beside the usual, such as `transactions.events`; version 2.4 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expand: Option<Vec<String>>,
}

/// How much to refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// What has not been refunded yet.
    Remaining,
    /// So many minor units, from 1: 700 is $7.
    Minor(i64),
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Remaining => serializer.serialize_str(REMAINING),
            Self::Minor(amount) => serializer.serialize_i64(*amount),
        }
    }
}

const REMAINING: &str = "remaining";

static FIELDS: &[Field] = &[
    Field::required("id", Kind::Text(Text::of(Form::Segment)), "The id of the payment.").at(Place::Path),
    Field::optional(
        "idempotencyKey",
        Kind::Text(Text::of(Form::Token)),
        "Sent as `X-Idempotency-Key`: made by you, new for every new refund, kept for its repeats.",
        "a lost answer may cost you a query before you send again",
    )
    .at(Place::Header("X-Idempotency-Key")),
    Field::optional(
        "amount",
        Kind::WordOr(REMAINING, &Kind::Minor { max: i64::MAX }),
        "The amount in minor units (700 is $7), or \"remaining\".",
        "all that is not refunded yet is to be refunded",
    ),
    Field::optional(
        "orderId",
        Kind::Text(Text::or_empty(Form::Free)),
        "The order id of the refund.",
        "the payment's own order id is right",
    ),
    Field::optional(
        "reason",
        Kind::Text(Text::or_empty(Form::Free)),
        "The reason, for your own records.",
        "there is none",
    ),
    Field::optional(
        "transactionEventId",
        Kind::Text(Text::of(Form::Uuid)),
        "The capture to refund, a UUID.",
        "no single capture is meant",
    )
    .only_in("2.4"),
    Field::optional(
        "expand",
        Kind::Texts,
        "What the answer is to hold beside the usual, such as \"transactions.events\".",
        "the usual is enough",
    )
    .only_in("2.4"),
];

/// Primer's `amount` and `orderId` are the payment's, not the refund's: only the id is an echo.
static ECHOES: &[Echo] = &[Echo { sent: &["id"], received: &["id"], field: "id", masked: false }];

pub(super) static OPERATION: Operation = Operation {
    id: "primer.refund",
    name: "refund",
    about: "Refunds what is left of a payment, or a part of it.",
    document: told("Refund a payment"),
    method: Method::Post,
    path: "/payments/{id}/refund",
    version_header: Some("X-API-VERSION"),
    fields: FIELDS,
    empty_body: EmptyBody::Object,
    rules: &[],
    statuses: &[200],
    silences: told_all(&[
        "The length, characters and lifetime of an idempotency key are not documented; visible ASCII is what a header carries.",
        "The length of `orderId` and `reason` in the request is not documented.",
        "Whether 0 is refused is not documented (its schema allows it); a refund of nothing is an issue here.",
        "The bodies of 401, 403 and 5xx are not documented.",
        "How currencies without a minor unit are counted is not documented.",
        "An answer holds no refund id, so several partial refunds of one payment cannot be told apart.",
        "What happens without `X-API-VERSION` is not documented for today; it is always sent.",
    ]),
    idempotency: Some(Idempotency {
        field: "idempotencyKey",
        because: "Primer answers a key it has processed with 409 instead of refunding again; how long it remembers a key is not documented, so do not wait long",
    }),
    details: response::DETAILS,
    success: response::refunded,
    echoes: ECHOES,
};
