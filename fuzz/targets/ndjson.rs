//! Any bytes as a file of inputs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| amends_fuzz::ndjson::check(bytes));
