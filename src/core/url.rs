//! Addresses: the account's base, path segments, and links that come back.
//!
//! Far less is accepted than the WHATWG URL standard repairs, so that what is checked here is what `fetch`
//! will call.

use super::issue::Code;
use super::text::{self, concat, cut};

/// Writes a text as one path segment: everything but unreserved characters is percent-encoded, once.
pub(crate) fn push_segment(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(hex));
        }
    }
}

fn hex(digit: u8) -> char {
    char::from(if digit < 10 { b'0'.saturating_add(digit) } else { b'7'.saturating_add(digit) })
}

/// RFC 3986's unreserved characters, by byte.
static UNRESERVED: [bool; 128] = {
    let mut table = [false; 128];
    let (mut rest, mut byte) = (table.as_mut_slice(), 0_u8);
    while let Some((place, after)) = rest.split_first_mut() {
        *place = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        (rest, byte) = (after, byte.wrapping_add(1));
    }
    table
};

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED.get(usize::from(byte)) == Some(&true)
}

/// Why an already encoded segment cannot go into a path byte for byte.
pub(crate) fn refuse_encoded(text: &str) -> Option<(Code, &'static str)> {
    let mut rest = text.as_bytes();
    while let Some((byte, after)) =
        rest.iter().position(|byte| !is_unreserved(*byte)).and_then(|at| rest.get(at..)?.split_first())
    {
        match byte {
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
        concat(&[&self.origin, &self.path])
    }
}

/// Takes a base address apart, or says what rule of its form it breaks.
pub(crate) fn base(text: &str, loopback_http: bool) -> Result<Base, &'static str> {
    const FORM: &str =
        "must be an https origin with an optional path, such as \"https://pay.example.com/proxy\"";
    let (scheme, rest) = cut(text, b':').ok_or(FORM)?;
    let rest = rest.strip_prefix("//").ok_or(FORM)?;
    let scheme = scheme.to_ascii_lowercase();
    if cut(rest, b'?').is_some() || cut(rest, b'#').is_some() {
        return Err("must not have a query or fragment");
    }
    let (authority, path) = cut(rest, b'/').unwrap_or((rest, ""));
    if cut(authority, b'@').is_some() {
        return Err("must not hold user info; credentials have fields of their own");
    }
    let (host, port) = split_port(authority).ok_or(FORM)?;
    let host = host.to_ascii_lowercase();
    let Some(local) = is_host(&host).then(|| is_loopback(&host)) else {
        return Err("must have a host of ASCII letters, digits, dots and hyphens");
    };
    let default_port = match (scheme.as_str(), local) {
        ("https", _) => 443,
        ("http", true) if loopback_http => 80,
        ("http", true) => {
            return Err("must be https; http to this computer needs `allowInsecureLoopback: true`");
        }
        ("http", false) => return Err("must be https"),
        _ => return Err(FORM),
    };
    let mut segments = path;
    while let Some(shorter) = segments.strip_suffix('/') {
        segments = shorter;
    }
    let mut base = Base { origin: concat(&[&scheme, "://", &host]), path: String::new() };
    if let Some(port) = port.filter(|port| *port != default_port) {
        base.origin.extend([":", &text::integer(i64::try_from(port).unwrap_or(i64::MAX))]);
    }
    if !segments.is_empty() {
        if !every(segments, b'/', |part| !part.is_empty() && refuse_encoded(part).is_none()) {
            return Err("must have a path of plain segments, without dot segments");
        }
        base.path = concat(&["/", segments]);
    }
    Ok(base)
}

/// Whether all the parts of a text are as they should be.
fn every(text: &str, between: u8, sound: fn(&str) -> bool) -> bool {
    let mut rest = text;
    while let Some((part, after)) = cut(rest, between) {
        if !sound(part) {
            return false;
        }
        rest = after;
    }
    sound(rest)
}

fn split_port(authority: &str) -> Option<(&str, Option<u64>)> {
    let (_, after_host) = cut(authority, b']').unwrap_or(("", authority));
    let Some((_, port)) = cut(after_host, b':') else { return Some((authority, None)) };
    let host = authority.strip_suffix(port)?.strip_suffix(':')?;
    let number = text::natural(port).filter(|number| (1..=65535).contains(number))?;
    Some((host, Some(number)))
}

fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return ipv6(host).is_some();
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    every(host, b'.', label) && !ends_in_a_number(host)
}

