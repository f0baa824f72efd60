//! `POST /api/payments/{linkData}/partialRefunds`: "Submit a payment partial refund request".

use serde::Serialize;

use crate::core::describe::told;
use crate::core::field::Field;
use crate::core::http::Method;
use crate::core::operation::{EmptyBody, Operation};
use crate::core::reader::Verdict;

use super::response;
use super::value::{LINK_DATA, REFERENCE, SILENCES, VALUE, Value};

/// The input of `worldpay.partialRefund`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartialRefund {
    /// What names the payment, from a link of the last response; percent-encoded already.
    pub link_data: String,
    /// Your reference for this refund; not empty.
    pub reference: String,
    /// How much to give back.
    pub value: Value,
}

static FIELDS: &[Field] = &[LINK_DATA, REFERENCE, VALUE];

static OTHER: Verdict =
    response::unknown_outcome("Worldpay did not answer with the outcome sentForPartialRefund");

pub(super) static OPERATION: Operation = Operation {
    id: "worldpay.partialRefund",
    name: "partialRefund",
    about: "Gives back part of a settled payment.",
    document: told("Submit a payment partial refund request"),
    method: Method::Post,
    path: "/api/payments/{linkData}/partialRefunds",
    version_header: Some("WP-Api-Version"),
    fields: FIELDS,
    empty_body: EmptyBody::Object,
    rules: &[],
    statuses: &[202, 400, 401, 404, 406, 415, 500],
    silences: SILENCES,
    idempotency: None,
    details: response::DETAILS,
    success: |reading| response::sent_for(reading, "sentForPartialRefund", &OTHER),
    echoes: &[],
};
