//! What must hold for any bytes. Each module is one fuzz target: its `check` panics when a rule is broken.

pub mod input;
pub mod ndjson;
pub mod response;

use std::sync::LazyLock;

use amends::{Bound, Client, Json, PROVIDERS, Request};
use serde::Serialize;
use serde::de::IgnoredAny;

/// Held by every account that has credentials, and how Basic authentication writes it; no message, outcome or
/// bulk line may show either.
const SECRETS: [&str; 2] = ["Hush5ecret", "SHVzaDVlY3JldDpIdXNoNWVjcmV0"];

/// Provider, account, what its URLs begin with.
const ACCOUNTS: [(&str, &str, &str); 9] = [
    (
        "worldpay",
        r#"{"environment":"try","username":"Hush5ecret","password":"Hush5ecret"}"#,
        "https://try.access.worldpay.com",
    ),
    (
        "worldpay",
        r#"{"baseUrl":"https://pay.example.com/a/b","currencies":{"XAA":3,"JPY":2}}"#,
        "https://pay.example.com/a/b",
    ),
    (
        "paywall",
        r#"{"environment":"live","apiKeyPublic":"Hush5ecret","apiClientPublic":"Hush5ecret"}"#,
        "https://payment-api.itspaywall.com",
    ),
    ("paywall", r#"{"baseUrl":"https://pay.example.com","exponent":0}"#, "https://pay.example.com"),
    ("primer", r#"{"environment":"sandbox","apiKey":"Hush5ecret"}"#, "https://api.sandbox.primer.io"),
    ("primer", r#"{"environment":"production","apiVersion":"2.2"}"#, "https://api.primer.io"),
    (
        "simpleps",
        r#"{"environment":"sandbox","accessToken":"Hush5ecret"}"#,
        "https://sandbox-gw.simpleps.com",
    ),
    (
        "simpleps",
        r#"{"baseUrl":"http://127.0.0.1:8080","allowInsecureLoopback":true,"currency":"JPY"}"#,
        "http://127.0.0.1:8080",
    ),
    ("simpleps", r#"{"environment":"production","currency":"KWD"}"#, "https://gw.simpleps.com"),
];

/// A merchant's account at a provider.
struct Merchant {
    client: Client,
    operations: Vec<&'static str>,
    base: &'static str,
}

static MERCHANTS: LazyLock<Vec<Merchant>> = LazyLock::new(|| {
    let merchant = |(name, account, base)| {
        let client = Client::connect(name, account).unwrap_or_else(|error| panic!("{error}"));
        let provider = PROVIDERS.iter().find(|provider| provider.name == name).unwrap();
        Merchant { client, operations: provider.operations.iter().map(|one| one.id).collect(), base }
    };
    ACCOUNTS.into_iter().map(merchant).collect()
});

/// Every operation once, of the first account of its provider.
fn operations() -> impl Iterator<Item = (&'static Merchant, Bound<'static, Json>)> {
    let mut seen = Vec::new();
    all_operations().filter(move |(_, bound)| {
        let id = bound.operation().id;
        let first = !seen.contains(&id);
        seen.push(id);
        first
    })
}

/// Every operation of every account.
fn all_operations() -> impl Iterator<Item = (&'static Merchant, Bound<'static, Json>)> {
    MERCHANTS.iter().flat_map(|merchant| {
        merchant.operations.iter().map(move |id| (merchant, merchant.client.operation(id).unwrap()))
    })
}

/// A built request carries nothing that could change where it goes or what it says.
fn check_request(request: &Request, base: &str) {
    let path = request.url.strip_prefix(base).unwrap_or_else(|| panic!("{} leaves {base}", request.url));
    assert!(path.starts_with('/'), "{}", request.url);
    assert!(request.url.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", request.url);
    assert!(!request.url.contains(['\\', '?', '#', '@']), "{}", request.url);
    let dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".." | "");
    assert!(!path.split('/').skip(1).any(dots), "{}", request.url);
    let mut names: Vec<String> = Vec::new();
    for (name, value) in request.headers() {
        assert!(!value.chars().any(char::is_control), "{name}: {value:?}");
        assert_eq!(value, value.trim(), "{name}");
        assert!(!value.is_empty(), "{name}");
        names.push(name.to_ascii_lowercase());
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "a header twice: {names:?}");
    if let Some(body) = &request.body {
        assert!(is_json(body), "{body}");
        assert!(!body.chars().any(|c| c < ' '), "{body:?}");
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// A value's JSON text must be valid, on one line and free of credentials. `given` is what the value was made of.
fn check_serialised(value: &impl Serialize, given: &[u8]) {
    let text = serde_json::to_string(value).unwrap();
    assert!(is_json(&text), "{text}");
    assert!(!text.contains('\n'));
    for secret in SECRETS {
        let within = given.windows(secret.len()).any(|part| part == secret.as_bytes());
        // With an escape, what was given may hold the secret in another form.
        assert!(within || given.contains(&b'\\') || !text.contains(secret), "{text}");
    }
}
