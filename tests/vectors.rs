//! The golden vectors, natively: `tests/vectors/<operation id>/*.json` and `tests/vectors/accounts/*.json`.
//! `tests/vectors/README.md` says what a vector looks like.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod exact;

use std::collections::BTreeSet;
use std::fs;

use amends::{Client, Json, Method, PROVIDERS, Request, Response};
use exact::Node;
use exact::files::{ACCOUNTS, Vector, folders, split_account};
use serde::Serialize;

fn node(value: &impl Serialize) -> Result<Node, String> {
    Node::parse(&serde_json::to_string(value).map_err(|error| error.to_string())?)
}

/// A request as it leaves, credentials included.
fn sent(request: &Request) -> Node {
    assert_eq!(request.method, Method::Post);
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

fn response(node: &Node) -> Result<Option<Response>, String> {
    if *node == Node::Null {
        return Ok(None);
    }
    let pair = |item: &Node| match item {
        Node::List(pair) => match pair.as_slice() {
            [Node::Text(name), Node::Text(value)] => Ok((name.clone(), value.clone())),
            _ => Err("a header is a pair of texts".to_owned()),
        },
        _ => Err("a header is a pair of texts".to_owned()),
    };
    let headers = match node.get("headers") {
        Some(Node::List(items)) => items.iter().map(pair).collect::<Result<Vec<_>, _>>()?,
        Some(Node::Object(members)) => members
            .iter()
            .map(|(name, value)| Ok((name.clone(), value.text().ok_or("a header is a text")?.to_owned())))
            .collect::<Result<Vec<_>, String>>()?,
        Some(_) => return Err("headers are a list of pairs or an object".to_owned()),
        None => Vec::new(),
    };
    let Some(Node::Number(status)) = node.get("status") else { return Err("no status".to_owned()) };
    let status = status.parse().map_err(|_| "the status is no HTTP status")?;
    let body = node.get("body").and_then(Node::text).ok_or("the body is no text")?;
    let mut response = Response::new(status, headers, body);
    response.truncated = node.get("truncated") == Some(&Node::Flag(true));
    Ok(Some(response))
}

fn expect(what: &str, expected: &Node, actual: &Node) -> Result<(), String> {
    let differences = expected.differences(actual);
    if differences.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = differences.iter().map(|one| format!("    {what}{one}")).collect();
    Err(listed.join("\n"))
}

/// An account that must be refused.
fn check_account(vector: &Vector) -> Result<(), String> {
    let (provider, account) = split_account(vector.raw("account").ok_or("no `account`")?)?;
    let expected =
        vector.node("issues")?.ok_or("no `issues`: accepted accounts stand with their operation")?;
    match Client::connect(&provider, &account) {
        Ok(_) => Err("the account was accepted".to_owned()),
        Err(error) => expect("issues", &expected, &node(&error.issues)?),
    }
}

fn check_operation(id: &str, vector: &Vector) -> Result<(), String> {
    let (provider, account) = split_account(vector.raw("account").ok_or("no `account`")?)?;
    let client = Client::connect(&provider, &account).map_err(|error| error.to_string())?;
    let bound = client.operation(id).ok_or_else(|| format!("{provider} has no operation {id}"))?;
    let input = vector.input()?;

    if let Some(expected) = vector.node("outcome")? {
        let answer = response(&vector.node("response")?.ok_or("no `response`")?)?;
        let outcome = bound.outcome_json(answer.as_ref(), input.as_deref());
        let body =
            answer.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()).unwrap_or_default();
        if outcome.body != body {
            return Err("the body's text changed".to_owned());
        }
        return expect("outcome", &expected, &node(&outcome)?);
    }

    let input = input.ok_or("no `input`")?;
    let validation = bound.validate_json(&input);
    let none = Node::List(Vec::new());
    let issues = vector.node("issues")?.unwrap_or_else(|| none.clone());
    let warnings = vector.node("warnings")?.unwrap_or(none);
    expect("issues", &issues, &node(&validation.issues)?)?;
    expect("warnings", &warnings, &node(&validation.warnings)?)?;

    let built = bound.request_json(&input);
    match (vector.node("request")?, &built) {
        (Some(expected), Ok(request)) => expect("request", &expected, &sent(request))?,
        (Some(_), Err(error)) => return Err(format!("refused: {error}")),
        (None, Err(error)) => expect("issues thrown", &issues, &node(&error.issues)?)?,
        (None, Ok(_)) => return Err("no `request`, but one was built".to_owned()),
    }
    in_bulk(&client, id, &input, built.as_ref().ok())
}

