//! `cargo fuzz run openapi`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| msgraph_fuzz::openapi(data));
