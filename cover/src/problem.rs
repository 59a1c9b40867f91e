//! The question in numbers: a permission is its place among the names, which are sorted.

use std::collections::BTreeMap;

use crate::Need;

/// A permission: its place in [`Problem::names`]. Lower ids have earlier names.
pub(crate) type Id = usize;

/// Permissions to be held together, sorted, each once.
pub(crate) type Set = Vec<Id>;

/// What is asked, in numbers.
pub(crate) struct Problem<'a> {
    /// Sorted without regard to case, in the spelling that came first.
    pub(crate) names: Vec<&'a str>,
    pub(crate) levels: Vec<Option<u32>>,
    /// For each permission the place of its level among all levels, the highest first.
    pub(crate) tiers: Vec<usize>,
    /// How many levels there are.
    pub(crate) depth: usize,
    /// The needs that something opens.
    pub(crate) asks: Vec<Ask<'a>>,
}

/// A need that something opens.
pub(crate) struct Ask<'a> {
    pub(crate) title: &'a str,
    /// In the order of the need, each once.
    pub(crate) ways: Vec<Set>,
}

impl<'a> Problem<'a> {
    pub(crate) fn new(needs: &[Need<'a>], level: impl Fn(&str) -> Option<u32>) -> Self {
        let mut spellings = BTreeMap::new();
        for name in needs.iter().flat_map(|need| need.alternatives.iter().flatten()) {
            spellings.entry(name.to_ascii_lowercase()).or_insert(*name);
        }
        let ids: BTreeMap<&str, Id> =
            spellings.keys().enumerate().map(|(id, key)| (key.as_str(), id)).collect();
        let asks = needs.iter().filter(|need| !need.alternatives.is_empty()).map(|need| {
            let mut ways: Vec<Set> = Vec::with_capacity(need.alternatives.len());
            for alternative in &need.alternatives {
                let mut way: Set =
                    alternative.iter().map(|name| ids[name.to_ascii_lowercase().as_str()]).collect();
                way.sort_unstable();
                way.dedup();
                if !ways.contains(&way) {
                    ways.push(way);
                }
            }
            Ask { title: need.title, ways }
        });
        let asks = asks.collect();
        let names: Vec<&str> = spellings.into_values().collect();
        let levels: Vec<Option<u32>> = names.iter().map(|name| level(name)).collect();
        let mut known: Vec<u64> = levels.iter().copied().map(height).collect();
        known.sort_unstable_by(|a, b| b.cmp(a));
        known.dedup();
        let tiers = levels.iter().map(|level| known.partition_point(|one| *one > height(*level))).collect();
        Self { names, levels, tiers, depth: known.len(), asks }
    }
}

/// Levels in their order: one that is not known is above all others.
pub(crate) fn height(level: Option<u32>) -> u64 {
    level.map_or(u64::MAX, u64::from)
}

/// Whether all of the first, sorted, are in the second, sorted.
pub(crate) fn is_subset(part: &[Id], whole: &[Id]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|one| rest.any(|other| other == one))
}
