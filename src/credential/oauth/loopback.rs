//! The browser comes back to this machine.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions>.

use std::net::Ipv4Addr;
use std::time::Duration;

use msgraph_core::CredentialError;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::SignIn;
use crate::root::is_loopback;

/// How long a connection may take to say what it wants. Browsers open some that never do.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long the head of a request may be.
const HEAD: usize = 32 * 1024;

/// Listens for the browser, and says where that is.
pub(super) async fn listen(redirect_uri: &str) -> Result<(TcpListener, String), CredentialError> {
    let url = Url::parse(redirect_uri).ok().filter(|url| url.scheme() == "http" && is_loopback(url));
    let Some(mut url) = url else {
        return Err(CredentialError::new(
            "the redirect URI is not of this machine; register `http://localhost` for the app, and give that",
        ));
    };
    let no_port =
        |fault| CredentialError::new("no port of 127.0.0.1 can be had for the browser").caused_by(fault);
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, url.port().unwrap_or(0))).await.map_err(no_port)?;
    let port = listener.local_addr().map_err(no_port)?.port();
    let bare = url.path() == "/" && !redirect_uri.ends_with('/');
    // fails where there is no host, and there is one
    let _ = url.set_port(Some(port));
    let text = if bare { url.as_str().trim_end_matches('/') } else { url.as_str() };
    Ok((listener, text.to_owned()))
}

/// Waits until the browser comes back from that sign-in. What else comes is turned away.
pub(super) async fn redirected(listener: &TcpListener, sign_in: &SignIn) -> Result<Url, CredentialError> {
    loop {
        let failed = |fault| CredentialError::new("the port for the browser was lost").caused_by(fault);
        let (mut stream, _) = listener.accept().await.map_err(failed)?;
        let target = tokio::time::timeout(PATIENCE, target(&mut stream)).await.ok().flatten();
        let answer = target.filter(|url| sign_in.is_answered_by(url));
        let (status, text) = match &answer {
            Some(_) => ("200 OK", "You can close this window and go back to the program."),
            None => ("404 Not Found", "There is nothing here."),
        };
        let page = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
             cache-control: no-store\r\nconnection: close\r\n\r\n{text}",
            text.len()
        );
        // a browser that is gone needs no page
        let _ = tokio::time::timeout(PATIENCE, stream.write_all(page.as_bytes())).await;
        if let Some(url) = answer {
            return Ok(url);
        }
    }
}

/// What a GET asks for.
async fn target(stream: &mut TcpStream) -> Option<Url> {
    let (mut head, mut piece) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(&piece[..count]);
        if head.len() > HEAD {
            return None;
        }
    }
    let line = str::from_utf8(&head).ok()?.lines().next()?;
    let path = line.strip_prefix("GET ")?.split(' ').next().filter(|path| path.starts_with('/'))?;
    Url::parse(&format!("http://127.0.0.1{path}")).ok()
}
