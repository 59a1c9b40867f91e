//! What the builder says of the identity platform.

use std::time::Duration;

use crate::EmulatorBuilder;
use crate::error::SeedError;
use crate::identity::apps::{self, App};

/// How the identity platform is set up.
pub(crate) struct Settings {
    /// Nothing means the default app alone.
    pub(super) apps: Option<Vec<App>>,
    pub(super) token_lifetime: Duration,
    pub(super) device_code_interval: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            apps: None,
            token_lifetime: Duration::from_secs(3600),
            device_code_interval: Duration::from_secs(5),
        }
    }
}

impl Settings {
    /// Whether every app can be one. Of several with the same client id, the last counts.
    pub(crate) fn check(mut self) -> Result<Self, SeedError> {
        if let Some(given) = self.apps.take() {
            let mut checked = Vec::new();
            for app in given {
                apps::add(&mut checked, app)?;
            }
            self.apps = Some(checked);
        }
        Ok(self)
    }
}

/// The identity platform.
impl EmulatorBuilder {
    /// Has these apps instead of the one that is there by default. A client id that is no GUID is an
    /// error of [`start`](Self::start).
    pub fn apps(mut self, apps: impl IntoIterator<Item = App>) -> Self {
        self.identity.apps = Some(apps.into_iter().collect());
        self
    }

    /// Has the access tokens and id tokens that the token endpoint gives out last so long; an hour
    /// by default. Tokens of [`delegated_token`](crate::Emulator::delegated_token) and
    /// [`application_token`](crate::Emulator::application_token) never expire.
    pub fn token_lifetime(mut self, token_lifetime: Duration) -> Self {
        self.identity.token_lifetime = token_lifetime;
        self
    }

    /// Has clients wait so long between two questions for a device code; 5 seconds by default, as
    /// in the service. Who asks sooner gets `slow_down`. Clients are told whole seconds, rounded up;
    /// with zero, they may ask at once and as often as they like.
    pub fn device_code_interval(mut self, interval: Duration) -> Self {
        self.identity.device_code_interval = interval;
        self
    }
}
