//! The identity platform, as a test holds it.

use serde_json::Value;

use crate::Emulator;
use crate::auth::{AccessPolicy, Block};
use crate::error::SeedError;
use crate::identity::apps::{self, App, USER_SCOPE};
use crate::identity::device::{self, Decision};
use crate::identity::{Platform, TokenRequest, challenge, replaced};
use crate::reply::RequestIds;
use crate::users;

/// The identity platform.
impl Emulator {
    /// Where clients find the identity platform, in the place of `https://login.microsoftonline.com`
    /// and without a slash at the end: `http://127.0.0.1:41234`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// use msgraph_emulator::{App, Emulator};
    ///
    /// let emulator = Emulator::start().await?;
    /// let address = format!("{}/{}/oauth2/v2.0/token", emulator.authority(), emulator.tenant_id());
    /// let form = [
    ///     ("grant_type", "client_credentials"),
    ///     ("client_id", App::DEFAULT_CLIENT_ID),
    ///     ("client_secret", App::DEFAULT_CLIENT_SECRET),
    ///     ("scope", "https://graph.microsoft.com/.default"),
    /// ];
    /// let response = reqwest::Client::new().post(address).form(&form).send().await?;
    /// let answer: serde_json::Value = response.json().await?;
    /// assert_eq!(answer["token_type"], "Bearer");
    /// assert_eq!(emulator.token_requests()[0].grant_type, "client_credentials");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn authority(&self) -> &str {
        self.service.slices.origin()
    }

    /// The id of the emulated tenant, a GUID. Its domain is `contoso.example`; `common` and
    /// `organizations` are it as well.
    #[must_use]
    pub fn tenant_id(&self) -> &'static str {
        users::TENANT
    }

    /// Every app that is registered. There is [one](App::DEFAULT_CLIENT_ID) from the beginning,
    /// unless the builder was told otherwise.
    #[must_use]
    pub fn apps(&self) -> Vec<App> {
        self.service.state().identity.apps.clone()
    }

    /// Registers an app, or replaces the one with the same client id. Tokens that were given out
    /// before hold what they held, but behind them is the access policy of the new one.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`] if the client id is no GUID.
    pub fn add_app(&self, app: App) -> Result<(), SeedError> {
        apps::add(&mut self.service.state().identity.apps, app)
    }

    /// Changes the application access policy of an app, as an administrator may at any time. It holds from the next
    /// request on (in Teams it takes up to 30 minutes), also for tokens that the app got before.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = msgraph_emulator::Emulator::start().await?;
    /// use msgraph_emulator::{AccessPolicy, App};
    ///
    /// let adele = emulator.users()[0].id.clone();
    /// emulator.set_app_policy(App::DEFAULT_CLIENT_ID, AccessPolicy::Users(vec![adele]))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if there is no app with that client id.
    pub fn set_app_policy(&self, client_id: &str, policy: AccessPolicy) -> Result<(), SeedError> {
        let mut state = self.service.state();
        let app = apps::by_id_mut(&mut state.identity.apps, client_id).ok_or(SeedError::NotFound)?;
        app.access_policy = policy;
        Ok(())
    }

    /// Every request to the token endpoint so far, in the order in which they came; of very many, the last 10,000.
    /// They are not among [`requests`](Self::requests), which are those to Graph.
    #[must_use]
    pub fn token_requests(&self) -> Vec<TokenRequest> {
        self.service.state().identity.received.iter().cloned().collect()
    }

    /// A token with which a signed-in user's browser would call the web service that this app is: its
    /// audience is the app, its scope `access_as_user`. The app exchanges it for a token of Graph by
    /// on-behalf-of. It expires like those of the token endpoint, and Graph refuses it.
    ///
    /// # Panics
    ///
    /// If there is no app with that client id, or no user with that object id.
    #[must_use]
    pub fn token_for_api(&self, client_id: &str, user_id: &str) -> String {
        let now = self.service.now();
        let mut state = self.service.state();
        let app = apps::by_id(&state.identity.apps, client_id).cloned();
        let user = users::by_id(&state.users, user_id).cloned();
        let (Some(app), Some(user)) = (app, user) else {
            drop(state);
            panic!(
                "the emulator has no app '{client_id}' or no user '{user_id}'; add them with `add_app` and `add_user`"
            );
        };
        let ids = &RequestIds::none();
        let mut platform = Platform { state: &mut state, authority: self.service.slices.origin(), now, ids };
        platform.access_token(&app, Some(&user), &app.client_id, vec![String::from(USER_SCOPE)])
    }

    /// Another token like this one, with these claims in the place of those that it has; `null` leaves one out. So
    /// it can be seen what a client makes of a token for another audience (`aud`), of another tenant (`tid`, `iss`),
    /// of the past or the future (`exp`, `nbf`), or with other permissions (`scp`, `roles`). Every other claim is
    /// only there to be read. Where tokens are signed, this one is, too.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// # let emulator = msgraph_emulator::Emulator::start().await?;
    /// let token = emulator.application_token(&["OnlineMeetings.ReadWrite.All"]);
    /// let past = emulator.token_with_claims(&token, serde_json::json!({ "exp": 1_000_000_000 }))?;
    ///
    /// let address = format!("{}/users/x/onlineMeetings", emulator.url());
    /// let response = reqwest::Client::new().get(address).bearer_auth(past).send().await?;
    /// assert_eq!(response.status(), 401);
    /// assert!(response.text().await?.contains("the token is expired"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the token is none of this emulator's, [`SeedError::Invalid`] if the claims are no
    /// JSON object, or a claim that is checked is of another type than there: `aud`, `tid` and `iss` are texts, `exp`
    /// and `nbf` seconds since 1970, `scp` is a text, `roles` is a list of texts.
    pub fn token_with_claims(&self, token: &str, claims: Value) -> Result<String, SeedError> {
        let claims = replaced::check(claims).map_err(SeedError::Invalid)?;
        let mut state = self.service.state();
        let state = &mut *state;
        let grant = state.tokens.get(token).ok_or(SeedError::NotFound)?.with_claims(claims);
        Ok(state.tokens.issue(grant, &mut state.ids))
    }

    /// Signs a user in for the app that showed this code, as the user would on the page of the
    /// answer's `verification_uri` (it is there for people, and works). The next question of the app gets tokens.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// # let emulator = msgraph_emulator::Emulator::start().await?;
    /// use msgraph_emulator::App;
    ///
    /// let post = async |endpoint: &str, form: &[(&str, &str)]| -> reqwest::Result<serde_json::Value> {
    ///     let address = format!("{}/common/oauth2/v2.0/{endpoint}", emulator.authority());
    ///     reqwest::Client::new().post(address).form(form).send().await?.json().await
    /// };
    /// let id = App::DEFAULT_CLIENT_ID;
    /// let codes = post("devicecode", &[("client_id", id), ("scope", "OnlineMeetings.Read")]).await?;
    ///
    /// let adele = &emulator.users()[0];
    /// emulator.approve_device(codes["user_code"].as_str().unwrap(), &adele.id)?;
    ///
    /// let device_code = codes["device_code"].as_str().unwrap();
    /// let grant_type = "urn:ietf:params:oauth:grant-type:device_code";
    /// let form = [("grant_type", grant_type), ("client_id", id), ("device_code", device_code)];
    /// assert_eq!(post("token", &form).await?["token_type"], "Bearer");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if no app waits for this code any more, or there is no such user.
    pub fn approve_device(&self, user_code: &str, user_id: &str) -> Result<(), SeedError> {
        let now = self.service.now();
        device::approve(&mut self.service.state(), user_code, user_id, now)
    }

    /// Refuses the app that showed this code. Its next question gets `authorization_declined`.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if no app waits for this code any more.
    pub fn decline_device(&self, user_code: &str) -> Result<(), SeedError> {
        let now = self.service.now();
        self.service.state().identity.devices.decide(user_code, Decision::Declined, now)
    }

    /// Refuses a token from now on, as [continuous access evaluation] does: 401 with a challenge
    /// that demands these claims, a JSON object such as
    /// `{"access_token":{"nbf":{"essential":true,"value":"1772366400"}}}`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # rustls::crypto::ring::default_provider().install_default().ok();
    /// # let emulator = msgraph_emulator::Emulator::start().await?;
    /// let token = emulator.application_token(&["OnlineMeetings.ReadWrite.All"]);
    /// emulator.demand_claims(&token, r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#)?;
    ///
    /// let address = format!("{}/users/x/onlineMeetings", emulator.url());
    /// let response = reqwest::Client::new().get(address).bearer_auth(&token).send().await?;
    /// assert_eq!(response.status(), 401);
    /// let challenge = response.headers()["www-authenticate"].to_str()?;
    /// assert!(challenge.contains(r#"error="insufficient_claims""#));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The token is never taken again. Tokens that the same app gets for the same user are refused alike,
    /// until one is fetched with a parameter `claims` that holds these claims, beside others or not.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the token is none of this emulator's, [`SeedError::Invalid`] if the
    /// claims are no JSON object.
    ///
    /// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
    pub fn demand_claims(&self, token: &str, claims_json: &str) -> Result<(), SeedError> {
        challenge::demand(&mut self.service.state(), self.service.slices.origin(), token, claims_json)
    }

    /// Makes an access token or a refresh token worthless: from now on, Graph answers 401 without a
    /// challenge, and the token endpoint `invalid_grant`.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the token is none of this emulator's.
    pub fn revoke(&self, token: &str) -> Result<(), SeedError> {
        let mut state = self.service.state();
        if let Some(grant) = state.tokens.get_mut(token) {
            grant.block(Block::Revoked);
            return Ok(());
        }
        let is_known = state.identity.refresh_tokens.revoke(token);
        is_known.then_some(()).ok_or(SeedError::NotFound)
    }
}
