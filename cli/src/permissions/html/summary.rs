//! What to register, before the tables.

use super::super::report::{Chosen, Report, SchemeName, Summary, Title};
use super::label;
use super::markup::Markup;

/// A box for each scheme. The search leaves them alone, because they are about all operations of the page; the
/// chosen scheme hides the other ones.
pub(super) fn section(page: &mut Markup, report: &Report) {
    page.raw("<section class=\"s\" aria-labelledby=\"register\">\n<h2 id=\"register\">To register <small>");
    page.raw("the least privileged set for ").raw(if report.operations.len() == 1 { "" } else { "all " });
    page.operations(report.operations.len()).raw(", whatever is searched for</small></h2>\n<div>\n");
    for (scheme, one) in &report.summary {
        scheme_box(page, *scheme, one);
    }
    page.raw("</div>\n</section>\n");
}

fn scheme_box(page: &mut Markup, scheme: SchemeName, of: &Summary) {
    page.raw("<article class=\"").raw(scheme.as_str()).raw("\">\n<h3>").text(&label(scheme)).raw("</h3>\n");
    if of.permissions.is_empty() {
        page.raw("<p>").raw(of.without()).raw("</p>\n");
    } else {
        page.raw("<ul>\n");
        for one in &of.permissions {
            chosen(page.raw("<li class=\"l\">"), one);
        }
        page.raw("</ul>\n");
    }
    let extent = of.extent();
    if !extent.is_empty() {
        page.raw("<p>").text(&extent).raw("</p>\n");
    }
    if !of.permissions.is_empty() {
        page.raw("<details><summary>Why</summary>\n");
        for one in &of.permissions {
            reasons(page, one);
        }
        page.raw("</details>\n");
    }
    not_opened(page, of);
    page.raw("</article>\n");
}

fn chosen(page: &mut Markup, of: &Chosen) {
    page.permission(&of.name);
    page.raw(if of.admin_consent { " <i>admin consent</i>" } else { "" });
    page.raw("\n");
}

fn reasons(page: &mut Markup, of: &Chosen) {
    page.raw("<h4>").permission(&of.name);
    if let Some(level) = of.privilege_level {
        page.raw(" <i>privilege level ").text(&level.to_string()).raw("</i>");
    }
    page.raw("</h4>\n");
    for (reason, operations) in of.reasons() {
        page.raw("<p>").text(reason).raw(":</p>\n<ul>");
        for one in operations {
            title(page.raw("<li>"), one);
        }
        page.raw("</ul>\n");
    }
}

/// The operations that the set does not open: those that nothing opens, and those of which nothing is known.
fn not_opened(page: &mut Markup, of: &Summary) {
    let count = of.not_supported.len() + of.unknown.len();
    if count == 0 {
        return;
    }
    page.raw("<details><summary>Not opened: ").operations(count).raw("</summary>\n");
    if !of.not_supported.is_empty() {
        page.raw("<h4>not supported</h4>\n<ul>");
        for one in &of.not_supported {
            title(page.raw("<li class=\"n\">"), &one.title);
            if let Some(sibling) = &one.instead {
                page.raw(" <i>use ").text(&sibling.beginning()).raw("</i>");
            }
        }
        page.raw("</ul>\n");
    }
    if !of.unknown.is_empty() {
        page.raw("<h4>unknown, which is not “none needed”</h4>\n<ul>");
        for one in &of.unknown {
            title(page.raw("<li class=\"u\">"), one);
        }
        page.raw("</ul>\n");
    }
    page.raw("</details>\n");
}

/// Whole Graph has tens of thousands of these, so each is as short as can be; the style does the rest.
fn title(page: &mut Markup, of: &Title) {
    page.raw(of.method).raw(" ").text(&of.path);
}
