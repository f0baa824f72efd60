//! `POST /api/payments/{linkData}/partialSettlements`: "Submit a payment partial settle request".

use serde::Serialize;

use crate::core::check::Passed;
use crate::core::describe::told;
use crate::core::field::{Field, Kind};
use crate::core::http::Method;
use crate::core::issue::{Code, Findings};
use crate::core::operation::{EmptyBody, Operation, Rule};
use crate::core::reader::Verdict;

use super::response;
use super::value::{LINK_DATA, REFERENCE, SILENCES, VALUE, Value};

/// The input of `worldpay.partialSettlement`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartialSettlement {
    /// What names the payment, from a link of the last response; percent-encoded already.
    pub link_data: String,
    /// Your reference for this settlement; not empty.
    pub reference: String,
    /// Which of how many settlements this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<Sequence>,
    /// How much to settle.
    pub value: Value,
}

/// Which of how many settlements this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// From 1.
    pub number: i64,
    /// How many there will be; not below `number`.
    pub total: i64,
}

const COUNT: Kind = Kind::Integer { min: 1, max: i32::MAX as i64 };

static SEQUENCE: &[Field] = &[
    Field::required("number", COUNT, "Which settlement this is, from 1."),
    Field::required("total", COUNT, "How many settlements are expected; not below `number`."),
];

static FIELDS: &[Field] = &[
    LINK_DATA,
    REFERENCE,
    Field::optional(
        "sequence",
        Kind::Object(SEQUENCE),
        "Which of how many expected partial settlements this is.",
        "you do not number your settlements",
    ),
    VALUE,
];

fn number_within_total(input: Passed<'_>, findings: &mut Findings) {
    let Some(sequence) = input.object("sequence") else { return };
    if let (Some(number), Some(total)) = (sequence.integer("number"), sequence.integer("total"))
        && number > total
    {
        let rule = "must not be above `sequence.total`";
        findings.field(Code::BadSequence, &["sequence", "number"], rule);
    }
}

static OTHER: Verdict =
    response::unknown_outcome("Worldpay did not answer with the outcome sentForSettlement");

pub(super) static OPERATION: Operation = Operation {
    id: "worldpay.partialSettlement",
    name: "partialSettlement",
    about: "Settles part of an authorised payment.",
    document: told("Submit a payment partial settle request"),
    method: Method::Post,
    path: "/api/payments/{linkData}/partialSettlements",
    version_header: Some("WP-Api-Version"),
    fields: FIELDS,
    empty_body: EmptyBody::Object,
    rules: &[Rule { about: "`sequence.number` is not above `sequence.total`.", check: number_within_total }],
    statuses: &[202, 400, 401, 406],
    silences: SILENCES,
    idempotency: None,
    details: response::DETAILS,
    success: |reading| response::sent_for(reading, "sentForSettlement", &OTHER),
    echoes: &[],
};

#[cfg(test)]
mod tests {
    use std::error::Error;

    use crate::providers::worldpay::{Account, Environment, Worldpay};

    /// Each of an object's members first, and the others behind it in either direction.
    fn turned(members: &[&str]) -> Vec<String> {
        let mut turned = Vec::new();
        let mut order = members.to_vec();
        for _ in members {
            order.rotate_left(1);
            turned.push(format!("{{{}}}", order.join(",")));
            let back: Vec<_> = order.iter().rev().copied().collect();
            turned.push(format!("{{{}}}", back.join(",")));
        }
        turned
    }

    #[test]
    fn the_request_is_the_same_in_any_order() -> Result<(), Box<dyn Error>> {
        let provider = Worldpay::new(&Account::new(Environment::Try))?;
        let body =
            r#"{"reference":"r","sequence":{"number":1,"total":2},"value":{"currency":"GBP","amount":7}}"#;
        for value in turned(&[r#""currency":"GBP""#, r#""amount":7"#]) {
            for sequence in turned(&[r#""number":1"#, r#""total":2"#]) {
                let (sequence, value) = (format!("\"sequence\":{sequence}"), format!("\"value\":{value}"));
                for text in turned(&[r#""linkData":"l""#, r#""reference":"r""#, &sequence, &value]) {
                    let request = provider.partial_settlement().request_json(&text)?;
                    assert_eq!(request.body.as_deref(), Some(body), "{text}");
                    assert!(request.url.ends_with("/l/partialSettlements"), "{}", request.url);
                }
            }
        }
        Ok(())
    }
}
