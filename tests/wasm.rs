//! The crate inside WebAssembly, in Node or in a browser: the golden vectors, and that nothing in it needs a
//! clock, threads or files. `npm test` runs it, and bundles the vectors into one file first.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod exact;

use std::collections::BTreeSet;

use amends::worldpay::{Account, Environment, PartialRefund, Value, Worldpay};
use amends::{Advice, Client, Kind, PROVIDERS, Request, Response};
use exact::Node;
use exact::files::{ACCOUNTS, Vector, split_account};
use serde::Serialize;
use wasm_bindgen_test::wasm_bindgen_test;

/// A vector a line: its path, a tab, its JSON.
const VECTORS: &str = include_str!("../target/vectors.txt");

fn vectors() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    VECTORS.lines().map(|line| {
        let (path, text) = line.split_once('\t').expect("a tab after the path");
        let (folder, file) = path.split_once('/').expect("a folder");
        (folder, file, text)
    })
}

fn node(value: &impl Serialize) -> Result<Node, String> {
    Node::parse(&serde_json::to_string(value).map_err(|error| error.to_string())?)
}

/// A request as it leaves, credentials included.
fn sent(request: &Request) -> Node {
    let text = |text: &str| Node::Text(text.to_owned());
    let headers = request.headers().map(|(name, value)| (name.to_owned(), text(value)));
    let mut members = vec![
        ("method".to_owned(), text(request.method.as_str())),
        ("url".to_owned(), text(&request.url)),
        ("headers".to_owned(), Node::Object(headers.collect())),
    ];
    members.extend(request.body.as_deref().map(|body| ("body".to_owned(), text(body))));
    members.push(("redirect".to_owned(), text(amends::core::http::REDIRECT)));
    Node::Object(members)
}

fn header(name: &Node, value: &Node) -> Result<(String, String), String> {
    let text = |node: &Node| node.text().map(str::to_owned).ok_or("a header is a text");
    Ok((text(name)?, text(value)?))
}

fn response(node: &Node) -> Result<Option<Response>, String> {
    if *node == Node::Null {
        return Ok(None);
    }
    let headers = match node.get("headers") {
        Some(Node::Object(members)) => members
            .iter()
            .map(|(name, value)| header(&Node::Text(name.clone()), value))
            .collect::<Result<_, _>>()?,
        Some(Node::List(pairs)) => pairs
            .iter()
            .map(|pair| match pair {
                Node::List(pair) => match pair.as_slice() {
                    [name, value] => header(name, value),
                    _ => Err("a header is a pair".to_owned()),
                },
                _ => Err("a header is a pair".to_owned()),
            })
            .collect::<Result<_, _>>()?,
        _ => Vec::new(),
    };
    let Some(Node::Number(status)) = node.get("status") else { return Err("no status".to_owned()) };
    let status = status.parse().map_err(|_| "the status is no HTTP status")?;
    let body = node.get("body").and_then(Node::text).ok_or("the body is no text")?;
    let mut response = Response::new(status, headers, body);
    response.truncated = node.get("truncated") == Some(&Node::Flag(true));
    Ok(Some(response))
}

fn expect(expected: &Node, actual: &Node) -> Result<(), String> {
    let differences = expected.differences(actual);
    if differences.is_empty() { Ok(()) } else { Err(differences.join("; ")) }
}

fn check(folder: &str, text: &str) -> Result<(), String> {
    let vector = Vector::parse(text)?;
    let (provider, account) = split_account(vector.raw("account").ok_or("no `account`")?)?;
    let connected = Client::connect(&provider, &account);
    let issues = vector.node("issues")?;
    if folder == ACCOUNTS {
        let error = connected.err().ok_or("the account was accepted")?;
        return expect(&issues.ok_or("no `issues`")?, &node(&error.issues)?);
    }
    let client = connected.map_err(|error| error.to_string())?;
    let bound = client.operation(folder).ok_or("no such operation")?;
    let input = vector.input()?;
    if let Some(expected) = vector.node("outcome")? {
        let answer = response(&vector.node("response")?.ok_or("no `response`")?)?;
        return expect(&expected, &node(&bound.outcome_json(answer.as_ref(), input.as_deref()))?);
    }
    let input = input.ok_or("no `input`")?;
    match (vector.node("request")?, issues, bound.request_json(&input)) {
        (Some(expected), None, Ok(request)) => expect(&expected, &sent(&request)),
        (None, Some(expected), Err(error)) => expect(&expected, &node(&error.issues)?),
        (_, _, Ok(_)) => Err("a request was built".to_owned()),
        (_, _, Err(error)) => Err(error.to_string()),
    }
}

