//! That all ways send the same and get the same: without this, figures compare nothing.

use std::error::Error;
use std::net::TcpListener;
use std::thread;

use tokio::runtime::Runtime;

use crate::server::{self, Answers};
use crate::ways::{Call, Clients, Kind, Way};

/// Compares what goes out and what comes back.
///
/// # Errors
/// One that shows the two requests or answers that differ.
pub(crate) fn check(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    for call in Call::ALL {
        let expected = once(runtime, Kind(Way::Hand, call))?;
        for way in Way::ALL {
            let found = once(runtime, Kind(way, call))?;
            if found != expected {
                return Err(format!("{way:?} and Hand differ on {call:?}:\n{found:#?}\n{expected:#?}").into());
            }
        }
    }
    Ok(())
}

/// The lines of the request, of which those of the head are in order, and the text out of the answer.
fn once(runtime: &Runtime, kind: Kind) -> Result<(Vec<String>, String), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let clients = Clients::new(&format!("http://{}/v1.0", listener.local_addr()?))?;
    let request = thread::spawn(move || server::serve(listener.accept()?.0, &Answers::new(), 1));
    let answer = runtime.block_on(clients.call(kind))?.ok_or("an answer without what it should have")?;
    let request = request.join().map_err(|_| "the server panicked")??;
    let mut lines: Vec<String> = String::from_utf8(request)?.lines().map(known).collect();
    lines.sort();
    Ok((lines, answer))
}

/// A line of a request without what must differ: ports, ids, who asks.
fn known(line: &str) -> String {
    let differs = ["client-request-id: ", "host: ", "user-agent: "];
    differs.iter().find(|name| line.starts_with(*name)).map_or_else(|| line.to_owned(), ToString::to_string)
}
