//! The typed accounts and inputs say the same as their JSON.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test may fail")]

use amends::{
    Advice, Code, Decimal, InvalidAccount, Json, Kind, Request, Response, paywall, primer, simpleps, worldpay,
};

fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers().collect()
}

fn codes(refused: Option<InvalidAccount>) -> Vec<(Code, String)> {
    let issues = refused.map(|error| error.issues).unwrap_or_default();
    issues.into_iter().map(|issue| (issue.code, issue.path.pointer())).collect()
}

#[test]
fn worldpay() {
    use worldpay::{Account, Environment, PartialRefund, PartialSettlement, Sequence, Value, Worldpay};
    let account = Account::new(Environment::Try).credentials("shop", "pass");
    let worldpay = Worldpay::new(&account).expect("an account");
    let mut refund =
        PartialRefund { link_data: "a%2Bb".into(), reference: "r-1".into(), value: Value::new("GBP", 250) };
    let request = worldpay.partial_refund().request(&refund).expect("a request");
    assert_eq!(request.url, "https://try.access.worldpay.com/api/payments/a%2Bb/partialRefunds");
    assert_eq!(
        headers(&request),
        [
            ("Content-Type", "application/json"),
            ("WP-Api-Version", "2024-06-01"),
            ("Authorization", "Basic c2hvcDpwYXNz"),
        ]
    );
    assert_eq!(
        request.body.as_deref(),
        Some(r#"{"reference":"r-1","value":{"currency":"GBP","amount":250}}"#)
    );

    let validation = worldpay.partial_refund().validate(&refund);
    assert!(validation.issues.is_empty() && validation.warnings.is_empty());
    refund.value = Value { accept_partial_amount: Some(true), ..Value::new("HUF", 0) };
    let validation = worldpay.partial_refund().validate(&refund);
    let found = |issues: &[amends::Issue]| issues.iter().map(|issue| issue.code).collect::<Vec<_>>();
    assert_eq!(found(&validation.issues), [Code::NotPositive]);
    assert_eq!(found(&validation.warnings), [Code::DisputedExponent]);
    let refused = worldpay.partial_refund().request(&refund).expect_err("zero");
    assert_eq!(refused.operation, Some("worldpay.partialRefund"));
    assert_eq!(refused.issues, validation.issues);
    assert_eq!(refused.to_string(), "worldpay.partialRefund: `value.amount` must be above zero");

    refund.reference.clear();
    let refused = worldpay.partial_refund().request(&refund).expect_err("zero, and no reference");
    assert_eq!(
        refused.to_string(),
        "worldpay.partialRefund: `reference` must not be empty; `value.amount` must be above zero"
    );

    let settlement = PartialSettlement {
        link_data: "a".into(),
        reference: "r-2".into(),
        sequence: Some(Sequence { number: 1, total: 2 }),
        value: Value::new("EUR", 1),
    };
    let request = worldpay.partial_settlement().request(&settlement).expect("a request");
    assert_eq!(request.url, "https://try.access.worldpay.com/api/payments/a/partialSettlements");
    assert_eq!(
        request.body.as_deref(),
        Some(
            r#"{"reference":"r-2","sequence":{"number":1,"total":2},"value":{"currency":"EUR","amount":1}}"#
        )
    );
    let live = Worldpay::new(&Account::new(Environment::Live)).expect("an account");
    let request = live.partial_settlement().request(&settlement).expect("a request");
    assert!(request.url.starts_with("https://access.worldpay.com/api/"));
    let authorized = worldpay.authorize(request);
    assert!(authorized.is_err(), "the credentials of another environment");
    let href = "https://access.worldpay.com/api/payments/x%2By/partialRefunds";
    assert_eq!(live.link_data(href).ok(), Some("x%2By"));
    let refused = worldpay.link_data(href).expect_err("the link of another environment");
    assert_eq!(refused.issues.len(), 1);

    let half = Account { username: Some("shop".into()), ..Account::new(Environment::Try) };
    assert_eq!(codes(Worldpay::new(&half).err()), [(Code::Missing, "/password".to_owned())]);
}

#[test]
fn paywall() {
    use paywall::{Account, ApmPartialRefund, Environment, Paywall};
    let account =
        Account { exponent: Some(3), ..Account::new(Environment::Live).credentials("key", "client") };
    let paywall = Paywall::new(&account).expect("an account");
    let refund = ApmPartialRefund { unique_code: "\"".into(), amount: Decimal::new(1_500, 3) };
    let request = paywall.apm_partial_refund().request(&refund).expect("a request");
    assert_eq!(request.url, "https://payment-api.itspaywall.com/api/paywall/apm/refund/partial");
    assert_eq!(
        headers(&request).get(1..),
        Some(&[("apikeypublic", "key"), ("apiclientpublic", "client")][..])
    );
    assert_eq!(request.body.as_deref(), Some(r#"{"UniqueCode":"\"","Amount":1.500}"#));
    let body = r#"{"ErrorCode":0,"Result":true,"Message":"","Body":{"UniqueCode":"other","Amount":"1.5"},"New":[1]}"#;
    let outcome =
        paywall.apm_partial_refund().outcome(Some(&Response::new(200, vec![], body)), Some(&refund));
    assert_eq!((outcome.kind, outcome.retry.advice), (Kind::Completed, Advice::Never));
    assert_eq!(
        outcome.mismatches.iter().map(|one| one.field.as_ref()).collect::<Vec<_>>(),
        ["Body.UniqueCode"]
    );
    assert_eq!(outcome.details.get("ErrorCode").and_then(Json::as_integer), Some(0));
    assert_eq!(outcome.details.get("Result").and_then(Json::as_bool), Some(true));
    assert_eq!(outcome.details.text("Message"), Some(""));
    let other: Vec<_> = outcome.details.other().collect();
    assert_eq!(other, [("New", &Json::List(vec![Json::Integer(1)]))]);
    let test = Paywall::new(&Account::new(Environment::Test)).expect("an account");
    let request = test.apm_partial_refund().request(&refund).expect_err("three decimals");
    assert_eq!(request.issues.first().map(|issue| issue.code), Some(Code::TooPrecise));
    let kept = ApmPartialRefund { unique_code: "u".into(), amount: Decimal::ONE };
    let kept = test.apm_partial_refund().request(&kept).expect("a request");
    assert_eq!(headers(&kept).len(), 1);
    assert!(paywall.authorize(kept.clone()).is_err());
    assert_eq!(test.authorize(kept.clone()).ok(), Some(kept));
}

#[test]
fn primer() {
    use primer::{Account, Amount, Environment, Primer, Refund};
    let primer = Primer::new(&Account::new(Environment::Production).api_key("key")).expect("an account");
    let refund = Refund {
        id: "p/1".into(),
        idempotency_key: Some("k-1".into()),
        amount: Some(Amount::Minor(700)),
        order_id: Some("o".into()),
        reason: Some("late".into()),
        transaction_event_id: Some("00000000-0000-4000-8000-000000000000".into()),
        expand: Some(vec!["transactions.events".into(), String::new()]),
    };
    let request = primer.refund().request(&refund).expect("a request");
    assert_eq!(request.url, "https://api.primer.io/payments/p%2F1/refund");
    assert_eq!(
        headers(&request).get(1..),
        Some(&[("X-API-VERSION", "2.4"), ("X-Idempotency-Key", "k-1"), ("X-API-KEY", "key")][..])
    );
    assert_eq!(
        request.body.as_deref(),
        Some(concat!(
            r#"{"amount":700,"orderId":"o","reason":"late","#,
            r#""transactionEventId":"00000000-0000-4000-8000-000000000000","expand":["transactions.events",""]}"#
        ))
    );
    let all = Refund { id: "p".into(), amount: Some(Amount::Remaining), ..Refund::default() };
    let request = primer.refund().request(&all).expect("a request");
    assert_eq!(request.body.as_deref(), Some("{}"));
    let outcome = primer.refund().outcome(None, Some(&refund));
    assert_eq!((outcome.kind, outcome.retry.advice), (Kind::Unknown, Advice::ResendSameKey));
    assert_eq!(primer.refund().outcome(None, Some(&all)).retry.advice, Advice::QueryFirst);
    assert_eq!(primer.refund().outcome(None, None).retry.advice, Advice::QueryFirst);

    let own = Account {
        base_url: Some("http://localhost:8080/primer".into()),
        allow_insecure_loopback: Some(true),
        api_version: Some("2.2".into()),
        currencies: vec![("XAA".into(), 3)],
        ..Account::default()
    };
    let own = Primer::new(&own).expect("an account");
    let refused = own.refund().request(&refund).expect_err("fields of another version");
    assert_eq!(refused.issues.len(), 2);
    let request = own.refund().request(&all).expect("a request");
    assert_eq!(request.url, "http://localhost:8080/primer/payments/p/refund");
    assert_eq!(headers(&request).get(1..), Some(&[("X-API-VERSION", "2.2")][..]));
    assert_eq!(codes(Primer::new(&Account::default()).err()), [(Code::Missing, "/environment".to_owned())]);
    assert!(primer.authorize(request).is_err());
    let sandbox = Primer::new(&Account::new(Environment::Sandbox)).expect("an account");
    let request = sandbox.refund().request(&all).expect("a request");
    assert_eq!(request.url, "https://api.sandbox.primer.io/payments/p/refund");
}

#[test]
fn simpleps() {
    use simpleps::{Account, Amount, Environment, Refund, Simpleps};
    let account =
        Account { currency: Some("KWD".into()), ..Account::new(Environment::Production).access_token("t") };
    let simpleps = Simpleps::new(&account).expect("an account");
    let part = |total, currency: Option<&str>| Refund {
        external_payment_id: "o".into(),
        amount: Some(Amount::Part { total, currency: currency.map(str::to_owned) }),
    };
    let request = simpleps.refund().request(&part(Decimal::new(1_500, 3), None)).expect("a request");
    assert_eq!(request.url, "https://gw.simpleps.com/payments/o/refund");
    assert_eq!(headers(&request).get(1..), Some(&[("Authorization", "Bearer t")][..]));
    assert_eq!(request.body.as_deref(), Some(r#"{"amount":{"total":1.500}}"#));
    let refused = simpleps.refund().request(&part(Decimal::new(15, 1), Some("JPY"))).expect_err("decimals");
    assert_eq!(refused.issues.first().map(|issue| issue.code), Some(Code::TooPrecise));
    for amount in [None, Some(Amount::Full)] {
        let full = Refund { external_payment_id: "o".into(), amount };
        assert_eq!(simpleps.refund().request(&full).expect("a request").body, None);
    }
    let sandbox = Simpleps::new(&Account::new(Environment::Sandbox)).expect("an account");
    let kept = sandbox.refund().request(&part(Decimal::ONE, None)).expect("a request");
    assert!(simpleps.authorize(kept).is_err());
    assert_eq!(sandbox.refund().operation().id, "simpleps.refund");
}
