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

/// Where the first byte stands whose top bit `marks` sets; the length where there is none. `is` says the same of one
/// byte.
#[inline]
fn first(bytes: &[u8], marks: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> usize {
    let (chunks, _) = bytes.as_chunks();
    let mut at = 0_usize;
    for chunk in chunks {
        let marked = marks(u64::from_le_bytes(*chunk));
        if marked != 0 {
            let within = usize::try_from(marked.trailing_zeros() / 8).unwrap_or_default();
            return at.saturating_add(within);
        }
        at = at.saturating_add(chunk.len());
    }
    // The last eight, of which some have been looked at; fewer are looked at one by one.
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().position(|byte| is(*byte)).unwrap_or(bytes.len());
    };
    let unmarked = marks(u64::from_le_bytes(*last)).trailing_zeros() / 8;
    let after = 8_u32.saturating_sub(unmarked);
    bytes.len().saturating_sub(usize::try_from(after).unwrap_or_default())
}

/// The first byte that JSON does not take as it is within a string: a quote, a backslash, a control character.
pub(crate) fn first_special(bytes: &[u8]) -> usize {
    let marks = |eight: u64| {
        let control = eight.wrapping_sub(all(0x20));
        (control | below(eight ^ all(b'"')) | below(eight ^ all(b'\\'))) & !eight & TOPS
    };
    first(bytes, marks, |byte| matches!(byte, b'"' | b'\\' | 0..=0x1F))
}

/// The same, or what is no visible ASCII and no space: where this is the quote, the string is as simple as most are.
pub(crate) fn first_odd(bytes: &[u8]) -> usize {
    let marks = |eight: u64| {
        let control = eight.wrapping_sub(all(0x20)) | eight.wrapping_add(ONES);
        (eight | control | below(eight ^ all(b'"')) | below(eight ^ all(b'\\'))) & TOPS
    };
    first(bytes, marks, |byte| !matches!(byte, 0x20..=0x7E) || matches!(byte, b'"' | b'\\'))
}

/// The first byte that is this one.
pub(crate) fn first_of(bytes: &[u8], wanted: u8) -> usize {
    let marks = |eight: u64| {
        let others = eight ^ all(wanted);
        below(others) & !others & TOPS
    };
    first(bytes, marks, |byte| byte == wanted)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::prop_assert_eq;

    use super::{first_odd, first_of, first_special};

    fn slow(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
        bytes.iter().position(|byte| is(*byte)).unwrap_or(bytes.len())
    }

    proptest! {
        #[test]
        fn the_first_is_found(plain in "[ !#-\\[\\]-~]{0,20}", odd in any::<u8>(), after in any::<[u8; 9]>()) {
            let bytes: Vec<u8> = plain.bytes().chain([odd]).chain(after).collect();
            prop_assert_eq!(first_of(&bytes, odd), slow(&bytes, |byte| byte == odd));
            prop_assert_eq!(first_special(&bytes), slow(&bytes, |byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)));
            prop_assert_eq!(first_odd(&bytes), slow(&bytes, |byte| !byte.is_ascii_graphic() && byte != b' ' || matches!(byte, b'"' | b'\\')));
        }
    }
}
