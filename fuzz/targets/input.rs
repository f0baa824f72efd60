//! Any text as the input of every operation, and as an account.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| amends_fuzz::input::check(bytes));
