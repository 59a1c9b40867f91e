//! A sign-in on another device: for terminals.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};
use serde::Deserialize;
use tokio::time::Instant;

use super::endpoint::{self, Granted, Refusal};
use super::session::{Session, scope};
use super::{AppRegistration, RefreshTokens};
use crate::Cloud;

/// How much slower the platform is asked once it says `slow_down` (RFC 8628, 3.5).
const SLOWER: Duration = Duration::from_secs(5);
/// The shortest wait between two questions, whatever the platform says.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest one.
const LONGEST: Duration = Duration::from_secs(60);

/// What a user is shown. `Debug` does not show the code: whoever has it could sign in with it.
///
/// ```
/// fn show(prompt: &msgraph::credential::DevicePrompt) {
///     println!("Open {} and type in {}", prompt.verification_uri, prompt.user_code);
/// }
/// ```
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The code that the user types in.
    pub user_code: String,
    /// The page where the user does that, on any device.
    pub verification_uri: String,
    /// Both in a sentence, in the user's language where the platform knows it.
    #[serde(default)]
    pub message: String,
    device_code: String,
    expires_in: u64,
    #[serde(default = "interval")]
    interval: u64,
}

fn interval() -> u64 {
    5
}

impl fmt::Debug for DevicePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevicePrompt")
            .field("verification_uri", &self.verification_uri)
            .finish_non_exhaustive()
    }
}

/// A [`Credential`] of a user who signs in with a code on any device with a browser.
///
/// [`sign_in`](Self::sign_in) shows the code, and waits for the user. Without it the code is shown with the first
/// request, and again where the sign-in has ended; between, tokens are renewed without the user. Dropping the request
/// stops the waiting, and so does its limit of time; the next one shows a new code. So sign in first where requests have
/// limits that are shorter than a user takes.
///
/// In a test, `Emulator::approve_device` of `msgraph-emulator` is the user. Where a program runs against an emulator
/// by hand, the page that it shows takes the code.
///
/// See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>.
///
/// ```
/// use msgraph::Graph;
/// use msgraph::credential::{AppRegistration, DeviceCode};
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
/// let credential = DeviceCode::new(app, |prompt| eprintln!("{}", prompt.message));
/// let graph = Graph::builder().credential(credential.clone()).build()?;
/// # async {
/// credential.sign_in().await?; // or with the first request
/// graph.me().online_meetings().get().await?;
/// # Ok::<(), msgraph::Error>(())
/// # };
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct DeviceCode {
    session: Session,
    show: Arc<dyn Fn(&DevicePrompt) + Send + Sync>,
    /// What the user signs in for apart from a request.
    request: TokenRequest,
}

impl DeviceCode {
    /// The credential of that app. The closure shows the user where to go and what to type in.
    ///
    /// ```
    /// use msgraph::Graph;
    /// use msgraph::credential::{AppRegistration, DeviceCode};
    /// use msgraph_emulator::{App, Emulator};
    /// use std::sync::Arc;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let quick = Emulator::builder().device_code_interval(std::time::Duration::ZERO);
    /// # let emulator = Arc::new(quick.start().await?);
    /// # let (id, secret) = (App::DEFAULT_CLIENT_ID, App::DEFAULT_CLIENT_SECRET);
    /// # let app = AppRegistration::confidential(emulator.tenant_id(), id, secret).authority(emulator.authority());
    /// # let of_the_user = Arc::clone(&emulator);
    /// let credential = DeviceCode::new(app, move |prompt| {
    ///     println!("Open {} and type in {}", prompt.verification_uri, prompt.user_code);
    /// #   of_the_user.approve_device(&prompt.user_code, &of_the_user.users()[0].id).unwrap();
    /// });
    /// # let graph = Graph::builder().base_url(emulator.url()).allow_http_on_loopback().credential(credential).build()?;
    /// graph.me().online_meetings().post(&msgraph::models::OnlineMeeting::new()).await?; // waits for the user
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn new(app: AppRegistration, show: impl Fn(&DevicePrompt) + Send + Sync + 'static) -> Self {
        let request = TokenRequest::new([Cloud::Global.scope()]);
        Self { session: Session::new(app), show: Arc::new(show), request }
    }

