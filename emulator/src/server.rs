//! HTTP/1.1 on a thread of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::desk;
use crate::error::EmulatorError;
use crate::exchange::Outcome;
use crate::fault::{Cut, Delivery};
use crate::payload::{self, Payload};
use crate::service::{BODY_LIMIT, Service, TooLarge};

/// How much of a body that is too long is read on and thrown away, so that a client that is still
/// sending gets to read its answer.
const DRAIN_LIMIT: usize = 16 * BODY_LIMIT;

/// How much of an answer hyper keeps before it waits for the connection. What it keeps is lost when a body is cut
/// off, so it must be no more than what the system takes at once; and enough for the head of a request.
const BUFFER: usize = 64 * 1024;

/// How long nothing is accepted after an error.
const BREATH: Duration = Duration::from_millis(20);

/// A running server. Dropping it closes the port and every connection.
///
/// It stands on a thread and a runtime of its own: a test may share one emulator among many, each of
/// which has its own runtime, and may call it with a client that blocks.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It failed only where a handler panicked, which the client has noticed by then.
            let _ = thread.join();
        }
    }
}

/// Starts a server; `prepare` makes the service once the address is known.
pub(crate) async fn start(
    address: SocketAddr,
    prepare: impl FnOnce(SocketAddr) -> Result<Arc<Service>, EmulatorError> + Send + 'static,
) -> Result<(Server, Arc<Service>), EmulatorError> {
    let (ready, is_ready) = oneshot::channel();
    let (stop, is_stopped) = oneshot::channel();
    let thread = thread::Builder::new()
        .name(String::from("msgraph-emulator"))
        .spawn(move || run(address, prepare, ready, is_stopped))
        .map_err(EmulatorError::Runtime)?;
    let server = Server { stop: Some(stop), thread: Some(thread) };
    let died = || EmulatorError::Runtime(io::Error::other("the thread of the emulator ended"));
    let service = is_ready.await.map_err(|_| died())??;
    Ok((server, service))
}

fn run(
    address: SocketAddr,
    prepare: impl FnOnce(SocketAddr) -> Result<Arc<Service>, EmulatorError>,
    ready: oneshot::Sender<Result<Arc<Service>, EmulatorError>>,
    is_stopped: oneshot::Receiver<()>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => return drop(ready.send(Err(EmulatorError::Runtime(error)))),
    };
    runtime.block_on(async {
        match open(address, prepare).await {
            Ok((listener, service)) => {
                tokio::spawn(accept(listener, Arc::clone(&service)));
                if ready.send(Ok(service)).is_ok() {
                    // Its sender says nothing: it is dropped when the emulator is.
                    let _ = is_stopped.await;
                }
            }
            Err(error) => drop(ready.send(Err(error))),
        }
    });
    // With the runtime go the listener and all connections.
}

async fn open(
    address: SocketAddr,
    prepare: impl FnOnce(SocketAddr) -> Result<Arc<Service>, EmulatorError>,
) -> Result<(TcpListener, Arc<Service>), EmulatorError> {
    let bind = |source| EmulatorError::Bind { address, source };
    let listener = TcpListener::bind(address).await.map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    Ok((listener, prepare(address)?))
}

async fn accept(listener: TcpListener, service: Arc<Service>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => drop(tokio::spawn(connection(stream, peer, Arc::clone(&service)))),
            // Of that one connection, or for want of file handles: others may end meanwhile, and asking at once
            // again and again would keep a processor busy until then.
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, service: Arc<Service>) {
    // Without it, small answers wait for the client's acknowledgement. It is no loss where it fails.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: Request<Incoming>| {
        let service = Arc::clone(&service);
        async move {
            let (parts, body) = request.into_parts();
            let body = read(body).await.map_err(io::Error::other)?;
            match desk::respond(&service, peer, &parts, &body) {
                Some(answer) => Ok(answer),
                None => deliver(service.respond(&parts, body)).await,
            }
        }
    });
    // An error here is the client's: it closed the connection or spoke no HTTP.
    let _ = http1::Builder::new().max_buf_size(BUFFER).serve_connection(TokioIo::new(stream), answer).await;
}

/// Hands an answer over to the connection; an error closes it before a word was said.
async fn deliver(outcome: Outcome) -> Result<Response<Payload>, io::Error> {
    let Delivery { delay, cut } = outcome.delivery;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let bytes = match cut {
        None => None,
        Some(Cut::Body(bytes)) => Some(bytes),
        Some(Cut::Before | Cut::After) => return Err(payload::closed()),
    };
    Ok(outcome.answer.map(|body| Payload::new(body, bytes)))
}

/// Reads a body, and what is too much of it without keeping it.
async fn read(mut body: Incoming) -> Result<Result<Bytes, TooLarge>, hyper::Error> {
    let mut kept = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length += data.len();
        if length <= BODY_LIMIT {
            kept.extend_from_slice(&data);
        } else if length > DRAIN_LIMIT {
            break;
        }
    }
    Ok(if length <= BODY_LIMIT { Ok(kept.freeze()) } else { Err(TooLarge) })
}
