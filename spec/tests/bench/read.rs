//! Reads a description and, if given, a permission table, and says how long it took.

use std::time::Instant;

fn main() -> Result<(), msgraph_spec::Diagnostics> {
    let mut arguments = std::env::args().skip(1);
    let Some(openapi) = arguments.next() else {
        println!("usage: read <openapi> [<permissions>]");
        return Ok(());
    };
    let mut reader = msgraph_spec::Reader::openapi(openapi);
    if let Some(permissions) = arguments.next() {
        reader = reader.permissions(permissions).permissions_may_cover_more(true);
    }
    let start = Instant::now();
    let read = reader.read()?;
    let took = start.elapsed();
    println!("{}", read.warnings);
    println!(
        "{} types, {} operations, {} permissions, {} warnings, {took:?}",
        read.api.types.len(),
        read.api.operations.len(),
        read.api.permissions.len(),
        read.warnings.len()
    );
    if let Ok(memory) = std::fs::read_to_string("/proc/self/status") {
        println!("{}", memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
    }
    Ok(())
}
