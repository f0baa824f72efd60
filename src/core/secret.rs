//! Text that must never be shown.

use std::fmt;

use super::text::{concat, join};

/// A credential. `Debug` shows `[redacted]`, there is no `Display` and no `Serialize`:
/// the only way to the text is [`Secret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What stands where a credential would.
pub const REDACTED: &str = "[redacted]";

impl Secret {
    /// Wraps a credential.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The credential itself, for the header that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// What headers become of an account's credentials, given in the order of its table.
#[derive(Debug)]
pub(crate) struct Credentials {
    /// Each by its name, and the word that stands before it.
    pub headers: &'static [(&'static str, &'static str)],
    /// They are user name and password of the Basic scheme (RFC 7617), and together in one header.
    pub basic: bool,
}

impl Credentials {
    pub fn headers(&self, parts: &[&str]) -> Vec<(&'static str, Secret)> {
        let mut encoded = String::new();
        if self.basic {
            base64(&mut encoded, join(parts, ":").as_bytes());
        }
        let mut made = Vec::new();
        for (place, (name, before)) in self.headers.iter().enumerate() {
            let part =
                if self.basic { encoded.as_str() } else { parts.get(place).copied().unwrap_or_default() };
            made.push((*name, Secret(concat(&[before, part]))));
        }
        made
    }
}

/// Base64 (RFC 4648). The crate of this name takes ten times the code for it; the test holds this against it.
fn base64(out: &mut String, bytes: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut put = |six: u32| {
        let place = usize::try_from(six & 63).unwrap_or_default();
        if let Some(byte) = ALPHABET.get(place) {
            out.push(char::from(*byte));
        }
    };
    // Bits that wait to be six, and how many.
    let (mut bits, mut waiting) = (0_u32, 0_u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        waiting = waiting.saturating_add(8);
        while let Some(fewer) = waiting.checked_sub(6) {
            waiting = fewer;
            put(bits >> waiting);
        }
    }
    match waiting {
        2 => {
            put(bits << 4);
            out.push_str("==");
        }
        4 => {
            put(bits << 2);
            out.push('=');
        }
        _ => {}
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn base64_is_what_another_writer_writes(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let mut written = String::new();
            super::base64(&mut written, &bytes);
            prop_assert_eq!(written, STANDARD.encode(bytes));
        }
    }
}
