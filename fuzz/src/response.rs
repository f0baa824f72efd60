//! Any status, headers and body as the answer to every operation.
//!
//! The bytes are read as a small message: a line with the status (`-` where no answer arrived; a `!` behind it
//! says that the body broke off), lines of headers, an empty line, the body, and then, behind the byte 0x1E, the
//! input that was sent.

use amends::{Advice, Kind, Outcome, Response};
use serde_json::Value;

use crate::{check_serialised, is_json, operations};

const INPUT: u8 = 0x1e;

/// The largest integer that every JSON reader takes exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

pub fn check(bytes: &[u8]) {
    let (message, input) = match bytes.iter().position(|byte| *byte == INPUT) {
        Some(at) => (&bytes[..at], Some(String::from_utf8_lossy(&bytes[at + 1..]))),
        None => (bytes, None),
    };
    let response = parse(message);
    for (_, bound) in operations() {
        let blind = bound.outcome_json(response.as_ref(), None);
        check_outcome(&blind, response.as_ref(), bytes);
        assert_eq!(blind, bound.outcome_json(response.as_ref(), None), "same answer, same outcome");
        assert!(blind.mismatches.is_empty());
        assert_ne!(blind.retry.advice, Advice::ResendSameKey, "no input, no key");
        let Some(input) = input.as_deref() else { continue };
        let outcome = bound.outcome_json(response.as_ref(), Some(input));
        check_outcome(&outcome, response.as_ref(), bytes);
        assert_eq!(outcome.kind, blind.kind, "what was sent does not change what came back");
        assert_eq!(outcome.details, blind.details);
        assert_eq!(outcome.issues, blind.issues);
        if outcome.retry.advice != blind.retry.advice {
            assert_eq!(outcome.retry.advice, Advice::ResendSameKey);
            assert!(input.contains("empotencyKey") || input.contains("\\u"), "{input}");
        }
    }
}

fn parse(message: &[u8]) -> Option<Response> {
    let (head, body) = match message.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (&message[..at], &message[at + 2..]),
        None => (message, &b""[..]),
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    if first == "-" {
        return None;
    }
    let status = first.trim_end_matches('!').parse().unwrap_or(200);
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned()))
        .collect();
    let mut response = Response::new(status, headers, body);
    response.truncated = first.ends_with('!');
    Some(response)
}

fn check_outcome(outcome: &Outcome, response: Option<&Response>, given: &[u8]) {
    check_serialised(outcome, given);
    assert_eq!(outcome.http_status, response.map(|response| response.status));
    let body = response.map(|response| String::from_utf8_lossy(&response.body)).unwrap_or_default();
    assert_eq!(outcome.body, body);

    let done = matches!(outcome.kind, Kind::Accepted | Kind::Completed);
    assert_eq!(outcome.reason.is_none(), done, "{outcome:?}");
    assert_eq!(outcome.retry.advice == Advice::Never && outcome.kind != Kind::Rejected, done, "{outcome:?}");
    assert_eq!(outcome.issues.is_some(), outcome.kind == Kind::Rejected, "{outcome:?}");
    assert!(!outcome.retry.because.is_empty());
    assert!(outcome.retry.after_seconds.is_none_or(|seconds| seconds <= MAX_SAFE));

    let unclear = matches!(outcome.retry.advice, Advice::QueryFirst | Advice::ResendSameKey);
    let Some(response) = response.filter(|response| !response.truncated) else {
        assert!(outcome.kind == Kind::Unknown && unclear, "{outcome:?}");
        return;
    };
    match response.status {
        408 | 0..200 | 300..400 | 500.. => assert!(outcome.kind == Kind::Unknown && unclear, "{outcome:?}"),
        429 => assert_eq!((outcome.kind, outcome.retry.advice), (Kind::Throttled, Advice::Resend)),
        400..500 => assert!(!done && outcome.kind != Kind::Declined, "{outcome:?}"),
        200..300 => {
            let text = body.trim_start_matches('\u{feff}');
            assert!(!done || is_json(text), "{outcome:?}");
            assert!(done || matches!(outcome.kind, Kind::Declined | Kind::Unknown), "{outcome:?}");
            if outcome.kind == Kind::Unknown {
                assert_eq!(outcome.retry.advice, Advice::QueryFirst);
            }
            let document = serde_json::from_str::<Value>(text).unwrap_or_default();
            assert!(!done || !document["error"].is_object(), "{outcome:?}");
        }
    }
}
