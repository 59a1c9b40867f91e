//! Each way to a token.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use msgraph::credential::{
    AuthorizationCode, ClientSecret, DeviceCode, OnBehalfOf, RefreshToken, RefreshTokens,
};
use msgraph::models::OnlineMeeting;
use msgraph::{BoxFuture, Credential as _, CredentialError, TokenRequest};
use msgraph_emulator::App;

use crate::world::{Remembering, World, browse};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;

#[tokio::test]
async fn many_requests_of_an_app_ask_for_one_token() {
    let world = World::start().await;
    let graph = world.graph(ClientSecret::new(world.app()));
    let user = world.user();
    let all: Vec<_> = (0..64)
        .map(|_| {
            let meetings = graph.users().by_id(&user).online_meetings();
            tokio::spawn(async move { meetings.post(&OnlineMeeting::new()).await.map(|_| ()) })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert_eq!(world.grants(), [("client_credentials".to_owned(), 200)]);
    assert!(world.emulator.token_requests()[0].has_claims, "the capability cp1 is sent");
}

#[tokio::test]
async fn demanded_claims_are_brought_and_the_create_is_repeated_once() {
    let world = World::start().await;
    let credential = Remembering::new(ClientSecret::new(world.app()));
    let graph = world.graph(credential.clone());
    let meetings = graph.users().by_id(world.user()).online_meetings();
    meetings.post(&OnlineMeeting::new()).await.unwrap();

    let refused = credential.last();
    world.emulator.demand_claims(&refused, CLAIMS).unwrap();
    meetings.post(&OnlineMeeting::new()).await.unwrap();
    assert_ne!(credential.last(), refused);
    assert_eq!(world.emulator.requests().len(), 3);
    assert_eq!(world.grants().len(), 2);

    world.emulator.revoke(&credential.last()).unwrap();
    meetings.post(&OnlineMeeting::new()).await.unwrap();
    meetings.post(&OnlineMeeting::new()).await.unwrap();
    assert_eq!(world.emulator.requests().len(), 6);
    assert_eq!(world.grants().len(), 3);
}

#[tokio::test]
async fn a_static_token_that_is_refused_is_not_sent_again() {
    let world = World::start().await;
    let token = world.emulator.application_token(&["OnlineMeetings.ReadWrite.All"]);
    world.emulator.demand_claims(&token, CLAIMS).unwrap();
    let graph = world.graph(msgraph::AccessToken::new(token));
    let error =
        graph.users().by_id(world.user()).online_meetings().post(&OnlineMeeting::new()).await.unwrap_err();
    assert!(matches!(error, msgraph::Error::Service(_)), "{error:?}");
    assert_eq!(world.emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_service_calls_on_behalf_of_its_user() {
    let world = World::start().await;
    let app = world.app();
    let graph = world.graph(ClientSecret::new(app.clone()));
    let came = world.emulator.token_for_api(App::DEFAULT_CLIENT_ID, &world.user());
    let of_the_user = graph.with_credential(OnBehalfOf::new(&app, came.clone()));
    let meetings = of_the_user.me().online_meetings();
    meetings.post(&OnlineMeeting::new()).await.unwrap();
    meetings.post(&OnlineMeeting::new()).await.unwrap();
    assert_eq!(world.grants(), [("urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned(), 200)]);
    assert!(!format!("{:?}", OnBehalfOf::new(&app, came.clone())).contains(&came));
}

#[tokio::test]
async fn what_was_exchanged_for_a_user_is_there_for_the_next_request() {
    let world = World::start().await;
    let app = world.app();
    let graph = world.graph(ClientSecret::new(app.clone()));
    let came = world.emulator.token_for_api(App::DEFAULT_CLIENT_ID, &world.user());
    let of_the_user = || Remembering::new(OnBehalfOf::new(&app.clone(), came.clone()));
    let call = async |credential: &Remembering<OnBehalfOf>| {
        graph.with_credential(credential.clone()).me().online_meetings().post(&OnlineMeeting::new()).await
    };
    for _ in 0..5 {
        call(&of_the_user()).await.unwrap();
    }
    assert_eq!(world.grants().len(), 1);

    let credential = of_the_user();
    call(&credential).await.unwrap();
    let refused = credential.last();
    world.emulator.revoke(&refused).unwrap();
    call(&credential).await.unwrap();
    assert_ne!(credential.last(), refused, "what the service refuses is not given again");
    call(&of_the_user()).await.unwrap();
    assert_eq!(world.grants().len(), 2);

    let other = world.emulator.token_for_api(App::DEFAULT_CLIENT_ID, &world.emulator.users()[1].id);
    call(&Remembering::new(OnBehalfOf::new(&app, other))).await.unwrap();
    assert_eq!(world.grants().len(), 3, "another user has another token");
}

/// Keeps the token in memory.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<RefreshToken>>>);

/// Fails a few times before it keeps anything.
struct Failing(Kept, AtomicUsize);

impl RefreshTokens for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>> {
        self.0.load()
    }

    fn save(&self, token: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>> {
        let fails =
            self.1.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if fails {
            Box::pin(async { Err(CredentialError::new("the disk is full")) })
        } else {
            self.0.save(token)
        }
    }
}

#[tokio::test]
async fn a_refresh_token_that_cannot_be_saved_costs_no_request_and_is_saved_later() {
    let world = World::start().await;
    let redirect = "http://localhost/back";
    world.emulator.add_app(world.emulator.apps()[0].clone().with_redirect_uri(redirect)).unwrap();
    let kept = Kept::default();
    let store = Failing(kept.clone(), AtomicUsize::new(2));
    let credential = AuthorizationCode::new(world.app(), redirect).kept_in(store);
    let sign_in = credential.begin().unwrap();
    let back = browse(sign_in.url().as_str()).await.unwrap();
    credential.finish(sign_in, &back).await.unwrap();

    let request = TokenRequest::new([msgraph::Cloud::Global.scope()]);
    credential.token(&request).await.unwrap();
    assert!(kept.0.lock().unwrap().is_none());
    credential.token(&request).await.unwrap();
    assert!(kept.0.lock().unwrap().is_some());
}

impl RefreshTokens for Kept {
    fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>> {
        Box::pin(async { Ok(self.0.lock().unwrap().clone()) })
    }

    fn save(&self, token: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>> {
        Box::pin(async {
            *self.0.lock().unwrap() = token;
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_device_code_is_shown_once_and_the_sign_in_outlives_the_program() {
    let world = Arc::new(World::start().await);
    let (kept, shown) = (Kept::default(), Arc::new(Mutex::new(Vec::new())));
    let credential = || {
        let (world, shown) = (Arc::clone(&world), Arc::clone(&shown));
        DeviceCode::new(world.app(), move |prompt| {
            assert!(
                prompt.message.contains(&prompt.user_code)
                    && !format!("{prompt:?}").contains(&prompt.user_code)
            );
            world.emulator.approve_device(&prompt.user_code, &world.user()).unwrap();
            shown.lock().unwrap().push(prompt.verification_uri.clone());
        })
        .kept_in(kept.clone())
    };
    let first = world.graph(credential());
    first.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
    let after_restart = world.graph(credential());
    after_restart.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
    assert_eq!(shown.lock().unwrap().len(), 1);
    assert_eq!(world.grants().last().unwrap().0, "refresh_token");

    *kept.0.lock().unwrap() = Some(RefreshToken::new("no longer good"));
    let signs_in_again = world.graph(credential());
    signs_in_again.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
    assert_eq!(shown.lock().unwrap().len(), 2);
    assert_ne!(kept.0.lock().unwrap().as_ref().unwrap().secret(), "no longer good");
}

#[tokio::test]
async fn a_user_signs_in_before_the_first_request_however_short_its_limit() {
    let world = Arc::new(World::start().await);
    let shown = Arc::new(AtomicUsize::new(0));
    let credential = DeviceCode::new(world.app(), {
        let (world, shown) = (Arc::clone(&world), Arc::clone(&shown));
        move |prompt| {
            shown.fetch_add(1, Ordering::SeqCst);
            let (world, code, user) = (Arc::clone(&world), prompt.user_code.clone(), world.user());
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
                world.emulator.approve_device(&code, &user).unwrap();
            });
        }
    });
    credential.sign_in().await.unwrap();
    // an interval of 0 is no reason to ask without end
    let asked = world.grants();
    assert!((2..=3).contains(&asked.len()), "{asked:?}");
    let graph = world.graph(credential);
    let limit = std::time::Duration::from_millis(900);
    graph.me().online_meetings().post(&OnlineMeeting::new()).timeout(limit).await.unwrap();
    assert_eq!((shown.load(Ordering::SeqCst), world.grants().len()), (1, asked.len()));
}

#[tokio::test]
async fn a_declined_device_code_says_so() {
    let world = Arc::new(World::start().await);
    let of_the_closure = Arc::clone(&world);
    let credential = DeviceCode::new(world.app(), move |prompt| {
        of_the_closure.emulator.decline_device(&prompt.user_code).unwrap();
    });
    let request = TokenRequest::new([msgraph::Cloud::Global.scope()]);
    let error = credential.token(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "the user declined to sign in");
}

#[tokio::test]
async fn the_browser_brings_a_code_and_a_forged_return_brings_nothing() {
    let world = World::start().await;
    let credential = AuthorizationCode::new(world.app(), "http://localhost/back");
    world
        .emulator
        .add_app(world.emulator.apps()[0].clone().with_redirect_uri("http://localhost/back"))
        .unwrap();

    let (sign_in, other) = (credential.begin().unwrap(), credential.begin().unwrap());
    let back = browse(sign_in.url().as_str()).await.unwrap();
    let forged = credential.finish(other, &back).await.unwrap_err();
    assert!(forged.to_string().contains("another sign-in"), "{forged}");
    assert!(world.grants().is_empty());

    credential.finish(sign_in, &back).await.unwrap();
    let graph = world.graph(credential);
    graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
    assert_eq!(world.grants(), [("authorization_code".to_owned(), 200)]);
}

#[tokio::test]
async fn a_program_on_the_machine_signs_in_through_the_browser() {
    let world = World::start().await;
    for redirect_uri in ["http://localhost", "http://127.0.0.1"] {
        let credential = AuthorizationCode::new(world.app(), redirect_uri);
        let open = |url: &str| {
            let url = url.to_owned();
            tokio::spawn(async move {
                let back = browse(&url).await.unwrap();
                let forged = back.split('?').next().unwrap().to_owned() + "/?code=x&state=forged";
                browse(&forged).await;
                let back = if back.contains("/?") { back } else { back.replacen('?', "/?", 1) };
                browse(&back).await;
            });
        };
        credential.sign_in_on_loopback(open).await.unwrap();
        let graph = world.graph(credential);
        graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap();
    }
    let refused =
        AuthorizationCode::new(world.app(), "https://app.example").sign_in_on_loopback(|_| ()).await;
    assert!(refused.unwrap_err().to_string().contains("register `http://localhost`"));
}
