//! What is mostly said as it was the last time is not said again to who knows it already.
//!
//! Who that is, JavaScript knows: it forgets what it was told as soon as somebody else asks. An instance that is given
//! up takes with it what it has said; the next one has said nothing, so it leaves out nothing.

use std::cell::{Cell, RefCell};
use std::mem;

use crate::core::bytes::same;

thread_local! {
    /// Whether the head said last holds nothing of an input.
    static HEAD: Cell<bool> = const { Cell::new(false) };
    /// The verdict said last, as far as that is remembered, and room for the next: bytes that nothing else would be said
    /// with.
    static VERDICTS: RefCell<[Vec<u8>; 2]> = const { RefCell::new([Vec::new(), Vec::new()]) };
}

/// What is longer is not remembered, so that nothing large is kept.
const LONGEST: usize = 1 << 12;

/// Whether this head is what was said last, and that is `known`: then whoever asks asks for the same operation of the same
/// account, and if neither head holds anything of an input, they are `fixed`. If not, it is what will be said now.
pub(super) fn head_again(known: bool, fixed: bool) -> bool {
    HEAD.replace(fixed) && known && fixed
}

/// Whether this verdict is what was said last, and that is `known`. If not, it is what will be said now.
pub(super) fn verdict_again(known: bool, write: impl FnOnce(&mut Vec<u8>)) -> bool {
    VERDICTS.with_borrow_mut(|[last, now]| {
        now.clear();
        write(now);
        let again = known && same(last, now);
        mem::swap(last, now);
        for verdict in [last, now] {
            if verdict.capacity() > LONGEST {
                *verdict = Vec::new();
            }
        }
        again
    })
}
