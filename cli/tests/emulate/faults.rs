//! Faults by chance, as options.

use crate::called::called;
use crate::running::{answer, asked, started};

#[test]
fn a_share_of_everything_hits_everything_it_fits() {
    let (_running, facts) = started(&["--fault", "100%=429;retry-after=2 @POST /me"]);
    assert_eq!(
        facts["faults"],
        serde_json::json!([{ "share": 1.0, "fault": "429;retry-after=2 @POST /me" }])
    );
    for _ in 0..3 {
        let (status, text) = answer(&facts, "POST /me/onlineMeetings", "", "{}");
        assert_eq!(status, "429");
        assert!(text.to_ascii_lowercase().contains("retry-after: 2\r\n"), "{text}");
    }
    assert_eq!(asked(&facts, "GET /me/onlineMeetings/x", "").0, "404");
}

#[test]
fn the_same_seed_has_the_same_faults() {
    let statuses = |seed: &str| -> Vec<String> {
        let (_running, facts) = started(&["--seed", seed, "--fault", "0.3=500", "--fault", "30%=503"]);
        (0..20).map(|_| asked(&facts, "GET /me/onlineMeetings/x", "").0).collect()
    };
    let drawn = statuses("1");
    for status in ["404", "500", "503"] {
        assert!(drawn.iter().any(|one| one == status), "{drawn:?}");
    }
    assert_eq!(drawn, statuses("1"));
    assert_ne!(drawn, statuses("2"));
}

#[test]
fn all_that_is_wrong_is_said_before_anything_is_read() {
    let wrong = ["--fault", "429", "--fault", "5=500", "--fault", "5%=nonsense", "--fault", "1%=500 *2"];
    let (code, stdout, stderr) = called(&[&["emulate"], &wrong[..]].concat());
    assert_eq!((code, stdout.as_str()), (2, ""));
    for word in [
        "`--fault 429` has no share",
        "`--fault '5%=429'`",
        "`5` in `--fault 5=500` is no share",
        "write `5%`",
        "'nonsense' is no fault",
        "cut-after",
        "leave the `*` and its number out",
    ] {
        assert!(stderr.contains(word), "{word}\n{stderr}");
    }
    let (code, _, stderr) = called(&["emulate", "--json", "--fault", "70%=500", "--fault", "0.4=502"]);
    assert_eq!(code, 2);
    let fault: serde_json::Value = serde_json::from_str(&stderr).expect("one object");
    assert_eq!(fault["message"], "the shares of all `--fault` add up to 110%");
}
