//! Where texts change hands: JavaScript writes into one place of the module's memory and reads from another.
//!
//! Both places stay from call to call, so that a call allocates neither and nothing has to be freed on the other
//! side. Numbers are all that crosses as an argument or a result.

use std::cell::RefCell;

use crate::core::account::Settings;
use crate::core::issue::Issue;
use crate::core::json::Writer;

struct Desk {
    input: Vec<u8>,
    output: Writer,
    /// The account that is called for; calls come in runs of the same account.
    settings: Option<Settings>,
}

thread_local! {
    static DESK: RefCell<Desk> =
        const { RefCell::new(Desk { input: Vec::new(), output: Writer::new(), settings: None }) };
}

/// An output larger than this is given back once the next one begins.
const KEPT: usize = 4 << 20;

/// What lies on the desk when a call begins.
pub(super) struct Given<'d> {
    pub bytes: &'d [u8],
    settings: Option<&'d Settings>,
}

/// Issues, as they are thrown. None at all is a fault of ours.
pub(super) type Answer = Result<(), Vec<Issue>>;

impl<'d> Given<'d> {
    /// So many bytes from a place, as a text: JavaScript wrote it as UTF-8.
    pub fn text(&self, from: usize, bytes: usize) -> &'d str {
        let bytes = self.bytes.get(from..from.saturating_add(bytes));
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }

    pub fn settings(&self) -> Result<&'d Settings, Vec<Issue>> {
        self.settings.ok_or_else(Vec::new)
    }
}

/// Makes room for so many bytes, keeps what is written there, and says where it is.
pub(super) fn room(bytes: usize) -> usize {
    DESK.with_borrow_mut(|Desk { input, .. }| {
        input.reserve_exact(bytes.saturating_sub(input.len()));
        input.resize(bytes, 0);
        input.shrink_to_fit();
        input.as_ptr().expose_provenance()
    })
}

/// Where the answer stands.
pub(super) fn output() -> usize {
    DESK.with_borrow_mut(|Desk { output, .. }| output.raw().as_bytes().as_ptr().expose_provenance())
}

/// Takes the account of the calls to come from what lies on the desk.
pub(super) fn select(bytes: usize) {
    DESK.with_borrow_mut(|Desk { input, settings, .. }| {
        *settings = Settings::from_text(Given { bytes: input, settings: None }.text(0, bytes));
    });
}

/// Writes an answer and tells its length in bytes; where it holds issues instead, as `!length`, which is below zero.
pub(super) fn answer(make: &mut dyn FnMut(&Given<'_>, &mut Writer) -> Answer) -> i32 {
    DESK.with_borrow_mut(|Desk { input, output, settings }| {
        if output.raw().capacity() > KEPT {
            *output = Writer::new();
        }
        output.raw().clear();
        let refused = make(&Given { bytes: input, settings: settings.as_ref() }, output).err();
        if let Some(issues) = &refused {
            output.raw().clear();
            output.list(issues);
        }
        let length = i32::try_from(output.raw().as_bytes().len()).unwrap_or(i32::MAX);
        if refused.is_some() { !length } else { length }
    })
}