/// A host whose last label is a number is an IPv4 address to `fetch`, in forms few people expect (`127.1`,
/// `2130706433`); only the plain one is taken.
fn ends_in_a_number(host: &str) -> bool {
    let mut last = host;
    while let Some((_, after)) = cut(last, b'.') {
        last = after;
    }
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    numeric && ipv4(host).is_none()
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || matches!(ipv4(host), Some([127, ..]))
        || ipv6(host) == Some([0, 0, 0, 0, 0, 0, 0, 1])
}

/// An IPv4 address as four decimal numbers. (The parsers of the standard library read the same; they are three times
/// the code, and the test holds these against them.)
fn ipv4(text: &str) -> Option<[u8; 4]> {
    let mut address = [0; 4];
    let mut rest = text;
    for (place, number) in address.iter_mut().enumerate() {
        let digits = match cut(rest, b'.') {
            Some((digits, after)) if place < 3 => {
                rest = after;
                digits
            }
            None if place == 3 => rest,
            _ => return None,
        };
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        *number = u8::try_from(text::natural(digits)?).ok()?;
    }
    Some(address)
}

/// An IPv6 address in brackets, as RFC 4291 writes it.
fn ipv6(host: &str) -> Option<[u16; 8]> {
    let text = host.strip_prefix('[')?.strip_suffix(']')?;
    let mut address = [0; 8];
    let Some(gap) = text.as_bytes().windows(2).position(|pair| pair == b"::") else {
        return (groups(text, &mut address, true)? == 8).then_some(address);
    };
    let mut tail = [0; 8];
    let before = groups(text.get(..gap)?, &mut address, false)?;
    let after = groups(text.get(gap.saturating_add(2)..)?, &mut tail, true)?;
    // The gap stands for one group at least.
    if before.saturating_add(after) > 7 {
        return None;
    }
    for (to, from) in address.iter_mut().rev().zip(tail.iter().take(after).rev()) {
        *to = *from;
    }
    Some(address)
}

/// Takes groups between colons, the last of which may be an IPv4 address; tells how many there were.
fn groups(text: &str, address: &mut [u16; 8], ipv4_last: bool) -> Option<usize> {
    if text.is_empty() {
        return Some(0);
    }
    let mut slots = address.iter_mut();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (group, after) = cut(text, b':').map_or((text, None), |(group, after)| (group, Some(after)));
        rest = after;
        if ipv4_last
            && after.is_none()
            && let Some([a, b, c, d]) = ipv4(group)
        {
            *slots.next()? = u16::from_be_bytes([a, b]);
            *slots.next()? = u16::from_be_bytes([c, d]);
            continue;
        }
        let slot = slots.next().filter(|_| (1..=4).contains(&group.len()))?;
        for byte in group.bytes() {
            *slot = *slot << 4 | u16::try_from(char::from(byte).to_digit(16)?).ok()?;
        }
    }
    Some(8_usize.saturating_sub(slots.len()))
}

/// What follows the base in a URL of the same account; `None` for any other URL.
pub(crate) fn below<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = at_origin(base, url)?.strip_prefix(base.path.as_str())?;
    // `fetch` resolves dot segments, encoded ones too, and would leave the base.
    let path = cut(rest, b'?').map_or(rest, |(path, _)| path);
    let path = cut(path, b'#').map_or(path, |(path, _)| path);
    (rest.starts_with('/') && every(path, b'/', |part| !is_dots(part))).then_some(rest)
}

/// What follows the origin in a URL of the base's origin; `None` for any other URL.
pub(crate) fn at_origin<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = url.strip_prefix(&base.origin)?;
    let clean = rest.starts_with('/') && rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    clean.then_some(rest)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::{ipv4, ipv6, push_segment};

    proptest! {
        #[test]
        fn addresses_are_what_the_standard_library_reads(
            text in "[0-9]{1,3}(\\.[0-9]{1,3}){2,4}",
            groups in "(::)?([0-9a-f]{0,5}::?){0,8}([0-9a-f]{0,4}|[0-9]{1,3}(\\.[0-9]{1,3}){3})(::)?",
        ) {
            prop_assert_eq!(ipv4(&text), text.parse::<Ipv4Addr>().ok().map(|address| address.octets()));
            prop_assert_eq!(
                ipv6(&format!("[{groups}]")),
                groups.parse::<Ipv6Addr>().ok().map(|address| address.segments()),
                "{}", groups
            );
        }

        #[test]
        fn a_segment_is_encoded_as_another_writer_encodes_it(text: String) {
            const SEGMENT: &percent_encoding::AsciiSet =
                &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
            let mut out = String::new();
            push_segment(&mut out, &text);
            prop_assert_eq!(out, utf8_percent_encode(&text, SEGMENT).to_string());
        }
    }
}
