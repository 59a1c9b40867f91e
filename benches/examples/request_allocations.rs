//! How often and how much a request allocates with `msgraph` and by hand.
//!
//! `cargo run --release -p msgraph-benches --example request_allocations`
//!
//! The client's thread alone is counted, and not the server's. A program apart from `request_cost`, so that there
//! nothing is counted in passing.

#[path = "request_cost/hand.rs"]
mod hand;
#[path = "request_cost/server.rs"]
mod server;
#[path = "request_cost/ways.rs"]
mod ways;

use std::error::Error;

use ways::{Call, Clients, Kind, Way};

/// Calls that are counted together, for the odd one that makes a buffer larger.
const CALLS: u64 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let clients = Clients::new(&format!("http://{}/v1.0", server::start()?))?;
    println!("{:<18} {:>12} {:>12} {:>12}", "for each call", "allocations", "bytes", "most at once");
    for call in Call::ALL {
        for way in Way::ALL {
            let calls = |count: u64| {
                runtime.block_on(async {
                    for _ in 0..count {
                        clients.call(Kind(way, call)).await?;
                    }
                    Ok::<(), Box<dyn Error>>(())
                })
            };
            calls(3)?; // the connection and its buffers
            let mut result = Ok(());
            let counted = allocation_counter::measure(|| result = calls(CALLS));
            result?;
            println!(
                "{:<18} {:>12} {:>12} {:>12}",
                format!("{}-{}", way.name(), call.name()),
                counted.count_total / CALLS,
                counted.bytes_total / CALLS,
                counted.bytes_max,
            );
        }
    }
    Ok(())
}
