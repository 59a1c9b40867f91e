//! The desk, as a test in Rust holds it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::Emulator;

/// The desk.
impl Emulator {
    /// Where a browser of this machine finds the page: `http://127.0.0.1:41234/`. Nothing where the emulator listens
    /// on an address that no loopback address leads to.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// let emulator = msgraph_emulator::Emulator::start().await?;
    /// let page = reqwest::get(emulator.desk_url().expect("it is on this machine")).await?;
    /// assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    /// assert!(emulator.requests().is_empty(), "the page is no request to Graph");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn desk_url(&self) -> Option<String> {
        let address: SocketAddr = self.authority().strip_prefix("http://")?.parse().ok()?;
        desk_address(address.ip()).map(|ip| format!("http://{}/", SocketAddr::new(ip, address.port())))
    }

    /// Forgets the requests to Graph so far. Their numbers go on where they were.
    pub fn clear_requests(&self) {
        self.service.state().log.clear();
    }

    /// Drops meetings with all that belongs to them, other entities, requests, and faults that wait or come by
    /// chance. Users, apps and tokens stay.
    ///
    /// # Errors
    ///
    /// Where the file of a store cannot be written. Where an earlier change could not be, nothing is dropped.
    pub fn reset(&self) -> io::Result<()> {
        self.service.state().reset()
    }
}

/// The loopback address by which one who listens on an address is reached.
fn desk_address(listening: IpAddr) -> Option<IpAddr> {
    match listening {
        ip if ip.is_loopback() => Some(ip),
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Some(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Some(Ipv6Addr::LOCALHOST.into()),
        _ => None,
    }
}
