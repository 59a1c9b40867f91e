//! Settings: a text that is read is written again as the same settings, and changes of a digest change nothing else.

use msgraph_spec::settings::{Settings, sha256};

use crate::readers::{rendered, text};

/// Settings of a slice. What is read says itself again, the text takes new digests, and nothing outside of the text
/// is read but files, which there are none of: a reader of the settings refuses, and names no other place.
///
/// # Panics
/// If that does not hold.
pub fn settings(data: &[u8]) {
    let text = text(data);
    let read = || Settings::from_text("msgraph.toml", &text, "/nowhere");
    let settings = match read() {
        Ok(settings) => settings,
        Err(faults) => {
            assert!(faults.has_errors());
            rendered(&faults);
            return;
        }
    };
    let written = settings.to_toml();
    let again = Settings::from_text("msgraph.toml", &written, "/nowhere");
    let again = again.unwrap_or_else(|faults| panic!("what was written is refused: {faults}\n{written}"));
    assert_eq!(again.to_toml(), written);
    let kinds: Vec<_> = settings.sources().map(|(kind, _)| (kind, sha256(b"x"))).collect();
    match Settings::update_sha256(&text, kinds) {
        Ok(changed) => {
            let changed = Settings::from_text("msgraph.toml", &changed, "/nowhere");
            assert!(changed.is_ok(), "new digests broke the text: {}", changed.unwrap_err());
        }
        Err(faults) => panic!("new digests were refused: {faults}"),
    }
    let faults = settings.reader_with(|_, _| Some(String::new())).read_partly().faults;
    assert!(faults.has_errors(), "an empty text was read");
    rendered(&faults);
}
