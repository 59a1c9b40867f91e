//! `cargo fuzz run csdl`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| msgraph_fuzz::csdl(data));
