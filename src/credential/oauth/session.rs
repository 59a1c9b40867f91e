//! A user who signed in, and need not do so again soon.

use std::fmt;
use std::sync::Arc;

use msgraph_core::{AccessToken, BoxFuture, CredentialError, TokenRequest};
use tokio::sync::Mutex;

use super::AppRegistration;
use super::endpoint::{self, Granted, Refusal};

/// A refresh token. Whoever has it acts as the user: keep it where passwords are kept. Its text shows in no `Debug`.
///
/// ```
/// use msgraph::credential::RefreshToken;
///
/// let kept = RefreshToken::new("0.AXoA...");
/// assert_eq!(kept.secret(), "0.AXoA...");
/// assert!(!format!("{kept:?}").contains("AXoA"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(Arc<str>);

impl RefreshToken {
    /// One that was kept.
    #[must_use]
    pub fn new(secret: impl Into<Arc<str>>) -> Self {
        Self(secret.into())
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(<redacted>)")
    }
}

/// Where a program keeps the refresh token, so that its user signs in once and not with each start: the key chain of
/// the system, a file that only the user can read.
///
/// ```
/// use std::sync::Mutex;
///
/// use msgraph::credential::{RefreshToken, RefreshTokens};
/// use msgraph::{BoxFuture, CredentialError};
///
/// /// As long as the program runs.
/// #[derive(Default)]
/// struct InMemory(Mutex<Option<RefreshToken>>);
///
/// impl RefreshTokens for InMemory {
///     fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>> {
///         Box::pin(async { Ok(self.0.lock().unwrap().clone()) })
///     }
///
///     fn save(&self, token: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>> {
///         Box::pin(async move {
///             *self.0.lock().unwrap() = token;
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait RefreshTokens: Send + Sync + 'static {
    /// The token that was kept last, where there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>>;

    /// Keeps a token in the place of the last one, which is no longer to be used. Nothing: the last one was refused.
    ///
    /// An error is a warning in `tracing`: requests go on, and the token is to be saved again when the next one is
    /// asked for.
    fn save(&self, token: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>>;
}

/// What is known of a signed-in user.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) app: AppRegistration,
    store: Option<Arc<dyn RefreshTokens>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    loaded: bool,
    refresh: Option<RefreshToken>,
    /// Whether the store does not know of the last change yet.
    unsaved: bool,
    /// The token of the sign-in itself, until it is asked for.
    first: Option<AccessToken>,
}

impl Session {
    pub(super) fn new(app: AppRegistration) -> Self {
        Self { app, store: None, state: Arc::default() }
    }

    pub(super) fn kept_in(self, store: impl RefreshTokens) -> Self {
        Self { store: Some(Arc::new(store)), ..self }
    }

    /// A token without the user; nothing where the user has to sign in, and why, where that was said.
    pub(super) async fn token(
        &self,
        request: &TokenRequest,
    ) -> Result<Result<AccessToken, Option<CredentialError>>, CredentialError> {
        let mut state = self.state.lock().await;
        let fresh = request.claims().is_none() && request.rejected().is_none();
        if let Some(first) = state.first.take().filter(|_| fresh) {
            return Ok(Ok(first));
        }
        if !state.loaded {
            if let Some(store) = &self.store {
                state.refresh = store.load().await?;
            }
            state.loaded = true;
        }
        if state.unsaved {
            self.save(&mut state).await;
        }
        let Some(refresh) = state.refresh.clone() else { return Ok(Err(None)) };
        let scope = scope(request);
        let grant = [("grant_type", "refresh_token"), ("refresh_token", refresh.secret()), ("scope", &scope)];
        match endpoint::token(&self.app, request, &grant).await {
            Ok(granted) => {
                let token = granted.token.clone();
                self.rotate(&mut state, granted).await;
                Ok(Ok(token))
            }
            Err(Refusal::Said(error)) if error.needs_interaction() => {
                if error.error() == "invalid_grant" && error.claims().is_none() {
                    state.refresh = None;
                    self.save(&mut state).await;
                }
                Ok(Err(Some(error.into())))
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Notes that the user signed in. The token is given to whoever asks next.
    pub(super) async fn begin(&self, granted: Granted, keeps_token: bool) {
        let mut state = self.state.lock().await;
        state.loaded = true;
        state.first = Some(granted.token.clone()).filter(|_| keeps_token);
        self.rotate(&mut state, granted).await;
    }

    async fn rotate(&self, state: &mut State, granted: Granted) {
        if let Some(refresh) = granted.refresh {
            state.refresh = Some(RefreshToken::new(refresh));
            self.save(state).await;
        }
    }

    /// Tells the store what it is to keep. Where it fails, the access token that came along is good all the same: the
    /// refresh token is kept in memory, and the store is told again when the next token is asked for.
    async fn save(&self, state: &mut State) {
        let Some(store) = &self.store else { return };
        // also where this future is dropped in between
        state.unsaved = true;
        match store.save(state.refresh.clone()).await {
            Ok(()) => state.unsaved = false,
            Err(error) => {
                tracing::warn!(target: "msgraph", %error, "the refresh token could not be saved; it is tried again with the next token");
            }
        }
    }
}

/// The scopes, and the one that brings a refresh token.
pub(super) fn scope(request: &TokenRequest) -> String {
    format!("{} offline_access", request.scopes().join(" "))
}
