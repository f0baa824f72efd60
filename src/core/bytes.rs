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

/// Where the first byte stands whose top bit `marks` sets; the length where there is none.
#[inline]
fn first(bytes: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk() {
        let marked = marks(u64::from_le_bytes(*eight));
        if marked != 0 {
            return bytes.len().wrapping_sub(rest.len()).wrapping_add(place(marked));
        }
        rest = after;
    }
    last(bytes, marks)
}

/// The same where none is marked but perhaps one of the last, which are no eight. Not inlined: most strings end before.
#[inline(never)]
fn last(bytes: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    match bytes.last_chunk() {
        // The last eight, of which some have been looked at.
        Some(eight) => bytes.len().wrapping_sub(8).wrapping_add(place(marks(u64::from_le_bytes(*eight)))),
        None => place(marks(few(bytes))).min(bytes.len()),
    }
}

/// The place of the first mark; behind all eight where there is none.
fn place(marked: u64) -> usize {
    usize::try_from(marked.trailing_zeros() / 8).unwrap_or_default()
}

/// Fewer than eight bytes, with zeros behind them.
fn few(bytes: &[u8]) -> u64 {
    if let (Some(low), Some(high)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The second may begin within the first, where it says the same.
        let [low, high] = [low, high].map(|four| u64::from(u32::from_le_bytes(*four)));
        let behind = u32::try_from(bytes.len()).unwrap_or_default().saturating_sub(4).saturating_mul(8);
        return low | high.rotate_left(behind);
    }
    bytes.iter().rev().fold(0, |higher, byte| (higher << 8).wrapping_add((*byte).into()))
}

/// A control character or a quote. With two bits turned, the quote stands right behind the control characters.
fn control_or_quote(eight: u64) -> u64 {
    (eight ^ all(0x02)).wrapping_sub(all(0x21))
}

/// The first byte that JSON does not take as it is within a string: a quote, a backslash, a control character.
pub(crate) fn first_special(bytes: &[u8]) -> usize {
    first(bytes, |eight| (control_or_quote(eight) | below(eight ^ all(b'\\'))) & !eight & TOPS)
}

/// The same, or what is no visible ASCII and no space: where this is the quote, the string is as simple
/// as most are.
#[inline]
pub(crate) fn first_odd(bytes: &[u8]) -> usize {
    first(bytes, |eight| {
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
    first(bytes, marks)
}

/// Whether two texts are the same. WebAssembly has nothing quicker for `==` than one byte by one.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // Names mostly have up to sixteen bytes: two steps, the second of which may begin within the first.
    if let (Some(first), Some(last)) = (one.first_chunk::<8>(), one.last_chunk::<8>()) {
        return other.first_chunk() == Some(first)
            && other.last_chunk() == Some(last)
            && (one.len() <= 16 || same_eights(one, other));
    }
    if let (Some(first), Some(last)) = (one.first_chunk::<4>(), one.last_chunk::<4>()) {
        return other.first_chunk() == Some(first) && other.last_chunk() == Some(last);
    }
    one.iter().zip(other).all(|(one, other)| one == other)
}

/// The same of all but the last bytes, which are no eight.
#[inline(never)]
fn same_eights(one: &[u8], other: &[u8]) -> bool {
    let (ones, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    ones.iter().zip(others).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use proptest::sample::Index;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{first_odd, first_of, first_special, same};

    fn slow(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
        bytes.iter().position(|byte| is(*byte)).unwrap_or(bytes.len())
    }

    proptest! {
        /// Wherever it stands among eights, and however few bytes follow it.
        #[test]
        fn the_first_is_found(
            plain in "[ !#-\\[\\]-~]{0,20}",
            odd in any::<u8>(),
            after in vec(any::<u8>(), 0..10),
            other in any::<u8>(),
        ) {
            let bytes: Vec<u8> = plain.bytes().chain([odd]).chain(after).collect();
            let special = |byte| matches!(byte, b'"' | b'\\' | 0..=0x1F);
            prop_assert_eq!(first_of(&bytes, odd), slow(&bytes, |byte| byte == odd));
            prop_assert_eq!(first_of(&bytes, other), slow(&bytes, |byte| byte == other));
            prop_assert_eq!(first_special(&bytes), slow(&bytes, special));
            prop_assert_eq!(first_odd(&bytes), slow(&bytes, |byte| !matches!(byte, b' '..=b'~') || special(byte)));
        }

        /// Wherever the one byte stands in which they may differ.
        #[test]
        fn what_is_the_same_is_known(text in vec(any::<u8>(), 1..64), at in any::<Index>(), byte in any::<u8>()) {
            let mut other = text.clone();
            prop_assert!(same(&text, &other));
            if let Some(place) = other.get_mut(at.index(text.len())) {
                *place = byte;
            }
            prop_assert_eq!(same(&text, &other), text == other);
            other.pop();
            prop_assert!(!same(&text, &other));
        }
    }
}
