//! A server with TLS and a certificate of its own, and a process that trusts it.

use std::sync::{Arc, Mutex};

use msgraph::{Graph, GraphBuilder};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The variable that names the file of trusted certificates, for OpenSSL and for rustls on Linux.
const TRUSTED: &str = "SSL_CERT_FILE";
/// Set in processes that [`trusting`] began.
const CHILD: &str = "MSGRAPH_TEST_CHILD";

/// What a connection looked like.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Seen {
    /// What was agreed on: `h2` or `http/1.1`.
    pub(crate) protocol: String,
    pub(crate) cipher_suite: String,
    /// How many requests came over it.
    pub(crate) requests: usize,
}

/// A server of HTTP/2 and HTTP/1.1 that answers every request with `{}`.
pub(crate) struct TlsServer {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// The groups for key exchange that the last client offered, by their names in rustls.
    groups: Arc<Mutex<String>>,
}

/// Runs a test in a process of its own that trusts the certificate of its server. `None` in that process: go on.
pub(crate) fn trusting(test: &str, also: &[(&str, &str)]) -> Option<()> {
    if std::env::var_os(CHILD).is_some() {
        return None;
    }
    let file = std::env::temp_dir().join(format!("msgraph-{}-{test}.pem", std::process::id()));
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test]).env(TRUSTED, &file).env(CHILD, "1").env_remove("SSL_CERT_DIR");
    let output = again.envs(also.iter().copied()).output().unwrap();
    let _ = std::fs::remove_file(file);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
    Some(())
}

impl TlsServer {
    /// A server whose certificate is written to where this process looks for those that it trusts.
    pub(crate) async fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(std::env::var_os(TRUSTED).unwrap(), made.cert.pem()).unwrap();
        let key = made.signing_key.serialize_der();
        let key = ring::sign::any_supported_type(&rustls::pki_types::PrivatePkcs8KeyDer::from(key).into());
        let groups = Arc::new(Mutex::new(String::new()));
        let certificate = Arc::new(CertifiedKey::new(vec![made.cert.der().clone()], key.unwrap()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Resolver { certificate, groups: Arc::clone(&groups) }));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];

        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(accept(listener, TlsAcceptor::from(Arc::new(config)), Arc::clone(&seen)));
        Self { port, seen, groups }
    }

    /// A client of it, to be built.
    pub(crate) fn builder(&self) -> GraphBuilder {
        Graph::builder().base_url(format!("https://127.0.0.1:{}/v1.0", self.port)).token("SECRET-token")
    }

    /// The connections so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn offered_groups(&self) -> String {
        self.groups.lock().unwrap().clone()
    }
}

/// Gives the one certificate, and keeps what the client offers.
#[derive(Debug)]
struct Resolver {
    certificate: Arc<CertifiedKey>,
    groups: Arc<Mutex<String>>,
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        *self.groups.lock().unwrap() = format!("{:?}", hello.named_groups());
        Some(Arc::clone(&self.certificate))
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, seen: Arc<Mutex<Vec<Seen>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let tls = stream.get_ref().1;
            let protocol = String::from_utf8_lossy(tls.alpn_protocol().unwrap_or_default()).into_owned();
            let cipher_suite = format!("{:?}", tls.negotiated_cipher_suite().unwrap().suite());
            let place = {
                let mut seen = seen.lock().unwrap();
                seen.push(Seen { protocol: protocol.clone(), cipher_suite, requests: 0 });
                seen.len() - 1
            };
            let count = move || seen.lock().unwrap()[place].requests += 1;
            if protocol == "h2" { http2(stream, count).await } else { http1(stream, count).await }
        });
    }
}

async fn http2(stream: TlsStream<TcpStream>, count: impl Fn()) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        count();
        let mut body = respond.send_response(http::Response::new(()), false).unwrap();
        body.send_data(bytes::Bytes::from_static(b"{}"), true).unwrap();
    }
}

async fn http1(mut stream: TlsStream<TcpStream>, count: impl Fn()) {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        count();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        stream.flush().await.unwrap();
    }
}