#[wasm_bindgen_test]
fn every_vector_holds() {
    let failures: Vec<String> = vectors()
        .filter_map(|(folder, file, text)| {
            check(folder, text).err().map(|why| format!("tests/vectors/{folder}/{file}: {why}"))
        })
        .collect();
    assert!(failures.is_empty(), "{} vectors fail:\n{}\n", failures.len(), failures.join("\n"));
}

#[wasm_bindgen_test]
fn every_operation_has_vectors() {
    let operations = PROVIDERS.iter().flat_map(|provider| provider.operations);
    let known: BTreeSet<&str> = operations.map(|operation| operation.id).collect();
    let shown: BTreeSet<&str> =
        vectors().map(|(folder, ..)| folder).filter(|folder| *folder != ACCOUNTS).collect();
    assert_eq!(known, shown);
}

fn refund() -> PartialRefund {
    PartialRefund {
        link_data: "eyJrIjoiazEifQ%3D%3D".into(),
        reference: "refund-1".into(),
        value: Value::new("GBP", 250),
    }
}

#[wasm_bindgen_test]
fn the_typed_way_works() {
    let account = Account::new(Environment::Try).credentials("user", "planted-password");
    let worldpay = Worldpay::new(&account).expect("an account");
    let request = worldpay.partial_refund().request(&refund()).expect("a request");
    assert_eq!(
        request.url,
        "https://try.access.worldpay.com/api/payments/eyJrIjoiazEifQ%3D%3D/partialRefunds"
    );
    assert!(request.headers().any(|(_, value)| value == "Basic dXNlcjpwbGFudGVkLXBhc3N3b3Jk"));
    assert!(!format!("{account:?} {worldpay:?} {request:?}").contains("planted"));
}

/// A date is counted from another date, so no clock is asked: there is none here.
#[wasm_bindgen_test]
fn a_wait_until_a_date_needs_no_clock() {
    let worldpay = Worldpay::new(&Account::new(Environment::Try)).expect("an account");
    let headers =
        [("Date", "Tue, 06 May 2031 07:08:09 GMT"), ("Retry-After", "Tue, 06 May 2031 07:10:09 GMT")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let outcome = worldpay.partial_refund().outcome(Some(&Response::new(429, headers, "")), Some(&refund()));
    assert_eq!((outcome.kind, outcome.retry.advice), (Kind::Throttled, Advice::Resend));
    assert_eq!(outcome.retry.after_seconds, Some(120));
}

/// `usize` has 32 bits here.
#[wasm_bindgen_test]
fn bulk_and_its_bound_work() {
    let client = Client::connect("primer", r#"{"environment":"sandbox"}"#).expect("an account");
    let bound = client.operation("primer.refund").expect("an operation");
    let long = format!("{{\"id\":\"{}\"}}", "a".repeat(2 << 20));
    let lines = format!("{{\"id\":\"p\"}}\n\n{long}\n{{\"id\":\"\"}}");
    let built: Vec<_> = bound
        .requests(lines.as_bytes())
        .map(|line| line.expect("a line"))
        .map(|line| (line.number, line.result.map_err(|issues| issues.len())))
        .map(|(number, result)| (number, result.map(|request| request.url)))
        .collect();
    let url = "https://api.sandbox.primer.io/payments/p/refund".to_owned();
    assert_eq!(built, [(1, Ok(url)), (3, Err(1)), (4, Err(1))]);
}

#[wasm_bindgen_test]
fn hostile_bodies_do_not_exhaust_the_stack() {
    let client = Client::connect("simpleps", r#"{"environment":"sandbox"}"#).expect("an account");
    let bound = client.operation("simpleps.refund").expect("an operation");
    for piece in ["[", "{\"a\":", "[{\"approved\":"] {
        let body = piece.repeat(100_000);
        let outcome = bound.outcome_json(Some(&Response::new(200, vec![], body.clone())), Some(&body));
        assert_eq!(outcome.kind, Kind::Unknown);
        assert!(bound.request_json(&body).is_err());
    }
    let closed = format!("{{\"approved\":true,\"deep\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let outcome = bound.outcome_json(Some(&Response::new(200, vec![], closed)), None);
    assert_eq!(outcome.kind, Kind::Unknown);
}
