//! Lines of a file at the edges of what a line may be, and requests that are kept for later.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test may fail")]

use amends::{Client, Code, Request, Secret};

const BOM: &[u8] = b"\xef\xbb\xbf";
const MIB: usize = 1 << 20;

fn primer() -> Client {
    Client::connect("primer", r#"{"environment":"sandbox","apiKey":"key-1"}"#).expect("an account")
}

/// The number of each line, and its only issue.
fn read(bytes: &[u8]) -> Vec<(u64, Option<Code>)> {
    let client = primer();
    let bound = client.operation("primer.refund").expect("an operation");
    let lines = bound.requests(bytes).map(|line| line.expect("no I/O"));
    lines
        .map(|line| {
            let issues = line.result.err().unwrap_or_default();
            assert!(issues.len() < 2);
            (line.number, issues.first().map(|issue| issue.code))
        })
        .collect()
}

#[test]
fn a_byte_order_mark_belongs_to_the_first_line() {
    let line = br#"{"id":"p"}"#;
    assert_eq!(read(&[BOM, line].concat()), [(1, None)]);
    assert_eq!(read(&[BOM, b"\n", line].concat()), [(2, None)]);
    assert_eq!(
        read(&[line, b"\n".as_slice(), BOM, line].concat()),
        [(1, None), (2, Some(Code::MalformedJson))]
    );
    assert_eq!(read(&[line, b"\n".as_slice(), BOM].concat()), [(1, None), (2, Some(Code::MalformedJson))]);
}

#[test]
fn blank_lines_count_but_say_nothing() {
    let text = "\n \t\r\n{\"id\":\"p\"}\r\n\n{}\n\n";
    assert_eq!(read(text.as_bytes()), [(3, None), (5, Some(Code::Missing))]);
    assert_eq!(read(b""), []);
    assert_eq!(read(b"\n"), []);
}

#[test]
fn a_line_that_is_no_utf_8_is_malformed_unless_it_is_too_long() {
    assert_eq!(read(b"{\"id\":\"\xff\"}"), [(1, Some(Code::MalformedJson))]);
    let of = |length: usize| read(&vec![0xff; length]);
    assert_eq!(of(MIB), [(1, Some(Code::MalformedJson))]);
    assert_eq!(of(MIB + 1), [(1, Some(Code::TooLong))]);
    // A byte order mark at the beginning does not count.
    let marked = |length: usize| read(&[b"\xef\xbb\xbf".as_slice(), &vec![0xff; length]].concat());
    assert_eq!(marked(MIB), [(1, Some(Code::MalformedJson))]);
    assert_eq!(marked(MIB + 1), [(1, Some(Code::TooLong))]);
}

/// A line of exactly a mebibyte passes, and the next one is not touched by one that is longer.
#[test]
fn the_bound_is_a_mebibyte() {
    let of = |length: usize| {
        let (start, end) = (r#"{"id":"p","reason":""#, "\"}\n");
        let filler = "x".repeat(length - start.len() - end.len() + 1);
        read(format!("{start}{filler}{end}{{\"id\":\"q\"}}").as_bytes())
    };
    assert_eq!(of(MIB), [(1, None), (2, None)]);
    assert_eq!(of(MIB + 1), [(1, Some(Code::TooLong)), (2, None)]);
    assert_eq!(of(2 * MIB), [(1, Some(Code::TooLong)), (2, None)]);
}

fn kept(client: &Client) -> Request {
    let bound = client.operation("primer.refund").expect("an operation");
    let mut lines = bound.requests(br#"{"id":"p"}"#.as_slice());
    lines.next().expect("a line").expect("no I/O").result.expect("a request")
}

#[test]
fn credentials_come_with_authorize() {
    let client = primer();
    let request = kept(&client);
    assert!(request.headers().all(|(name, _)| name != "X-API-KEY"));
    let keys = |request: &Request| {
        let all = request.headers().filter(|(name, _)| *name == "X-API-KEY");
        all.map(|(_, key)| key.to_owned()).collect::<Vec<_>>()
    };
    let authorized = client.authorize(request).expect("our own");
    assert_eq!(keys(&authorized), ["key-1"]);
    // Shown for debugging: what is no credential, and that there is one.
    let shown = format!("{:?}", authorized.headers);
    assert!(shown.contains(r#"("Content-Type", "application/json")"#), "{shown}");
    assert!(shown.contains(r#"("X-API-KEY", [redacted])"#), "{shown}");
    assert_eq!(format!("{:?}", Secret::new("key-1")), "[redacted]");
    // Again, by an account with another key: one key, the last.
    let other =
        Client::connect("primer", r#"{"environment":"sandbox","apiKey":"key-2"}"#).expect("an account");
    let again = other.authorize(authorized.clone()).expect("the same origin");
    assert_eq!(keys(&again), ["key-2"]);
    assert_eq!(again.headers.len(), authorized.headers.len());
}

/// A line as it is written to a file: what serde makes of it is what the bindings write.
#[test]
fn a_line_is_written_with_its_number() {
    let client = primer();
    let bound = client.operation("primer.refund").expect("an operation");
    let input = b"{\"id\":\"p\"}\n\n{\"id\":\"\"}".as_slice();
    let written: Vec<String> = bound
        .requests(input)
        .map(|line| serde_json::to_string(&line.expect("no I/O")).expect("JSON"))
        .collect();
    let expected = [
        concat!(
            r#"{"line":1,"request":{"method":"POST","url":"https://api.sandbox.primer.io/payments/p/refund","#,
            r#""headers":{"Content-Type":"application/json","X-API-VERSION":"2.4"},"body":"{}","redirect":"manual"}}"#
        ),
        r#"{"line":3,"issues":[{"code":"empty","path":["id"],"pointer":"/id","message":"`id` must not be empty"}]}"#,
    ];
    assert_eq!(written, expected);
}

#[test]
fn credentials_go_to_their_own_origin_only() {
    let client = primer();
    for url in [
        "https://api.primer.io/payments/p/refund",
        "https://api.sandbox.primer.io.example.com/payments/p/refund",
        "https://api.sandbox.primer.io@example.com/payments/p/refund",
        "https://api.sandbox.primer.io:444/payments/p/refund",
        "http://api.sandbox.primer.io/payments/p/refund",
        "https://api.sandbox.primer.io",
        "https://api.sandbox.primer.io/\\example.com",
        "https://api.sandbox.primer.io/a b",
        "",
    ] {
        let mut request = kept(&client);
        url.clone_into(&mut request.url);
        let error = client.authorize(request).expect_err(url);
        assert_eq!(error.operation, None);
        let found = error.issues.iter().map(|issue| (issue.code, issue.path.pointer()));
        assert_eq!(found.collect::<Vec<_>>(), [(Code::BadFormat, "/url".to_owned())], "{url}");
    }
}

/// An account behind a proxy shares its origin with strangers: its credentials stay below its own path, where `fetch`
/// ends up once it has resolved the dots.
#[test]
fn credentials_go_below_their_own_path_only() {
    let account = r#"{"baseUrl":"https://pay.example.com/primer","apiKey":"key-1"}"#;
    let client = Client::connect("primer", account).expect("an account");
    let authorized = |path: &str| {
        let mut request = kept(&client);
        request.url = format!("https://pay.example.com{path}");
        client.authorize(request).is_ok()
    };
    for path in
        ["/primer/payments/p/refund", "/primer/", "/primer/...", "/primer/p?q=/../x", "/primer/p#/../x"]
    {
        assert!(authorized(path), "{path}");
    }
    for path in [
        "/primer",
        "/primers/payments/p/refund",
        "/other/payments/p/refund",
        "/primer/../other",
        "/primer/p/./refund",
        "/primer/%2e%2E/other",
        "/primer/.%2e?q",
        "/primer/%2E.#f",
        "/primer/%2e",
    ] {
        assert!(!authorized(path), "{path}");
    }
}

/// What is cut at the bound is refused, with a byte order mark as without.
#[test]
fn a_line_beyond_the_bound_is_too_long() {
    let client = Client::connect("primer", r#"{"environment":"sandbox"}"#).expect("an account");
    let operation = client.operation("primer.refund").expect("an operation");
    for mark in ["", "\u{feff}"] {
        let line = format!("{mark}{{\"id\":\"a\",\"amount\":1}}{}GARBAGE\n", " ".repeat(1 << 20));
        let lines: Vec<_> = operation.requests(line.as_bytes()).collect::<Result<_, _>>().expect("no I/O");
        let found = lines.first().and_then(|line| line.result.as_ref().err()).expect("issues");
        assert_eq!(found.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::TooLong], "{mark:?}");
    }
}

/// Gives what it has piece by piece; an error is given once.
struct Pieces(Vec<std::io::Result<&'static [u8]>>);

impl std::io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        let piece = self.0.remove(0)?;
        std::io::Read::read(&mut &piece[..], into)
    }
}

#[test]
fn a_reader_that_fails_within_a_line_ends_the_lines() {
    use std::io::{BufReader, Error, ErrorKind};
    let client = Client::connect("primer", r#"{"environment":"sandbox"}"#).expect("an account");
    let operation = client.operation("primer.refund").expect("an operation");
    let pieces = |kind: ErrorKind| {
        let pieces: Vec<std::io::Result<&'static [u8]>> =
            vec![Ok(b"{\"id\":\"first"), Err(Error::from(kind)), Ok(b" half\"}\n{\"id\":\"b\"}\n")];
        let read: Vec<_> = operation.requests(BufReader::new(Pieces(pieces))).collect();
        read.iter().map(Result::is_ok).collect::<Vec<_>>()
    };
    assert_eq!(pieces(ErrorKind::Interrupted), [true, true]);
    assert_eq!(pieces(ErrorKind::ConnectionReset), [false]);
}
