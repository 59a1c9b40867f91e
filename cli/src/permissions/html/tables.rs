//! The tables of the page: operations with what opens them, and permissions with what they allow.

use super::super::report::{
    Alternative, Entry, Operation, Permission, PermissionScheme, SchemeName, Support,
};
use super::groups::Group;
use super::label;
use super::markup::Markup;

/// A table of operations. Those of one path share a body, so that they are kept together.
pub(super) fn group(page: &mut Markup, group: &Group<'_>, schemes: &[SchemeName]) {
    page.raw("<section class=\"g\">\n<table>\n<caption>").text(group.name).raw(" <small>");
    page.operations(group.operations.len()).raw("</small></caption>\n<colgroup><col class=\"o\">");
    for one in schemes {
        page.raw("<col class=\"").raw(one.as_str()).raw("\">");
    }
    page.raw("</colgroup>\n<thead><tr><th scope=\"col\">Operation</th>");
    for one in schemes {
        page.raw("<th scope=\"col\" class=\"").raw(one.as_str()).raw("\">").text(&label(*one)).raw("</th>");
    }
    page.raw("</tr></thead>\n");
    for path in group.operations.chunk_by(|one, next| one.title.path == next.title.path) {
        page.raw("<tbody>\n");
        for one in path {
            row(page, one);
        }
        page.raw("</tbody>\n");
    }
    page.raw("</table>\n</section>\n");
}

fn row(page: &mut Markup, of: &Operation) {
    page.raw("<tr><th scope=\"row\">");
    let method = of.title.method;
    link(page, of.documentation.as_deref(), |page| {
        page.raw("<b class=\"").raw(method).raw("\">").raw(method).raw("</b> ").path(&of.title.path);
    });
    if let Some(summary) = &of.summary {
        page.raw("<small>").text(summary).raw("</small>");
    }
    page.raw("</th>");
    for (scheme, entry) in &of.schemes {
        cell(page, of, *scheme, entry);
    }
    page.raw("\n");
}

/// A link; an address that is none of the web, such as `javascript:`, is left out.
fn link(page: &mut Markup, to: Option<&str>, content: impl FnOnce(&mut Markup)) {
    let to = to.filter(|to| to.starts_with("https://"));
    if let Some(to) = to {
        page.raw("<a href=\"").text(to).raw("\" rel=\"noreferrer\">");
    }
    content(page);
    page.raw(if to.is_some() { "</a>" } else { "" });
}

fn cell(page: &mut Markup, of: &Operation, scheme: SchemeName, entry: &Entry) {
    let support = &entry.support;
    page.raw("<td class=\"").raw(scheme.as_str());
    match support {
        Support::Unknown => page.raw(" u\"><span>unknown</span>"),
        Support::NotSupported { .. } => page.raw(" n\"><span>not supported</span>"),
        Support::Supported { .. } => page.raw(" y\">"),
    };
    if let Support::NotSupported { instead: Some(sibling) } = support {
        page.raw("<small>use ").text(&sibling.beginning()).raw("</small>");
    }
    let mut specific = of.resource_specific.iter().filter(|one| one.scheme == scheme).peekable();
    let is_list = specific.peek().is_some() || matches!(support, Support::Supported { .. });
    page.raw(if is_list { "<ul>" } else { "" });
    if let Support::Supported { least, higher, choice } = support {
        names(page.raw("<li class=\"l\">"), &least.permissions).raw(" <i>least</i>");
        if let Some(remark) = choice.remark() {
            page.raw(" <i>").raw(remark).raw("</i>");
        }
        consent(page, least);
        for one in higher {
            consent(names(page.raw("<li>"), &one.permissions), one);
        }
    }
    for one in specific {
        names(page.raw("<li class=\"r\">"), &one.permissions).raw(" <i>one chat, team or meeting</i>");
    }
    page.raw(if is_list { "</ul>" } else { "" });
    if let Some(fixup) = &entry.fixup {
        page.raw("<small class=\"f\">corrected by hand: ").text(&fixup.reason).raw(" ");
        link(page, Some(fixup.link.as_str()), |page| {
            page.raw("source");
        });
        page.raw("</small>");
    }
    page.raw("</td>");
}

fn consent(page: &mut Markup, of: &Alternative) {
    page.raw(if of.admin_consent { " <i>admin consent</i>" } else { "" });
}

fn names<'a>(page: &'a mut Markup, of: &[String]) -> &'a mut Markup {
    for (at, name) in of.iter().enumerate() {
        page.raw(if at > 0 { " and " } else { "" }).permission(name);
    }
    page
}

/// The table of the permissions; those of one name share a body.
pub(super) fn permissions(page: &mut Markup, all: &[Permission]) {
    page.raw("<section class=\"p\">\n<table>\n<caption>Permissions <small>").number(all.len());
    page.raw(" named above</small></caption>\n<thead><tr>");
    for head in ["Permission", "Scheme", "What it allows", "Level", "Consent"] {
        page.raw("<th scope=\"col\">").raw(head).raw("</th>");
    }
    page.raw("</tr></thead>\n");
    for one in all {
        page.raw("<tbody>\n");
        for (scheme, info) in &one.schemes {
            permission(page, one, *scheme, info);
        }
        page.raw("</tbody>\n");
    }
    page.raw("</table>\n</section>\n");
}

fn permission(page: &mut Markup, of: &Permission, scheme: SchemeName, info: &PermissionScheme) {
    page.raw("<tr class=\"").raw(scheme.as_str()).raw("\"><th scope=\"row\"><code>").text(&of.name);
    page.raw("</code>");
    page.raw(if of.is_resource_specific { " <i>one chat, team or meeting</i>" } else { "" });
    page.raw("</th><td>").raw(scheme.short()).raw("</td><td>");
    page.text(if info.description.is_empty() { &info.display_name } else { &info.description });
    let level = info.privilege_level.map(|level| level.to_string()).unwrap_or_default();
    page.raw("</td><td>").text(&level).raw("</td><td>");
    page.raw(if info.admin_consent { "administrator" } else { "" }).raw("</td>\n");
}
