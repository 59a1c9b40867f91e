//! Changes that are alike, together.

use msgraph_spec::diff::{Change, Comparison, Effect};

/// Changes of one sort, with one effect for one reason.
pub(super) struct Group<'a> {
    pub(super) effect: Effect,
    /// `operation removed`, `property changed: type`
    pub(super) title: String,
    pub(super) reason: &'static str,
    pub(super) changes: Vec<&'a Change>,
}

/// The groups of a comparison, those that break callers first.
pub(super) fn groups(of: &Comparison) -> Vec<Group<'_>> {
    let mut changes: Vec<&Change> = of.changes.iter().collect();
    // each sort of thing has a place of its own: what is removed, then what changed, then what is added
    changes.sort_by_key(|one| (std::cmp::Reverse(one.effect), one.item.rank(), one.how, one.reason));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in changes {
        let title = title(change);
        match groups.last_mut() {
            Some(last)
                if (last.effect, &last.title, last.reason) == (change.effect, &title, change.reason) =>
            {
                last.changes.push(change);
            }
            _ => {
                let (effect, reason) = (change.effect, change.reason);
                groups.push(Group { effect, title, reason, changes: vec![change] });
            }
        }
    }
    groups
}

fn title(of: &Change) -> String {
    let title = format!("{} {}", of.item.noun(), of.how.as_str());
    match of.how.aspect() {
        Some(aspect) => format!("{title}: {}", aspect.as_str()),
        None => title,
    }
}

/// A reason as a sentence.
pub(super) fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// What the changes of an effect are called together.
pub(super) fn heading(effect: Effect) -> &'static str {
    match effect {
        Effect::Major => "Breaks callers",
        Effect::Minor => "Adds",
        Effect::Patch => "Changes no program",
    }
}

/// `1 change`, `2 changes`
pub(super) fn counted(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}
