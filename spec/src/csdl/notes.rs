//! Annotations: what vocabularies say about an element.

use super::xml::{Node, children, elements};
use crate::model::Docs;

pub(super) const CORE: &str = "Org.OData.Core.V1";
pub(super) const CAPABILITIES: &str = "Org.OData.Capabilities.V1";
pub(super) const VALIDATION: &str = "Org.OData.Validation.V1";

/// An annotation: the namespace of its term, its short name, and the element that holds its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note<'a> {
    pub(super) vocabulary: &'a str,
    pub(super) term: &'a str,
    pub(super) node: Node<'a>,
}

/// The annotations of one element, those inside of it first.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes<'a>(pub(super) Vec<Note<'a>>);

impl<'a> Notes<'a> {
    /// The value of a term.
    pub(super) fn get(&self, vocabulary: &str, term: &str) -> Option<Node<'a>> {
        let found = self.0.iter().find(|one| one.term == term && one.vocabulary == vocabulary);
        found.map(|one| one.node)
    }

    /// Whether a term is there and does not say `false`.
    pub(super) fn is(&self, vocabulary: &str, term: &str) -> bool {
        self.get(vocabulary, term).is_some_and(|node| boolean(node).unwrap_or(true))
    }

    /// The names in a collection.
    pub(super) fn names(&self, vocabulary: &str, term: &str) -> Vec<&'a str> {
        self.get(vocabulary, term).map(texts).unwrap_or_default()
    }

    /// What is said in prose.
    pub(super) fn docs(&self) -> Docs {
        let said = |term| self.get(CORE, term).and_then(text).and_then(words);
        let parts = [said("Description"), said("LongDescription"), self.deprecation()];
        let link = self.link("");
        Docs { summary: None, description: paragraphs(parts), link }
    }

    /// The page of documentation whose relation ends so.
    pub(super) fn link(&self, relation: &str) -> Option<String> {
        let links = self.get(CORE, "Links").map(items).unwrap_or_default();
        let is_meant = |one: &Node<'a>| {
            let said = property(*one, "rel").and_then(text).unwrap_or_default();
            let last = said.rsplit('/').next().unwrap_or_default();
            last == relation || (relation.is_empty() && matches!(last, "docs" | "help" | "describedby"))
        };
        let found = links.into_iter().find(is_meant)?;
        property(found, "href").and_then(text).and_then(words)
    }

    /// `Core.Revisions` that say when and why something goes away.
    fn deprecation(&self) -> Option<String> {
        let revisions = self.get(CORE, "Revisions").map(items).unwrap_or_default();
        let is_deprecated = |one: &Node<'a>| {
            property(*one, "Kind").and_then(text).is_some_and(|kind| kind.ends_with("Deprecated"))
        };
        let one = revisions.into_iter().find(is_deprecated)?;
        let said = |name| property(one, name).and_then(text).and_then(words);
        let mut found = "Deprecated".to_owned();
        if let Some(date) = said("Date") {
            found = format!("{found} since {date}");
        }
        if let Some(date) = said("RemovalDate") {
            found = format!("{found}, to be removed on {date}");
        }
        found.push('.');
        Some(paragraphs([Some(found), said("Description"), None]).unwrap_or_default())
    }
}

/// Texts, with an empty line between them.
pub(super) fn paragraphs(parts: [Option<String>; 3]) -> Option<String> {
    let found: Vec<String> = parts.into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n\n"))
}

/// A text that says something.
pub(super) fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `Bool="false"` or `<Bool>false</Bool>`.
pub(super) fn boolean(node: Node<'_>) -> Option<bool> {
    let written = node.attribute("Bool").or_else(|| children(node, "Bool").next()?.text())?;
    match written.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// What an element says in one of the ways of writing a text: a string, a member of an enum, a path, a date.
pub(super) fn text(node: Node<'_>) -> Option<&str> {
    const FORMS: [&str; 6] =
        ["String", "EnumMember", "PropertyPath", "NavigationPropertyPath", "Path", "Date"];
    let attribute = || FORMS.iter().find_map(|form| node.attribute(*form));
    let element = || {
        let one = elements(node).find(|one| FORMS.contains(&one.tag_name().name()))?;
        one.text().map(str::trim)
    };
    attribute().or_else(element)
}

/// The items of a collection.
pub(super) fn items(node: Node<'_>) -> Vec<Node<'_>> {
    children(node, "Collection").flat_map(elements).collect()
}

/// The texts of a collection.
pub(super) fn texts(node: Node<'_>) -> Vec<&str> {
    items(node).into_iter().filter_map(|one| one.text().map(str::trim)).collect()
}

/// The value of a property of a record, which stands in the element or is it.
pub(super) fn property<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    let record = match node.tag_name().name() {
        "Record" => node,
        _ => children(node, "Record").next()?,
    };
    children(record, "PropertyValue").find(|one| one.attribute("Property") == Some(name))
}
