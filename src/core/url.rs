//! Addresses: the account's base, path segments, and links that come back.
//!
//! Far less is accepted than the WHATWG URL standard repairs, so that what is checked here is what `fetch`
//! will call.

use std::mem;

use super::buffer::Buffer;
use super::issue::Code;
use super::text::{self, concat, cut, has, hex, past, up_to};

/// Writes a text as one path segment: everything but unreserved characters is percent-encoded, once.
pub(crate) fn push_segment(out: &mut Buffer, text: &str) {
    let mut rest = text;
    loop {
        let plain = rest.bytes().position(|byte| !is_unreserved(byte)).unwrap_or(rest.len());
        let (plain, from) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut chars = from.chars();
        let Some(other) = chars.next() else { return };
        rest = chars.as_str();
        for byte in other.encode_utf8(&mut [0; 4]).bytes() {
            out.push(b'%');
            out.push(hex(byte >> 4, b'A'));
            out.push(hex(byte & 15, b'A'));
        }
    }
}

/// RFC 3986's unreserved characters, by byte; of all bytes, so that none is compared with the table's end.
static UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
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
    while let Some(at) = rest.iter().position(|byte| !is_unreserved(*byte)) {
        let Some((byte, after)) = rest.get(at..).unwrap_or_default().split_first() else { break };
        match byte {
            b'%' => {
                let Some((encoded, after)) = from_hex(after) else {
                    return Some((Code::BadFormat, "must have two hexadecimal digits after each %"));
                };
                if encoded.is_ascii_control() || matches!(encoded, b'/' | b'\\') {
                    return Some((
                        Code::BadCharacters,
                        "must not hold an encoded slash, backslash or control character",
                    ));
                }
                rest = after;
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
    // Most are longer than all of these.
    segment.len() <= "%2e%2e".len()
        && [".", "..", "%2e", "%2e.", ".%2e", "%2e%2e"].iter().any(|dots| segment.eq_ignore_ascii_case(dots))
}

/// The byte that two hexadecimal digits name, and what follows them.
fn from_hex(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, after) = text.split_first_chunk::<2>()?;
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    Some((u8::try_from(high? << 4 | low?).ok()?, after))
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
    if has(rest, b'?') || has(rest, b'#') {
        return Err("must not have a query or fragment");
    }
    let (authority, path) = cut(rest, b'/').unwrap_or((rest, ""));
    if has(authority, b'@') {
        return Err("must not hold user info; credentials have fields of their own");
    }
    let (host, port) = split_port(authority).ok_or(FORM)?;
    if !is_host(host) {
        return Err("must have a host of ASCII letters, digits, dots and hyphens");
    }
    let (begin, default_port) = if scheme.eq_ignore_ascii_case("https") {
        ("https://", 443)
    } else if !scheme.eq_ignore_ascii_case("http") {
        return Err(FORM);
    } else if !is_loopback(host) {
        return Err("must be https");
    } else if !loopback_http {
        return Err("must be https; http to this computer needs `allowInsecureLoopback: true`");
    } else {
        ("http://", 80)
    };
    let mut segments = path;
    while let Some(shorter) = up_to(segments, b'/') {
        segments = shorter;
    }
    let mut base = Base { origin: concat(&[begin, host]), path: String::new() };
    base.origin.make_ascii_lowercase();
    if let Some(port) = port.filter(|port| *port != default_port) {
        base.origin.push(':');
        base.origin.push_str(&text::integer(port));
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

fn split_port(authority: &str) -> Option<(&str, Option<i64>)> {
    let (_, after_host) = cut(authority, b']').unwrap_or(("", authority));
    let Some((_, port)) = cut(after_host, b':') else { return Some((authority, None)) };
    let host = up_to(authority.strip_suffix(port)?, b':')?;
    let number = i64::try_from(text::natural(port)?).ok().filter(|number| (1..=65535).contains(number))?;
    Some((host, Some(number)))
}

/// Labels between dots. A host whose last label is a number is an IPv4 address to `fetch`, in forms few people expect
/// (`127.1`, `2130706433`); only the plain one is taken.
fn is_host(host: &str) -> bool {
    if past(host, b'[').is_some() {
        return ipv6(host).is_some();
    }
    let (mut label, mut rest) = (host, Some(host));
    while let Some(text) = rest {
        (label, rest) = cut(text, b'.').map_or((text, None), |(label, after)| (label, Some(after)));
        let sound = match label.as_bytes() {
            [] | [b'-', ..] | [.., b'-'] => false,
            label => label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'),
        };
        if !sound {
            return false;
        }
    }
    let numeric = match label.as_bytes() {
        [b'0', b'x' | b'X', hex @ ..] => hex.iter().all(u8::is_ascii_hexdigit),
        digits => digits.iter().all(u8::is_ascii_digit),
    };
    !numeric || ipv4(host).is_some()
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || ipv4(host).is_some_and(|address| address >> 24 == 127)
        || ipv6(host) == Some([0, 0, 0, 0, 0, 0, 0, 1])
}

/// An IPv4 address as four decimal numbers. (The parsers of the standard library read the same; they are three times
/// the code, and the test holds these against them.)
fn ipv4(text: &str) -> Option<u32> {
    let mut address = 0;
    let mut rest = text;
    for place in 0..4 {
        let digits = match cut(rest, b'.') {
            Some((digits, after)) if place < 3 => {
                rest = after;
                digits
            }
            None if place == 3 => rest,
            _ => return None,
        };
        if digits.len() > 1 && past(digits, b'0').is_some() {
            return None;
        }
        address = address << 8 | u32::from(u8::try_from(text::natural(digits)?).ok()?);
    }
    Some(address)
}

/// An IPv6 address in brackets, as RFC 4291 writes it.
fn ipv6(host: &str) -> Option<[u16; 8]> {
    let mut rest = up_to(past(host, b'[')?, b']')?;
    let mut address = [0; 8];
    let (mut groups, mut gap) = (0_usize, None);
    let mut push = |groups: &mut usize, group: u32| {
        *address.get_mut(*groups)? = u16::try_from(group).ok()?;
        *groups = groups.saturating_add(1);
        Some(())
    };
    loop {
        if let Some(after) = rest.strip_prefix("::").filter(|_| gap.is_none()) {
            gap = Some(groups);
            rest = after;
            if rest.is_empty() {
                break;
            }
        } else if groups > 0 {
            rest = past(rest, b':')?;
        }
        let end = rest.bytes().position(|byte| byte == b':');
        let (group, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        if let Some(address) = ipv4(group).filter(|_| after.is_empty()) {
            push(&mut groups, address >> 16)?;
            push(&mut groups, address & 0xFFFF)?;
        } else {
            push(&mut groups, hexadecimal(group)?)?;
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    let Some(gap) = gap else { return (groups == 8).then_some(address) };
    // The gap stands for one group at least; what follows it belongs to the end.
    let missing = 8_usize.checked_sub(groups).filter(|missing| *missing > 0)?;
    for at in (gap..groups).rev() {
        let group = mem::take(address.get_mut(at)?);
        *address.get_mut(at.saturating_add(missing))? = group;
    }
    Some(address)
}

/// A group of an IPv6 address.
fn hexadecimal(group: &str) -> Option<u32> {
    let mut number = 0;
    for byte in group.bytes() {
        number = number << 4 | char::from(byte).to_digit(16)?;
    }
    (1..=4).contains(&group.len()).then_some(number)
}

/// What follows the base in a URL of the same account; `None` for any other URL.
pub(crate) fn below<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = at_origin(base, url)?.strip_prefix(base.path.as_str())?;
    // `fetch` resolves dot segments, encoded ones too, and would leave the base.
    let path = cut(rest, b'?').map_or(rest, |(path, _)| path);
    let path = cut(path, b'#').map_or(path, |(path, _)| path);
    (past(rest, b'/').is_some() && every(path, b'/', |part| !is_dots(part))).then_some(rest)
}

/// What follows the origin in a URL of the base's origin; `None` for any other URL.
pub(crate) fn at_origin<'u>(base: &Base, url: &'u str) -> Option<&'u str> {
    let rest = url.strip_prefix(&base.origin)?;
    let clean =
        past(rest, b'/').is_some() && rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    clean.then_some(rest)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::{Buffer, ipv4, ipv6, push_segment, refuse_encoded};

    proptest! {
        #[test]
        fn addresses_are_what_the_standard_library_reads(
            text in "[0-9]{1,3}(\\.[0-9]{1,3}){2,4}",
            groups in "(::)?([0-9a-f]{0,5}::?){0,8}([0-9a-f]{0,4}|[0-9]{1,3}(\\.[0-9]{1,3}){3})(::)?",
        ) {
            prop_assert_eq!(ipv4(&text), text.parse::<Ipv4Addr>().ok().map(u32::from));
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
            let mut out = Buffer::new();
            push_segment(&mut out, &text);
            prop_assert_eq!(out.into_string(), utf8_percent_encode(&text, SEGMENT).to_string());
        }

        /// What is taken is what a regular grammar takes, byte by byte, whatever stands beside an escape.
        #[test]
        fn an_encoded_segment_is_taken_or_refused(
            text in "(%[0-9A-Fa-f]{2}|%[0-9g]|[a-zA-Z0-9._~-]|[ -~é\u{7f}]){0,9}",
        ) {
            let (mut rest, mut sound) = (text.as_str(), true);
            while let Some(first) = rest.chars().next() {
                let escape = rest.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
                let encoded = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                sound &= match first {
                    '%' => encoded.is_some_and(|byte| byte >= 0x20 && !matches!(byte, b'/' | b'\\' | 0x7f)),
                    other => other.is_ascii_alphanumeric() || "-._~".contains(other),
                };
                let read = if encoded.is_some() && first == '%' { 3 } else { first.len_utf8() };
                rest = rest.get(read..).unwrap_or_default();
            }
            let dots = [".", "..", "%2e", "%2e.", ".%2e", "%2e%2e", ""].contains(&text.to_ascii_lowercase().as_str());
            prop_assert_eq!(refuse_encoded(&text).is_none(), sound && !dots, "{:?}", text);
        }
    }
}
