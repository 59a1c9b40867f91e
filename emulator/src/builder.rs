//! What an emulator is made of.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use msgraph_spec::model::Api;

use crate::Emulator;
use crate::auth::Tokens;
use crate::error::EmulatorError;
use crate::identity::{Identity, Settings};
use crate::moment::{self, Clock};
use crate::server;
use crate::service::Service;
use crate::slices::Slices;
use crate::state::State;
use crate::users::{self, User};

/// How many items go on a page where nothing else is said.
const PAGE_SIZE: usize = 100;

/// Sets an [`Emulator`] up, from [`Emulator::builder`].
#[must_use = "nothing runs before `start`"]
pub struct EmulatorBuilder {
    api: Option<Api>,
    others: Vec<Api>,
    address: IpAddr,
    port: u16,
    seed: u64,
    clock: Clock,
    page_size: usize,
    users: Vec<User>,
    pub(crate) identity: Settings,
}

impl EmulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            api: None,
            others: Vec::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            seed: 0,
            clock: Arc::new(SystemTime::now),
            page_size: PAGE_SIZE,
            users: users::defaults(),
            identity: Settings::default(),
        }
    }

    /// Serves that API instead of the bundled one of online meetings. Operations that the emulator
    /// has no behaviour for are answered with 501.
    pub fn api(self, api: Api) -> Self {
        Self { api: Some(api), ..self }
    }

    /// Serves that API beside the first one, which [`api`](Self::api) sets; as often as is wanted.
    ///
    /// A path is looked up in all of them. Where several have the same operation, it is that of the one that
    /// was named first. Models stay apart: a body is held against the types of the API that has the operation.
    /// An API of another version, such as `beta`, is found below the path of that version.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph_emulator::{Api, Emulator};
    ///
    /// let mail = Api::new("mail", "v1.0", "https://graph.microsoft.com/v1.0");
    /// let emulator = Emulator::builder().also(mail).start().await?;
    /// # drop(emulator);
    /// # Ok(())
    /// # }
    /// ```
    pub fn also(mut self, api: Api) -> Self {
        self.others.push(api);
        self
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
    /// Where the address is taken, no thread can be had, the bundled description cannot be read, or an
    /// app has a client id that is no GUID.
    pub async fn start(self) -> Result<Emulator, EmulatorError> {
        let address = SocketAddr::new(self.address, self.port);
        let settings = self.identity.check().map_err(EmulatorError::App)?;
        let prepare = move |address: SocketAddr| {
            let api = match self.api {
                Some(api) => Arc::new(api),
                None => bundled()?,
            };
            let origin = format!("http://{address}");
            let others: Vec<_> = self.others.into_iter().map(Arc::new).collect();
            let mut state = State::new(self.users, self.seed);
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
            .field("api", &self.api.as_ref().map(|api| &api.title))
            .field("others", &self.others.iter().map(|api| &api.title).collect::<Vec<_>>())
            .field("address", &SocketAddr::new(self.address, self.port))
            .field("seed", &self.seed)
            .field("page_size", &self.page_size)
            .field("users", &self.users)
            .finish_non_exhaustive()
    }
}

/// The online meetings that come with the reader, read once for all emulators of a process.
fn bundled() -> Result<Arc<Api>, EmulatorError> {
    static BUNDLED: OnceLock<Result<Arc<Api>, String>> = OnceLock::new();
    let read = || match msgraph_spec::online_meetings().read() {
        Ok(read) => Ok(Arc::new(read.api)),
        Err(faults) => Err(faults.to_string()),
    };
    BUNDLED.get_or_init(read).clone().map_err(EmulatorError::Spec)
}
