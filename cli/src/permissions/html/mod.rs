//! The report as one page that needs nothing else: no network, no other file, no script to be read.
//!
//! The page's own script and style are named by their hashes in its Content-Security-Policy, which lets
//! nothing else run and nothing be fetched.

mod groups;
mod markup;
mod summary;
mod tables;

use self::groups::groups;
use self::markup::Markup;
use super::report::{Report, SchemeName};

const SCRIPT: &str = concat!(include_str!("matrix.js"), include_str!("permissions.js"));
const STYLE: &str = concat!(include_str!("permissions.css"), include_str!("matrix.css"));
/// SHA-256 of the two; `tests/html.rs` says what they must be after a change.
const SCRIPT_HASH: &str = "sha256-VBwBZoTgO/9d9oZFTKQnajokbjj8OuP8e6HOdBp9sPs=";
const STYLE_HASH: &str = "sha256-a00G0UvFPrUfWDc1oN9WOz76smfBfVjuSUkbAut8hBE=";

pub(super) fn render(report: &Report) -> String {
    let mut page = Markup::default();
    head(&mut page, report);
    page.raw("<body>\n");
    header(&mut page, report);
    controls(&mut page, report);
    page.raw("<p id=\"stated\"></p>\n<main>\n");
    summary::section(&mut page, report);
    for group in groups(&report.operations) {
        tables::group(&mut page, &group, &report.schemes);
    }
    page.raw(NOTHING);
    if !report.permissions.is_empty() {
        tables::permissions(&mut page, &report.permissions);
    }
    page.raw("</main>\n<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
    page.finish()
}

const NOTHING: &str = "<p id=\"nothing\" hidden>No operation is like that. \
    <button type=\"button\" id=\"all\">Show all</button></p>\n";

fn head(page: &mut Markup, report: &Report) {
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '");
    page.raw(SCRIPT_HASH).raw("'; style-src '").raw(STYLE_HASH);
    page.raw("'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.raw("<meta name=\"generator\" content=\"cargo msgraph permissions\">\n<title>Permissions: ");
    page.text(&report.title).raw(" ").text(&report.version);
    page.raw("</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n");
}

fn header(page: &mut Markup, report: &Report) {
    page.raw("<header>\n<h1>Permissions <small>").text(&report.title).raw(" ").text(&report.version);
    page.raw("</small></h1>\n<p>").operations(report.operations.len());
    page.raw(" below <code>").text(&report.service_root).raw("</code>");
    if let Some(pattern) = &report.pattern {
        page.raw(", chosen by <code>").text(pattern).raw("</code>");
    }
    page.raw(".</p>\n").raw(LEGEND);
    if report.schemes.len() > 1 {
        page.raw("<li class=\"m\" id=\"letters\">");
        for one in &report.schemes {
            page.raw("<span><b>").raw(letter(*one)).raw("</b> ").text(&label(*one)).raw("</span>");
        }
        page.raw("</li>\n");
    }
    page.raw("</ul>\n</header>\n");
}

const LEGEND: &str = r#"<ul class="legend" aria-label="Legend">
<li class="l"><code>Permission</code> <i>least</i> the least privileged one; it is enough</li>
<li><code>Permission</code> opens the operation too, and more besides</li>
<li class="r"><code>Permission</code> holds for one chat, team or meeting only</li>
<li class="n">not supported: no permission of the scheme opens it</li>
<li class="u">unknown: the permission table does not name it, which is not “none needed”</li>
<li class="m"><b>+</b> only together with another permission</li>
"#;

/// What the script filters by; it shows them, because without it they do nothing.
fn controls(page: &mut Markup, report: &Report) {
    page.raw(SEARCH);
    if report.schemes.len() > 1 {
        page.raw("<fieldset><legend>Scheme</legend>\n");
        page.raw("<label><input type=\"radio\" name=\"scheme\" value=\"\" checked> All</label>\n");
        for one in &report.schemes {
            page.raw("<label><input type=\"radio\" name=\"scheme\" value=\"").raw(one.as_str());
            page.raw("\"> ").text(&label(*one)).raw("</label>\n");
        }
        page.raw("</fieldset>\n");
    }
    page.raw(VIEWS);
    let count = report.operations.len();
    page.raw("<p id=\"count\" role=\"status\" aria-live=\"polite\">").number(count);
    page.raw(" of ").number(count).raw(" operations</p>\n</form>\n");
}

const SEARCH: &str = r#"<form id="controls" role="search" hidden>
<p class="search"><label for="q">Search</label>
<input type="search" id="q" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="words of a path, or a permission" aria-describedby="keys">
<span id="keys"><kbd>/</kbd> to search, <kbd>Esc</kbd> to clear</span></p>
"#;

const VIEWS: &str = r#"<fieldset><legend>View</legend>
<label><input type="radio" name="view" value="list" checked> List</label>
<label><input type="radio" name="view" value="matrix"> Matrix</label>
</fieldset>
"#;

/// What the matrix calls a scheme in a cell; the legend says what it is.
fn letter(scheme: SchemeName) -> &'static str {
    match scheme {
        SchemeName::DelegatedWork => "W",
        SchemeName::DelegatedPersonal => "P",
        SchemeName::Application => "A",
    }
}

/// The name of a scheme, to begin a line with.
fn label(scheme: SchemeName) -> String {
    let label = scheme.label();
    label[..1].to_uppercase() + &label[1..]
}
