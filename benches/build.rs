//! Writes the derived twins of the bundled slice, which `src/lib.rs` includes.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

#[path = "src/twin.rs"]
pub mod twin;

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let read = msgraph_spec::online_meetings().read()?;
    for (name, flavour) in [("plain", twin::Flavour::Plain), ("flatten", twin::Flavour::Flatten)] {
        fs::write(Path::new(&out).join(format!("{name}.rs")), twin::twins(&read.api, flavour))?;
    }
    // the slice is part of the crate that was linked: cargo runs this again when that one changes
    println!("cargo::rerun-if-changed=src/twin.rs");
    Ok(())
}
