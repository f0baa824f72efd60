//! Any status, headers and body as the answer to every operation.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| amends_fuzz::response::check(bytes));
