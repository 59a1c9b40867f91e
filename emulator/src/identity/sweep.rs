//! What the identity platform forgets, so that an emulator can run for weeks.

use std::time::Duration;

use time::OffsetDateTime;

use crate::identity::{Identity, TokenRequest};
use crate::moment;
use crate::received::KEPT;
use crate::state::State;

/// How often there is a look at what may be forgotten.
const INTERVAL: Duration = Duration::from_secs(60);

/// How long codes and refresh tokens are remembered beyond their end, so that who still sends one hears that it has
/// expired or was used.
pub(super) const REMEMBERED: Duration = Duration::from_secs(600);

/// Forgets what ended a while ago.
pub(super) fn sweep(state: &mut State, now: OffsetDateTime) {
    let identity = &mut state.identity;
    if identity.next_sweep.is_some_and(|next| now < next) {
        return;
    }
    identity.next_sweep = Some(moment::later(now, INTERVAL));
    identity.codes.sweep(now);
    identity.devices.sweep(now);
    identity.refresh_tokens.sweep(now);
    state.tokens.sweep(now);
}

impl Identity {
    /// Remembers a request to the token endpoint, and only so many of them.
    pub(super) fn note(&mut self, received: TokenRequest) {
        while self.received.len() >= KEPT {
            self.received.pop_front();
        }
        self.received.push_back(received);
    }
}

/// Whether something that ended then is still to be remembered.
pub(super) fn is_remembered(expires: OffsetDateTime, now: OffsetDateTime) -> bool {
    now < moment::later(expires, REMEMBERED)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Method, Request};
    use serde_json::Value;

    use super::*;
    use crate::identity::{App, Settings, refresh, respond};
    use crate::users;

    const DAY: u32 = 24 * 60;

    /// An identity platform whose tokens last a minute, and whose clock the test moves.
    struct World {
        state: State,
        now: OffsetDateTime,
    }

    impl World {
        fn new() -> Self {
            let mut state = State::new(users::defaults(), 0, "http://127.0.0.1:1");
            let app = App::confidential(App::DEFAULT_CLIENT_ID, App::DEFAULT_CLIENT_SECRET)
                .with_redirect_uri("http://localhost")
                .with_delegated_permissions(["User.Read"]);
            let settings = Settings {
                apps: Some(vec![app]),
                token_lifetime: Duration::from_secs(60),
                ..Settings::default()
            };
            state.identity = Identity::new(settings, []);
            Self { state, now: OffsetDateTime::UNIX_EPOCH }
        }

        /// Sends a form, or a query where it is to `authorize`, and gives what comes back.
        fn send(&mut self, endpoint: &str, parameters: &str) -> String {
            let app = format!("client_id={}&{parameters}", App::DEFAULT_CLIENT_ID);
            let is_get = endpoint == "authorize";
            let query = if is_get { format!("?{app}") } else { String::new() };
            let request = Request::builder()
                .method(if is_get { Method::GET } else { Method::POST })
                .uri(format!("http://localhost/common/oauth2/v2.0/{endpoint}{query}"))
                .header("content-type", "application/x-www-form-urlencoded");
            let (parts, ()) = request.body(()).expect("a request").into_parts();
            let body = Ok(Bytes::from(format!("{app}&client_secret={}", App::DEFAULT_CLIENT_SECRET)));
            let answer = respond(&mut self.state, "http://localhost", &parts, &body, self.now);
            let answer = answer.expect("one of the identity platform").answer;
            assert!(answer.status().as_u16() < 400, "{:?}", answer.body());
            let location = answer.headers().get("location").map(|one| one.to_str().expect("text").to_owned());
            location.unwrap_or_else(|| String::from_utf8(answer.into_body().to_vec()).expect("text"))
        }

        fn minutes_pass(&mut self, minutes: u32) {
            self.now += Duration::from_secs(60) * minutes;
        }

        /// How much is remembered of tokens, codes and device codes.
        fn sizes(&self) -> [usize; 3] {
            let Identity { codes, devices, .. } = &self.state.identity;
            [self.state.tokens.len(), codes.len(), devices.len()]
        }
    }

    #[test]
    fn a_long_run_remembers_no_more_than_a_short_one() {
        let mut world = World::new();
        let mut largest = [0; 3];
        for minute in 0..DAY {
            world.send("token", "grant_type=client_credentials&scope=https://graph.microsoft.com/.default");
            world.send("devicecode", "scope=User.Read");
            let back = world.send("authorize", "response_type=code&scope=User.Read");
            let code = back.split(['=', '&']).nth(1).expect("a code");
            let form = format!("grant_type=authorization_code&redirect_uri=http://localhost&code={code}");
            world.send("token", &form);
            world.minutes_pass(1);
            if minute > 60 {
                largest = std::array::from_fn(|at| largest[at].max(world.sizes()[at]));
            }
        }
        // two tokens a minute for 1 and 10 minutes, a code for 10 and 10, a device code for 15 and 10
        assert_eq!(largest, [22, 20, 25]);
    }

    #[test]
    fn used_refresh_tokens_are_forgotten_where_there_are_too_many() {
        let mut world = World::new();
        let sign_in = "response_type=code&scope=User.Read+offline_access";
        let redeem = |world: &mut World| {
            let back = world.send("authorize", sign_in);
            let code = back.split(['=', '&']).nth(1).expect("a code").to_owned();
            let form = format!("grant_type=authorization_code&redirect_uri=http://localhost&code={code}");
            refresh_token(&world.send("token", &form))
        };
        let kept = redeem(&mut world);
        let mut last = redeem(&mut world);
        for _ in 0..refresh::LIMIT + 100 {
            let form = format!("grant_type=refresh_token&refresh_token={last}");
            last = refresh_token(&world.send("token", &form));
        }
        world.minutes_pass(2);
        for token in [&kept, &last] {
            world.send("token", &format!("grant_type=refresh_token&refresh_token={token}"));
        }
        // the two that came of these, beside the two that were used for them
        assert_eq!(world.state.identity.refresh_tokens.len(), refresh::LIMIT + 4);
    }

    fn refresh_token(answer: &str) -> String {
        let answer: Value = serde_json::from_str(answer).expect("JSON");
        String::from(answer["refresh_token"].as_str().expect("a refresh token"))
    }

    #[test]
    fn the_last_token_requests_are_kept() {
        let mut world = World::new();
        world.send("token", "grant_type=client_credentials&scope=https://graph.microsoft.com/.default");
        let mut other = world.state.identity.received[0].clone();
        other.grant_type = String::from("other");
        for _ in 0..KEPT {
            world.state.identity.note(other.clone());
        }
        assert_eq!(world.state.identity.received.len(), KEPT);
        assert_eq!(world.state.identity.received[0].grant_type, "other");
    }
}
