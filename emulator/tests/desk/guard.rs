//! Who may come to the desk, and what no page of another site can do there.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use msgraph_emulator::Emulator;
use serde_json::json;

use crate::support::{Desk, READ_WRITE};

/// An address of this machine that is no loopback address. Nothing is sent for it.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

#[tokio::test]
async fn another_machine_reaches_graph_and_not_the_desk() {
    let Some(address) = own_address() else {
        println!("skipped: this machine has no address beside the loopback address");
        return;
    };
    let desk = Desk::with(Emulator::builder().address(address)).await;
    for path in ["/", "/emulator", "/emulator/requests", "/emulator/events", "/emulator/desk.js"] {
        for host in [desk.host(), "localhost"] {
            let reply =
                desk.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert_eq!((reply.status, reply.code().as_str()), (403, "notLoopback"), "{path}");
        }
    }
    assert_eq!(desk.json("POST", "/emulator/tokens", &json!({"permissions": []})).status, 403);
    assert_eq!(desk.send("GET", "/v1.0/me", "", "").status, 401);
    assert_eq!(desk.emulator.desk_url(), None);
}

#[tokio::test]
async fn an_emulator_that_listens_everywhere_still_has_its_desk_on_the_loopback_address() {
    let desk = Desk::with(Emulator::builder().address(IpAddr::V4(Ipv4Addr::UNSPECIFIED))).await;
    let port = desk.host().rsplit(':').next().expect("a port");
    let local = format!("GET /emulator HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(desk.raw(&local).status, 200);
    assert_eq!(desk.emulator.desk_url(), Some(format!("http://127.0.0.1:{port}/")));
}

#[tokio::test]
async fn a_name_that_was_pointed_at_this_machine_is_refused() {
    let desk = Desk::new().await;
    for path in ["/", "/emulator/requests", "/emulator/events"] {
        for host in ["evil.example", "127.0.0.1.evil.example"] {
            let reply =
                desk.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert_eq!((reply.status, reply.code().as_str()), (403, "otherHost"), "{path} {host}");
        }
    }
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    assert_eq!(desk.meeting(&token, "It stays"), 201);
    let json = "Content-Type: application/json\r\n";
    for (of, wanted) in [
        ("Origin: http://evil.example\r\n", "otherOrigin"),
        ("Origin: null\r\n", "otherOrigin"),
        ("Origin: http://localhost:3000\r\n", "otherOrigin"),
        ("Sec-Fetch-Site: cross-site\r\n", "otherSite"),
        ("Sec-Fetch-Site: same-site\r\n", "otherSite"),
    ] {
        let headers = format!("{json}{of}");
        for (method, path, body) in [
            ("POST", "/emulator/reset", ""),
            ("DELETE", "/emulator/requests", ""),
            ("POST", "/emulator/faults", r#"{"fault":"503"}"#),
            ("PUT", "/emulator/faults", r#"{"rates":[{"share":1,"fault":"503"}]}"#),
            ("POST", "/emulator/tokens", r#"{"permissions":[]}"#),
            ("OPTIONS", "/emulator/reset", ""),
            ("GET", "/emulator/requests", ""),
        ] {
            let reply = desk.send(method, path, &headers, body);
            assert_eq!((reply.status, reply.code().as_str()), (403, wanted), "{method} {path} {of}");
            assert_eq!(reply.header("access-control-allow-origin"), None);
        }
    }
    // A form needs no leave of the server, and is no JSON.
    let form = desk.send("POST", "/emulator/tokens", "Content-Type: text/plain\r\n", r#"{"permissions":[]}"#);
    assert_eq!((form.status, form.code().as_str()), (415, "notJson"));
    assert_eq!(desk.get("/emulator/meetings")["count"], 1);
    assert_eq!(desk.get("/emulator/requests")["requests"].as_array().map(Vec::len), Some(1));
    assert_eq!(desk.get("/emulator/faults")["rates"], json!([]));
    // Its own page has its own origin.
    let own = format!("{json}Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\n", desk.host());
    assert_eq!(desk.send("POST", "/emulator/reset", &own, "").status, 204);
    assert_eq!(desk.get("/emulator/meetings")["count"], 0);
}

#[tokio::test]
async fn the_page_and_its_files_let_nothing_in_from_elsewhere() {
    let desk = Desk::new().await;
    let files = [
        ("/", "text/html; charset=utf-8"),
        ("/emulator/desk.css", "text/css; charset=utf-8"),
        ("/emulator/desk.js", "text/javascript; charset=utf-8"),
        ("/favicon.ico", "image/svg+xml"),
        ("/emulator", "application/json; charset=utf-8"),
    ];
    for (path, media_type) in files {
        // A link on another site may lead to the page.
        let headers = if path == "/" { "Sec-Fetch-Site: cross-site\r\n" } else { "" };
        let reply = desk.send("GET", path, headers, "");
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(media_type)), "{path}");
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path}");
        }
        // Only the icon has an address in it, the name of its language.
        let addresses = reply.body.matches("://").count();
        assert!(path == "/favicon.ico" || path == "/emulator" || addresses == 0, "{path}");
        let head = desk.send("HEAD", path, headers, "");
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
    }
    assert_eq!(desk.emulator.requests(), []);
}
