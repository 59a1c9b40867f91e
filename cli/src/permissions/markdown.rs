//! The report as Markdown, with tables as GitHub reads them.

use std::fmt::Write as _;

use super::report::{
    Alternative, Chosen, Entry, Operation, Permission, Report, SchemeName, Summary, Support,
};
use crate::text::plain;

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    write(report, &mut out).expect("a String takes everything");
    out
}

fn write(report: &Report, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# Permissions: {} {}\n", escaped(&report.title), escaped(&report.version))?;
    let count = report.operations.len();
    let plural = if count == 1 { "" } else { "s" };
    match &report.pattern {
        Some(pattern) => writeln!(out, "{count} operation{plural} of {}.", code(pattern))?,
        None => writeln!(out, "{count} operation{plural}.")?,
    }
    writeln!(
        out,
        "The least privileged permission is **bold**, others that open the operation follow; \\* means that \
         an administrator must consent.\n"
    )?;
    summary(report, out)?;
    writeln!(out, "## Operations\n")?;
    let schemes: Vec<String> = report.schemes.iter().map(|one| label(*one)).collect();
    writeln!(out, "| Operation | {} |", schemes.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(schemes.len()))?;
    for one in &report.operations {
        let cells: Vec<String> =
            one.schemes.iter().map(|(scheme, entry)| cell(one, *scheme, entry)).collect();
        writeln!(out, "| {} | {} |", title(one), cells.join(" | "))?;
    }
    if !report.permissions.is_empty() {
        writeln!(out, "\n## Permissions\n\n| Permission | Scheme | What it allows | Level | Consent |")?;
        writeln!(out, "|---|---|---|---|---|")?;
    }
    report.permissions.iter().try_for_each(|one| permission(out, one))
}

/// What to register, before the tables; the reasons are folded in.
fn summary(report: &Report, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "## To register\n\nThe least privileged set of permissions for all of these operations.\n"
    )?;
    writeln!(out, "| Scheme | Permissions | Extent |\n|---|---|---|")?;
    for (scheme, one) in &report.summary {
        let chosen: Vec<String> = one.permissions.iter().map(chosen).collect();
        let set = if chosen.is_empty() { one.without().to_owned() } else { chosen.join("<br>") };
        writeln!(out, "| {} | {set} | {} |", label(*scheme), escaped(&one.extent()))?;
    }
    writeln!(out)?;
    report.summary.iter().try_for_each(|(scheme, one)| why(*scheme, one, out))
}

fn chosen(of: &Chosen) -> String {
    format!("{}{}", code(&of.name), if of.admin_consent { "\\*" } else { "" })
}

fn why(scheme: SchemeName, of: &Summary, out: &mut String) -> std::fmt::Result {
    writeln!(out, "<details><summary>Why, {}</summary>\n", scheme.label())?;
    for one in &of.permissions {
        let level = one.privilege_level.map(|level| format!(", privilege level {level}"));
        writeln!(out, "- {}{}", chosen(one), level.unwrap_or_default())?;
        for (reason, titles) in one.reasons() {
            let titles: Vec<String> = titles.iter().map(|title| code(&title.to_string())).collect();
            writeln!(out, "  - {}: {}", escaped(reason), titles.join(", "))?;
        }
    }
    let closed = of.not_supported.iter().map(|one| match &one.instead {
        Some(sibling) => format!("{}; use {}", code(&one.title.to_string()), code(&sibling.beginning())),
        None => code(&one.title.to_string()),
    });
    list(out, "not supported", &closed.collect::<Vec<_>>())?;
    let unknown = of.unknown.iter().map(|title| code(&title.to_string()));
    list(out, "unknown, which is not \"none needed\"", &unknown.collect::<Vec<_>>())?;
    writeln!(out, "\n</details>\n")
}

fn list(out: &mut String, head: &str, items: &[String]) -> std::fmt::Result {
    if !items.is_empty() {
        writeln!(out, "- {head}")?;
    }
    items.iter().try_for_each(|item| writeln!(out, "  - {item}"))
}

