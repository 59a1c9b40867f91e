//! What the builder says of the identity platform.

use std::io;
use std::time::Duration;

use crate::EmulatorBuilder;
use crate::error::SeedError;
use crate::identity::Signing;
use crate::identity::apps::{self, App};

/// How the identity platform is set up.
pub(crate) struct Settings {
    /// Nothing means the default app alone.
    pub(super) apps: Option<Vec<App>>,
    pub(super) token_lifetime: Duration,
    pub(super) device_code_interval: Duration,
    pub(super) older_policy_errors: bool,
    #[cfg(feature = "jwt")]
    pub(super) is_signed: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            apps: None,
            token_lifetime: Duration::from_secs(3600),
            device_code_interval: Duration::from_secs(5),
            older_policy_errors: false,
            #[cfg(feature = "jwt")]
            is_signed: false,
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

    /// Who signs the tokens.
    #[cfg_attr(
        not(feature = "jwt"),
        expect(
            clippy::unnecessary_wraps,
            clippy::unused_self,
            reason = "with the feature, there may be a key to make"
        )
    )]
    pub(crate) fn signing(&self) -> io::Result<Signing> {
        #[cfg(feature = "jwt")]
        if self.is_signed {
            return Signing::rsa();
        }
        Ok(Signing::Off)
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

    /// Words the 403 of a missing [`AccessPolicy`](crate::AccessPolicy) as older tenants do: code `Unauthorized`,
    /// `App … is not authorized to Create meeting on behalf of user …`. By default it is that of newer ones: code
    /// `Forbidden`, `No application access policy found for this app`.
    pub fn older_policy_errors(mut self) -> Self {
        self.identity.older_policy_errors = true;
        self
    }

    /// Signs access tokens and id tokens with RS256, as the service does, so that a web service under test can verify
    /// the tokens of its callers with the keys of `jwks_uri`. Also those of
    /// [`delegated_token`](crate::Emulator::delegated_token) and its like are signed then.
    ///
    /// The key is made when the emulator starts, which takes a fraction of a second, and is gone with it: it is not
    /// of the [seed](Self::seed), and tokens of an emulator before are refused.
    ///
    /// On each request the signature is checked before anything else. What a token stands for is still known to this
    /// emulator alone: one with a good signature that it no longer remembers is refused. That are only tokens
    /// that expired a while ago.
    #[cfg(feature = "jwt")]
    pub fn signed_tokens(mut self) -> Self {
        self.identity.is_signed = true;
        self
    }
}
