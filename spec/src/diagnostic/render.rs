//! Renders faults as rustc does.

use annotate_snippets::{AnnotationKind, Element, Group, Level as Look, Origin as Arrow, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Level, Sources};
use crate::model::Origin;

/// All faults, each followed by an empty line except the last.
pub(super) fn all(diagnostics: &Diagnostics, colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let rendered: Vec<String> =
        diagnostics.iter().map(|one| renderer.render(&[group(one, diagnostics.sources())])).collect();
    rendered.join("\n\n")
}

fn group<'a>(one: &'a Diagnostic, sources: &Sources) -> Group<'a> {
    let look = match one.level {
        Level::Error => Look::ERROR,
        Level::Warning => Look::WARNING,
    };
    let mut group = Group::with_title(look.primary_title(&one.message));
    if let Some(at) = &one.at {
        group = group.element(place(at, None, sources));
    }
    for (at, label) in &one.related {
        group = group.element(place(at, Some(label), sources));
    }
    if let Some(help) = &one.help {
        group = group.element(Look::HELP.message(help));
    }
    group
}

/// An excerpt, or only file, line and column where the text is not at hand.
fn place<'a>(at: &'a Origin, label: Option<&'a str>, sources: &Sources) -> Element<'a> {
    let excerpt = sources.file(&at.file).and_then(|file| file.excerpt(at)).filter(|_| at.line > 0);
    let Some((text, range)) = excerpt else {
        let arrow = Arrow::path(&*at.file);
        return if at.line == 0 { arrow.into() } else { arrow.line(at.line).char_column(at.column).into() };
    };
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    Snippet::source(text).line_start(at.line).path(&*at.file).annotation(kind.span(range).label(label)).into()
}
