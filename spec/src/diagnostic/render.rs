//! Renders faults as rustc does.

use annotate_snippets::{AnnotationKind, Element, Group, Level as Look, Origin as Arrow, Renderer, Snippet};

use super::sources::Excerpt;
use super::{Diagnostic, Diagnostics, Level, Sources, readable};
use crate::model::Origin;

/// How many faults are shown. Who sees so many looks at the first ones, and a broken file can have millions.
const MOST_SHOWN: usize = 500;

/// All faults, each followed by an empty line except the last.
pub(super) fn all(diagnostics: &Diagnostics, colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let shown = diagnostics.iter().take(MOST_SHOWN);
    let mut texts: Vec<String> = shown.map(|one| rendered(&renderer, one, diagnostics)).collect();
    let further = diagnostics.len().saturating_sub(MOST_SHOWN);
    if further > 0 {
        texts.push(format!("{further} more faults are not shown"));
    }
    texts.join("\n\n")
}

/// A place, what is said about it, and its excerpt where the text is at hand.
struct Shown<'a> {
    at: &'a Origin,
    /// The name of the file, which settings may have named.
    file: String,
    label: Option<&'a str>,
    excerpt: Option<Excerpt>,
}

impl<'a> Shown<'a> {
    fn new(at: &'a Origin, label: Option<&'a str>, sources: &Sources) -> Self {
        Self {
            at,
            file: readable(at.file.to_string()),
            label,
            excerpt: sources.file(&at.file).and_then(|file| file.excerpt(at)),
        }
    }
}

fn rendered(renderer: &Renderer, one: &Diagnostic, diagnostics: &Diagnostics) -> String {
    let sources = diagnostics.sources();
    let related = one.related.iter().map(|(at, label)| (at, Some(&**label)));
    let places = one.at.iter().map(|at| (at, None)).chain(related);
    let places: Vec<Shown<'_>> = places.map(|(at, label)| Shown::new(at, label, sources)).collect();
    let mut text = renderer.render(&[group(one, &places)]);
    for Shown { at, file, excerpt, .. } in &places {
        if crate::cut::is_called(at) {
            // what stands in a call is no file, and has no lines
            text = text.replacen(&format!("{file}:{}:{}\n", at.line, at.column), &format!("{file}\n"), 1);
            continue;
        }
        // The renderer counts columns from where an excerpt begins, which may be within the line.
        let Some(excerpt) = excerpt else { continue };
        let shown = excerpt.text[..excerpt.word.start].chars().count() + 1;
        if shown != at.column {
            let place = |column: usize| format!("{file}:{}:{column}\n", at.line);
            text = text.replacen(&place(shown), &place(at.column), 1);
        }
    }
    text
}

fn group<'a>(one: &'a Diagnostic, places: &'a [Shown<'a>]) -> Group<'a> {
    let look = match one.level {
        Level::Error => Look::ERROR,
        Level::Warning => Look::WARNING,
    };
    let mut group = Group::with_title(look.primary_title(&one.message));
    for one in places {
        group = group.element(place(one));
    }
    if let Some(help) = &one.help {
        group = group.element(Look::HELP.message(help));
    }
    group
}

/// An excerpt, or only file, line and column where the text is not at hand.
fn place<'a>(shown: &'a Shown<'a>) -> Element<'a> {
    let Shown { at, file, label, excerpt } = shown;
    let arrow = Arrow::path(file);
    if at.line == 0 {
        return arrow.into();
    }
    let Some(excerpt) = excerpt else {
        return arrow.line(at.line).char_column(at.column).into();
    };
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let word = kind.span(excerpt.word.clone()).label(*label);
    Snippet::source(&*excerpt.text).line_start(at.line).path(file).annotation(word).into()
}
