//! `cargo fuzz run fixups`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| msgraph_fuzz::fixups(data));
