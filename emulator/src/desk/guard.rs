//! Who may come to the desk: programs of this machine, and no web page from elsewhere in one of its browsers.
//!
//! - The peer must have a loopback address, whatever address the emulator listens on.
//! - `Host` must be a name or address of the loopback interface. A page whose name was pointed at 127.0.0.1 after
//!   it was loaded (DNS rebinding) has its own name there.
//! - What comes from a browser must come from the desk's own page: `Origin` and `Sec-Fetch-Site` say from where it
//!   is, and a page cannot set them. Only the page itself may be opened from a link elsewhere.
//!
//! There are no headers for cross-origin requests, and so no other page can read an answer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;

use super::answer::Refusal;

/// Makes sure that a request may be answered. Another site may have a link to what is a page.
pub(super) fn check(peer: SocketAddr, parts: &Parts, is_page: bool) -> Result<(), Refusal> {
    if !is_loopback(peer.ip()) {
        let message = "The emulator's page and its control endpoint are for programs on the same machine, by \
                       way of a loopback address such as 127.0.0.1.";
        return Err(Refusal::forbidden("notLoopback", message));
    }
    let host = host(parts)?;
    if parts.headers.get_all(ORIGIN).iter().any(|origin| !is_own(origin.as_bytes(), host)) {
        let message = "The request comes from another origin. Only the emulator's own page may do that.";
        return Err(Refusal::forbidden("otherOrigin", message));
    }
    let sites = parts.headers.get_all("sec-fetch-site");
    let is_elsewhere = sites.iter().any(|site| site != "same-origin" && site != "none");
    if is_elsewhere && !(is_page && parts.method.is_safe()) {
        let message =
            "The request comes from a page of another site. Only the emulator's own page may do that.";
        return Err(Refusal::forbidden("otherSite", message));
    }
    Ok(())
}

/// The `Host` of a request, if it is one of this machine.
fn host(parts: &Parts) -> Result<&str, Refusal> {
    let refused = || {
        let message = "The `Host` must be localhost or a loopback address such as 127.0.0.1. It may be another \
                       one where somebody's domain points to this machine.";
        Refusal::forbidden("otherHost", message)
    };
    let mut hosts = parts.headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(refused()) };
    let host = host.to_str().map_err(|_| refused())?;
    // A target with a host of its own, as proxies get it, counts before the header.
    let target = parts.uri.authority().map(Authority::as_str);
    if is_local(host) && target.is_none_or(is_local) { Ok(host) } else { Err(refused()) }
}

/// Whether `host` or `host:port` is the machine itself. Read to the letter: what is anything else in any reading, such
/// as `[::1]evil`, is not.
fn is_local(authority: &str) -> bool {
    // Colons within brackets are of the address.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_port = |port: &str| port.bytes().all(|one| one.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let is_host = match host.strip_prefix('[') {
        Some(rest) => {
            let address = rest.strip_suffix(']').and_then(|one| one.parse::<Ipv6Addr>().ok());
            address.is_some_and(|one| is_loopback(one.into()))
        }
        None => {
            host.eq_ignore_ascii_case("localhost")
                || host.parse::<Ipv4Addr>().is_ok_and(|one| one.is_loopback())
        }
    };
    is_host && port.is_none_or(is_port)
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Whether an origin is that of the desk's page, which the browser has by the same `Host`.
fn is_own(origin: &[u8], host: &str) -> bool {
    origin.strip_prefix(b"http://").is_some_and(|rest| rest.eq_ignore_ascii_case(host.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(peer: &str, request: http::request::Builder, is_page: bool) -> &'static str {
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let peer = SocketAddr::new(peer.parse().expect("an address"), 5000);
        check(peer, &parts, is_page).map_or_else(|refusal| refusal.code(), |()| "open")
    }

    fn get(host: &str) -> http::request::Builder {
        http::Request::get("/emulator/users").header("host", host)
    }

    #[test]
    fn only_loopback_peers_are_let_in() {
        for peer in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(code(peer, get("localhost"), false), "open", "{peer}");
        }
        for peer in ["192.168.1.4", "10.0.0.1", "0.0.0.0", "fe80::1", "::ffff:10.0.0.1", "8.8.8.8"] {
            assert_eq!(code(peer, get("localhost"), true), "notLoopback", "{peer}");
        }
    }

    #[test]
    fn the_host_is_of_this_machine() {
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:41234", "127.1.2.3", "[::1]:80", "[::1]"] {
            assert_eq!(code("127.0.0.1", get(host), false), "open", "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:80",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "localhost@evil.example",
            "evil@localhost",
            "192.168.1.4",
            "0.0.0.0",
            "",
            "[::1",
            "[fe80::1]",
            "[::1]evil",
            "[::1]evil:80",
            "[::1]:80:80",
            "::1",
            "[127.0.0.1]",
            "127.0.0.1:99999",
            "localhost:",
            "localhost:+80",
            "localhost:80x",
            "localhost.",
        ] {
            assert_eq!(code("127.0.0.1", get(host), true), "otherHost", "{host}");
        }
        assert_eq!(code("::1", http::Request::get("/"), true), "otherHost", "no host at all");
        assert_eq!(
            code("::1", get("localhost").header("host", "localhost"), true),
            "otherHost",
            "two of them"
        );
        for target in ["http://evil.example/", "http://evil@localhost/", "http://localhost:99999/"] {
            let absolute = http::Request::get(target).header("host", "localhost");
            assert_eq!(code("::1", absolute, true), "otherHost", "{target}");
        }
        let absolute = http::Request::get("http://localhost:80/").header("host", "localhost:80");
        assert_eq!(code("::1", absolute, true), "open");
    }

    #[test]
    fn a_page_of_another_origin_is_kept_out() {
        let post = |name: &str, value: &str| {
            http::Request::post("/emulator/reset").header("host", "127.0.0.1:80").header(name, value)
        };
        assert_eq!(code("::1", post("origin", "http://127.0.0.1:80"), false), "open");
        for origin in [
            "http://localhost:80",
            "http://127.0.0.1:81",
            "https://127.0.0.1:80",
            "null",
            "http://evil.example",
        ] {
            assert_eq!(code("::1", post("origin", origin), false), "otherOrigin", "{origin}");
        }
        for (site, wanted) in [
            ("same-origin", "open"),
            ("none", "open"),
            ("same-site", "otherSite"),
            ("cross-site", "otherSite"),
        ] {
            assert_eq!(code("::1", post("sec-fetch-site", site), false), wanted, "{site}");
            assert_eq!(code("::1", post("sec-fetch-site", site), true), wanted, "a change of {site}");
            assert_eq!(code("::1", get("localhost").header("sec-fetch-site", site), false), wanted, "{site}");
            assert_eq!(
                code("::1", get("localhost").header("sec-fetch-site", site), true),
                "open",
                "a link of {site}"
            );
        }
    }
}
