//! What holds for every input, answer and secret, not only for those of the vectors.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]

mod exact;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::sync::LazyLock;

use amends::{Bound, Client, Code, Json, Kind, PROVIDERS, Response, primer, worldpay};
use exact::Node;
use exact::files::{Seed, answers, seeds};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| seeds().expect("the vectors"));
static ANSWERS: LazyLock<Vec<(String, u16, String)>> = LazyLock::new(|| answers().expect("the vectors"));

const WORLDPAY: &str = "https://try.access.worldpay.com/";
const PRIMER: &str = "https://api.sandbox.primer.io/";

fn client(provider: &str, account: &str) -> Client {
    Client::connect(provider, account).expect("an account")
}

fn worldpay() -> Client {
    client("worldpay", r#"{"environment":"try","username":"shop-7","password":"open sesame"}"#)
}

fn primer() -> Client {
    client("primer", r#"{"environment":"sandbox","apiKey":"key-4f2a"}"#)
}

fn bound<'a>(client: &'a Client, id: &str) -> Bound<'a, Json> {
    client.operation(id).expect("an operation")
}

/// Every operation there is, with an account that some vector has for it.
fn everything() -> Vec<(Client, &'static str)> {
    let ids = PROVIDERS.iter().flat_map(|provider| provider.operations).map(|operation| operation.id);
    ids.map(|id| {
        let seed = SEEDS.iter().find(|seed| seed.operation == id).expect("a vector for each operation");
        (client(&seed.provider, &seed.account), id)
    })
    .collect()
}

fn quoted(text: &str) -> String {
    Node::Text(text.to_owned()).to_string()
}

