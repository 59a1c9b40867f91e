//! `cargo fuzz run pattern`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| msgraph_fuzz::pattern(data));
