use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use msgraph_core::TokenFn;

use super::*;

/// A credential that counts, with tokens `1`, `2`, ... of so many seconds.
fn counting(asked: &Arc<AtomicUsize>, seconds: i64, now: fn() -> OffsetDateTime) -> Arc<dyn Credential> {
    let asked = Arc::clone(asked);
    Arc::new(TokenFn::new(move |_| {
        let asked = Arc::clone(&asked);
        async move {
            tokio::task::yield_now().await;
            let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(AccessToken::new(number.to_string()).with_expiry(now() + Duration::seconds(seconds)))
        }
    }))
}

fn request() -> TokenRequest {
    TokenRequest::new(["x"])
}

#[tokio::test]
async fn many_who_wait_ask_once() {
    let asked = Arc::default();
    let tokens = Tokens::new(counting(&asked, 3600, OffsetDateTime::now_utc), request());
    let all: Vec<_> = (0..64)
        .map(|_| {
            let tokens = tokens.clone();
            tokio::spawn(async move { tokens.bearer().await.unwrap().token.secret().to_owned() })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap(), "1");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_question_goes_on_without_the_one_who_began_it() {
    let (asked, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
    let (count, wait) = (Arc::clone(&asked), Arc::clone(&gate));
    let credential = TokenFn::new(move |_| {
        let (count, wait) = (Arc::clone(&count), Arc::clone(&wait));
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            wait.acquire().await.unwrap().forget();
            Ok(AccessToken::new("late").with_expiry(OffsetDateTime::now_utc() + Duration::HOUR))
        }
    });
    let tokens = Tokens::new(Arc::new(credential), request());
    let ask = || {
        let tokens = tokens.clone();
        tokio::spawn(async move { tokens.bearer().await.map(|one| one.token.secret().to_owned()) })
    };
    let (first, second) = (ask(), ask());
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.add_permits(1);
    assert_eq!(second.await.unwrap().unwrap(), "late");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_failure_is_told_to_all_who_waited() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credential = TokenFn::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::task::yield_now().await;
            Err(CredentialError::new("no"))
        }
    });
    let tokens = Tokens::new(Arc::new(credential), request());
    let all: Vec<_> = (0..8)
        .map(|_| {
            let tokens = tokens.clone();
            tokio::spawn(async move { tokens.bearer().await.err().map(|error| error.to_string()) })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap().as_deref(), Some("no"));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert!(tokens.bearer().await.is_err());
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

static SECONDS: AtomicI64 = AtomicI64::new(0);

fn clock() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::seconds(SECONDS.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end_and_on_while_there_is_no_other() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credential = TokenFn::new(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            match number {
                2 | 3 => Err(CredentialError::new("down")),
                _ => Ok(AccessToken::new(number.to_string()).with_expiry(clock() + Duration::HOUR)),
            }
        }
    });
    let tokens = Tokens::with_clock(Arc::new(credential), request(), clock);
    for (seconds, secret, questions) in [
        (0, "1", 1),
        (3299, "1", 1),
        (3300, "1", 2), // fails
        (3301, "1", 2), // and is not repeated at once
        (3330, "1", 3),
        (3361, "4", 4),
    ] {
        SECONDS.store(seconds, Ordering::SeqCst);
        assert_eq!(tokens.bearer().await.unwrap().token.secret(), secret, "after {seconds} s");
        assert_eq!(asked.load(Ordering::SeqCst), questions, "after {seconds} s");
    }
}

#[tokio::test]
async fn short_lives_have_short_margins_and_ends_may_be_unknown() {
    let now = OffsetDateTime::now_utc();
    let bearer = Bearer::new(AccessToken::new("x").with_expiry(now + Duration::seconds(100)), now, false);
    assert_eq!(bearer.unwrap().refresh_on, Some(now + Duration::seconds(80)));

    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credential = TokenFn::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(AccessToken::new("endless")) }
    });
    let tokens = Tokens::new(Arc::new(credential), request());
    let (one, other) = (tokens.bearer().await.unwrap(), tokens.bearer().await.unwrap());
    assert!(Arc::ptr_eq(&one, &other), "the header is made once");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn a_token_with_its_scheme_is_refused_in_words() {
    for secret in ["Bearer eyJ0SECRET", "bearer eyJ0SECRET"] {
        let error = header(&AccessToken::new(secret)).unwrap_err().to_string();
        assert!(error.contains("begins with `Bearer `") && !error.contains("SECRET"), "{error}");
    }
    for secret in ["Bearer", "bearer-eyJ0", "eyJ0..."] {
        assert!(header(&AccessToken::new(secret)).is_ok(), "{secret}");
    }
}

#[tokio::test]
async fn a_refused_token_is_not_used_again() {
    let asked = Arc::default();
    let tokens = Tokens::new(counting(&asked, 3600, OffsetDateTime::now_utc), request());
    let first = tokens.bearer().await.unwrap();
    let (one, other) = tokio::join!(tokens.instead_of(&first, None), tokens.instead_of(&first, None));
    assert_eq!((one.unwrap().token.secret(), other.unwrap().token.secret()), ("2", "2"));
    let second = tokens.bearer().await.unwrap();
    assert_eq!(second.token.secret(), "2");
    assert!(first.is_worth_replacing() && !second.is_worth_replacing());
    second.accepted();
    assert!(second.is_worth_replacing());
}

#[tokio::test]
async fn a_panic_of_the_credential_is_that_of_one_request() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credential = TokenFn::new(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::task::yield_now().await;
            assert!(number > 0, "the first question goes wrong");
            Ok(AccessToken::new("good").with_expiry(OffsetDateTime::now_utc() + Duration::HOUR))
        }
    });
    let tokens = Tokens::new(Arc::new(credential), request());
    let all: Vec<_> = (0..8)
        .map(|_| {
            let tokens = tokens.clone();
            tokio::spawn(async move { tokens.bearer().await.unwrap().token.secret().to_owned() })
        })
        .collect();
    let mut panics = 0;
    for one in all {
        match one.await {
            Ok(secret) => assert_eq!(secret, "good"),
            Err(fault) => panics += usize::from(fault.is_panic()),
        }
    }
    assert_eq!((panics, asked.load(Ordering::SeqCst)), (1, 2));
}
