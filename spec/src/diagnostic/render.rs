//! Renders faults as rustc does.

use annotate_snippets::{AnnotationKind, Element, Group, Level as Look, Origin as Arrow, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Level, Sources};
use crate::model::Origin;

/// All faults, each followed by an empty line except the last.
pub(super) fn all(diagnostics: &Diagnostics, colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let texts: Vec<String> = diagnostics.iter().map(|one| rendered(&renderer, one, diagnostics)).collect();
    texts.join("\n\n")
}

fn rendered(renderer: &Renderer, one: &Diagnostic, diagnostics: &Diagnostics) -> String {
    let sources = diagnostics.sources();
    let mut text = renderer.render(&[group(one, sources)]);
    for at in one.at.iter().chain(one.related.iter().map(|(at, _)| at)) {
        // The renderer counts columns from where an excerpt begins, which may be within the line.
        let Some(excerpt) = sources.file(&at.file).and_then(|file| file.excerpt(at)) else { continue };
        let shown = excerpt.text[..excerpt.word.start].chars().count() + 1;
        if shown != at.column {
            let place = |column: usize| format!("{}:{}:{column}\n", at.file, at.line);
            text = text.replacen(&place(shown), &place(at.column), 1);
        }
    }
    text
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
    let arrow = Arrow::path(&*at.file);
    if at.line == 0 {
        return arrow.into();
    }
    let excerpt = sources.file(&at.file).and_then(|file| file.excerpt(at));
    let Some(excerpt) = excerpt else {
        return arrow.line(at.line).char_column(at.column).into();
    };
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let word = kind.span(excerpt.word).label(label);
    Snippet::source(excerpt.text).line_start(at.line).path(&*at.file).annotation(word).into()
}
