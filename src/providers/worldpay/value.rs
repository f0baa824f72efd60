//! `value`: what both operations give back or settle.

use serde::Serialize;

use crate::core::describe::told_all;
use crate::core::field::{Field, Form, Kind, Place, Text};

/// An amount in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Value {
    /// ISO 4217, three upper-case letters.
    pub currency: String,
    /// Minor units, from 1 to 2147483647: 250 is £2.50.
    pub amount: i64,
    /// Documented for both operations, though its text is about authorising a payment; leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_partial_amount: Option<bool>,
}

impl Value {
    /// So many minor units of a currency.
    pub fn new(currency: impl Into<String>, amount: i64) -> Self {
        Self { currency: currency.into(), amount, accept_partial_amount: None }
    }
}

/// The path parameter of both operations.
pub(super) const LINK_DATA: Field = Field::required(
    "linkData",
    Kind::Text(Text::of(Form::Encoded)),
    "What names the payment, taken byte for byte from a link of the last response; it is percent-encoded already.",
)
.at(Place::Path);

pub(super) const REFERENCE: Field = Field::required(
    "reference",
    Kind::Text(Text::of(Form::Free).advised(128, "Worldpay's PHP client and its card payments API")),
    "Your reference for this request; not empty.",
);

pub(super) const VALUE: Field =
    Field::required("value", Kind::Object(FIELDS), "The amount and its currency.");

static FIELDS: &[Field] = &[
    Field::required("currency", Kind::Currency, "The currency, as ISO 4217 code."),
    Field::required(
        "amount",
        Kind::Minor { max: i32::MAX as i64 },
        "The amount in minor units: 250 is £2.50. At most 2147483647, because the API declares a 32-bit integer.",
    ),
    Field::optional(
        "acceptPartialAmount",
        Kind::Flag,
        "Documented here, though its text is about authorising a payment.",
        "you have no reason to send it",
    ),
];

/// What Worldpay leaves open for both operations.
pub(super) static SILENCES: &[&str] = told_all(&[
    "Worldpay's table of currencies and exponents is not known here; where its older clients differ from ISO 4217, a warning says so.",
    "The longest `reference` and its characters are not documented; beyond 128 characters a warning says who refuses it.",
    "Whether 0 is refused is not documented; the sentence about 0 belongs to creating a payment, so 0 is an issue here.",
    "Whether the currency must be the payment's, and what happens beyond the remaining amount, is not documented; the test environment accepts too much.",
    "No idempotency header is documented: a repeated request is a second one.",
    "Rate limits, redirects and the use of `Accept` are not documented.",
]);
