//! The apps that are registered with the tenant.

use std::collections::BTreeSet;
use std::fmt;

use msgraph_spec::model::{Api, Scheme};
use sha2::{Digest as _, Sha256};

use crate::auth::AccessPolicy;
use crate::error::SeedError;
use crate::ids::{self, Ids};

/// An app registration: who may ask for tokens, how it proves itself, and what it was granted.
///
/// What is granted here counts as consented: there is no page where a user or an administrator would
/// do that. See <https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals>.
///
/// ```
/// use msgraph_emulator::App;
///
/// let app = App::confidential("11111111-2222-4333-8444-555555555555", "a secret of the test")
///     .with_redirect_uri("https://app.example/signed-in")
///     .with_delegated_permissions(["OnlineMeetings.ReadWrite"]);
/// assert_eq!(app.user_scope(), "api://11111111-2222-4333-8444-555555555555/access_as_user");
/// assert!(!format!("{app:?}").contains("a secret of the test"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct App {
    /// The application (client) id, a GUID.
    pub client_id: String,
    /// The name that errors call it by.
    pub display_name: String,
    /// Its client secrets, each of which is good. `Debug` shows only how many there are.
    pub client_secrets: Vec<String>,
    /// Where `authorize` may send the browser. Of `http://localhost` and `http://127.0.0.1` the port does not count:
    /// <https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions>.
    pub redirect_uris: Vec<String>,
    /// Whether it may sign users in without a secret, as an app on a desktop does ("Allow public
    /// client flows"). Client credentials and on-behalf-of always take a secret.
    pub is_public_client: bool,
    /// The application permissions (`roles`) that an administrator granted.
    pub application_permissions: Vec<String>,
    /// The delegated permissions (`scp`) that users or an administrator consented to.
    pub delegated_permissions: Vec<String>,
    /// The application access policy behind all its app-only tokens, also those that it got before.
    pub access_policy: AccessPolicy,
}

impl App {
    /// The client id of the app that every emulator has from the beginning.
    ///
    /// It is a confidential client that may also use the flows of public ones, redirects to any port
    /// of `http://localhost` and `http://127.0.0.1`, and holds every permission that opens an
    /// operation of the API.
    pub const DEFAULT_CLIENT_ID: &str = "a1e0d3c2-5b64-4f7a-9c8d-0e1f2a3b4c5d";

    /// The client secret of that app. It opens nothing but emulators.
    pub const DEFAULT_CLIENT_SECRET: &str = "emulator-development-secret";

    /// An app that proves itself by a secret, as web services do. It was granted nothing yet.
    #[must_use]
    pub fn confidential(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self { client_secrets: vec![client_secret.into()], ..Self::bare(client_id.into()) }
    }

    /// An app without a secret, as on a desktop or a phone. It was granted nothing yet.
    #[must_use]
    pub fn public(client_id: impl Into<String>) -> Self {
        Self { is_public_client: true, ..Self::bare(client_id.into()) }
    }

    fn bare(client_id: String) -> Self {
        Self {
            client_id,
            display_name: String::from("Test App"),
            client_secrets: Vec::new(),
            redirect_uris: Vec::new(),
            is_public_client: false,
            application_permissions: Vec::new(),
            delegated_permissions: Vec::new(),
            access_policy: AccessPolicy::default(),
        }
    }

    /// The same app with another name.
    #[must_use]
    pub fn with_display_name(self, display_name: impl Into<String>) -> Self {
        Self { display_name: display_name.into(), ..self }
    }

    /// The same app with one more secret, as while secrets are renewed.
    #[must_use]
    pub fn with_client_secret(mut self, client_secret: impl Into<String>) -> Self {
        self.client_secrets.push(client_secret.into());
        self
    }

