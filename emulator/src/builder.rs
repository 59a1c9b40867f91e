//! What an emulator is made of.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
#[cfg(feature = "file")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::Emulator;
use crate::auth::Tokens;
use crate::error::EmulatorError;
use crate::fault::{Fault, Faults, Rates};
use crate::identity::{Identity, Settings};
use crate::moment::{self, Clock};
use crate::received::{self, Log};
use crate::server;
use crate::service::Service;
use crate::slices::Slices;
use crate::sources::{self, Source};
use crate::state::State;
#[cfg(feature = "file")]
use crate::store;
use crate::users::{self, User};

/// How many items go on a page where nothing else is said.
const PAGE_SIZE: usize = 100;

/// Sets an [`Emulator`] up, from [`Emulator::builder`].
#[must_use = "nothing runs before `start`"]
pub struct EmulatorBuilder {
    /// What is served first; nothing means the bundled online meetings.
    pub(crate) first: Option<Source>,
    pub(crate) others: Vec<Source>,
    address: IpAddr,
    port: u16,
    seed: u64,
    clock: Clock,
    page_size: usize,
    users: Vec<User>,
    pub(crate) meeting_limit: Option<usize>,
    pub(crate) identity: Settings,
    pub(crate) fault_rates: Vec<(f64, Fault)>,
    pub(crate) kept_requests: usize,
    pub(crate) kept_bodies: usize,
    #[cfg(feature = "file")]
    pub(crate) store: Option<PathBuf>,
}

impl EmulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            first: None,
            others: Vec::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            seed: 0,
            clock: Arc::new(SystemTime::now),
            page_size: PAGE_SIZE,
            users: users::defaults(),
            meeting_limit: None,
            identity: Settings::default(),
            fault_rates: Vec::new(),
            kept_requests: received::KEPT,
            kept_bodies: received::KEPT_BODIES,
            #[cfg(feature = "file")]
            store: None,
        }
    }

    /// Listens on that port. 0, the default, takes any that is free.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Listens on that address instead of the loopback address 127.0.0.1.
    ///
    /// Tokens of an emulator are easily guessed and its connections are not encrypted. Open it to
    /// other machines only where that does not matter. The links in its answers carry this address.
    pub fn address(self, address: IpAddr) -> Self {
        Self { address, ..self }
    }

    /// Makes up ids, passcodes and tokens from that seed; 0 by default, so that two emulators that
    /// get the same requests in the same order give the same answers.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Takes the time from that clock instead of the system's.
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Puts at most so many items on a page of a collection; 100 by default, and never fewer than one.
    pub fn page_size(self, page_size: usize) -> Self {
        Self { page_size: page_size.max(1), ..self }
    }

    /// Has these users instead of the two that are there by default.
    pub fn users(self, users: impl IntoIterator<Item = User>) -> Self {
        Self { users: users.into_iter().collect(), ..self }
    }

    /// Starts the emulator on a thread of its own.
    ///
    /// # Errors
    ///
    /// Where the address is taken, no thread can be had, the bundled description cannot be read, an app
    /// has a client id that is no GUID, rates of faults are none, or the file of the store cannot be used.
    pub async fn start(self) -> Result<Emulator, EmulatorError> {
        let address = SocketAddr::new(self.address, self.port);
        let settings = self.identity.check().map_err(EmulatorError::App)?;
        let rates = Rates::new(self.fault_rates).map_err(EmulatorError::FaultRates)?;
        let prepare = move |address: SocketAddr| {
            let api = self.first.map_or_else(sources::bundled, Source::read)?;
            let origin = format!("http://{address}");
            let others = self.others.into_iter().map(Source::read).collect::<Result<Vec<_>, _>>()?;
            let mut state = State::new(self.users, self.seed, &origin);
            state.faults = Faults::new(self.seed, rates);
            state.log = Log::new(self.kept_requests, self.kept_bodies);
            state.meetings.limit = self.meeting_limit;
            #[cfg(feature = "file")]
            if let Some(path) = self.store {
                store::open(&mut state, &path, self.seed)
                    .map_err(|reason| EmulatorError::Store { path, reason })?;
            }
            let signing = settings.signing().map_err(EmulatorError::Runtime)?;
            state.tokens = Tokens::new(signing, &origin, moment::now(&self.clock));
            state.identity = Identity::new(settings, others.iter().chain([&api]).map(|api| &**api));
            let slices = Slices::new(api, others, &origin);
            Ok(Arc::new(Service::new(slices, self.clock, self.page_size, state)))
        };
        let (server, service) = server::start(address, prepare).await?;
        Ok(Emulator::new(server, service))
    }
}

impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("api", &self.first.as_ref().map(Source::title))
            .field("others", &self.others.iter().map(Source::title).collect::<Vec<_>>())
            .field("address", &SocketAddr::new(self.address, self.port))
            .field("seed", &self.seed)
            .field("page_size", &self.page_size)
            .field("users", &self.users)
            .finish_non_exhaustive()
    }
}
