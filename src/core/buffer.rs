//! A text that grows by many short pieces.

/// Where everything that leaves is written. It holds bytes, because most pieces are of a few, and WebAssembly copies those
/// sooner in one or two steps of known length than by one that takes any; and only texts and ASCII are put in, so it is
/// UTF-8.
#[derive(Debug, Default)]
pub(crate) struct Buffer(Vec<u8>);

/// What is longer is copied sooner by one call.
const SHORT: usize = 16;

impl Buffer {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the bindings keep a buffer"))]
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    #[cfg_attr(
        not(any(test, target_arch = "wasm32")),
        expect(dead_code, reason = "only the bindings keep it")
    )]
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// One ASCII character.
    pub fn push(&mut self, ascii: u8) {
        debug_assert!(ascii.is_ascii(), "{ascii} is no character by itself");
        self.0.push(ascii);
    }

    /// A text of ours. Where this is built for speed, its length is known and it needs no call.
    #[inline]
    pub fn push_ours(&mut self, text: &'static str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    pub fn push_str(&mut self, text: &str) {
        self.append(text.as_bytes());
    }

    /// Digits, as many as there are.
    pub fn push_digits(&mut self, digits: &[u8]) {
        debug_assert!(digits.is_ascii(), "{digits:?} are no digits");
        self.append(digits);
    }

    fn append(&mut self, bytes: &[u8]) {
        let length = bytes.len();
        if length > SHORT {
            self.0.extend_from_slice(bytes);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            // The second may begin within the first.
            self.0.extend_from_slice(first);
            self.0.truncate(self.0.len().saturating_add(length).saturating_sub(16));
            self.0.extend_from_slice(last);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            self.0.extend_from_slice(first);
            self.0.truncate(self.0.len().saturating_add(length).saturating_sub(8));
            self.0.extend_from_slice(last);
        } else {
            for byte in bytes {
                self.0.push(*byte);
            }
        }
    }

    /// The text.
    pub fn into_string(self) -> String {
        String::from_utf8(self.0).unwrap_or_default()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::{prop, proptest};
    use proptest::prop_assert_eq;

    use super::Buffer;

    proptest! {
        #[test]
        fn what_is_pushed_stands_there(pieces in prop::collection::vec("[ -~é☕📖]{0,80}", 0..12)) {
            let mut all = Buffer::new();
            for piece in &pieces {
                all.push_str(piece);
                all.push(b'|');
                all.push_ours("><");
            }
            let expected = pieces.iter().flat_map(|piece| [piece.as_str(), "|><"]).collect::<String>();
            prop_assert_eq!(all.as_bytes(), expected.as_bytes());
            let mut again = all;
            again.clear();
            again.push_digits(b"7");
            prop_assert_eq!(again.into_string(), "7");
        }
    }
}
