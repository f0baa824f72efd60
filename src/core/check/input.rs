//! What is checked: a text taken apart, unless it is too long for that.

use crate::core::json::{Malformed, Node, Tape};

/// The longest input, in bytes of its JSON text. A bound of our own: no documented input comes near it.
pub(crate) const MAX_INPUT: usize = 1 << 20;

/// The rule of that bound.
pub(crate) const TOO_LONG: &str = "must be at most 1 MiB as JSON text";

/// Why there is nothing to check.
#[derive(Debug)]
pub(super) enum Unread {
    TooLong,
    Malformed(Malformed),
}

/// The text of an input, read.
#[derive(Debug)]
pub(crate) struct Input<'t>(Result<Tape<'t>, Unread>);

impl<'t> Input<'t> {
    pub fn of(text: &'t str) -> Self {
        if text.len() > MAX_INPUT {
            return Self(Err(Unread::TooLong));
        }
        Self(Tape::of(text).map_err(Unread::Malformed))
    }

    pub(super) fn root(&self) -> Result<Node<'_>, &Unread> {
        self.0.as_ref().map(Tape::root)
    }
}
