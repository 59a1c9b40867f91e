//! Reads a description and, if given, a permission table, and says how long it took. What has `/**` or `{id}` in it
//! is a pattern of what to keep; of a description in CSDL only that is walked.

use std::time::Instant;

fn main() -> Result<(), msgraph_spec::Diagnostics> {
    let (patterns, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|one| one.contains("/**") || one.contains("{id}"));
    let mut files = files.into_iter();
    let Some(description) = files.next() else {
        println!("usage: read <openapi or csdl> [<permissions>] [<pattern>..]");
        return Ok(());
    };
    let mut reader = msgraph_spec::Reader::spec(description);
    for pattern in patterns {
        reader = reader.include(pattern);
    }
    if let Some(permissions) = files.next() {
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