/// The operation, as a link to its documentation.
fn title(of: &Operation) -> String {
    link(&code(&of.title.to_string()), of.documentation.as_ref())
}

/// A text as a link, if there is an address and an ordinary one.
fn link(text: &str, to: Option<&String>) -> String {
    let is_plain = |link: &&String| {
        link.starts_with("https://")
            && link.chars().all(|one| one.is_ascii_graphic() && !"<>()|`\\".contains(one))
    };
    match to.filter(is_plain) {
        Some(link) => format!("[{text}]({link})"),
        None => text.to_owned(),
    }
}

fn cell(of: &Operation, scheme: SchemeName, entry: &Entry) -> String {
    let mut lines: Vec<String> = match &entry.support {
        Support::Unknown => vec!["unknown".to_owned()],
        Support::NotSupported { instead: None } => vec!["not supported".to_owned()],
        Support::NotSupported { instead: Some(sibling) } => {
            vec![format!("not supported; use {}", code(&sibling.beginning()))]
        }
        Support::Supported { least, higher, choice } => {
            let reason = choice.remark().map(|remark| format!(" ({remark})")).unwrap_or_default();
            let least = format!("**{}**{}{reason}", names(&least.permissions), consent(least));
            let higher = higher.iter().map(|one| format!("{}{}", names(&one.permissions), consent(one)));
            std::iter::once(least).chain(higher).collect()
        }
    };
    let specific = of.resource_specific.iter().filter(|one| one.scheme == scheme);
    lines.extend(specific.map(|one| format!("{} (for one chat, team or meeting)", names(&one.permissions))));
    lines.extend(entry.fixup.as_ref().map(|fixup| {
        format!("corrected by hand: {} {}", escaped(&fixup.reason), link("source", Some(&fixup.link)))
    }));
    lines.join("<br>")
}

fn permission(out: &mut String, of: &Permission) -> std::fmt::Result {
    for (scheme, info) in &of.schemes {
        let level = info.privilege_level.map(|level| level.to_string()).unwrap_or_default();
        let consent = if info.admin_consent { "administrator" } else { "" };
        let text = if info.description.is_empty() { &info.display_name } else { &info.description };
        let (name, scheme, text) = (code(&of.name), scheme.short(), escaped(text));
        writeln!(out, "| {name} | {scheme} | {text} | {level} | {consent} |")?;
    }
    Ok(())
}

fn consent(of: &Alternative) -> &'static str {
    if of.admin_consent { "\\*" } else { "" }
}

fn names(of: &[String]) -> String {
    of.iter().map(|one| code(one)).collect::<Vec<_>>().join(" and ")
}

fn label(scheme: SchemeName) -> String {
    let label = scheme.label();
    label[..1].to_uppercase() + &label[1..]
}

/// A text as data: none of its characters is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in plain(text).chars() {
        match one {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // An address in the text shall be no link.
            ':' => out.push_str("&#58;"),
            '@' => out.push_str("&#64;"),
            _ if one.is_ascii_punctuation() && !",.;'\"?%/=-".contains(one) => {
                out.push('\\');
                out.push(one);
            }
            _ => out.push(one),
        }
    }
    out
}

/// A text in backticks, more of them than it has itself. In a table a pipe ends the cell even there, unless
/// a backslash is before it.
fn code(text: &str) -> String {
    let text = plain(text);
    let longest = text.split(|one| one != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A backslash before a pipe would itself be taken for the escape, and the pipe for the end.
    let text = text.replace("\\|", "\\ |").replace('|', "\\|");
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_data() {
        assert_eq!(
            escaped("a|b *c* [d](e) `f` <g> _h_ #i"),
            "a\\|b \\*c\\* \\[d\\]\\(e\\) \\`f\\` &lt;g&gt; \\_h\\_ \\#i"
        );
        assert_eq!(escaped("line\n# two"), "line \\# two");
        assert_eq!(escaped("www.x https://x @y"), "www.x https&#58;//x &#64;y");
        assert_eq!(escaped("\\|"), "\\\\\\|");
    }

    #[test]
    fn code_stays_code() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\\|b"), "`a\\ \\|b`");
    }
}