    /// What [`sign_in`](Self::sign_in) signs the user in for, instead of all that was granted for Graph in the worldwide
    /// cloud. In another cloud, pass its [`Cloud::scope`].
    #[must_use]
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(self, scopes: I) -> Self {
        Self { request: TokenRequest::new(scopes), ..self }
    }

    /// Keeps the refresh token there, so that the user signs in once.
    ///
    /// ```
    /// # use msgraph::credential::{RefreshToken, RefreshTokens};
    /// # use msgraph::{BoxFuture, CredentialError};
    /// # #[derive(Default)]
    /// # struct KeyChain;
    /// # impl RefreshTokens for KeyChain {
    /// #     fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>> { Box::pin(async { Ok(None) }) }
    /// #     fn save(&self, _: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>> { Box::pin(async { Ok(()) }) }
    /// # }
    /// use msgraph::credential::{AppRegistration, DeviceCode};
    ///
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = DeviceCode::new(app, |prompt| eprintln!("{}", prompt.message)).kept_in(KeyChain::default());
    /// ```
    #[must_use]
    pub fn kept_in(self, store: impl RefreshTokens) -> Self {
        Self { session: self.session.kept_in(store), ..self }
    }

    /// Signs the user in apart from any request: shows a code, and waits until it is typed in. The token is for the
    /// first request of the clients that have this credential or a clone of it. Dropping the future ends the waiting.
    ///
    /// # Errors
    /// Where the identity platform cannot be asked or refuses, where the user declines, and where nobody signs in before
    /// the code ends.
    pub async fn sign_in(&self) -> Result<(), CredentialError> {
        let granted = self.grant(&self.request).await?;
        self.session.begin(granted, true).await;
        Ok(())
    }

    /// Shows a code, and waits until it is typed in.
    async fn grant(&self, request: &TokenRequest) -> Result<Granted, CredentialError> {
        let app = &self.session.app;
        let scope = scope(request);
        let form = [("client_id", app.client_id()), ("scope", &scope)];
        let begun = Instant::now();
        let prompt: DevicePrompt =
            endpoint::post(app, app.endpoint("devicecode", request.scopes())?, &form).await?;
        (self.show)(&prompt);
        self.wait(request, &prompt, begun).await
    }

    /// Asks until the user has signed in.
    async fn wait(
        &self,
        request: &TokenRequest,
        prompt: &DevicePrompt,
        begun: Instant,
    ) -> Result<Granted, CredentialError> {
        let grant = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", prompt.device_code.as_str()),
        ];
        let mut interval = Duration::from_secs(prompt.interval).clamp(SHORTEST, LONGEST);
        while begun.elapsed() < Duration::from_secs(prompt.expires_in) {
            tokio::time::sleep(interval).await;
            match endpoint::token(&self.session.app, request, &grant).await {
                Ok(granted) => return Ok(granted),
                Err(Refusal::Said(error)) => match error.error() {
                    "authorization_pending" => {}
                    "slow_down" => interval = interval.saturating_add(SLOWER).min(LONGEST),
                    "expired_token" | "code_expired" => break,
                    "authorization_declined" | "access_denied" => {
                        return Err(CredentialError::new("the user declined to sign in").caused_by(error));
                    }
                    _ => return Err(error.into()),
                },
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(CredentialError::new("nobody signed in with the code before it ended; ask again for a new one"))
    }
}

impl Credential for DeviceCode {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            if let Ok(token) = self.session.token(request).await? {
                return Ok(token);
            }
            let granted = self.grant(request).await?;
            let token = granted.token.clone();
            self.session.begin(granted, false).await;
            Ok(token)
        })
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("app", &self.session.app).finish_non_exhaustive()
    }
}
