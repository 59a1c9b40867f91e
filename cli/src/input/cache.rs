//! What was downloaded, by its SHA-256, in the user's folder for caches: so a slice whose settings state what its
//! sources come to can be made again without a network.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use msgraph_spec::settings::sha256;

/// What was kept of that SHA-256, if it is still that.
pub(super) fn get(digits: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(folder()?.join(digits.to_ascii_lowercase())).ok()?;
    sha256(&bytes).eq_ignore_ascii_case(digits).then_some(bytes)
}

/// Keeps it. A cache that cannot be written costs a download the next time, and no more.
pub(super) fn put(digits: &str, bytes: &[u8]) {
    let Some(folder) = folder() else { return };
    let beside = folder.join(format!("{digits}.{}.tmp", std::process::id()));
    let kept = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&beside, bytes))
        .and_then(|()| std::fs::rename(&beside, folder.join(digits)));
    if kept.is_err() {
        std::fs::remove_file(beside).ok();
    }
}

fn folder() -> Option<PathBuf> {
    let places = etcetera::choose_base_strategy().ok()?;
    Some(places.cache_dir().join("cargo-msgraph"))
}
