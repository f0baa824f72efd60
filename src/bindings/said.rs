//! What is mostly said as it was the last time is not said again to who knows it already.
//!
//! Who that is, JavaScript knows: it forgets what it was told as soon as somebody else asks. An instance that is given
//! up takes with it what it has said; the next one has said nothing, so it leaves out nothing.

use std::cell::RefCell;

use crate::core::bytes::same;

thread_local! {
    pub(super) static HEAD: Said = const { Said(RefCell::new(Vec::new())) };
    pub(super) static VERDICT: Said = const { Said(RefCell::new(Vec::new())) };
}

/// What is longer is not remembered, so that nothing large is kept.
const LONGEST: usize = 1 << 12;

/// What was said last, as far as that is remembered: bytes that nothing else would be said with.
pub(super) struct Said(RefCell<Vec<u8>>);

impl Said {
    /// Whether this is what was said last, and that is `known`. If not, it is what will be said now.
    pub fn again(&self, known: bool, now: &[u8]) -> bool {
        let mut last = self.0.borrow_mut();
        let again = known && same(&last, now);
        if !again {
            last.clear();
            if now.len() <= LONGEST {
                last.extend_from_slice(now);
            }
        }
        again
    }
}
