//! What is checked: a text taken apart, unless it is too long for that.

use super::Source;
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
pub(crate) struct Input<'t> {
    pub(super) source: Source,
    read: Result<Tape<'t>, Unread>,
}

impl<'t> Input<'t> {
    pub fn of(text: &'t str, source: Source) -> Self {
        let read = if text.len() > MAX_INPUT {
            Err(Unread::TooLong)
        } else {
            let tape = match source {
                Source::Text => Tape::of(text),
                Source::Script => Tape::of_script(text),
            };
            tape.map_err(Unread::Malformed)
        };
        Self { source, read }
    }

    pub(super) fn root(&self) -> Result<Node<'_>, &Unread> {
        self.read.as_ref().map(Tape::root)
    }
}
