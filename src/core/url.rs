//! Addresses: the account's base, path segments, and links that come back.
//!
//! Far less is accepted than the WHATWG URL standard repairs, so that what is checked here is what `fetch`
//! will call.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::issue::Code;

/// Everything but RFC 3986's unreserved characters, so that a segment stays one segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one path segment, percent-encoded once.
pub(crate) fn segment(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, SEGMENT)
}

/// RFC 3986's unreserved characters among 64, a bit each.
const fn unreserved(from: u8) -> u64 {
    let mut bits = 0;
    let mut place = 0;
    while place < 64 {
        let byte = from | place;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            bits |= 1 << place;
        }
        place = place.saturating_add(1);
    }
    bits
}

fn is_unreserved(byte: u8) -> bool {
    const LOW: u64 = unreserved(0);
    const HIGH: u64 = unreserved(64);
    let half = if byte < 64 { LOW } else { HIGH };
    byte < 128 && half >> (byte & 63) & 1 == 1
}

/// Why an already encoded segment cannot go into a path byte for byte.
pub(crate) fn refuse_encoded(text: &str) -> Option<(Code, &'static str)> {
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            _ if is_unreserved(byte) => {}
            b'%' => {
                let Some(encoded) = after.split_first_chunk::<2>().and_then(|(hex, _)| from_hex(*hex)) else {
                    return Some((Code::BadFormat, "must have two hexadecimal digits after each %"));
                };
                if encoded.is_ascii_control() || matches!(encoded, b'/' | b'\\') {
                    return Some((
                        Code::BadCharacters,
                        "must not hold an encoded slash, backslash or control character",
                    ));
                }
                rest = after.get(2..).unwrap_or_default();
            }
            b'/' => {
                return Some((
                    Code::BadCharacters,
                    "must be one path segment; take it from a link with `linkData(href)`",
                ));
            }
            _ => {
                return Some((
                    Code::BadCharacters,
                    "must be as it stands in the link, percent-encoded: letters, digits, . _ ~ - and %XX",
                ));
            }
        }
    }
    (text.is_empty() || is_dots(text))
        .then_some((Code::BadFormat, "must not be a dot segment, which would climb in the path"))
}

/// A segment that `fetch` resolves, encoded or not: it would leave the place where it stands.
fn is_dots(segment: &str) -> bool {
    [".", "..", "%2e", "%2e.", ".%2e", "%2e%2e"].iter().any(|dots| segment.eq_ignore_ascii_case(dots))
}

fn from_hex(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high?.checked_mul(16)?.checked_add(low?)?).ok()
}

/// A base address: what every URL of an account starts with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Base {
    /// Scheme, host and port, without a path: `https://pay.example.com`.
    pub origin: String,
    /// The path without a slash at its end; usually empty.
    pub path: String,
}

impl Base {
    pub fn as_url(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }
}

/// Takes a base address apart, or says what rule it breaks.
pub(crate) fn base(text: &str, loopback_http: bool) -> Result<Base, (Code, &'static str)> {
    const FORM: &str =
        "must be an https origin with an optional path, such as \"https://pay.example.com/proxy\"";
    let parts = text.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
    let (scheme, rest) = parts.ok_or((Code::BadFormat, FORM))?;
    let scheme = scheme.to_ascii_lowercase();
    if rest.contains(['?', '#']) {
        return Err((Code::BadFormat, "must not have a query or fragment"));
    }
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Err((Code::BadFormat, "must not hold user info; credentials have fields of their own"));
    }
    let (host, port) = split_port(authority).ok_or((Code::BadFormat, FORM))?;
    let host = host.to_ascii_lowercase();
    if !is_host(&host) {
        return Err((Code::BadFormat, "must have a host of ASCII letters, digits, dots and hyphens"));
    }
    let default_port = match scheme.as_str() {
        "https" => 443,
        "http" if loopback_http && is_loopback(&host) => 80,
        "http" if is_loopback(&host) => {
            return Err((
                Code::BadFormat,
                "must be https; http to this computer needs `allowInsecureLoopback: true`",
            ));
        }
        "http" => return Err((Code::BadFormat, "must be https")),
        _ => return Err((Code::BadFormat, FORM)),
    };
    let path = path.trim_end_matches('/');
    let sound = path.split('/').skip(1).all(|part| !part.is_empty() && refuse_encoded(part).is_none());
    if !sound {
        return Err((Code::BadFormat, "must have a path of plain segments, without dot segments"));
    }
    let origin = match port {
        Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    };
    Ok(Base { origin, path: path.to_owned() })
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_host = authority.rfind(']').map_or(0, |at| at.saturating_add(1));
    let (host, port) = match authority.get(after_host..)?.find(':') {
        Some(at) => {
            let (host, port) = authority.split_at_checked(after_host.saturating_add(at))?;
            (host, Some(port.strip_prefix(':')?))
        }
        None => (authority, None),
    };
    match port {
        None => Some((host, None)),
        Some(port) if port.starts_with('+') => None,
        Some(port) => port.parse().ok().filter(|port| *port > 0).map(|port| (host, Some(port))),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    }
    host.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    }) && !ends_in_a_number(host)
}

/// A host whose last label is a number is an IPv4 address to `fetch`, in forms few people expect (`127.1`,
/// `2130706433`); only the plain one is taken.
fn ends_in_a_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    numeric && host.parse::<std::net::Ipv4Addr>().is_err()
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|address| address.parse::<std::net::Ipv6Addr>().ok())
            .is_some_and(|address| address.is_loopback())
}

/// What follows the base in a URL of the same account; `None` for any other URL.
pub(crate) fn below<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = at_origin(base, url)?.strip_prefix(base.path.as_str())?;
    // `fetch` resolves dot segments, encoded ones too, and would leave the base.
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    (rest.starts_with('/') && !path.split('/').any(is_dots)).then_some(rest)
}

/// What follows the origin in a URL of the base's origin; `None` for any other URL.
pub(crate) fn at_origin<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = url.strip_prefix(&base.origin)?;
    let clean = rest.starts_with('/') && rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    clean.then_some(rest)
}
