//! Where a walk is, and what it has met.

use crate::core::issue::{Path, Step};

/// Where the walk is. Most walks meet no issue, so the way there is put together only for one.
#[derive(Clone, Copy)]
pub(super) enum At<'p> {
    Root,
    Key(&'p At<'p>, &'p str),
    Index(&'p At<'p>, usize),
}

impl<'p> At<'p> {
    pub fn key(&'p self, key: &'p str) -> Self {
        At::Key(self, key)
    }

    pub fn path(&self) -> Path {
        let mut steps = Vec::new();
        let mut at = self;
        loop {
            let (up, step) = match at {
                At::Root => break,
                At::Key(up, key) => (up, Step::Key((*key).to_owned())),
                At::Index(up, index) => (up, Step::Index(*index)),
            };
            steps.push(step);
            at = up;
        }
        steps.reverse();
        Path(steps)
    }
}

/// Which fields of a table were met, whether they passed or not. No table has more than 64.
#[derive(Default)]
pub(super) struct Seen(u64);

impl Seen {
    pub fn add(&mut self, index: usize) {
        self.0 |= Self::bit(index);
    }

    pub fn has(&self, index: usize) -> bool {
        self.0 & Self::bit(index) != 0
    }

    /// Whether this field or one behind it was met.
    pub fn has_beyond(&self, index: usize) -> bool {
        self.0 >= Self::bit(index)
    }

    /// Whether the first so many fields were met, and no other.
    pub fn has_all(&self, many: usize) -> bool {
        self.0 == Self::bit(many).wrapping_sub(1)
    }

    fn bit(index: usize) -> u64 {
        1_u64.rotate_left(u32::try_from(index).unwrap_or_default())
    }
}
