//! Files that are something else than what they were given as: saved pages of HTML, and a description and a
//! permission table that were swapped. Their syntax would only be complained of far from the reason.

use std::sync::Arc;

use crate::Diagnostic;
use crate::model::Origin;

/// What to do about a description in the place of a permission table, or the other way round.
pub(crate) const SWAPPED: &str =
    "were the description and the permission table swapped (`--spec` and `--permissions`)?";

/// The fault of a page of HTML, which servers give instead of a file.
pub(crate) fn html(name: &Arc<str>, text: &str) -> Option<Diagnostic> {
    let text = text.trim_start();
    let begins = |with: &str| text.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    let is_page = begins("<!doctype html") || begins("<html");
    is_page.then(|| {
        first("this is an HTML page, perhaps one to sign in on, and not the file itself", name)
            .help("open the address that it came from in a browser, and save the file behind it")
    })
}

/// The fault of XML in the place of a permission table or of fix-ups.
pub(crate) fn xml(name: &Arc<str>, text: &str) -> Option<Diagnostic> {
    let is_xml = text.trim_start().starts_with('<');
    is_xml.then(|| {
        first("this is XML, as a description in CSDL is, and no permission table", name).help(SWAPPED)
    })
}

fn first(message: &str, name: &Arc<str>) -> Diagnostic {
    Diagnostic::error(message).at(Origin::new(name.clone(), 1, 1, ""))
}
