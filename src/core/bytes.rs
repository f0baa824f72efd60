//! Bytes looked at eight at a time, where every byte of an input is looked at.

const ONES: u64 = u64::MAX / 0xFF;
const TOPS: u64 = ONES << 7;

/// One less in each byte: of bytes without a top bit, the first that is zero gets one, and above it perhaps others do.
const fn below(eight: u64) -> u64 {
    eight.wrapping_sub(ONES)
}

/// The same byte eight times.
const fn all(byte: u8) -> u64 {
    ONES.wrapping_mul(byte as u64)
}

/// Where the first byte from there on stands whose top bit `marks` sets; the length where there is none.
#[inline]
fn first(bytes: &[u8], from: usize, marks: impl Fn(u64) -> u64) -> usize {
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((eight, after)) = rest.split_first_chunk() {
        let marked = marks(u64::from_le_bytes(*eight));
        if marked != 0 {
            return bytes.len().wrapping_sub(rest.len()).wrapping_add(place(marked));
        }
        rest = after;
    }
    last(bytes, rest, marks)
}

fn place(marked: u64) -> usize {
    usize::try_from(marked.trailing_zeros() / 8).unwrap_or_default()
}

/// The same for the last bytes, which are fewer than eight: with zeros behind them.
#[cold]
fn last(bytes: &[u8], few: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let eight = few.iter().rev().fold(0, |higher, byte| higher << 8 | u64::from(*byte));
    bytes.len().wrapping_sub(few.len()).wrapping_add(place(marks(eight)).min(few.len()))
}

/// A control character or a quote. With two bits turned, the quote stands right behind the control characters.
fn control_or_quote(eight: u64) -> u64 {
    (eight ^ all(0x02)).wrapping_sub(all(0x21))
}

/// The first byte that JSON does not take as it is within a string: a quote, a backslash, a control character.
pub(crate) fn first_special(bytes: &[u8]) -> usize {
    first(bytes, 0, |eight| (control_or_quote(eight) | below(eight ^ all(b'\\'))) & !eight & TOPS)
}

/// The same from somewhere on, or what is no visible ASCII and no space: where this is the quote, the string is as simple
/// as most are.
#[inline]
pub(crate) fn first_odd(bytes: &[u8], from: usize) -> usize {
    first(bytes, from, |eight| {
        // One more has the top bit from DEL on.
        let beyond = eight.wrapping_add(ONES);
        (beyond | control_or_quote(eight) | below(eight ^ all(b'\\'))) & TOPS
    })
}

/// The first byte that is this one.
pub(crate) fn first_of(bytes: &[u8], wanted: u8) -> usize {
    let marks = |eight: u64| {
        let others = eight ^ all(wanted);
        below(others) & !others & TOPS
    };
    first(bytes, 0, marks)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use proptest::prop_assert_eq;

    use super::{first_odd, first_of, first_special};

    fn slow(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
        bytes.iter().skip(from).position(|byte| is(*byte)).map_or(bytes.len(), |at| from.saturating_add(at))
    }

    proptest! {
        /// Wherever it stands among eights, and however few bytes follow it.
        #[test]
        fn the_first_is_found(plain in "[ !#-\\[\\]-~]{0,20}", odd in any::<u8>(), after in vec(any::<u8>(), 0..10), from in 0_usize..9, other in any::<u8>()) {
            let bytes: Vec<u8> = plain.bytes().chain([odd]).chain(after).collect();
            let special = |byte| matches!(byte, b'"' | b'\\' | 0..=0x1F);
            prop_assert_eq!(first_of(&bytes, odd), slow(&bytes, 0, |byte| byte == odd));
            prop_assert_eq!(first_of(&bytes, other), slow(&bytes, 0, |byte| byte == other));
            prop_assert_eq!(first_special(&bytes), slow(&bytes, 0, special));
            let from = from.min(bytes.len());
            prop_assert_eq!(first_odd(&bytes, from), slow(&bytes, from, |byte| !matches!(byte, b' '..=b'~') || special(byte)));
        }
    }
}
