//! A client's tokens: kept while they are good, fetched once for all who wait.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use http::HeaderValue;
use msgraph_core::{AccessToken, Credential, CredentialError, TokenRequest};
use time::{Duration, OffsetDateTime};

use super::flight::Flight;
use crate::telemetry;

/// How long before its end a token is replaced.
const MARGIN: Duration = Duration::minutes(5);
/// How long a fetch that failed is not repeated while the old token is good.
const PAUSE: Duration = Duration::seconds(30);

/// A token, and the header that carries it.
pub(crate) struct Bearer {
    pub(crate) token: AccessToken,
    pub(crate) header: HeaderValue,
    /// From when on another one is fetched.
    refresh_on: Option<OffsetDateTime>,
    /// Whether it came in the place of one that was refused without a demand, and no answer has shown yet that this
    /// one is better.
    unproven: AtomicBool,
}

impl Bearer {
    fn new(token: AccessToken, now: OffsetDateTime, unproven: bool) -> Result<Self, CredentialError> {
        let refresh_on = token.expires_on().map(|end| end - MARGIN.min((end - now) / 5).max(Duration::ZERO));
        Ok(Self { header: header(&token)?, token, refresh_on, unproven: unproven.into() })
    }

    /// Notes that the service took it.
    pub(crate) fn accepted(&self) {
        if self.unproven.load(Ordering::Relaxed) {
            self.unproven.store(false, Ordering::Relaxed);
        }
    }

    /// Whether another one may help where the service refuses it and demands nothing.
    pub(crate) fn is_worth_replacing(&self) -> bool {
        self.refresh_on.is_some() && !self.unproven.load(Ordering::Relaxed)
    }

    fn is_good(&self, now: OffsetDateTime) -> bool {
        self.token.expires_on().is_some_and(|end| now < end)
    }
}

/// What a client knows of its tokens, and whom it asks for more. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    credential: Arc<dyn Credential>,
    request: TokenRequest,
    kept: RwLock<Option<Arc<Bearer>>>,
    /// What is asked for until another token comes: the token that was refused, and the claims demanded.
    refused: Mutex<Option<TokenRequest>>,
    /// Until when a good token is not replaced.
    pause: Mutex<Option<OffsetDateTime>>,
    flight: Flight<Arc<Bearer>>,
    now: fn() -> OffsetDateTime,
}

impl Tokens {
    pub(crate) fn new(credential: Arc<dyn Credential>, request: TokenRequest) -> Self {
        Self::with_clock(credential, request, OffsetDateTime::now_utc)
    }

    fn with_clock(
        credential: Arc<dyn Credential>,
        request: TokenRequest,
        now: fn() -> OffsetDateTime,
    ) -> Self {
        Self(Arc::new(Inner {
            credential,
            request,
            kept: RwLock::default(),
            refused: Mutex::default(),
            pause: Mutex::default(),
            flight: Flight::new(),
            now,
        }))
    }

    /// A token for the next request.
    pub(crate) async fn bearer(&self) -> Result<Arc<Bearer>, CredentialError> {
        let now = (self.0.now)();
        let Some(kept) = self.kept() else { return self.first().await };
        let Some(refresh_on) = kept.refresh_on else { return self.ask(self.0.request.clone()).await };
        if now < refresh_on || (kept.is_good(now) && self.pauses(now)) {
            return Ok(kept);
        }
        let newer = || self.kept().filter(|one| one.refresh_on.is_none_or(|moment| now < moment));
        if !kept.is_good(now) {
            return self.0.flight.join(None, newer, || self.question(self.wanted())).await;
        }
        match self.0.flight.join_alone(newer, || self.question(self.wanted())).await {
            Some(Ok(new)) => Ok(new),
            Some(Err(error)) => {
                tracing::warn!(target: "msgraph", %error, "the access token is about to end, and there is no new one; the old one is used");
                *lock(&self.0.pause) = Some(now + PAUSE);
                Ok(kept)
            }
            None => Ok(kept), // somebody else asks already
        }
    }

    /// Where none is kept.
    async fn first(&self) -> Result<Arc<Bearer>, CredentialError> {
        let bearer = self.0.flight.join(None, || self.kept(), || self.question(self.wanted())).await?;
        Ok(bearer)
    }

    /// Another token than one that the service refused. It is not given to any other request from now on.
    pub(crate) async fn instead_of(
        &self,
        refused: &Bearer,
        claims: Option<String>,
    ) -> Result<Arc<Bearer>, CredentialError> {
        let other = || self.kept().filter(|one| one.token != refused.token);
        let request = self.0.request.clone().instead_of(refused.token.clone());
        let request = match claims {
            Some(claims) => request.with_claims(claims),
            None => request,
        };
        if other().is_none() {
            *write(&self.0.kept) = None;
            *lock(&self.0.refused) = Some(request.clone());
        }
        self.0.flight.join(Some(&refused.token), other, || self.question(request)).await
    }

    fn kept(&self) -> Option<Arc<Bearer>> {
        self.0.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn wanted(&self) -> TokenRequest {
        lock(&self.0.refused).clone().unwrap_or_else(|| self.0.request.clone())
    }

    fn pauses(&self, now: OffsetDateTime) -> bool {
        // a clock that was set back would otherwise make the pause a long one
        lock(&self.0.pause).is_some_and(|end| now < end && end - now <= PAUSE)
    }

    fn question(
        &self,
        request: TokenRequest,
    ) -> msgraph_core::BoxFuture<'static, Result<Arc<Bearer>, CredentialError>> {
        let tokens = self.clone();
        Box::pin(async move { tokens.ask(request).await })
    }

    /// Asks the credential, and keeps what it gives.
    async fn ask(&self, request: TokenRequest) -> Result<Arc<Bearer>, CredentialError> {
        let token = self.0.credential.token(&request).await?;
        if let Some(kept) = self.kept().filter(|one| one.token == token && one.refresh_on.is_none()) {
            return Ok(kept);
        }
        let cause = match (request.rejected(), request.claims()) {
            (_, Some(_)) => "claims",
            (Some(_), None) => "refused",
            (None, None) => "due",
        };
        telemetry::token_refreshed(cause);
        let unproven = request.rejected().is_some() && request.claims().is_none();
        let bearer = Arc::new(Bearer::new(token, (self.0.now)(), unproven)?);
        *write(&self.0.kept) = Some(Arc::clone(&bearer));
        *lock(&self.0.refused) = None;
        *lock(&self.0.pause) = None;
        Ok(bearer)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// The header of a token, marked so that nobody logs it.
fn header(token: &AccessToken) -> Result<HeaderValue, CredentialError> {
    if token.secret().is_empty() {
        return Err(CredentialError::new(
            "the credential gave an empty one; set the token, or let the credential fetch one",
        ));
    }
    if token.secret().get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case("bearer ")) {
        return Err(CredentialError::new(
            "the credential gave one that begins with `Bearer `, which the client puts before it itself; give what \
             stands behind that",
        ));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret())).map_err(|_| {
        CredentialError::new(
            "the credential gave one with characters that HTTP does not allow in a header; a line break at its \
             end is the usual cause: trim it",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests;