/// The same input as a line of many gives the same.
fn in_bulk(client: &Client, id: &str, input: &str, built: Option<&Request>) -> Result<(), String> {
    let one_line = input.replace('\n', " ");
    let malformed = Node::parse(input).is_err();
    if malformed || one_line.trim().is_empty() {
        return Ok(());
    }
    let bound = client.operation(id).ok_or("no such operation")?;
    let lines: Vec<_> =
        bound.requests(one_line.as_bytes()).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    let [line] = lines.as_slice() else { return Err(format!("{} lines of bulk output", lines.len())) };
    let authorized = line.result.clone().ok().map(|request| client.authorize(request));
    let authorized = authorized.transpose().map_err(|error| error.to_string())?;
    if authorized.as_ref() == built {
        Ok(())
    } else {
        Err("the bulk line differs from the request".to_owned())
    }
}

#[test]
fn every_vector_holds() {
    let folders = folders().expect("the folder of vectors");
    let mut failures = Vec::new();
    for (folder, files) in &folders {
        for file in files {
            let checked = fs::read_to_string(file)
                .map_err(|error| error.to_string())
                .and_then(|text| Vector::parse(&text))
                .and_then(|vector| {
                    if folder == ACCOUNTS { check_account(&vector) } else { check_operation(folder, &vector) }
                });
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if let Err(why) = checked {
                failures.push(format!("tests/vectors/{folder}/{name}\n{why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} vectors fail:\n\n{}\n", failures.len(), failures.join("\n\n"));
}

#[test]
fn folders_and_operations_are_the_same() {
    let operations: BTreeSet<String> = PROVIDERS
        .iter()
        .flat_map(|provider| provider.operations)
        .map(|operation| operation.id.to_owned())
        .collect();
    let folders = folders().expect("the folder of vectors");
    for (name, files) in &folders {
        assert!(!files.is_empty(), "tests/vectors/{name} is empty");
        for file in files {
            let json = file.extension().is_some_and(|extension| extension == "json");
            assert!(json, "{} is no vector", file.display());
        }
    }
    let named: BTreeSet<String> =
        folders.into_iter().map(|(name, _)| name).filter(|name| name != ACCOUNTS).collect();
    let strangers: Vec<_> = named.difference(&operations).collect();
    assert!(strangers.is_empty(), "folders of vectors without an operation: {strangers:?}");
    let bare: Vec<_> = operations.difference(&named).collect();
    assert!(bare.is_empty(), "operations without vectors: {bare:?}");
}

/// Each operation shows that it builds, refuses and reads.
#[test]
fn every_operation_has_each_kind_of_vector() {
    for (folder, files) in folders().expect("the folder of vectors") {
        if folder == ACCOUNTS {
            continue;
        }
        for kind in ["request", "issues", "outcome"] {
            let shown = files.iter().any(|file| {
                fs::read_to_string(file)
                    .ok()
                    .and_then(|text| Vector::parse(&text).ok())
                    .is_some_and(|vector| vector.raw(kind).is_some())
            });
            assert!(shown, "tests/vectors/{folder} has no vector with `{kind}`");
        }
    }
}

#[test]
fn an_unknown_provider_is_an_issue() {
    let error = Client::connect("paypal", "{}").expect_err("nobody of that name");
    let [issue] = error.issues.as_slice() else { panic!("one issue") };
    assert_eq!(issue.path.pointer(), "/provider");
    let client = Client::connect("primer", r#"{"environment":"sandbox"}"#).expect("an account");
    assert!(client.operation("worldpay.partialRefund").is_none());
    let _: &Json = &client.operation("primer.refund").expect("an operation").input_schema();
}
