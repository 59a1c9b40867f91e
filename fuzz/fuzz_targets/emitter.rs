//! `cargo fuzz run emitter`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| msgraph_fuzz::emitter(data));
