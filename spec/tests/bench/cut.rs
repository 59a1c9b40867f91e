//! Cuts slices out of the whole of Graph and says how long it took.
//!
//! ```text
//! cargo run --release -p msgraph-spec --example cut -- ../shared/metadata/openapi/graph-v1.0.json '/me/onlineMeetings/**'
//! ```
//!
//! With no pattern, all of the description is read. What was cut out is written, read and written again.

use std::time::Instant;

use msgraph_spec::{Reader, write_openapi};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a description, and the patterns of what stays")?;
    let reader = arguments.fold(Reader::spec(path), Reader::include);
    let start = Instant::now();
    let api = reader.read()?.api;
    let (operations, types) = (api.operations.len(), api.types.len());
    println!("read in {:?}: {operations} operations, {types} types", start.elapsed());
    let start = Instant::now();
    let written = write_openapi(&api);
    println!("written in {:?}: {} lines", start.elapsed(), written.lines().count());
    let start = Instant::now();
    let again = Reader::openapi_text("written.yaml", &written).read()?.api;
    println!("read again in {:?}", start.elapsed());
    if write_openapi(&again) != written || again.types != api.types || again.operations != api.operations {
        return Err("what was written does not come back".into());
    }
    Ok(())
}
