//! Texts put together and cut. The standard library does all of this for any pattern, any item and any way to format,
//! and makes code of its own for each; these few are small in the module that browsers download, and no slower.

use super::buffer::Buffer;
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
pub(crate) fn integer(number: i64) -> String {
    let mut text = Buffer::new();
    push_integer(&mut text, number);
    text.into_string()
}

/// Writes a number in digits.
///
/// The crate `itoa` does the same in twice the code and a table of all pairs of digits.
#[inline(never)]
pub(crate) fn push_integer(out: &mut Buffer, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut rest = number.unsigned_abs();
    let mut digits = [0; 20];
    let mut from = digits.len();
    for place in digits.iter_mut().rev() {
        let digit;
        // Most numbers are short, and WebAssembly divides those of 32 bits far sooner.
        (rest, digit) = match u32::try_from(rest) {
            Ok(rest) => ((rest / 10).into(), u64::from(rest % 10)),
            Err(_) => (rest / 10, rest % 10),
        };
        *place = b'0' | u8::try_from(digit).unwrap_or_default();
        from = from.saturating_sub(1);
        if rest == 0 {
            break;
        }
    }
    out.push_digits(digits.get(from..).unwrap_or_default());
}

/// A hexadecimal digit, where `ten` is the letter for ten.
pub(crate) fn hex(digit: u8, ten: u8) -> u8 {
    digit.checked_sub(10).map_or(b'0' | digit, |above| ten.saturating_add(above))
}

/// What follows an ASCII character at the beginning of a text.
#[inline(never)]
pub(crate) fn past(text: &str, byte: u8) -> Option<&str> {
    if text.as_bytes().first() == Some(&byte) { text.get(1..) } else { None }
}

/// What precedes an ASCII character at the end of a text.
#[inline(never)]
pub(crate) fn up_to(text: &str, byte: u8) -> Option<&str> {
    if text.as_bytes().last() == Some(&byte) { text.get(..text.len().saturating_sub(1)) } else { None }
}

/// Whether an ASCII character stands in a text.
#[inline(never)]
pub(crate) fn has(text: &str, byte: u8) -> bool {
    text.bytes().any(|other| other == byte)
}

/// The number of plain digits; `None` for anything else, and for a number of more than 19: those always fit, so nothing is
/// checked at each of them.
#[inline(never)]
pub(crate) fn natural(digits: &str) -> Option<u64> {
    let mut digits = digits;
    while digits.len() > 19 {
        digits = past(digits, b'0')?;
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{any, prop_oneof, proptest};
    use proptest::prop_assert_eq;

    use super::{integer, natural};

    proptest! {
        #[test]
        fn an_integer_is_written_as_the_standard_library_writes_it(
            number in prop_oneof![any::<i64>(), -1000..1000_i64, proptest::sample::select(vec![i64::MIN, 0, 0xFFFF_FFFF, 0x1_0000_0000, i64::MAX])],
        ) {
            prop_assert_eq!(integer(number), number.to_string());
        }

        #[test]
        fn plain_digits_are_what_the_standard_library_reads(digits in "0{0,9}[0-9]{0,22}") {
            let theirs = digits.parse().ok().filter(|number| *number < 10_000_000_000_000_000_000_u64);
            prop_assert_eq!(natural(&digits), theirs);
        }
    }
}