/// Texts that try to get out of where they stand.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9._~-]{1,6}",
        2 => select(vec![
            "/", "\\", "..", ".", "%", "%2F", "%2f", "%5C", "%2e", "%0A", "%00", "?", "#", "@", ":", "//", "\r\n",
            "\n", "\0", "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", " ", "\t", "\"", "'", "<", "é", "書", "📖", "&",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// What changes a text at one place: how many characters go, and what comes instead.
fn change() -> impl Strategy<Value = (Index, usize, String)> {
    let instead = prop_oneof![
        3 => select(vec![
            "", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-", "0", "e", "1e999", ".5", "\\", "\\u0000",
            "\\ud800", "\u{0}", "\u{feff}", "\"amount\":1,", "99999999999999999999", " ", "\n", "{\"\\u0000\":\"NaN\"}",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    (any::<Index>(), 0_usize..4, instead)
}

fn changed(text: &str, (at, drop, instead): &(Index, usize, String)) -> String {
    let mut text: Vec<char> = text.chars().collect();
    let at = at.index(text.len() + 1);
    let end = (at + drop).min(text.len());
    text.splice(at..end, instead.chars());
    text.into_iter().collect()
}

/// An input of a vector, changed at one place.
fn mutated() -> impl Strategy<Value = (usize, String)> {
    (any::<Index>(), change()).prop_map(|(seed, change)| {
        let seed = seed.index(SEEDS.len());
        (seed, changed(&SEEDS[seed].input, &change))
    })
}

/// JSON that looks like an answer, or does not.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i128>().prop_map(|number| number.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,25})?",
        any::<String>().prop_map(|text| quoted(&text)),
        select(vec![
            "\"SETTLED\"",
            "\"FAILED\"",
            "\"REFUND\"",
            "\"sentForPartialRefund\"",
            "\"sentForSettlement\"",
            "\"$.value.amount\"",
            "\"$['a'][0]\"",
            "\"\\ud800\"",
            "\"IdempotencyKeyAlreadyExists\"",
            "\"https://try.access.worldpay.com/api/payments/a/refunds\"",
        ])
        .prop_map(str::to_owned),
    ];
    let name = prop_oneof![
        6 => select(vec![
            "outcome", "_links", "_actions", "self", "href", "method", "refundPayment", "errorName", "message",
            "jsonPath", "validationErrors", "id", "transactions", "transactionType", "type", "processorStatus",
            "amount", "error", "errorId", "errors", "path", "ErrorCode", "Result", "Body", "Amount", "approved",
            "status", "other", "details",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            vec((name.clone(), inner), 0..7).prop_map(|members| {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        2 => json().prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 0..200),
        1 => json().prop_flat_map(|text| {
            let bytes = text.into_bytes();
            (0..=bytes.len()).prop_map(move |end| bytes[..end].to_vec())
        }),
        1 => json().prop_map(|text| [b"\xef\xbb\xbf \r\n".as_slice(), text.as_bytes()].concat()),
    ]
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        3 => select(vec![0, 100, 200, 201, 202, 204, 302, 400, 401, 404, 408, 409, 422, 429, 500, 503]),
        1 => any::<u16>(),
    ]
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        select(vec!["Retry-After", "date", "WP-CorrelationId", "content-type"]).prop_map(str::to_owned),
        any::<String>(),
    ];
    let value = prop_oneof![
        select(vec!["5", "", " 7 ", "Sun, 02 Feb 2031 10:00:00 GMT", "99999999999999999999", "-1"])
            .prop_map(str::to_owned),
        any::<String>(),
    ];
    vec((name, value), 0..5)
}

fn no_repeats(node: &Node) -> bool {
    match node {
        Node::List(items) => items.iter().all(no_repeats),
        Node::Object(members) => {
            let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            names.windows(2).all(|pair| pair[0] != pair[1])
                && members.iter().all(|(_, value)| no_repeats(value))
        }
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// No built request has a control character in its URL or headers, nor another origin; the path has the
    /// segments of its template.
    #[test]
    fn what_leaves_is_safe(id in hostile(), key in proptest::option::of(hostile()), reason in hostile(), reference in hostile()) {
        let mut input = format!("{{\"id\":{},\"reason\":{}", quoted(&id), quoted(&reason));
        if let Some(key) = &key {
            write!(input, ",\"idempotencyKey\":{}", quoted(key)).expect("text");
        }
        input.push('}');
        let (primer, worldpay) = (primer(), worldpay());
        let settlement = format!(
            r#"{{"linkData":{},"reference":{},"value":{{"currency":"GBP","amount":1}}}}"#,
            quoted(&id),
            quoted(&reference)
        );
        let built = [
            (PRIMER, 3, bound(&primer, "primer.refund").request_json(&input)),
            (WORLDPAY, 5, bound(&worldpay, "worldpay.partialSettlement").request_json(&settlement)),
        ];
        for (origin, segments, request) in built {
            let Ok(request) = request else { continue };
            prop_assert!(request.url.starts_with(origin), "{}", request.url);
            prop_assert!(request.url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\?#\"<>".contains(&byte)), "{}", request.url);
            let path: Vec<&str> = request.url.strip_prefix(origin).expect("the origin").split('/').collect();
            prop_assert_eq!(path.len(), segments - usize::from(origin == WORLDPAY), "{}", request.url);
            for segment in path {
                let plain = segment.to_ascii_lowercase().replace("%2e", ".");
                prop_assert!(!plain.is_empty() && plain != "." && plain != "..", "{}", request.url);
            }
            for (name, value) in request.headers() {
                prop_assert!(value.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{}", name);
                prop_assert_eq!(value.trim(), value);
            }
            let body = Node::parse(request.body.as_deref().expect("a body"));
            prop_assert!(body.is_ok(), "{:?}", request.body);
        }
    }

    /// The id is percent-encoded once: decoding it once gives it back.
    #[test]
    fn an_id_survives_the_path(id in hostile()) {
        let primer = primer();
        let Ok(request) = bound(&primer, "primer.refund").request_json(&format!("{{\"id\":{}}}", quoted(&id))) else {
            return Ok(());
        };
        let segment = request.url.strip_prefix("https://api.sandbox.primer.io/payments/").and_then(|rest| rest.strip_suffix("/refund"));
        let decoded = percent_encoding::percent_decode_str(segment.expect("the template")).decode_utf8();
        prop_assert_eq!(decoded.expect("UTF-8"), id);
    }

    /// linkData stands in the URL byte for byte.
    #[test]
    fn link_data_is_not_touched(data in "([A-Za-z0-9._~-]|%3[Aa]|%2[Bb]|%3D|%25){1,80}") {
        let worldpay = worldpay();
        let input = format!(r#"{{"linkData":"{data}","reference":"r","value":{{"currency":"GBP","amount":1}}}}"#);
        match bound(&worldpay, "worldpay.partialRefund").request_json(&input) {
            Ok(request) => prop_assert_eq!(request.url, format!("{WORLDPAY}api/payments/{data}/partialRefunds")),
            Err(error) => prop_assert!(matches!(data.as_str(), "." | ".."), "{}", error),
        }
    }

    /// An amount goes out as the integer it is.
    #[test]
    fn amounts_are_exact(amount in 1..=i64::MAX, zeros in 0_usize..4, power in 0_u32..3) {
        let primer = primer();
        let text = match amount.checked_rem(10_i64.pow(power)) {
            Some(0) if power > 0 => format!("{}e{power}", amount / 10_i64.pow(power)),
            _ if zeros > 0 => format!("{amount}.{}", "0".repeat(zeros)),
            _ => amount.to_string(),
        };
        let request = bound(&primer, "primer.refund").request_json(&format!(r#"{{"id":"a","amount":{text}}}"#));
        prop_assert_eq!(request.expect("an amount").body, Some(format!(r#"{{"amount":{amount}}}"#)));
    }

    /// The same input gives the same bytes, and the check agrees with the building.
    #[test]
    fn mutated_inputs_are_judged_alike((seed, text) in mutated()) {
        let seed = &SEEDS[seed];
        let client = client(&seed.provider, &seed.account);
        let bound = bound(&client, &seed.operation);
        let (first, again) = (bound.request_json(&text), bound.request_json(&text));
        prop_assert_eq!(&first, &again);
        let validation = bound.validate_json(&text);
        match first {
            Ok(request) => {
                prop_assert!(validation.issues.is_empty());
                prop_assert!(Node::parse(&text).is_ok(), "{}", text);
                prop_assert!(request.body.as_deref().is_none_or(|body| Node::parse(body).is_ok()), "{:?}", request.body);
            }
            Err(error) => {
                prop_assert!(!error.issues.is_empty());
                prop_assert!(error.issues.iter().all(|issue| !issue.message.chars().any(char::is_control)));
                prop_assert_eq!(validation.issues, error.issues);
            }
        }
        _ = bound.outcome_json(None, Some(&text));
    }

    /// Any JSON at all is judged without a panic.
    #[test]
    fn any_text_is_judged(text in prop_oneof![json(), any::<String>()]) {
        for (client, id) in &everything() {
            let bound = bound(client, id);
            let valid = bound.validate_json(&text).issues.is_empty();
            prop_assert_eq!(valid, bound.request_json(&text).is_ok());
        }
        for provider in PROVIDERS {
            _ = Client::connect(provider.name, &text);
        }
    }

    /// Reading never fails: every answer has a kind, a reason where it is no success, and a whole text.
    #[test]
    fn any_answer_is_read(status in status(), headers in headers(), body in body(), truncated in any::<bool>(), seed in any::<Index>()) {
        let mut response = Response::new(status, headers, body.clone());
        response.truncated = truncated;
        let input = &seed.get(&SEEDS).input;
        for (client, id) in &everything() {
            for input in [None, Some(input.as_str())] {
                let outcome = bound(client, id).outcome_json(Some(&response), input);
                prop_assert_eq!(outcome.http_status, Some(status));
                prop_assert_eq!(&outcome.body, &String::from_utf8_lossy(&body));
                let success = matches!(outcome.kind, Kind::Accepted | Kind::Completed);
                prop_assert_eq!(success, outcome.reason.is_none());
                prop_assert!(!success || (200..300).contains(&status) && !truncated);
                prop_assert_eq!(outcome.kind == Kind::Rejected, outcome.issues.is_some());
                prop_assert_eq!(&outcome, &bound(client, id).outcome_json(Some(&response), input));
                let written = serde_json::to_string(&outcome).expect("JSON");
                let written = Node::parse(&written).expect("JSON");
                prop_assert!(no_repeats(&written), "{}", written);
            }
        }
    }

    /// The answers of the vectors, changed a little, are read without a panic and never as more than they were.
    #[test]
    fn mutated_answers_are_read(answer in any::<Index>(), changes in vec(change(), 0..4), other in proptest::option::of(status())) {
        let (id, status, text) = answer.get(&ANSWERS);
        let text = changes.iter().fold(text.clone(), |text, change| changed(&text, change));
        let (client, id) = everything().into_iter().find(|(_, known)| known == id).expect("an operation");
        let status = other.unwrap_or(*status);
        let outcome = bound(&client, id).outcome_json(Some(&Response::new(status, vec![], text.clone())), None);
        let success = matches!(outcome.kind, Kind::Accepted | Kind::Completed);
        // Half of a surrogate pair, written as an escape, is JSON; only no text can hold it.
        let json = serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{feff}')).is_ok();
        prop_assert!(!success || (200..300).contains(&status) && json, "{:?} of {}", outcome.kind, text);
        let written = Node::parse(&serde_json::to_string(&outcome).expect("JSON")).expect("JSON");
        prop_assert!(no_repeats(&written), "{}", written);
    }

    /// The lines of a file do not depend on how it is read.
    #[test]
    fn lines_are_the_same_in_any_pieces(
        picks in vec((any::<Index>(), select(vec!["\n", "\r\n", "\n\n", "\n \t\n"])), 0..6),
        first in select(vec!["", "\u{feff}", "\n"]),
        last in prop_oneof![Just(Vec::new()), vec(any::<u8>(), 0..8), mutated().prop_map(|(_, text)| text.into_bytes())],
        capacity in 1_usize..40,
    ) {
        let mut bytes = first.as_bytes().to_vec();
        for (pick, end) in &picks {
            bytes.extend(pick.get(&SEEDS).input.replace(['\n', '\r'], " ").as_bytes());
            bytes.extend(end.as_bytes());
        }
        bytes.extend(last);
        for (client, id) in &everything() {
            let bound = bound(client, id);
            let whole: Vec<_> = bound.requests(bytes.as_slice()).map(|line| line.expect("no I/O")).collect();
            let pieces: Vec<_> =
                bound.requests(BufReader::with_capacity(capacity, bytes.as_slice())).map(|line| line.expect("no I/O")).collect();
            prop_assert_eq!(&whole, &pieces);
            for line in &whole {
                let text = serde_json::to_string(line).expect("JSON");
                prop_assert!(!text.contains('\n') && !text.contains("Authorization") && !text.contains("X-API-KEY"));
            }
        }
    }
}

/// A credential nobody could write by accident, and the forms it may take.
fn secret() -> impl Strategy<Value = String> {
    "Zq[A-Za-z0-9]{12}"
}

fn forms(secrets: &[&str]) -> Vec<String> {
    use base64::Engine as _;
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let mut forms: Vec<String> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
    forms.push(base64(&secrets.join(":")));
    forms
}

fn hidden(shown: &str, secrets: &[&str]) -> Result<(), TestCaseError> {
    for form in forms(secrets) {
        prop_assert!(!shown.contains(&form), "{} shows {}", shown, form);
    }
    Ok(())
}

proptest! {
    #[test]
    fn worldpay_credentials_stay_hidden(username in secret(), password in secret()) {
        let secrets = [username.as_str(), password.as_str()];
        let account = worldpay::Account::new(worldpay::Environment::Try).credentials(&*username, &*password);
        hidden(&format!("{account:?} {account:#?}"), &secrets)?;
        let typed = worldpay::Worldpay::new(&account).expect("an account");
        let text = format!(r#"{{"environment":"try","username":"{username}","password":"{password}"}}"#);
        let client = client("worldpay", &text);
        hidden(&format!("{typed:?} {typed:#?} {client:?} {client:#?}"), &secrets)?;
        for id in ["worldpay.partialRefund", "worldpay.partialSettlement"] {
            let bound = bound(&client, id);
            let good = r#"{"linkData":"a","reference":"r","value":{"currency":"GBP","amount":1}}"#;
            let request = bound.request_json(good).expect("a request");
            let header = format!("Basic {}", forms(&secrets)[2]);
            let sent = request.headers().any(|(_, value)| value == header);
            prop_assert!(sent, "the credentials are not sent");
            hidden(&format!("{bound:?} {request:?} {request:#?} {}", serde_json::to_string(&request).expect("JSON")), &secrets)?;
            let refused = bound.request_json("{}").expect_err("a refusal");
            hidden(&format!("{refused} {refused:?} {refused:#?}"), &secrets)?;
            let foreign = client.authorize({ let mut other = request.clone(); other.url = "https://evil.example.net/".to_owned(); other });
            hidden(&format!("{foreign:?}"), &secrets)?;
            let lines: Vec<_> = bound.requests(good.as_bytes()).collect::<Result<_, _>>().expect("no I/O");
            hidden(&format!("{lines:?} {}", serde_json::to_string(&lines).expect("JSON")), &secrets)?;
            for status in [0_u16, 202, 302, 400, 401, 409, 429, 500] {
                let outcome = bound.outcome_json(Some(&Response::new(status, vec![], "{}")), Some(good));
                hidden(&format!("{outcome:?} {}", serde_json::to_string(&outcome).expect("JSON")), &secrets)?;
            }
        }
    }

    #[test]
    fn a_primer_key_stays_hidden(key in secret()) {
        let secrets = [key.as_str()];
        let account = primer::Account::new(primer::Environment::Sandbox).api_key(&*key);
        let typed = primer::Primer::new(&account).expect("an account");
        let client = client("primer", &format!(r#"{{"environment":"sandbox","apiKey":"{key}"}}"#));
        hidden(&format!("{account:?} {typed:?} {client:#?}"), &secrets)?;
        let bound = bound(&client, "primer.refund");
        let request = bound.request_json(r#"{"id":"a"}"#).expect("a request");
        prop_assert!(request.headers().any(|(_, value)| value == key));
        hidden(&format!("{request:?} {}", serde_json::to_string(&request).expect("JSON")), &secrets)?;
        let refused = bound.request_json(r#"{"id":".."}"#).expect_err("a refusal");
        hidden(&format!("{refused} {refused:?}"), &secrets)?;
        let outcome = bound.outcome_json(None, None);
        hidden(&format!("{outcome:?} {}", serde_json::to_string(&outcome).expect("JSON")), &secrets)?;
    }

    #[test]
    fn every_credential_stays_hidden(secret in secret(), other in secret()) {
        let cases = [
            (
                "paywall.apmPartialRefund",
                r#"{"environment":"test","apiKeyPublic":"<one>","apiClientPublic":"<two>"}"#,
                r#"{"UniqueCode":"u","Amount":"1.50"}"#,
            ),
            (
                "simpleps.refund",
                r#"{"environment":"sandbox","accessToken":"<one>"}"#,
                r#"{"externalPaymentId":"e","amount":{"total":"1.50"}}"#,
            ),
        ];
        for (id, account, input) in cases {
            let account = account.replace("<one>", &secret).replace("<two>", &other);
            let client = client(id.split('.').next().expect("a provider"), &account);
            let secrets = [secret.as_str(), other.as_str()];
            let bound = bound(&client, id);
            let request = bound.request_json(input).expect("a request");
            let sent = request.headers().any(|(_, value)| value.contains(&secret));
            prop_assert!(sent, "the credentials are not sent");
            hidden(&format!("{client:?} {client:#?} {bound:?} {request:?} {}", serde_json::to_string(&request).expect("JSON")), &secrets)?;
            let refused = bound.request_json("{}").expect_err("a refusal");
            hidden(&format!("{refused} {refused:?}"), &secrets)?;
            for response in [None, Some(Response::new(200, vec![], "{}")), Some(Response::new(401, vec![], ""))] {
                let outcome = bound.outcome_json(response.as_ref(), Some(input));
                hidden(&format!("{outcome:?} {}", serde_json::to_string(&outcome).expect("JSON")), &secrets)?;
            }
        }
    }

    /// A refused account does not tell what it held, wherever a secret was put.
    #[test]
    fn refused_accounts_stay_hidden(secret in secret(), fault in select(vec![
        r#"{"environment":"S","username":"u","password":"p"}"#,
        r#"{"environment":"try","username":"S:x","password":"S"}"#,
        r#"{"environment":"try","username":"u","password":"S\n"}"#,
        r#"{"environment":"try","username":"u","password":["S"]}"#,
        r#"{"environment":"try","username":"u","password":"S\ud800"}"#,
        r#"{"environment":"try","password":"S"}"#,
        r#"{"environment":"try","pasword":"S"}"#,
        r#"{"environment":"try","username":"S","username":"S"}"#,
        r#"{"environment":"try","username":"S","password":"S","currencies":{"XYZ":"S"}}"#,
        r#"{"baseUrl":"https://u:S@pay.example.com"}"#,
        r#"{"baseUrl":"https://pay.example.com/?key=S"}"#,
        r#"{"baseUrl":"S"}"#,
        r#"{"environment":"sandbox","apiKey":"S S"}"#,
        r#"{"environment":"sandbox","apiKey":"S","apiVersion":"S S"}"#,
        r#"{"environment":"sandbox","apiKey":"S""#,
        r#""S""#,
        "S",
    ])) {
        let text = fault.replace('S', &secret);
        for provider in PROVIDERS {
            let error = Client::connect(provider.name, &text).expect_err("a refusal");
            hidden(&format!("{error} {error:?} {error:#?} {}", serde_json::to_string(&error.issues).expect("JSON")), &[&secret])?;
        }
    }
}

/// One bound is our own: 1 MiB.
#[test]
fn more_than_a_mebibyte_is_too_long() {
    const MOST: usize = 1 << 20;
    let primer = primer();
    let bound = bound(&primer, "primer.refund");
    let of_length = |length: usize| {
        let frame = r#"{"id":"a","reason":""}"#.len();
        format!(r#"{{"id":"a","reason":"{}"}}"#, "r".repeat(length - frame))
    };
    assert!(bound.request_json(&of_length(MOST)).is_ok());
    let refused = bound.request_json(&of_length(MOST + 1)).expect_err("too long");
    assert_eq!(refused.issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::TooLong]);

    // In bulk as well, whatever follows; a line cut within a character is too long before it is no UTF-8.
    for filler in ["r", "é", "書", "📖"] {
        let long = format!(r#"{{"id":"a","reason":"{}"}}"#, filler.repeat(MOST));
        let lines = format!("{}\n{long}\n{}\n", of_length(MOST), r#"{"id":"b"}"#);
        for reader in [BufReader::with_capacity(7, lines.as_bytes()), BufReader::new(lines.as_bytes())] {
            let found: Vec<_> = bound.requests(reader).map(|line| line.expect("no I/O")).collect();
            let [first, second, third] = found.as_slice() else { panic!("three lines") };
            assert!(first.result.is_ok() && third.result.is_ok());
            let issues = second.result.as_ref().expect_err("too long");
            assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::TooLong]);
            assert_eq!((first.number, second.number, third.number), (1, 2, 3));
        }
    }
}

/// Hostile nesting costs neither the stack nor much time.
#[test]
fn deep_nesting_is_harmless() {
    for depth in [31, 33, 127, 129, 3_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"validationErrors":["#, "]}")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for (client, id) in &everything() {
                let bound = bound(client, id);
                assert!(!bound.validate_json(&nested).issues.is_empty());
                for status in [200, 202, 400] {
                    let body = format!(
                        r#"{{"id":"a","errorName":"e","validationErrors":[{nested}],"error":{nested}}}"#
                    );
                    let outcome = bound.outcome_json(Some(&Response::new(status, vec![], body)), None);
                    assert!(serde_json::to_string(&outcome).is_ok());
                }
            }
        }
    }
    let deepest = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let primer = primer();
    let bound = bound(&primer, "primer.refund");
    assert!(!bound.validate_json(&format!(r#"{{"id":{deepest}}}"#)).issues.is_empty());
    let body = format!(r#"{{"id":"a","order":{deepest}}}"#);
    assert_eq!(bound.outcome_json(Some(&Response::new(200, vec![], body)), None).kind, Kind::Accepted);
}

/// A reader that fails says so once and does not invent lines.
#[test]
fn a_failing_reader_is_reported() {
    struct Fails;
    impl std::io::Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    impl BufRead for Fails {
        fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
            Err(std::io::Error::other("gone"))
        }
        fn consume(&mut self, _: usize) {}
    }
    let primer = primer();
    let first = bound(&primer, "primer.refund").requests(Fails).next();
    assert!(matches!(first, Some(Err(_))));
}

/// What somebody wrote as a valid vector stays valid: the seeds are no empty set.
#[test]
fn seeds_are_there() {
    assert!(SEEDS.iter().filter(|seed| seed.valid).count() > 50);
}