    /// The same app with one more redirect URI.
    #[must_use]
    pub fn with_redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uris.push(redirect_uri.into());
        self
    }

    /// The same app, allowed or not to use the flows of public clients.
    #[must_use]
    pub fn with_public_client_flows(self, is_public_client: bool) -> Self {
        Self { is_public_client, ..self }
    }

    /// The same app with these application permissions, in the place of those it had.
    #[must_use]
    pub fn with_application_permissions<T: Into<String>>(self, names: impl IntoIterator<Item = T>) -> Self {
        Self { application_permissions: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same app with these delegated permissions, in the place of those it had.
    #[must_use]
    pub fn with_delegated_permissions<T: Into<String>>(self, names: impl IntoIterator<Item = T>) -> Self {
        Self { delegated_permissions: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same app with another application access policy.
    #[must_use]
    pub fn with_access_policy(self, access_policy: AccessPolicy) -> Self {
        Self { access_policy, ..self }
    }

    /// The scope that it exposes as an API of its own: `api://{client-id}/access_as_user`. Tokens for
    /// it are what [on-behalf-of](crate::Emulator::token_for_api) starts from.
    #[must_use]
    pub fn user_scope(&self) -> String {
        format!("api://{}/{USER_SCOPE}", self.client_id)
    }

    /// Whether the browser may be sent to that address.
    pub(super) fn may_redirect_to(&self, redirect_uri: &str) -> bool {
        self.redirect_uris.iter().any(|known| known == redirect_uri || same_but_port(known, redirect_uri))
    }

    /// The object id of its service principal in the tenant: another GUID than the client id, and
    /// always the same for it.
    pub(super) fn object_id(&self) -> String {
        let hash: [u8; 32] = Sha256::digest(self.client_id.to_ascii_lowercase()).into();
        let seed = hash.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        Ids::new(seed).guid()
    }

    pub(super) fn validate(&self) -> Result<(), SeedError> {
        if ids::is_guid(&self.client_id) {
            return Ok(());
        }
        Err(SeedError::Invalid(format!(
            "the client id of an app must be a GUID such as {}, and is '{}'",
            Self::DEFAULT_CLIENT_ID,
            self.client_id
        )))
    }

    /// The app that is there from the beginning, holding all that opens an operation of these APIs.
    pub(super) fn default_of<'a>(apis: impl IntoIterator<Item = &'a Api>) -> Self {
        let (mut application, mut delegated) = (BTreeSet::new(), BTreeSet::new());
        for operation in apis.into_iter().flat_map(|api| &api.operations) {
            for scheme in Scheme::ALL {
                let names = if scheme == Scheme::Application { &mut application } else { &mut delegated };
                let alternatives = operation.permissions.of(scheme).alternatives();
                names.extend(alternatives.flat_map(|one| one.0.iter().cloned()));
            }
        }
        Self::confidential(Self::DEFAULT_CLIENT_ID, Self::DEFAULT_CLIENT_SECRET)
            .with_display_name("Default App")
            .with_public_client_flows(true)
            .with_redirect_uri("http://localhost")
            .with_redirect_uri("http://127.0.0.1")
            .with_application_permissions(application)
            .with_delegated_permissions(delegated)
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("client_id", &self.client_id)
            .field("display_name", &self.display_name)
            .field("client_secrets", &self.client_secrets.len())
            .field("redirect_uris", &self.redirect_uris)
            .field("is_public_client", &self.is_public_client)
            .field("application_permissions", &self.application_permissions)
            .field("delegated_permissions", &self.delegated_permissions)
            .field("access_policy", &self.access_policy)
            .finish()
    }
}

/// The one scope that every app exposes as an API.
pub(super) const USER_SCOPE: &str = "access_as_user";

/// The app of that client id, in any case.
pub(super) fn by_id<'a>(apps: &'a [App], client_id: &str) -> Option<&'a App> {
    apps.iter().find(|one| one.client_id.eq_ignore_ascii_case(client_id))
}

/// The same, to change it.
pub(super) fn by_id_mut<'a>(apps: &'a mut [App], client_id: &str) -> Option<&'a mut App> {
    apps.iter_mut().find(|one| one.client_id.eq_ignore_ascii_case(client_id))
}

/// Registers an app, in the place of the one with the same client id.
pub(super) fn add(apps: &mut Vec<App>, app: App) -> Result<(), SeedError> {
    app.validate()?;
    apps.retain(|one| !one.client_id.eq_ignore_ascii_case(&app.client_id));
    apps.push(app);
    Ok(())
}

/// Whether two addresses of the own machine are the same but for the port.
fn same_but_port(one: &str, other: &str) -> bool {
    matches!((loopback(one), loopback(other)), (Some(one), Some(other)) if one == other)
}

/// The host and the path of an `http` address of the own machine.
fn loopback(uri: &str) -> Option<(&str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_loopback = matches!(host, "localhost" | "127.0.0.1");
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    (is_loopback && is_port).then_some((host, if path.is_empty() { "/" } else { path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_the_port_of_the_own_machine_does_not_count_and_all_else_does() {
        let app = App::public(App::DEFAULT_CLIENT_ID)
            .with_redirect_uri("http://localhost/back")
            .with_redirect_uri("https://app.example:8443/back");
        for good in ["http://localhost/back", "http://localhost:49152/back", "https://app.example:8443/back"]
        {
            assert!(app.may_redirect_to(good), "{good}");
        }
        for bad in [
            "http://localhost/other",
            "http://localhost",
            "http://127.0.0.1/back",
            "https://localhost:1/back",
            "https://app.example/back",
            "https://app.example:8443/back/",
            "http://localhost:80@evil.example/back",
            "http://localhost.evil.example/back",
        ] {
            assert!(!app.may_redirect_to(bad), "{bad}");
        }
        let bare = App::public(App::DEFAULT_CLIENT_ID).with_redirect_uri("http://localhost");
        assert!(bare.may_redirect_to("http://localhost:5000/"));
    }

    #[test]
    fn the_service_principal_has_an_id_of_its_own() {
        let app = App::public(App::DEFAULT_CLIENT_ID);
        assert!(ids::is_guid(&app.object_id()), "{}", app.object_id());
        assert_ne!(app.object_id(), app.client_id);
        assert_eq!(app.object_id(), App::public(App::DEFAULT_CLIENT_ID.to_uppercase()).object_id());
    }
}
