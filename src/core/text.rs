//! Texts put together and cut. The standard library does all of this for any pattern, any item and any way to format,
//! and makes code of its own for each; these few are small in the module that browsers download, and no slower.

use super::bytes::first_of;

/// One text of many.
pub(crate) fn concat(parts: &[&str]) -> String {
    join(parts, "")
}

/// One text of many, with another between each two.
#[inline(never)]
pub(crate) fn join(parts: &[&str], between: &str) -> String {
    let bytes = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    let mut text = String::with_capacity(bytes.saturating_add(between.len().saturating_mul(parts.len())));
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            text.push_str(between);
        }
        text.push_str(part);
    }
    text
}

/// A number in digits.
#[inline(never)]
pub(crate) fn integer(number: i64) -> String {
    itoa::Buffer::new().format(number).to_owned()
}

/// Whether an ASCII character stands in a text.
#[inline(never)]
pub(crate) fn has(text: &str, byte: u8) -> bool {
    text.bytes().any(|other| other == byte)
}

/// The number of plain digits; `None` for anything else, and beyond 64 bits. 19 digits always fit, so nothing is checked at
/// each of them.
#[inline(never)]
pub(crate) fn natural(digits: &str) -> Option<u64> {
    let mut digits = digits;
    while digits.len() > 19 {
        digits = digits.strip_prefix('0')?;
    }
    let mut sum = 0_u64;
    for byte in digits.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        sum = sum.wrapping_mul(10).wrapping_add(digit.into());
    }
    (!digits.is_empty()).then_some(sum)
}

/// What stands before and after the first of an ASCII character.
#[inline(never)]
pub(crate) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let (before, rest) = text.split_at_checked(first_of(text.as_bytes(), at))?;
    Some((before, rest.get(1..)?))
}
