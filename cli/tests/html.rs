//! What the page promises of itself: nothing is fetched, and only its own script and style run.

mod support;

use base64::Engine as _;
use cargo_msgraph::permissions::{Format, Look};
use sha2::{Digest as _, Sha256};
use support::{bundled, hostile};

/// What stands between two texts.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = page.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}

fn hash(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
}

#[test]
fn the_policy_names_its_own_script_and_style_and_nothing_else() {
    let page = bundled(None).to_text(Format::Html, &Look::default());
    let (script, style) =
        (hash(between(&page, "<script>", "</script>")), hash(between(&page, "<style>", "</style>")));
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let wanted = format!(
        "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(policy, wanted, "put these hashes into src/permissions/html.rs");
}

#[test]
fn names_nothing_to_be_fetched() {
    let page = bundled(None).to_text(Format::Html, &Look::default());
    for word in
        [" src=", "<link", "url(", "@import", "<img", "<iframe", "fetch(", "XMLHttpRequest", "import("]
    {
        assert!(!page.contains(word), "{word}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.contains(" style="));
}

#[test]
fn hostile_texts_are_data() {
    let page = hostile().to_text(Format::Html, &Look::default());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<b>bold") && !page.contains("href=\"javascript"));
    assert!(!page.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    assert!(page.contains("&#60;/script&#62;&#60;script&#62;alert(1)"), "{page}");
}
