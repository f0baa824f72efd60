//! Any text as the input of every operation, and as an account.

use amends::{Client, Issue, PROVIDERS};

use crate::{all_operations, check_request, check_serialised};

/// What every documented operation takes, for accounts that pass.
const SOUND: [(&str, &str); 5] = [
    (
        "worldpay.partialRefund",
        r#"{"linkData":"eyJr","reference":"r","value":{"currency":"GBP","amount":250}}"#,
    ),
    (
        "worldpay.partialSettlement",
        r#"{"linkData":"eyJr","reference":"r","value":{"currency":"GBP","amount":250}}"#,
    ),
    ("paywall.apmPartialRefund", r#"{"UniqueCode":"u","Amount":1}"#),
    ("primer.refund", r#"{"id":"p"}"#),
    ("simpleps.refund", r#"{"externalPaymentId":"o"}"#),
];

pub fn check(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    for (merchant, bound) in all_operations() {
        let validation = bound.validate_json(text);
        check_issues(&validation.issues);
        check_issues(&validation.warnings);
        let built = bound.request_json(text);
        assert_eq!(built, bound.request_json(text), "same input, same bytes");
        match built {
            Ok(request) => {
                assert!(validation.issues.is_empty(), "{:?}", validation.issues);
                check_request(&request, merchant.base);
                check_serialised(&request, bytes);
            }
            Err(error) => {
                assert!(!error.issues.is_empty());
                assert_eq!(error.issues, validation.issues);
            }
        }
    }
    for provider in PROVIDERS {
        match Client::connect(provider.name, text) {
            Ok(client) => check_account(&client, provider.name, text),
            Err(error) => {
                assert!(!error.issues.is_empty());
                check_issues(&error.issues);
            }
        }
    }
}

/// Every message is one line, whatever it repeats of the input.
fn check_issues(issues: &[Issue]) {
    for issue in issues {
        assert!(!issue.message.chars().any(char::is_control), "{:?}", issue.message);
        assert_eq!(issue.path.0.is_empty(), issue.path.pointer().is_empty());
        check_serialised(issue, b"\\");
    }
}

/// An account that passed sends nothing but https, or http to this computer.
fn check_account(client: &Client, provider: &str, text: &str) {
    for (id, input) in SOUND.iter().filter(|(id, _)| id.split('.').next() == Some(provider)) {
        let bound = client.operation(id).unwrap();
        let request = bound.request_json(input).unwrap_or_else(|error| panic!("{error} for {text}"));
        let (scheme, rest) = request.url.split_once("://").unwrap();
        let host = rest.split('/').next().unwrap();
        check_request(&request, &format!("{scheme}://{host}"));
        let loopback = ["127.", "localhost", "[::1]"].iter().any(|name| host.starts_with(name));
        assert!(scheme == "https" || scheme == "http" && loopback, "{}", request.url);
    }
}
